// How records are called outside: by source and the source's own id.
#pragma once

#include <string>
#include <vector>

#include "result/read_tables.hpp"

namespace onefold::result {

/// Holds source and source id of all records: about 12 bytes and the id's length a record.
class RecordNames {
 public:
  explicit RecordNames(const ResultReader& file)
      : sources_(all_text(file, "/sources/name")),
        source_(all_int32(file, "/records/source")),
        id_(all_text(file, "/records/source_id")) {}
  /// Throws Error(input) when there is no such record.
  [[nodiscard]] std::string_view source(std::int64_t record) const {
    return sources_[checked(source_[checked(record, source_.size())], sources_.size())];
  }
  [[nodiscard]] std::string_view id(std::int64_t record) const { return id_[checked(record, id_.size())]; }

 private:
  static std::size_t checked(std::int64_t index, std::size_t size) {
    if (index < 0 || static_cast<std::size_t>(index) >= size)
      throw Error(ExitCode::input, "the result file names a record or source that it does not hold");
    return static_cast<std::size_t>(index);
  }
  TextColumn sources_;
  std::vector<std::int32_t> source_;
  TextColumn id_;
};

}  // namespace onefold::result
