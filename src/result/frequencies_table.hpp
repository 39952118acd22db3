// The tables below /frequencies: how many records had each value when weights were computed, and the keys of blocks
// that were too large. A later job can use them again, so that its weights and pairs stay as they were.
#pragma once

#include <cstdint>
#include <string>

#include "result/column.hpp"

namespace onefold::result {

/// What is counted.
///   values    records with a cleansed value, for term frequencies
///   words     records with a word, for measures that weigh words
///   elements  records with an element of an array
enum class Counted : std::uint8_t { values, words, elements };
inline constexpr Counted kAllCounted[] = {Counted::values, Counted::words, Counted::elements};
[[nodiscard]] constexpr const char* name_of(Counted counted) {
  constexpr const char* kNames[] = {"values", "words", "elements"};
  return kNames[static_cast<std::size_t>(counted)];
}

/// One row per value, word or element that more than one record has, ascending by the key as an unsigned number.
struct FrequenciesTable {
  static constexpr const char* kGroup = "/frequencies/";
  [[nodiscard]] static Column<std::int64_t> key(Counted counted, const std::string& attribute) {
    return {std::string(kGroup) + name_of(counted) + "/" + attribute + "/key", Presence::optional};
  }
  [[nodiscard]] static Column<std::int64_t> count(Counted counted, const std::string& attribute) {
    return {std::string(kGroup) + name_of(counted) + "/" + attribute + "/count", Presence::optional};
  }
  /// One row per attribute: records with a value, to which the counts relate.
  static inline const Column<std::int64_t> kPresent{"/frequencies/present", Presence::optional};
  /// One row per key of an oversized block, ascending by rule and key.
  static inline const Column<std::int32_t> kOversizedRule{"/frequencies/oversized/rule", Presence::optional};
  static inline const Column<std::int64_t> kOversizedKey{"/frequencies/oversized/key", Presence::optional};
};

}  // namespace onefold::result
