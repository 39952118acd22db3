#include "link_lists.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "mpi/exchange_by_owner.hpp"
#include "record/hash.hpp"

namespace onefold::bench {

namespace {

// Positions are 0 .. num_records - 1 and cut into chunks; no cluster spans two chunks, so any rank can make any chunk.
constexpr std::uint64_t kChunk = 1 << 14;
constexpr std::uint64_t kClique = 24;

// A pseudo-random permutation of 0 .. num_records - 1 that needs no memory: a Feistel network on the next even number
// of bits, repeated until the value is in range (Black, Rogaway 2002).
class Scatter {
 public:
  explicit Scatter(std::uint64_t num_records) : num_records_(num_records) {
    while ((std::uint64_t{1} << (2 * half_bits_)) < num_records) ++half_bits_;
  }
  [[nodiscard]] RecordId operator()(std::uint64_t x) const {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    do {
      std::uint64_t high = x >> half_bits_;
      std::uint64_t low = x & mask;
      for (std::uint64_t round = 0; round < 4; ++round) {
        const std::uint64_t next = high ^ (mix(round, low) & mask);
        high = low;
        low = next;
      }
      x = high << half_bits_ | low;
    } while (x >= num_records_);
    return x;
  }

 private:
  std::uint64_t num_records_;
  unsigned half_bits_ = 1;
};

// Numbers that depend only on a key and on how many were drawn with it.
class Draw {
 public:
  explicit Draw(std::uint64_t key) : key_(key) {}
  std::uint64_t below(std::uint64_t bound) { return scale_to(mix(key_, count_++), bound); }

 private:
  std::uint64_t key_;
  std::uint64_t count_ = 0;
};

// Where links go. `deal` determines the rank: links that one block of one rule would have found have the same `deal`.
class Sink {
 public:
  Sink(std::uint64_t num_ranks, std::function<RecordId(std::uint64_t)> record_at)
      : num_ranks_(num_ranks), record_at_(std::move(record_at)) {}
  void link(std::uint64_t position, std::uint64_t other_position, std::uint64_t deal) {
    dealt_.push_back({{record_at_(position), record_at_(other_position)}, scale_to(mix(11, deal), num_ranks_)});
  }
  void component() { ++num_components_; }

  struct Dealt {
    Link link;
    std::uint64_t rank;
  };
  // Collective.
  void send_to(const mpi::Communicator& world, std::vector<Link>& links) {
    const auto received =
        mpi::exchange_by_owner(world, std::move(dealt_), [](const Dealt& d) { return static_cast<int>(d.rank); });
    dealt_.clear();
    for (const Dealt& dealt : received) links.push_back(dealt.link);
  }
  [[nodiscard]] std::size_t num_waiting() const { return dealt_.size(); }
  [[nodiscard]] std::uint64_t num_components() const { return num_components_; }

 private:
  std::uint64_t num_ranks_;
  std::function<RecordId(std::uint64_t)> record_at_;
  std::vector<Dealt> dealt_;
  std::uint64_t num_components_ = 0;
};

void clusters(std::uint64_t begin, std::uint64_t end, std::uint64_t repetitions, Sink& sink) {
  for (std::uint64_t first = begin; first < end;) {
    Draw draw(mix(1, first));
    std::uint64_t size = 1;
    while (size < 40 && draw.below(100) < 72) ++size;
    const bool is_chain = draw.below(1000) == 0;
    if (is_chain) size = 50 + draw.below(200);
    size = std::min(size, end - first);
    for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
      Draw shape(mix(2, first));  // the same links each time
      const auto link = [&](std::uint64_t a, std::uint64_t b) {
        sink.link(first + a, first + b, mix(first, 3 * repetition + shape.below(3)));
      };
      if (is_chain) {
        for (std::uint64_t i = 1; i < size; ++i) link(i - 1, i);
      } else {
        for (std::uint64_t i = 1; i < size; ++i) link(shape.below(i), i);
        for (std::uint64_t i = 0; size > 2 && i < size / 2; ++i) {
          const std::uint64_t a = shape.below(size);
          const std::uint64_t b = shape.below(size);
          if (a != b) link(a, b);
        }
      }
    }
    sink.component();
    first += size;
  }
}

void path(std::uint64_t begin, std::uint64_t end, Sink& sink) {
  if (begin == 0) sink.component();
  for (std::uint64_t i = std::max<std::uint64_t>(begin, 1); i < end; ++i) sink.link(i - 1, i, i);
}

void tree(std::uint64_t begin, std::uint64_t end, Sink& sink) {
  if (begin == 0) sink.component();
  for (std::uint64_t i = std::max<std::uint64_t>(begin, 1); i < end; ++i) sink.link(scale_to(mix(3, i), i), i, i);
}

void star(std::uint64_t begin, std::uint64_t end, std::uint64_t centre, Sink& sink) {
  if (begin == 0) sink.component();
  for (std::uint64_t i = begin; i < end; ++i) sink.link(centre, i, i);
}

void cliques(std::uint64_t begin, std::uint64_t end, Sink& sink) {
  for (std::uint64_t first = begin; first < end; first += kClique) {
    sink.component();
    for (std::uint64_t i = first; i < std::min(first + kClique, end); ++i)
      for (std::uint64_t j = first; j < i; ++j) sink.link(i, j, mix(first, (i + j) % 3));
  }
}

struct Kind {
  std::function<RecordId(std::uint64_t)> record_at;
  std::function<void(std::uint64_t begin, std::uint64_t end, Sink&)> make_chunk;
  bool counts_components = true;
};

std::map<std::string, Kind> kinds(std::uint64_t n, double mean_degree) {
  const Scatter scatter(std::max<std::uint64_t>(n, 1));
  const auto ascending = [](std::uint64_t at) { return at; };
  const auto giant = [n](auto half) {
    // The giant component ends at the end of a chunk.
    const std::uint64_t last = n / 2 / kChunk * kChunk;
    return [=](std::uint64_t begin, std::uint64_t end, Sink& sink) {
      if (begin < last)
        half(begin, end, sink);
      else
        clusters(begin, end, 1, sink);
    };
  };
  const auto random = [=](std::uint64_t begin, std::uint64_t end, Sink& sink) {
    const auto links_before = [=](std::uint64_t at) {
      return static_cast<std::uint64_t>(static_cast<double>(at) * mean_degree / 2);
    };
    for (std::uint64_t i = links_before(begin); i < links_before(end); ++i)
      sink.link(scale_to(mix(4, i), n), scale_to(mix(5, i), n), i);
  };
  return {
      {"clusters", {scatter, [](auto b, auto e, Sink& s) { clusters(b, e, 1, s); }}},
      {"repeated", {scatter, [](auto b, auto e, Sink& s) { clusters(b, e, 4, s); }}},
      {"giant-path", {scatter, giant(path)}},
      {"giant-tree", {scatter, giant(tree)}},
      {"path-ascending", {ascending, path}},
      {"path-descending", {[n](std::uint64_t at) { return n - 1 - at; }, path}},
      {"path-zigzag", {[n](std::uint64_t at) { return at % 2 == 0 ? at / 2 : n - 1 - at / 2; }, path}},
      {"path-random", {scatter, path}},
      {"star-smallest", {ascending, [](auto b, auto e, Sink& s) { star(b, e, 0, s); }}},
      {"star-largest", {ascending, [n](auto b, auto e, Sink& s) { star(b, e, n - 1, s); }}},
      {"cliques", {scatter, cliques}},
      {"random", {ascending, random, false}},
  };
}

}  // namespace

const std::vector<std::string>& link_list_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, kind] : kinds(1, 1)) all.push_back(name);
    return all;
  }();
  return names;
}

LinkList make_link_list(const mpi::Communicator& world, const std::string& kind_name, std::uint64_t num_records,
                        double mean_degree) {
  const Kind kind = kinds(num_records, mean_degree).at(kind_name);
  const auto num_ranks = static_cast<std::uint64_t>(world.size());
  Sink sink(num_ranks, kind.record_at);
  LinkList list;
  // Ranks make chunks in turn, and send the collected links whenever there are many.
  constexpr std::size_t kMany = 2'000'000;
  std::uint64_t begin = static_cast<std::uint64_t>(world.rank()) * kChunk;
  while (world.any(begin < num_records)) {
    for (; begin < num_records && sink.num_waiting() < kMany; begin += num_ranks * kChunk)
      kind.make_chunk(begin, std::min(begin + kChunk, num_records), sink);
    sink.send_to(world, list.local_links);
  }
  const std::uint64_t num_components = world.sum(sink.num_components());
  if (kind.counts_components) list.num_components = num_components;
  return list;
}

}  // namespace onefold::bench
