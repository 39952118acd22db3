#include "suggest/choose_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace onefold::suggest {

namespace {

// Value of one more rule that finds a match, by the number of rules that already find it.
constexpr std::array kWorth = {1.0, 0.08, 0.01};
constexpr double kLeastGain = 0.0004;  // as a share of all likely matches
constexpr std::size_t kMaxRules = 24;
constexpr std::size_t kFewMatches = 25;
// Fixed cost of a rule, in pairs per record: its keys must be made and compared.
constexpr double kCostOfRule = 0.2;

// Without evidence, chooses rules of different attributes that propose pairs, the most selective first.
void choose_by_cost(const RuleBook& book, double budget, Choice& choice) {
  choice.by_evidence = false;
  std::set<std::vector<std::size_t>> seen;
  for (auto rule = book.rules().rbegin(); rule != book.rules().rend() && choice.rules.size() < 10; ++rule) {
    if (rule->pairs > budget / 5 || choice.pairs + rule->pairs > budget) continue;
    if (!seen.insert(book.attributes_of(*rule)).second) continue;
    choice.pairs += rule->pairs;
    choice.rules.push_back({*rule, 0, 0});
  }
  if (!choice.rules.empty()) return;
  // No two rows have anything in common: they are too few, or all different. Equal values are what one would look for.
  for (auto& rule : book.whole_values(static_cast<std::uint64_t>(budget))) {
    if (choice.rules.size() == 10 || choice.pairs + rule.pairs > budget) break;
    choice.pairs += rule.pairs;
    choice.rules.push_back({std::move(rule), 0, 0});
  }
}

}  // namespace

Choice choose_rules(const RuleBook& book, const LikelyMatches& matches, const Records& records, std::uint64_t budget,
                    std::optional<std::size_t> main_text) {
  Choice choice;
  const auto limit = static_cast<double>(budget);
  const auto& rules = book.rules();
  if (matches.pairs.size() < kFewMatches) {
    choose_by_cost(book, limit, choice);
  } else {
    double num_records = 0;
    for (const auto rows : records.rows_of_table) num_records += static_cast<double>(rows);
    // [rule] Indices of the likely matches that it proposes.
    std::vector<std::vector<std::uint32_t>> found(rules.size());
    for (std::size_t r = 0; r < rules.size(); ++r)
      for (std::uint32_t m = 0; m < matches.pairs.size(); ++m)
        if (book.proposes(rules[r], matches.pairs[m].left, matches.pairs[m].right)) found[r].push_back(m);
    std::vector<std::uint8_t> times_found(matches.pairs.size(), 0);
    std::vector<bool> taken(rules.size(), false);
    std::vector<std::size_t> numbers;  // numbers of the chosen rules
    // A rule with a larger max_block_size proposes all pairs of the rule with the same keys and a smaller one, and
    // replaces it.
    const auto take = [&](std::size_t rule) {
      for (std::size_t c = 0; c < numbers.size(); ++c)
        if (rules[numbers[c]].atoms == rules[rule].atoms) {
          for (const auto m : found[numbers[c]]) --times_found[m];
          choice.pairs -= rules[numbers[c]].pairs;
          choice.rules.erase(choice.rules.begin() + static_cast<std::ptrdiff_t>(c));
          numbers.erase(numbers.begin() + static_cast<std::ptrdiff_t>(c));
          break;
        }
      for (std::size_t r = 0; r < rules.size(); ++r)
        if (rules[r].atoms == rules[rule].atoms && rules[r].max_block_size <= rules[rule].max_block_size)
          taken[r] = true;
      ChosenRule chosen{rules[rule], 0, 0};
      for (const auto m : found[rule]) {
        chosen.finds += matches.pairs[m].weight / matches.total;
        if (times_found[m]++ == 0) chosen.adds += matches.pairs[m].weight / matches.total;
      }
      choice.pairs += rules[rule].pairs;
      choice.rules.push_back(std::move(chosen));
      numbers.push_back(rule);
    };
    if (main_text) {
      const double most = std::min(limit, static_cast<double>(kPairsPerRecord) * num_records);
      std::size_t widest = rules.size();
      for (std::size_t r = 0; r < rules.size(); ++r)  // in ascending order of cost
        if (rules[r].pairs <= most && rules[r].atoms.size() == 1 && book.atoms()[rules[r].atoms[0]].is_multi_valued() &&
            book.attributes_of(rules[r]).front() == *main_text)
          widest = r;
      if (widest < rules.size()) take(widest);
    }
    // Nearest texts share words by construction. A second rule that finds them does not prove that it is needed.
    const std::size_t num_counted = main_text ? 1 : kWorth.size();
    // A small input can afford rules that find little.
    const double least_gain =
        kLeastGain * matches.total * std::min(1.0, static_cast<double>(kPairsPerRecord) * num_records / limit);
    while (choice.rules.size() < kMaxRules) {
      std::size_t best = rules.size();
      double most = 0;
      for (std::size_t r = 0; r < rules.size(); ++r) {
        if (taken[r] || choice.pairs + rules[r].pairs > limit) continue;
        double gain = 0;
        for (const auto m : found[r])
          if (times_found[m] < num_counted) gain += matches.pairs[m].weight * kWorth[times_found[m]];
        if (gain < least_gain) continue;
        const double merit = gain / (rules[r].pairs + kCostOfRule * num_records);
        if (merit > most) most = merit, best = r;
      }
      if (best == rules.size()) break;
      take(best);
    }
    for (std::size_t m = 0; m < matches.pairs.size(); ++m)
      if (times_found[m] > 0) choice.completeness += matches.pairs[m].weight / matches.total;
  }
  std::ranges::stable_sort(choice.rules, [](const ChosenRule& a, const ChosenRule& b) {
    return a.rule.sample_pairs != b.rule.sample_pairs ? a.rule.sample_pairs < b.rule.sample_pairs
                                                      : a.rule.atoms < b.rule.atoms;
  });
  return choice;
}

}  // namespace onefold::suggest
