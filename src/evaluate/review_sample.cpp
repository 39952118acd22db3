#include "evaluate/review_sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "csv/write_field.hpp"
#include "evaluate/draw.hpp"
#include "evaluate/reread_inputs.hpp"
#include "evaluate/result_slices.hpp"
#include "mpi/fetch.hpp"
#include "onefold/record/error.hpp"
#include "result/records_table.hpp"

namespace onefold::evaluate {

namespace {

using result::RecordsTable;

// The number of digits of the content digest in each row of a sample of pairs.
constexpr std::size_t kDigestDigits = 16;

std::string beginning_of_digest(const ResultSlices& result) {
  return result.file().attribute("content_digest").substr(0, kDigestDigits);
}

// This rank's records.
struct LocalRecords {
  std::vector<std::uint32_t> source;
  std::vector<RecordId> cluster;
};
// Collective.
LocalRecords read_records(const mpi::Communicator& world, const ResultSlices& result) {
  LocalRecords records;
  mpi::run_locally(world, [&] {
    records.source = result.source_of_records();
    records.cluster = result.clusters_of_records();
  });
  return records;
}

ClusteredRecords clustered(const ResultSlices& result, const LocalRecords& local) {
  return {result.records(), local.cluster, local.source, result.sources().size(), result.link_only()};
}

// Names of records. Each chunk of the file is read once.
class Names {
 public:
  Names(const ResultSlices& result, std::vector<RecordId> records) {
    std::sort(records.begin(), records.end());
    for (const RecordId record : records)
      if (!names_.contains(record)) names_.emplace(record, result.name_of(record));
  }
  // "SOURCE,ID", quoted if necessary.
  void append(std::string& line, RecordId record) const {
    const std::string& name = names_.at(record);
    const auto colon = name.find(':');
    csv::append_field(line, std::string_view(name).substr(0, colon));
    line += ',';
    csv::append_field(line, std::string_view(name).substr(colon + 1));
  }

 private:
  std::map<RecordId, std::string> names_;
};

// The compared values of the records in a sample. Only rank 0 holds them.
class ShownValues {
 public:
  ShownValues() = default;
  // Collective. `records` matter on rank 0 only, and may be in any order.
  ShownValues(const mpi::Communicator& world, const ResultSlices& result, std::vector<RecordId> records)
      : records_(std::move(records)) {
    std::sort(records_.begin(), records_.end());
    records_.erase(std::unique(records_.begin(), records_.end()), records_.end());
    const RereadInputs inputs(world, result, {.compared = true});
    for (const AttributeIndex a : inputs.compared()) {
      names_.push_back(inputs.job().attributes[a].name);
      values_.push_back(inputs.values_of(a, records_));
    }
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::string_view value(std::size_t n, RecordId record) const {
    return values_[n][static_cast<std::size_t>(std::lower_bound(records_.begin(), records_.end(), record) -
                                               records_.begin())];
  }

 private:
  std::vector<RecordId> records_;
  std::vector<std::string> names_;
  std::vector<TextColumn> values_;  // [name]
};

// A record that is shown together with a sampled record.
struct Shown {
  std::uint64_t sample;
  std::uint64_t role;  // 0 sampled, 1 in its cluster, 2 a candidate
  double weight_log2;  // of the heaviest edge of a candidate
  RecordId record;
};
bool is_shown_before(const Shown& a, const Shown& b) {
  return std::tuple(a.sample, a.role, -a.weight_log2, a.record) <
         std::tuple(b.sample, b.role, -b.weight_log2, b.record);
}

// Collective. On rank 0: members of the sampled records' clusters, and records with an edge to one of them.
std::vector<Shown> records_to_show(const mpi::Communicator& world, const ResultSlices& result,
                                   const LocalRecords& local, const std::vector<RecordId>& sampled,
                                   std::uint64_t max_candidates) {
  const auto& distribution = result.records();
  std::vector<RecordId> clusters =
      mpi::Fetch(world, distribution, sampled).values<RecordId>([&](std::uint64_t row) { return local.cluster[row]; });
  std::multimap<RecordId, std::uint64_t> samples_of_cluster;
  for (std::size_t s = 0; s < sampled.size(); ++s) samples_of_cluster.emplace(clusters[s], s);
  // 1. Members: each rank finds its own; all ranks get all of them, because any rank may hold an edge of a member.
  std::vector<Shown> shown;
  for (std::size_t row = 0; row < local.cluster.size(); ++row) {
    const RecordId record = distribution.begin(world.rank()) + row;
    const auto [begin, end] = samples_of_cluster.equal_range(local.cluster[row]);
    for (auto at = begin; at != end; ++at)
      shown.push_back({at->second, sampled[at->second] == record ? 0u : 1u, 0, record});
  }
  shown = world.gather_all(shown);
  std::multimap<RecordId, std::uint64_t> samples_of_record;
  for (const Shown& one : shown) samples_of_record.emplace(one.record, one.sample);

  // 2. Candidates: the other ends of their edges outside the cluster.
  std::vector<Shown> candidates;
  std::vector<ScoredPair> edges;
  mpi::run_locally(world, [&] { edges = result.local_edges(); });
  for (const ScoredPair& edge : edges)
    for (const auto& [member, other] : {std::pair(edge.left, edge.right), std::pair(edge.right, edge.left)}) {
      const auto [begin, end] = samples_of_record.equal_range(member);
      for (auto at = begin; at != end; ++at) candidates.push_back({at->second, 2, edge.weight_log2, other});
    }
  candidates = world.gather(std::span<const Shown>(candidates));
  std::sort(candidates.begin(), candidates.end(), is_shown_before);
  std::map<std::uint64_t, std::uint64_t> num_candidates;
  std::map<std::pair<std::uint64_t, RecordId>, bool> is_shown;
  for (const Shown& one : shown) is_shown[{one.sample, one.record}] = true;
  for (const Shown& one : candidates) {
    if (num_candidates[one.sample] == max_candidates || std::exchange(is_shown[{one.sample, one.record}], true))
      continue;
    ++num_candidates[one.sample];
    shown.push_back(one);
  }
  std::sort(shown.begin(), shown.end(), is_shown_before);
  return shown;
}

std::string csv_of_records(const ResultSlices& result, const std::vector<Shown>& shown, const ShownValues& values) {
  std::vector<RecordId> ids;
  for (const Shown& one : shown) ids.push_back(one.record);
  const Names names(result, ids);
  static constexpr const char* kRoles[] = {"sampled", "cluster", "candidate"};
  std::string csv = "sample,role,source,source_id,";
  // The prefix distinguishes an attribute that is called `source` from the column.
  for (const std::string& name : values.names()) {
    csv::append_field(csv, "value:" + name);
    csv += ',';
  }
  csv += "same_customer\n";
  for (const Shown& one : shown) {
    csv += fmt::format("{},{},", one.sample + 1, kRoles[one.role]);
    names.append(csv, one.record);
    for (std::size_t n = 0; n < values.names().size(); ++n) {
      csv += ',';
      csv::append_field(csv, values.value(n, one.record));
    }
    csv += one.role == 0 ? ",1\n" : ",\n";
  }
  return csv;
}

std::string csv_of_pairs(const ResultSlices& result, const PairSample& sample, const ShownValues& values) {
  std::vector<RecordId> ids;
  for (const auto& pair : sample.drawn) {
    ids.push_back(pair.left);
    ids.push_back(pair.right);
  }
  const Names names(result, ids);
  const std::string digest = beginning_of_digest(result);
  std::string csv = "result,stratum,stratum_pairs,left_source,left_id,right_source,right_id,";
  for (const std::string& name : values.names())
    for (const char* side : {"left:", "right:"}) {
      csv::append_field(csv, side + name);
      csv += ',';
    }
  csv += "same_customer\n";
  for (const auto& pair : sample.drawn) {
    csv += fmt::format("{},{},{},", digest, pair.stratum, sample.stratum_pairs[pair.stratum]);
    names.append(csv, pair.left);
    csv += ',';
    names.append(csv, pair.right);
    for (std::size_t n = 0; n < values.names().size(); ++n)
      for (const RecordId record : {pair.left, pair.right}) {
        csv += ',';
        csv::append_field(csv, values.value(n, record));
      }
    csv += ",\n";
  }
  return csv;
}

}  // namespace

std::string sample_for_review(const mpi::Communicator& world, const SampleOptions& options) {
  const ResultSlices result(world, options.path);
  const LocalRecords local = read_records(world, result);
  std::string csv;
  if (options.num_clusters > 0) {
    const auto sampled = draw_records(world, result.records(), options.num_clusters, options.seed);
    const auto shown = records_to_show(world, result, local, sampled, options.max_candidates);
    std::vector<RecordId> records;
    if (world.is_root())
      for (const Shown& one : shown) records.push_back(one.record);
    const ShownValues values = options.show_values ? ShownValues(world, result, std::move(records)) : ShownValues();
    mpi::run_locally(world, [&] {
      if (world.is_root()) csv = csv_of_records(result, shown, values);
    });
    return csv;
  }
  std::vector<ScoredPair> edges;
  mpi::run_locally(world, [&] { edges = result.local_edges(); });
  const auto sample = draw_pairs(world, clustered(result, local), edges, options.num_pairs, options.seed);
  std::vector<RecordId> records;
  if (world.is_root())
    for (const auto& pair : sample.drawn) records.insert(records.end(), {pair.left, pair.right});
  const ShownValues values = options.show_values ? ShownValues(world, result, std::move(records)) : ShownValues();
  mpi::run_locally(world, [&] {
    if (world.is_root()) csv = csv_of_pairs(result, sample, values);
  });
  return csv;
}

ReviewEstimates estimate_quality(const mpi::Communicator& world, const std::string& path,
                                 const std::string& reviewed_path) {
  const ResultSlices result(world, path);
  LocalRecords local = read_records(world, result);
  RecordNames names{result.sources(), local.source, {}};
  mpi::run_locally(world, [&] {
    names.source_id = RecordsTable::kSourceId.read(result.file(), result.records().begin(world.rank()),
                                                   result.records().size(world.rank()));
  });
  const auto reviewed = read_reviewed(world, result.records(), reviewed_path, names);
  ReviewEstimates estimates{.num_records = result.records().num_global(), .link_only = result.link_only()};
  if (reviewed.pairs.empty()) {
    estimates.clusters = estimate_from_records(world, clustered(result, local), reviewed.records);
    return estimates;
  }
  if (reviewed.result != beginning_of_digest(result))
    throw Error(ExitCode::input, reviewed_path + " was drawn from a result with another content digest than that of " +
                                     path + ", " + beginning_of_digest(result) +
                                     "...: pairs serve only for the result that they were drawn from; "
                                     "`onefold sample --clusters` serves for any result of the same records");
  estimates.pairs = estimate_from_pairs(reviewed.pairs);
  return estimates;
}

}  // namespace onefold::evaluate
