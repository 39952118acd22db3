// The table /job: the job that made the file.
#pragma once

#include <string>

#include "result/column.hpp"

namespace onefold::result {

struct JobTable {
  static inline const Column<Text> kResolved{"/job/resolved", Presence::required, Digested::no};
  static inline const Column<Text> kDecisive{"/job/decisive"};

  std::string resolved;  ///< the job with all defaults filled in
  std::string decisive;  ///< the part of the job that affects the result

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const {
    kResolved.write_text(writer, resolved);
    kDecisive.write_text(writer, decisive);
  }
};

}  // namespace onefold::result
