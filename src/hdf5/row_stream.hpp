// Writes the rows of one dataset, append by append: the ranks share the chunks, filter them, get their places from rank
// 0, and write them.
//
// An append is a sequence of global rows: first the rows that wait on rank 0 since the previous append, then the rows
// of all ranks in the order of ranks. Its whole chunks (and the last chunk of the dataset) are divided into equal
// contiguous shares, one per rank; each row is sent to the rank whose share contains it. Rows that do not fill a chunk
// go to rank 0 and wait there.
//
// Places do not depend on the number of ranks. One process assigns them in an order that follows from the global
// numbers of rows: appends in the order of calls; within an append, rounds; in round k of R every R-th chunk, starting
// with k, ascending. A round takes chunks from all shares, so that all ranks filter in every round, and only the packed
// chunks of one round wait for their places.
//
// Cost per append: rows are sent at most twice. A round is about ten small collectives and 64 chunks, or a 16th of the
// append. Memory per rank: its part of the packed chunks of a round (64 MiB / ranks before packing), twice as much for
// rows that are sent, and three chunks. Between appends: only the rows that wait on rank 0, less than a chunk.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "hdf5/chunk_check.hpp"
#include "hdf5/chunk_file.hpp"
#include "onefold/mpi/communicator.hpp"

namespace onefold::result {

/// Returns the bytes of the local rows first .. first + count - 1. May use `buffer` to hold them.
using RowBytes =
    std::function<std::span<const char>(std::uint64_t first, std::uint64_t count, std::vector<char>& buffer)>;

class RowStream {
 public:
  /// All functions are collective and throw the same Error on all ranks. Creates the dataset; a dataset that grows is
  /// created once its first chunk is full or its last row has arrived. `type`: used on rank 0.
  RowStream(const mpi::Communicator& world, ChunkFile& file, DatasetShape shape, h5::Handle type);

  /// `counts`: number of rows of each rank.
  void append(std::span<const std::uint64_t> counts, const RowBytes& local);
  /// Throws Error(internal) unless all rows were appended.
  void finish();

  /// The dataset on rank 0; no dataset on other ranks.
  [[nodiscard]] hid_t dataset() const { return dataset_.get(); }
  [[nodiscard]] const DatasetShape& shape() const { return shape_; }
  /// [chunk] What was written, on rank 0; empty on other ranks. Call after finish().
  [[nodiscard]] std::vector<ChunkCheck> take_checks() { return std::move(checks_); }

 private:
  /// The rows of an append, including waiting rows, and the distribution of its chunks. Equal on all ranks.
  struct Window {
    std::vector<std::uint64_t> begins;  ///< number of rows before those of each rank, then the number of all rows
    std::uint64_t num_chunks = 0;
    std::uint64_t num_rounds = 1;
    std::uint64_t offset = 0;  ///< rotates the larger shares over the ranks

    [[nodiscard]] std::uint64_t num_rows() const { return begins.back(); }
    [[nodiscard]] std::uint64_t first_chunk_of(std::uint64_t rank) const {
      return (num_chunks * rank + offset) / (begins.size() - 1);
    }
    /// The first chunk of a round at or after `chunk`.
    [[nodiscard]] std::uint64_t first_of_round(std::uint64_t round, std::uint64_t chunk) const {
      return chunk <= round ? round : round + (chunk - round + num_rounds - 1) / num_rounds * num_rounds;
    }
  };
  /// A range of rows of a window.
  struct Rows {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    [[nodiscard]] std::uint64_t size() const { return end > begin ? end - begin : 0; }
  };

  void make_dataset();
  void write_window(std::span<const std::uint64_t> counts, const RowBytes& local, bool is_last);
  void write_round(const Window& window, std::uint64_t round, const RowBytes& local);
  void keep_the_rest(const Window& window, const RowBytes& local);
  // Local.
  [[nodiscard]] std::uint64_t num_rows_in_chunks(const Window& window) const;
  [[nodiscard]] Rows rows_of_chunk(const Window& window, std::uint64_t chunk) const;
  [[nodiscard]] Rows own_rows(const Window& window) const;
  void add_own(const Window& window, Rows rows, const RowBytes& local, std::vector<char>& out);
  [[nodiscard]] std::span<const char> assemble(const Window& window, std::uint64_t chunk, const RowBytes& local,
                                               std::span<const char> received, std::vector<std::uint64_t>& next);

  const mpi::Communicator& world_;
  ChunkFile& file_;
  DatasetShape shape_;
  h5::Handle type_;
  h5::Handle dataset_;
  std::vector<ChunkCheck> checks_;
  std::uint64_t num_written_ = 0;  ///< rows in chunks that have been written
  std::uint64_t num_waiting_ = 0;  ///< rows on rank 0
  std::vector<char> waiting_;
  std::vector<char> chunk_;   ///< the chunk that is being assembled
  std::vector<char> buffer_;  ///< for RowBytes
  bool is_made_ = false;
};

}  // namespace onefold::result
