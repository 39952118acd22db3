#include "repair/repair_components.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "block/tile_batches.hpp"
#include "block/wave_rows.hpp"
#include "memory/memory_budget.hpp"
#include "mpi/fetch.hpp"
#include "repair/needs_repair.hpp"
#include "repair/pair_evidence.hpp"
#include "repair/repair.hpp"
#include "repair/repair_parts.hpp"
#include "score/pair_evaluator.hpp"
#include "score/rival_probabilities.hpp"
#include "score/score_tiles.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::repair {

namespace {

// Number of pairs whose evidence is held at the same time, unless a single component has more.
constexpr std::uint64_t kPairsAtOnce = 1 << 16;
// Smaller batches are not worth their messages.
constexpr std::uint64_t kLeastBatchBytes = 4 << 20;
// Memory of a component during repair: per pair for sums, flags, evidence and link; and per pair and lasting value.
constexpr std::uint64_t kBytesPerPair = 17 + 40;
constexpr std::uint64_t kBytesPerLasting = 8;

// Collective. Deals out the components in the order of their ids, in parts of about equal cost.
DealtComponents deal_components(const mpi::Communicator& world, const cluster::Clusters& clusters,
                                std::span<const std::size_t> chosen) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  // Fetching the values of a row costs about as much as scoring a hundred pairs.
  const auto cost_of = [&](std::size_t c) {
    const std::uint64_t size = clusters.begins[c + 1] - clusters.begins[c];
    return pairs_of(size) + 100 * size;
  };
  std::uint64_t local_cost = 0;
  for (const auto c : chosen) local_cost += cost_of(c);
  const std::uint64_t total = world.sum(local_cost);
  std::uint64_t before = world.exclusive_sum(local_cost);
  std::vector<std::uint32_t> sizes;
  std::vector<RecordId> members;
  std::vector<std::uint64_t> component_counts(ranks, 0);
  std::vector<std::uint64_t> member_counts(ranks, 0);
  for (const auto c : chosen) {
    const auto target = static_cast<std::size_t>(static_cast<Uint128>(before) * ranks / total);
    before += cost_of(c);
    const std::uint64_t size = clusters.begins[c + 1] - clusters.begins[c];
    sizes.push_back(static_cast<std::uint32_t>(size));
    ++component_counts[target];
    member_counts[target] += size;
    members.insert(members.end(), clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[c]),
                   clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[c + 1]));
  }
  DealtComponents dealt;
  for (const auto size : world.exchange(sizes, component_counts)) dealt.begins.push_back(dealt.begins.back() + size);
  dealt.members = world.exchange(members, member_counts);
  return dealt;
}

// Pairs of a component's members that must, or must not, be in the same part.
class Constraints {
 public:
  Constraints(const config::Job& job, const decisions::Decisions& lists)
      : job_(job), lists_(lists), attributes_(conflict_attributes(job)) {}
  [[nodiscard]] std::span<const AttributeIndex> attributes() const { return attributes_; }

  // `values`: [conflict attribute][row]; those of the component begin at `first`. `place`: [member] its number in
  // `repair`.
  void apply(std::span<const RecordId> members, std::span<const std::uint32_t> sources, std::uint64_t first,
             std::span<const std::vector<std::uint64_t>> values, std::span<const std::uint32_t> place,
             ComponentRepair& repair) const {
    const auto n = static_cast<std::uint32_t>(members.size());
    const auto forbid = [&](std::uint32_t i, std::uint32_t j, CutReason reason) {
      repair.forbid(place[i], place[j], reason);
    };
    for (std::uint32_t i = 1; i < n; ++i)
      for (std::uint32_t j = i; j-- > 0 && sources[first + j] == sources[first + i];)
        if (job_.sources[sources[first + i]].unique) forbid(i, j, CutReason::unique_source);
    for (const auto& value : values)
      for (std::uint32_t i = 1; i < n; ++i)
        for (std::uint32_t j = 0; j < i; ++j)
          if (value[first + i] != 0 && value[first + j] != 0 && value[first + i] != value[first + j])
            forbid(i, j, CutReason::conflict);
    for_each_listed(lists_.cannot_link, members,
                    [&](std::uint32_t i, std::uint32_t j) { forbid(i, j, CutReason::cannot_link); });
    for_each_listed(lists_.must_link, members,
                    [&](std::uint32_t i, std::uint32_t j) { repair.join(place[i], place[j]); });
  }

 private:
  template <typename Use>
  static void for_each_listed(const std::vector<Link>& list, std::span<const RecordId> members, Use use) {
    if (list.empty()) return;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      auto at = std::lower_bound(list.begin(), list.end(), members[i],
                                 [](const Link& link, RecordId record) { return link.left < record; });
      for (; at != list.end() && at->left == members[i]; ++at) {
        const auto right = std::lower_bound(members.begin(), members.end(), at->right);
        if (right != members.end() && *right == at->right) use(i, static_cast<std::uint32_t>(right - members.begin()));
      }
    }
  }
  const config::Job& job_;
  const decisions::Decisions& lists_;
  std::vector<AttributeIndex> attributes_;
};

struct NewLabel {
  RecordId record;
  RecordId label;
};

// Comparisons of lasting values; decisive ones come first.
struct LastingComparisons {
  std::vector<std::size_t> comparisons;
  std::uint32_t num_decisive = 0;
};

LastingComparisons lasting_comparisons(const config::Job& job, const score::PairEvaluator& evaluator) {
  LastingComparisons found;
  for (const auto attribute : lasting_attributes(job))
    for (std::size_t c = 0; c < evaluator.num_comparisons(); ++c) {
      if (evaluator.attribute(c) != attribute) continue;
      found.comparisons.push_back(c);
      if (lasting_of(job.attributes[attribute]) == config::Lasting::decisive) ++found.num_decisive;
      break;  // an attribute counts once, by its first comparison
    }
  return found;
}

// Components whose rows were fetched, with one tile for each.
struct RepairBatch {
  block::TileSet set;
  block::TileRows rows;
  std::vector<std::vector<std::uint64_t>> values;  // [conflict attribute][row]
  std::vector<std::uint64_t> names;                // [row] hash of source and id
};

// The data that is needed to repair a batch.
struct Repairer {
  const config::Job& job;
  const score::PairEvaluator& evaluator;
  const score::PairWeights& weights;
  const Constraints& constraints;
  PairEvidence& pair_evidence;
  FixedWeight threshold;
  FixedShare support;
  block::PairScope scope;
  LastingComparisons lasting;

  // Local.
  void repair(const RepairBatch& batch, Cuts& cuts, std::vector<NewLabel>& labels) const {
    const block::TileSet& set = batch.set;
    std::vector<score::EvidencePair> evidence;
    ComponentRepair component;
    block::TileSet part{.ids = set.ids};
    for (std::size_t done = 0; done < set.tiles.size();) {
      part.tiles.clear();
      for (std::uint64_t pairs = 0; done < set.tiles.size() && (part.tiles.empty() || pairs < kPairsAtOnce); ++done) {
        part.tiles.push_back(set.tiles[done]);
        pairs += pairs_of(set.tiles[done].num_left);
      }
      evidence.clear();
      score::local_score_evidence(part, batch.rows, evaluator, weights, std::min(threshold, kLeastEvidence),
                                  [&](const score::EvidencePair& pair) { evidence.push_back(pair); });
      // Evidence is in the order of tiles.
      auto next = evidence.begin();
      for (const block::Tile& tile : part.tiles) {
        const auto begin = next;
        while (next != evidence.end() && next->right < tile.first + tile.num_left) ++next;
        repair_one(batch, tile, {begin, next}, component, cuts, labels);
      }
    }
  }

 private:
  void repair_one(const RepairBatch& batch, const block::Tile& tile, std::span<const score::EvidencePair> evidence,
                  ComponentRepair& component, Cuts& cuts, std::vector<NewLabel>& labels) const {
    const auto& sources = batch.rows.source;
    const auto members = std::span(batch.set.ids).subspan(tile.first, tile.num_left);
    // Ties go by the number of a member. Numbers follow names, not RecordIds, so that the order of the input decides
    // nothing.
    std::vector<std::uint32_t> order(tile.num_left), place(tile.num_left);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(batch.names[tile.first + a], a) < std::pair(batch.names[tile.first + b], b);
    });
    for (std::uint32_t i = 0; i < tile.num_left; ++i) place[order[i]] = i;
    const auto index = [&](std::uint64_t row) { return place[row - tile.first]; };
    const auto is_link = [&](const score::EvidencePair& pair) {
      return pair.proposed && pair.weight >= threshold && scope.allows(sources[pair.left], sources[pair.right]);
    };
    component.reset(tile.num_left, static_cast<std::uint32_t>(lasting.comparisons.size()), lasting.num_decisive);
    pair_evidence.open(tile.num_left);
    for (const auto& pair : evidence) pair_evidence.add(index(pair.left), index(pair.right), pair.weight);
    for (const auto& pair : evidence) {
      const std::uint32_t i = index(pair.left);
      const std::uint32_t j = index(pair.right);
      component.add_evidence(i, j, pair_evidence(i, j, pair.weight), pair.weight, is_link(pair));
      for (std::uint32_t which = 0; which < lasting.comparisons.size(); ++which) {
        const auto level = evaluator.space().level(pair.pattern, lasting.comparisons[which]);
        // Only a difference is evidence against a match.
        if (level != comparison::kMissing)
          component.add_lasting(i, j, which, weights.of_level(lasting.comparisons[which], level) < 0);
      }
    }
    constraints.apply(members, sources, tile.first, batch.values, place, component);
    component.run(support);
    // A part is named by its smallest record. Members ascend.
    std::vector<std::uint32_t> first_of_part(tile.num_left, tile.num_left);
    for (std::uint32_t member = 0; member < tile.num_left; ++member) {
      std::uint32_t& first = first_of_part[component.part(place[member])];
      first = std::min(first, member);
      if (first != 0) labels.push_back({members[member], members[first]});
    }
    for (const auto& pair : evidence) {
      const std::uint32_t i = index(pair.left);
      const std::uint32_t j = index(pair.right);
      if (component.part(i) == component.part(j) || !is_link(pair)) continue;
      const auto [left, right] = std::minmax(batch.set.ids[pair.left], batch.set.ids[pair.right]);
      cuts.add({left, right, pair.weight, component.reason(i, j)});
    }
  }
};

// Each member has links to at least half of the members, so two that are not linked share a neighbour even if another
// member is removed.
std::vector<std::size_t> cut_batches(const DealtComponents& dealt, std::uint64_t max_rows) {
  std::vector<std::size_t> ends;
  for (std::size_t c = 0; c < dealt.size();) {
    const std::uint64_t first = dealt.begins[c];
    while (c < dealt.size() && (dealt.begins[c] == first || dealt.begins[c + 1] - first <= max_rows)) ++c;
    ends.push_back(c);
  }
  return ends;
}

// Collective. Sends labels to the owners of the records.
void adopt_labels(const Context& context, const Columns& columns, std::vector<NewLabel> labels,
                  cluster::Components& components) {
  std::sort(labels.begin(), labels.end(), [](const NewLabel& a, const NewLabel& b) { return a.record < b.record; });
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(context.world.size()), 0);
  for (const NewLabel& label : labels) ++counts[static_cast<std::size_t>(columns.distribution.owner(label.record))];
  for (const NewLabel& label : context.world.exchange(labels, counts))
    components.labels[label.record - columns.first_record] = label.label;
}

// Attributes of comparisons and of keys; both are computed from the values that are fetched with the rows.
std::vector<AttributeIndex> attributes_read(const score::PairEvaluator& evaluator, const block::BlockPlan& plan) {
  auto attributes = evaluator.attributes();
  for (const auto& keys : plan.keys)
    for (const auto rule : {keys.on, keys.split_by}) {
      const auto read = block::attributes_of(rule);
      attributes.insert(attributes.end(), read.begin(), read.end());
    }
  std::sort(attributes.begin(), attributes.end());
  attributes.erase(std::unique(attributes.begin(), attributes.end()), attributes.end());
  return attributes;
}

}  // namespace

DealtComponents deal_components_that_need_repair(const Context& context, const Columns& columns,
                                                 const decisions::Decisions& lists,
                                                 const cluster::Components& components) {
  const auto& world = context.world;
  const auto parts = group_components(context, columns, components);
  const auto chosen = find_components_that_need_repair(context, columns, lists, components, parts);
  std::uint64_t largest = 0;
  for (const auto c : chosen) largest = std::max(largest, parts.clusters.begins[c + 1] - parts.clusters.begins[c]);
  DealtComponents dealt = deal_components(world, parts.clusters, chosen);
  dealt.largest = world.max(largest);
  dealt.num_members = world.sum(dealt.members.size());
  std::uint64_t num_pairs = 0;
  for (std::size_t c = 0; c < dealt.size(); ++c) num_pairs += pairs_of(dealt.size_of(c));
  context.statistics.add_global("components_repaired", world.sum(chosen.size()));
  context.statistics.add_global("records_repaired", dealt.num_members);
  context.statistics.add("pairs_repaired", num_pairs);
  return dealt;
}

void repair_components(const Context& context, const RepairInput& input, const DealtComponents& dealt,
                       cluster::Components& components, Cuts& cuts) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  const auto& [columns, plan, model, lists] = input;
  // Batch by batch: fetch the rows, score all pairs of their components, and split components.
  const score::PairEvaluator evaluator(job);
  const score::PairWeights weights(job, model, columns.facts());
  const Constraints constraints(job, lists);
  PairEvidence pair_evidence(world, score::candidates_compete(job) ? 1 : 0);
  const Repairer repairer{job,
                          evaluator,
                          weights,
                          constraints,
                          pair_evidence,
                          weight_of_probability(job.cluster.threshold),
                          static_cast<FixedShare>(job.cluster.support * static_cast<double>(kWholeShare)),
                          plan.scope,
                          lasting_comparisons(job, evaluator)};
  const auto attributes = attributes_read(evaluator, plan);
  const auto value_bytes = block::wave_value_bytes(context, columns);
  const auto token_bytes = block::wave_token_bytes(context, columns);
  cuts.open("cuts-repair");
  std::vector<NewLabel> labels;
  if (dealt.num_members > 0) {
    std::vector<std::uint64_t> names;
    mpi::run_locally(world, [&] { names = scratch::read_record_hashes(context, columns); });
    const std::uint64_t fixed_bytes = std::max(pairs_of(dealt.largest), kPairsAtOnce) *
                                      (kBytesPerPair + kBytesPerLasting * repairer.lasting.comparisons.size());
    const std::uint64_t row_bytes = block::wave_bytes_per_row(value_bytes, plan.keys.size(), token_bytes) +
                                    8 * (constraints.attributes().size() + 1) + sizeof(NewLabel);
    const std::uint64_t bytes = memory::MemoryBudget(context).available_bytes(
        "cluster repair", fixed_bytes + std::min(kLeastBatchBytes, dealt.num_members * row_bytes));
    std::uint64_t max_rows = (bytes - fixed_bytes) / row_bytes;
    if (options.max_wave_rows > 0) max_rows = options.max_wave_rows / static_cast<std::uint64_t>(world.size());
    const auto ends = cut_batches(dealt, max_rows);
    const std::uint64_t num_batches = world.max(ends.size());
    for (std::uint64_t batch = 0; batch < num_batches; ++batch) {
      if (num_batches > 1) memory::MemoryBudget(context).release_if_short();
      const std::size_t begin = batch < ends.size() ? (batch == 0 ? 0 : ends[batch - 1]) : dealt.size();
      const std::size_t end = batch < ends.size() ? ends[batch] : dealt.size();
      RepairBatch one;
      one.set.ids.assign(dealt.members.begin() + static_cast<std::ptrdiff_t>(dealt.begins[begin]),
                         dealt.members.begin() + static_cast<std::ptrdiff_t>(dealt.begins[end]));
      for (std::size_t c = begin; c < end; ++c)
        one.set.tiles.push_back(
            {dealt.begins[c] - dealt.begins[begin], static_cast<std::uint32_t>(dealt.size_of(c)), 0});
      one.rows = block::fetch_rows(world, columns, one.set.ids, attributes, plan.keys);
      {
        const mpi::Fetch fetch(world, columns.distribution, one.set.ids);
        one.names = fetch.values<std::uint64_t>([&](std::uint64_t row) { return names[row]; });
        for (const auto attribute : constraints.attributes())
          one.values.push_back(fetch.values<std::uint64_t>(
              [&](std::uint64_t row) { return input.columns.attributes[attribute].value_id(row); }));
      }
      mpi::run_locally(world, [&] { repairer.repair(one, cuts, labels); });
      progress.update(dealt.begins[end] * static_cast<std::uint64_t>(world.size()), dealt.num_members);
    }
  }
  cuts.publish();
  // Each record gets the label of its part.
  adopt_labels(context, columns, std::move(labels), components);
}

}  // namespace onefold::repair
