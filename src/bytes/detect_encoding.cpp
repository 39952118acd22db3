#include "bytes/detect_encoding.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "bytes/encoding.hpp"
#include "bytes/utf8.hpp"

namespace onefold::bytes {

namespace {

constexpr std::size_t kMaxOtherLines = 64U << 10;
/// A line of more bytes is counted in pieces.
constexpr std::size_t kMaxUnfinished = 4U << 20;

bool is_high(char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// How often line feeds, and zero bytes, stand where UTF-16 or UTF-32 of either byte order has them.
struct WideForms {
  std::size_t line_feeds = 0;
  std::size_t line_feeds_of_little = 0;  ///< at an even offset, with a zero byte behind
  std::size_t line_feeds_of_big = 0;     ///< at an odd offset, with a zero byte before
  std::size_t zeros_of_little = 0;       ///< bytes of value 0 at odd offsets
  std::size_t zeros_of_big = 0;
  std::size_t zeros = 0;
  std::size_t most_of_four = 0;  ///< of each four bytes three are zero
};

WideForms wide_forms(std::string_view bytes) {
  WideForms forms;
  // Most texts have no zero byte.
  if (bytes.find('\0') == std::string_view::npos) return forms;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') ++(i % 2 == 1 ? forms.zeros_of_little : forms.zeros_of_big);
    if (bytes[i] != '\n') continue;
    ++forms.line_feeds;
    forms.line_feeds_of_little += i % 2 == 0 && i + 1 < bytes.size() && bytes[i + 1] == '\0';
    forms.line_feeds_of_big += i % 2 == 1 && bytes[i - 1] == '\0';
  }
  forms.zeros = forms.zeros_of_little + forms.zeros_of_big;
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
    forms.most_of_four += std::count(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                                     bytes.begin() + static_cast<std::ptrdiff_t>(i) + 4, '\0') == 3;
  return forms;
}

/// UTF-16 or UTF-32 by content. Text of a table has line feeds, delimiters and digits, whatever its script, and each of
/// them has a zero byte on the same side.
std::optional<std::string_view> wide_by_content(std::string_view bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const WideForms forms = wide_forms(bytes);
  // A stray zero byte in a text of single bytes does not make it UTF-16.
  if (forms.zeros * 50 < bytes.size()) return std::nullopt;
  if (forms.most_of_four * 8 > bytes.size()) return bytes[0] == '\0' ? "UTF-32BE" : "UTF-32LE";
  // Characters of other scripts may have a byte of the value of a line feed, but they are few.
  const auto fits = [&](std::size_t zeros, std::size_t others, std::size_t line_feeds) {
    return zeros > 20 * others && 2 * line_feeds >= forms.line_feeds && (line_feeds > 0 || 5 * zeros > bytes.size());
  };
  if (fits(forms.zeros_of_little, forms.zeros_of_big, forms.line_feeds_of_little)) return "UTF-16LE";
  if (fits(forms.zeros_of_big, forms.zeros_of_little, forms.line_feeds_of_big)) return "UTF-16BE";
  return std::nullopt;
}

/// Whether what follows the mark can be of its encoding.
bool fits_mark(std::string_view encoding, std::string_view content) {
  // A cut at the end of the sample may split a character.
  if (encoding == "UTF-8") return length_of_utf8(content) + U8_MAX_LENGTH > content.size();
  if (content.size() < 8) return true;
  // Without a single line feed or delimiter it is no table.
  if (content.find('\0') == std::string_view::npos) return false;
  const auto found = wide_by_content(content);
  return !found || *found == encoding;
}

constexpr std::size_t kFewestHighBytes = 8;

/// A code page and the letters that texts in it have most.
struct LatinCodePage {
  const char* encoding;
  const char* letters;
};
constexpr const char* kWestern = "äöüÄÖÜßéèêëàâçîïôûùœÉÈÊÀÇÎñÑáíóúÁÍÓÚåÅøØæÆãõÃÕìòÂÔ";
constexpr const char* kCentral = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůžýáíéúČĎŇŘŠŤŽÝÁÉÍőűöüÖÜäÄßăâîşţĂÂÎŞŢđĐ";
constexpr const char* kCyrillic = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё";
constexpr std::array<LatinCodePage, 7> kLatinCodePages = {{
    {"windows-1252", kWestern},
    {"windows-1254", "çğıöşüÇĞİÖŞÜâîû"},
    {"windows-1250", kCentral},
    {"ISO-8859-2", kCentral},
    {"windows-1257", "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņĀĒĢĪĶĻŅõäöüÕÄÖÜ"},
    {"IBM850", kWestern},
    {"macintosh", kWestern},
}};

/// How well the bytes outside ASCII make words of the code page: at best 2 for each.
double fit_of(const LatinCodePage& page, std::string_view bytes) {
  ValueDecoder decoder(page.encoding);
  const std::string_view letters(page.letters);
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!is_high(bytes[i])) continue;
    ++count;
    const auto character = decoder.decode(bytes.substr(i, 1));
    if (!character) {
      sum -= 4;
      continue;
    }
    const char before = i > 0 ? bytes[i - 1] : ' ';
    const char after = i + 1 < bytes.size() ? bytes[i + 1] : ' ';
    UChar32 code = 0;
    int32_t taken = 0;
    U8_NEXT(character->data(), taken, static_cast<int32_t>(character->size()), code);
    if (u_isalpha(code) == 0) {
      // A sign within a word is none.
      sum += is_ascii_letter(before) && is_ascii_letter(after) && code != 0x2019 ? -2 : 0.5;
    } else if (u_isupper(code) != 0 && before >= 'a' && before <= 'z') {
      sum -= 1;
    } else {
      sum += letters.find(*character) != std::string_view::npos ? 2 : 0.5;
    }
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

/// In a Latin script most bytes outside ASCII stand alone beside letters of ASCII.
bool is_latin(std::string_view bytes) {
  std::size_t alone = 0;
  std::size_t others = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    if (!is_high(bytes[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < bytes.size() && is_high(bytes[i])) ++i;
    const bool beside_letter =
        (begin > 0 && is_ascii_letter(bytes[begin - 1])) || (i < bytes.size() && is_ascii_letter(bytes[i]));
    (i - begin <= 2 && beside_letter ? alone : others) += i - begin;
  }
  return alone >= others;
}

struct CloseDetector {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// What ICU makes of it, without the encodings that are decided here. Empty if it has no opinion.
std::string by_icu(std::string_view bytes, bool is_latin_text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, CloseDetector> detector(ucsdet_open(&status));
  ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(std::min(bytes.size(), kMaxOtherLines)), &status);
  int32_t num_matches = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &num_matches, &status);
  if (U_FAILURE(status) != 0) return {};
  for (int32_t m = 0; m < num_matches; ++m) {
    const std::string name = ucsdet_getName(matches[m], &status);
    if (U_FAILURE(status) != 0) return {};
    if (name.starts_with("UTF-") || name.starts_with("IBM42") || name.starts_with("ISO-2022")) continue;
    const bool latin = name == "ISO-8859-1" || name == "ISO-8859-2" || name == "ISO-8859-9" || name == "windows-1252" ||
                       name == "windows-1250" || name == "windows-1254";
    if (latin == is_latin_text) return name;
  }
  return {};
}

/// Text of hosts: no line feed, and blanks and digits where EBCDIC has them.
bool looks_like_ebcdic(std::string_view bytes) {
  if (bytes.ends_with('\n')) bytes.remove_suffix(1);
  if (bytes.size() < 16 || bytes.find('\n') != std::string_view::npos) return false;
  std::size_t ebcdic = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    // Blank, digits, letters, comma, full stop, line ends.
    ebcdic += byte == 0x40 || byte >= 0xF0 || (byte >= 0x81 && byte <= 0xA9) || (byte >= 0xC1 && byte <= 0xE9) ||
              byte == 0x6B || byte == 0x4B || byte == 0x5E || byte == 0x4F || byte == 0x25 || byte == 0x15 ||
              byte == 0x0D;
  }
  return ebcdic * 10 > bytes.size() * 8;
}

}  // namespace

ByteOrderMark byte_order_mark(std::string_view first_bytes) {
  using namespace std::string_view_literals;
  if (first_bytes.starts_with("\xEF\xBB\xBF")) return {"UTF-8", 3};
  // UTF-16 text does not begin with the character of number 0, so this is not UTF-16LE.
  if (first_bytes.starts_with("\xFF\xFE\0\0"sv)) return {"UTF-32LE", 4};
  if (first_bytes.starts_with("\0\0\xFE\xFF"sv)) return {"UTF-32BE", 4};
  if (first_bytes.starts_with("\xFF\xFE")) return {"UTF-16LE", 2};
  if (first_bytes.starts_with("\xFE\xFF")) return {"UTF-16BE", 2};
  return {};
}

EncodingGuess detect_8_bit(std::string_view bytes) {
  if (looks_like_ebcdic(bytes)) return {"IBM1047", "it has blanks, digits and letters where EBCDIC has them", false};
  const bool latin = is_latin(bytes);
  const std::string icu = by_icu(bytes, latin);
  // ICU does not know the Cyrillic of DOS.
  constexpr std::array<std::string_view, 5> kTakenForIt = {"", "windows-1255", "windows-1256", "ISO-8859-6",
                                                           "ISO-8859-8"};
  if (!latin && std::ranges::find(kTakenForIt, icu) != kTakenForIt.end() && fit_of({"IBM866", kCyrillic}, bytes) > 1.2)
    return {"IBM866", "its bytes outside ASCII then are letters within words", false};
  // A few bytes fit many encodings of Asia.
  if (!latin && static_cast<std::size_t>(std::ranges::count_if(bytes, is_high)) < kFewestHighBytes)
    return {"", "its bytes outside ASCII are too few to tell an encoding", false};
  if (!latin)
    return icu.empty() ? EncodingGuess{"", "its characters fit no encoding that ICU recognises", false}
                       : EncodingGuess{icu, "its characters and their frequencies fit", false};
  const LatinCodePage* best = nullptr;
  double best_fit = 0;
  for (const LatinCodePage& page : kLatinCodePages) {
    double fit = fit_of(page, bytes);
    // Where letters alone do not decide, languages do.
    if (page.letters == kCentral && (icu == "ISO-8859-2" || icu == "windows-1250")) fit += 0.1;
    if (std::string_view(page.encoding) == "windows-1254" && (icu == "ISO-8859-9" || icu == "windows-1254")) fit += 0.1;
    if (best == nullptr || fit > best_fit + 0.05) best = &page, best_fit = fit;
  }
  if (best_fit <= 0) return {"", "its bytes outside ASCII make words in no encoding that is tried", false};
  return {best->encoding, "its bytes outside ASCII then are letters within words", false};
}

EncodingGuess detect_encoding(std::string_view beginning, bool is_all) {
  const ByteOrderMark mark = byte_order_mark(beginning);
  const std::string_view content = beginning.substr(mark.num_bytes);
  if (mark.num_bytes > 0 && fits_mark(mark.encoding, content))
    return {std::string(mark.encoding), "it begins with the byte-order mark of it", false};
  EncodingGuess guess;
  const std::size_t length = length_of_utf8(content);
  if (const auto wide = wide_by_content(content)) {
    guess = {std::string(*wide), "each character of ASCII in it has a zero byte beside it", false};
  } else if (length == content.size() || (!is_all && length + U8_MAX_LENGTH > content.size())) {
    guess = {"UTF-8", is_ascii(content) ? "it is ASCII" : "all its characters outside ASCII are UTF-8", false};
  } else {
    Utf8Census census;
    census.add(content);
    if (is_all) census.finish();
    guess = census.num_lines_other() == 0 ? detect_8_bit(content) : detect_8_bit(census.other_lines());
    if (census.num_lines_other() > 0 && census.is_utf8())
      guess = {"UTF-8", "all but a few of its lines outside ASCII are UTF-8", false};
  }
  guess.mark_lies = mark.num_bytes > 0;
  return guess;
}

void Utf8Census::count(std::string_view line) {
  if (!is_ascii(line)) {
    if (bytes::is_utf8(line)) {
      ++num_lines_utf8_;
    } else {
      if (num_lines_other_++ == 0) first_line_other_ = line_;
      if (other_lines_.size() < kMaxOtherLines) other_lines_.append(line.substr(0, kMaxOtherLines)).append("\n");
    }
  }
}

void Utf8Census::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    if (end == std::string_view::npos) {
      unfinished_ += piece;
      if (unfinished_.size() > kMaxUnfinished) {
        count(unfinished_);
        unfinished_.clear();
      }
      return;
    }
    if (unfinished_.empty()) {
      count(piece);
    } else {
      unfinished_ += piece;
      count(unfinished_);
      unfinished_.clear();
    }
    ++line_;
    bytes.remove_prefix(end + 1);
  }
}

void Utf8Census::finish() {
  if (!unfinished_.empty()) count(unfinished_);
  unfinished_.clear();
}

}  // namespace onefold::bytes
