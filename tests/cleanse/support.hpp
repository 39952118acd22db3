// Helpers for the cleanse tests: a cleanser by type, and random text by formula.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "cleanse/dummy_values.hpp"
#include "record/hash.hpp"

namespace onefold::test {

using cleanse::Cleanser;

struct Case {
  std::string_view raw, cleansed;  ///< `cleansed` is empty if the value is missing
};

inline Cleanser make_cleanser(AttributeType type, std::string region = "GB", std::vector<std::string> formats = {}) {
  config::AttributeConfig attribute;
  attribute.name = std::string(name_of(type));
  attribute.type = type;
  attribute.region = std::move(region);
  attribute.formats = std::move(formats);
  return {attribute, cleanse::load_dummy_values({})};
}

inline std::string cleansed(Cleanser& cleanser, std::string_view raw) {
  std::string value = "left over";
  const bool present = cleanser(raw, value);
  if (present == value.empty()) return "(present and empty disagree)";
  return value;
}

/// Numbers that look random and are the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return scale_to(mix(seed_, next_++), bound); }

 private:
  std::uint64_t seed_, next_ = 0;
};

inline void append_utf8(std::uint32_t c, std::string& text) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xc0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xe0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    text += static_cast<char>(0xf0 | (c >> 18));
    text += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (c & 0x3f));
  }
}

/// Text of one of several kinds, built from the parts that the rules recognise.
inline std::string random_text(Random& random) {
  static constexpr std::array<std::string_view, 54> kPieces = {"mr ",
                                                               "Dr. ",
                                                               "jr",
                                                               " PhD",
                                                               " ph.d.",
                                                               "van der ",
                                                               "o'",
                                                               "-",
                                                               "  ",
                                                               "street",
                                                               "Strasse",
                                                               "st ",
                                                               "1970",
                                                               "-02-",
                                                               "29",
                                                               "31/12/",
                                                               "May ",
                                                               "3rd ",
                                                               "T10:00Z",
                                                               "@",
                                                               "mailto:",
                                                               "<",
                                                               ">",
                                                               ".",
                                                               ",",
                                                               "1,234",
                                                               "0012.50",
                                                               "+44",
                                                               "0044",
                                                               "(0)",
                                                               "02079460958",
                                                               "ext",
                                                               "sw1a",
                                                               "1aa",
                                                               "n/a",
                                                               "test",
                                                               "\xc3\x9f",
                                                               "\xc3\xa9",
                                                               "\xe2\x80\x99",
                                                               "\xef\xbc\x91",
                                                               "\xc2\xb4",
                                                               "\xd9\xa3",
                                                               "A",
                                                               "z",
                                                               "'",
                                                               "#",
                                                               "/",
                                                               "x",
                                                               "\xcc\x81",
                                                               "\xf0\x9f\x98\x80",
                                                               "\xe0\xa4\xbf",
                                                               "0",
                                                               "9",
                                                               "(("};
  const std::uint64_t kind = random.below(6), length = random.below(14);
  std::string text;
  if (kind == 5) {  // numbers, some of which are a date
    const char separator = "-/. "[random.below(4)];
    for (int part = 0; part < 3; ++part) {
      if (part > 0) text += separator;
      text += std::to_string(random.below(std::array{14U, 33U, 2300U, 100'000'000U}[random.below(4)]));
    }
    return text;
  }
  for (std::uint64_t i = 0; i < length; ++i) {
    switch (kind) {
      case 0:
        text += static_cast<char>(random.below(256));
        break;  // hostile bytes
      case 1:
        text += static_cast<char>(random.below(128));
        break;  // ASCII
      case 2:
        append_utf8(static_cast<std::uint32_t>(random.below(0x3000)), text);
        break;
      case 3:
        append_utf8(static_cast<std::uint32_t>(random.below(0x20000)), text);
        break;  // including surrogates
      default:
        text += kPieces[random.below(kPieces.size())];
    }
  }
  return text;
}

}  // namespace onefold::test
