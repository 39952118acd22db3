// Reads a result file (docs/file_format.md). Local.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onefold/hdf5/column_digest.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/format_version.hpp"

namespace onefold::result {

/// The file is an HDF5 file but cannot be trusted: its bytes are not those that were written, or HDF5 cannot read it.
class DamagedFile : public Error {
 public:
  explicit DamagedFile(const std::string& message) : Error(ExitCode::input, message) {}
};

/// Whether the reader compares all bytes of the file with its seal before HDF5 opens the file. HDF5 may crash on
/// damaged metadata; the comparison prevents that. `when_small`: files up to 1 GiB. `always` also refuses a file that
/// was cut off or lengthened, even if only its seal is affected.
enum class SealCheck : std::uint8_t { when_small, always, never };

/// What is known about the seal of an open file.
enum class SealState : std::uint8_t {
  holds,    ///< the bytes are those that were written
  skipped,  ///< the file has a seal, and its bytes were not compared with it
  missing   ///< another program has changed the file, or the copy is incomplete
};

/// Reads datasets by their full names; the headers *_table.hpp hold these names. Local: one process opens the file by
/// itself. Throws Error(input), which names file and dataset; DamagedFile if the file is damaged. Refuses soft and
/// external links, datasets whose bytes are stored in other files, groups that are linked into themselves, and shapes
/// that the bytes of the file cannot fill. Memory: the returned data, and at most a chunk (1 MiB) for each dataset that
/// was read.
class ResultReader {
 public:
  explicit ResultReader(const std::string& path, SealCheck check = SealCheck::when_small);
  ~ResultReader();
  ResultReader(ResultReader&&) noexcept;

  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] SealState seal_state() const;
  /// Whether the file has a dataset or group of this name.
  [[nodiscard]] bool has(const std::string& object) const;
  /// Names of the datasets and groups in a group, sorted; empty if there is no such group.
  [[nodiscard]] std::vector<std::string> names_in(const std::string& group) const;
  /// Full names of all datasets, sorted. A column of texts is one dataset; so is each
  /// dataset in its group besides `offsets` and `bytes`.
  [[nodiscard]] std::vector<std::string> datasets() const;
  /// int8, int16, int32, int64, float32, float64, text, or other.
  [[nodiscard]] std::string type_of(const std::string& dataset) const;
  /// A text attribute of the file itself ("content_digest", "program_version"); empty if there is none.
  [[nodiscard]] std::string attribute(const std::string& name) const;
  [[nodiscard]] std::uint64_t num_rows(const std::string& dataset) const;
  /// Columns of a matrix; 1 for a vector.
  [[nodiscard]] std::uint64_t width(const std::string& dataset) const;
  /// Rows `first` .. `first + count` - 1, with all columns of a matrix, row by row.
  [[nodiscard]] std::vector<std::int8_t> read_int8(const std::string& dataset, std::uint64_t first,
                                                   std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int16_t> read_int16(const std::string& dataset, std::uint64_t first,
                                                     std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int32_t> read_int32(const std::string& dataset, std::uint64_t first,
                                                     std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int64_t> read_int64(const std::string& dataset, std::uint64_t first,
                                                     std::uint64_t count) const;
  [[nodiscard]] std::vector<float> read_float(const std::string& dataset, std::uint64_t first,
                                              std::uint64_t count) const;
  [[nodiscard]] std::vector<double> read_double(const std::string& dataset, std::uint64_t first,
                                                std::uint64_t count) const;
  [[nodiscard]] TextColumn read_text_column(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  /// The only row of a dataset.
  [[nodiscard]] std::string read_text(const std::string& dataset) const;
  /// Digest of `count` rows starting at row `first`, as the file holds them now.
  [[nodiscard]] ColumnDigest digest_of(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::result
