#include "score/edge_runs.hpp"

#include <algorithm>
#include <cstring>
#include <deque>
#include <optional>
#include <tuple>

#include "record/hash.hpp"
#include "record/radix_sort.hpp"
#include "scratch/slice_file.hpp"

namespace onefold::score {

namespace {

constexpr std::size_t kFixedWords = 4;
constexpr int kRuleBits = 16;
constexpr std::size_t kWordsPerRead = 1 << 17;

constexpr std::size_t words_of(std::size_t num_term_frequencies) {
  return kFixedWords + (num_term_frequencies + 1) / 2;
}

std::uint64_t bin_of(RecordId left, std::uint64_t num_records) {
  return static_cast<std::uint64_t>(static_cast<Uint128>(left) * EdgeSummary::kNumBins / num_records);
}
// The first record of a bin.
RecordId first_of_bin(std::uint64_t bin, std::uint64_t num_records) {
  return static_cast<std::uint64_t>((static_cast<Uint128>(bin) * num_records + EdgeSummary::kNumBins - 1) /
                                    EdgeSummary::kNumBins);
}

struct Place {
  RecordId left;
  RecordId right;
  std::uint64_t index;
};

// Where the edges stand, in the order of (left, right).
std::vector<Place> sorted_places(std::vector<Place> places) {
  radix_sort(places, [](const Place& p) { return p.left; });
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    for (end = begin + 1; end < places.size() && places[end].left == places[begin].left;) ++end;
    std::sort(places.begin() + static_cast<std::ptrdiff_t>(begin), places.begin() + static_cast<std::ptrdiff_t>(end),
              [](const Place& a, const Place& b) { return a.right < b.right; });
  }
  return places;
}

void append_row(const score::EdgeList& edges, std::size_t e, std::size_t num_term_frequencies,
                std::vector<std::uint64_t>& words) {
  words.insert(words.end(), {edges.left[e], edges.right[e], edges.pattern[e],
                             (static_cast<std::uint64_t>(edges.weight[e]) << kRuleBits) | edges.rule[e]});
  for (std::size_t t = 0; t < num_term_frequencies; t += 2) {
    const auto low = static_cast<std::uint32_t>(edges.term_frequency[e * num_term_frequencies + t]);
    const auto high = t + 1 < num_term_frequencies
                          ? static_cast<std::uint32_t>(edges.term_frequency[e * num_term_frequencies + t + 1])
                          : 0U;
    words.push_back(low | static_cast<std::uint64_t>(high) << 32);
  }
}

FixedWeight weight_of(std::uint64_t word) { return static_cast<std::int64_t>(word) >> kRuleBits; }

// Rows of `words` in the order of `places`.
score::EdgeList edges_of(std::span<const std::uint64_t> words, std::span<const Place> places,
                         std::size_t num_term_frequencies) {
  score::EdgeList edges;
  edges.left.resize(places.size());
  edges.right.resize(places.size());
  edges.pattern.resize(places.size());
  edges.weight.resize(places.size());
  edges.rule.resize(places.size());
  edges.term_frequency.resize(places.size() * num_term_frequencies);
  auto* term_frequency = edges.term_frequency.data();
  const std::size_t row_words = words_of(num_term_frequencies);
  for (std::size_t e = 0; e < places.size(); ++e) {
    const std::uint64_t* row = words.data() + places[e].index * row_words;
    edges.left[e] = row[0];
    edges.right[e] = row[1];
    edges.pattern[e] = row[2];
    edges.weight[e] = weight_of(row[3]);
    edges.rule[e] = static_cast<std::uint16_t>(row[3]);
    for (std::size_t t = 0; t < num_term_frequencies; ++t)
      *term_frequency++ = static_cast<std::int32_t>(row[kFixedWords + t / 2] >> (t % 2 == 0 ? 0 : 32));
  }
  return edges;
}

// The slices of a product that this rank reads: with as many ranks as wrote them, its own.
std::pair<std::size_t, std::size_t> local_slices(const Context& context, std::size_t num_slices) {
  const auto ranks = static_cast<std::size_t>(context.world.size());
  const auto rank = static_cast<std::size_t>(context.world.rank());
  return {num_slices * rank / ranks, num_slices * (rank + 1) / ranks};
}

// A run, read from its beginning to its end.
class RunCursor {
 public:
  RunCursor(const Context& context, const std::string& product, std::size_t slice, std::size_t row_words)
      : reader_(context.work, product), slice_(slice), row_words_(row_words) {}

  /// The next row, or nothing at the end. Valid until the next call.
  [[nodiscard]] const std::uint64_t* peek() {
    if (at_ < words_.size()) return words_.data() + at_;
    const std::uint64_t payload = reader_.slices()[slice_].payload_bytes;
    const std::uint64_t count = std::min<std::uint64_t>(kWordsPerRead / row_words_ * row_words_ * 8, payload - offset_);
    words_.resize(count / 8);
    at_ = 0;
    if (count == 0) return nullptr;
    reader_.read_next(slice_, {reinterpret_cast<char*>(words_.data()), count});
    offset_ += count;
    return words_.data();
  }
  void pop() { at_ += row_words_; }

 private:
  scratch::ProductReader reader_;
  std::size_t slice_;
  std::size_t row_words_;
  std::vector<std::uint64_t> words_;
  std::size_t at_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace

EdgeRunWriter::EdgeRunWriter(const Context& context, std::string product, std::uint64_t num_records,
                             std::size_t num_term_frequencies, std::vector<std::uint64_t>& left_bins,
                             score::EdgeList& edges)
    : context_(context),
      product_(std::move(product)),
      num_records_(num_records),
      num_term_frequencies_(num_term_frequencies),
      left_bins_(left_bins),
      edges_(edges) {}

std::uint64_t EdgeRunWriter::edges_in(std::uint64_t bytes, std::size_t num_term_frequencies) {
  // While they are sorted, two Places each are held as well.
  return std::max<std::uint64_t>(1, bytes / (34 + 4 * num_term_frequencies + sizeof(Place) * 2));
}

void EdgeRunWriter::spill() {
  if (edges_.size() == 0) return;
  std::vector<Place> places(edges_.size());
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    places[e] = {edges_.left[e], edges_.right[e], e};
    ++left_bins_[bin_of(edges_.left[e], num_records_)];
  }
  places = sorted_places(std::move(places));
  scratch::ProductWriter writer(context_.work, product_);
  std::vector<std::uint64_t> words;
  for (const Place& place : places) {
    append_row(edges_, place.index, num_term_frequencies_, words);
    if (words.size() < kWordsPerRead && &place != &places.back()) continue;
    writer.append_values<std::uint64_t>(words);
    words.clear();
  }
  // Runs have no place in a global order: their ranges only tell them apart.
  const std::uint64_t first = (static_cast<std::uint64_t>(context_.world.rank()) << 40) + num_written_;
  num_written_ += edges_.size();
  if (const auto slice = writer.close(first, first + edges_.size(), edges_.size())) slices_.push_back(*slice);
  edges_.clear();
}

void EdgeRunWriter::publish() {
  mpi::run_locally(context_.world, [&] { spill(); });
  context_.work.publish(product_, slices_);
}

struct LocalEdges::State {
  const Context& context;
  const EdgeSummary& summary;
  std::size_t product = 0;  // behind the run that is open
  std::size_t slice = 0;
  std::size_t end = 0;
  std::optional<RunCursor> run = {};
};

LocalEdges::LocalEdges(const Context& context, const EdgeSummary& summary) : state_(new State{context, summary}) {}
LocalEdges::~LocalEdges() = default;

bool LocalEdges::next(Edge& edge) {
  State& s = *state_;
  while (true) {
    if (s.run) {
      if (const auto* row = s.run->peek()) {
        edge = {row[0], row[1], weight_of(row[3])};
        s.run->pop();
        return true;
      }
      s.run.reset();
      ++s.slice;
    }
    while (s.slice == s.end) {
      if (s.product == s.summary.products.size()) return false;
      std::tie(s.slice, s.end) = local_slices(s.context, s.context.work.slices(s.summary.products[s.product++]).size());
    }
    s.run.emplace(s.context, s.summary.products[s.product - 1], s.slice, words_of(s.summary.num_term_frequencies));
  }
}

void for_each_local_edge(const Context& context, const EdgeSummary& summary,
                         const std::function<void(RecordId, RecordId, FixedWeight)>& visit) {
  LocalEdges edges(context, summary);
  for (LocalEdges::Edge edge{}; edges.next(edge);) visit(edge.left, edge.right, edge.weight);
}

void for_each_edge_window(const Context& context, const EdgeSummary& summary, std::uint64_t max_window_edges,
                          const std::function<void(score::EdgeList)>& use) {
  const auto& world = context.world;
  const std::size_t row_words = words_of(summary.num_term_frequencies);
  const auto ranks = static_cast<std::uint64_t>(world.size());
  std::deque<RunCursor> runs;
  mpi::run_locally(world, [&] {
    for (const auto& product : summary.products) {
      const auto [begin, end] = local_slices(context, context.work.slices(product).size());
      for (std::size_t slice = begin; slice < end; ++slice) runs.emplace_back(context, product, slice, row_words);
    }
  });

  for (std::uint64_t bin = 0; bin < EdgeSummary::kNumBins;) {
    // 1. Bins that make a window, and how they are shared: rank r takes those that begin in the r-th part of its edges.
    std::uint64_t window_edges = 0;
    std::uint64_t window_end = bin;
    while (window_end < EdgeSummary::kNumBins &&
           (window_edges == 0 || window_edges + summary.left_bins[window_end] <= max_window_edges))
      window_edges += summary.left_bins[window_end++];
    std::vector<RecordId> share_ends(ranks, first_of_bin(window_end, summary.num_records));
    std::uint64_t before = 0;
    std::uint64_t owner = 0;
    for (std::uint64_t b = bin; b < window_end; ++b) {
      const std::uint64_t owner_of_bin = window_edges == 0 ? 0 : before * ranks / window_edges;
      for (; owner < owner_of_bin && owner < ranks; ++owner) share_ends[owner] = first_of_bin(b, summary.num_records);
      before += summary.left_bins[b];
    }
    bin = window_end;

    // 2. Rows of this rank's runs go to the rank that takes their bin.
    std::vector<std::uint64_t> words;
    std::vector<std::uint64_t> counts(ranks, 0);
    mpi::run_locally(world, [&] {
      // Runs are alike on all ranks, nearly.
      words.reserve((window_edges / ranks + window_edges / ranks / 8 + 1) * row_words);
      for (std::uint64_t target = 0; target < ranks; ++target) {
        const std::size_t already = words.size();
        for (auto& run : runs)
          for (const auto* row = run.peek(); row != nullptr && row[0] < share_ends[target]; run.pop(), row = run.peek())
            words.insert(words.end(), row, row + row_words);
        counts[target] = words.size() - already;
      }
    });
    auto received = world.exchange(words, counts);
    std::vector<std::uint64_t>().swap(words);

    // 3. In order.
    score::EdgeList edges;
    mpi::run_locally(world, [&] {
      std::vector<Place> places(received.size() / row_words);
      for (std::size_t e = 0; e < places.size(); ++e)
        places[e] = {received[e * row_words], received[e * row_words + 1], e};
      edges = edges_of(received, sorted_places(std::move(places)), summary.num_term_frequencies);
    });
    std::vector<std::uint64_t>().swap(received);
    use(std::move(edges));
  }
}

}  // namespace onefold::score
