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
// At most this share of the records has no key in any rule, and a handful of the sample is no group.
constexpr double kMostUnreached = 0.005;
constexpr std::size_t kFewest = 20;
constexpr std::size_t kMostAdded = 4;
// An attribute that fewer of the likely matches have on both sides tells little about them.
constexpr double kLeastPresent = 0.3;
// Where the model is trained on candidates, a rule that finds only what others find may add this share of their pairs.
constexpr double kMostForKnown = 0.25;
// From this share of the likely matches that a rule finds without reading an attribute, its m can be learnt there.
constexpr double kLeastFree = 0.1;
// EM cannot tell the matches of a rule from chance if fewer of its pairs are matches.
constexpr double kLeastPrecision = 0.05;
// With more matches of a record than this, competition of its candidates says little.
constexpr double kManyMatches = 10;

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

// `least_precision`: rules with a smaller share of likely matches among their pairs do not count.
std::vector<double> free_shares(const RuleBook& book, const LikelyMatches& matches, const Records& records,
                                const std::vector<ChosenRule>& rules, double least_precision) {
  std::vector<std::vector<std::size_t>> read;
  for (const auto& chosen : rules) read.push_back(book.attributes_of(chosen.rule));
  std::vector<double> present(records.attributes.size(), 0), found_free(records.attributes.size(), 0);
  std::vector<bool> is_free;
  for (const auto& match : matches.pairs) {
    is_free.assign(records.attributes.size(), false);
    for (std::size_t r = 0; r < rules.size(); ++r)
      if (rules[r].finds * matches.total >= least_precision * static_cast<double>(rules[r].rule.sample_pairs) &&
          book.proposes(rules[r].rule, match.left, match.right))
        for (std::size_t a = 0; a < is_free.size(); ++a)
          if (!std::ranges::binary_search(read[r], a)) is_free[a] = true;
    for (std::size_t a = 0; a < is_free.size(); ++a) {
      const auto& codes = records.attributes[a].codes;
      if (codes[match.left] == 0 || codes[match.right] == 0) continue;
      present[a] += match.weight;
      if (is_free[a]) found_free[a] += match.weight;
    }
  }
  std::vector<double> shares;
  for (std::size_t a = 0; a < present.size(); ++a)
    shares.push_back(present[a] < kLeastPresent * matches.total ? 1 : found_free[a] / present[a]);
  return shares;
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
    // A prefix as long as its values is the value.
    const auto proposes_the_same = [&](std::size_t r, std::size_t rule) {
      return rules[r].sample_pairs == rules[rule].sample_pairs && found[r] == found[rule] &&
             book.attributes_of(rules[r]) == book.attributes_of(rules[rule]);
    };
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
        if ((rules[r].atoms == rules[rule].atoms && rules[r].max_block_size <= rules[rule].max_block_size) ||
            proposes_the_same(r, rule))
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
  choice.free_share.assign(records.attributes.size(), 1);
  if (choice.by_evidence) {
    // Nearest texts are a few of the matches only, and say nothing of a rule's precision.
    choice.free_share = free_shares(book, matches, records, choice.rules, main_text ? 0 : kLeastPrecision);
  }
  std::ranges::stable_sort(choice.rules, [](const ChosenRule& a, const ChosenRule& b) {
    return a.rule.sample_pairs != b.rule.sample_pairs ? a.rule.sample_pairs < b.rule.sample_pairs
                                                      : a.rule.atoms < b.rule.atoms;
  });
  return choice;
}

void drop_chance_pairs(Choice& choice) {
  for (std::size_t r = choice.rules.size(); r-- > 0;) {
    const auto& chosen = choice.rules[r];
    if (chosen.adds >= kLeastGain || chosen.rule.pairs <= kMostForKnown * (choice.pairs - chosen.rule.pairs)) continue;
    choice.pairs -= chosen.rule.pairs;
    choice.rules.erase(choice.rules.begin() + static_cast<std::ptrdiff_t>(r));
  }
}

bool trains_on_candidates(const Choice& choice, const Schema& schema, const Partners& partners) {
  if (partners.main_text)
    return choice.free_share[*partners.main_text] < kLeastFree || partners.per_record <= kManyMatches;
  if (!partners.is_one_at_most) return false;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a)
    if (schema.attributes[a].compare && choice.free_share[a] < kLeastFree) return true;
  return false;
}

void reach_all_records(const RuleBook& book, const Records& records, std::uint64_t budget, Choice& choice) {
  std::vector<std::uint32_t> unreached;
  for (std::uint32_t r = 0; r < records.size(); ++r)
    if (std::ranges::none_of(choice.rules, [&](const ChosenRule& chosen) { return book.has_key(chosen.rule, r); }))
      unreached.push_back(r);
  const auto& rules = book.rules();  // in ascending order of cost
  for (std::size_t added = 0; added < kMostAdded; ++added) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (choice.pairs + rules[i].pairs > static_cast<double>(budget)) break;
      const auto reached = static_cast<std::size_t>(
          std::ranges::count_if(unreached, [&](std::uint32_t r) { return book.has_key(rules[i], r); }));
      if (reached > most) most = reached, best = i;
    }
    const double share = static_cast<double>(most) / static_cast<double>(records.size());
    if (most < kFewest || share <= kMostUnreached) return;
    const auto at = std::ranges::upper_bound(choice.rules, rules[best].sample_pairs, {},
                                             [](const ChosenRule& other) { return other.rule.sample_pairs; });
    choice.rules.insert(at, {rules[best], 0, 0, share});
    choice.pairs += rules[best].pairs;
    std::erase_if(unreached, [&](std::uint32_t r) { return book.has_key(rules[best], r); });
  }
}

}  // namespace onefold::suggest
