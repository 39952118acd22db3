#include "cleanse/contacts.hpp"

#include <algorithm>
#include <cstring>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr bool is_latin(char c) { return c >= 'a' && c <= 'z'; }

/// A British postcode: one or two letters, a digit, perhaps a digit or a letter; then a digit and two letters: A9 9AA
/// ... AA9A 9AA.
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

std::string_view cleanse_email(std::string_view folded, TextBuffer& buffer) {
  std::string_view rest = folded;
  if (folded.find(' ') != std::string_view::npos) {
    char* const email = buffer.room(folded.size());
    rest = {email, static_cast<std::size_t>(std::remove_copy(folded.begin(), folded.end(), email, ' ') - email)};
  }
  for (std::size_t before = rest.size() + 1; rest.size() < before;) {
    before = rest.size();
    if (rest.starts_with("mailto:")) rest.remove_prefix(7);
    if (rest.starts_with('<')) rest.remove_prefix(1);
    if (!rest.empty()) {
      const char last = rest.back();
      if (last == '>' || last == ',' || last == ';' || last == '.') rest.remove_suffix(1);
    }
  }
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == rest.size()) return {};
  return rest.find('@', at + 1) == std::string_view::npos ? rest : std::string_view();
}

std::string_view cleanse_postcode(std::string_view folded, bool british, TextBuffer& buffer) {
  char* const postcode = buffer.room(folded.size() + 1);
  const std::size_t size = keep_alphanumerics(folded, postcode);
  if (!british || !is_british_postcode({postcode, size})) return {postcode, size};
  std::memmove(postcode + size - 2, postcode + size - 3, 3);
  postcode[size - 3] = ' ';
  return {postcode, size + 1};
}

std::string_view cleanse_identifier(std::string_view folded, TextBuffer& buffer) {
  char* const identifier = buffer.room(folded.size());
  return {identifier, keep_alphanumerics(folded, identifier)};
}

}  // namespace onefold::cleanse
