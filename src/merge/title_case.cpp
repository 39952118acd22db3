#include "merge/title_case.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace onefold::merge {

namespace {

std::vector<UChar32> code_points_of(std::string_view utf8) {
  std::vector<UChar32> points;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, size, point);
    points.push_back(point < 0 ? 0xFFFD : point);
  }
  return points;
}

void append(std::string& text, UChar32 point) {
  std::uint8_t bytes[U8_MAX_LENGTH];
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, point);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool is_apostrophe(UChar32 point) { return point == '\'' || point == 0x2019; }

std::string lower(const UChar32* begin, const UChar32* end) {
  std::string text;
  for (; begin != end; ++begin) append(text, u_tolower(*begin));
  return text;
}

bool is_particle(std::string_view word) {
  static constexpr std::string_view kParticles[] = {"af",  "av",  "da",  "das", "de",  "del", "della", "den", "der",
                                                    "des", "di",  "do",  "dos", "du",  "la",  "le",    "of",  "ten",
                                                    "ter", "the", "van", "vom", "von", "y",   "zu",    "zum", "zur"};
  return std::ranges::find(kParticles, word) != std::end(kParticles);
}

bool is_roman(std::string_view word) { return word == "ii" || word == "iii" || word == "iv" || word == "vi"; }

// Appends a word: letters, digits and apostrophes between two separators.
void append_word(std::string& text, const UChar32* begin, const UChar32* end, bool is_first, bool is_last) {
  if (std::any_of(begin, end, [](UChar32 point) { return u_isdigit(point) != 0; })) {
    for (; begin != end; ++begin) append(text, *begin);
    return;
  }
  const std::string small = lower(begin, end);
  if (is_roman(small) && !is_first) {
    for (; begin != end; ++begin) append(text, *begin);
    return;
  }
  if (is_particle(small) && !is_first && !is_last) {
    text += small;
    return;
  }
  const bool is_mc = small.starts_with("mc") && end - begin > 4;
  bool is_start = true;
  for (const UChar32* at = begin; at != end; ++at) {
    // O'Brien and D'Arcy, but John's.
    const bool after_apostrophe = at > begin && is_apostrophe(at[-1]) && end - at > 1;
    const bool is_capital = is_start || after_apostrophe || (is_mc && at == begin + 2);
    append(text, is_capital ? u_totitle(*at) : u_tolower(*at));
    is_start = false;
  }
}

}  // namespace

void LetterCounts::add(std::string_view value) {
  std::size_t letters = 0;
  bool has_small = false, is_plain = true;
  for (const char c : value) {
    is_plain = is_plain && static_cast<unsigned char>(c) < 0x80;
    const bool is_small = c >= 'a' && c <= 'z';
    letters += is_small || (c >= 'A' && c <= 'Z') ? 1 : 0;
    has_small = has_small || is_small;
    // The other characters decide nothing any more. Most values end here.
    if (has_small && letters >= 2) {
      ++with_letters;
      return;
    }
  }
  if (!is_plain) {
    letters = 0;
    has_small = false;
    for (const UChar32 point : code_points_of(value)) {
      letters += u_isUAlphabetic(point) != 0 ? 1 : 0;
      // Letters of scripts without capitals are no shouting.
      has_small = has_small || (u_isUAlphabetic(point) != 0 && u_isUUppercase(point) == 0);
    }
  }
  if (letters < 2) return;
  ++with_letters;
  if (!has_small) ++shouted;
}

bool shouts(const LetterCounts& counts) {
  return counts.with_letters > 0 && counts.shouted * 10 >= counts.with_letters * 9;
}

std::string title_case(std::string_view value) {
  LetterCounts counts;
  counts.add(value);
  if (counts.with_letters > 0 && counts.shouted == 0) return std::string(value);
  const std::vector<UChar32> points = code_points_of(value);
  const auto is_of_word = [](UChar32 point) {
    return u_isUAlphabetic(point) != 0 || u_isdigit(point) != 0 || is_apostrophe(point);
  };
  std::string text;
  text.reserve(value.size());
  bool is_first = true;
  for (std::size_t at = 0; at < points.size();) {
    if (!is_of_word(points[at])) {
      append(text, points[at++]);
      continue;
    }
    std::size_t end = at;
    while (end < points.size() && is_of_word(points[end])) ++end;
    const bool is_last = std::none_of(points.begin() + static_cast<std::ptrdiff_t>(end), points.end(), is_of_word);
    append_word(text, points.data() + at, points.data() + end, is_first, is_last);
    is_first = false;
    at = end;
  }
  return text;
}

}  // namespace onefold::merge
