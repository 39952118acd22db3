// The words of a population with tables to draw them: lists with Zipf-like weights, names with nicknames, towns with
// postcodes and dialling codes. Each rank builds them once from the compiled-in lists: about 35,000 surnames, 2 MB, a
// few milliseconds.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/alias_table.hpp"

namespace onefold::generate {

/// The words of a list without repetitions, with '_' replaced by a space, and the table that draws them.
struct WordTable {
  std::vector<std::string> words;
  AliasTable draw_table;

  [[nodiscard]] std::uint32_t draw(std::uint64_t random) const { return draw_table.draw(random); }
  [[nodiscard]] const std::string& operator[](std::size_t i) const { return words[i]; }
  /// Prefetches a word that will be used soon. The bytes of a long word are stored elsewhere.
  void prefetch(std::size_t i) const { __builtin_prefetch(&words[i]); }
  [[nodiscard]] std::size_t size() const { return words.size(); }
};

struct GivenName {
  std::string name;
  std::vector<std::string> nicknames;  ///< may be empty
};

struct GivenNames {
  std::vector<GivenName> names;
  AliasTable draw_table;
  [[nodiscard]] const GivenName& draw(std::uint64_t random) const { return names[draw_table.draw(random)]; }
};

struct Town {
  std::string name;
  std::string postcode_area;
  std::string dialling_code;  ///< without the leading 0
  std::uint64_t weight = 0;   ///< thousands of inhabitants, approximately
};

struct Vocabulary {
  /// Index 0: women, 1: men.
  std::array<GivenNames, 2> traditional;
  std::array<GivenNames, 2> modern;
  WordTable surnames;
  WordTable street_names;
  WordTable street_kinds;
  WordTable house_names;
  WordTable email_domains;
  WordTable mobile_prefixes;  ///< all have the same weight
  std::vector<Town> towns;
  AliasTable draw_town;
  std::uint64_t total_town_weight = 0;
};

[[nodiscard]] Vocabulary make_vocabulary();

}  // namespace onefold::generate
