#include "repair/write_clustering.hpp"

#include <optional>
#include <vector>

#include "result/cluster_tables.hpp"

namespace onefold::repair {

using result::CutsTable;

namespace {

std::vector<result::RecordPair> pairs_of(const std::vector<Link>& links) {
  std::vector<result::RecordPair> pairs;
  pairs.reserve(links.size());
  for (const auto& link : links)
    pairs.push_back({static_cast<std::int64_t>(link.left), static_cast<std::int64_t>(link.right)});
  return pairs;
}

}  // namespace

void write_clustering(const Context& context, const decisions::Decisions& lists, Cuts& cuts,
                      const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const auto& cluster = context.job.cluster;
  result::ClusterTable table{.threshold = cluster.threshold,
                             .threshold_weight_log2 = to_double(weight_of_probability(cluster.threshold)),
                             .review_threshold = cluster.review_threshold,
                             .threshold_reason = cluster.threshold_reason,
                             .link_only = context.job.task == config::Task::link,
                             .repair = std::nullopt};
  const bool repairs = cluster.method == config::ClusterMethod::repair;
  if (repairs)
    table.repair = {
        .support = cluster.support, .must_link = pairs_of(lists.must_link), .cannot_link = pairs_of(lists.cannot_link)};
  table.write(writer);
  if (!repairs) return;

  const std::uint64_t num_cuts = cuts.num_rows();
  auto left = CutsTable::kLeft.begin(writer, num_cuts);
  auto right = CutsTable::kRight.begin(writer, num_cuts);
  auto weight = CutsTable::kWeight.begin(writer, num_cuts);
  auto reason = CutsTable::kReason.begin(writer, num_cuts);
  cuts.for_each_window(memory::window_rows(context, needs), [&](const scratch::RowWindow<CutLink>& links) {
    left.append(links.column<std::int64_t>([](const CutLink& link) { return link.left; }));
    right.append(links.column<std::int64_t>([](const CutLink& link) { return link.right; }));
    weight.append(links.column<double>([](const CutLink& link) { return to_double(link.weight); }));
    reason.append(links.column<std::int8_t>([](const CutLink& link) { return link.reason; }));
  });
  cuts.remove();
  left.finish();
  right.finish();
  weight.finish();
  reason.finish();
}

}  // namespace onefold::repair
