#include "suggest/nearest_texts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "comparison/comparison.hpp"
#include "suggest/comparisons.hpp"
#include "suggest/quick_comparison.hpp"

namespace onefold::suggest {

namespace {

constexpr std::size_t kCommonWord = 100;
constexpr double kNearEnough = 0.4;
// Share of the nearest record's similarity from which another record counts as equally near.
constexpr double kAsNear = 0.7;
// If all other attributes say less than this of the nearest records, in bits, they cannot say who else belongs to them.
constexpr double kLeastEvidence = 5;
// A text that is longer than the main text by this factor describes the thing, if most records of a file have it.
constexpr double kLonger = 1.5;
constexpr double kDescribed = 0.5;

// A main text is present in at least this share of the records, a title or name in half of them. It has at least so
// many effective values: the inverse of the probability that two random records have the same one.
constexpr double kMostlyPresent = 0.8;
constexpr double kPresentTitle = 0.5;
constexpr double kLeastEffectiveValues = 10;
constexpr std::size_t kSampledRecords = 2000;

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

bool is_title(const Attribute& attribute) {
  return attribute.meaning == Meaning::title || attribute.meaning == Meaning::name ||
         attribute.meaning == Meaning::company;
}

// How many records belong to the same thing as the nearest one of a record, by what they agree in besides the text.
struct MatchesOfRecord {
  double num_nearest = 0, bits_of_nearest = 0, num_others = 0, bits_of_others = 0;

  void add_nearest(double bits) { ++num_nearest, bits_of_nearest += bits; }
  void add_other(double bits) { ++num_others, bits_of_others += bits; }
  [[nodiscard]] double num_others_of_thing() const {
    return bits_of_nearest > 0 ? std::clamp(bits_of_others / bits_of_nearest, 0.0, num_others / num_nearest) : 0.0;
  }
};

// The values of a text attribute that share a word which is not common.
class NearTexts {
 public:
  explicit NearTexts(const CodedValues& values)
      : compare_(values, AttributeType::text), records_of_code_(values.texts.size()) {
    for (std::uint32_t code = 1; code < values.texts.size(); ++code)
      for (const auto& word : compare_.words(code)) {
        if (codes_of_word_.size() <= word.word) codes_of_word_.resize(word.word + 1);
        codes_of_word_[word.word].push_back(code);
      }
    for (std::uint32_t r = 0; r < values.codes.size(); ++r) records_of_code_[values.codes[r]].push_back(r);
  }
  [[nodiscard]] const std::vector<std::uint32_t>& records_of(std::uint32_t code) const {
    return records_of_code_[code];
  }
  // Calls visit(code, similarity) for each value that is near enough, the value itself among them.
  template <typename Visit>
  void for_near(std::uint32_t code, Visit visit) {
    candidates_.clear();
    for (const auto& word : compare_.words(code))
      if (codes_of_word_[word.word].size() <= kCommonWord)
        candidates_.insert(candidates_.end(), codes_of_word_[word.word].begin(), codes_of_word_[word.word].end());
    std::ranges::sort(candidates_);
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
    for (const auto partner : candidates_) {
      const double similarity = partner == code ? 1.0 : compare_.cosine(code, partner);
      if (similarity >= kNearEnough) visit(partner, similarity);
    }
  }

 private:
  QuickComparison compare_;
  std::vector<std::vector<std::uint32_t>> codes_of_word_;
  std::vector<std::vector<std::uint32_t>> records_of_code_;
  std::vector<std::uint32_t> candidates_;
};

// What all attributes but the main text say of a pair, in bits.
class OtherEvidence {
 public:
  OtherEvidence(const Records& records, const Schema& schema, std::size_t text) : records_(records) {
    for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
      if (a == text || is_split(schema, a) || !schema.attributes[a].compare) continue;
      attributes_.push_back(a);
      comparisons_.emplace_back(records.attributes[a], schema.attributes[a].type);
    }
  }
  // Equal values speak by their rarity, similar ones half as much, different ones lightly against a match.
  [[nodiscard]] double bits(std::uint32_t left, std::uint32_t right) const {
    double sum = 0;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      const auto& values = records_.attributes[attributes_[i]];
      const auto level = comparisons_[i].level(values.codes[left], values.codes[right]);
      if (level == comparison::kMissing) continue;
      const double rarity = std::log2(static_cast<double>(values.num_present()) / values.counts[values.codes[left]]);
      sum += level == 1 ? rarity : level == 2 ? rarity / 2 : -1;
    }
    return sum;
  }

 private:
  const Records& records_;
  std::vector<std::size_t> attributes_;
  std::vector<QuickComparison> comparisons_;
};

// Mean agreement of all other attributes, in bits, between a record and the one whose text is nearest. The text by
// which things are known separates: what it brings together agrees in the rest too.
double bits_of_nearest(const Records& records, const Schema& schema, std::size_t text) {
  NearTexts near(records.attributes[text]);
  const OtherEvidence evidence(records, schema, text);
  const auto& codes = records.attributes[text].codes;
  const std::size_t stride = std::max<std::size_t>(1, records.size() / kSampledRecords);
  double bits = 0, num_records = 0;
  for (std::uint32_t r = 0; r < records.size(); r += static_cast<std::uint32_t>(stride)) {
    ++num_records;
    if (codes[r] == 0) continue;
    std::uint32_t nearest = r;
    double most = 0;
    near.for_near(codes[r], [&](std::uint32_t code, double similarity) {
      if (similarity <= most) return;
      // Of the records with this value, the one after r.
      const auto& with = near.records_of(code);
      auto at = std::ranges::upper_bound(with, r);
      if (at == with.end()) at = with.begin();
      if (*at != r) nearest = *at, most = similarity;
    });
    if (nearest != r) bits += evidence.bits(r, nearest);
  }
  return bits / std::max(num_records, 1.0);
}

// The largest share of a file's records that have a value.
double most_present(const Records& records, std::size_t attribute) {
  std::vector<double> all(records.rows_of_table.size(), 1e-9), present(all.size(), 0);
  for (std::size_t r = 0; r < records.size(); ++r) {
    all[records.table[r]] += 1;
    present[records.table[r]] += records.attributes[attribute].codes[r] != 0 ? 1 : 0;
  }
  std::ranges::transform(present, all, present.begin(), std::divides<>());
  return *std::ranges::max_element(present);
}

}  // namespace

std::optional<std::size_t> main_text(const Records& records, const Schema& schema) {
  if (std::ranges::any_of(schema.attributes, is_of_persons)) return std::nullopt;
  std::vector<std::size_t> texts;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto type = schema.attributes[a].type;
    if (type != AttributeType::text && type != AttributeType::full_name) continue;
    if (!schema.attributes[a].in_rules) continue;
    const auto& values = records.attributes[a];
    const auto present = static_cast<double>(values.num_present());
    if (present <
        (is_title(schema.attributes[a]) ? kPresentTitle : kMostlyPresent) * static_cast<double>(records.size()))
      continue;
    double blanks = 0, collisions = 0;
    for (std::size_t code = 1; code < values.texts.size(); ++code) {
      const auto share = static_cast<double>(values.counts[code]) / present;
      blanks += static_cast<double>(std::ranges::count(values.texts[code], ' ')) * values.counts[code];
      collisions += share * share;
    }
    // Duplicates make values repeat. A text says something if a random pair of records seldom has the same.
    if (blanks < present * 0.5 || collisions * kLeastEffectiveValues > 1) continue;
    texts.push_back(a);
  }
  if (texts.size() < 2) return texts.empty() ? std::nullopt : std::optional(texts.front());
  // A title or a name is the main text if there is one.
  for (const auto a : texts)
    if (is_title(schema.attributes[a])) return a;
  std::optional<std::size_t> best;
  double most = 0;
  for (const auto a : texts) {
    const double bits = bits_of_nearest(records, schema, a);
    if (!best || bits > most) best = a, most = bits;
  }
  return best;
}

std::vector<std::size_t> texts_to_join(const Records& records, const Schema& schema, std::size_t main_text) {
  std::vector<std::size_t> texts;
  bool has_description = false;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const auto& attribute = schema.attributes[a];
    if (attribute.type != AttributeType::text && attribute.type != AttributeType::full_name) continue;
    if (!attribute.in_rules && attribute.meaning != Meaning::description) continue;
    if (a != main_text && !attribute.compare && attribute.meaning != Meaning::description) continue;
    texts.push_back(a);
    has_description |= a != main_text &&
                       mean_length(records.attributes[a]) > kLonger * mean_length(records.attributes[main_text]) &&
                       most_present(records, a) >= kDescribed;
  }
  return has_description ? texts : std::vector<std::size_t>();
}

LikelyMatches find_nearest_texts(const Records& records, const Schema& schema, std::size_t attribute,
                                 const RuleBook& book) {
  NearTexts near(records.attributes[attribute]);
  const auto num_codes = records.attributes[attribute].texts.size();
  // Calls visit(left, right, similarity) for all pairs that are near enough, in both directions.
  const auto for_near_pairs = [&](const auto& visit) {
    for (std::uint32_t code = 1; code < num_codes; ++code)
      near.for_near(code, [&](std::uint32_t partner, double similarity) {
        const auto& rights = near.records_of(partner);
        for (const auto left : near.records_of(code))
          for (std::size_t i = 0; i < std::min(rights.size(), kCommonWord); ++i)
            if (left != rights[i] && book.may_pair(left, rights[i])) visit(left, rights[i], similarity);
      });
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
  // Of the records that are nearly as near, those belong to the same thing that agree as well in everything else. The
  // sample contains a share `rate` of them, given that it contains the nearest one. Mutual neighbours show the usual
  // thing. Over all records the mean is larger, because most records belong to the things with many records.
  const OtherEvidence evidence(records, schema, attribute);
  MatchesOfRecord of_mutual, of_all;
  for (std::uint32_t left = 0; left < records.size(); ++left) {
    if (nearest[left].similarity == 0) continue;
    const double bits = evidence.bits(left, nearest[left].record);
    of_all.add_nearest(bits);
    if (is_mutual(left)) of_mutual.add_nearest(bits);
  }
  for_near_pairs([&](std::uint32_t left, std::uint32_t right, double similarity) {
    if (right == nearest[left].record || similarity < kAsNear * nearest[left].similarity) return;
    const double bits = evidence.bits(left, right);
    of_all.add_other(bits);
    if (is_mutual(left)) of_mutual.add_other(bits);
  });
  if (of_mutual.bits_of_nearest > kLeastEvidence * of_mutual.num_nearest) {
    found.expected_matches_per_record = 1 + of_mutual.num_others_of_thing() / records.rate;
    found.mean_matches_per_record = 1 + of_all.num_others_of_thing() / records.rate;
  }
  return found;
}

}  // namespace onefold::suggest
