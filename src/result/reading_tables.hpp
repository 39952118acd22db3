// The tables /reading and /unreadable: what became of the values of each column.
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct ReadingTable {
  static inline const Column<std::int32_t> kSource{"/reading/source", Presence::optional};
  static inline const Column<std::int32_t> kAttribute{"/reading/attribute", Presence::optional};
  static inline const Column<std::int8_t> kIsTimeOfChange{"/reading/is_time_of_change", Presence::optional};
  static inline const Column<std::int64_t> kFilled{"/reading/filled", Presence::optional};
  static inline const Column<std::int64_t> kMissing{"/reading/missing", Presence::optional};
  static inline const Column<std::int64_t> kDummy{"/reading/dummy", Presence::optional};
  static inline const Column<std::int64_t> kUnreadable{"/reading/unreadable", Presence::optional};
  static inline const Column<std::int64_t> kDistinct{"/reading/distinct", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kAmbiguous{"/reading/ambiguous", Presence::optional};

  std::vector<std::int32_t> source, attribute;
  std::vector<std::int8_t> is_time_of_change;
  std::vector<std::int64_t> filled, missing, dummy, unreadable, distinct, ambiguous;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) if the columns have different lengths.
  [[nodiscard]] static ReadingTable read(const ResultReader& reader);
};

struct UnreadableTable {
  static inline const Column<std::int32_t> kReading{"/unreadable/reading", Presence::optional};
  static inline const Column<std::int64_t> kRow{"/unreadable/row", Presence::optional};
  static inline const Column<Text> kFile{"/unreadable/file", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kRowOfFile{"/unreadable/row_of_file", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kLine{"/unreadable/line", Presence::optional, Digested::no};

  std::vector<std::int32_t> reading;
  std::vector<std::int64_t> row, row_of_file, line;
  TextColumn file;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
};

}  // namespace onefold::result
