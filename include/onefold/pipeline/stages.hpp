// The stages of the main job, one function each, in the order in which run_job calls them. All are collective.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "onefold/block/blocks.hpp"
#include "onefold/cluster/members.hpp"
#include "onefold/cluster/packed_links.hpp"
#include "onefold/cluster/structure.hpp"
#include "onefold/config/job.hpp"
#include "onefold/ingest/ingest.hpp"
#include "onefold/model/model.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/pipeline/run.hpp"
#include "onefold/record/columns.hpp"
#include "onefold/record/cut_reason.hpp"
#include "onefold/report/progress.hpp"
#include "onefold/report/statistics.hpp"
#include "onefold/score/score_tiles.hpp"
#include "onefold/store/result_file.hpp"
#include "onefold/store/work_directory.hpp"

namespace onefold::pipeline {

/// What every stage sees.
struct Context {
  const mpi::Communicator& world;
  const mpi::Communicator& node;  ///< the ranks that share this one's memory
  const config::Job& job;
  store::WorkDirectory& work;
  report::Progress& progress;
  report::Statistics& statistics;
  const RunOptions& options;
};

/// A stage while it runs: timed, shown, and what it says to other ranks counted.
class Stage {
 public:
  Stage(const Context& context, const char* name, const char* unit)
      : context_(context), traffic_before_(context.world.traffic()), timer_(context.statistics.time(name)) {
    context_.progress.begin(name, unit);
  }
  /// What came out of the stage, over all ranks.
  void finish(std::uint64_t count, const char* unit) {
    const mpi::Traffic& traffic = context_.world.traffic();
    context_.statistics.add_load("bytes_sent", traffic.bytes_sent - traffic_before_.bytes_sent);
    context_.statistics.add_load("messages_sent", traffic.messages_sent - traffic_before_.messages_sent);
    context_.statistics.add_load("collectives", traffic.collectives - traffic_before_.collectives);
    context_.progress.end(count, unit);
  }

 private:
  const Context& context_;
  mpi::Traffic traffic_before_;
  report::StageTimer timer_;
};

/// What ingest leaves besides rows; the rows themselves wait in the work directory until merge.
struct SourceFacts {
  BlockDistribution distribution;                            ///< of the records over the ranks
  std::vector<ingest::SourceCounts> sources;                 ///< global
  std::vector<std::string> files;                            ///< global
  std::vector<std::uint32_t> file_sources;                   ///< [file]
  std::vector<ingest::QuarantinedRow> quarantine;            ///< of all ranks, ascending (source, row)
  std::vector<std::vector<std::uint64_t>> quarantined_rows;  ///< [source] as ingest::row_of wants them
  store::TextBounds source_id_bounds;                        ///< of all ranks
  store::TextBounds true_id_bounds;
  bool has_true_ids = false;
};

/// Rules measured; the blocks themselves wait in the work directory, a product for each rule and wave.
struct BlockPlan {
  std::vector<block::RuleSize> rules;  ///< global
  std::vector<block::RuleKeys> keys;   ///< [rule] global
  std::vector<std::size_t> num_waves;  ///< [rule]
  block::PairScope scope;
};

/// Edges as they wait in the work directory (src/pipeline/edge_runs.hpp). Equal on all ranks.
struct EdgeSummary {
  static constexpr std::uint64_t kNumBins = 65'536;
  std::vector<std::string> products;
  std::uint64_t num_records = 0;
  std::uint64_t num_edges = 0;
  std::size_t num_term_frequencies = 0;
  std::vector<std::uint64_t> left_bins;  ///< [kNumBins] edges by left record, equal shares of the record ids
};

struct ScoredPairs {
  EdgeSummary edges;
  std::vector<std::uint64_t> new_pairs;                 ///< [rule] global
  std::vector<std::size_t> term_frequency_comparisons;  ///< [adjustment column] the comparison it belongs to
};

/// Pairs of records that a steward's lists speak of. Equal on all ranks, which hold them all; left < right, ascending,
/// each once.
struct StewardLists {
  std::vector<cluster::Link> must_link;
  std::vector<cluster::Link> cannot_link;
};

/// Records connected by links (and by must-link lists).
struct Components {
  std::vector<RecordId> labels;  ///< [local record] smallest record of its component
  std::uint64_t num_links = 0;   ///< global
  std::vector<std::uint32_t>
      record_links;  ///< [local record] links of which it is the left one; only where they are repaired
};

/// Links that repair has cut.
struct Cuts {
  EdgeSummary edges;                                      ///< as edges, whose `rule` is the CutReason
  std::array<std::uint64_t, kNumCutReasons> by_reason{};  ///< global
};

/// How the links of a customer of two or more records hold it together.
struct CustomerStructure {
  RecordId customer = 0;
  cluster::ClusterStructure
      links;  ///< of a customer of more than max_repair_size records: size 0, and no more than how many
};
struct Structures {
  std::vector<CustomerStructure> customers;  ///< of two or more records, whose ids this rank owns, ascending
  std::uint64_t num_on_a_bridge = 0;         ///< global; with two or more records on each side of a bridge
};

struct Customers {
  cluster::Clusters clusters;             ///< whose ids this rank owns
  std::vector<std::int64_t> pins;         ///< [cluster]
  std::vector<std::int64_t> record_pins;  ///< [local record]
  std::vector<RecordId> record_clusters;  ///< [local record]
  std::uint64_t num_links = 0;            ///< global, as are the next two
  std::uint64_t num_global = 0;
  std::uint64_t largest = 0;  ///< records
};

/// Files -> raw rows, parked in the work directory by the ranks that read them, a product an attribute.
SourceFacts run_ingest_stage(const Context& context);

/// Raw values of the records that this rank owns -> codes and dictionaries.
Columns run_cleanse_stage(const Context& context, const SourceFacts& facts);

/// Counts what each rule proposes, refuses a rule above its max_pairs, and parks blocks in waves that fit
/// memory_per_rank.
BlockPlan run_block_stage(const Context& context, const Columns& columns);

/// A model from random pairs, pairs of the rules, and what is known of some pairs; or from a file.
model::Model run_train_stage(const Context& context, const SourceFacts& facts, const Columns& columns,
                             const BlockPlan& plan);

/// Wave by wave: blocks, tiles, rows, scores. Each candidate pair is scored once.
ScoredPairs run_score_stage(const Context& context, const Columns& columns, const BlockPlan& plan,
                            const model::Model& model);

/// The lists of [cluster] must_link and cannot_link, by record. Error(input) names entries that are mistaken, unknown
/// or contradictory.
StewardLists read_steward_lists(const Context& context, const SourceFacts& facts, const Columns& columns);

/// Links -> connected components.
Components run_cluster_stage(const Context& context, const Columns& columns, const ScoredPairs& pairs,
                             const StewardLists& lists);

/// Takes components apart where the evidence of all their pairs, or a constraint, is against them.
Cuts run_repair_stage(const Context& context, const Columns& columns, const BlockPlan& plan, const model::Model& model,
                      const ScoredPairs& pairs, const StewardLists& lists, Components& components);

/// Clusters -> customers with their PINs.
Customers number_customers(const Context& context, const Columns& columns, Components components);

/// Bridges, articulation points, weakest link of each customer.
Structures run_structure_stage(const Context& context, const Columns& columns, const ScoredPairs& pairs,
                               const StewardLists& lists, const Cuts& cuts, const Customers& customers);

/// Golden records, and everything else, into the result file. Returns the content digest.
std::string run_write_stage(const Context& context, const SourceFacts& facts, const Columns& columns,
                            const BlockPlan& plan, const model::Model& model, const ScoredPairs& pairs,
                            const StewardLists& lists, const Cuts& cuts, Structures structures, Customers customers);

}  // namespace onefold::pipeline
