#include "repair/write_clustering.hpp"

#include <string>
#include <vector>

#include "result/write_statistics.hpp"

namespace onefold::repair {

void write_clustering(const Context& context, const decisions::Decisions& lists, Cuts& cuts,
                      const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const auto& cluster = context.job.cluster;
  writer.write_once("/cluster/threshold", std::vector<double>{cluster.threshold});
  writer.write_once("/cluster/threshold_weight_log2",
                    std::vector<double>{to_double(weight_of_probability(cluster.threshold))});
  writer.write_once("/cluster/review_threshold", std::vector<double>{cluster.review_threshold});
  writer.write_once("/cluster/link_only", std::vector<std::int8_t>{context.job.task == config::Task::link});
  const bool repairs = cluster.method == config::ClusterMethod::repair;
  writer.write_text("/cluster/method", repairs ? "repair" : "components");
  if (!repairs) return;
  writer.write_once("/cluster/support", std::vector<double>{cluster.support});
  const auto write_list = [&](const std::string& name, const std::vector<Link>& list) {
    std::vector<std::int64_t> left;
    std::vector<std::int64_t> right;
    for (const auto& link : list) {
      left.push_back(static_cast<std::int64_t>(link.left));
      right.push_back(static_cast<std::int64_t>(link.right));
    }
    writer.write_once(name + "_left", left);
    writer.write_once(name + "_right", right);
  };
  write_list("/cluster/must_link", lists.must_link);
  write_list("/cluster/cannot_link", lists.cannot_link);

  const std::uint64_t num_cuts = cuts.num_rows();
  auto left = writer.begin_numbers<std::int64_t>("/cuts/left", num_cuts);
  auto right = writer.begin_numbers<std::int64_t>("/cuts/right", num_cuts);
  auto weight = writer.begin_numbers<double>("/cuts/weight_log2", num_cuts);
  auto reason = writer.begin_numbers<std::int8_t>("/cuts/reason", num_cuts);
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
