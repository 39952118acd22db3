#include "score/rival_probabilities.hpp"

#include <algorithm>

#include "mpi/exchange_by_owner.hpp"
#include "mpi/fetch.hpp"

namespace onefold::score {

namespace {

// Number of edges whose odds are exchanged at the same time.
constexpr std::uint64_t kEdgesAtOnce = 1 << 16;

struct OddsOfRecord {
  RecordId record;
  std::uint64_t odds;
};

}  // namespace

bool candidates_compete(const config::Job& job) {
  return (job.model.train == config::Training::candidates || !job.model.is_trained()) &&
         job.model.expected_matches_per_record == 1 &&
         !std::all_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.unique; });
}

RivalGroups rival_groups(const config::Job& job) {
  RivalGroups groups;
  if (candidates_compete(job)) {
    groups.group_of_source.assign(job.sources.size(), 0);
    groups.num_groups = 1;
    return groups;
  }
  // A single source has no other source to match.
  for (const auto& source : job.sources)
    groups.group_of_source.push_back(source.unique && job.sources.size() > 1 ? groups.num_groups++ : -1);
  return groups;
}

OddsTable shared_odds(const mpi::Communicator& world) {
  auto values = OddsTable().values();
  world.broadcast(values);
  return OddsTable(std::move(values));
}

std::uint64_t RivalProbabilities::bytes(const config::Job& job, std::uint64_t num_records) {
  const auto num_groups = static_cast<std::uint64_t>(rival_groups(job).num_groups);
  if (num_groups == 0) return 0;
  // The two ends of an edge, before and after sorting, and as received.
  return num_records * (sizeof(std::uint64_t) + num_groups * sizeof(CompactOdds)) +
         kEdgesAtOnce * 2 * 3 * sizeof(OddsOfRecord);
}

RivalProbabilities::RivalProbabilities(const Context& context, const Columns& columns, const ScoredPairs& pairs)
    : context_(context), columns_(columns), groups_(rival_groups(context.job)) {
  if (groups_.num_groups == 0) return;
  const auto& world = context.world;
  odds_ = shared_odds(world);
  for (std::int32_t group = 0; group < groups_.num_groups; ++group) {
    std::vector<std::uint64_t> sums(columns.num_local_rows, 0);
    const auto is_of_group = [&](RecordId other) { return groups_.group_of_source[columns.source_of(other)] == group; };
    scratch::LocalRows<Edge> links(pairs.links);
    scratch::LocalRows<Edge> for_review(pairs.for_review);
    bool more = true;
    while (world.any(more)) {
      std::vector<OddsOfRecord> seen;
      mpi::run_locally(world, [&] {
        Edge edge;
        for (std::uint64_t count = 0; more && count < kEdgesAtOnce; ++count) {
          more = links.next(edge) || for_review.next(edge);
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
    auto& kept = sums_.emplace_back(sums.size());
    std::transform(sums.begin(), sums.end(), kept.begin(), compact);
  }
}

std::vector<double> RivalProbabilities::probabilities(const EdgeWindow& edges) const {
  // The sums of one end over the rival group of the other end; 0 if it has no rivals.
  const auto sums_of = [&](RecordId Edge::*end, RecordId Edge::*other) {
    std::vector<std::uint64_t> sums(edges.size(), 0);
    for (std::int32_t group = 0; group < groups_.num_groups; ++group) {
      std::vector<RecordId> wanted;
      std::vector<std::size_t> at;
      for (std::size_t e = 0; e < edges.size(); ++e) {
        const Edge edge = edges[e];
        if (groups_.group_of_source[columns_.source_of(edge.*other)] != group) continue;
        wanted.push_back(edge.*end);
        at.push_back(e);
      }
      const auto& of_group = sums_[static_cast<std::size_t>(group)];
      const auto found =
          mpi::Fetch(context_.world, columns_.distribution, wanted).values<CompactOdds>([&](std::uint64_t row) {
            return of_group[row];
          });
      for (std::size_t i = 0; i < at.size(); ++i) sums[at[i]] = expand(found[i]);
    }
    return sums;
  };
  const auto left = sums_of(&Edge::left, &Edge::right);
  const auto right = sums_of(&Edge::right, &Edge::left);
  std::vector<double> probabilities(edges.size());
  for (std::size_t e = 0; e < edges.size(); ++e)
    probabilities[e] =
        probability_among_rivals(odds_(edges[e].weight), left[e], right[e], groups_.expected_matches_per_record);
  return probabilities;
}

}  // namespace onefold::score
