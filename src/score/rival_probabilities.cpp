#include "score/rival_probabilities.hpp"

#include <algorithm>

#include "mpi/exchange_by_owner.hpp"
#include "mpi/fetch.hpp"
#include "score/edge_runs.hpp"

namespace onefold::score {

namespace {

// Edges whose odds are under way at the same time.
constexpr std::uint64_t kEdgesAtOnce = 1 << 16;

struct OddsOfRecord {
  RecordId record;
  std::uint64_t odds;
};

}  // namespace

bool candidates_compete(const config::Job& job) {
  return (job.model.train == config::Training::candidates || !job.model.file.empty()) &&
         !std::all_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.unique; });
}

score::RivalGroups rival_groups(const config::Job& job) {
  score::RivalGroups groups;
  if (candidates_compete(job) && job.model.partners > 0) {
    groups.group_of_source.assign(job.sources.size(), 0);
    groups.num_groups = 1;
    groups.partners = job.model.partners;
    return groups;
  }
  // One source alone has nobody to match.
  for (const auto& source : job.sources)
    groups.group_of_source.push_back(source.unique && job.sources.size() > 1 ? groups.num_groups++ : -1);
  return groups;
}

score::OddsTable shared_odds(const mpi::Communicator& world) {
  auto values = score::OddsTable().values();
  world.broadcast(values);
  return score::OddsTable(std::move(values));
}

std::uint64_t RivalProbabilities::bytes(const config::Job& job, std::uint64_t num_records) {
  const auto num_groups = static_cast<std::uint64_t>(rival_groups(job).num_groups);
  if (num_groups == 0) return 0;
  // Both ends of an edge, before and after they are put in order, and as they arrive.
  return num_records * (sizeof(std::uint64_t) + num_groups * sizeof(score::CompactOdds)) +
         kEdgesAtOnce * 2 * 3 * sizeof(OddsOfRecord);
}

RivalProbabilities::RivalProbabilities(const Context& context, const Columns& columns, const EdgeSummary& edges)
    : context_(context), columns_(columns), groups_(rival_groups(context.job)) {
  if (groups_.num_groups == 0) return;
  const auto& world = context.world;
  odds_ = shared_odds(world);
  for (std::int32_t group = 0; group < groups_.num_groups; ++group) {
    std::vector<std::uint64_t> sums(columns.num_local_rows, 0);
    const auto is_of_group = [&](RecordId other) { return groups_.group_of_source[columns.source_of(other)] == group; };
    LocalEdges local(context, edges);
    bool more = true;
    while (world.any(more)) {
      std::vector<OddsOfRecord> seen;
      mpi::run_locally(world, [&] {
        LocalEdges::Edge edge{};
        for (std::uint64_t count = 0; more && count < kEdgesAtOnce; ++count) {
          more = local.next(edge);
          if (!more) break;
          const std::uint64_t odds = odds_(edge.weight);
          if (is_of_group(edge.right)) seen.push_back({edge.left, odds});
          if (is_of_group(edge.left)) seen.push_back({edge.right, odds});
        }
      });
      for (const auto& one : mpi::exchange_by_owner(
               world, std::move(seen), [&](const OddsOfRecord& one) { return columns.distribution.owner(one.record); }))
        sums[one.record - columns.first_record] += one.odds;
    }
    auto& compact = sums_.emplace_back(sums.size());
    std::transform(sums.begin(), sums.end(), compact.begin(), score::compact);
  }
}

std::vector<double> RivalProbabilities::probabilities(const score::EdgeList& edges) const {
  // What an end sees of the other's group; 0: it has no rivals.
  const auto sums_of = [&](const std::vector<RecordId>& ends, const std::vector<RecordId>& others) {
    std::vector<std::uint64_t> sums(ends.size(), 0);
    for (std::int32_t group = 0; group < groups_.num_groups; ++group) {
      std::vector<RecordId> wanted;
      std::vector<std::size_t> at;
      for (std::size_t e = 0; e < ends.size(); ++e) {
        if (groups_.group_of_source[columns_.source_of(others[e])] != group) continue;
        wanted.push_back(ends[e]);
        at.push_back(e);
      }
      const auto& of_group = sums_[static_cast<std::size_t>(group)];
      const auto found =
          mpi::Fetch(context_.world, columns_.distribution, wanted).values<score::CompactOdds>([&](std::uint64_t row) {
            return of_group[row];
          });
      for (std::size_t i = 0; i < at.size(); ++i) sums[at[i]] = score::expand(found[i]);
    }
    return sums;
  };
  const auto left = sums_of(edges.left, edges.right);
  const auto right = sums_of(edges.right, edges.left);
  std::vector<double> probabilities(edges.size());
  for (std::size_t e = 0; e < edges.size(); ++e)
    probabilities[e] = score::probability_among_rivals(odds_(edges.weight[e]), left[e], right[e], groups_.partners);
  return probabilities;
}

}  // namespace onefold::score
