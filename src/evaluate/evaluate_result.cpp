#include "evaluate/evaluate_result.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "evaluate/reread_inputs.hpp"
#include "evaluate/result_slices.hpp"
#include "evaluate/truth.hpp"
#include "onefold/record/error.hpp"
#include "result/cluster_tables.hpp"
#include "result/model_tables.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::evaluate {

namespace {

using result::BlockingTable;
using result::ClusterTable;
using result::RecordsTable;
using result::SourcesTable;

constexpr std::size_t kMaxParts = 5;
// The largest number of values that get a subgroup of their own.
constexpr std::uint64_t kMaxGroups = 20;

// Collective. Fills in the true classes, from the truth file or from the result itself.
void read_truth_into(const mpi::Communicator& world, const ResultSlices& result, const EvaluationOptions& options,
                     Labels& labels, Evaluation& evaluation) {
  const auto& records = result.records();
  if (!options.truth.empty()) {
    RecordNames names{result.sources(), labels.source, {}};
    mpi::run_locally(world, [&] {
      names.source_id =
          RecordsTable::kSourceId.read(result.file(), records.begin(world.rank()), records.size(world.rank()));
    });
    auto read = read_truth(world, records, options.truth, names);
    labels.true_class = std::move(read.true_class);
    evaluation.num_truth_rows = read.num_rows;
    evaluation.num_truth_not_in_result = read.num_not_in_result;
    evaluation.truth_not_in_result = std::move(read.not_in_result);
    return;
  }
  if (!RecordsTable::kTrueId.is_in(result.file()))
    throw Error(
        ExitCode::usage,
        options.path + " holds no true ids: give them with --truth FILE.csv (columns source, source_id, true id)");
  TextColumn true_ids;
  mpi::run_locally(world, [&] {
    true_ids = RecordsTable::kTrueId.read(result.file(), records.begin(world.rank()), records.size(world.rank()));
  });
  labels.true_class = classes_of(world, records, true_ids);
}

// Collective. For each rule: the true pairs that it proposes.
std::vector<RuleProposals> count_proposed(const mpi::Communicator& world, const ResultSlices& result,
                                          const RereadInputs& inputs, const Labels& labels, Evaluation& evaluation) {
  const auto& columns = inputs.columns();
  ProposedPairs proposed(world, result.records(), labels.true_class, columns.source_ends, evaluation.link_only);
  std::vector<RuleProposals> proposals;
  evaluation.num_proposed_true_pairs = 0;
  for (std::size_t r = 0; r < inputs.job().blocking.size(); ++r) {
    const auto keys = inputs.keys_of(r);
    std::vector<RowKey> local_keys;
    mpi::run_locally(world, [&] {
      block::for_each_key(columns, keys, [&](std::uint64_t row, block::KeyHash key) {
        local_keys.push_back({row, key});
      });
    });
    proposals.push_back(proposed.add_rule(std::move(local_keys)));
    *evaluation.num_proposed_true_pairs += proposals.back().new_true_pairs;
  }
  evaluation.proposed_by_source = proposed.by_source();
  return proposals;
}

// The records that a cluster and a class share.
struct Part {
  RecordId whole;
  RecordId part;
  RecordId first_record;
  std::uint64_t num_records;
};

// Collective. On rank 0: the largest parts of each mistake. `whole` and `part` are labels of this rank's records.
std::vector<std::vector<Part>> largest_parts(const mpi::Communicator& world, const BlockDistribution& records,
                                             const std::vector<Mistake>& mistakes, const Labels& labels,
                                             const std::vector<RecordId>& whole, const std::vector<RecordId>& part) {
  std::vector<RecordId> wanted;
  for (const auto& mistake : mistakes) wanted.push_back(mistake.id);
  std::sort(wanted.begin(), wanted.end());
  std::map<std::pair<RecordId, RecordId>, Part> local;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (labels.true_class[i] == kNoTrueClass || !std::binary_search(wanted.begin(), wanted.end(), whole[i])) continue;
    const Part one{whole[i], part[i], records.begin(world.rank()) + i, 0};
    ++local.try_emplace({whole[i], part[i]}, one).first->second.num_records;
  }
  std::vector<Part> sent;
  for (const auto& [key, one] : local) sent.push_back(one);
  std::map<std::pair<RecordId, RecordId>, Part> all;
  // Ranks come in the order of their records, so the first part seen has the smallest record.
  for (const Part& one : world.gather(std::span<const Part>(sent))) {
    const auto [found, is_new] = all.try_emplace({one.whole, one.part}, one);
    if (!is_new) found->second.num_records += one.num_records;
  }
  std::vector<std::vector<Part>> parts(mistakes.size());
  for (std::size_t m = 0; m < mistakes.size(); ++m) {
    for (auto at = all.lower_bound({mistakes[m].id, 0}); at != all.end() && at->first.first == mistakes[m].id; ++at)
      parts[m].push_back(at->second);
    std::sort(parts[m].begin(), parts[m].end(), [](const Part& a, const Part& b) {
      return std::tuple(b.num_records, a.first_record) < std::tuple(a.num_records, b.first_record);
    });
    if (parts[m].size() > kMaxParts) parts[m].resize(kMaxParts);
  }
  return parts;
}

// Local.
std::vector<NamedMistake> named(const ResultSlices& result, const std::vector<Mistake>& mistakes,
                                const std::vector<std::vector<Part>>& parts) {
  std::vector<NamedMistake> out;
  for (std::size_t m = 0; m < mistakes.size(); ++m) {
    out.push_back({mistakes[m], {}});
    for (const Part& part : parts[m]) out.back().parts.push_back({result.name_of(part.first_record), part.num_records});
  }
  return out;
}

std::vector<NamedPair> named(const ResultSlices& result, const std::vector<ScoredPair>& pairs) {
  std::vector<NamedPair> out;
  for (const auto& pair : pairs)
    out.push_back({result.name_of(pair.left), result.name_of(pair.right), pair.weight_log2, result.rules()[pair.rule]});
  return out;
}

// Local. For the classes that lost the most pairs: records of their largest parts that have no edge between them.
std::vector<NamedPair> missed_without_edge(const ResultSlices& result, const std::vector<std::vector<Part>>& parts,
                                           std::uint64_t limit) {
  std::vector<NamedPair> out;
  for (const auto& of_class : parts)
    for (std::size_t p = 1; p < of_class.size() && out.size() < limit; ++p) {
      const RecordId left = of_class[0].first_record;
      const RecordId right = of_class[p].first_record;
      if (result.find_edge(left, right) < result.edges().num_global()) continue;
      out.push_back({result.name_of(std::min(left, right)), result.name_of(std::max(left, right)), std::nullopt, {}});
    }
  return out;
}

}  // namespace

Evaluation evaluate_result(const mpi::Communicator& world, const EvaluationOptions& options) {
  const ResultSlices result(world, options.path);
  Evaluation evaluation;
  evaluation.num_records = result.records().num_global();
  evaluation.sources = result.sources();
  evaluation.link_only = result.link_only();
  evaluation.among_rivals = result.has_rivals();

  // 1. The records of each rank, and their true classes.
  Labels labels;
  std::vector<RuleProposals> proposals;
  mpi::run_locally(world, [&] {
    labels.source = result.source_of_records();
    labels.cluster = result.clusters_of_records();
  });
  read_truth_into(world, result, options, labels, evaluation);

  // 2. The input files supply what the result does not keep: keys of blocking rules, and values for subgroups.
  std::optional<RereadInputs> inputs;
  Subgroups subgroups;
  if (options.blocking || !options.by.empty())
    inputs.emplace(world, result, InputsWanted{.keys = options.blocking, .attribute = options.by});
  if (!options.by.empty()) {
    subgroups = inputs->subgroups(options.show_values, kMaxGroups);
    labels.group = std::move(subgroups.group);
  }
  if (options.blocking) proposals = count_proposed(world, result, *inputs, labels, evaluation);
  inputs.reset();

  // 3. Compare the clusters.
  evaluation.clusters = compare_clusters(world, result.records(), labels,
                                         {.num_sources = result.sources().size(),
                                          .num_groups = subgroups.names.size(),
                                          .link_only = evaluation.link_only,
                                          .num_mistakes = options.num_mistakes});
  if (evaluation.clusters.counts.num_records == 0)
    throw Error(ExitCode::input, (options.truth.empty() ? options.path : options.truth) +
                                     ": no record of the result has a true id, so there is nothing to compare with");

  for (std::size_t g = 0; g < subgroups.names.size(); ++g)
    evaluation.groups.push_back({subgroups.names[g], evaluation.clusters.by_group[g]});

  // 4. Judge the edges, and compute what other thresholds would have given.
  std::vector<ScoredPair> edges;
  mpi::run_locally(world, [&] {
    edges = result.local_edges();
    evaluation.threshold = ClusterTable::kThreshold.read_row(result.file(), 0);
    evaluation.threshold_weight_log2 = ClusterTable::kThresholdWeight.read_row(result.file(), 0);
    using result::ExpectedLinksTable;
    if (ExpectedLinksTable::kPrecision.is_in(result.file()))
      evaluation.expected_precision = ExpectedLinksTable::kPrecision.read_row(result.file(), 0);
    if (ExpectedLinksTable::kRecall.is_in(result.file()))
      evaluation.expected_recall = ExpectedLinksTable::kRecall.read_row(result.file(), 0);
    if (result::CompletenessTable::kEstimate.is_in(result.file()))
      evaluation.expected_completeness = result::CompletenessTable::kEstimate.read_row(result.file(), 0);
    std::vector<std::uint64_t> source_sizes;
    for (const auto size : SourcesTable::kRecords.read(result.file(), 0, result.sources().size()))
      source_sizes.push_back(static_cast<std::uint64_t>(size));
    evaluation.num_comparable_pairs = num_comparable_pairs(source_sizes, evaluation.link_only);
  });
  evaluation.edges = judge_edges(world, result.records(), labels, std::move(edges), evaluation.clusters.counts,
                                 {.link_only = evaluation.link_only,
                                  .threshold_weight_log2 = evaluation.threshold_weight_log2,
                                  .num_rules = result.rules().size(),
                                  .num_points = options.num_points,
                                  .num_mistakes = options.num_mistakes});
  mpi::run_locally(world, [&] {
    const auto pairs = BlockingTable::kPairs.read(result.file(), 0, result.rules().size());
    const auto new_pairs = BlockingTable::kNewPairs.read(result.file(), 0, result.rules().size());
    for (std::size_t r = 0; r < result.rules().size(); ++r) {
      evaluation.rules.push_back({result.rules()[r], static_cast<std::uint64_t>(pairs[r]),
                                  static_cast<std::uint64_t>(new_pairs[r]), evaluation.edges.rules[r], std::nullopt});
      if (options.blocking) evaluation.rules.back().proposals = proposals.at(r);
      evaluation.num_candidate_pairs += evaluation.rules.back().num_new_pairs;
    }
  });

  // 5. Name the records of the worst mistakes.
  const auto merged =
      largest_parts(world, result.records(), evaluation.clusters.merged, labels, labels.cluster, labels.true_class);
  const auto split =
      largest_parts(world, result.records(), evaluation.clusters.split, labels, labels.true_class, labels.cluster);
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    evaluation.merged = named(result, evaluation.clusters.merged, merged);
    evaluation.split = named(result, evaluation.clusters.split, split);
    evaluation.false_links = named(result, evaluation.edges.false_links);
    evaluation.missed_pairs = named(result, evaluation.edges.missed_pairs);
    evaluation.missed_pairs_without_edge = missed_without_edge(result, split, options.num_mistakes);
  });
  return evaluation;
}

}  // namespace onefold::evaluate
