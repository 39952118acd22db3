#include "suggest/reach.hpp"

#include <algorithm>
#include <vector>

namespace onefold::suggest {

namespace {

constexpr double kMostUnreached = 0.005;
// A handful of records of the sample is no group.
constexpr double kFewest = 20;
// Rules that reach at least this share of what the best one reaches are as good; the cheapest of them is taken.
constexpr double kNearlyAsMany = 0.9;
constexpr std::size_t kMostAdded = 4;

}  // namespace

void reach_all_records(const RuleBook& book, const Records& records, std::uint64_t budget, Choice& choice) {
  std::vector<std::uint32_t> unreached;
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if (std::ranges::none_of(choice.rules, [&](const ChosenRule& chosen) { return book.has_key(chosen.rule, r); }))
      unreached.push_back(r);
  const double few = std::max(kFewest, kMostUnreached * static_cast<double>(records.size()));
  for (std::size_t added = 0; added < kMostAdded && static_cast<double>(unreached.size()) > few; ++added) {
    const auto& rules = book.rules();  // in ascending order of cost
    std::vector<std::size_t> reached(rules.size(), 0);
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (choice.pairs + rules[i].pairs <= static_cast<double>(budget))
        reached[i] = static_cast<std::size_t>(
            std::ranges::count_if(unreached, [&](std::uint32_t r) { return book.has_key(rules[i], r); }));
    const auto most = reached.empty() ? 0 : *std::ranges::max_element(reached);
    if (static_cast<double>(most) <= few) return;
    const auto best = static_cast<std::size_t>(
        std::ranges::find_if(reached,
                             [&](std::size_t n) { return static_cast<double>(n) >= kNearlyAsMany * static_cast<double>(most); }) -
        reached.begin());
    ChosenRule chosen{rules[best], 0, 0, static_cast<double>(reached[best]) / static_cast<double>(records.size())};
    choice.pairs += chosen.rule.pairs;
    std::erase_if(unreached, [&](std::uint32_t r) { return book.has_key(chosen.rule, r); });
    const auto at = std::ranges::upper_bound(choice.rules, chosen.rule.sample_pairs, {},
                                             [](const ChosenRule& other) { return other.rule.sample_pairs; });
    choice.rules.insert(at, std::move(chosen));
  }
}

}  // namespace onefold::suggest
