#include "merge/golden_record.hpp"

#include <algorithm>
#include <compare>
#include <numeric>

#include "record/hash.hpp"

namespace onefold::merge {

namespace {

// The first criterion of a rule. Larger is better; each rule defines the meaning of the numbers.
struct Merit {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  auto operator<=>(const Merit&) const = default;
};

std::uint64_t num_code_points(std::string_view utf8) {
  // Every byte except continuation bytes (binary 10......) starts a code point.
  std::uint64_t count = 0;
  for (const char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
  return count;
}

// 0 is the best source. Sources that are not listed come last.
std::size_t priority_of(std::uint32_t source, std::span<const std::uint32_t> source_priority) {
  return static_cast<std::size_t>(std::find(source_priority.begin(), source_priority.end(), source) -
                                  source_priority.begin());
}

// The best candidate with a value: first by merit_of(index), then by the common order for ties.
template <typename MeritOf>
std::optional<std::size_t> best(std::span<const Candidate> candidates, std::span<const std::uint32_t> source_priority,
                                MeritOf merit_of) {
  std::optional<std::size_t> winner;
  Merit highest;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].cleansed_id == 0) continue;
    const Merit merit = merit_of(i);
    if (winner &&
        (merit < highest || (merit == highest && !comes_before(candidates[i], candidates[*winner], source_priority))))
      continue;
    winner = i;
    highest = merit;
  }
  return winner;
}

// Per candidate: the number of occurrences of its value, and of its spelling within that value.
std::vector<Merit> count_values_and_spellings(std::span<const Candidate> candidates) {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (candidates[a].cleansed_id != candidates[b].cleansed_id)
      return candidates[a].cleansed_id < candidates[b].cleansed_id;
    return candidates[a].spelling < candidates[b].spelling;
  });

  // Equal items are adjacent now: a run of equal codes consists of runs of equal spellings.
  std::vector<Merit> merits(candidates.size());
  const auto count_runs = [&](auto same, auto store) {
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      while (end < order.size() && same(candidates[order[begin]], candidates[order[end]])) ++end;
      for (std::size_t i = begin; i < end; ++i) store(merits[order[i]], end - begin);
    }
  };
  count_runs([](const Candidate& a, const Candidate& b) { return a.cleansed_id == b.cleansed_id; },
             [](Merit& merit, std::uint64_t count) { merit.first = count; });
  count_runs(
      [](const Candidate& a, const Candidate& b) { return a.cleansed_id == b.cleansed_id && a.spelling == b.spelling; },
      [](Merit& merit, std::uint64_t count) { merit.second = count; });
  return merits;
}

}  // namespace

bool comes_before(const Candidate& a, const Candidate& b, std::span<const std::uint32_t> source_priority) {
  if (a.updated != b.updated) return a.updated > b.updated;
  if (a.source != b.source) {
    const std::size_t place_a = priority_of(a.source, source_priority);
    const std::size_t place_b = priority_of(b.source, source_priority);
    if (place_a != place_b) return place_a < place_b;
  }
  return a.record < b.record;
}

std::uint64_t spelling(config::SurvivorshipRule rule, std::string_view raw) {
  switch (rule) {
    case config::SurvivorshipRule::most_frequent:
      return hash_bytes(raw);
    case config::SurvivorshipRule::longest:
      return num_code_points(raw);
    default:
      return 0;
  }
}

bool wants_spelling(config::SurvivorshipRule rule) {
  return rule == config::SurvivorshipRule::most_frequent || rule == config::SurvivorshipRule::longest;
}

std::optional<std::size_t> survivor(config::SurvivorshipRule rule, std::span<const Candidate> candidates,
                                    std::span<const std::uint32_t> source_priority) {
  using config::SurvivorshipRule;
  switch (rule) {
    case SurvivorshipRule::most_recent:
    case SurvivorshipRule::all_elements:
      // The order for ties puts the later time first, so no further criterion is needed.
      return best(candidates, source_priority, [](std::size_t) { return Merit{}; });
    case SurvivorshipRule::most_frequent: {
      // Most customers have one or two records. Then both values occur once, or one value occurs twice, so counting
      // decides nothing.
      if (candidates.size() <= 2) return best(candidates, source_priority, [](std::size_t) { return Merit{}; });
      const std::vector<Merit> merits = count_values_and_spellings(candidates);
      return best(candidates, source_priority, [&](std::size_t i) { return merits[i]; });
    }
    case SurvivorshipRule::longest:
      return best(candidates, source_priority, [&](std::size_t i) { return Merit{candidates[i].spelling, 0}; });
    case SurvivorshipRule::source_priority:
      return best(candidates, source_priority, [&](std::size_t i) {
        return Merit{source_priority.size() - priority_of(candidates[i].source, source_priority), 0};
      });
  }
  return std::nullopt;
}

}  // namespace onefold::merge
