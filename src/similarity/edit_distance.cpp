#include "onefold/similarity/edit_distance.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "onefold/similarity/utf8.hpp"
#include "similarity/positions.hpp"

namespace onefold::similarity {
namespace {

enum class Edits { levenshtein, alignment };

constexpr std::size_t kMaxMaskLength = 64;

/// Without the common beginning and the common end, which cost nothing in an optimal alignment.
template <class Text>
void strip_common(Text& left, Text& right) {
  const std::size_t limit = std::min(left.size(), right.size());
  std::size_t head = 0;
  while (head < limit && left[head] == right[head]) ++head;
  std::size_t tail = 0;
  while (tail < limit - head && left[left.size() - 1 - tail] == right[right.size() - 1 - tail]) ++tail;
  left = left.substr(head, left.size() - head - tail);
  right = right.substr(head, right.size() - head - tail);
}

/// A span with the part of string_view's interface that the templates here use.
struct CodePointView : std::span<const char32_t> {
  using std::span<const char32_t>::span;
  CodePointView(std::span<const char32_t> text) : std::span<const char32_t>(text) {}
  [[nodiscard]] CodePointView substr(std::size_t first, std::size_t count) const { return subspan(first, count); }
};

/// A column of the table of distances as vertical differences in two words: Hyyro's form of Myers' algorithm. `pattern`
/// has 1 .. 64 characters. Bits above the pattern hold rubbish that never moves down.
template <Edits kEdits, class Text>
std::uint32_t distance_by_masks(Text pattern, Text text, std::uint32_t bound) {
  return with_positions(pattern, [&](const auto& positions) {
    const std::uint64_t inside = low_bits(pattern.size());
    const unsigned last = static_cast<unsigned>(pattern.size() - 1);
    std::uint64_t one_more = ~0ULL, one_less = 0, diagonal = 0, equal_before = 0;
    auto distance = static_cast<std::uint64_t>(pattern.size());
    std::uint64_t rest = text.size();
    for (const auto character : text) {
      const std::uint64_t equal = positions(character) & inside;
      std::uint64_t zero = (((equal & one_more) + one_more) ^ one_more) | equal | one_less;
      if constexpr (kEdits == Edits::alignment) {
        // Neighbours exchanged: equal here and one step back crosswise, and the diagonal was not free already.
        zero |= ((~diagonal & equal) << 1) & equal_before;
        equal_before = equal;
      }
      diagonal = zero;
      std::uint64_t right_more = one_less | ~(zero | one_more);
      std::uint64_t right_less = zero & one_more;
      distance += (right_more >> last) & 1;
      distance -= (right_less >> last) & 1;
      // Each character that is left can lower the last row by one at most.
      --rest;
      if (distance > rest + bound) return bound + 1;
      right_more = (right_more << 1) | 1;
      right_less <<= 1;
      one_more = right_less | ~(zero | right_more);
      one_less = right_more & zero;
    }
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(distance, std::uint64_t{bound} + 1));
  });
}

/// Row by row, only the cells within `bound` of the diagonal: all others are above the bound. left is not longer than
/// right, right.size() - left.size() <= bound.
template <Edits kEdits, class Text>
std::uint32_t distance_in_band(Text left, Text right, std::uint32_t bound) {
  const std::uint32_t too_many = bound + 1;
  const std::size_t width = right.size() + 1;
  std::vector<std::uint32_t> before_last(width, too_many), last(width, too_many), row(width, too_many);
  for (std::size_t j = 0; j < width && j <= bound; ++j) last[j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    const std::size_t first = i > bound ? i - bound : 0;
    const std::size_t end = std::min(width, i + bound + 1);
    // What stands just outside the band is read by its neighbours, and may be left from three rows ago.
    if (first > 0) row[first - 1] = too_many;
    if (end < width) row[end] = too_many;
    std::uint32_t smallest = too_many;
    for (std::size_t j = first; j < end; ++j) {
      std::uint32_t cell = too_many;
      if (j == 0) {
        cell = static_cast<std::uint32_t>(std::min<std::size_t>(i, too_many));
      } else {
        cell = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + (left[i - 1] != right[j - 1])});
        if constexpr (kEdits == Edits::alignment)
          if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
            cell = std::min(cell, before_last[j - 2] + 1);
        cell = std::min(cell, too_many);
      }
      row[j] = cell;
      smallest = std::min(smallest, cell);
    }
    // An exchange reaches over one row, but costs at least what the row between holds.
    if (smallest == too_many) return too_many;
    before_last.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

template <Edits kEdits, class Text>
std::uint32_t distance_up_to(Text left, Text right, std::uint32_t bound) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > bound) return bound + 1;
  strip_common(left, right);
  if (left.empty()) return static_cast<std::uint32_t>(right.size());
  // Now the first characters differ, and so do the last ones: that leaves little for one edit.
  if (bound == 0) return 1;
  if (bound == 1) {
    if (right.size() == 1) return 1;
    const bool exchanged = kEdits == Edits::alignment && left.size() == 2 && right.size() == 2 &&
                           left[0] == right[1] && left[1] == right[0];
    return exchanged ? 1 : 2;
  }
  if (left.size() <= kMaxMaskLength) return distance_by_masks<kEdits>(left, right, bound);
  return distance_in_band<kEdits>(left, right, bound);
}

template <Edits kEdits>
std::uint32_t bytes_or_code_points(std::string_view left, std::string_view right, std::uint32_t bound) {
  if (is_ascii(left) && is_ascii(right)) return distance_up_to<kEdits>(left, right, bound);
  const CodePoints decoded_left(left);
  const CodePoints decoded_right(right);
  return distance_up_to<kEdits>(CodePointView(decoded_left.span()), CodePointView(decoded_right.span()), bound);
}

/// Short strings take one pass whatever the bound; for long ones the band is doubled until the distance lies inside.
template <Edits kEdits>
std::uint32_t unbounded(std::string_view left, std::string_view right) {
  const std::uint64_t largest = std::max(left.size(), right.size());
  for (std::uint64_t bound = 64; bound < largest; bound *= 2) {
    const auto narrow = static_cast<std::uint32_t>(bound);
    if (const std::uint32_t distance = bytes_or_code_points<kEdits>(left, right, narrow); distance <= narrow)
      return distance;
  }
  return bytes_or_code_points<kEdits>(left, right, static_cast<std::uint32_t>(largest));
}

}  // namespace

std::uint32_t levenshtein_up_to(std::string_view left, std::string_view right, std::uint32_t bound) {
  return bytes_or_code_points<Edits::levenshtein>(left, right, bound);
}

std::uint32_t damerau_levenshtein_up_to(std::string_view left, std::string_view right, std::uint32_t bound) {
  return bytes_or_code_points<Edits::alignment>(left, right, bound);
}

std::uint32_t levenshtein(std::string_view left, std::string_view right) {
  return unbounded<Edits::levenshtein>(left, right);
}

std::uint32_t damerau_levenshtein(std::string_view left, std::string_view right) {
  return unbounded<Edits::alignment>(left, right);
}

}  // namespace onefold::similarity
