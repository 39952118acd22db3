#include "cleanse/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {
namespace {

constexpr char fold_ascii_char(unsigned char c) {
  if (c < 0x20 || c == 0x7f) return ' ';
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c + ('a' - 'A'));
  return c == '`' ? '\'' : static_cast<char>(c);
}

constexpr auto kAsciiFold = [] {
  std::array<char, 256> table{};
  for (unsigned c = 0; c < 256; ++c) table[c] = fold_ascii_char(static_cast<unsigned char>(c));
  return table;
}();

/// The usual ASCII spelling of a Latin letter that Unicode does not decompose, such as "ae" for U+00E6.
std::string_view special_letter(UChar32 c) {
  switch (c) {
    case 0x00e6:
      return "ae";
    case 0x0153:
      return "oe";
    case 0x00f8:
      return "o";
    case 0x00f0:
    case 0x0111:
    case 0x0256:
      return "d";
    case 0x00fe:
      return "th";
    case 0x0127:
      return "h";
    case 0x0131:
      return "i";
    case 0x0138:
      return "k";
    case 0x0142:
    case 0x019a:
      return "l";
    case 0x014b:
      return "ng";
    case 0x0167:
      return "t";
    case 0x0180:
    case 0x0253:
      return "b";
    case 0x0188:
      return "c";
    case 0x0192:
      return "f";
    case 0x0199:
      return "k";
    case 0x01b4:
      return "y";
    case 0x01b6:
      return "z";
    case 0x0259:
      return "e";
    default:
      return {};
  }
}

/// Marks that people type instead of an apostrophe. Call it before normalisation, which turns the acute accent into a
/// space and a mark, and again after it, because it creates some of these marks.
bool is_apostrophe(UChar32 c) {
  switch (c) {
    case 0x00b4:
    case 0x02b9:
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x02c8:
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x2035:
    case 0xff07:
    case 0xff40:
      return true;
    default:
      return false;
  }
}

/// Appends one code point of case-folded, decomposed text, unless it is dropped.
void append_filtered(UChar32 c, icu::UnicodeString& out) {
  if (c < 0x80) {
    out.append(static_cast<UChar32>(kAsciiFold[static_cast<std::size_t>(c)]));
    return;
  }
  if (is_apostrophe(c)) {
    out.append(static_cast<UChar32>('\''));
    return;
  }
  if (const std::string_view letters = special_letter(c); !letters.empty()) {
    for (const char letter : letters) out.append(static_cast<UChar32>(letter));
    return;
  }
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
      // Nuktas, kana voicing marks and viramas (combining classes 6 to 9) and vowel signs (class 0) make a different
      // letter and stay. Accents, overlays, vowel points and tone marks are dropped.
      if (const auto combining = u_getCombiningClass(c); combining == 0 || (combining >= 6 && combining <= 9))
        out.append(c);
      return;
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return;
    case U_DECIMAL_DIGIT_NUMBER:
      out.append(static_cast<UChar32>('0' + u_charDigitValue(c)));
      return;
    case U_DASH_PUNCTUATION:
      out.append(static_cast<UChar32>('-'));
      return;
    case U_MODIFIER_LETTER:
      if (c != 0x0640) out.append(c);  // Arabic tatweel only stretches a word
      return;
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_OTHER_LETTER:
    case U_COMBINING_SPACING_MARK:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      out.append(c);
      return;
    default:
      out.append(static_cast<UChar32>(c == 0x2212 ? '-' : ' '));
  }
}

/// The folded form of each code point in [0x80, 0x280). Each folds independently of its neighbours.
struct LatinEntry {
  std::uint8_t size = 0;
  std::array<char, 7> bytes{};
};
constexpr unsigned kLatinBegin = 0x80, kLatinEnd = 0x280;

const std::array<LatinEntry, kLatinEnd - kLatinBegin>& latin_table() {
  static const auto table = [] {
    std::array<LatinEntry, kLatinEnd - kLatinBegin> entries{};
    std::string folded;
    for (unsigned c = kLatinBegin; c < kLatinEnd; ++c) {
      const char utf8[2] = {static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3f))};
      fold_unicode({utf8, 2}, folded);
      LatinEntry& entry = entries[c - kLatinBegin];
      entry.size = static_cast<std::uint8_t>(std::min(folded.size(), entry.bytes.size()));
      std::copy_n(folded.begin(), entry.size, entry.bytes.begin());
    }
    return entries;
  }();
  return table;
}

}  // namespace

bool is_ascii(std::string_view text) {
  if (text.size() >= 8)
    return bytes8::for_each_word(text, [](std::uint64_t word, std::size_t) { return (word & bytes8::kHighBits) == 0; });
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

void fold_ascii(std::string_view raw, char* folded) {
  const auto fold_bytes = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) folded[i] = kAsciiFold[static_cast<unsigned char>(raw[i])];
  };
  if (raw.size() < 8) return fold_bytes(0, raw.size());
  bytes8::for_each_word(raw, [&](std::uint64_t word, std::size_t offset) {
    using namespace bytes8;
    const std::uint64_t delete_or_backtick = in_range(word, '`', '`') | (word + kOnes);
    if (((delete_or_backtick | ~at_least(word, 0x20)) & kHighBits) != 0)
      fold_bytes(offset, offset + 8);
    else
      store(word + (in_range(word, 'A', 'Z') >> 2), folded + offset);
    return true;
  });
}

bool fold_latin(std::string_view raw, std::string& folded) {
  const auto& table = latin_table();
  folded.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto lead = static_cast<unsigned char>(raw[i]);
    if (lead < 0x80) {
      folded.push_back(kAsciiFold[lead]);
      continue;
    }
    // 0xc2 .. 0xc9 lead U+0080 .. U+027F. Other bytes, and a lead without a second byte, are left to ICU.
    if (lead < 0xc2 || lead > 0xc9 || i + 1 == raw.size()) return false;
    const auto second = static_cast<unsigned char>(raw[++i]);
    if ((second & 0xc0) != 0x80) return false;
    const unsigned c = ((lead & 0x1fU) << 6) | (second & 0x3fU);
    const LatinEntry& entry = table[c - kLatinBegin];
    folded.append(entry.bytes.data(), entry.size);
  }
  return true;
}

void fold_unicode(std::string_view raw, std::string& folded) {
  folded.clear();
  UErrorCode status = U_ZERO_ERROR;
  const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return;

  // ICU counts in 32 bits. No field of a customer record is that long.
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(raw.size(), 1U << 28));
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(raw.data(), length));
  for (std::int32_t i = 0; i < text.length(); ++i)
    if (is_apostrophe(text.charAt(i))) text.setCharAt(i, u'\'');

  const icu::UnicodeString decomposed = decompose->normalize(casefold->normalize(text, status), status);
  icu::UnicodeString filtered;
  for (std::int32_t i = 0; i < decomposed.length();) {
    const UChar32 c = decomposed.char32At(i);
    append_filtered(c, filtered);
    i += U16_LENGTH(c);
  }
  const icu::UnicodeString composed = compose->normalize(filtered, status);
  if (U_SUCCESS(status)) composed.toUTF8String(folded);
}

void fold(std::string_view raw, std::string& folded) {
  if (is_ascii(raw)) {
    folded.resize(raw.size());
    return fold_ascii(raw, folded.data());
  }
  if (!fold_latin(raw, folded)) fold_unicode(raw, folded);
}

}  // namespace onefold::cleanse
