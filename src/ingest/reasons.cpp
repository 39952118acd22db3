// The names of reasons for quarantine, and what messages say about them.
#include <fmt/format.h>

#include "ingest/ingest.hpp"

namespace onefold::ingest {

Reason reason_of(csv::Defect defect) {
  switch (defect) {
    case csv::Defect::wrong_number_of_fields:
      return Reason::wrong_number_of_fields;
    case csv::Defect::stray_quote:
      return Reason::stray_quote;
    case csv::Defect::invalid_utf8:
      return Reason::invalid_utf8;
    case csv::Defect::nul_byte:
      return Reason::nul_byte;
    case csv::Defect::field_too_long:
      return Reason::field_too_long;
    case csv::Defect::invalid_json:
      return Reason::invalid_json;
  }
  return Reason::wrong_number_of_fields;
}

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::wrong_number_of_fields:
      return "wrong_number_of_fields";
    case Reason::stray_quote:
      return "stray_quote";
    case Reason::invalid_utf8:
      return "invalid_utf8";
    case Reason::nul_byte:
      return "nul_byte";
    case Reason::field_too_long:
      return "field_too_long";
    case Reason::missing_id:
      return "missing_id";
    case Reason::invalid_json:
      return "invalid_json";
  }
  return "unknown";
}

std::string_view describe(csv::QuoteFault fault) {
  switch (fault) {
    case csv::QuoteFault::none:
      return "no quote is wrong";
    case csv::QuoteFault::inside:
      return "a quote stands inside a field that does not begin with one";
    case csv::QuoteFault::after_closing:
      return "something other than a delimiter follows a closing quote";
    case csv::QuoteFault::closed_later:
      return "a quote is opened and not closed before the line ends";
    case csv::QuoteFault::unclosed:
      return "a quote is opened and not closed";
    case csv::QuoteFault::holds_rows:
      return "a quote is opened, and the next one that could close it stands many rows later";
  }
  return "";
}

std::string describe_too_long_row(std::uint64_t line, std::uint64_t max_row_bytes) {
  return fmt::format(
      "the row that begins on line {} has more than {} bytes; are delimiter, quote and line ends what the job says, or "
      "is "
      "the file of another kind?",
      line, max_row_bytes);
}

}  // namespace onefold::ingest
