#include "profile/shape.hpp"

#include <algorithm>

namespace onefold::profile {

namespace {

constexpr std::size_t kLongestShape = 30;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// 'A', 'a', '9', or the character itself.
char kind_of(char c) {
  if (c >= 'A' && c <= 'Z') return 'A';
  if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) return 'a';
  if (c >= '0' && c <= '9') return '9';
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
}

}  // namespace

std::string shape_of(std::string_view value) {
  const bool has_letters = std::ranges::any_of(value, [](char c) { return kind_of(c) == 'A' || kind_of(c) == 'a'; });
  std::string shape;
  for (const char c : value) {
    const char kind = kind_of(c);
    const bool is_run = kind == 'A' || kind == 'a' || (kind == '9' && has_letters) || kind == ' ';
    if (is_run && !shape.empty() && shape.back() == kind) continue;
    if (shape.size() == kLongestShape) return shape + "...";
    shape += kind;
  }
  return shape;
}

std::size_t num_characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_character));
}

}  // namespace onefold::profile
