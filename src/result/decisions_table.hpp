// The table /decisions: what stewards have decided, and what became of it; one row per row of their lists.
#pragma once

#include <cstdint>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct DecisionsTable {
  static inline const Column<std::int8_t> kKind{"/decisions/kind", Presence::optional};
  static inline const Column<std::int8_t> kStatus{"/decisions/status", Presence::optional};
  static inline const Column<std::int64_t> kLeft{"/decisions/left", Presence::optional};
  static inline const Column<std::int64_t> kRight{"/decisions/right", Presence::optional};
  static inline const Column<std::int64_t> kLeftPin{"/decisions/left_pin", Presence::optional};
  static inline const Column<std::int64_t> kRightPin{"/decisions/right_pin", Presence::optional};
  static inline const Column<std::int32_t> kAttribute{"/decisions/attribute", Presence::optional};
  static inline const Column<Text> kValue{"/decisions/value", Presence::optional};
  static inline const Column<Text> kWho{"/decisions/who", Presence::optional};
  static inline const Column<Text> kWhen{"/decisions/when", Presence::optional};
  static inline const Column<Text> kWhy{"/decisions/why", Presence::optional};
  static inline const Column<Text> kFile{"/decisions/file", Presence::optional, Digested::no};
  static inline const Column<std::int64_t> kLine{"/decisions/line", Presence::optional, Digested::no};

  std::vector<std::int8_t> kind, status;
  std::vector<std::int64_t> left, right;          ///< record ids; -1: none
  std::vector<std::int64_t> left_pin, right_pin;  ///< 0: none
  std::vector<std::int32_t> attribute;            ///< row of /attributes; -1: none
  TextColumn value, who, when, why, file;
  std::vector<std::int64_t> line;

  [[nodiscard]] std::size_t size() const { return kind.size(); }
  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Empty when the file has no such table. Throws Error(input) when the columns differ in length.
  [[nodiscard]] static DecisionsTable read(const ResultReader& reader);
};

}  // namespace onefold::result
