// The result file (HDF5): written collectively under a temporary name, read back against digests, renamed.
// What it holds is docs/file_format.md; who puts what into it is pipeline/write_stage.
//
// Writing. The chunks of a dataset (about 1 MiB) are shared by the ranks: each filters its own and writes them where
// rank 0's HDF5 says (store/row_stream.hpp). Chunks and places follow from the columns' global shape and the calls
// alone, therefore the file has the same bytes for any number of ranks.
// Cost: one rank's core filters 250 to 300 MB/s and reads back 600 MB/s; rows that do not already lie where their chunk
// is filtered travel once or twice; a dataset about 20 small collectives, one of write_once() none.
// Memory of a rank beyond the caller's columns: during a call 64 MiB / ranks of packed chunks (or a 16th of what the
// call gives in all, if that is more) and as much again twice for rows that travel; for each open column less than a
// chunk. Failure: all ranks throw the same Error(output), and the temporary file is removed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/column_digest.hpp"
#include "onefold/result/format_version.hpp"
#include "result/text_bounds.hpp"

namespace onefold::result {

/// How datasets are cut. Part of the file's bytes: the same for all runs that are to give the same file.
struct ChunkSizes {
  /// At most so many in a chunk, unless a row has more. Not a full MiB: a checksum of 4 bytes stands behind each chunk.
  std::uint64_t chunk_bytes = (1 << 20) - 4096;
  /// So many are packed by all ranks together before they are written, or a 16th of what a call gives, if that is more.
  std::uint64_t chunks_per_round = 64;
};

/// A longer value sends its column to the layout of offsets and bytes.
inline constexpr std::uint64_t kMaxFixedTextBytes = 255;

class NumberColumn;
class TextColumnWriter;
class ResultWriter;

/// A column of numbers that is being written. T: int8, int32, int64 (all std::intN_t) or double. Collective, as those
/// of ResultWriter. Of several columns that are open at the same time the appends are called in the same order on all
/// ranks.
template <typename T>
class NumberStream {
 public:
  NumberStream(NumberStream&&) noexcept;
  ~NumberStream();
  /// The ranks' rows, in the order of ranks, are the next rows of the column; any part may be empty. Whole rows of a
  /// matrix. Cheap per row from a few MiB in all on: what does not fill a chunk of 1 MiB travels to rank 0 and waits
  /// there.
  void append(std::span<const T> local);
  /// Throws Error(internal) unless all rows that were announced are there. Nothing may be appended any more.
  void finish();

 private:
  friend class ResultWriter;
  NumberStream(ResultWriter& writer, std::unique_ptr<NumberColumn> column);
  ResultWriter* writer_;
  std::unique_ptr<NumberColumn> column_;
};

/// A column of texts that is being written.
class TextStream {
 public:
  TextStream(TextStream&&) noexcept;
  ~TextStream();
  void append(const TextColumn& local);
  void finish();

 private:
  friend class ResultWriter;
  TextStream(ResultWriter& writer, std::unique_ptr<TextColumnWriter> column);
  ResultWriter* writer_;
  std::unique_ptr<TextColumnWriter> column_;
};

/// All functions are collective and called in the same order with the same names on all ranks, unless "Not collective"
/// is said; every rank gives its slice of a column, slices stand in the file in the order of ranks; any slice may be
/// empty.
class ResultWriter {
 public:
  /// Refuses an existing `path` unless `overwrite`, a missing folder, and a full disk, with Error(output).
  /// `compression_level`: of deflate, 0 to 9.
  ResultWriter(const mpi::Communicator& world, std::string path, bool overwrite, int compression_level,
               ChunkSizes sizes = {});
  ~ResultWriter();  ///< without publish(): removes the temporary file
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  /// Refuses to go on when a quarter of `num_raw_bytes`, of all that is going to be written on all ranks together, is
  /// not free. Columns of customers shrink to between a quarter and a twentieth; each window is checked in full before
  /// it is written.
  void require_space(std::uint64_t num_raw_bytes) const;

  void write(const std::string& dataset, std::span<const std::int8_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int32_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int64_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const double> local, Digested digested = Digested::yes);
  /// Row-major [num_local_rows, width], width above 0.
  void write_matrix(const std::string& dataset, std::span<const std::int8_t> local, std::uint64_t width,
                    Digested digested = Digested::yes);
  void write_matrix(const std::string& dataset, std::span<const double> local, std::uint64_t width,
                    Digested digested = Digested::yes);
  /// Fixed-length UTF-8 when no value is longer than 255 bytes (nor holds a NUL), else offsets and bytes.
  void write(const std::string& dataset, const TextColumn& local, Digested digested = Digested::yes);

  /// The same in parts, when a column does not lie in memory at once; several may be open. `num_global_rows` and all
  /// that follows is equal on all ranks. The file has the same bytes for any number of ranks when the appends bring the
  /// same global rows. `width`: columns of a matrix; 0: a vector.
  template <typename T>
  [[nodiscard]] NumberStream<T> begin_numbers(const std::string& dataset, std::uint64_t num_global_rows,
                                              std::uint64_t width = 0, Digested digested = Digested::yes);
  [[nodiscard]] TextStream begin_text(const std::string& dataset, std::uint64_t num_global_rows, TextBounds bounds,
                                      Digested digested = Digested::yes);

  // Not collective, all that follow up to describe(): rank 0 writes, and what fails is thrown by the next collective
  // call.
  /// A single text of at most 1 GiB without NUL, equal on all ranks.
  void write_text(const std::string& dataset, const std::string& text, Digested digested = Digested::yes);
  /// Small tables (sources, levels): rank 0's rows are written, those of the others are not looked at.
  void write_once(const std::string& dataset, std::span<const std::int8_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const std::int32_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const std::int64_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const double> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, const TextColumn& rows, Digested digested = Digested::yes);
  /// Describes a dataset or group, for people who open the file.
  void describe(const std::string& object, const std::string& text);

  /// Closes, flushes to disk, reads everything back against the digests taken from memory, renames.
  /// Returns the content digest.
  std::string publish();

 private:
  template <typename T>
  friend class NumberStream;
  friend class TextStream;
  template <typename T>
  void write_numbers(const std::string& dataset, std::span<const T> local, std::uint64_t width, Digested digested);
  struct State;
  const mpi::Communicator& world_;
  std::unique_ptr<State> state_;
};

}  // namespace onefold::result
