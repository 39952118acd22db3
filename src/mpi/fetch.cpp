#include "mpi/fetch.hpp"

#include <limits>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::mpi {

namespace {

// Rows in random order wait for memory one after another, unless it is asked for some rows ahead: first where a value
// lies, then the cache lines in which it begins and ends.
constexpr std::size_t kEndsAhead = 32;
constexpr std::size_t kBytesAhead = 16;

// Inlined always: GCC takes a function that only prefetches for one without effect, and removes its calls.
[[gnu::always_inline]] inline void prefetch_end(const TextColumn& texts, const std::vector<std::uint32_t>& rows,
                                                std::size_t i) {
  if (i + kEndsAhead < rows.size()) __builtin_prefetch(texts.ends().data() + rows[i + kEndsAhead]);
}
[[gnu::always_inline]] inline void prefetch_value(const TextColumn& texts, const std::vector<std::uint32_t>& rows,
                                                  std::size_t i) {
  prefetch_end(texts, rows, i);
  if (i + kBytesAhead >= rows.size()) return;
  const auto value = texts[rows[i + kBytesAhead]];
  __builtin_prefetch(value.data());
  __builtin_prefetch(value.data() + value.size());
}

}  // namespace

Fetch::Fetch(const Communicator& world, const BlockDistribution& distribution, std::span<const RecordId> wanted)
    : world_(world), owner_(wanted.size()), wanted_counts_(static_cast<std::size_t>(world.size()), 0) {
  // The condition is equal on all ranks, so all of them throw.
  if (distribution.size(0) > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "more than 2^32 records on one rank: use more ranks");
  if (world.size() > std::numeric_limits<std::uint16_t>::max()) throw Error(ExitCode::limit, "more than 65535 ranks");

  for (std::size_t i = 0; i < wanted.size(); ++i) {
    owner_[i] = static_cast<std::uint16_t>(distribution.owner(wanted[i]));
    ++wanted_counts_[owner_[i]];
  }
  const std::uint64_t num_own = std::exchange(wanted_counts_[static_cast<std::size_t>(world.rank())], 0);
  own_rows_.reserve(num_own);
  std::vector<std::uint32_t> questions(wanted.size() - num_own);
  std::vector<std::uint64_t> next = first_received();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto row = static_cast<std::uint32_t>(wanted[i] - distribution.begin(owner_[i]));
    if (is_own(i))
      own_rows_.push_back(row);
    else
      questions[next[owner_[i]]++] = row;
  }
  foreign_rows_ = world.exchange(questions, wanted_counts_, &asked_counts_);
}

std::vector<std::uint64_t> Fetch::first_received() const {
  std::vector<std::uint64_t> first(wanted_counts_);
  std::uint64_t sum = 0;
  for (auto& n : first) sum += std::exchange(n, sum);
  return first;
}

TextColumn Fetch::texts(const TextColumn& local) const {
  // Answers to other ranks: first the sizes, then the bytes.
  std::vector<std::uint32_t> sizes(foreign_rows_.size());
  std::vector<std::uint64_t> byte_counts(asked_counts_.size(), 0);
  std::uint64_t num_bytes = 0;
  std::size_t i = 0;
  for (std::size_t rank = 0; rank < asked_counts_.size(); ++rank)
    for (std::uint64_t k = 0; k < asked_counts_[rank]; ++k, ++i) {
      prefetch_end(local, foreign_rows_, i);
      sizes[i] = static_cast<std::uint32_t>(local[foreign_rows_[i]].size());
      byte_counts[rank] += sizes[i];
      num_bytes += sizes[i];
    }
  std::vector<char> bytes;
  bytes.reserve(num_bytes);
  for (std::size_t k = 0; k < foreign_rows_.size(); ++k) {
    prefetch_value(local, foreign_rows_, k);
    const auto value = local[foreign_rows_[k]];
    bytes.insert(bytes.end(), value.begin(), value.end());
  }
  sizes = world_.exchange(sizes, asked_counts_);
  bytes = world_.exchange(bytes, byte_counts);

  // The offset at which the answers of each rank begin among the received bytes.
  std::vector<std::uint64_t> next = first_received();
  std::vector<std::uint64_t> next_byte(next.size(), 0);
  std::uint64_t sum = 0;
  for (std::size_t rank = 0; rank < next.size(); ++rank) {
    next_byte[rank] = sum;
    for (std::uint64_t k = 0; k < wanted_counts_[rank]; ++k) sum += sizes[next[rank] + k];
  }
  std::uint64_t num_own_bytes = 0;
  for (std::size_t k = 0; k < own_rows_.size(); ++k) {
    prefetch_end(local, own_rows_, k);
    num_own_bytes += local[own_rows_[k]].size();
  }

  // Puts the values in the order in which records were wanted.
  TextColumn out;
  out.reserve(owner_.size(), bytes.size() + num_own_bytes);
  std::size_t own = 0;
  for (std::size_t w = 0; w < owner_.size(); ++w) {
    if (is_own(w)) {
      prefetch_value(local, own_rows_, own);
      out.push_back(local[own_rows_[own++]]);
      continue;
    }
    const std::uint32_t size = sizes[next[owner_[w]]++];
    out.push_back({bytes.data() + next_byte[owner_[w]], size});
    next_byte[owner_[w]] += size;
  }
  return out;
}

}  // namespace onefold::mpi
