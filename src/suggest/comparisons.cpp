#include "suggest/comparisons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "comparison/house_number.hpp"
#include "config/default_levels.hpp"
#include "suggest/administrative.hpp"

namespace onefold::suggest {

namespace {

constexpr double kSwapsWorthALevel = 0.001;
constexpr double kImputedDates = 0.02;
constexpr double kRepeats = 0.9;
constexpr double kMostlyHouseNumbers = 0.5;
// A value is common if it is held by so many times more records than others usually are, and by so many in the sample.
constexpr double kCommonDate = 8;
constexpr std::uint32_t kFewestOfDate = 10;
constexpr std::size_t kNumRepetitionRows = 20'000;
// Patterns have 63 bits; rounding of logarithms is left aside. Even comparisons of a single level are at most 39.
constexpr double kPatternBits = 62.9;
// More would not fit with the usual three to five levels, and the cost of choosing rules grows with their square.
constexpr std::size_t kMaxCompared = 24;

std::set<std::string_view> words_of(std::string_view text) {
  std::set<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.insert(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

double effective_values(const CodedValues& values) {
  const auto present = static_cast<double>(values.num_present());
  double squares = 0;
  for (std::size_t code = 1; code < values.counts.size(); ++code)
    squares += static_cast<double>(values.counts[code]) * static_cast<double>(values.counts[code]);
  return squares > 0 ? present * present / squares : 0;
}

bool has_common_values(const CodedValues& values) {
  const std::uint32_t most =
      values.counts.size() < 2 ? 0 : *std::max_element(values.counts.begin() + 1, values.counts.end());
  return most >= kFewestOfDate &&
         static_cast<double>(most) * effective_values(values) > kCommonDate * static_cast<double>(values.num_present());
}

double share_of_house_numbers(const CodedValues& values) {
  double with_number = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code)
    if (!comparison::house_number_key(values.texts[code]).empty()) with_number += values.counts[code];
  return with_number / static_cast<double>(std::max<std::size_t>(values.num_present(), 1));
}

// Two numbers in one street are two places, however many words agree.
std::vector<std::string> levels_of_places() {
  std::vector<std::string> levels = {"exact"};
  for (const char* measure : {"tfidf >= 0.8 and ", "tfidf >= 0.6 and ", "tfidf >= 0.4 and ", "tfidf >= 0.2 and ", ""})
    levels.push_back(fmt::format("{}house_number", measure));
  for (const char* measure : {"tfidf >= 0.8 and ", "tfidf >= 0.4 and ", ""})
    levels.push_back(fmt::format("{}not house_number", measure));
  levels.insert(levels.end(), {"tfidf >= 0.6", "tfidf >= 0.2"});
  return levels;
}

std::optional<std::size_t> first_of(const Schema& schema, AttributeType type) {
  for (std::size_t a = 0; a < schema.attributes.size(); ++a)
    if (schema.attributes[a].type == type) return a;
  return std::nullopt;
}

// Share of the likely matches in which given name and surname are exchanged.
double share_swapped(const Records& records, std::size_t given_name, std::size_t surname,
                     const LikelyMatches& matches) {
  double swapped = 0;
  const auto text = [&](std::size_t attribute, std::uint32_t record) -> std::string_view {
    const auto& values = records.attributes[attribute];
    return values.texts[values.codes[record]];
  };
  for (const auto& match : matches.pairs) {
    const auto given = text(given_name, match.left), family = text(surname, match.left);
    if (given.empty() || family.empty() || given == family) continue;
    if (given == text(surname, match.right) && family == text(given_name, match.right)) swapped += match.weight;
  }
  return matches.total > 0 ? swapped / matches.total : 0;
}

double share_of_new_year(const CodedValues& dates) {
  double imputed = 0;
  for (std::size_t code = 1; code < dates.texts.size(); ++code)
    if (dates.texts[code].ends_with("-01-01")) imputed += dates.counts[code];
  return dates.num_present() == 0 ? 0 : imputed / static_cast<double>(dates.num_present());
}

double mean_words(const CodedValues& values) {
  double blanks = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code)
    blanks += static_cast<double>(std::ranges::count(values.texts[code], ' '));
  return 1 + blanks / static_cast<double>(std::max<std::size_t>(values.texts.size() - 1, 1));
}

// Share of the texts that contain a word of four or more characters with a digit, such as a model number.
double share_with_code(const CodedValues& values) {
  std::size_t with_code = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code)
    with_code += std::ranges::any_of(words_of(values.texts[code]),
                                     [](std::string_view word) {
                                       return word.size() >= 4 && word.find_first_of("0123456789") != word.npos;
                                     })
                     ? 1
                     : 0;
  return static_cast<double>(with_code) / static_cast<double>(std::max<std::size_t>(values.texts.size() - 1, 1));
}

// Whether texts of several words are compared by their words, weighted by rarity.
bool takes_words(const Attribute& attribute, const CodedValues& values) {
  const bool is_text = attribute.type == AttributeType::text || attribute.type == AttributeType::address ||
                       attribute.type == AttributeType::full_name;
  return is_text && mean_words(values) >= 2;
}

// Number of the levels that the job has for an attribute, missing and else included.
std::size_t num_levels(const Attribute& attribute, const Comparison* comparison) {
  if (comparison != nullptr && !comparison->levels.empty()) return comparison->levels.size() + 2;
  return config::default_comparison(attribute.type).levels.size() + (attribute.is_array() ? 1 : 0) + 2;
}

// Known meanings come first, then what tells most records apart: the bits of a value times the share of records that
// have one. A text that is different in every row has most bits and may still say nothing.
std::vector<std::size_t> most_telling(const Records& records, const Schema& schema) {
  std::vector<std::tuple<bool, double, std::size_t>> order;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto& values = records.attributes[a];
    if (!schema.attributes[a].compare || is_split(schema, a)) continue;
    const auto present = static_cast<double>(values.num_present());
    const double bits = present > 0 ? std::log2(effective_values(values)) : 0;
    const bool known = is_specific(schema.attributes[a].meaning) || schema.attributes[a].meaning == Meaning::identifier;
    order.emplace_back(!known, -bits * present / static_cast<double>(std::max<std::size_t>(records.size(), 1)), a);
  }
  std::ranges::sort(order);
  std::vector<std::size_t> attributes;
  for (const auto& entry : order) attributes.push_back(std::get<2>(entry));
  return attributes;
}

void carry(Attribute& attribute) {
  attribute.compare = false;
  attribute.remark = "carried: the combinations of so many comparisons cannot be numbered, and others tell more";
}

// Carries the least telling attributes until the combinations of the levels of the others can be numbered.
void fit_into_patterns(const Records& records, Schema& schema, bool by_text, std::vector<Comparison>& comparisons) {
  double bits = by_text ? std::log2(static_cast<double>(levels_of_texts().size() + 2)) : 0;
  for (const std::size_t a : most_telling(records, schema)) {
    const auto own = std::ranges::find(comparisons, a, &Comparison::attribute);
    bits += std::log2(static_cast<double>(
        num_levels(schema.attributes[a], own == comparisons.end() ? nullptr : std::to_address(own))));
    if (bits <= kPatternBits) continue;
    carry(schema.attributes[a]);
    if (own != comparisons.end()) comparisons.erase(own);
  }
}

void decide_term_frequency(const Attribute& attribute, const CodedValues& values, Comparison& comparison) {
  const bool is_few = attribute.type == AttributeType::category || attribute.type == AttributeType::text;
  const char* why = "";
  if (attribute.type == AttributeType::birth_date && has_common_values(values))
    comparison.term_frequency = true, why = "some dates are far more frequent than others: agreement on them says less";
  else if (is_few && effective_values(values) < kFewValues)
    comparison.term_frequency = false, why = "few values: a rare one goes along with rare names, and would count twice";
  if (comparison.term_frequency) comparison.why += (comparison.why.empty() ? "" : "; ") + std::string(why);
}

}  // namespace

std::vector<Comparison> choose_comparisons(const Records& records, Schema& schema, const LikelyMatches& matches,
                                           bool by_text) {
  std::vector<Comparison> comparisons;
  const auto given_name = first_of(schema, AttributeType::given_name),
             surname = first_of(schema, AttributeType::surname);
  std::string swapped;
  if (given_name && surname && share_swapped(records, *given_name, *surname, matches) >= kSwapsWorthALevel)
    swapped = fmt::format("{:.1f} % of the likely matches have given name and surname exchanged",
                          100 * share_swapped(records, *given_name, *surname, matches));
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto& attribute = schema.attributes[a];
    if (!attribute.compare || is_split(schema, a)) continue;
    Comparison comparison{a, {}, std::nullopt, ""};
    switch (attribute.type) {
      case AttributeType::given_name:
      case AttributeType::surname:
        comparison.levels = {"exact", "jaro_winkler >= 0.92", "jaro_winkler >= 0.8"};
        if (!swapped.empty() && (a == *given_name || a == *surname)) {
          comparison.levels.push_back(
              fmt::format("swapped({})", schema.attributes[a == *given_name ? *surname : *given_name].name));
          comparison.why = swapped;
        }
        break;
      case AttributeType::birth_date: {
        const double imputed = share_of_new_year(records.attributes[a]);
        if (imputed < kImputedDates) break;
        comparison.levels = {"exact", "damerau_levenshtein <= 1", "days <= 31", "days <= 366", "days <= 3660"};
        comparison.why = fmt::format(
            "{:.0f} % are 1 January: month and day may be unknown, so years can agree although "
            "dates differ",
            100 * imputed);
        break;
      }
      case AttributeType::postcode:
        if (attribute.region == "GB") break;
        comparison.levels = {"exact", "damerau_levenshtein <= 1", "prefix(2)"};
        comparison.why = "not British postcodes: typing errors and the area, no districts";
        break;
      case AttributeType::number:
        if (attribute.meaning == Meaning::year) comparison.levels = {"exact", "difference <= 1"};
        if (by_text && attribute.meaning != Meaning::year) {
          comparison.levels = {"relative_difference <= 0.01", "relative_difference <= 0.1",
                               "relative_difference <= 0.3"};
          comparison.why = "prices and amounts of the same thing differ between files";
        }
        break;
      case AttributeType::text:
      case AttributeType::address:
      case AttributeType::full_name:
        if (!takes_words(attribute, records.attributes[a])) break;
        if (by_text && attribute.type == AttributeType::address &&
            share_of_house_numbers(records.attributes[a]) >= kMostlyHouseNumbers) {
          comparison.levels = levels_of_places();
          comparison.why = "by common words, weighted by rarity; another house number is another place";
          break;
        }
        if (by_text) {
          comparison.levels = levels_of_texts();
          comparison.why = "by common words, weighted by rarity";
          break;
        }
        comparison.levels = {"exact"};
        if (attribute.type == AttributeType::text && share_with_code(records.attributes[a]) > 0.25)
          comparison.levels.emplace_back("shared_code");
        for (const auto* level : {"tfidf >= 0.7", "tfidf >= 0.4", "tfidf >= 0.2"})
          comparison.levels.emplace_back(level);
        comparison.why = "several words: compared by common words, weighted by rarity";
        break;
      default:
        break;
    }
    if (!by_text) decide_term_frequency(attribute, records.attributes[a], comparison);
    if (!comparison.levels.empty() || comparison.term_frequency) comparisons.push_back(std::move(comparison));
  }
  fit_into_patterns(records, schema, by_text, comparisons);
  return comparisons;
}

void leave_out_repetitions(const Records& records, Schema& schema, config::Task task) {
  const auto text = [&](std::size_t attribute, std::size_t record) -> std::string_view {
    const auto& values = records.attributes[attribute];
    return values.texts[values.codes[record]];
  };
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    auto& attribute = schema.attributes[a];
    if (!attribute.compare) continue;
    const auto present_tables =
        std::ranges::count_if(attribute.column_of_table, [](const auto& c) { return c.has_value(); });
    if (task == config::Task::link && present_tables < 2 && !is_split(schema, a)) {
      attribute.compare = false;
      attribute.remark = "occurs in one file only, so there is nothing to compare it with";
      continue;
    }
    if (is_split(schema, a)) {
      attribute.remark = "repeats given name and surname, or fills them in";
      continue;
    }
    if (attribute.type == AttributeType::text && mean_length(records.attributes[a]) > 60 &&
        !takes_words(attribute, records.attributes[a])) {
      attribute.compare = false;
      attribute.remark = "long texts: not compared";
      continue;
    }
    // Nearly all words of the record's other texts occur in this one, or the other way round. One of them suffices.
    if (attribute.type != AttributeType::full_name && attribute.type != AttributeType::text) continue;
    std::size_t both = 0, repeated = 0;
    for (std::size_t r = 0; r < std::min(records.size(), kNumRepetitionRows); ++r) {
      std::set<std::string_view> others;
      for (std::size_t b = 0; b < schema.attributes.size(); ++b)
        if (b != a && schema.attributes[b].compare &&
            (schema.attributes[b].type == AttributeType::given_name ||
             schema.attributes[b].type == AttributeType::surname))
          others.merge(words_of(text(b, r)));
      const auto words = words_of(text(a, r));
      if (words.empty() || others.empty()) continue;
      ++both;
      std::size_t shared = 0;
      for (const auto word : others) shared += words.contains(word) ? 1 : 0;
      repeated += shared == others.size() ? 1 : 0;
    }
    if (both * 2 < std::min(records.size(), kNumRepetitionRows) ||
        static_cast<double>(repeated) < kRepeats * static_cast<double>(both))
      continue;
    attribute.compare = false;
    attribute.remark = "repeats the name, which would count twice";
  }
  const auto order = most_telling(records, schema);
  for (std::size_t i = kMaxCompared; i < order.size(); ++i) {
    carry(schema.attributes[order[i]]);
    schema.attributes[order[i]].in_rules = false;
  }
}

double mean_length(const CodedValues& values) {
  double length = 0;
  for (std::size_t code = 1; code < values.texts.size(); ++code)
    length += static_cast<double>(values.texts[code].size());
  return length / static_cast<double>(std::max<std::size_t>(values.texts.size() - 1, 1));
}

std::vector<std::string> levels_of_texts() {
  std::vector<std::string> levels;
  for (int twentieths = 19; twentieths >= 2; --twentieths)
    levels.push_back(fmt::format("tfidf >= {:.2g}", twentieths * 0.05));
  return levels;
}

}  // namespace onefold::suggest
