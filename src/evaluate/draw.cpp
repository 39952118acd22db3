#include "evaluate/draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "cluster/members.hpp"
#include "evaluate/runs.hpp"
#include "mpi/fetch.hpp"
#include "record/hash.hpp"

namespace onefold::evaluate {

namespace {

// Bounds between strata, as weights: probabilities of about .1, .5, .9, .99, .999, .9999.
constexpr std::array<double, 6> kWeightBounds = {-3.17, 0, 3.17, 6.63, 9.96, 13.29};
// The smallest number of pairs to judge in a stratum: with fewer, its limits are nearly useless.
constexpr std::uint64_t kLeastOfStratum = 4;
// Pairs without an edge are found by drawing pairs within clusters and dropping those that have an edge.
constexpr std::uint64_t kDrawsPerRound = 4096;
constexpr std::uint64_t kMostRounds = 256;

std::uint32_t stratum_of(double weight, bool in_one_cluster) {
  const auto bin = static_cast<std::uint32_t>(std::upper_bound(kWeightBounds.begin(), kWeightBounds.end(), weight) -
                                              kWeightBounds.begin());
  return (in_one_cluster ? kNoEdge + 1 : kFirstApart) + bin;
}

struct Ticket {
  std::uint64_t number;
  RecordId left;
  RecordId right;
};
bool is_drawn_before(const Ticket& a, const Ticket& b) {
  return std::tuple(a.number, a.left, a.right) < std::tuple(b.number, b.left, b.right);
}
using Tickets = Foremost<Ticket, bool (*)(const Ticket&, const Ticket&)>;

Ticket ticket_of(std::uint64_t seed, RecordId left, RecordId right) {
  return {mix(mix(seed, left), right), left, right};
}

// Collective.
std::vector<Ticket> first_of_all(const mpi::Communicator& world, const Tickets& local, std::uint64_t count) {
  std::vector<Ticket> all = world.gather_all(local.sorted());
  std::sort(all.begin(), all.end(), is_drawn_before);
  if (all.size() > count) all.resize(count);
  return all;
}

// The number of pairs of each stratum to judge: a few of each, the rest by size and uncertainty (Neyman 1934).
std::vector<std::uint64_t> allocate(const std::vector<std::uint64_t>& sizes, std::uint64_t count) {
  std::vector<double> score(sizes.size(), 0);
  double sum = 0;
  std::vector<std::uint64_t> shares(sizes.size(), 0);
  std::uint64_t spent = 0;
  for (std::uint32_t s = 0; s < sizes.size(); ++s) {
    shares[s] = std::min(sizes[s], kLeastOfStratum);
    spent += shares[s];
    const std::uint32_t bin = s == kNoEdge ? 2 : s < kFirstApart ? s - 1 : s - kFirstApart;
    const double weight = bin == 0                      ? -6
                          : bin == kWeightBounds.size() ? 14
                                                        : (kWeightBounds[bin - 1] + kWeightBounds[bin]) / 2;
    // No model is trusted to be more certain than this.
    const double probability = std::clamp(probability_of(weight), 0.02, 0.98);
    score[s] = static_cast<double>(sizes[s]) * std::sqrt(probability * (1 - probability));
    sum += score[s];
  }
  const double rest = spent < count ? static_cast<double>(count - spent) : 0;
  for (std::uint32_t s = 0; s < sizes.size(); ++s)
    if (score[s] > 0) shares[s] = std::min(sizes[s], shares[s] + static_cast<std::uint64_t>(rest * score[s] / sum));
  return shares;
}

// Clusters of this rank and their pairs, in one sequence over all ranks.
class PairsOfClusters {
 public:
  PairsOfClusters(const mpi::Communicator& world, const BlockDistribution& distribution,
                  const std::vector<RecordId>& cluster)
      : clusters_(cluster::group_members(world, distribution, cluster)) {
    ends_.reserve(clusters_.size());
    std::uint64_t sum = 0;
    for (std::size_t c = 0; c < clusters_.size(); ++c) ends_.push_back(sum += pairs_among(size(c)));
    first_ = world.exclusive_sum(sum);
    num_global_ = world.sum(sum);
  }
  [[nodiscard]] std::uint64_t num_global() const { return num_global_; }
  // Local. False if the pair belongs to another rank.
  [[nodiscard]] bool find(std::uint64_t index, RecordId& left, RecordId& right) const {
    if (ends_.empty() || index < first_ || index - first_ >= ends_.back()) return false;
    index -= first_;
    const auto c = static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), index) - ends_.begin());
    if (c > 0) index -= ends_[c - 1];
    // Row i has the pairs with i + 1 .. n - 1; all rows before it have this many pairs together.
    const std::uint64_t n = size(c);
    const auto before = [&](std::uint64_t i) { return i * (2 * n - i - 1) / 2; };
    std::uint64_t low = 0;
    std::uint64_t high = n - 1;
    while (high - low > 1) {
      const std::uint64_t middle = (low + high) / 2;
      (before(middle) <= index ? low : high) = middle;
    }
    left = clusters_.members[clusters_.begins[c] + low];
    right = clusters_.members[clusters_.begins[c] + low + 1 + (index - before(low))];
    return true;
  }

 private:
  [[nodiscard]] std::uint64_t size(std::size_t c) const { return clusters_.begins[c + 1] - clusters_.begins[c]; }
  cluster::Clusters clusters_;
  std::vector<std::uint64_t> ends_;
  std::uint64_t first_ = 0;
  std::uint64_t num_global_ = 0;
};

// Collective. The number of pairs within clusters, over all records; with `link_only` without pairs of one source.
std::uint64_t num_pairs_in_clusters(const mpi::Communicator& world, const ClusteredRecords& records) {
  // Each record is a class of its own, because only predicted pairs are counted.
  Labels labels{records.cluster, {}, records.source, {}};
  for (std::size_t i = 0; i < records.cluster.size(); ++i)
    labels.true_class.push_back(records.distribution.begin(world.rank()) + i);
  return compare_clusters(world, records.distribution, labels,
                          {.num_sources = records.num_sources, .link_only = records.link_only})
      .counts.pairs.predicted;
}

// Collective. Different pairs in one cluster without an edge, at most `count`.
std::vector<Ticket> draw_without_edge(const mpi::Communicator& world, const ClusteredRecords& records,
                                      std::span<const ScoredPair> local_edges, std::uint64_t count,
                                      std::uint64_t seed) {
  const PairsOfClusters pairs(world, records.distribution, records.cluster);
  std::vector<Ticket> drawn;
  std::set<std::pair<RecordId, RecordId>> seen;
  for (std::uint64_t round = 0; round < kMostRounds && drawn.size() < count; ++round) {
    std::vector<Ticket> found;
    for (std::uint64_t k = round * kDrawsPerRound; k < (round + 1) * kDrawsPerRound; ++k) {
      Ticket one{k, 0, 0};
      if (pairs.find(scale_to(mix(seed, k), pairs.num_global()), one.left, one.right)) found.push_back(one);
    }
    found = world.gather_all(found);
    std::sort(found.begin(), found.end(), is_drawn_before);
    // Edges lie on any rank, the sources of records only on the owners of the records.
    std::vector<std::uint64_t> is_out(found.size(), 0);
    std::vector<RecordId> ends;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::pair wanted(found[i].left, found[i].right);
      const auto edge =
          std::lower_bound(local_edges.begin(), local_edges.end(), wanted,
                           [](const ScoredPair& a, const auto& b) { return std::pair(a.left, a.right) < b; });
      is_out[i] = edge != local_edges.end() && std::pair(edge->left, edge->right) == wanted ? 1 : 0;
      ends.push_back(found[i].left);
      ends.push_back(found[i].right);
    }
    world.max_in_place(is_out);
    const auto sources = mpi::Fetch(world, records.distribution, ends).values<std::uint32_t>([&](std::uint64_t row) {
      return records.source[row];
    });
    for (std::size_t i = 0; i < found.size() && drawn.size() < count; ++i) {
      if (is_out[i] != 0 || (records.link_only && sources[2 * i] == sources[2 * i + 1])) continue;
      if (seen.emplace(found[i].left, found[i].right).second) drawn.push_back(found[i]);
    }
  }
  return drawn;
}

}  // namespace

std::vector<RecordId> draw_records(const mpi::Communicator& world, const BlockDistribution& distribution,
                                   std::uint64_t count, std::uint64_t seed) {
  Tickets local(count, is_drawn_before);
  for (RecordId r = distribution.begin(world.rank()); r < distribution.end(world.rank()); ++r)
    local.offer({mix(seed, r), r, r});
  std::vector<RecordId> drawn;
  for (const Ticket& ticket : first_of_all(world, local, count)) drawn.push_back(ticket.left);
  return drawn;
}

PairSample draw_pairs(const mpi::Communicator& world, const ClusteredRecords& records,
                      std::span<const ScoredPair> local_edges, std::uint64_t count, std::uint64_t seed) {
  PairSample sample;
  sample.stratum_pairs.assign(kNumStrata, 0);
  // 1. Edges by stratum: the first of each stratum in the order of their tickets.
  std::vector<Tickets> tickets(kNumStrata, Tickets(count, is_drawn_before));
  {
    std::vector<RecordId> ends;
    ends.reserve(2 * local_edges.size());
    for (const ScoredPair& edge : local_edges) {
      ends.push_back(edge.left);
      ends.push_back(edge.right);
    }
    const auto clusters = mpi::Fetch(world, records.distribution, ends).values<RecordId>([&](std::uint64_t row) {
      return records.cluster[row];
    });
    for (std::size_t i = 0; i < local_edges.size(); ++i) {
      const ScoredPair& edge = local_edges[i];
      const std::uint32_t stratum = stratum_of(edge.weight_log2, clusters[2 * i] == clusters[2 * i + 1]);
      ++sample.stratum_pairs[stratum];
      tickets[stratum].offer(ticket_of(seed, edge.left, edge.right));
    }
  }
  world.sum_in_place(sample.stratum_pairs);

  // 2. All other pairs within clusters.
  std::uint64_t with_edge = 0;
  for (std::uint32_t s = kNoEdge + 1; s < kFirstApart; ++s) with_edge += sample.stratum_pairs[s];
  sample.stratum_pairs[kNoEdge] = num_pairs_in_clusters(world, records) - with_edge;

  // 3. Draw the share of each stratum.
  const auto shares = allocate(sample.stratum_pairs, count);
  std::vector<std::pair<std::uint64_t, DrawnPair>> drawn;
  for (std::uint32_t s = 0; s < kNumStrata; ++s) {
    if (shares[s] == 0) continue;
    const auto of_stratum = s == kNoEdge ? draw_without_edge(world, records, local_edges, shares[s], seed)
                                         : first_of_all(world, tickets[s], shares[s]);
    for (const Ticket& ticket : of_stratum)
      drawn.push_back({ticket_of(~seed, ticket.left, ticket.right).number, {ticket.left, ticket.right, s}});
  }
  std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.first, a.second.left, a.second.right) < std::tuple(b.first, b.second.left, b.second.right);
  });
  for (const auto& [number, pair] : drawn) sample.drawn.push_back(pair);
  return sample;
}

}  // namespace onefold::evaluate
