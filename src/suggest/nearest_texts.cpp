#include "suggest/nearest_texts.hpp"

#include <algorithm>

#include "suggest/comparisons.hpp"
#include "suggest/quick_comparison.hpp"

namespace onefold::suggest {

namespace {

constexpr std::size_t kCommonWord = 100;
constexpr double kNearEnough = 0.4;
// Share of the nearest record's similarity from which another record counts as equally near.
constexpr double kAsNear = 0.9;
// A text that is longer than the main text by this factor describes the thing.
constexpr double kLonger = 1.5;

bool is_of_persons(const Attribute& attribute) {
  switch (attribute.type) {
    case AttributeType::given_name:
    case AttributeType::surname:
    case AttributeType::email:
      return true;
    case AttributeType::birth_date:
      return attribute.meaning == Meaning::birth_date;
    default:
      return attribute.meaning == Meaning::gender;
  }
}

}  // namespace

std::optional<std::size_t> main_text(const Records& records, const Schema& schema) {
  if (std::ranges::any_of(schema.attributes, is_of_persons)) return std::nullopt;
  std::optional<std::size_t> best;
  double best_length = 0;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto type = schema.attributes[a].type;
    if (type != AttributeType::text && type != AttributeType::full_name) continue;
    const auto& values = records.attributes[a];
    const auto present = static_cast<double>(values.num_present());
    if (present < 0.8 * static_cast<double>(records.size())) continue;
    double blanks = 0, length = 0;
    for (std::size_t code = 1; code < values.texts.size(); ++code) {
      blanks += static_cast<double>(std::ranges::count(values.texts[code], ' ')) * values.counts[code];
      length += static_cast<double>(values.texts[code].size()) * values.counts[code];
    }
    if (blanks < present * 0.5 || static_cast<double>(values.texts.size() - 1) < 0.3 * present) continue;
    if (!best || length < best_length) best = a, best_length = length;
    // A title or a name is the main text if there is one.
    const auto meaning = schema.attributes[a].meaning;
    if (meaning == Meaning::title || meaning == Meaning::name || meaning == Meaning::company) return a;
  }
  return best;
}

std::vector<std::size_t> texts_to_join(const Records& records, const Schema& schema, std::size_t main_text) {
  std::vector<std::size_t> texts;
  bool has_description = false;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto& attribute = schema.attributes[a];
    if (attribute.type != AttributeType::text && attribute.type != AttributeType::full_name) continue;
    if (a != main_text && !attribute.compare && attribute.meaning != Meaning::description) continue;
    texts.push_back(a);
    has_description |=
        a != main_text && mean_length(records.attributes[a]) > kLonger * mean_length(records.attributes[main_text]);
  }
  return has_description ? texts : std::vector<std::size_t>();
}

LikelyMatches find_nearest_texts(const Records& records, std::size_t attribute, const RuleBook& book) {
  const auto& values = records.attributes[attribute];
  const QuickComparison compare(values, AttributeType::text);
  const auto num_codes = values.texts.size();
  std::vector<std::vector<std::uint32_t>> codes_of_word;
  for (std::uint32_t code = 1; code < num_codes; ++code)
    for (const auto& word : compare.words(code)) {
      if (codes_of_word.size() <= word.word) codes_of_word.resize(word.word + 1);
      codes_of_word[word.word].push_back(code);
    }
  std::vector<std::vector<std::uint32_t>> records_of_code(num_codes);
  for (std::uint32_t r = 0; r < records.size(); ++r) records_of_code[values.codes[r]].push_back(r);

  std::vector<std::uint32_t> candidates;
  // Calls visit(left, right, similarity) for all pairs that are near enough, in both directions.
  const auto for_near_pairs = [&](const auto& visit) {
    for (std::uint32_t code = 1; code < num_codes; ++code) {
      candidates.clear();
      for (const auto& word : compare.words(code))
        if (codes_of_word[word.word].size() <= kCommonWord)
          candidates.insert(candidates.end(), codes_of_word[word.word].begin(), codes_of_word[word.word].end());
      std::ranges::sort(candidates);
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      for (const auto partner : candidates) {
        const double similarity = partner == code ? 1.0 : compare.cosine(code, partner);
        if (similarity < kNearEnough) continue;
        for (const auto left : records_of_code[code])
          for (std::size_t i = 0; i < std::min(records_of_code[partner].size(), kCommonWord); ++i) {
            const auto right = records_of_code[partner][i];
            if (left != right && book.may_pair(left, right)) visit(left, right, similarity);
          }
      }
    }
  };
  // The nearest record of each record; the smallest of equally near ones.
  struct Nearest {
    std::uint32_t record = 0;
    double similarity = 0;
  };
  std::vector<Nearest> nearest(records.size());
  for_near_pairs([&](std::uint32_t left, std::uint32_t right, double similarity) {
    if (similarity > nearest[left].similarity) nearest[left] = {right, similarity};
  });
  const auto is_mutual = [&](std::uint32_t left) {
    return nearest[left].similarity > 0 && nearest[nearest[left].record].record == left;
  };
  LikelyMatches found;
  found.num_scored = records.size();
  for (std::uint32_t left = 0; left < records.size(); ++left) {
    if (nearest[left].record < left || !is_mutual(left)) continue;
    found.pairs.push_back({left, nearest[left].record, 1, 0, 1});
    found.total += 1;
  }
  // Records that are equally near belong to the same thing. The sample contains a share `rate` of them, given that it
  // contains the nearest one.
  double as_near = 0, num_mutual = 0;
  for (std::uint32_t left = 0; left < records.size(); ++left) num_mutual += is_mutual(left) ? 1 : 0;
  for_near_pairs([&](std::uint32_t left, std::uint32_t right, double similarity) {
    if (is_mutual(left) && right != nearest[left].record && similarity >= kAsNear * nearest[left].similarity) ++as_near;
  });
  if (num_mutual > 0) found.expected_matches_per_record = 1 + as_near / num_mutual / records.rate;
  return found;
}

}  // namespace onefold::suggest
