// Reads a result file. Local.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onefold/record/error.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/column_digest.hpp"
#include "onefold/result/format_version.hpp"

namespace onefold::result {

/// The file is one of HDF5, but cannot be trusted: its bytes are not those that were written, or HDF5 cannot read it.
class DamagedFile : public Error {
 public:
  explicit DamagedFile(const std::string& message) : Error(ExitCode::input, message) {}
};

/// Whether the reader compares all bytes of the file with its seal before it looks inside. HDF5 may crash on damaged
/// metadata; the seal keeps such files from it. `when_small`: files up to 1 GiB (about 0.2 s).
enum class SealCheck : std::uint8_t { when_small, always, never };

/// Local (one process opens the file by itself). Throws Error(input) naming file and dataset; DamagedFile where that is
/// the cause. Memory: what is returned, and at most a chunk (1 MiB) for each dataset that was read.
class ResultReader {
 public:
  explicit ResultReader(const std::string& path, SealCheck check = SealCheck::when_small);
  ~ResultReader();
  ResultReader(ResultReader&&) noexcept;

  [[nodiscard]] const std::string& path() const;
  /// False when another program has changed the file since (then there is no seal any more), or the check was left out.
  [[nodiscard]] bool seal_holds() const;
  /// Whether a dataset or group of this name is there.
  [[nodiscard]] bool has(const std::string& object) const;
  /// Names of the datasets and groups in a group, sorted; nothing when there is no such group.
  [[nodiscard]] std::vector<std::string> names_in(const std::string& group) const;
  /// Full names of all datasets, sorted; a text column of offsets and bytes is one dataset.
  [[nodiscard]] std::vector<std::string> datasets() const;
  /// int8, int32, int64, float64, text, or other.
  [[nodiscard]] std::string type_of(const std::string& dataset) const;
  /// A text attribute of the file itself ("content_digest", "program_version").
  [[nodiscard]] std::string attribute(const std::string& name) const;
  [[nodiscard]] std::uint64_t num_rows(const std::string& dataset) const;
  /// Columns of a matrix; 1 for a vector.
  [[nodiscard]] std::uint64_t width(const std::string& dataset) const;
  /// Rows `first` .. `first + count` - 1; of a matrix all columns, row-major.
  [[nodiscard]] std::vector<std::int8_t> read_int8(const std::string& dataset, std::uint64_t first,
                                                   std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int32_t> read_int32(const std::string& dataset, std::uint64_t first,
                                                     std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int64_t> read_int64(const std::string& dataset, std::uint64_t first,
                                                     std::uint64_t count) const;
  [[nodiscard]] std::vector<double> read_double(const std::string& dataset, std::uint64_t first,
                                                std::uint64_t count) const;
  [[nodiscard]] TextColumn read_text_column(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  /// The only row of a dataset.
  [[nodiscard]] std::string read_text(const std::string& dataset) const;
  /// Digest of some rows as they stand in the file now.
  [[nodiscard]] ColumnDigest digest_of(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::result
