#include "cleanse/transliterate.hpp"

#include <unicode/stringpiece.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace onefold::cleanse {
namespace {

/// Latin letters for a small Cyrillic letter; null for other characters. Folding has already removed
/// the marks of й, ё and ї.
const char* latin_of_cyrillic(UChar32 c) {
  static constexpr const char* kRussian[] = {"a",  "b",  "v",  "g",    "d", "e", "zh", "z", "i",  "i", "k",
                                             "l",  "m",  "n",  "o",    "p", "r", "s",  "t", "u",  "f", "kh",
                                             "ts", "ch", "sh", "shch", "",  "y", "",   "e", "yu", "ya"};
  if (c >= 0x430 && c <= 0x44f) return kRussian[c - 0x430];
  switch (c) {
    case 0x451:
      return "e";
    case 0x452:
      return "dj";
    case 0x454:
      return "ye";
    case 0x455:
      return "dz";
    case 0x456:
    case 0x457:
      return "i";
    case 0x458:
      return "j";
    case 0x459:
      return "lj";
    case 0x45a:
      return "nj";
    case 0x45b:
      return "c";
    case 0x45e:
      return "u";
    case 0x45f:
      return "dz";
    case 0x463:
      return "e";
    case 0x491:
      return "g";
    default:
      return nullptr;
  }
}

/// Created once per thread. Null if ICU's data lacks these rules; then text stays as it is.
const icu::Transliterator* to_latin() {
  thread_local const std::unique_ptr<icu::Transliterator> rules = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance(u"Greek-Latin/UNGEGN; Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return rules.get();
}

}  // namespace

void transliterate(std::string_view folded, std::string& latin) {
  // ICU counts in 32 bits. No field of a customer record is that long.
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(folded.size(), 1U << 28));
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), length));
  icu::UnicodeString out;
  bool others = false;
  for (std::int32_t i = 0; i < text.length();) {
    const UChar32 c = text.char32At(i);
    i += U16_LENGTH(c);
    if (const char* const letters = latin_of_cyrillic(c)) {
      out.append(icu::UnicodeString(letters, -1, US_INV));
    } else {
      out.append(c);
      others |= c >= 0x80;
    }
  }
  if (others && to_latin() != nullptr) to_latin()->transliterate(out);
  latin.clear();
  out.toUTF8String(latin);
}

}  // namespace onefold::cleanse
