// What became of the values of each column: the reading report.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "onefold/record/attribute.hpp"

namespace onefold {

/// A row whose value stands there and cannot be read. Never holds the value.
struct UnreadableValue {
  std::uint32_t file = 0;         ///< index into the files of all sources
  std::uint64_t row = 0;          ///< 1-based, among all rows of the source, as in the quarantine
  std::uint64_t row_of_file = 0;  ///< 1-based, among the rows of the file, without header
  /// 1-based line of the file; 0 if it is not known, because rows of several lines or other lines may stand before it.
  std::uint64_t line = 0;
};

/// One attribute of one source, or a column with times of change. filled + missing + dummy + unreadable == records of
/// the source.
struct ColumnReading {
  std::uint32_t source = 0;                 ///< index into Job::sources
  std::optional<AttributeIndex> attribute;  ///< nothing: the column `updated`
  bool is_time_of_change = false;           ///< of the values of the attribute: its column of `updated_of`
  std::uint64_t filled = 0;                 ///< the value was read
  std::uint64_t missing = 0;                ///< nothing stood there
  std::uint64_t dummy = 0;                  ///< a text that people enter instead of a value
  std::uint64_t unreadable = 0;             ///< a value stood there, and its type cannot read it
  std::uint64_t distinct = 0;               ///< different values that were read; see ColumnFacts. 0 for times
  std::uint64_t ambiguous = 0;              ///< dates and numbers that may be read wrongly: see docs/reading.md
  std::vector<UnreadableValue> examples;    ///< the first five unreadable ones

  [[nodiscard]] std::uint64_t written() const { return filled + dummy + unreadable; }
};

/// Source by source; in each the attributes in the order of the job, then `updated` and the columns of `updated_of`, if
/// the source has them.
using ReadingReport = std::vector<ColumnReading>;

}  // namespace onefold
