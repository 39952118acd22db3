// A record or a customer of a result, from what people give: SOURCE:ID or a PIN. Local; reads a few chunks of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "onefold/record/pin.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

struct FoundName {
  std::string text;                     ///< as lists write it: a PIN in three groups
  std::optional<std::uint64_t> record;  ///< nothing: a PIN was given
  std::uint64_t customer = 0;           ///< row of /customers
  std::int64_t pin = kNoPin;            ///< of this customer
  std::int64_t retired_pin = kNoPin;    ///< the PIN that was given, if it is retired and the customer has its records
};

/// Throws Error(usage), which shows no id, for a text that is neither SOURCE:ID nor a PIN, a mistyped PIN, a source
/// that the result does not have (the message lists those that it has), an id or a PIN that it does not have, and a
/// retired PIN none of whose records is left.
[[nodiscard]] FoundName find_name(const result::ResultReader& file, const std::string& text);

/// A record as people name it.
struct RecordName {
  std::string source;
  std::string id;
  [[nodiscard]] std::string text() const { return source + ":" + id; }
};
/// `sources`: the names of all sources.
[[nodiscard]] RecordName name_of_record(const result::ResultReader& file, const TextColumn& sources,
                                        std::int64_t record);
/// "SOURCE:ID" of a record.
[[nodiscard]] std::string record_name_text(const result::ResultReader& file, std::int64_t record);

}  // namespace onefold::inspect
