// The result file (HDF5): written collectively under a temporary name, read back and compared with digests, renamed.
// docs/file_format.md describes its content; the headers *_table.hpp name its datasets.
//
// The ranks share the chunks of a dataset (about 1 MiB each): each rank filters its own chunks and writes them where
// rank 0's HDF5 places them (hdf5/row_stream.hpp). Chunks and places depend on the global shapes of the columns and
// on the order of calls and appends. Equal calls therefore give equal bytes for any number of ranks. The bytes of a
// run's file may still differ: its windows follow from memory and ranks, and it holds timings. Its content digest does
// not depend on either.
//
// Cost per rank: linear in the bytes that it filters and reads back; docs/benchmarks.md has the rates. Rows that are
// not on the rank that filters their chunk are sent once or twice. A dataset takes about 20 small collectives; a
// dataset of write_once() takes none. Memory per rank beyond the caller's columns: during a call, 64 MiB / ranks of
// packed chunks (or a 16th of the bytes of the call, if that is more) and twice as much for rows that are sent; less
// than one chunk per open column. Failure: all ranks throw the same Error(output), and the temporary file is removed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "hdf5/chunk_sizes.hpp"
#include "onefold/hdf5/column_digest.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "onefold/result/format_version.hpp"

namespace onefold::result {

class NumberColumn;
class TextColumnWriter;
class ResultWriter;

/// A column of numbers that is being written. T: a type of result/column.hpp. Collective. If several columns are open,
/// all ranks must append to them in the same order.
template <typename T>
class NumberStream {
 public:
  NumberStream(NumberStream&&) noexcept;
  ~NumberStream();
  /// Appends the rows of all ranks in the order of ranks; any rank may have none. A matrix takes whole rows. Efficient
  /// from a few MiB per call: rows that do not fill a chunk are sent to rank 0 and wait there.
  void append(std::span<const T> local);
  /// Throws Error(internal) unless all announced rows were appended. Must be the last call.
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

/// All functions are collective, unless marked "Not collective". All ranks call them in the same order with the same
/// names. Every rank passes its slice of a column; the file holds the slices in the order of ranks; any slice may be
/// empty.
class ResultWriter {
 public:
  /// Throws Error(output) for an existing `path` unless `overwrite`, for a missing folder, and for a full disk.
  /// `compression_level`: the level of deflate, 0 to 9.
  ResultWriter(const mpi::Communicator& world, std::string path, bool overwrite, int compression_level,
               ChunkSizes sizes = {});
  ~ResultWriter();  ///< removes the temporary file unless publish() was called
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  /// Throws Error(output) if the free space on the disk is less than a quarter of `num_raw_bytes`, the number of bytes
  /// that all ranks together are going to write. Columns of customers are compressed to between a quarter and a
  /// twentieth; each window is checked in full before it is written.
  void require_space(std::uint64_t num_raw_bytes) const;

  void write(const std::string& dataset, std::span<const std::int8_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int16_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int32_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const std::int64_t> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const float> local, Digested digested = Digested::yes);
  void write(const std::string& dataset, std::span<const double> local, Digested digested = Digested::yes);
  /// Row-major [num_local_rows, width], width above 0.
  void write_matrix(const std::string& dataset, std::span<const std::int8_t> local, std::uint64_t width,
                    Digested digested = Digested::yes);
  void write_matrix(const std::string& dataset, std::span<const double> local, std::uint64_t width,
                    Digested digested = Digested::yes);
  void write(const std::string& dataset, const TextColumn& local, Digested digested = Digested::yes);

  /// Writes a column in parts, if it does not fit in memory at once; several columns may be open. All arguments are
  /// equal on all ranks. `width`: columns of a matrix; 0: a vector.
  template <typename T>
  [[nodiscard]] NumberStream<T> begin_numbers(const std::string& dataset, std::uint64_t num_global_rows,
                                              std::uint64_t width = 0, Digested digested = Digested::yes);
  [[nodiscard]] TextStream begin_text(const std::string& dataset, std::uint64_t num_global_rows,
                                      Digested digested = Digested::yes);

  // The functions from here to set_attribute() are not collective: rank 0 writes, and the next collective call throws
  // their failures. All ranks must call them in the same order, so that they agree on the list of datasets.
  /// A single text, equal on all ranks.
  void write_text(const std::string& dataset, const std::string& text, Digested digested = Digested::yes);
  /// For small tables (sources, levels): writes the rows of rank 0 and ignores those of the others.
  void write_once(const std::string& dataset, std::span<const std::int8_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const std::int32_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const std::int64_t> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, std::span<const double> rows, Digested digested = Digested::yes);
  void write_once(const std::string& dataset, const TextColumn& rows, Digested digested = Digested::yes);
  /// Adds a description to a dataset or group, for people who open the file.
  void describe(const std::string& object, const std::string& text);

  /// Gives the file itself an attribute. A second attribute of the same name is an error.
  void set_attribute(const std::string& name, const std::string& text);

  /// Closes the file, flushes it to disk, reads it back and compares it with digests taken from memory, appends the
  /// seal, and renames it. Returns the content digest.
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
