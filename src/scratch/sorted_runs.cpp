#include "scratch/sorted_runs.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <tuple>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "record/radix_sort.hpp"

namespace onefold::scratch {

namespace {

constexpr std::size_t kWordsPerRead = 1 << 16;
constexpr std::size_t kWordsPerWrite = 1 << 17;
// Rows of a window per rank, even if more fit in memory: windows of this size are sorted in the caches of a processor,
// and use the same few pages again.
constexpr std::uint64_t kMostShareRows = 1 << 18;
// Rows are copied in random order; memory is asked for this many rows ahead.
constexpr std::size_t kRowsAhead = 8;

std::uint64_t bin_of(std::uint64_t key, std::uint64_t num_keys) {
  // Below 2^48, 64 bits are enough, and such a division is faster.
  if (num_keys <= std::uint64_t{1} << 48) return key * WordRuns::kNumBins / num_keys;
  return static_cast<std::uint64_t>(static_cast<Uint128>(key) * WordRuns::kNumBins / num_keys);
}
std::uint64_t first_key_of_bin(std::uint64_t bin, std::uint64_t num_keys) {
  return static_cast<std::uint64_t>((static_cast<Uint128>(bin) * num_keys + WordRuns::kNumBins - 1) /
                                    WordRuns::kNumBins);
}

struct Place {
  std::uint64_t first_word;
  std::uint64_t second_word;
  std::uint64_t row;
};

// A call of memcpy with a size that is known only at run time costs more than the copy.
void copy_row(std::uint64_t* to, const std::uint64_t* from, std::size_t row_words) {
  switch (row_words) {
    case 2:
      std::memcpy(to, from, 2 * sizeof *to);
      break;
    case 3:
      std::memcpy(to, from, 3 * sizeof *to);
      break;
    case 4:
      std::memcpy(to, from, 4 * sizeof *to);
      break;
    case 5:
      std::memcpy(to, from, 5 * sizeof *to);
      break;
    case 6:
      std::memcpy(to, from, 6 * sizeof *to);
      break;
    default:
      std::memcpy(to, from, row_words * sizeof *to);
  }
}

// The positions of rows in sorted order; row_at(i) returns the words of row i.
template <typename RowAt>
std::vector<Place> sorted_places(std::size_t num_rows, std::size_t row_words, const RowAt& row_at) {
  std::vector<Place> places(num_rows);
  for (std::size_t i = 0; i < num_rows; ++i) {
    const std::uint64_t* row = row_at(i);
    places[i] = {row[0], row[1], i};
  }
  radix_sort(places, [](const Place& p) { return p.first_word; });
  const auto is_before = [&](const Place& a, const Place& b) {
    if (a.second_word != b.second_word) return a.second_word < b.second_word;
    const auto rest = [&](const Place& p) { return std::span(row_at(p.row) + 2, row_words - 2); };
    return std::ranges::lexicographical_compare(rest(a), rest(b));
  };
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    for (end = begin + 1; end < places.size() && places[end].first_word == places[begin].first_word;) ++end;
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(begin), places.begin() + static_cast<std::ptrdiff_t>(end),
              is_before);
  }
  return places;
}

// Inlined always: GCC takes a function that only prefetches for one without effect, and removes its calls.
template <typename RowAt>
[[gnu::always_inline]] inline void prefetch_row(const std::vector<Place>& places, std::size_t i, std::size_t row_words,
                                                const RowAt& row_at) {
  if (i + kRowsAhead >= places.size()) return;
  const std::uint64_t* row = row_at(places[i + kRowsAhead].row);
  __builtin_prefetch(row);
  __builtin_prefetch(row + row_words - 1);
}

std::vector<std::uint64_t> sorted_rows(std::vector<std::uint64_t> words, std::size_t row_words) {
  const auto row_at = [&](std::size_t i) { return words.data() + i * row_words; };
  const auto places = sorted_places(words.size() / row_words, row_words, row_at);
  std::vector<std::uint64_t> sorted(words.size());
  std::uint64_t* next = sorted.data();
  for (std::size_t i = 0; i < places.size(); ++i, next += row_words) {
    prefetch_row(places, i, row_words, row_at);
    copy_row(next, row_at(places[i].row), row_words);
  }
  return sorted;
}

// The slices of a product that this rank reads: its own if as many ranks read as wrote.
std::pair<std::size_t, std::size_t> local_slices(const mpi::Communicator& world, std::size_t num_slices) {
  const auto ranks = static_cast<std::size_t>(world.size());
  const auto rank = static_cast<std::size_t>(world.rank());
  return {num_slices * rank / ranks, num_slices * (rank + 1) / ranks};
}

// Reads a run from its beginning to its end.
class RunCursor {
 public:
  RunCursor(const WorkDirectory& work, const std::string& product, std::size_t slice, std::size_t row_words)
      : reader_(work, product), slice_(slice), row_words_(row_words) {}

  /// The next row, or nothing at the end. Valid until the next call.
  [[nodiscard]] const std::uint64_t* peek() {
    if (at_ >= words_.size()) (void)next_piece();
    return words_.empty() ? nullptr : words_.data() + at_;
  }
  /// Appends the next rows whose key is below `key_end` to `words`.
  void take_below(std::uint64_t key_end, std::vector<std::uint64_t>& words) {
    for (const auto* row = peek(); row != nullptr && row[0] < key_end; row = peek()) {
      std::size_t last = at_;
      while (last < words_.size() && words_[last] < key_end) last += row_words_;
      words.insert(words.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_),
                   words_.begin() + static_cast<std::ptrdiff_t>(last));
      at_ = last;
    }
  }

  // The next rows, as many as one read returns; none at the end. Do not mix with peek().
  [[nodiscard]] std::span<const std::uint64_t> next_piece() {
    const std::uint64_t left = reader_.slices()[slice_].payload_bytes - offset_;
    const std::uint64_t count = std::min<std::uint64_t>(
        std::max(kWordsPerRead / row_words_, std::size_t{1}) * row_words_ * sizeof(std::uint64_t), left);
    words_.resize(count / sizeof(std::uint64_t));
    at_ = 0;
    if (count > 0) reader_.read_next(slice_, {reinterpret_cast<char*>(words_.data()), count});
    offset_ += count;
    return words_;
  }

 private:
  ProductReader reader_;
  std::size_t slice_;
  std::size_t row_words_;
  std::vector<std::uint64_t> words_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;
};

// The key ranges that make up a window, and how ranks share them: rank r takes the ranges that begin in the r-th part
// of the window's rows.
struct WindowShares {
  std::uint64_t end_bin = 0;
  std::uint64_t num_rows = 0;
  std::vector<std::uint64_t> key_ends;  // [rank]
};

WindowShares next_window(std::span<const std::uint64_t> bins, std::uint64_t first_bin, std::uint64_t max_rows,
                         std::uint64_t num_keys, std::uint64_t ranks) {
  WindowShares window{first_bin, 0, {}};
  while (window.end_bin < bins.size() && (window.num_rows == 0 || window.num_rows + bins[window.end_bin] <= max_rows))
    window.num_rows += bins[window.end_bin++];
  window.key_ends.assign(ranks, first_key_of_bin(window.end_bin, num_keys));
  std::uint64_t before = 0;
  std::uint64_t owner = 0;
  for (std::uint64_t bin = first_bin; bin < window.end_bin; ++bin) {
    const std::uint64_t owner_of_bin = window.num_rows == 0 ? 0 : before * ranks / window.num_rows;
    for (; owner < owner_of_bin && owner < ranks; ++owner) window.key_ends[owner] = first_key_of_bin(bin, num_keys);
    before += bins[bin];
  }
  return window;
}

}  // namespace

WordRuns::WordRuns(const mpi::Communicator& world, WorkDirectory& work, const Shape& shape)
    : world_(&world), work_(&work), shape_(shape), bins_(kNumBins, 0) {}

void WordRuns::open(std::string product) { products_.push_back(std::move(product)); }

void WordRuns::make_room() {
  const std::size_t row_bytes = shape_.row_words * sizeof(std::uint64_t) + 2 * sizeof(Place);
  const auto most = std::max<std::uint64_t>(1, shape_.max_run_bytes / row_bytes);
  if (num_waiting_ == most) {
    spill();
    return;
  }
  const auto rows = static_cast<std::size_t>(std::min<std::uint64_t>(kBlockRows, most - num_waiting_));
  waiting_.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(rows * shape_.row_words));
  max_waiting_ = num_waiting_ + rows;
}

void WordRuns::spill() {
  if (num_waiting_ == 0) return;
  const std::size_t row_words = shape_.row_words;
  const auto row_at = [&](std::size_t i) -> const std::uint64_t* { return waiting_row(i); };
  const auto places = sorted_places(num_waiting_, row_words, row_at);
  ProductWriter writer(*work_, products_.back());
  const std::size_t rows_per_write = std::max<std::size_t>(1, kWordsPerWrite / row_words);
  std::vector<std::uint64_t> words(std::min(rows_per_write, num_waiting_) * row_words);
  std::size_t num_words = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    prefetch_row(places, i, row_words, row_at);
    ++bins_[bin_of(places[i].first_word, shape_.num_keys)];
    copy_row(words.data() + num_words, row_at(places[i].row), row_words);
    num_words += row_words;
    if (num_words < words.size() && i + 1 < places.size()) continue;
    writer.append_values<std::uint64_t>(std::span(words).first(num_words));
    num_words = 0;
  }
  // Runs have no position in a global order: their id ranges only keep them apart.
  const std::uint64_t first = (static_cast<std::uint64_t>(world_->rank()) << 40) + num_written_;
  num_written_ += num_waiting_;
  if (const auto slice = writer.close(first, first + num_waiting_, num_waiting_)) slices_.push_back(*slice);
  num_waiting_ = 0;
}

void WordRuns::publish() {
  mpi::run_locally(*world_, [&] { spill(); });
  work_->publish(products_.back(), slices_);
  slices_.clear();
}

void WordRuns::finish() {
  waiting_.clear();
  max_waiting_ = 0;
  world_->sum_in_place(bins_);
  for (const auto count : bins_) num_rows_ += count;
}

void WordRuns::remove() {
  for (const auto& product : products_) work_->remove_product(product);
  products_.clear();
}

struct WordRuns::Reader::State {
  const WordRuns& runs;
  std::size_t product = 0;  // the product after that of the open run
  std::size_t slice = 0;
  std::size_t end = 0;
  std::optional<RunCursor> run = {};
};

WordRuns::Reader::Reader(const WordRuns& runs) : state_(new State{runs}) {}
WordRuns::Reader::~Reader() = default;

std::span<const std::uint64_t> WordRuns::Reader::next() {
  State& s = *state_;
  while (true) {
    if (s.run) {
      if (const auto piece = s.run->next_piece(); !piece.empty()) return piece;
      s.run.reset();
      ++s.slice;
    }
    while (s.slice == s.end) {
      if (s.product == s.runs.products_.size()) return {};
      std::tie(s.slice, s.end) =
          local_slices(*s.runs.world_, s.runs.work_->slices(s.runs.products_[s.product++]).size());
    }
    s.run.emplace(*s.runs.work_, s.runs.products_[s.product - 1], s.slice, s.runs.row_words());
  }
}

void WordRuns::for_each_window(std::span<const WordRuns* const> all, std::uint64_t max_window_rows,
                               const std::function<void(std::vector<std::uint64_t>)>& use) {
  const auto& world = *all.front()->world_;
  const std::size_t row_words = all.front()->row_words();
  const std::uint64_t num_keys = all.front()->shape_.num_keys;
  const auto ranks = static_cast<std::uint64_t>(world.size());
  max_window_rows = std::min(max_window_rows, kMostShareRows * ranks);
  std::vector<std::uint64_t> bins(kNumBins, 0);
  std::deque<RunCursor> runs;
  mpi::run_locally(world, [&] {
    for (const WordRuns* one : all) {
      for (std::uint64_t bin = 0; bin < kNumBins; ++bin) bins[bin] += one->bins_[bin];
      for (const auto& product : one->products_) {
        const auto [begin, end] = local_slices(world, one->work_->slices(product).size());
        for (std::size_t slice = begin; slice < end; ++slice) runs.emplace_back(*one->work_, product, slice, row_words);
      }
    }
  });

  for (std::uint64_t bin = 0; bin < kNumBins;) {
    // 1. Choose the next window and the rank that takes each of its keys. All ranks compute the same.
    const WindowShares window = next_window(bins, bin, max_window_rows, num_keys, ranks);
    bin = window.end_bin;

    // 2. Locally: collect the rows of this rank's runs, by the rank that takes their key.
    std::vector<std::uint64_t> words;
    std::vector<std::uint64_t> counts(ranks, 0);
    mpi::run_locally(world, [&] {
      // Each rank has roughly the same number of rows of a window.
      words.reserve((window.num_rows / ranks + window.num_rows / ranks / 8 + 1) * row_words);
      for (std::uint64_t target = 0; target < ranks; ++target) {
        const std::size_t already = words.size();
        for (auto& run : runs) run.take_below(window.key_ends[target], words);
        counts[target] = words.size() - already;
      }
    });
    auto received = world.exchange(words, counts);
    std::vector<std::uint64_t>().swap(words);

    // 3. Locally: sort.
    mpi::run_locally(world, [&] { received = sorted_rows(std::move(received), row_words); });
    use(std::move(received));
  }
}

}  // namespace onefold::scratch
