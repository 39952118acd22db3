// The table /quarantine: one row per input row that is not a record, ascending by (source, row).
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct QuarantineTable {
  static inline const Column<std::int32_t> kSource{"/quarantine/source"};
  static inline const Column<std::int64_t> kRow{"/quarantine/row"};
  static inline const Column<Text> kReason{"/quarantine/reason"};
  static inline const Column<Text> kFile{"/quarantine/file", Presence::required, Digested::no};
  static inline const Column<std::int64_t> kLine{"/quarantine/line", Presence::required, Digested::no};
  static inline const Column<std::int64_t> kLastLine{"/quarantine/last_line", Presence::optional, Digested::no};

  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row, line, last_line;
  TextColumn reason, file;

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Rows `first` .. `first + count` - 1. Rows of a file without last lines end where they begin.
  [[nodiscard]] static QuarantineTable read(const ResultReader& reader, std::uint64_t first, std::uint64_t count);
};

}  // namespace onefold::result
