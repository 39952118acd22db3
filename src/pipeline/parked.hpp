// Names and shapes of what cleanse parks in the work directory and write takes back.
#pragma once

#include <string>

#include "onefold/record/attribute.hpp"
#include "onefold/store/text_slices.hpp"

namespace onefold::pipeline {

/// Per record: text {source id, true id}, wide {row, moment of the last change}.
inline const std::string kParkedRecords = "records";
inline constexpr store::RowSchema kParkedRecordSchema{2, 2, 0};

/// Raw values of one attribute: text {value as written}.
inline std::string parked_attribute(AttributeIndex attribute) { return "raw-" + std::to_string(attribute); }
inline constexpr store::RowSchema kParkedAttributeSchema{1, 0, 0};

}  // namespace onefold::pipeline
