// The two records that a pair is explained by, from what people give: SOURCE:ID, or the PIN of a customer.
#pragma once

#include <cstdint>
#include <string>

#include "onefold/record/pin.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

/// A record as the user names it: SOURCE:ID, divided at the first colon.
struct RecordName {
  std::string source;
  std::string id;
  std::string text() const { return source + ":" + id; }
};

/// What the user gave: a record, or a customer.
struct Given {
  RecordName name = {};
  std::int64_t pin = kNoPin;  ///< kNoPin: a record
  [[nodiscard]] bool is_customer() const { return pin != kNoPin; }
};

/// Throws Error(usage) for a text that is neither SOURCE:ID nor a PIN; the message shows no part of it.
[[nodiscard]] Given parse_given(const std::string& text);

struct PairOfRecords {
  RecordId left = 0;
  RecordId right = 0;
};

/// Local. For a customer, one of its records: the one that is joined to the other side by the heaviest edge of all;
/// without an edge the first. A customer beside one of its own records stands for its other records. Throws
/// Error(usage), which says which of the two is not known and lists the known sources, and shows no id.
[[nodiscard]] PairOfRecords find_pair(const result::ResultReader& file, const Given& left, const Given& right);

}  // namespace onefold::inspect
