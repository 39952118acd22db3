#include "pipeline/stages.hpp"

namespace onefold::pipeline {

void run_cluster_stage(const Context& context, RunState& state) {
  Stage stage(context, "cluster", "records");
  // Records connected by links form one component, named by its smallest RecordId. If repair follows, links are
  // counted, because repair skips components in which every pair is linked.
  const bool repairs = context.job.cluster.method == config::ClusterMethod::repair;
  state.components =
      cluster::connect_links(context, state.columns, state.pairs.links, state.decisions.must_link, repairs);
  stage.finish(state.columns.distribution.num_global(), "records");
}

}  // namespace onefold::pipeline
