// Three ways to count the same matches: bit masks for bytes, bit masks for code points, and for long strings one cursor
// per distinct character. The cursors work because matches of a character are taken in ascending order on both sides.
#include "onefold/similarity/jaro_winkler.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <vector>

#include "similarity/positions.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

constexpr std::size_t kMaxPrefix = 4;

/// Largest distance between the positions of matching characters.
constexpr std::size_t window_of(std::size_t longer_length) { return std::max<std::size_t>(longer_length / 2, 1) - 1; }

struct Counts {
  std::uint32_t matches = 0;
  std::uint32_t transpositions = 0;
};

/// The matched positions of two texts of at most 64 characters, as bit masks.
struct MatchedPositions {
  std::uint64_t shorter = 0;
  std::uint64_t longer = 0;
  std::uint32_t count = 0;
};

/// `positions` belong to the longer text.
template <class Text, class Positions>
MatchedPositions match_positions(const Text& shorter, std::size_t longer_length, const Positions& positions) {
  const std::size_t window = window_of(longer_length);
  const std::uint64_t inside = low_bits(longer_length);
  std::uint64_t reachable = low_bits(window + 1);
  std::uint64_t free = inside;
  MatchedPositions matched;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    const std::uint64_t candidates = positions(shorter[i]) & reachable & free;
    const std::uint64_t first = candidates & (~candidates + 1);
    free ^= first;
    const std::uint64_t found = first != 0;
    matched.shorter |= found << i;
    matched.count += static_cast<std::uint32_t>(found);
    // The window slides. Its lower end stays at the beginning for the first `window` steps.
    reachable = (reachable << 1) | static_cast<std::uint64_t>(i < window);
  }
  matched.longer = inside & ~free;
  return matched;
}

/// Compares the k-th matched character of one text with the k-th of the other, for all k.
template <class Text>
std::uint32_t count_transpositions(const Text& shorter, const Text& longer, MatchedPositions matched) {
  std::uint32_t out_of_order = 0;
  for (; matched.shorter != 0; matched.shorter &= matched.shorter - 1, matched.longer &= matched.longer - 1)
    out_of_order += shorter[static_cast<std::size_t>(std::countr_zero(matched.shorter))] !=
                    longer[static_cast<std::size_t>(std::countr_zero(matched.longer))];
  return out_of_order / 2;
}

/// For any lengths. Positions taken for one character ascend: the lower end of the window never moves back, and no free
/// position remains between it and the last one taken. One cursor per distinct character therefore replaces the set of
/// free positions.
Counts count_by_cursors(std::span<const char32_t> shorter, std::span<const char32_t> longer) {
  const auto key = [](char32_t character, std::size_t position) {
    return (static_cast<std::uint64_t>(character) << 32) | position;
  };
  std::vector<std::uint64_t> occurrences(longer.size());
  for (std::size_t j = 0; j < longer.size(); ++j) occurrences[j] = key(longer[j], j);
  std::sort(occurrences.begin(), occurrences.end());

  // cursor[first occurrence of a character] is its first occurrence that is neither taken nor left of the window.
  std::vector<std::size_t> cursor(longer.size());
  for (std::size_t k = 0; k < cursor.size(); ++k) cursor[k] = k;

  const std::size_t window = window_of(longer.size());
  std::vector<bool> taken(longer.size());
  std::vector<char32_t> matched;
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    const auto first = static_cast<std::size_t>(
        std::lower_bound(occurrences.begin(), occurrences.end(), key(shorter[i], 0)) - occurrences.begin());
    if (first == occurrences.size()) continue;
    std::size_t& next = cursor[first];
    const std::uint64_t from = key(shorter[i], i > window ? i - window : 0);
    while (next < occurrences.size() && occurrences[next] < from) ++next;
    if (next == occurrences.size() || occurrences[next] > key(shorter[i], i + window)) continue;
    taken[occurrences[next] & 0xFFFFFFFF] = true;
    ++next;
    matched.push_back(shorter[i]);
  }

  std::uint32_t out_of_order = 0;
  std::size_t k = 0;
  for (std::size_t j = 0; j < longer.size(); ++j)
    if (taken[j]) out_of_order += matched[k++] != longer[j];
  return {static_cast<std::uint32_t>(matched.size()), out_of_order / 2};
}

template <class Text>
bool canonical(const Text& left, const Text& right) {
  if (left.size() != right.size()) return left.size() < right.size();
  return !std::lexicographical_compare(right.begin(), right.end(), left.begin(), left.end());
}

template <class Text>
std::uint32_t common_prefix(const Text& left, const Text& right) {
  std::uint32_t prefix = 0;
  const std::size_t limit = std::min({kMaxPrefix, left.size(), right.size()});
  while (prefix < limit && left[prefix] == right[prefix]) ++prefix;
  return prefix;
}

/// Avoids a loop except for very short names, because branch prediction cannot guess the length of the common prefix.
std::uint32_t common_prefix(const std::string_view& left, const std::string_view& right) {
  if (left.size() < kMaxPrefix || right.size() < kMaxPrefix) return common_prefix<std::string_view>(left, right);
  std::uint32_t left_word, right_word;
  std::memcpy(&left_word, left.data(), kMaxPrefix);
  std::memcpy(&right_word, right.data(), kMaxPrefix);
  return static_cast<std::uint32_t>(std::countr_zero(left_word ^ right_word)) / 8;
}

/// Sets lengths and common prefix; no character is matched yet.
template <class Text>
JaroMatch empty_match(const Text& left, const Text& right) {
  return {.length_left = static_cast<std::uint32_t>(left.size()),
          .length_right = static_cast<std::uint32_t>(right.size()),
          .prefix = common_prefix(left, right)};
}

/// Both texts must have at most 64 characters.
template <class Text, class MakePositions>
JaroMatch match_by_masks(const Text& left, const Text& right, std::uint32_t least_e4,
                         const MakePositions& make_positions) {
  const bool in_order = canonical(left, right);
  const Text& shorter = in_order ? left : right;
  const Text& longer = in_order ? right : left;
  JaroMatch match = empty_match(left, right);
  const MatchedPositions matched = match_positions(shorter, longer.size(), make_positions(longer));
  match.matches = matched.count;
  // Most candidate pairs end here.
  if (jaro_winkler_at_least(match, least_e4)) match.transpositions = count_transpositions(shorter, longer, matched);
  return match;
}

JaroMatch match_code_points(std::string_view left, std::string_view right, std::uint32_t least_e4) {
  const CodePoints decoded_left(left);
  const CodePoints decoded_right(right);
  const auto a = decoded_left.span();
  const auto b = decoded_right.span();
  if (a.size() <= kMaxMaskLength && b.size() <= kMaxMaskLength)
    return match_by_masks(a, b, least_e4, [](const auto& longer) { return CodePointPositions(longer); });
  const Counts counts = canonical(a, b) ? count_by_cursors(a, b) : count_by_cursors(b, a);
  JaroMatch match = empty_match(a, b);
  match.matches = counts.matches;
  match.transpositions = counts.transpositions;
  return match;
}

}  // namespace

JaroMatch jaro_match(std::string_view left, std::string_view right, std::uint32_t least_e4) {
  const std::size_t longest = std::max(left.size(), right.size());
  if (longest > kMaxMaskLength || !is_ascii(left) || !is_ascii(right)) return match_code_points(left, right, least_e4);
  if (longest <= 16)
    return match_by_masks(left, right, least_e4, [](std::string_view longer) { return BytePositions<1>(longer); });
  if (longest <= 32)
    return match_by_masks(left, right, least_e4, [](std::string_view longer) { return BytePositions<2>(longer); });
  return match_by_masks(left, right, least_e4, [](std::string_view longer) { return BytePositions<4>(longer); });
}

JaroMatch jaro_match(std::string_view left, std::string_view right) { return jaro_match(left, right, 0); }

double jaro_winkler(const JaroMatch& match) {
  if (match.matches == 0) return match.length_left == 0 && match.length_right == 0 ? 1 : 0;
  const detail::JaroWinklerRatio<detail::Wide> ratio(match);
  return static_cast<double>(ratio.numerator) / static_cast<double>(10 * ratio.denominator);
}

double jaro_winkler(std::string_view left, std::string_view right) { return jaro_winkler(jaro_match(left, right)); }

}  // namespace onefold::similarity
