#include "evaluate/result_slices.hpp"

#include "onefold/record/error.hpp"
#include "result/cluster_tables.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/model_tables.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::evaluate {

namespace {

using result::EdgesTable;

std::vector<std::string> names_of(const TextColumn& column) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < column.size(); ++i) names.emplace_back(column[i]);
  return names;
}

}  // namespace

ResultSlices::ResultSlices(const mpi::Communicator& world, const std::string& path) : world_(world) {
  // One rank checks the file against its seal before the others open it.
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    file_ = std::make_unique<result::ResultReader>(path);
    result::warn_when_unsealed(*file_);
  });
  mpi::run_locally(world, [&] {
    if (!file_) file_ = std::make_unique<result::ResultReader>(path, result::SealCheck::never);
    records_ = BlockDistribution(result::RecordsTable::kSource.num_rows(*file_), world.size());
    edges_ = BlockDistribution(EdgesTable::kLeft.num_rows(*file_), world.size());
    sources_ = names_of(result::SourcesTable::kName.read_all(*file_));
    rules_ = names_of(result::BlockingTable::kRule.read_all(*file_));
  });
}

void ResultSlices::damaged(const std::string& what) const {
  throw Error(ExitCode::input,
              file_->path() + ": " + what + "; the file is damaged; `onefold verify` shows what is wrong");
}

bool ResultSlices::has_rivals() const { return EdgesTable::kAmongRivals.is_in(*file_); }

bool ResultSlices::link_only() const { return result::is_link_only(*file_); }

std::vector<std::uint32_t> ResultSlices::source_of_records() const {
  const auto raw =
      result::RecordsTable::kSource.read(*file_, records_.begin(world_.rank()), records_.size(world_.rank()));
  std::vector<std::uint32_t> sources;
  sources.reserve(raw.size());
  for (const auto source : raw) {
    if (source < 0 || static_cast<std::size_t>(source) >= sources_.size())
      damaged("/records/source names a source that does not exist");
    sources.push_back(static_cast<std::uint32_t>(source));
  }
  return sources;
}

std::vector<RecordId> ResultSlices::clusters_of_records() const {
  const auto raw =
      result::RecordsTable::kClusterId.read(*file_, records_.begin(world_.rank()), records_.size(world_.rank()));
  std::vector<RecordId> clusters;
  clusters.reserve(raw.size());
  for (const auto cluster : raw) {
    if (cluster < 0 || static_cast<std::uint64_t>(cluster) >= records_.num_global())
      damaged("/records/cluster_id names a record that does not exist");
    clusters.push_back(static_cast<RecordId>(cluster));
  }
  return clusters;
}

std::vector<ScoredPair> ResultSlices::local_edges() const {
  const std::uint64_t first = edges_.begin(world_.rank());
  const std::uint64_t count = edges_.size(world_.rank());
  std::vector<ScoredPair> edges(count);
  const auto exists = [&](std::int64_t id) {
    return id >= 0 && static_cast<std::uint64_t>(id) < records_.num_global();
  };
  // Read in parts, so that whole columns and the list of edges are never in memory together.
  constexpr std::uint64_t kPart = 1 << 22;
  const result::EdgeScoring scoring(*file_);
  for (std::uint64_t begin = 0; begin < count; begin += kPart) {
    const std::uint64_t part = std::min(kPart, count - begin);
    const auto left = EdgesTable::kLeft.read(*file_, first + begin, part);
    const auto right = EdgesTable::kRight.read(*file_, first + begin, part);
    const auto scores = scoring.read(first + begin, part);
    const auto among_rivals =
        has_rivals() ? EdgesTable::kAmongRivals.read(*file_, first + begin, part) : std::vector<float>{};
    for (std::uint64_t i = 0; i < part; ++i) {
      if (!exists(left[i]) || !exists(right[i])) damaged("/edges names a record that does not exist");
      edges[begin + i] = {static_cast<RecordId>(left[i]), static_cast<RecordId>(right[i]), scores.weight_log2[i],
                          static_cast<std::uint32_t>(scores.rule[i])};
      if (among_rivals.empty()) continue;
      if (!(among_rivals[i] >= 0 && among_rivals[i] <= 1))
        damaged("/edges/probability_among_rivals holds something that is not a probability");
      edges[begin + i].among_rivals = among_rivals[i];
    }
  }
  return edges;
}

std::string ResultSlices::name_of(RecordId record) const {
  const auto source = static_cast<std::size_t>(result::RecordsTable::kSource.read_row(*file_, record));
  if (source >= sources_.size()) damaged("/records/source names a source that does not exist");
  return sources_[source] + ":" + result::RecordsTable::kSourceId.read_row(*file_, record);
}

std::uint64_t ResultSlices::find_edge(RecordId left, RecordId right) const {
  return EdgesTable::find(*file_, static_cast<std::int64_t>(std::min(left, right)),
                          static_cast<std::int64_t>(std::max(left, right)));
}

}  // namespace onefold::evaluate
