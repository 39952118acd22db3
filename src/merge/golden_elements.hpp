// Golden values of array attributes. No MPI.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "merge/golden_choices.hpp"
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

/// How elements are compared, and how they are written for other systems.
struct ElementForms {
  ElementCleanser cleanse;
  ElementCleanser format;
};

/// [customer]
struct GoldenElements {
  TextColumn raw;
  TextColumn cleansed;
};

/// Local. The distinct elements of all members as written, at most kMaxGoldenElements. Elements of the latest changed
/// member come first, then those of the better source, then by the text of the member's value. `raw` holds the members'
/// values. `cleanse` returns the cleansed element of a source, empty if it is missing or a dummy: such elements are
/// left out, and elements with equal cleansed forms count as the same. Fills `choices`: the winner is the member whose
/// elements come first, and `distinct` counts elements.
[[nodiscard]] GoldenElements golden_elements(const config::AttributeConfig& attribute, const MemberCells& cells,
                                             const TextColumn& raw, const Survivorship& survivorship,
                                             const ElementForms& forms, Choices& choices);

}  // namespace onefold::merge
