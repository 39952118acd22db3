#include "repair/oversized_components.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "cluster/link_counts.hpp"
#include "cluster/link_reducer.hpp"
#include "memory/memory_budget.hpp"
#include "mpi/fetch.hpp"
#include "onefold/cluster/components.hpp"
#include "repair/repair_parts.hpp"

namespace onefold::repair {

namespace {

constexpr FixedWeight kOneBit = 1 << 20;
// Number of threshold steps above the job's threshold. All heavier links are removed together, in the last step.
constexpr std::size_t kNumSteps = 256;

// A link of an oversized component, kept until it is decided whether the link is cut.
struct LinkSetAside {
  static constexpr std::size_t kWords = 3;

  RecordId left = 0;
  RecordId right = 0;
  FixedWeight weight = 0;

  void encode(std::uint64_t* words) const {
    words[0] = left;
    words[1] = right;
    words[2] = static_cast<std::uint64_t>(weight);
  }
  [[nodiscard]] static LinkSetAside decode(const std::uint64_t* words) {
    return {words[0], words[1], static_cast<FixedWeight>(words[2])};
  }
};
using LinksSetAside = scratch::SortedRuns<LinkSetAside>;

// Conditions under which a part is not broken further.
struct Limits {
  std::uint64_t max_size;
  bool may_be_dense;  // larger parts are allowed if links are dense, because no constraint could cut them
  std::vector<RecordId> kept_apart;  // labels, ascending, of parts that hold both records of a cannot-link pair
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

// Collective. Labels of this rank's parts that `limits` do not allow, gathered on all ranks; at most one label per
// max_repair_size records.
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

// State of breaking the oversized components.
class Breaker {
 public:
  Breaker(const Context& context, const Columns& columns, const decisions::Decisions& lists,
          cluster::Components& components)
      : context_(context),
        columns_(columns),
        lists_(lists),
        components_(components),
        threshold_(weight_of_probability(context.job.cluster.threshold)),
        limits_(limits_of(context, columns, lists, components)),
        oversized_(find_oversized(context, group_components(context, columns, components), limits_)),
        is_open_(columns.num_local_rows),
        links_of_step_(kNumSteps, 0) {
    for (std::size_t row = 0; row < is_open_.size(); ++row)
      is_open_[row] = std::binary_search(oversized_.begin(), oversized_.end(), components.labels[row]) ? 1 : 0;
    was_oversized_ = is_open_;
  }
  [[nodiscard]] std::size_t num_oversized() const { return oversized_.size(); }

  // Collective. Collects the links of oversized components, and counts them by their distance above the threshold.
  LinksSetAside set_links_aside(const score::EdgeRuns& links);
  // Collective. Removes the lighter links step by step, until all parts are small or dense enough.
  void break_up(const LinksSetAside& aside);
  // Collective. Cuts the links between parts, and counts again the links within them.
  void cut(const LinksSetAside& aside, Cuts& cuts);

 private:
  const Context& context_;
  const Columns& columns_;
  const decisions::Decisions& lists_;
  cluster::Components& components_;
  const FixedWeight threshold_;
  Limits limits_;
  std::vector<RecordId> oversized_;  // labels of the parts to break, of all ranks
  std::vector<char> is_open_;        // [local record] whether its part must still be broken
  std::vector<char> was_oversized_;  // [local record] whether its component was oversized
  std::vector<std::uint64_t> links_of_step_;
};

LinksSetAside Breaker::set_links_aside(const score::EdgeRuns& links) {
  const auto& world = context_.world;
  LinksSetAside aside(world, context_.work,
                      {columns_.distribution.num_global(), memory::MemoryBudget(context_).run_bytes()});
  aside.open("links-aside");
  for_each_link_window(context_, columns_, links, [&](std::span<const score::Edge> window, const mpi::Fetch& left) {
    const auto is_of_oversized = left.values<char>([&](std::uint64_t row) { return was_oversized_[row]; });
    mpi::run_locally(world, [&] {
      for (std::size_t l = 0; l < window.size(); ++l) {
        if (is_of_oversized[l] == 0) continue;
        aside.add({window[l].left, window[l].right, window[l].weight});
        ++links_of_step_[step_of(window[l].weight, threshold_)];
      }
    });
  });
  aside.publish();
  aside.finish();
  world.sum_in_place(links_of_step_);
  return aside;
}

void Breaker::break_up(const LinksSetAside& aside) {
  const auto& world = context_.world;
  const auto& distribution = columns_.distribution;
  std::size_t step = 0;
  while (!oversized_.empty()) {
    while (step + 1 < kNumSteps && links_of_step_[step] == 0) ++step;
    ++step;  // the step above the lightest remaining links
    const bool last = step >= kNumSteps;
    const FixedWeight least = threshold_ + static_cast<FixedWeight>(step) * kOneBit;
    cluster::LinkReducer reducer(distribution.num_global());
    cluster::LinkCounter counter;
    mpi::run_locally(world, [&] {
      aside.for_each_local([&](const LinkSetAside& link) {
        if (last || link.weight < least) return;
        reducer.add({link.left, link.right});
        counter.add(link.left);
      });
    });
    if (world.is_root()) reducer.add(lists_.must_link);
    cluster::Components finer;
    finer.labels = cluster::find_components(world, distribution, reducer.take());
    finer.record_links = cluster::count_by_record(world, distribution, std::move(counter));
    if (last) limits_.max_size = distribution.num_global();  // only must-links are left
    // A must-link list may have joined an oversized component to others. Finished parts keep their labels.
    oversized_ = find_oversized(context_, group_components(context_, columns_, finer), limits_);
    for (std::size_t row = 0; row < is_open_.size(); ++row) {
      if (is_open_[row] == 0) continue;
      components_.labels[row] = finer.labels[row];
      is_open_[row] = std::binary_search(oversized_.begin(), oversized_.end(), finer.labels[row]) ? 1 : 0;
    }
    if (!world.any(std::any_of(is_open_.begin(), is_open_.end(), [](char open) { return open != 0; }))) break;
  }
}

void Breaker::cut(const LinksSetAside& aside, Cuts& cuts) {
  const auto& world = context_.world;
  for (std::size_t row = 0; row < was_oversized_.size(); ++row)
    if (was_oversized_[row] != 0) components_.record_links[row] = 0;
  cluster::LinkCounter counter;
  cuts.open("cuts-large");
  for_each_link_window(context_, columns_, aside, [&](std::span<const LinkSetAside> links, const mpi::Fetch& left) {
    const auto label_of = [&](std::uint64_t row) { return components_.labels[row]; };
    const auto left_label = left.values<RecordId>(label_of);
    const auto right_label = right_labels(context_, columns_, links, label_of);
    mpi::run_locally(world, [&] {
      for (std::size_t l = 0; l < links.size(); ++l) {
        if (left_label[l] == right_label[l])
          counter.add(links[l].left);
        else
          cuts.add({links[l].left, links[l].right, links[l].weight, CutReason::too_large});
      }
    });
  });
  cuts.publish();
  const auto recounted = cluster::count_by_record(world, columns_.distribution, std::move(counter));
  for (std::size_t row = 0; row < recounted.size(); ++row) components_.record_links[row] += recounted[row];
}

}  // namespace

void break_oversized_components(const Context& context, const Columns& columns, const score::EdgeRuns& links,
                                const decisions::Decisions& lists, cluster::Components& components, Cuts& cuts) {
  Breaker breaker(context, columns, lists, components);
  context.statistics.add_global("components_broken", breaker.num_oversized());
  if (breaker.num_oversized() == 0) return;
  auto aside = breaker.set_links_aside(links);
  breaker.break_up(aside);
  breaker.cut(aside, cuts);
  aside.remove();
}

}  // namespace onefold::repair
