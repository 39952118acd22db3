#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_cluster_stage(const Context& context, RunState& state) {
  Stage stage(context, "cluster", "records");
  const auto& cluster = context.job.cluster;
  // Records connected by links are one component, named by its smallest RecordId. Where repair follows, links are
  // counted: it skips components in which every pair is linked.
  state.components =
      cluster::connect_links(context, state.columns, state.pairs.edges, weight_of_probability(cluster.threshold),
                             state.decisions.must_link, cluster.method == config::ClusterMethod::repair);
  stage.finish(state.columns.distribution.num_global(), "records");
}

}  // namespace onefold::pipeline
