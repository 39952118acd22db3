// Names and shapes of what ingest parks in the work directory; cleanse and write take it back.
#pragma once

#include <string>

#include "onefold/record/attribute.hpp"
#include "onefold/store/text_slices.hpp"

namespace onefold::pipeline {

/// Per record: text {source id, true id}, wide {moment of the last change}.
inline const std::string kParkedRecords = "records";
inline constexpr store::RowSchema kParkedRecordSchema{2, 1, 0};

/// Raw values of one attribute: text {value as written}.
inline std::string parked_attribute(AttributeIndex attribute) { return "raw-" + std::to_string(attribute); }
inline constexpr store::RowSchema kParkedAttributeSchema{1, 0, 0};

}  // namespace onefold::pipeline
