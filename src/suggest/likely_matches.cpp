#include "suggest/likely_matches.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "comparison/comparison.hpp"
#include "model/estimate.hpp"
#include "record/hash.hpp"
#include "suggest/quick_comparison.hpp"

namespace onefold::suggest {

namespace {

constexpr std::uint64_t kRandomPairs = 300'000;
constexpr std::uint64_t kLeastPairsOfRule = 1000;
constexpr std::size_t kTrainingRules = 40;
// Among the pairs of a rule that proposes more than this, few are matches, and EM may find families or towns instead.
constexpr double kMaxPairsARecord = 3;
constexpr std::size_t kLeastTrainingRules = 6;
constexpr double kLeastWeight = 2;  // log2 of the odds
constexpr std::size_t kMaxComparisons = 24;
constexpr double kMaxWeight = 100;
constexpr std::uint64_t kSeed = 0x11e4;

struct Pair {
  std::uint32_t left, right;
  auto operator<=>(const Pair&) const = default;
};

// The comparisons, and a job with the settings that training reads.
struct QuickModel {
  std::vector<std::size_t> attributes;  // [comparison] index in the schema
  std::vector<QuickComparison> comparisons;
  config::Job job;
  model::Model weights;
  model::PatternSpace space;
  std::optional<std::size_t> given_name, surname;  // comparisons whose values may be exchanged

  QuickModel(const Records& records, const Schema& schema) {
    for (const auto& attribute : schema.attributes) job.attributes.push_back(declaration_of(attribute));
    for (std::size_t a = 0; a < schema.attributes.size() && attributes.size() < kMaxComparisons; ++a) {
      if (is_split(schema, a) || !schema.attributes[a].compare || records.attributes[a].num_present() == 0) continue;
      if (schema.attributes[a].type == AttributeType::given_name && !given_name) given_name = attributes.size();
      if (schema.attributes[a].type == AttributeType::surname && !surname) surname = attributes.size();
      attributes.push_back(a);
      comparisons.emplace_back(records.attributes[a], schema.attributes[a].type);
      config::ComparisonConfig comparison;
      comparison.attribute = static_cast<AttributeIndex>(a);
      comparison.name = schema.attributes[a].name;
      comparison.levels.resize(kQuickLevels - 2);
      comparison.levels[1].measure = comparison.levels[2].measure = config::Measure::jaro_winkler;
      comparison.term_frequency = true;
      job.comparisons.push_back(comparison);
    }
    space = model::PatternSpace(std::vector<std::uint32_t>(attributes.size(), kQuickLevels));
  }
  [[nodiscard]] model::Pattern pattern(const Records& records, std::uint32_t left, std::uint32_t right) const {
    model::Pattern pattern = 0;
    for (std::size_t c = 0; c < attributes.size(); ++c) {
      const auto& codes = records.attributes[attributes[c]].codes;
      pattern += comparisons[c].level(codes[left], codes[right]) * space.stride(c);
    }
    // Exchanged names count as similar, not as equal.
    if (given_name && surname && space.level(pattern, *given_name) == kQuickLevels - 1 &&
        space.level(pattern, *surname) == kQuickLevels - 1 && are_exchanged(records, left, right))
      for (const std::size_t c : {*given_name, *surname}) pattern -= (kQuickLevels - 3) * space.stride(c);
    return pattern;
  }
  [[nodiscard]] bool are_exchanged(const Records& records, std::uint32_t left, std::uint32_t right) const {
    const auto& given = records.attributes[attributes[*given_name]];
    const auto& family = records.attributes[attributes[*surname]];
    return given.texts[given.codes[left]] == family.texts[family.codes[right]] &&
           given.texts[given.codes[right]] == family.texts[family.codes[left]];
  }
  // log2 of the odds that the pair is a match.
  [[nodiscard]] double weight(const Records& records, const Pair& pair, model::Pattern pattern) const {
    double sum = std::log2(weights.prior / (1 - weights.prior));
    for (std::size_t c = 0; c < attributes.size(); ++c) {
      const auto level = space.level(pattern, c);
      if (level == comparison::kMissing) continue;
      const auto& probabilities = weights.comparisons[c].levels[level];
      if (level == 1) {
        const auto& values = records.attributes[attributes[c]];
        const double frequency =
            static_cast<double>(values.counts[values.codes[pair.left]]) / static_cast<double>(values.num_present());
        sum += std::log2(probabilities.m / std::max(frequency, 1e-7));
      } else {
        sum += std::log2(probabilities.m / probabilities.u);
      }
    }
    return sum;
  }
};

double num_all_pairs(const Records& records, bool between_only) {
  double all = 0, within = 0;
  for (const auto rows : records.rows_of_table) {
    all += static_cast<double>(rows);
    within += static_cast<double>(rows) * static_cast<double>(rows - 1) / 2;
  }
  return between_only ? all * (all - 1) / 2 - within : all * (all - 1) / 2;
}

}  // namespace

LikelyMatches find_likely_matches(const Records& records, const Schema& schema, const RuleBook& book) {
  LikelyMatches found;
  QuickModel quick(records, schema);
  const auto& rules = book.rules();
  if (quick.attributes.empty() || rules.empty()) return found;

  // 1. Pairs: the same number from every rule, evenly spread over its blocks.
  const std::uint64_t pairs_per_rule = std::max(kMaxScoredPairs / rules.size(), kLeastPairsOfRule);
  std::vector<double> share_taken;
  std::vector<Pair> pairs;
  std::vector<std::vector<Pair>> pairs_of_rule(std::min(rules.size(), kTrainingRules));
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const std::uint64_t stride = std::max<std::uint64_t>(1, rules[r].sample_pairs / pairs_per_rule);
    const std::uint64_t first = mix(kSeed, r) % stride;
    share_taken.push_back(1.0 / static_cast<double>(stride));
    book.for_pairs(rules[r], first, stride, [&](std::uint32_t left, std::uint32_t right) {
      const Pair pair{std::min(left, right), std::max(left, right)};
      if (pair.left == pair.right) return;
      pairs.push_back(pair);
    });
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  found.num_scored = pairs.size();

  // 2. Levels of these pairs and of random pairs.
  std::vector<model::Pattern> patterns;
  for (const auto& pair : pairs) patterns.push_back(quick.pattern(records, pair.left, pair.right));
  model::TrainingCounts counts;
  model::PatternCounter random_pairs;
  for (std::uint64_t i = 0; i < kRandomPairs; ++i) {
    const auto left = static_cast<std::uint32_t>(scale_to(mix(kSeed + 1, i), records.size()));
    const auto right = static_cast<std::uint32_t>(scale_to(mix(kSeed + 2, i), records.size()));
    if (left == right || !book.may_pair(left, right)) continue;
    random_pairs.add(quick.pattern(records, left, right));
  }
  counts.random_pairs = random_pairs.sorted();
  for (const std::size_t a : quick.attributes) {
    const auto& values = records.attributes[a];
    double equal = 0;
    const auto present = static_cast<double>(values.num_present());
    for (std::size_t code = 1; code < values.counts.size(); ++code)
      equal += static_cast<double>(values.counts[code]) * (static_cast<double>(values.counts[code]) - 1);
    counts.exact_collision.push_back(present > 1 ? std::max(equal, 1.0) / (present * (present - 1)) : -1);
  }

  double all_records = 0;
  for (const auto rows : records.rows_of_table) all_records += static_cast<double>(rows);
  std::vector<bool> is_counted(pairs.size(), false);
  // 3. Model. EM uses rules that have enough pairs for counts, but few enough per record that many of them are matches.
  for (std::size_t r = 0; r < rules.size() && counts.rules.size() < kTrainingRules; ++r) {
    if (rules[r].sample_pairs < 30) continue;
    if (rules[r].pairs > kMaxPairsARecord * all_records && counts.rules.size() >= kLeastTrainingRules) break;
    model::RuleCounts rule{
        book.text(rules[r]), std::vector<bool>(quick.attributes.size(), true), {}, {}, share_taken[r]};
    const auto read = book.attributes_of(rules[r]);
    for (std::size_t c = 0; c < quick.attributes.size(); ++c)
      if (std::ranges::count(read, quick.attributes[c]) > 0) rule.free_comparisons[c] = false;
    model::PatternCounter all, first;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (!book.proposes(rules[r], pairs[i].left, pairs[i].right)) continue;
      all.add(patterns[i]);
      if (!is_counted[i]) first.add(patterns[i]);
      is_counted[i] = true;
    }
    rule.all_pairs = all.sorted();
    rule.new_pairs = first.sorted();
    counts.rules.push_back(std::move(rule));
  }
  quick.job.model.prior.kind = config::PriorConfig::Kind::fixed;
  quick.job.model.prior.probability = 1 / std::max(all_records, 4.0);
  quick.job.model.max_iterations = 60;
  quick.job.model.convergence = 1e-3;
  bool between_only = true;
  for (std::uint32_t r = 1; r < records.size() && between_only; ++r)
    if (records.table[r] == records.table[r - 1]) between_only = !book.may_pair(r, r - 1);
  counts.num_all_pairs = static_cast<std::uint64_t>(num_all_pairs(records, between_only));
  quick.weights = model::estimate_model(quick.job, counts);

  // 4. Matches, each with its weight.
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double weight = quick.weight(records, pairs[i], patterns[i]);
    if (weight < kLeastWeight) continue;
    LikelyMatch match{pairs[i].left, pairs[i].right, 1 / (1 + std::exp2(-weight)), weight, 0};
    double missed = 1;
    for (std::size_t r = 0; r < rules.size(); ++r)
      if (book.proposes(rules[r], match.left, match.right)) missed *= 1 - share_taken[r];
    match.weight = match.probability * std::min(1 / std::max(1 - missed, 1e-9), kMaxWeight);
    found.total += match.weight;
    found.pairs.push_back(match);
  }
  return found;
}

}  // namespace onefold::suggest
