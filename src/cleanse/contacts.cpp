#include "cleanse/contacts.hpp"

#include <algorithm>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr bool is_latin(char c) { return c >= 'a' && c <= 'z'; }

/// One or two letters, a digit, perhaps a digit or a letter; then a digit and two letters: A9 9AA ... AA9A 9AA.
bool is_british_postcode(std::string_view text) {
  if (text.size() < 5 || text.size() > 7) return false;
  const std::string_view outward = text.substr(0, text.size() - 3), inward = text.substr(text.size() - 3);
  if (!is_digit(inward[0]) || !is_latin(inward[1]) || !is_latin(inward[2])) return false;
  std::size_t i = 0;
  while (i < outward.size() && is_latin(outward[i])) ++i;
  if (i < 1 || i > 2 || i == outward.size() || !is_digit(outward[i])) return false;
  const std::string_view rest = outward.substr(i + 1);
  return rest.empty() || (rest.size() == 1 && (is_digit(rest[0]) || is_latin(rest[0])));
}

}  // namespace

bool cleanse_email(std::string_view folded, std::string& email) {
  email.clear();
  for (const char c : folded)
    if (c != ' ') email.push_back(c);
  std::string_view rest = email;
  for (std::size_t before = rest.size() + 1; rest.size() < before;) {
    before = rest.size();
    if (rest.starts_with("mailto:")) rest.remove_prefix(7);
    if (rest.starts_with('<')) rest.remove_prefix(1);
    if (!rest.empty() && std::string_view(">,;.").find(rest.back()) != std::string_view::npos) rest.remove_suffix(1);
  }
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == rest.size() || rest.rfind('@') != at) return false;
  const auto offset = static_cast<std::size_t>(rest.data() - email.data());
  email.resize(offset + rest.size());
  email.erase(0, offset);
  return true;
}

bool cleanse_postcode(std::string_view folded, bool british, std::string& postcode) {
  keep_alphanumerics(folded, postcode);
  if (british && is_british_postcode(postcode)) postcode.insert(postcode.size() - 3, 1, ' ');
  return !postcode.empty();
}

bool cleanse_identifier(std::string_view folded, std::string& identifier) {
  keep_alphanumerics(folded, identifier);
  return !identifier.empty();
}

}  // namespace onefold::cleanse
