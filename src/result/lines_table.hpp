// The table /lines: what became of the physical lines of the files of each source. One row per source.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct LinesTable {
  // Not part of the content digest: the same rows may stand on other lines.
  static inline const Column<std::int64_t> kAll{"/lines/all", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kRecords{"/lines/records", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kQuarantined{"/lines/quarantined", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kHeader{"/lines/header", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kBlank{"/lines/blank", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kDelimiters{"/lines/delimiters", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kComment{"/lines/comment", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kSkipped{"/lines/skipped", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kFooter{"/lines/footer", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kRepeatedHeader{"/lines/repeated_header", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kDeleted{"/lines/deleted", Presence::optional, Digested::no};

  std::vector<std::int64_t> all;
  std::vector<std::int64_t> records, quarantined, header, blank, delimiters, comment, skipped, footer, repeated_header;
  std::vector<std::int64_t> deleted;  ///< rows of deltas that delete a record; all 0: not in the file

  /// Whether the file holds the table.
  [[nodiscard]] static bool is_in(const ResultReader& reader) { return kAll.is_in(reader); }
  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static LinesTable read(const ResultReader& reader);
  /// The columns that add up to `all`.
  [[nodiscard]] std::array<const std::vector<std::int64_t>*, 10> parts() const {
    return {&records, &quarantined, &header, &blank,           &delimiters,
            &comment, &skipped,     &footer, &repeated_header, &deleted};
  }
};

}  // namespace onefold::result
