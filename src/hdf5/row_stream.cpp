#include "hdf5/row_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::result {

namespace {

constexpr std::uint64_t kMaxRounds = 16;
// Space that HDF5 may need besides the chunks of a round.
constexpr std::uint64_t kSpareBytes = 64 << 10;

}  // namespace

RowStream::RowStream(const mpi::Communicator& world, ChunkFile& file, DatasetShape shape, h5::Handle type)
    : world_(world), file_(file), shape_(std::move(shape)), type_(std::move(type)) {
  const std::uint64_t num_rows = shape_.grows ? std::numeric_limits<std::int64_t>::max() : shape_.num_rows;
  shape_.chunk_rows = chunk_rows_for(num_rows, shape_.row_bytes(), file.sizes.chunk_bytes);
  if (!shape_.grows) make_dataset();
}

void RowStream::make_dataset() {
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    file_.through_hdf5(shape_.name, [&](hid_t) { dataset_ = file_.make_dataset(shape_, type_.get()); });
  });
  is_made_ = true;
}

void RowStream::append(std::span<const std::uint64_t> counts, const RowBytes& local) {
  std::uint64_t num_rows = num_written_ + num_waiting_;
  for (const std::uint64_t count : counts) num_rows += count;
  // This condition is the same on all ranks.
  if (!shape_.grows && num_rows > shape_.num_rows)
    throw Error(ExitCode::internal,
                fmt::format("{} gets {} rows, {} were announced", shape_.name, num_rows, shape_.num_rows));
  write_window(counts, local, !shape_.grows && num_rows == shape_.num_rows);
}

void RowStream::finish() {
  const std::uint64_t num_rows = num_written_ + num_waiting_;
  if (!shape_.grows && num_rows != shape_.num_rows)
    throw Error(ExitCode::internal,
                fmt::format("{} has {} rows, {} were announced", shape_.name, num_rows, shape_.num_rows));
  if (shape_.grows) {
    if (!is_made_) {
      // A growing dataset that ends within its first chunk: one chunk of exactly its size holds all rows.
      shape_.num_rows = num_rows;
      shape_.chunk_rows = std::max<std::uint64_t>(1, num_rows);
    }
    const std::vector<std::uint64_t> none(static_cast<std::size_t>(world_.size()), 0);
    write_window(
        none, [](std::uint64_t, std::uint64_t, std::vector<char>&) { return std::span<const char>(); }, true);
    shape_.num_rows = num_rows;
    if (!is_made_) make_dataset();
  }
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    file_.through_hdf5(shape_.name, [&](hid_t) { dataset_.close(); });
  });
}

void RowStream::write_window(std::span<const std::uint64_t> counts, const RowBytes& local, bool is_last) {
  const auto ranks = static_cast<std::uint64_t>(world_.size());
  Window window;
  window.begins.assign(ranks + 1, 0);
  for (std::uint64_t rank = 0; rank < ranks; ++rank)
    window.begins[rank + 1] = window.begins[rank] + counts[rank] + (rank == 0 ? num_waiting_ : 0);
  window.num_chunks = (window.num_rows() + (is_last ? shape_.chunk_rows - 1 : 0)) / shape_.chunk_rows;
  const std::uint64_t chunks_per_round =
      std::max(file_.sizes.chunks_per_round, (window.num_chunks + kMaxRounds - 1) / kMaxRounds);
  window.num_rounds = std::max<std::uint64_t>(1, (window.num_chunks + chunks_per_round - 1) / chunks_per_round);
  window.offset = file_.num_dealt_chunks % ranks;
  if (ranks > 1) file_.num_dealt_chunks += window.num_chunks;

  if (window.num_chunks > 0) {
    if (!is_made_) make_dataset();
    for (std::uint64_t round = 0; round < window.num_rounds; ++round) write_round(window, round, local);
  }
  keep_the_rest(window, local);
}

void RowStream::write_round(const Window& window, std::uint64_t round, const RowBytes& local) {
  const auto ranks = static_cast<std::uint64_t>(world_.size());
  const auto self = static_cast<std::uint64_t>(world_.rank());
  const Rows own = own_rows(window);
  const auto for_each_chunk_of = [&](std::uint64_t rank, const auto& work) {
    const std::uint64_t end = window.first_chunk_of(rank + 1);
    for (std::uint64_t chunk = window.first_of_round(round, window.first_chunk_of(rank)); chunk < end;
         chunk += window.num_rounds)
      work(chunk);
  };

  // 1. Send rows to the rank that filters their chunk; most are there already.
  std::vector<char> received;
  std::vector<std::uint64_t> next(ranks, 0);  // position in `received` of the next rows from each rank
  if (ranks > 1) {
    std::vector<char> outgoing;
    std::vector<std::uint64_t> counts(ranks, 0);
    mpi::run_locally(world_, [&] {
      for (std::uint64_t rank = 0; rank < ranks; ++rank) {
        const std::uint64_t before = outgoing.size();
        if (rank != self)
          for_each_chunk_of(rank, [&](std::uint64_t chunk) {
            const Rows rows = rows_of_chunk(window, chunk);
            add_own(window, {std::max(rows.begin, own.begin), std::min(rows.end, own.end)}, local, outgoing);
          });
        counts[rank] = outgoing.size() - before;
      }
    });
    std::vector<std::uint64_t> received_counts;
    received = world_.exchange(outgoing, counts, &received_counts);
    for (std::uint64_t rank = 1; rank < ranks; ++rank) next[rank] = next[rank - 1] + received_counts[rank - 1];
  }

  // 2. Filter.
  std::vector<char> packed;
  std::vector<PackedChunk> chunks;
  mpi::run_locally(world_, [&] {
    for_each_chunk_of(self, [&](std::uint64_t chunk) {
      const std::uint64_t before = packed.size();
      const std::span<const char> rows = assemble(window, chunk, local, received, next);
      const std::uint32_t mask = file_.filter.apply(rows, shape_.element_bytes, packed);
      const auto stored = std::span<const char>(packed).subspan(before);
      const bool unfiltered = is_unfiltered(num_written_ / shape_.chunk_rows + chunk);
      chunks.push_back(
          {stored.size(), mask, 0, hash_of_chunk(stored, mask), unfiltered ? hash_of_chunk(rows) : std::uint64_t{0}});
    });
  });

  // 3. Rank 0 enters the chunks into the index in this order: ranks ascending, and the chunks of each rank ascending.
  const std::vector<PackedChunk> all = world_.gather(std::span<const PackedChunk>(chunks));
  std::vector<std::uint64_t> addresses;
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    std::uint64_t num_bytes = kSpareBytes;
    for (const PackedChunk& chunk : all) num_bytes += chunk.num_bytes;
    file_.require_space(num_bytes);
    file_.through_hdf5(shape_.name, [&](hid_t) {
      if (shape_.grows && round == 0) {
        // Never beyond the last row: HDF5 would read the chunk again to clear the rows that are cut off later.
        const hsize_t dims[2] = {num_written_ + num_rows_in_chunks(window), shape_.width};
        h5::checked(H5Dset_extent(dataset_.get(), dims));
      }
      std::uint64_t chunk = round;
      const std::uint64_t first_chunk = num_written_ / shape_.chunk_rows;
      checks_.resize(std::max<std::size_t>(checks_.size(), first_chunk + window.num_chunks));
      for (const PackedChunk& entry : all) {
        checks_[first_chunk + chunk] = {entry.num_bytes, entry.stored_hash, entry.rows_hash};
        addresses.push_back(file_.place(dataset_.get(), num_written_ + chunk * shape_.chunk_rows, entry));
        chunk += window.num_rounds;
      }
    });
  });
  world_.broadcast(addresses);

  // 4. Each rank writes its own chunks.
  mpi::run_locally(world_, [&] {
    const std::uint64_t first = window.first_of_round(round, window.first_chunk_of(self));
    auto index = static_cast<std::size_t>((first - round) / window.num_rounds);
    std::span<const char> rest(packed);
    for (const PackedChunk& chunk : chunks) {
      file_.write_at(addresses[index++], rest.first(chunk.num_bytes));
      rest = rest.subspan(chunk.num_bytes);
    }
  });
}

void RowStream::keep_the_rest(const Window& window, const RowBytes& local) {
  const std::uint64_t num_done = num_rows_in_chunks(window);
  const Rows own = own_rows(window);
  std::vector<char> rest;
  if (num_done < window.num_rows())
    mpi::run_locally(world_, [&] { add_own(window, {std::max(own.begin, num_done), own.end}, local, rest); });
  // Nothing is sent if only rank 0 has such rows.
  if (window.num_rows() > std::max(num_done, window.begins[1])) {
    std::vector<std::uint64_t> counts(window.begins.size() - 1, 0);
    counts[0] = rest.size();
    rest = world_.exchange(rest, counts);
  }
  waiting_ = std::move(rest);
  num_waiting_ = window.num_rows() - num_done;
  num_written_ += num_done;
}

std::uint64_t RowStream::num_rows_in_chunks(const Window& window) const {
  return std::min(window.num_rows(), window.num_chunks * shape_.chunk_rows);
}

RowStream::Rows RowStream::rows_of_chunk(const Window& window, std::uint64_t chunk) const {
  return {chunk * shape_.chunk_rows, std::min(window.num_rows(), (chunk + 1) * shape_.chunk_rows)};
}

RowStream::Rows RowStream::own_rows(const Window& window) const {
  const auto self = static_cast<std::size_t>(world_.rank());
  return {window.begins[self], window.begins[self + 1]};
}

void RowStream::add_own(const Window& window, Rows rows, const RowBytes& local, std::vector<char>& out) {
  if (rows.size() == 0) return;
  const std::uint64_t row_bytes = shape_.row_bytes();
  const std::uint64_t begin = own_rows(window).begin;
  const std::uint64_t num_before = world_.is_root() ? num_waiting_ : 0;
  if (rows.begin < num_before) {
    const std::uint64_t end = std::min(rows.end, num_before);
    out.insert(out.end(), waiting_.begin() + static_cast<std::ptrdiff_t>(rows.begin * row_bytes),
               waiting_.begin() + static_cast<std::ptrdiff_t>(end * row_bytes));
    rows.begin = end;
  }
  if (rows.size() == 0) return;
  const std::span<const char> bytes = local(rows.begin - begin - num_before, rows.size(), buffer_);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::span<const char> RowStream::assemble(const Window& window, std::uint64_t chunk, const RowBytes& local,
                                          std::span<const char> received, std::vector<std::uint64_t>& next) {
  const std::uint64_t chunk_bytes = shape_.chunk_rows * shape_.row_bytes();
  const auto self = static_cast<std::uint64_t>(world_.rank());
  const Rows own = own_rows(window);
  const std::uint64_t num_before = world_.is_root() ? num_waiting_ : 0;
  Rows rows = rows_of_chunk(window, chunk);
  if (rows.size() == shape_.chunk_rows && rows.begin >= own.begin + num_before && rows.end <= own.end)
    return local(rows.begin - own.begin - num_before, rows.size(), buffer_);

  chunk_.clear();
  auto rank = static_cast<std::uint64_t>(std::upper_bound(window.begins.begin(), window.begins.end(), rows.begin) -
                                         window.begins.begin() - 1);
  for (; rows.size() > 0; ++rank) {
    const Rows part{rows.begin, std::min(rows.end, window.begins[rank + 1])};
    if (rank == self) {
      add_own(window, part, local, chunk_);
    } else {
      const auto bytes = received.subspan(next[rank], part.size() * shape_.row_bytes());
      chunk_.insert(chunk_.end(), bytes.begin(), bytes.end());
      next[rank] += bytes.size();
    }
    rows.begin = std::max(rows.begin, part.end);
  }
  // A chunk is always full: zeros follow the last row.
  chunk_.resize(chunk_bytes, '\0');
  return chunk_;
}

}  // namespace onefold::result
