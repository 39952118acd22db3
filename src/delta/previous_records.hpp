// The records of the previous result, whose values a delta run reads instead of the files that held them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/result_reader.hpp"

namespace onefold::delta {

/// Records of one source: rows [first, first + count) of /records.
struct PreviousSource {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

/// Some rows with all their values, in the form of the products of ingest.
struct PreviousRows {
  TextColumn source_id;
  TextColumn true_id;                  ///< without rows if the result has none
  std::vector<std::int64_t> updated;   ///< seconds since 1970, or kNoMoment
  std::vector<TextColumn> attributes;  ///< [attribute of this job]
};

class PreviousRecords {
 public:
  /// Local; throws the same Error(input) on all ranks if the file has no values, not those of this job's attributes, or
  /// a source that this job does not have.
  explicit PreviousRecords(const config::Job& job);

  [[nodiscard]] const result::ResultReader& file() const { return file_; }
  [[nodiscard]] std::uint64_t num_records() const { return num_records_; }
  /// [source of this job] empty if the result does not have the source.
  [[nodiscard]] const std::vector<PreviousSource>& sources() const { return sources_; }
  /// About how many bytes the values of a record have.
  [[nodiscard]] std::uint64_t bytes_per_record() const { return bytes_per_record_; }
  /// [source of this job] Whether its values are cleansed and compared as in the run that wrote the result, so that
  /// pairs of its unchanged records have the edges that they had.
  [[nodiscard]] const std::vector<bool>& is_read_alike() const { return is_read_alike_; }

  // Local. Rows of /records.
  [[nodiscard]] TextColumn read_ids(std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] PreviousRows read_rows(std::uint64_t first, std::uint64_t count) const;

 private:
  void find_sources();
  void require_attributes() const;
  void compare_settings();
  [[noreturn]] void refuse(const std::string& what) const;

  const config::Job& job_;
  result::ResultReader file_;
  std::uint64_t num_records_ = 0;
  std::uint64_t bytes_per_record_ = 1;
  std::vector<PreviousSource> sources_;
  std::vector<bool> is_read_alike_;
  bool has_true_ids_ = false;
};

/// Pure. The part of a job's digest form that decides how values are cleansed, blocked and compared.
[[nodiscard]] std::string settings_of_edges(std::string_view digest_toml);
/// Pure. What the digest form says about how a source writes its values.
[[nodiscard]] std::string settings_of_source(std::string_view digest_toml, std::string_view source);

}  // namespace onefold::delta
