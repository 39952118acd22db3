#include "onefold/similarity/edit_distance.hpp"

#include <algorithm>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "similarity/positions.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

enum class EditOperations { levenshtein, alignment };

/// Removes the common beginning and the common end, which cost nothing in an optimal alignment.
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

/// A span with the part of string_view's interface that these templates use.
struct CodePointView : std::span<const char32_t> {
  using std::span<const char32_t>::span;
  CodePointView(std::span<const char32_t> text) : std::span<const char32_t>(text) {}
  [[nodiscard]] CodePointView substr(std::size_t first, std::size_t count) const { return subspan(first, count); }
};

/// Holds a column of the distance table as vertical differences in two words: Hyyro's form of Myers' algorithm.
/// `pattern` has 1 .. 64 characters. Bits above the pattern are undefined, and never move down.
template <EditOperations kOperations, class Text>
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
      if constexpr (kOperations == EditOperations::alignment) {
        // Two neighbours are exchanged: the characters are equal here and, crosswise, one step back, and the diagonal
        // was not free.
        zero |= ((~diagonal & equal) << 1) & equal_before;
        equal_before = equal;
      }
      diagonal = zero;
      std::uint64_t right_more = one_less | ~(zero | one_more);
      std::uint64_t right_less = zero & one_more;
      distance += (right_more >> last) & 1;
      distance -= (right_less >> last) & 1;
      // Each remaining character can lower the last row by at most one.
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

/// Positions of each character of a long pattern: one mask per distinct character, with enough words for the pattern.
template <class Text>
class WordPositions {
 public:
  explicit WordPositions(Text pattern)
      : num_words_((pattern.size() + 63) / 64), letters_(pattern.begin(), pattern.end()) {
    std::sort(letters_.begin(), letters_.end());
    letters_.erase(std::unique(letters_.begin(), letters_.end()), letters_.end());
    if (!fits()) return;
    masks_.resize((letters_.size() + 1) * num_words_);
    for (std::size_t i = 0; i < pattern.size(); ++i)
      masks_[slot_of(pattern[i]) * num_words_ + i / 64] |= 1ULL << (i % 64);
  }
  [[nodiscard]] std::size_t num_words() const { return num_words_; }
  /// False if the pattern has so many distinct characters that the masks would take more than 32 MiB. Then there are no
  /// masks.
  [[nodiscard]] bool fits() const { return (letters_.size() + 1) * num_words_ <= std::size_t{1} << 22; }
  /// All zeros for a character that does not occur in the pattern.
  [[nodiscard]] const std::uint64_t* operator()(typename Text::value_type character) const {
    return masks_.data() + slot_of(character) * num_words_;
  }

 private:
  [[nodiscard]] std::size_t slot_of(typename Text::value_type character) const {
    const auto at = std::lower_bound(letters_.begin(), letters_.end(), character);
    return at != letters_.end() && *at == character ? static_cast<std::size_t>(at - letters_.begin()) : letters_.size();
  }
  std::size_t num_words_;
  std::vector<std::remove_const_t<typename Text::value_type>> letters_;
  std::vector<std::uint64_t> masks_;
};

/// Like distance_by_masks, for a pattern of any length. A column of the table spans several words; each word passes the
/// horizontal difference of its last row to the next word.
template <EditOperations kOperations, class Text>
std::uint32_t distance_by_words(Text pattern, Text text, const WordPositions<Text>& positions, std::uint32_t bound) {
  struct Word {
    std::uint64_t one_more = ~0ULL, one_less = 0, diagonal = 0, equal_before = 0;
  };
  std::vector<Word> words(positions.num_words());
  const unsigned last = static_cast<unsigned>((pattern.size() - 1) % 64);
  auto distance = static_cast<std::uint64_t>(pattern.size());
  std::uint64_t rest = text.size();
  for (const auto character : text) {
    const std::uint64_t* equal_words = positions(character);
    std::uint64_t carried_more = 1, carried_less = 0, carried_crosswise = 0;
    for (std::size_t w = 0; w < words.size(); ++w) {
      Word& word = words[w];
      const std::uint64_t equal = equal_words[w];
      const std::uint64_t carried = equal | carried_less;
      std::uint64_t zero = (((carried & word.one_more) + word.one_more) ^ word.one_more) | carried | word.one_less;
      if constexpr (kOperations == EditOperations::alignment) {
        const std::uint64_t crosswise = ~word.diagonal & equal;
        zero |= ((crosswise << 1) | carried_crosswise) & word.equal_before;
        carried_crosswise = crosswise >> 63;
        word.equal_before = equal;
        word.diagonal = zero;
      }
      std::uint64_t right_more = word.one_less | ~(zero | word.one_more);
      std::uint64_t right_less = zero & word.one_more;
      if (w + 1 == words.size()) {
        distance += (right_more >> last) & 1;
        distance -= (right_less >> last) & 1;
      }
      const std::uint64_t more_out = right_more >> 63, less_out = right_less >> 63;
      right_more = (right_more << 1) | carried_more;
      right_less = (right_less << 1) | carried_less;
      carried_more = more_out;
      carried_less = less_out;
      word.one_more = right_less | ~(zero | right_more);
      word.one_less = right_more & zero;
    }
    --rest;
    if (distance > rest + bound) return bound + 1;
  }
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(distance, std::uint64_t{bound} + 1));
}

/// Computes, row by row, only the cells within `bound` of the diagonal; all others are above the bound. Requires that
/// `left` is not longer than `right`, and right.size() - left.size() <= bound.
template <EditOperations kOperations, class Text>
std::uint32_t distance_in_band(Text left, Text right, std::uint32_t bound) {
  const std::uint32_t too_many = bound + 1;
  const std::size_t width = right.size() + 1;
  std::vector<std::uint32_t> before_last(width, too_many), last(width, too_many), row(width, too_many);
  for (std::size_t j = 0; j < width && j <= bound; ++j) last[j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    const std::size_t first = i > bound ? i - bound : 0;
    const std::size_t end = std::min(width, i + bound + 1);
    // Cells just outside the band are read by their neighbours, and may hold values from three rows ago.
    if (first > 0) row[first - 1] = too_many;
    if (end < width) row[end] = too_many;
    std::uint32_t smallest = too_many;
    for (std::size_t j = first; j < end; ++j) {
      std::uint32_t cell = too_many;
      if (j == 0) {
        cell = static_cast<std::uint32_t>(std::min<std::size_t>(i, too_many));
      } else {
        cell = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + (left[i - 1] != right[j - 1])});
        if constexpr (kOperations == EditOperations::alignment)
          if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
            cell = std::min(cell, before_last[j - 2] + 1);
        cell = std::min(cell, too_many);
      }
      row[j] = cell;
      smallest = std::min(smallest, cell);
    }
    // An exchange skips one row, but costs at least the smallest value of the row between.
    if (smallest == too_many) return too_many;
    before_last.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

template <EditOperations kOperations, class Text>
std::uint32_t distance_up_to(Text left, Text right, std::uint32_t bound) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > bound) return bound + 1;
  strip_common(left, right);
  if (left.empty()) return static_cast<std::uint32_t>(right.size());
  // Here the first characters differ and the last ones differ, so few cases have a distance of one.
  if (bound == 0) return 1;
  if (bound == 1) {
    if (right.size() == 1) return 1;
    const bool exchanged = kOperations == EditOperations::alignment && left.size() == 2 && right.size() == 2 &&
                           left[0] == right[1] && left[1] == right[0];
    return exchanged ? 1 : 2;
  }
  if (left.size() <= kMaxMaskLength) return distance_by_masks<kOperations>(left, right, bound);
  // A cell of the band costs about as much time as a word of 64 cells.
  const std::size_t num_words = (left.size() + 63) / 64;
  if (2 * std::uint64_t{bound} + 1 > num_words) {
    const WordPositions<Text> positions(left);
    if (positions.fits()) return distance_by_words<kOperations>(left, right, positions, bound);
  }
  return distance_in_band<kOperations>(left, right, bound);
}

template <EditOperations kOperations>
std::uint32_t bytes_or_code_points(std::string_view left, std::string_view right, std::uint32_t bound) {
  if (is_ascii(left) && is_ascii(right)) return distance_up_to<kOperations>(left, right, bound);
  const CodePoints decoded_left(left);
  const CodePoints decoded_right(right);
  return distance_up_to<kOperations>(CodePointView(decoded_left.span()), CodePointView(decoded_right.span()), bound);
}

/// The distance is never above the longer length.
template <EditOperations kOperations>
std::uint32_t unbounded(std::string_view left, std::string_view right) {
  return bytes_or_code_points<kOperations>(left, right,
                                           static_cast<std::uint32_t>(std::max(left.size(), right.size())));
}

}  // namespace

std::uint32_t levenshtein_up_to(std::string_view left, std::string_view right, std::uint32_t bound) {
  return bytes_or_code_points<EditOperations::levenshtein>(left, right, bound);
}

std::uint32_t damerau_levenshtein_up_to(std::string_view left, std::string_view right, std::uint32_t bound) {
  return bytes_or_code_points<EditOperations::alignment>(left, right, bound);
}

std::uint32_t levenshtein(std::string_view left, std::string_view right) {
  return unbounded<EditOperations::levenshtein>(left, right);
}

std::uint32_t damerau_levenshtein(std::string_view left, std::string_view right) {
  return unbounded<EditOperations::alignment>(left, right);
}

}  // namespace onefold::similarity
