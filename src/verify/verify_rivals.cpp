#include <algorithm>
#include <cmath>

#include "record/weight.hpp"
#include "score/rivals.hpp"
#include "verify/verify_edges.hpp"
#include "verify/verify_support.hpp"

namespace onefold::verify {

namespace {

// Sums of odds are stored with 11 bits, so results of two processors may differ by this much.
constexpr double kTolerance = 3e-4;

// [record] the group of its source; -1: none.
std::vector<std::int32_t> groups_of_records(const result::ResultReader& file, std::uint64_t num_records) {
  const auto sources = SourcesTable::read(file);
  const auto& group = sources.rival_group;
  for (std::size_t s = 0; s < group.size(); ++s)
    require(group[s] >= -1 && group[s] < static_cast<std::int64_t>(group.size()),
            "/sources/rival_group[{}] is {}, but there are {} sources", s, group[s], group.size());
  std::vector<std::int32_t> groups(num_records, -1);
  for (std::size_t s = 0; s < group.size(); ++s)
    std::fill_n(groups.begin() + sources.first_record_id[s], sources.records[s], group[s]);
  return groups;
}

}  // namespace

std::string check_rivals(const result::ResultReader& file, std::uint64_t num_records) {
  if (!EdgesTable::kAmongRivals.is_in(file)) return "no source has rivals";
  require(EdgesTable::kAmongRivals.num_rows(file) == EdgesTable::kLeft.num_rows(file),
          "/edges/probability_among_rivals has {} rows, /edges/left has {}", EdgesTable::kAmongRivals.num_rows(file),
          EdgesTable::kLeft.num_rows(file));
  require(SourcesTable::kRivalGroup.is_in(file) && result::ModelTable::kRivalPartners.is_in(file),
          "/sources/rival_group or /model/rival_partners is missing");
  const auto group = groups_of_records(file, num_records);
  const std::int32_t num_groups = 1 + (group.empty() ? -1 : *std::max_element(group.begin(), group.end()));
  const auto partners = result::ModelTable::kRivalPartners.read_all(file);
  require(partners.size() == 1 && partners[0] > 0, "/model/rival_partners is not a number of partners");
  const score::OddsTable odds;
  const result::EdgeScoring scoring(file);
  const auto for_each_edge = [&](auto use) {
    result::for_each_slice(EdgesTable::kLeft.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
      const auto left = EdgesTable::kLeft.read(file, first, count);
      const auto right = EdgesTable::kRight.read(file, first, count);
      const auto scores = scoring.read(first, count);
      const auto claimed = EdgesTable::kAmongRivals.read(file, first, count);
      for (std::uint64_t i = 0; i < count; ++i)
        use(first + i, static_cast<std::size_t>(left[i]), static_cast<std::size_t>(right[i]),
            odds(to_fixed(scores.weight_log2[i])), claimed[i]);
    });
  };
  // [group][record] sum of the odds of its edges to records of the group.
  std::vector<std::vector<score::CompactOdds>> sums;
  for (std::int32_t g = 0; g < num_groups; ++g) {
    std::vector<std::uint64_t> sum(num_records, 0);
    for_each_edge([&](std::uint64_t, std::size_t left, std::size_t right, std::uint64_t of_edge, double) {
      if (group[right] == g) sum[left] += of_edge;
      if (group[left] == g) sum[right] += of_edge;
    });
    std::transform(sum.begin(), sum.end(), sums.emplace_back(num_records).begin(), score::compact);
  }
  for_each_edge([&](std::uint64_t edge, std::size_t left, std::size_t right, std::uint64_t of_edge, double claimed) {
    const auto seen_by = [&](std::size_t record, std::size_t other) {
      return group[other] < 0 ? 0 : score::expand(sums[static_cast<std::size_t>(group[other])][record]);
    };
    const double found = score::probability_among_rivals(of_edge, seen_by(left, right), seen_by(right, left),
                                                         static_cast<std::uint64_t>(partners[0]));
    require(std::abs(claimed - found) < kTolerance,
            "edge {}: probability among rivals {}, but {} follows from the edges of its records", edge, claimed, found);
  });
  return fmt::format("probabilities of {} edges, {} groups of rivals", EdgesTable::kLeft.num_rows(file), num_groups);
}

}  // namespace onefold::verify
