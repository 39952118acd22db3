#include "evaluate/judge_edges.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "evaluate/best_threshold.hpp"
#include "evaluate/merging_clusters.hpp"
#include "evaluate/ordered_weight.hpp"
#include "evaluate/runs.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "mpi/fetch.hpp"
#include "onefold/cluster/components.hpp"
#include "record/hash.hpp"

namespace onefold::evaluate {

namespace {

// A record, as the rank that has its component holds it.
struct Vertex {
  RecordId record;
  RecordId cluster;
  RecordId true_class;
  std::uint64_t class_size;
  std::uint32_t source;
};

// Collective. For each local record: the number of records of its class.
std::vector<std::uint64_t> class_sizes(const mpi::Communicator& world, const BlockDistribution& distribution,
                                       const std::vector<RecordId>& true_class) {
  std::vector<RecordId> known;
  for (const RecordId c : true_class)
    if (c != kNoTrueClass) known.push_back(c);
  std::vector<std::uint64_t> size_of_row(distribution.size(world.rank()), 0);
  for (const RecordId c : mpi::exchange_by_owner(world, known, [&](RecordId id) { return distribution.owner(id); }))
    ++size_of_row[c - distribution.begin(world.rank())];
  const auto sizes =
      mpi::Fetch(world, distribution, known).values<std::uint64_t>([&](std::uint64_t row) { return size_of_row[row]; });
  std::vector<std::uint64_t> of_records(true_class.size(), 0);
  std::size_t next = 0;
  for (std::size_t i = 0; i < true_class.size(); ++i)
    if (true_class[i] != kNoTrueClass) of_records[i] = sizes[next++];
  return of_records;
}

// Whole components of all edges.
struct ComponentGraph {
  std::vector<Vertex> vertices;   // ascending by record
  std::vector<ScoredPair> edges;  // heaviest first
  [[nodiscard]] std::uint32_t index_of(RecordId record) const {
    const auto found = std::lower_bound(vertices.begin(), vertices.end(), record,
                                        [](const Vertex& v, RecordId id) { return v.record < id; });
    return static_cast<std::uint32_t>(found - vertices.begin());
  }
};

// Collective.
ComponentGraph bring_components_together(const mpi::Communicator& world, const BlockDistribution& distribution,
                                         const Labels& local, std::vector<ScoredPair> edges) {
  std::vector<Link> links;
  links.reserve(edges.size());
  for (const ScoredPair& edge : edges) links.push_back({edge.left, edge.right});
  const auto component = cluster::find_components(world, distribution, std::move(links));
  const auto owner_of = [&](RecordId root) {
    return static_cast<int>(scale_to(mix(0, root), static_cast<std::uint64_t>(world.size())));
  };

  ComponentGraph part;
  {
    struct Sent {
      Vertex vertex;
      int owner;
    };
    const auto sizes = class_sizes(world, distribution, local.true_class);
    std::vector<Sent> vertices;
    vertices.reserve(component.size());
    for (std::size_t i = 0; i < component.size(); ++i)
      vertices.push_back(
          {{distribution.begin(world.rank()) + i, local.cluster[i], local.true_class[i], sizes[i], local.source[i]},
           owner_of(component[i])});
    for (const Sent& sent :
         mpi::exchange_by_owner(world, std::move(vertices), [](const Sent& one) { return one.owner; }))
      part.vertices.push_back(sent.vertex);
  }
  std::sort(part.vertices.begin(), part.vertices.end(),
            [](const Vertex& a, const Vertex& b) { return a.record < b.record; });
  struct Sent {
    ScoredPair edge;
    int owner;
  };
  std::vector<RecordId> lefts;
  lefts.reserve(edges.size());
  for (const ScoredPair& edge : edges) lefts.push_back(edge.left);
  const auto roots =
      mpi::Fetch(world, distribution, lefts).values<RecordId>([&](std::uint64_t row) { return component[row]; });
  std::vector<Sent> sent;
  sent.reserve(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) sent.push_back({edges[i], owner_of(roots[i])});
  std::vector<ScoredPair>().swap(edges);
  sent = mpi::exchange_by_owner(world, std::move(sent), [](const Sent& one) { return one.owner; });
  part.edges.reserve(sent.size());
  for (const Sent& one : sent) part.edges.push_back(one.edge);
  std::sort(part.edges.begin(), part.edges.end(), [](const ScoredPair& a, const ScoredPair& b) {
    if (a.weight_log2 != b.weight_log2) return a.weight_log2 > b.weight_log2;
    return std::pair(a.left, a.right) < std::pair(b.left, b.right);
  });
  return part;
}

// Local. The truth of the part, with classes numbered from 0.
LocalTruth truth_of(const ComponentGraph& part, bool link_only) {
  LocalTruth truth;
  truth.link_only = link_only;
  std::vector<RecordId> classes;
  for (const Vertex& vertex : part.vertices)
    if (vertex.true_class != kNoTrueClass) classes.push_back(vertex.true_class);
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  truth.class_size.resize(classes.size());
  for (const Vertex& vertex : part.vertices) {
    truth.source.push_back(vertex.source);
    truth.true_class.push_back(kNoClass);
    if (vertex.true_class == kNoTrueClass) continue;
    const auto number = static_cast<std::uint32_t>(std::lower_bound(classes.begin(), classes.end(), vertex.true_class) -
                                                   classes.begin());
    truth.true_class.back() = number;
    truth.class_size[number] = vertex.class_size;
  }
  return truth;
}

// The clusters of this rank's components while the threshold falls.
class LocalSweep {
 public:
  LocalSweep(const ComponentGraph& part, const LocalTruth& truth) : part_(part), clusters_(truth) {}
  // Local. Links the next edges, as long as they have at least this weight.
  void link_down_to(double weight) {
    for (; !at_end() && next_weight() >= weight; ++at_)
      clusters_.link(part_.index_of(part_.edges[at_].left), part_.index_of(part_.edges[at_].right));
  }
  [[nodiscard]] bool at_end() const { return at_ == part_.edges.size(); }
  [[nodiscard]] double next_weight() const { return part_.edges[at_].weight_log2; }
  [[nodiscard]] const MergingClusters& clusters() const { return clusters_; }
  // Collective. The metrics at a weight that some edge has.
  SweepPoint point_at(const mpi::Communicator& world, double weight, const ClusterCounts& of_result) {
    link_down_to(weight);
    ClusterCounts counts = sum_over_ranks(world, clusters_.counts());
    counts.pairs.actual = of_result.pairs.actual;
    counts.num_records = of_result.num_records;
    counts.num_true_clusters = of_result.num_true_clusters;
    const std::uint64_t weakest =
        world.min(at_ == 0 ? ~std::uint64_t{0} : ordered_bits(part_.edges[at_ - 1].weight_log2));
    return {weight, probability_of(weight_of_bits(weakest)), metrics_of(counts)};
  }

 private:
  const ComponentGraph& part_;
  MergingClusters clusters_;
  std::size_t at_ = 0;
};

// Local. One step for each distinct weight.
std::vector<WeightStep> local_steps(const ComponentGraph& part, const LocalTruth& truth, PairCounts& at_end) {
  std::vector<WeightStep> steps;
  LocalSweep sweep(part, truth);
  while (!sweep.at_end()) {
    const PairCounts before = sweep.clusters().pairs();
    const double weight = sweep.next_weight();
    sweep.link_down_to(weight);
    const PairCounts& after = sweep.clusters().pairs();
    steps.push_back(
        {ordered_bits(weight), after.true_positive - before.true_positive, after.predicted - before.predicted});
  }
  at_end = sweep.clusters().pairs();
  return steps;
}

// The thresholds of the sweep, descending.
std::vector<double> thresholds_of_sweep(double high, double low, std::uint64_t num_points) {
  if (high == low) num_points = std::min<std::uint64_t>(num_points, 1);
  std::vector<double> thresholds;
  for (std::uint64_t i = 0; i < num_points; ++i)
    // Use the two ends exactly, so that rounding cannot leave out the lightest edge.
    thresholds.push_back(i == 0 ? high
                         : i + 1 == num_points
                             ? low
                             : high - (high - low) * static_cast<double>(i) / static_cast<double>(num_points - 1));
  return thresholds;
}

bool heavier(const ScoredPair& a, const ScoredPair& b) {
  if (a.weight_log2 != b.weight_log2) return a.weight_log2 > b.weight_log2;
  return std::pair(a.left, a.right) < std::pair(b.left, b.right);
}
bool lighter(const ScoredPair& a, const ScoredPair& b) {
  if (a.weight_log2 != b.weight_log2) return a.weight_log2 < b.weight_log2;
  return std::pair(a.left, a.right) < std::pair(b.left, b.right);
}
using Pairs = Foremost<ScoredPair, bool (*)(const ScoredPair&, const ScoredPair&)>;

// Collective.
std::vector<ScoredPair> foremost_of_all(const mpi::Communicator& world, const Pairs& local,
                                        bool (*before)(const ScoredPair&, const ScoredPair&), std::uint64_t limit) {
  std::vector<ScoredPair> all = world.gather_all(local.sorted());
  std::sort(all.begin(), all.end(), before);
  if (all.size() > limit) all.resize(limit);
  return all;
}

// Collective. Decides for each edge whether it is right or wrong in the clusters of the result.
void judge_one_by_one(const mpi::Communicator& world, const ComponentGraph& part, const ClusterCounts& of_result,
                      const JudgeOptions& options, EdgeFindings& findings) {
  std::vector<RuleFindings> rules(options.num_rules);
  Pairs false_links(options.num_mistakes, heavier);
  Pairs missed(options.num_mistakes, lighter);
  std::uint64_t num_true = 0;
  Reliability reliability;
  for (const ScoredPair& edge : part.edges) {
    const Vertex& left = part.vertices[part.index_of(edge.left)];
    const Vertex& right = part.vertices[part.index_of(edge.right)];
    const bool is_link = edge.weight_log2 >= options.threshold_weight_log2;
    const bool is_judged = left.true_class != kNoTrueClass && right.true_class != kNoTrueClass &&
                           !(options.link_only && left.source == right.source);
    const bool is_true = is_judged && left.true_class == right.true_class;
    RuleFindings& rule = rules[edge.rule];
    ++rule.num_edges;
    rule.num_links += is_link;
    rule.num_judged_edges += is_judged;
    rule.num_judged_links += is_judged && is_link;
    rule.num_true_edges += is_true;
    rule.num_true_links += is_true && is_link;
    num_true += is_true;
    if (is_judged)
      reliability.add(
          edge.among_rivals == ScoredPair::kNoRivals ? probability_of(edge.weight_log2) : double{edge.among_rivals},
          is_link, is_true);
    if (is_judged && !is_true && is_link && left.cluster == right.cluster) false_links.offer(edge);
    if (is_true && left.cluster != right.cluster) missed.offer(edge);
  }
  static_assert(sizeof(RuleFindings) == 6 * sizeof(std::uint64_t));
  world.sum_in_place({reinterpret_cast<std::uint64_t*>(rules.data()), rules.size() * sizeof(RuleFindings) / 8});
  findings.rules = std::move(rules);
  static_assert(sizeof(Reliability) % sizeof(std::uint64_t) == 0);
  world.sum_in_place({reinterpret_cast<std::uint64_t*>(&reliability), sizeof(Reliability) / 8});
  findings.reliability = reliability;
  findings.completeness.direct = ratio(world.sum(num_true), of_result.pairs.actual);
  findings.false_links = foremost_of_all(world, false_links, heavier, options.num_mistakes);
  findings.missed_pairs = foremost_of_all(world, missed, lighter, options.num_mistakes);
}

}  // namespace

double probability_of(double weight_log2) { return 1 / (1 + std::exp2(-weight_log2)); }

EdgeFindings judge_edges(const mpi::Communicator& world, const BlockDistribution& distribution, const Labels& local,
                         std::vector<ScoredPair> local_edges, const ClusterCounts& of_result,
                         const JudgeOptions& options) {
  // 1. Bring each component as a whole to one rank.
  const ComponentGraph part = bring_components_together(world, distribution, local, std::move(local_edges));
  EdgeFindings findings;
  judge_one_by_one(world, part, of_result, options, findings);

  // 2. Find the best of all thresholds.
  const LocalTruth truth = truth_of(part, options.link_only);
  PairCounts at_end;
  auto steps = local_steps(part, truth, at_end);
  findings.completeness.transitive = ratio(world.sum(at_end.true_positive), of_result.pairs.actual);
  const auto best = best_threshold(world, std::move(steps), of_result.pairs.actual);
  if (!best) return findings;

  // 3. Compute all figures at chosen thresholds, in one pass.
  const double high = weight_of_bits(world.max(part.edges.empty() ? 0 : ordered_bits(part.edges.front().weight_log2)));
  const double low =
      weight_of_bits(world.min(part.edges.empty() ? ~std::uint64_t{0} : ordered_bits(part.edges.back().weight_log2)));
  LocalSweep sweep(part, truth);
  for (const double threshold : thresholds_of_sweep(high, low, options.num_points)) {
    if (!findings.best && weight_of_bits(*best) >= threshold)
      findings.best = sweep.point_at(world, weight_of_bits(*best), of_result);
    findings.sweep.push_back(sweep.point_at(world, threshold, of_result));
  }
  if (!findings.best) findings.best = sweep.point_at(world, weight_of_bits(*best), of_result);
  std::reverse(findings.sweep.begin(), findings.sweep.end());
  return findings;
}

std::uint64_t num_comparable_pairs(std::span<const std::uint64_t> source_sizes, bool link_only) {
  const std::uint64_t num_records = std::accumulate(source_sizes.begin(), source_sizes.end(), std::uint64_t{0});
  std::uint64_t pairs = pairs_among(num_records);
  if (link_only)
    for (const auto size : source_sizes) pairs -= pairs_among(size);
  return pairs;
}

}  // namespace onefold::evaluate
