// Finds the components that cluster repair must look at. Counting links decides; no pair is compared. A component needs
// no repair if all its members are linked with each other, no constraint forbids a pair, and members do not differ in
// lasting values (values that do not change during a customer's life, such as a date of birth).
//
// Cost: 12 bytes per record to count links (repair_parts.hpp); per member of a component in which all are linked, 8
// bytes on the wire for each attribute that may conflict or is lasting.
#pragma once

#include <vector>

#include "repair/repair_parts.hpp"

namespace onefold::repair {

constexpr std::uint64_t pairs_of(std::uint64_t n) { return n * (n - 1) / 2; }

/// Pure. Attributes for which one customer cannot have two values.
[[nodiscard]] std::vector<AttributeIndex> conflict_attributes(const config::Job& job);
/// Pure. Attributes that are compared and lasting (config::Lasting): first the decisive ones, then those that another
/// attribute must corroborate.
[[nodiscard]] std::vector<AttributeIndex> lasting_attributes(const config::Job& job);

/// Collective. The components whose ids this rank owns that need repair and have 2 to max_repair_size records, as
/// ascending indices into `parts`.
[[nodiscard]] std::vector<std::size_t> find_components_that_need_repair(const Context& context, const Columns& columns,
                                                                        const decisions::Decisions& lists,
                                                                        const cluster::Components& components,
                                                                        const ComponentsInParts& parts);

}  // namespace onefold::repair
