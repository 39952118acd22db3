#include "suggest/nearest_texts.hpp"

#include <algorithm>

#include "suggest/quick_comparison.hpp"

namespace onefold::suggest {

namespace {

constexpr std::size_t kCommonWord = 100;
constexpr double kNearEnough = 0.4;

bool is_of_persons(const Attribute& attribute) {
  switch (attribute.type) {
    case AttributeType::given_name: case AttributeType::surname: case AttributeType::email: return true;
    case AttributeType::birth_date: return attribute.meaning == Meaning::birth_date;
    default: return attribute.meaning == Meaning::gender;
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
    // A title or a name is what things are known by, whatever else there is.
    const auto meaning = schema.attributes[a].meaning;
    if (meaning == Meaning::title || meaning == Meaning::name || meaning == Meaning::company) return a;
  }
  return best;
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

  // The nearest record of each: the smallest of equally near ones.
  struct Nearest {
    std::uint32_t record = 0;
    double similarity = 0;
  };
  std::vector<Nearest> nearest(records.size());
  std::vector<std::uint32_t> partners;
  for (std::uint32_t code = 1; code < num_codes; ++code) {
    partners.clear();
    for (const auto& word : compare.words(code))
      if (codes_of_word[word.word].size() <= kCommonWord)
        partners.insert(partners.end(), codes_of_word[word.word].begin(), codes_of_word[word.word].end());
    std::ranges::sort(partners);
    partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
    for (const auto partner : partners) {
      const double similarity = partner == code ? 1.0 : compare.cosine(code, partner);
      if (similarity < kNearEnough) continue;
      for (const auto left : records_of_code[code])
        for (std::size_t i = 0; i < std::min(records_of_code[partner].size(), kCommonWord); ++i) {
          const auto right = records_of_code[partner][i];
          if (left == right || !book.may_pair(left, right)) continue;
          if (similarity > nearest[left].similarity) nearest[left] = {right, similarity};
        }
    }
  }
  LikelyMatches found;
  found.num_scored = records.size();
  for (std::uint32_t left = 0; left < records.size(); ++left) {
    const auto& there = nearest[left];
    if (there.similarity == 0 || there.record < left || nearest[there.record].similarity == 0 || nearest[there.record].record != left) continue;
    found.pairs.push_back({left, there.record, 1, 1});
    found.total += 1;
  }
  return found;
}

}  // namespace onefold::suggest
