#include "merge/golden_record.hpp"

#include <algorithm>
#include <numeric>

#include "record/date_reading.hpp"

namespace onefold::merge {

using config::SurvivorshipRule;

std::uint64_t num_code_points(std::string_view utf8) {
  // Every byte except continuation bytes (binary 10......) starts a code point.
  std::uint64_t count = 0;
  for (const char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  return count;
}

Survivorship::Survivorship(const config::MergeConfig& merge, SurvivorshipRule rule, bool is_group,
                           std::size_t num_sources)
    : rule_(rule), is_group_(is_group), last_resort_(merge.last_resort), rank_of_source_(num_sources, 0) {
  for (std::size_t place = 0; place < merge.source_priority.size(); ++place)
    rank_of_source_[merge.source_priority[place]] = static_cast<std::uint32_t>(merge.source_priority.size() - place);
}

int Survivorship::compare_by_time_and_source(const Candidate& a, const Candidate& b) const {
  if (a.updated != b.updated) return a.updated > b.updated ? -1 : 1;
  const std::uint32_t of_a = rank_of_source_[a.source], of_b = rank_of_source_[b.source];
  return of_a == of_b ? 0 : of_a > of_b ? -1 : 1;
}

void Survivorship::count(std::span<const Candidate> candidates) {
  order_.resize(candidates.size());
  num_value_.resize(candidates.size());
  num_spelling_.resize(candidates.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (candidates[a].value_id != candidates[b].value_id) return candidates[a].value_id < candidates[b].value_id;
    return candidates[a].merit < candidates[b].merit;
  });
  // Equal items are adjacent now: a run of equal values consists of runs of equal spellings.
  distinct_ = 0;
  const std::size_t size = candidates.size();
  for (std::size_t begin = 0, end = 0; begin < size; begin = end) {
    const std::uint64_t value = candidates[order_[begin]].value_id;
    for (std::size_t spelling = begin; end < size && candidates[order_[end]].value_id == value; spelling = end) {
      const std::uint64_t merit = candidates[order_[spelling]].merit;
      while (end < size && candidates[order_[end]].value_id == value && candidates[order_[end]].merit == merit) ++end;
      for (std::size_t i = spelling; i < end; ++i)
        num_spelling_[order_[i]] = static_cast<std::uint32_t>(end - spelling);
    }
    for (std::size_t i = begin; i < end; ++i) num_value_[order_[i]] = static_cast<std::uint32_t>(end - begin);
    ++distinct_;
  }
}

Survivorship::Standing Survivorship::standing_of(const Candidate& candidate, std::size_t index) const {
  Standing standing;
  standing.updated = candidate.updated;
  standing.source = rank_of_source_[candidate.source];
  standing.shared = num_value_[index];
  switch (rule_) {
    case SurvivorshipRule::most_recent:
    case SurvivorshipRule::all_elements:
      break;
    case SurvivorshipRule::most_frequent:
      standing.first = num_value_[index];
      standing.second = num_spelling_[index];
      break;
    case SurvivorshipRule::source_priority:
      standing.first = standing.source;
      break;
    case SurvivorshipRule::first:
      // Earlier is better, and any time better than none.
      if (candidate.updated != kNoMoment) {
        standing.first = 1;
        standing.second = ~(static_cast<std::uint64_t>(candidate.updated) ^ (std::uint64_t{1} << 63));
      }
      break;
    case SurvivorshipRule::longest:
    case SurvivorshipRule::min:
    case SurvivorshipRule::max:
    case SurvivorshipRule::any:
    case SurvivorshipRule::trust:
      standing.first = candidate.merit;
      break;
  }
  return standing;
}

void Survivorship::best(std::span<const Candidate> candidates, std::uint64_t other,
                        std::vector<std::uint32_t>& out) const {
  out.clear();
  Standing highest;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].value_id == other) continue;
    const Standing standing = standing_of(candidates[i], i);
    const auto order = out.empty() ? std::strong_ordering::greater : standing <=> highest;
    if (order == std::strong_ordering::less) continue;
    if (order == std::strong_ordering::greater) {
      out.clear();
      highest = standing;
    }
    out.push_back(static_cast<std::uint32_t>(i));
  }
}

const Contest& Survivorship::contest(std::span<const Candidate> candidates) {
  contest_.winners.clear();
  contest_.runners_up.clear();
  contest_.distinct = 0;
  if (candidates.empty()) return contest_;
  if (candidates.size() > 2) {
    count(candidates);
  } else {
    // Most customers have one or two records. Then both values occur once, or one value occurs twice, so counting
    // decides nothing.
    num_value_.assign(candidates.size(), 1);
    num_spelling_.assign(candidates.size(), 1);
    distinct_ = candidates.front().value_id == candidates.back().value_id ? 1 : 2;
  }
  contest_.distinct = distinct_;
  // No id of a value is 0, so nothing is left out.
  best(candidates, 0, contest_.winners);
  if (rule_ == SurvivorshipRule::trust && !last_resort_ && candidates[contest_.winners.front()].merit == 0) {
    contest_.winners.clear();
    return contest_;
  }
  if (distinct_ > 1) {
    const std::uint64_t value = candidates[contest_.winners.front()].value_id;
    const bool is_one_value =
        std::ranges::all_of(contest_.winners, [&](std::uint32_t index) { return candidates[index].value_id == value; });
    if (is_one_value)
      best(candidates, value, contest_.runners_up);
    else
      contest_.runners_up = contest_.winners;
  }
  for (auto* members : {&contest_.winners, &contest_.runners_up})
    for (std::uint32_t& index : *members) index = candidates[index].member;
  return contest_;
}

}  // namespace onefold::merge
