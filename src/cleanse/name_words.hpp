// The words of configs/name_words.txt, by kind.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

#include "cleanse/dummy_values.hpp"

namespace onefold::cleanse {

/// Kinds of words in names, in the order of kNameWordKinds.
enum class NameWord : std::uint8_t {
  title,
  abbreviated_title,
  title_part,
  generation,
  abbreviated_generation,
  long_generation,
  credential,
  credential_in_capitals,
  rank,
  particle,
  particle_in_small_letters,
  given_particle,
  couple,
  connector,
  born,
  remark,
  remark_first,
  remark_word,
  organisation,
  partner,
  legal_form,
  legal_form_in_capitals,
  organisation_first,
  vietnamese_surname,
  vietnamese_middle,
  dummy_surname,
};
inline constexpr std::array<std::string_view, 26> kNameWordKinds = {"title",
                                                                    "abbreviated_title",
                                                                    "title_part",
                                                                    "generation",
                                                                    "abbreviated_generation",
                                                                    "long_generation",
                                                                    "credential",
                                                                    "credential_in_capitals",
                                                                    "rank",
                                                                    "particle",
                                                                    "particle_in_small_letters",
                                                                    "given_particle",
                                                                    "couple",
                                                                    "connector",
                                                                    "born",
                                                                    "remark",
                                                                    "remark_first",
                                                                    "remark_word",
                                                                    "organisation",
                                                                    "partner",
                                                                    "legal_form",
                                                                    "legal_form_in_capitals",
                                                                    "organisation_first",
                                                                    "vietnamese_surname",
                                                                    "vietnamese_middle",
                                                                    "dummy_surname"};

/// The text of configs/name_words.txt.
[[nodiscard]] std::string_view builtin_name_words();

class NameWords {
 public:
  /// Throws Error(defect) for a line that is not `kind: word`.
  explicit NameWords(std::string_view list);

  /// The built-in words.
  [[nodiscard]] static const NameWords& builtin();
  [[nodiscard]] bool has(NameWord kind, std::string_view word) const {
    return sets_[static_cast<std::size_t>(kind)].contains(word);
  }
  /// Whether the word is of any kind.
  [[nodiscard]] bool has_any(std::string_view word) const {
    return !word.empty() && ends_[bit_of(word)] && all_.contains(word);
  }

 private:
  std::array<ShortSet, kNameWordKinds.size()> sets_;
  static constexpr std::size_t kNumBits = 1U << 15;
  /// A few bits of a hash of the first two bytes, the last two and the size.
  [[nodiscard]] static std::size_t bit_of(std::string_view word) {
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(word[i])}; };
    const std::size_t last = word.size() - 1;
    const std::size_t second = last > 0 ? 1 : 0;
    const std::uint32_t ends = byte(0) << 24 | byte(second) << 16 | byte(last - second) << 8 | byte(last);
    return ((ends ^ static_cast<std::uint32_t>(word.size())) * 0x9e3779b1U) >> 17;
  }

  ShortSet all_;
  std::bitset<kNumBits> ends_;  ///< of all_: rejects nearly all words of other names
};

}  // namespace onefold::cleanse
