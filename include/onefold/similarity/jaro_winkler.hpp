// Jaro-Winkler similarity, counted and decided in integers.
//
// A character of one string matches an equal character of the other that is not further away than the window, half the
// longer length less one; each is matched at most once, the first free one being taken. With m matches in strings of a
// and b characters, and t half the number of matched characters that stand in another order, rounded down,
//     Jaro = (m/a + m/b + (m-t)/m) / 3,   Jaro-Winkler = Jaro + p/10 (1 - Jaro) if Jaro > 0.7, else Jaro,
// p being the length of the common prefix, at most 4. Both empty: 1. One empty: 0.
//
// Jaro is a ratio of integers, and often exactly 0.7 or exactly a threshold, where floating point decides by accident
// (PATEL and PARKER). So callers get the counts, and thresholds are compared by cross-multiplication.
//
// The greedy matching can give different t from the two sides; it always runs from the shorter string, equally long
// ones in the order of their code points, so the result is symmetric.
//
// Cost: a few operations per character of the shorter string while the longer has at most 64; O(n log n) beyond.
// Sources: Jaro, JASA 84 (1989) 414-420; Winkler, Proceedings of the Section on Survey Research Methods, ASA 1990,
// 354-359.
#pragma once

#include <cstdint>
#include <string_view>

namespace onefold::similarity {

/// Lengths in code points.
struct JaroMatch {
  std::uint32_t length_left = 0;
  std::uint32_t length_right = 0;
  std::uint32_t matches = 0;
  std::uint32_t transpositions = 0;  ///< half the matched characters out of order, rounded down
  std::uint32_t prefix = 0;          ///< common, at most 4
  bool operator==(const JaroMatch&) const = default;
};

[[nodiscard]] JaroMatch jaro_match(std::string_view left, std::string_view right);

/// For callers whose lowest threshold is `least_e4`: if the matches are too few to reach it in the best order,
/// transpositions stay uncounted (0). jaro_winkler_at_least gives the right answer for every threshold from `least_e4`
/// on.
[[nodiscard]] JaroMatch jaro_match(std::string_view left, std::string_view right, std::uint32_t least_e4);

namespace detail {

/// Jaro-Winkler is numerator / (10 * denominator). For lengths up to L both stay below 30 L^3.
template <class Unsigned>
struct JaroWinklerRatio {
  Unsigned numerator;
  Unsigned denominator;

  constexpr explicit JaroWinklerRatio(const JaroMatch& match) {
    const Unsigned a = match.length_left, b = match.length_right, m = match.matches,
                   in_order = m - match.transpositions;
    const Unsigned jaro = m * m * (a + b) + in_order * a * b;
    denominator = 3 * a * b * m;
    const bool boosted = 10 * jaro > 7 * denominator;
    numerator = boosted ? jaro * (10 - match.prefix) + denominator * match.prefix : 10 * jaro;
  }
  [[nodiscard]] constexpr bool at_least(std::uint32_t threshold_e4) const {
    return numerator * 1000 >= denominator * threshold_e4;
  }
};

__extension__ typedef unsigned __int128 Wide;
/// 30,000 L^3 fits in 64 bits up to here.
inline constexpr std::uint32_t kMaxNarrowLength = 60'000;

}  // namespace detail

/// Whether the Jaro-Winkler similarity is at least threshold_e4 / 10,000. Exact for all lengths.
[[nodiscard]] constexpr bool jaro_winkler_at_least(const JaroMatch& match, std::uint32_t threshold_e4) {
  if (match.matches == 0) {
    const bool both_empty = match.length_left == 0 && match.length_right == 0;
    return threshold_e4 <= (both_empty ? 10'000 : 0);
  }
  if (match.length_left <= detail::kMaxNarrowLength && match.length_right <= detail::kMaxNarrowLength)
    return detail::JaroWinklerRatio<std::uint64_t>(match).at_least(threshold_e4);
  return detail::JaroWinklerRatio<detail::Wide>(match).at_least(threshold_e4);
}

/// For people and tests; levels are decided by jaro_winkler_at_least.
[[nodiscard]] double jaro_winkler(const JaroMatch& match);
[[nodiscard]] double jaro_winkler(std::string_view left, std::string_view right);

}  // namespace onefold::similarity
