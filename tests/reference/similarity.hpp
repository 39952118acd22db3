// Textbook similarities on code points, slow and plain: the oracles of the kernels in similarity/. Written from the
// definitions, sharing nothing with the kernels.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace onefold::reference {

struct JaroCounts {
  std::uint32_t matches = 0;
  std::uint32_t transpositions = 0;
  std::uint32_t prefix = 0;
};

/// Matches from the shorter string; strings of equal length are taken in alphabetical order. Each character takes the
/// first free equal character within reach.
inline JaroCounts jaro_counts(std::u32string left, std::u32string right) {
  if (std::make_pair(left.size(), left) > std::make_pair(right.size(), right)) std::swap(left, right);
  const auto size = static_cast<std::int64_t>(right.size());
  const std::int64_t window = std::max<std::int64_t>(0, size / 2 - 1);
  std::vector<bool> taken(right.size());
  std::u32string left_matched, right_matched;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(left.size()); ++i) {
    for (std::int64_t j = std::max<std::int64_t>(0, i - window); j <= std::min(size - 1, i + window); ++j) {
      const auto at = static_cast<std::size_t>(j);
      if (taken[at] || right[at] != left[static_cast<std::size_t>(i)]) continue;
      taken[at] = true;
      left_matched.push_back(right[at]);
      break;
    }
  }
  for (std::size_t j = 0; j < right.size(); ++j)
    if (taken[j]) right_matched.push_back(right[j]);
  JaroCounts counts;
  counts.matches = static_cast<std::uint32_t>(left_matched.size());
  for (std::size_t k = 0; k < left_matched.size(); ++k) counts.transpositions += left_matched[k] != right_matched[k];
  counts.transpositions /= 2;
  while (counts.prefix < std::min<std::size_t>(4, left.size()) && left[counts.prefix] == right[counts.prefix])
    ++counts.prefix;
  return counts;
}

/// The published formula, in floating point.
inline long double jaro(const std::u32string& left, const std::u32string& right) {
  if (left.empty() && right.empty()) return 1;
  const JaroCounts counts = jaro_counts(left, right);
  if (counts.matches == 0) return 0;
  const auto m = static_cast<long double>(counts.matches);
  return (m / static_cast<long double>(left.size()) + m / static_cast<long double>(right.size()) +
          (m - static_cast<long double>(counts.transpositions)) / m) /
         3;
}

inline long double jaro_winkler(const std::u32string& left, const std::u32string& right) {
  const long double similarity = jaro(left, right);
  // No similarity lies between 0.7 and 0.7 plus this, for the lengths that tests use.
  if (similarity <= 0.7L + 1e-12L) return similarity;
  return similarity + static_cast<long double>(jaro_counts(left, right).prefix) / 10 * (1 - similarity);
}

/// The whole table of distances between all prefixes. `exchange`: exchanging two neighbours is one edit.
inline std::uint32_t edit_distance(const std::u32string& left, const std::u32string& right, bool exchange) {
  std::vector<std::vector<std::uint32_t>> table(left.size() + 1, std::vector<std::uint32_t>(right.size() + 1));
  for (std::size_t i = 0; i <= left.size(); ++i)
    for (std::size_t j = 0; j <= right.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = static_cast<std::uint32_t>(i + j);
        continue;
      }
      std::uint32_t best = table[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      best = std::min({best, table[i - 1][j] + 1, table[i][j - 1] + 1});
      if (exchange && i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
        best = std::min(best, table[i - 2][j - 2] + 1);
      table[i][j] = best;
    }
  return table[left.size()][right.size()];
}
inline std::uint32_t levenshtein(const std::u32string& left, const std::u32string& right) {
  return edit_distance(left, right, false);
}
inline std::uint32_t damerau_levenshtein(const std::u32string& left, const std::u32string& right) {
  return edit_distance(left, right, true);
}

/// UTF-8 of valid code points.
inline std::string encode(const std::u32string& text) {
  std::string bytes;
  const auto put = [&](char32_t value) { bytes.push_back(static_cast<char>(value)); };
  for (const char32_t c : text) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6));
      put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      put(0xE0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    } else {
      put(0xF0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3F));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }
  return bytes;
}

}  // namespace onefold::reference
