// Which components cluster repair looks at more closely. That is told by counting, without comparing anything: where
// all members are linked with each other, no constraint is hit, and nobody differs in values that are for life, there
// is nothing to do.
//
// Cost: 12 bytes a record to count links (repair_parts.hpp); for members of components that are linked throughout, 8
// bytes on the wire for each attribute that may conflict or is for life.
#pragma once

#include <vector>

#include "repair/repair_parts.hpp"

namespace onefold::repair {

constexpr std::uint64_t pairs_of(std::uint64_t n) { return n * (n - 1) / 2; }

/// Pure. Attributes whose values exclude each other.
[[nodiscard]] std::vector<AttributeIndex> conflict_attributes(const config::Job& job);
/// Pure. Attributes that are compared and whose values are for life, those that speak alone first (config::Lasting).
[[nodiscard]] std::vector<AttributeIndex> lasting_attributes(const config::Job& job);

/// Collective. Of the components whose ids this rank owns, ascending: those of two records or more, up to
/// max_repair_size, that need it.
[[nodiscard]] std::vector<std::size_t> find_components_that_need_repair(const Context& context, const Columns& columns,
                                                                        const decisions::Decisions& lists,
                                                                        const cluster::Components& components,
                                                                        const ComponentsInParts& parts);

}  // namespace onefold::repair
