// Names of records in the form that people know: source and id in that source.
#pragma once

#include <string>
#include <vector>

#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::result {

/// Holds source and source id of all records: about 12 bytes plus the length of the id per record.
class RecordNames {
 public:
  explicit RecordNames(const ResultReader& file)
      : sources_(SourcesTable::kName.read_all(file)),
        source_(RecordsTable::kSource.read_all(file)),
        id_(RecordsTable::kSourceId.read_all(file)) {}
  /// Throws Error(input) if there is no such record.
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
