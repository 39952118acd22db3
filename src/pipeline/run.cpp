#include "onefold/pipeline/run.hpp"

#include <algorithm>

#include "onefold/pipeline/stages.hpp"
#include "onefold/record/hash.hpp"
#include "onefold/store/output_path.hpp"
#include "write_memory.hpp"

namespace onefold::pipeline {

RunSummary run_job(const mpi::Communicator& world, const config::Job& job, report::Progress& progress,
                   report::Statistics& statistics, const RunOptions& options) {
  const auto node = world.split_by_node();
  // 0. An output that may not be written is refused before any work is done.
  mpi::run_locally(world, [&] {
    if (world.is_root()) store::refuse_unusable_output(job.output, job.overwrite);
  });
  store::WorkDirectory work(world, job.work_dir, hash_bytes(job.digest_toml));
  const Context context{world, node, job, work, progress, statistics, options};

  // 1. Ingest: every row becomes a record with a global id, or goes to quarantine; raw values wait on disk.
  const SourceFacts facts = run_ingest_stage(context);
  // What golden records will need in memory is known already: if that is too much, it is said before the work and not
  // after it.
  require_memory_to_write(context, measure_write_needs(context, facts.distribution),
                          kLaterBytes + kCustomerBytes * static_cast<std::int64_t>(facts.distribution.size(0)));
  // 2. Cleanse: values fit for matching, as codes.
  Columns columns = run_cleanse_stage(context, facts);
  // What a steward has decided is looked up first: a mistake in a list is told before the work is done.
  const StewardLists lists = read_steward_lists(context, facts, columns);
  // 3. Block: how many pairs does each rule propose, and in which waves will they be scored?
  const BlockPlan plan = run_block_stage(context, columns);
  // 4. Train: how much is each agreement worth?
  const model::Model model = run_train_stage(context, facts, columns, plan);
  // 5. Score: each candidate pair once; pairs worth keeping become edges.
  const ScoredPairs pairs = run_score_stage(context, columns, plan, model);
  // Cleansed values have done their work, unless they are asked once more: golden records are made of values as
  // written.
  const bool repairs = job.cluster.method == config::ClusterMethod::repair;
  const auto free_values = [&] {
    for (auto& column : columns.attributes) column = {.storage = column.storage};
  };
  if (!repairs) free_values();
  // 6. Cluster: edges above the threshold are links; connected records are a component.
  Components components = run_cluster_stage(context, columns, pairs, lists);
  // 7. Repair: a component whose pairs, taken together, speak against it is taken apart.
  Cuts cuts;
  if (repairs) cuts = run_repair_stage(context, columns, plan, model, pairs, lists, components);
  free_values();
  Customers customers = number_customers(context, columns, std::move(components));
  RunSummary summary;
  summary.num_links = customers.num_links;
  summary.num_customers = customers.num_global;
  summary.largest_customer = customers.largest;
  // 8. Structure: which customers hang on a single link?
  Structures structures = run_structure_stage(context, columns, pairs, lists, cuts, customers);
  summary.num_customers_on_a_bridge = structures.num_on_a_bridge;
  // 9. Merge and write: golden records with the origin of each value; published only when whole and read back.
  const std::string digest = run_write_stage(context, facts, columns, plan, model, pairs, lists, cuts,
                                             std::move(structures), std::move(customers));
  work.remove_all();

  summary.output = job.output;
  summary.content_digest = digest;
  for (const auto& source : facts.sources) {
    summary.num_rows_read += source.rows_read;
    summary.num_records += source.records;
    summary.num_quarantined += source.quarantined;
  }
  for (const std::uint64_t count : pairs.new_pairs) summary.num_candidate_pairs += count;
  summary.num_edges = pairs.edges.num_edges;
  return summary;
}

}  // namespace onefold::pipeline
