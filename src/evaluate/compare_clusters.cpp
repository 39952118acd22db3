#include "evaluate/compare_clusters.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "evaluate/runs.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "record/hash.hpp"

namespace onefold::evaluate {

namespace {

// Records that agree in all of these fields.
struct Cell {
  RecordId cluster;
  RecordId true_class;
  std::uint32_t source;
  std::uint32_t group;
  std::uint64_t count;
};
// A cell with the figures that the owner of its cluster knows: the size of the cluster, and its number of records of
// this source.
struct SizedCell {
  Cell cell;
  std::uint64_t in_cluster;
  std::uint64_t in_cluster_and_source;
};
// What the owner of a class reports about a cell.
struct Closeness {
  RecordId cluster;
  std::uint64_t both;
  std::uint64_t either;
};

auto by_cluster(const Cell& cell) { return std::tuple(cell.cluster, cell.true_class, cell.source, cell.group); }
auto by_class(const Cell& cell) { return std::tuple(cell.true_class, cell.cluster, cell.source, cell.group); }
bool is_worse(const Mistake& a, const Mistake& b) {
  return a.num_pairs != b.num_pairs ? a.num_pairs > b.num_pairs : a.id < b.id;
}
using Worst = Foremost<Mistake, bool (*)(const Mistake&, const Mistake&)>;

// Sorts cells and adds up those that are equal.
void merge_equal(std::vector<Cell>& cells) {
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return by_cluster(a) < by_cluster(b); });
  std::size_t end = 0;
  for (const Cell& cell : cells) {
    if (end > 0 && by_cluster(cells[end - 1]) == by_cluster(cell))
      cells[end - 1].count += cell.count;
    else
      cells[end++] = cell;
  }
  cells.resize(end);
}

std::vector<Cell> local_cells(const Labels& labels) {
  std::vector<Cell> cells;
  cells.reserve(labels.cluster.size());
  for (std::size_t i = 0; i < labels.cluster.size(); ++i)
    if (labels.true_class[i] != kNoTrueClass)
      cells.push_back(
          {labels.cluster[i], labels.true_class[i], labels.source[i], labels.group.empty() ? 0 : labels.group[i], 1});
  merge_equal(cells);
  return cells;
}

// The number of records of each source among some cells.
class SourceCounts {
 public:
  explicit SourceCounts(std::uint64_t num_sources) : counts_(num_sources, 0) {}
  void clear() {
    for (const auto source : present_) counts_[source] = 0;
    present_.clear();
  }
  void add(std::uint32_t source, std::uint64_t count) {
    if (counts_[source] == 0) present_.push_back(source);
    counts_[source] += count;
  }
  [[nodiscard]] std::uint64_t operator[](std::uint32_t source) const { return counts_[source]; }
  // The number of pairs of these records that count.
  [[nodiscard]] std::uint64_t num_pairs(bool link_only) const {
    std::uint64_t sum = 0;
    std::uint64_t before = 0;
    for (const auto source : present_) {
      sum += before * counts_[source] + (link_only ? 0 : pairs_among(counts_[source]));
      before += counts_[source];
    }
    return sum;
  }
  // The same, but each pair is also added to the counts of its two sources.
  std::uint64_t add_pairs(std::vector<PairCounts>& by_source, std::uint64_t PairCounts::*member, bool link_only) {
    std::sort(present_.begin(), present_.end());
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < present_.size(); ++i)
      for (std::size_t j = i; j < present_.size(); ++j) {
        if (i == j && link_only) continue;
        const std::uint64_t a = counts_[present_[i]];
        const std::uint64_t pairs = i == j ? pairs_among(a) : a * counts_[present_[j]];
        by_source[present_[i] * counts_.size() + present_[j]].*member += pairs;
        sum += pairs;
      }
    return sum;
  }

 private:
  std::vector<std::uint64_t> counts_;
  std::vector<std::uint32_t> present_;
};

class LocalComparison {
 public:
  explicit LocalComparison(const CompareOptions& options)
      : options_(options),
        whole_(options.num_sources),
        part_(options.num_sources),
        merged_(options.num_mistakes, is_worse),
        split_(options.num_mistakes, is_worse) {
    result_.by_source.resize(options.num_sources * options.num_sources);
    result_.by_group.resize(options.num_groups);
  }

  // `cells`: all cells of some clusters, sorted by cluster, class, source, group. Returns them with sizes.
  std::vector<SizedCell> add_clusters(const std::vector<Cell>& cells) {
    std::vector<SizedCell> sized;
    sized.reserve(cells.size());
    for_each_run(
        std::span(cells), [](const Cell& cell) { return cell.cluster; },
        [&](std::span<const Cell> cluster) {
          whole_.clear();
          std::uint64_t size = 0;
          for (const Cell& cell : cluster) {
            size += cell.count;
            whole_.add(cell.source, cell.count);
          }
          std::uint64_t false_pairs = whole_.add_pairs(result_.by_source, &PairCounts::predicted, options_.link_only);
          result_.counts.pairs.predicted += false_pairs;
          Mistake mistake{.id = cluster.front().cluster, .size = size};
          for_each_run(
              cluster, [](const Cell& cell) { return cell.true_class; },
              [&](std::span<const Cell> shared) {
                part_.clear();
                std::uint64_t both = 0;
                for (const Cell& cell : shared) {
                  both += cell.count;
                  part_.add(cell.source, cell.count);
                }
                const std::uint64_t true_pairs =
                    part_.add_pairs(result_.by_source, &PairCounts::true_positive, options_.link_only);
                result_.counts.pairs.true_positive += true_pairs;
                false_pairs -= true_pairs;
                result_.counts.squares_by_cluster_size[size] += both * both;
                ++result_.partition.cells[both];
                ++mistake.num_parts;
                mistake.largest_part = std::max(mistake.largest_part, both);
              });
          ++result_.counts.num_clusters;
          ++result_.partition.clusters[size];
          mistake.num_pairs = false_pairs;
          if (mistake.num_parts > 1) merged_.offer(mistake);
          for (const Cell& cell : cluster) sized.push_back({cell, size, whole_[cell.source]});
        });
    return sized;
  }

  // `cells`: all cells of some classes, sorted by class, cluster, source, group. Returns how close each class is to its
  // clusters.
  std::vector<Closeness> add_classes(const std::vector<SizedCell>& cells) {
    std::vector<Closeness> closeness;
    for_each_run(
        std::span(cells), [](const SizedCell& sized) { return sized.cell.true_class; },
        [&](std::span<const SizedCell> of_class) {
          whole_.clear();
          std::uint64_t size = 0;
          for (const SizedCell& sized : of_class) {
            size += sized.cell.count;
            whole_.add(sized.cell.source, sized.cell.count);
          }
          std::uint64_t missed = whole_.add_pairs(result_.by_source, &PairCounts::actual, options_.link_only);
          result_.counts.pairs.actual += missed;
          result_.counts.num_records += size;
          ++result_.counts.num_true_clusters;
          ++result_.partition.classes[size];
          Mistake mistake{.id = of_class.front().cell.true_class, .size = size};
          Closeness closest{0, 0, 1};
          for_each_run(
              of_class, [](const SizedCell& sized) { return sized.cell.cluster; },
              [&](std::span<const SizedCell> shared) {
                part_.clear();
                std::uint64_t both = 0;
                for (const SizedCell& sized : shared) {
                  both += sized.cell.count;
                  part_.add(sized.cell.source, sized.cell.count);
                }
                missed -= part_.num_pairs(options_.link_only);
                result_.counts.squares_by_class_size[size] += both * both;
                const std::uint64_t in_cluster = shared.front().in_cluster;
                if (both == in_cluster && both == size) ++result_.counts.num_exact;
                ++mistake.num_parts;
                mistake.largest_part = std::max(mistake.largest_part, both);
                closeness.push_back({shared.front().cell.cluster, both, in_cluster + size - both});
                if (is_closer(closeness.back(), closest)) closest = closeness.back();
                if (options_.num_groups > 0)
                  for (const SizedCell& sized : shared) add_group(sized, both, size);
              });
          result_.partition.closest_of_classes.add(closest.both, closest.either);
          mistake.num_pairs = missed;
          if (mistake.num_parts > 1) split_.offer(mistake);
        });
    return closeness;
  }

  // `cells`: all of some clusters, in any order.
  void add_closeness(std::vector<Closeness> cells) {
    std::sort(cells.begin(), cells.end(), [](const Closeness& a, const Closeness& b) { return a.cluster < b.cluster; });
    for_each_run(
        std::span<const Closeness>(cells), [](const Closeness& cell) { return cell.cluster; },
        [&](std::span<const Closeness> of_cluster) {
          Closeness closest = of_cluster.front();
          for (const Closeness& cell : of_cluster)
            if (is_closer(cell, closest)) closest = cell;
          result_.partition.closest_of_clusters.add(closest.both, closest.either);
        });
  }

  // Collective.
  Comparison sum(const mpi::Communicator& world) {
    Comparison sum;
    sum.counts = sum_over_ranks(world, result_.counts);
    sum.partition = sum_over_ranks(world, result_.partition);
    sum.by_source = std::move(result_.by_source);
    sum.by_group = std::move(result_.by_group);
    // Both are plain lists of 64-bit numbers of the same length on all ranks.
    world.sum_in_place(
        {reinterpret_cast<std::uint64_t*>(sum.by_source.data()), sum.by_source.size() * sizeof(PairCounts) / 8});
    world.sum_in_place(
        {reinterpret_cast<std::uint64_t*>(sum.by_group.data()), sum.by_group.size() * sizeof(GroupCounts) / 8});
    sum.merged = worst_of_all(world, merged_);
    sum.split = worst_of_all(world, split_);
    return sum;
  }

 private:
  static bool is_closer(const Closeness& a, const Closeness& b) {
    return Uint128{a.both} * b.either > Uint128{b.both} * a.either;
  }
  void add_group(const SizedCell& sized, std::uint64_t both, std::uint64_t in_class) {
    const std::uint64_t count = sized.cell.count;
    const std::uint32_t source = sized.cell.source;
    GroupCounts& group = result_.by_group[sized.cell.group];
    group.num_records += count;
    // A record forms no pair with itself, and in link_only jobs none with records of its own source.
    group.partners.true_positive += count * (both - (options_.link_only ? part_[source] : 1));
    group.partners.predicted += count * (sized.in_cluster - (options_.link_only ? sized.in_cluster_and_source : 1));
    group.partners.actual += count * (in_class - (options_.link_only ? whole_[source] : 1));
    group.b_cubed_precision.add(both, sized.in_cluster, count);
    group.b_cubed_recall.add(both, in_class, count);
  }
  std::vector<Mistake> worst_of_all(const mpi::Communicator& world, const Worst& local) const {
    std::vector<Mistake> all = world.gather_all(local.sorted());
    std::sort(all.begin(), all.end(), is_worse);
    if (all.size() > options_.num_mistakes) all.resize(options_.num_mistakes);
    return all;
  }

  CompareOptions options_;
  SourceCounts whole_;
  SourceCounts part_;
  Worst merged_;
  Worst split_;
  Comparison result_;
};

static_assert(sizeof(PairCounts) == 3 * sizeof(std::uint64_t));
static_assert(sizeof(GroupCounts) == 8 * sizeof(std::uint64_t));

}  // namespace

Comparison compare_clusters(const mpi::Communicator& world, const BlockDistribution& distribution, const Labels& local,
                            const CompareOptions& options) {
  LocalComparison comparison(options);
  // 1. Cells of a cluster meet at its owner.
  auto cells = mpi::exchange_by_owner(world, local_cells(local),
                                      [&](const Cell& cell) { return distribution.owner(cell.cluster); });
  merge_equal(cells);
  auto sized = comparison.add_clusters(cells);
  std::vector<Cell>().swap(cells);
  // 2. Cells of a class meet at its owner, with the sizes of their clusters.
  sized = mpi::exchange_by_owner(world, std::move(sized),
                                 [&](const SizedCell& one) { return distribution.owner(one.cell.true_class); });
  std::sort(sized.begin(), sized.end(),
            [](const SizedCell& a, const SizedCell& b) { return by_class(a.cell) < by_class(b.cell); });
  auto closeness = comparison.add_classes(sized);
  std::vector<SizedCell>().swap(sized);
  // 3. The owners of the clusters learn which class is closest.
  comparison.add_closeness(mpi::exchange_by_owner(
      world, std::move(closeness), [&](const Closeness& one) { return distribution.owner(one.cluster); }));
  return comparison.sum(world);
}

}  // namespace onefold::evaluate
