// The golden values of array attributes. No MPI.
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

/// Of one customer at most: a cluster of a million records would have a value of many megabytes.
inline constexpr std::size_t kMaxGoldenElements = 1000;

/// What stands between elements as they are shown: the attribute's separator, else "; ".
[[nodiscard]] std::string shown_separator(const config::AttributeConfig& attribute);

/// A value as written with what it is shown with between the fields of several columns.
[[nodiscard]] std::string shown_value(std::string_view raw, const config::AttributeConfig& attribute);

/// Local. [cluster] the elements of all members as they are written, each once, those of the latest changed member
/// first (ties end as in golden_record.hpp), at most kMaxGoldenElements. `raw` are the members' values. `cleanse` gives
/// the cleansed element, empty for what is missing or a dummy: such elements are left out, and elements with equal ones
/// are the same.
[[nodiscard]] TextColumn golden_elements(const config::AttributeConfig& attribute, const MemberValues& values,
                                         const TextColumn& raw, std::span<const std::uint32_t> source_priority,
                                         const std::function<std::string_view(std::string_view)>& cleanse);

}  // namespace onefold::merge
