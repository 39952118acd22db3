#include "repair/repair_parts.hpp"

#include <algorithm>

#include "cluster/link_counts.hpp"
#include "memory/memory_budget.hpp"

namespace onefold::repair {

CutWriter::CutWriter(const Context& context, std::string product, Cuts& cuts)
    : cuts_(cuts),
      max_edges_(score::EdgeRunWriter::edges_in(
          std::min(context.job.memory_per_rank_bytes / memory::kRunsPerMemory, memory::kMaxRunBytes), 0)),
      runs_(context, product, cuts.edges.num_records, 0, cuts.edges.left_bins, list_) {
  cuts_.edges.products.push_back(std::move(product));
}

void CutWriter::add(RecordId left, RecordId right, FixedWeight weight, CutReason reason) {
  list_.left.push_back(left);
  list_.right.push_back(right);
  list_.pattern.push_back(0);
  list_.weight.push_back(weight);
  list_.rule.push_back(static_cast<std::uint16_t>(reason));
  ++cuts_.by_reason[static_cast<std::size_t>(reason)];
  if (list_.size() >= max_edges_) runs_.spill();
}

void CutWriter::publish() { runs_.publish(); }

ComponentsInParts group_components(const Context& context, const Columns& columns,
                                   const cluster::Components& components) {
  ComponentsInParts parts;
  parts.clusters = cluster::group_members(context.world, columns.distribution, components.labels);
  parts.links = cluster::count_by_cluster(context.world, columns.distribution, components.labels,
                                          components.record_links, parts.clusters);
  return parts;
}

std::vector<RecordId> labels_of_pairs(const Context& context, const Columns& columns, std::span<const Link> pairs,
                                      std::span<const RecordId> labels_of_records) {
  std::vector<RecordId> labels(2 * pairs.size(), 0);
  const auto look_up = [&](RecordId record, RecordId& label) {
    if (record >= columns.first_record && record - columns.first_record < columns.num_local_rows)
      label = labels_of_records[record - columns.first_record];
  };
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    look_up(pairs[p].left, labels[2 * p]);
    look_up(pairs[p].right, labels[2 * p + 1]);
  }
  // Each record has one owner; all others say 0.
  context.world.max_in_place(labels);
  return labels;
}

}  // namespace onefold::repair
