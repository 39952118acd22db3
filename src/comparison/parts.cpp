#include "comparison/parts.hpp"

#include <algorithm>

#include "comparison/words.hpp"

namespace onefold::comparison {
namespace {

constexpr bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

constexpr std::string_view without_last(std::string_view text, std::size_t n) {
  return text.substr(0, text.size() - std::min(n, text.size()));
}

bool abbreviates(std::string_view abbreviation, std::string_view full) {
  while (true) {
    const std::string_view part = take_word(abbreviation);
    if (part.empty()) return true;
    if (!take_word(full).starts_with(part)) return false;
  }
}

}  // namespace

std::string_view email_local(std::string_view email) {
  const std::size_t at = email.rfind('@');
  return at == std::string_view::npos ? std::string_view() : email.substr(0, at);
}

std::string_view email_domain(std::string_view email) {
  const std::size_t at = email.rfind('@');
  return at == std::string_view::npos ? std::string_view() : email.substr(at + 1);
}

std::string_view postcode_part(std::string_view postcode, PostcodePart part) {
  return postcode_part(postcode, part, postcode.find(' '));
}

std::string_view postcode_part(std::string_view postcode, PostcodePart part, std::size_t blank) {
  if (blank == std::string_view::npos) {
    switch (part) {
      case PostcodePart::sector:
        return without_last(postcode, 1);
      case PostcodePart::district:
        return without_last(postcode, 2);
      case PostcodePart::area:
        return postcode.substr(0, 2);
    }
  }
  switch (part) {
    case PostcodePart::sector:
      return postcode.substr(0, blank + 2);
    case PostcodePart::district:
      return postcode.substr(0, blank);
    case PostcodePart::area:
      break;
  }
  const auto letters = std::find_if_not(postcode.begin(), postcode.end(), is_letter) - postcode.begin();
  return postcode.substr(0, static_cast<std::size_t>(letters));
}

bool equal_postcode_parts(std::string_view left, std::string_view right, PostcodePart part) {
  const bool left_british = left.find(' ') != std::string_view::npos;
  const bool right_british = right.find(' ') != std::string_view::npos;
  if (left_british != right_british) return false;
  const std::string_view left_part = postcode_part(left, part);
  return !left_part.empty() && left_part == postcode_part(right, part);
}

bool one_abbreviates_other(std::string_view left, std::string_view right) {
  return abbreviates(left, right) || abbreviates(right, left);
}

}  // namespace onefold::comparison
