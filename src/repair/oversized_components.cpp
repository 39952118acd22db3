#include "repair/oversized_components.hpp"

#include <algorithm>
#include <map>

#include "cluster/link_counts.hpp"
#include "cluster/link_reducer.hpp"
#include "memory/memory_budget.hpp"
#include "mpi/fetch.hpp"
#include "onefold/cluster/components.hpp"
#include "repair/repair_parts.hpp"

namespace onefold::repair {

namespace {

constexpr FixedWeight kOneBit = 1 << 20;
constexpr std::size_t kNumSteps = 256;  // beyond, weights make no more difference

// Whether a part needs no more breaking.
struct Limits {
  std::uint64_t max_size;
  bool may_be_dense;                 // no constraint could ask for more
  std::vector<RecordId> kept_apart;  // labels with a cannot-link pair, ascending
  [[nodiscard]] bool allow(RecordId label, std::uint64_t size, std::uint64_t links) const {
    if (size <= max_size) return true;
    return may_be_dense && !std::binary_search(kept_apart.begin(), kept_apart.end(), label) &&
           4 * links >= size * (size - 1);
  }
};

Limits limits_of(const Context& context, const Columns& columns, const decisions::Decisions& lists,
                 const cluster::Components& components) {
  const auto& job = context.job;
  Limits limits{job.cluster.max_repair_size, true, {}};
  for (const auto& source : job.sources) limits.may_be_dense = limits.may_be_dense && !source.unique;
  for (const auto& attribute : job.attributes) limits.may_be_dense = limits.may_be_dense && !attribute.conflict;
  const auto labels = labels_of_pairs(context, columns, lists.cannot_link, components.labels);
  for (std::size_t p = 0; p < labels.size(); p += 2)
    if (labels[p] == labels[p + 1]) limits.kept_apart.push_back(labels[p]);
  std::sort(limits.kept_apart.begin(), limits.kept_apart.end());
  return limits;
}

// Collective. Labels of the parts of this rank that `limits` do not allow, gathered: at most one for max_repair_size
// records.
std::vector<RecordId> find_oversized(const Context& context, const ComponentsInParts& parts, const Limits& limits) {
  std::vector<RecordId> oversized;
  const auto& clusters = parts.clusters;
  for (std::size_t c = 0; c < clusters.size(); ++c)
    if (!limits.allow(clusters.id(c), clusters.begins[c + 1] - clusters.begins[c], parts.links[c]))
      oversized.push_back(clusters.id(c));
  return context.world.gather_all(oversized);
}

std::size_t step_of(FixedWeight weight, FixedWeight threshold) {
  return std::min<std::size_t>(static_cast<std::size_t>((weight - threshold) / kOneBit), kNumSteps - 1);
}

}  // namespace

void break_oversized_components(const Context& context, const Columns& columns, const score::ScoredPairs& pairs,
                                const decisions::Decisions& lists, cluster::Components& components, Cuts& cuts) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  const auto& distribution = columns.distribution;
  Limits limits = limits_of(context, columns, lists, components);
  std::vector<RecordId> oversized = find_oversized(context, group_components(context, columns, components), limits);
  statistics.add_global("components_broken", oversized.size());
  if (oversized.empty()) return;

  // 1. Their links are set aside, and counted by how far they are above the threshold.
  const auto threshold = weight_of_probability(job.cluster.threshold);
  std::vector<char> is_open(columns.num_local_rows);  // records whose part is not settled yet
  for (std::size_t row = 0; row < is_open.size(); ++row)
    is_open[row] = std::binary_search(oversized.begin(), oversized.end(), components.labels[row]) ? 1 : 0;
  const std::vector<char> was_oversized = is_open;
  score::EdgeSummary aside;
  aside.num_records = cuts.edges.num_records;
  aside.left_bins.assign(score::EdgeSummary::kNumBins, 0);
  aside.products.emplace_back("links-aside");
  std::vector<std::uint64_t> links_of_step(kNumSteps, 0);
  {
    score::EdgeList list;
    score::EdgeRunWriter runs(context, aside.products.front(), aside.num_records, 0, aside.left_bins, list);
    const std::uint64_t max_edges = score::EdgeRunWriter::edges_in(
        std::min(job.memory_per_rank_bytes / memory::kRunsPerMemory, memory::kMaxRunBytes), 0);
    for_each_link_window(context, columns, pairs.edges, threshold,
                         [&](std::span<const score::LocalEdges::Edge> links, const mpi::Fetch& left) {
                           const auto oversized_record =
                               left.values<char>([&](std::uint64_t row) { return was_oversized[row]; });
                           mpi::run_locally(world, [&] {
                             for (std::size_t l = 0; l < links.size(); ++l) {
                               if (oversized_record[l] == 0) continue;
                               list.left.push_back(links[l].left);
                               list.right.push_back(links[l].right);
                               list.pattern.push_back(0);
                               list.weight.push_back(links[l].weight);
                               list.rule.push_back(0);
                               ++links_of_step[step_of(links[l].weight, threshold)];
                               if (list.size() >= max_edges) runs.spill();
                             }
                           });
                         });
    runs.publish();
  }
  world.sum_in_place(links_of_step);

  // 2. Step by step, lighter links are left out; parts that are small or dense enough are settled.
  std::size_t step = 0;
  while (!oversized.empty()) {
    while (step + 1 < kNumSteps && links_of_step[step] == 0) ++step;
    ++step;  // behind the lightest links that are left
    const bool last = step >= kNumSteps;
    const FixedWeight least = threshold + static_cast<FixedWeight>(step) * kOneBit;
    cluster::LinkReducer reducer(distribution.num_global());
    cluster::LinkCounter counter;
    mpi::run_locally(world, [&] {
      score::for_each_local_edge(context, aside, [&](RecordId left, RecordId right, FixedWeight weight) {
        if (last || weight < least) return;
        reducer.add({left, right});
        counter.add(left);
      });
    });
    if (world.is_root()) reducer.add(lists.must_link);
    cluster::Components finer;
    finer.labels = cluster::find_components(world, distribution, reducer.take());
    finer.record_links = cluster::count_by_record(world, distribution, std::move(counter));
    if (last) limits.max_size = distribution.num_global();  // nothing but must-links is left
    // A must-link list may have joined a giant to others: what is settled keeps its label.
    oversized = find_oversized(context, group_components(context, columns, finer), limits);
    for (std::size_t row = 0; row < is_open.size(); ++row) {
      if (is_open[row] == 0) continue;
      components.labels[row] = finer.labels[row];
      is_open[row] = std::binary_search(oversized.begin(), oversized.end(), finer.labels[row]) ? 1 : 0;
    }
    if (!world.any(std::any_of(is_open.begin(), is_open.end(), [](char open) { return open != 0; }))) break;
  }

  // 3. Links between parts are cut, those within are counted anew.
  for (std::size_t row = 0; row < was_oversized.size(); ++row)
    if (was_oversized[row] != 0) components.record_links[row] = 0;
  cluster::LinkCounter counter;
  CutWriter writer(context, "cuts-large", cuts);
  for_each_link_window(context, columns, aside, threshold,
                       [&](std::span<const score::LocalEdges::Edge> links, const mpi::Fetch& left) {
                         const auto label = [&](std::uint64_t row) { return components.labels[row]; };
                         std::vector<RecordId> right;
                         for (const auto& link : links) right.push_back(link.right);
                         const auto left_label = left.values<RecordId>(label);
                         const auto right_label = mpi::Fetch(world, distribution, right).values<RecordId>(label);
                         mpi::run_locally(world, [&] {
                           for (std::size_t l = 0; l < links.size(); ++l) {
                             if (left_label[l] == right_label[l])
                               counter.add(links[l].left);
                             else
                               writer.add(links[l].left, links[l].right, links[l].weight, CutReason::too_large);
                           }
                         });
                       });
  writer.publish();
  work.remove_product(aside.products.front());
  const auto recounted = cluster::count_by_record(world, distribution, std::move(counter));
  for (std::size_t row = 0; row < recounted.size(); ++row) components.record_links[row] += recounted[row];
}

}  // namespace onefold::repair
