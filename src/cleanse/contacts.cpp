#include "cleanse/contacts.hpp"

#include <algorithm>

#include "cleanse/words.hpp"
#include "record/elements.hpp"

namespace onefold::cleanse {
namespace {

/// Whether the text is ASCII without <, ; , and |, as nearly all addresses are. May be false for other short texts,
/// too.
bool has_no_separator(std::string_view text) {
  return text.size() >= 8 && bytes8::for_each_word(text, [](std::uint64_t word, std::size_t) {
           if ((word & bytes8::kHighBits) != 0) return false;
           return (bytes8::in_range(word, ';', '<') | bytes8::in_range(word, ',', ',') |
                   bytes8::in_range(word, '|', '|')) == 0;
         });
}

/// One address, perhaps with blanks, a scheme or brackets; empty if it is none.
std::string_view cleanse_address_of_email(std::string_view folded, TextBuffer& buffer) {
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

}  // namespace

std::string_view cleanse_email(std::string_view folded, TextBuffer& buffer) {
  if (has_no_separator(folded)) {
    const std::string_view email = cleanse_address_of_email(folded, buffer);
    if (!email.empty() || std::ranges::count(folded, '@') < 2) return email;
  }
  // "Jane Doe <jane@example.com>"
  const std::size_t at = folded.find('@');
  if (at == std::string_view::npos) return {};
  if (const std::size_t open = folded.rfind('<', at); open != std::string_view::npos) {
    const std::size_t close = std::min(folded.find('>', at), folded.size());
    folded = folded.substr(open + 1, close - open - 1);
  }
  const bool several = std::ranges::count(folded, '@') > 1;
  // In john,smith@x.com the comma is a slip for a full stop: smith@x.com is somebody else.
  if (!several && folded.find_first_of(";|") == std::string_view::npos && folded.find(", ") == std::string_view::npos &&
      folded.find(" ,") == std::string_view::npos)
    return cleanse_address_of_email(folded, buffer);
  // The first one that can be read. Blanks separate only where there are several.
  std::string_view found;
  for (const std::string_view separators : {kEmailSeparators, std::string_view(";,|/ ")}) {
    for_each_element(folded, separators, [&](std::string_view part) {
      if (found.empty()) found = cleanse_address_of_email(part, buffer);
    });
    if (!found.empty() || !several) break;
  }
  return found;
}

std::string_view cleanse_identifier(std::string_view folded, TextBuffer& buffer) {
  char* const identifier = buffer.room(folded.size());
  return {identifier, keep_alphanumerics(folded, identifier)};
}

}  // namespace onefold::cleanse
