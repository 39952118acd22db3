// Rows of /history.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/result/result_reader.hpp"
#include "record/pin_event.hpp"

namespace onefold::identity {

/// A row of /history.
struct HistoryRow {
  std::int64_t pin = 0;
  std::int64_t other = 0;
  std::int32_t run = 0;
  std::int32_t records = 0;
  std::int32_t records_before = 0;
  PinEvent event = PinEvent::kept;

  /// The order of the rows of one run.
  [[nodiscard]] static bool is_before(const HistoryRow& a, const HistoryRow& b) {
    return a.pin != b.pin ? a.pin < b.pin : a.event < b.event;
  }
};
/// Local. Throws Error(input) if the columns differ in length or an event is unknown.
[[nodiscard]] std::vector<HistoryRow> read_history(const result::ResultReader& reader, std::uint64_t first,
                                                   std::uint64_t count);

/// Local. [customer - first] Whether a steward has set a golden value of it.
[[nodiscard]] std::vector<bool> overridden_customers(const result::ResultReader& reader, std::uint64_t first,
                                                     std::uint64_t count);

}  // namespace onefold::identity
