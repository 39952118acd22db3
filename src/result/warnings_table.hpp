// The table /warnings: reasons to doubt the result.
#pragma once

#include "onefold/record/warning.hpp"
#include "result/column.hpp"

namespace onefold::result {

struct WarningsTable {
  static inline const Column<Text> kCode{"/warnings/code", Presence::optional, Digested::no};
  static inline const Column<Text> kText{"/warnings/text", Presence::optional, Digested::no};

  TextColumn code;
  TextColumn text;

  [[nodiscard]] static WarningsTable of(const Warnings& warnings) {
    WarningsTable table;
    for (const auto& warning : warnings) {
      table.code.push_back(warning.code);
      table.text.push_back(warning.text);
    }
    return table;
  }
  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const {
    kCode.write_once(writer, code);
    kText.write_once(writer, text);
  }
};

}  // namespace onefold::result
