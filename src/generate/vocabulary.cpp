#include "generate/vocabulary.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "generate/random.hpp"
#include "generate/word_lists.hpp"

namespace onefold::generate {

namespace {

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(by), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// A repeated word keeps its first position, where it is most frequent.
std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  std::set<std::string> seen;
  for (const auto part : split(list, ' ')) {
    std::string word(part);
    std::replace(word.begin(), word.end(), '_', ' ');
    if (seen.insert(word).second) words.push_back(std::move(word));
  }
  return words;
}

WordTable table_of(std::vector<std::string> words, std::uint64_t flatness) {
  WordTable table{std::move(words), {}};
  table.draw_table = AliasTable(zipf_weights(table.size(), flatness));
  return table;
}

GivenNames given_names_of(std::string_view list) {
  GivenNames result;
  for (auto& word : words_of(list)) result.names.push_back({std::move(word), {}});
  for (const auto entry : split(words::kNicknames, ' ')) {
    const std::size_t equals = entry.find('=');
    for (auto& name : result.names)
      if (name.name == entry.substr(0, equals))
        for (const auto nickname : split(entry.substr(equals + 1), ',')) name.nicknames.emplace_back(nickname);
  }
  result.draw_table = AliasTable(zipf_weights(result.names.size(), 10));
  return result;
}

/// The listed surnames first, then all compositions in random order, as the long tail.
std::vector<std::string> all_surnames() {
  auto surnames = words_of(words::kSurnames);
  std::set<std::string> seen(surnames.begin(), surnames.end());
  const std::size_t num_listed = surnames.size();
  const auto starts = split(words::kSurnameStarts, ' ');
  const auto middles = split(words::kSurnameMiddles, ' ');
  const auto ends = split(words::kSurnameEnds, ' ');
  for (const auto start : starts)
    for (const auto middle : middles)
      for (const auto end : ends) {
        std::string name(start);
        if (middle != "-") name += middle;
        name += end;
        if (seen.insert(name).second) surnames.push_back(std::move(name));
      }
  // The order is the same for all seeds, so a rare name is rare in every population.
  Stream random(derive(0, Purpose::words));
  for (std::size_t left = surnames.size() - num_listed; left > 1; --left)
    std::swap(surnames[num_listed + left - 1], surnames[num_listed + random.below(static_cast<std::uint32_t>(left))]);
  return surnames;
}

std::vector<Town> all_towns() {
  std::vector<Town> towns;
  for (const auto line : split(words::kTowns, '\n')) {
    const auto parts = split(line, '|');
    Town town{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), 0};
    for (const char digit : parts[3]) town.weight = 10 * town.weight + static_cast<std::uint64_t>(digit - '0');
    towns.push_back(std::move(town));
  }
  return towns;
}

}  // namespace

Vocabulary make_vocabulary() {
  Vocabulary v;
  v.traditional = {given_names_of(words::kWomenTraditional), given_names_of(words::kMenTraditional)};
  v.modern = {given_names_of(words::kWomenModern), given_names_of(words::kMenModern)};
  v.surnames = table_of(all_surnames(), 12);
  v.street_names = table_of(words_of(words::kStreetNames), 15);
  v.street_kinds = table_of(words_of(words::kStreetKinds), 2);
  v.house_names = table_of(words_of(words::kHouseNames), 5);
  v.email_domains = table_of(words_of(words::kEmailDomains), 1);
  v.mobile_prefixes = table_of(words_of(words::kMobilePrefixes), 1'000'000);
  v.towns = all_towns();
  std::vector<std::uint64_t> weights;
  for (const auto& town : v.towns) weights.push_back(town.weight);
  for (const auto weight : weights) v.total_town_weight += weight;
  v.draw_town = AliasTable(weights);
  return v;
}

}  // namespace onefold::generate
