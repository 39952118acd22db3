// The result file (HDF5): written collectively under a temporary name, read back against digests, renamed.
// What it holds is docs/file_format.md; who puts what into it is pipeline/write_stage.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::store {

/// Whether a dataset counts in the content digest. Timings and paths do not.
enum class Digested : bool { no = false, yes = true };

/// Order-independent digest of a column: sum over rows of XXH3-128(row bytes, seed = global row), so that it can be
/// computed in any slices by any number of ranks.
struct ColumnDigest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const ColumnDigest&) const = default;
};

/// All functions are collective and called in the same order with the same names on all ranks; every rank gives its
/// slice of a column, slices stand in the file in the order of ranks; any slice may be empty.
class ResultWriter {
 public:
  /// Refuses an existing `path` unless `overwrite`, a missing folder, and a full disk, with Error(output).
  ResultWriter(const mpi::Communicator& world, std::string path, bool overwrite, int compression_level);
  ~ResultWriter();   ///< without publish(): removes the temporary file

  void write(const std::string& dataset, std::span<const std::int8_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int32_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int64_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const double> local, Digested digested = Digested::yes);
  /// Row-major [num_local_rows, width].
  void write_matrix(const std::string& dataset, std::span<const std::int8_t> local, std::uint64_t width, Digested digested = Digested::yes);
  void write_matrix(const std::string& dataset, std::span<const double> local, std::uint64_t width, Digested digested = Digested::yes);
  /// Fixed-length UTF-8 when no value is longer than 255 bytes, else offsets and bytes.
  void write(const std::string& dataset, const TextColumn& local, Digested digested = Digested::yes);
  /// A single text, equal on all ranks.
  void write_text(const std::string& dataset, const std::string& text, Digested digested = Digested::yes);
  /// A table of the same rows on all ranks: only rank 0's slice is written. For small things (sources, levels).
  template <typename Column>
  void write_once(const std::string& dataset, const Column& column, Digested digested = Digested::yes) {
    world_.is_root() ? write(dataset, column, digested) : write(dataset, Column{}, digested);
  }
  /// Describes a dataset or group, for people who open the file.
  void describe(const std::string& object, const std::string& text);

  /// Closes, flushes to disk, reads everything back against the digests taken from memory, renames.
  /// Returns the content digest.
  std::string publish();

 private:
  struct State;
  const mpi::Communicator& world_;
  std::unique_ptr<State> state_;
};

/// Local (one process opens the file by itself). Throws Error(input) naming file and dataset.
class ResultReader {
 public:
  explicit ResultReader(const std::string& path);
  ~ResultReader();
  ResultReader(ResultReader&&) noexcept;

  [[nodiscard]] bool has(const std::string& dataset) const;
  [[nodiscard]] std::vector<std::string> names_in(const std::string& group) const;
  [[nodiscard]] std::uint64_t num_rows(const std::string& dataset) const;
  /// Columns of a matrix; 1 for a vector.
  [[nodiscard]] std::uint64_t width(const std::string& dataset) const;
  [[nodiscard]] std::vector<std::int8_t> read_int8(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int32_t> read_int32(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] std::vector<std::int64_t> read_int64(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] std::vector<double> read_double(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] TextColumn read_text_column(const std::string& dataset, std::uint64_t first, std::uint64_t count) const;
  [[nodiscard]] std::string read_text(const std::string& dataset) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::store
