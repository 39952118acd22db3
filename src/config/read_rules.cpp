// Reads [[blocking]] and [[comparison]].
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "config/covers.hpp"
#include "config/default_levels.hpp"
#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxRules = 64;
constexpr std::size_t kMaxLevels = 50;

/// Whether two rules have the same keys, in any order.
std::vector<std::string> sorted_texts(const std::vector<KeyExpression>& keys) {
  std::vector<std::string> texts;
  for (const KeyExpression& key : keys) texts.push_back(key.text);
  std::sort(texts.begin(), texts.end());
  return texts;
}

bool has_exact(const std::vector<Level>& levels) {
  return std::any_of(levels.begin(), levels.end(), [](const Level& level) { return level.measure == Measure::exact; });
}

/// With `levels`, adds the default levels of the attribute's type. With `term_frequency`, sets the default term
/// frequency of the type if there is an exact level to adjust.
void fill_defaults(ComparisonConfig& comparison, const std::vector<KnownAttribute>& attributes, bool levels,
                   bool term_frequency) {
  const auto& type = attributes[comparison.attribute].type;
  if (!type) return;
  const DefaultComparison defaults = default_comparison(*type);
  const auto add = [&](std::string_view text) {
    comparison.levels.push_back(*parse_level(text, comparison.attribute, attributes).value);
  };
  for (std::size_t i = 0; levels && i < defaults.levels.size(); ++i) {
    add(defaults.levels[i]);
    // A common element is the next best evidence after equal sets.
    if (i == 0 && attributes[comparison.attribute].is_array) add("overlap >= 1");
  }
  if (term_frequency) comparison.term_frequency = defaults.term_frequency && has_exact(comparison.levels);
}

void read_levels(TableReader& table, const std::vector<KnownAttribute>& attributes, ComparisonConfig& comparison) {
  std::vector<PlacedText> texts;
  if (!table.read_list("levels", texts)) return;
  if (texts.empty() || texts.size() > kMaxLevels)
    return table.mistake_of("levels", *table.find("levels"),
                            fmt::format("expected 1 to {} levels, as in: levels = [\"exact\", "
                                        "\"jaro_winkler >= 0.92\"]",
                                        kMaxLevels));
  for (const PlacedText& text : texts) {
    auto level = parse_level(text.text, comparison.attribute, attributes);
    if (!level.value) {
      table.mistake(text, level.offset, fmt::format("levels: {}", level.mistake));
      continue;
    }
    for (const Level& earlier : comparison.levels) {
      if (!covers(earlier, *level.value)) continue;
      table.mistake(text, 0,
                    fmt::format("levels: \"{}\" can never hold, because the earlier level \"{}\" covers it",
                                level.value->text, earlier.text));
      break;
    }
    comparison.levels.push_back(std::move(*level.value));
  }
}

}  // namespace

std::vector<KeyExpression> read_keys(TableReader& table, const std::vector<PlacedText>& texts,
                                     const std::vector<KnownAttribute>& attributes) {
  std::vector<KeyExpression> keys;
  bool fine = true;
  bool has_multi_valued = false;
  for (const PlacedText& text : texts) {
    auto key = parse_key_expression(text.text, attributes);
    if (!key.value) {
      table.mistake(text, key.offset, key.mistake);
      fine = false;
      continue;
    }
    const bool twice = std::any_of(keys.begin(), keys.end(),
                                   [&](const KeyExpression& other) { return other.text == key.value->text; });
    if (twice) {
      table.mistake(text, 0, fmt::format("the key {} occurs twice in the rule", key.value->text));
      fine = false;
    } else if (const auto* inner = key.value->multi_valued()) {
      if (has_multi_valued) {
        table.mistake(
            text, 0,
            fmt::format("a rule can have one of any, any_word and any_ngram; {} is a second one", inner->text));
        fine = false;
      }
      has_multi_valued = true;
    }
    keys.push_back(std::move(*key.value));
  }
  if (!fine) keys.clear();
  return keys;
}

namespace {

// Reads max_block_size, oversized and split_by: what a rule does with blocks that are too large.
void read_oversized(TableReader& section, const std::vector<KnownAttribute>& attributes, BlockingRule& rule) {
  const bool limited = section.read("max_block_size", rule.max_block_size, 2, INT64_MAX);
  std::size_t treatment = static_cast<std::size_t>(rule.oversized);
  if (section.read_choice("oversized", treatment, kOversizedNames)) rule.oversized = static_cast<Oversized>(treatment);
  std::vector<PlacedText> texts;
  if (section.read_list("split_by", texts)) rule.split_by = read_keys(section, texts, attributes);
  for (const KeyExpression& key : rule.split_by)
    if (const auto* inner = key.multi_valued())
      section.mistake_of("split_by", *section.find("split_by"),
                         fmt::format("{} gives a record several keys; expected keys of which a record has one, as in: "
                                     "split_by = [\"surname\"]",
                                     inner->text));
  const auto* oversized = section.find("oversized");
  const auto* split_by = section.find("split_by");
  if (oversized != nullptr && !limited && section.find("max_block_size") == nullptr)
    section.mistake_of("oversized", *oversized, "max_block_size is missing: it says which blocks are oversized");
  if (rule.oversized == Oversized::split && split_by == nullptr && oversized != nullptr)
    section.mistake_of("oversized", *oversized, "split_by is missing; write, for example: split_by = [\"surname\"]");
  if (split_by != nullptr && rule.oversized != Oversized::split)
    section.mistake_of("split_by", *split_by, "it needs oversized = \"split\"");
}

}  // namespace

void read_blocking(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes,
                   const JobDefaults& defaults, Job& job) {
  const auto tables = root.read_tables("blocking");
  if (root.find("blocking") == nullptr || (tables.empty() && root.find("blocking")->is_array()))
    root.mistake("a job needs at least one [[blocking]] rule, as in: [[blocking]] on = [\"surname\", \"birth_date\"]");
  if (tables.size() > kMaxRules)
    root.mistake(fmt::format("a job can have {} [[blocking]] rules; this one has {}", kMaxRules, tables.size()));
  std::size_t number = 0;
  for (const auto* table : tables) {
    TableReader section(reading, *table, fmt::format("[[blocking]] number {}", ++number));
    BlockingRule rule;
    rule.max_pairs = defaults.max_pairs;
    std::vector<PlacedText> texts;
    if (section.read_list("on", texts)) {
      if (texts.empty()) section.mistake_of("on", *section.find("on"), "expected at least one key");
      rule.on = read_keys(section, texts, attributes);
    } else if (section.find("on") == nullptr) {
      section.mistake("on is missing; write, for example: on = [\"surname\", \"birth_date\"]");
    }
    section.read("max_pairs", rule.max_pairs, 1, INT64_MAX);
    read_oversized(section, attributes, rule);
    section.report_unknown_keys();
    if (rule.on.empty()) continue;

    for (const KeyExpression& key : rule.on) rule.name += (rule.name.empty() ? "" : " + ") + key.text;
    for (const BlockingRule& other : job.blocking)
      if (sorted_texts(other.on) == sorted_texts(rule.on))
        section.mistake_of("on", *section.find("on"), fmt::format("the rule {} exists already", other.name));
    job.blocking.push_back(std::move(rule));
  }
}

/// Reads a list of probabilities, one per level and one for else, with the sum 1.
void read_probabilities(TableReader& section, std::string_view key, const ComparisonConfig& comparison,
                        std::vector<double>& values) {
  const auto* node = section.find(key);
  if (node == nullptr || comparison.levels.empty()) return;
  const std::size_t wanted = comparison.levels.size() + 1;
  const auto* list = node->as_array();
  double sum = 0;
  bool good = list != nullptr && list->size() == wanted;
  for (std::size_t i = 0; good && i < wanted; ++i) {
    const auto value = (*list)[i].is_number() ? (*list)[i].value<double>() : std::nullopt;
    good = value && *value > 0 && *value <= 1;
    if (good) values.push_back(*value), sum += *value;
  }
  if (good && std::abs(sum - 1) <= 0.01) return;
  values.clear();
  section.mistake_of(
      key, *node,
      good ? fmt::format("the probabilities of the levels and of else must add up to 1; their sum is {:.4g}", sum)
           : fmt::format("expected {} numbers above 0 and up to 1: one for each level in their order, and one for else",
                         wanted));
}

/// Reads the keys that need term_frequency = true.
void read_term_frequency(TableReader& section, ComparisonConfig& comparison) {
  for (const auto& [key, value] :
       {std::pair<std::string_view, double*>{"term_frequency_fuzzy", &comparison.term_frequency_fuzzy},
        {"term_frequency_minimum", &comparison.term_frequency_minimum}}) {
    const auto* node = section.find(key);
    if (node == nullptr) continue;
    const auto number = node->is_number() ? node->value<double>() : std::nullopt;
    if (!number || !(*number >= 0 && *number <= 1))
      section.mistake_of(key, *node, "expected a number from 0 to 1");
    else if (!comparison.term_frequency)
      section.mistake_of(key, *node, "it says how term frequencies are applied, and term_frequency is false");
    else
      *value = *number;
  }
}

void read_comparisons(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job) {
  std::vector<std::string_view> names;
  for (const KnownAttribute& attribute : attributes) names.emplace_back(attribute.name);
  std::vector<std::optional<ComparisonConfig>> found(attributes.size());

  std::size_t number = 0;
  for (const auto* table : root.read_tables("comparison")) {
    TableReader section(reading, *table, fmt::format("[[comparison]] number {}", ++number));
    ComparisonConfig comparison;
    std::string name;
    const bool named = section.read("attribute", name);
    const auto position = std::find(names.begin(), names.end(), name);
    if (named && position != names.end()) {
      section.set_context("[[comparison]] " + name);
      comparison.attribute = static_cast<AttributeIndex>(position - names.begin());
      comparison.name = name;
      read_levels(section, attributes, comparison);
      const bool says_frequency = section.read("term_frequency", comparison.term_frequency);
      fill_defaults(comparison, attributes, section.find("levels") == nullptr, !says_frequency);
      const bool adjustable =
          has_exact(comparison.levels) || !attributes[comparison.attribute].type || comparison.levels.empty();
      if (comparison.term_frequency && !adjustable)
        section.mistake_of("term_frequency", *section.find("term_frequency"),
                           "it adjusts the level \"exact\", which is not among the levels");
      read_term_frequency(section, comparison);
      read_probabilities(section, "m", comparison, comparison.m);
      read_probabilities(section, "u", comparison, comparison.u);
      auto& slot = found[comparison.attribute];
      if (slot)
        section.mistake_of("attribute", *section.find("attribute"), "this attribute has a [[comparison]] already");
      slot = std::move(comparison);
    } else {
      if (named)
        section.mistake_of("attribute", *section.find("attribute"),
                           fmt::format("unknown attribute {}{}", in_quotes(name), suggestion(name, names)));
      else if (section.find("attribute") == nullptr)
        section.mistake("attribute is missing; write, for example: attribute = \"surname\"");
      // Without the attribute it is unknown which levels are valid, so `levels` is only marked as read.
      section.find("levels");
      for (const auto* key : {"term_frequency", "term_frequency_fuzzy", "term_frequency_minimum", "m", "u"})
        section.find(key);
    }
    section.report_unknown_keys();
  }

  // All comparisons in the order of the attributes, with those that have default levels.
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (!found[i] && !job.attributes[i].compare) continue;
    ComparisonConfig comparison;
    comparison.attribute = static_cast<AttributeIndex>(i);
    comparison.name = attributes[i].name;
    if (!found[i]) fill_defaults(comparison, attributes, true, true);
    job.comparisons.push_back(found[i] ? std::move(*found[i]) : std::move(comparison));
    for (const AttributeIndex read : attributes_read(job.comparisons.back()))
      job.comparisons.back().reads_arrays |= attributes[read].is_array;
  }
  if (job.comparisons.empty() && !attributes.empty())
    root.mistake("nothing is compared: every attribute has compare = false and no [[comparison]]");

  // Agreement patterns are numbered in 63 bits.
  double patterns = 1;
  for (const ComparisonConfig& comparison : job.comparisons)
    patterns *= static_cast<double>(comparison.levels.size() + 2);
  if (patterns > 9e18)
    root.mistake("too many comparisons with too many levels: their combinations cannot be numbered in 63 bits");
}

}  // namespace onefold::config
