#include "columns/kept_surnames.hpp"

#include <algorithm>
#include <span>

#include "cleanse/dummy_values.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/name_words.hpp"
#include "cleanse/words.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::columns {

namespace {

/// Longest word of the list; longer values are no such words.
constexpr std::size_t kMostLetters = 12;
/// Initials are no given name that makes a dummy a surname.
constexpr std::size_t kLeastGivenLetters = 2;

std::string folded_word(std::string_view raw) {
  std::string word;
  cleanse::fold(raw, word);
  return std::string(cleanse::trim(word));
}

}  // namespace

std::vector<std::string> declared_dummies(const config::AttributeConfig& attribute,
                                          const cleanse::DummyValues& dummies) {
  std::vector<std::string> declared;
  for (const auto& dummy : attribute.dummies) declared.push_back(folded_word(dummy));
  // The built-in ones come first.
  const std::size_t num_builtin = cleanse::load_dummy_values({})->of(attribute.type).values.size();
  for (const auto& dummy : std::span(dummies.of(attribute.type).values).subspan(num_builtin))
    declared.push_back(folded_word(dummy));
  return declared;
}

KeptSurnames::KeptSurnames(const Context& context, AttributeIndex attribute, const cleanse::DummyValues& dummies)
    : context_(context) {
  const auto& attributes = context.job.attributes;
  if (attributes[attribute].type != AttributeType::surname || attributes[attribute].is_array) return;
  const auto given = std::ranges::find(attributes, AttributeType::given_name, &config::AttributeConfig::type);
  if (given == attributes.end() || given->is_array) return;
  given_name_ = static_cast<AttributeIndex>(given - attributes.begin());
  is_surname_ = context.work.has_product(scratch::raw_attribute(given_name_));
  own_dummies_ = declared_dummies(attributes[attribute], dummies);
}

void KeptSurnames::note(const TextColumn& raw, const cleanse::CleansedColumn& cleansed) {
  if (!is_surname_) return;
  const std::uint64_t first = cleansed.hashes.size() - raw.size();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (cleansed.hashes[first + i] != 0 || raw[i].empty() || raw[i].size() > kMostLetters) continue;
    const std::string word = folded_word(raw[i]);
    if (!cleanse::NameWords::builtin().has(cleanse::NameWord::dummy_surname, word) ||
        std::ranges::count(own_dummies_, word) > 0)
      continue;
    const auto known = std::ranges::find(words_, word);
    candidates_.push_back({first + i, static_cast<std::uint32_t>(known - words_.begin())});
    if (known == words_.end()) words_.push_back(word);
  }
}

std::vector<std::uint64_t> KeptSurnames::restore(const Columns& columns,
                                                 const std::shared_ptr<const cleanse::DummyValues>& dummies,
                                                 bool keeps_values, cleanse::CleansedColumn& cleansed) const {
  if (candidates_.empty()) return {};
  std::vector<Candidate> kept;
  cleanse::Cleanser given_names(context_.job.attributes[given_name_], dummies);
  std::uint64_t row = 0;
  auto next = candidates_.begin();
  TextColumn raw;
  scratch::for_each_raw_page(context_, columns, given_name_, [&](const scratch::RowPage& page) {
    raw.clear();
    page.append_text(0, raw);
    for (; next != candidates_.end() && next->row < row + raw.size(); ++next)
      if (given_names.cleanse(raw[next->row - row]).size() >= kLeastGivenLetters) kept.push_back(*next);
    row += raw.size();
  });
  if (kept.empty()) return {};
  cleanse::CleansedColumn restored;
  restored.hashes.reserve(cleansed.hashes.size());
  if (keeps_values)
    restored.values.reserve(cleansed.values.size(), cleansed.values.num_bytes() + kMostLetters * kept.size());
  auto back = kept.begin();
  for (std::uint64_t i = 0; i < cleansed.hashes.size(); ++i) {
    const bool is_kept = back != kept.end() && back->row == i;
    restored.hashes.push_back(is_kept ? hash_bytes(words_[back->word]) : cleansed.hashes[i]);
    if (keeps_values) restored.values.push_back(is_kept ? std::string_view(words_[back->word]) : cleansed.values[i]);
    if (is_kept) ++back;
  }
  cleansed = std::move(restored);
  std::vector<std::uint64_t> rows;
  for (const Candidate& one : kept) rows.push_back(one.row);
  return rows;
}

}  // namespace onefold::columns
