#include "repair/repair_parts.hpp"

#include "cluster/link_counts.hpp"

namespace onefold::repair {

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
  // The owner of a record contributes its label; all other ranks contribute 0.
  context.world.max_in_place(labels);
  return labels;
}

}  // namespace onefold::repair
