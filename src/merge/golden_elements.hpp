// Golden values of array attributes. No MPI.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "merge/golden_origins.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::merge {

/// Largest number of elements per customer. Without a limit, a cluster of a million records could have a value of many
/// megabytes.
inline constexpr std::size_t kMaxGoldenElements = 1000;

using ElementCleanser = std::function<std::string_view(std::uint32_t source, std::string_view element)>;

/// The separator between elements in a shown value: the attribute's own, or "; ".
[[nodiscard]] std::string shown_separator(const config::AttributeConfig& attribute);

/// A raw value with the shown separator between the fields of several columns.
[[nodiscard]] std::string shown_value(std::string_view raw, const config::AttributeConfig& attribute);

/// Local. [cluster] The distinct elements of all members as written, at most kMaxGoldenElements. Elements of the latest
/// changed member come first; ties are broken as in golden_record.hpp. `raw` holds the members' values. `cleanse`
/// returns the cleansed element of a source, empty if it is missing or a dummy: such elements are left out, and
/// elements with equal cleansed forms count as the same.
[[nodiscard]] TextColumn golden_elements(const config::AttributeConfig& attribute, const MemberValues& values,
                                         const TextColumn& raw, std::span<const std::uint32_t> source_priority,
                                         const ElementCleanser& cleanse);

}  // namespace onefold::merge
