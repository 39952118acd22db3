// The tables /sources, one row per source, and /attributes, one row per attribute.
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct SourcesTable {
  static inline const Column<Text> kName{"/sources/name"};
  static inline const Column<std::int64_t> kRowsRead{"/sources/rows_read"};
  static inline const Column<std::int64_t> kRecords{"/sources/records"};
  static inline const Column<std::int64_t> kQuarantined{"/sources/quarantined"};
  static inline const Column<std::int64_t> kKept{"/sources/kept", Presence::optional};
  static inline const Column<std::int64_t> kFirstRecordId{"/sources/first_record_id"};
  static inline const Column<std::int8_t> kUnique{"/sources/unique", Presence::optional};
  static inline const Column<std::int32_t> kRivalGroup{"/sources/rival_group", Presence::optional};
  static inline const Column<Text> kFile{"/sources/file", Presence::required, Digested::no};
  static inline const Column<std::int32_t> kFileSource{"/sources/file_source", Presence::required, Digested::no};

  TextColumn name;
  std::vector<std::int64_t> rows_read, records, quarantined, first_record_id;
  std::vector<std::int64_t> kept;         ///< records of the previous result that deltas keep; written if any is
  std::vector<std::int8_t> unique;        ///< empty: not in the file
  std::vector<std::int32_t> rival_group;  ///< empty: not in the file
  TextColumn file;                        ///< files of all sources
  std::vector<std::int32_t> file_source;  ///< [file] row of its source

  /// Not collective: rank 0 writes. Does not write `rival_group`, which is known only later.
  void write(ResultWriter& writer) const;
  /// Local. Everything but the files. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static SourcesTable read(const ResultReader& reader);
};

struct AttributesTable {
  static inline const Column<Text> kName{"/attributes/name"};
  static inline const Column<Text> kType{"/attributes/type"};
  static inline const Column<std::int8_t> kConflict{"/attributes/conflict", Presence::optional};
  static inline const Column<Text> kSeparator{"/attributes/separator", Presence::optional};
  static inline const Column<std::int32_t> kGroup{"/attributes/group", Presence::optional};

  TextColumn name, type;
  TextColumn separator;  ///< what stands between the elements of an array; empty: no array, or not in the file
  std::vector<std::int8_t> conflict;  ///< empty: not in the file
  std::vector<std::int32_t> group;    ///< empty: not in the file

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static AttributesTable read(const ResultReader& reader);
};

}  // namespace onefold::result
