#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

constexpr char32_t kMalformedByte = 0xDC00;

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

}  // namespace

char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  char32_t code_point = kMalformedByte + lead;
  std::size_t length = 1;
  if (lead < 0x80) {
    code_point = lead;
  } else {
    // A code point cannot start with 0xC0, 0xC1, or a byte from 0xF5 up.
    const std::size_t wanted = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    bool well_formed = wanted != 0 && text.size() >= wanted;
    char32_t value = wanted == 0 ? 0 : lead & (0x7Fu >> wanted);
    for (std::size_t i = 1; well_formed && i < wanted; ++i) {
      well_formed = is_continuation(byte(i));
      value = (value << 6) | (byte(i) & 0x3Fu);
    }
    // Overlong encodings, surrogates and values above U+10FFFF are malformed too.
    if (wanted == 3) well_formed = well_formed && value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
    if (wanted == 4) well_formed = well_formed && value >= 0x10000 && value <= 0x10FFFF;
    if (well_formed) {
      code_point = value;
      length = wanted;
    }
  }
  text.remove_prefix(length);
  return code_point;
}

std::u32string decode(std::string_view text) {
  std::u32string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) decoded.push_back(take_code_point(text));
  return decoded;
}

std::size_t count_code_points(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t count = 0;
  for (; !text.empty(); ++count) static_cast<void>(take_code_point(text));
  return count;
}

std::string_view prefix(std::string_view text, std::size_t n) {
  std::string_view rest = text;
  for (; n > 0 && !rest.empty(); --n) static_cast<void>(take_code_point(rest));
  return text.substr(0, text.size() - rest.size());
}

std::string_view suffix(std::string_view text, std::size_t n) {
  const std::size_t count = count_code_points(text);
  if (count <= n) return text;
  return text.substr(prefix(text, count - n).size());
}

CodePoints::CodePoints(std::string_view text) {
  // A text has at most as many code points as bytes.
  if (text.size() > short_text_.size()) {
    long_text_.reserve(text.size());
    while (!text.empty()) long_text_.push_back(take_code_point(text));
    span_ = long_text_;
    return;
  }
  std::size_t count = 0;
  while (!text.empty()) short_text_[count++] = take_code_point(text);
  span_ = {short_text_.data(), count};
}

}  // namespace onefold::similarity
