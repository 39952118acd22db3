#include "parts/name_tokens.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "cleanse/fold.hpp"
#include "cleanse/text_buffer.hpp"
#include "cleanse/words.hpp"

namespace onefold::parts {

namespace {

/// Number of bytes of the character at `at` that separates words; 0 if it does not.
std::size_t blank_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.substr(at).starts_with("\u00a0")) return 2;
  for (const std::string_view wide : {"\u3000", "\u2009", "\u202f"})
    if (text.substr(at).starts_with(wide)) return 3;
  return 0;
}

constexpr std::string_view kOpening = "([{";
constexpr std::string_view kClosing = ")]}";
constexpr std::string_view kDoubleQuotes[] = {"\"", "\u201c", "\u201d", "\u201e"};

/// Number of bytes of a double quote at `at`.
std::size_t quote_at(std::string_view text, std::size_t at) {
  for (const std::string_view quote : kDoubleQuotes)
    if (text.substr(at).starts_with(quote)) return quote.size();
  return 0;
}

void look_at_letters(NameToken& token) {
  const std::string_view text = token.written;
  std::size_t num_capital = 0;
  bool first = true;
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(text.size());) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
    if (c < 0 || !u_isalpha(c)) continue;
    ++token.num_letters;
    num_capital += u_isupper(c) ? 1 : 0;
    token.has_small |= u_islower(c) != 0;
    if (first) token.starts_small = u_islower(c) != 0;
    first = false;
  }
  token.is_capital = token.num_letters >= 2 && num_capital == token.num_letters;
}

void add_token(std::string_view text, std::size_t segment, bool in_brackets, std::vector<NameToken>& tokens) {
  while (!text.empty() && (text.back() == ';' || text.back() == ':')) text.remove_suffix(1);
  if (text.empty()) return;
  NameToken token;
  token.written = text;
  token.segment = segment;
  token.in_brackets = in_brackets;
  if (text == "&" || text == "+" || text == "/") {
    token.key = text;
    tokens.push_back(std::move(token));
    return;
  }
  std::string folded;
  cleanse::TextBuffer buffer;
  cleanse::fold(text, folded);
  token.folded = cleanse::join_words(folded, buffer);
  if (token.folded.empty()) return;
  std::ranges::copy_if(token.folded, std::back_inserter(token.key), [](char c) { return c != ' '; });
  if (cleanse::is_ascii(text))
    std::ranges::transform(text, std::back_inserter(token.lower),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  else
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
        .toLower()
        .toUTF8String(token.lower);
  token.has_point = text.find('.') != std::string_view::npos;
  look_at_letters(token);
  tokens.push_back(std::move(token));
}

}  // namespace

bool NameToken::is_initial() const {
  if (num_letters == 0 || num_letters > 3 || key.size() != num_letters) return false;
  const bool has_case = has_small || is_capital || (num_letters == 1 && lower != written);
  if (num_letters == 1) return has_case;
  return has_case && static_cast<std::size_t>(std::ranges::count(written, '.')) >= num_letters;
}

std::vector<NameToken> tokens_of_name(std::string_view raw) {
  std::vector<NameToken> tokens;
  std::size_t segment = 0, depth = 0;
  bool in_quotes = false;
  const std::size_t num_quotes = [&] {
    std::size_t count = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) count += quote_at(raw, i) > 0 ? 1 : 0;
    return count;
  }();
  const auto ends_word = [&](std::size_t at) {
    return blank_at(raw, at) > 0 || raw[at] == ',' || raw[at] == '&' || raw[at] == '+' || quote_at(raw, at) > 0 ||
           kOpening.find(raw[at]) != std::string_view::npos || kClosing.find(raw[at]) != std::string_view::npos;
  };
  for (std::size_t i = 0; i < raw.size();) {
    if (const std::size_t blank = blank_at(raw, i)) {
      i += blank;
    } else if (const std::size_t quote = quote_at(raw, i)) {
      // An odd quote encloses nothing.
      if (num_quotes % 2 == 0) in_quotes = !in_quotes;
      i += quote;
    } else if (raw[i] == ',') {
      if (depth == 0 && !in_quotes) ++segment;
      ++i;
    } else if (kOpening.find(raw[i]) != std::string_view::npos) {
      ++depth, ++i;
    } else if (kClosing.find(raw[i]) != std::string_view::npos) {
      depth -= depth > 0 ? 1 : 0;
      ++i;
    } else {
      std::size_t end = i + 1;
      if (raw[i] != '&' && raw[i] != '+')
        while (end < raw.size() && !ends_word(end)) ++end;
      add_token(raw.substr(i, end - i), segment, depth > 0 || in_quotes, tokens);
      i = end;
    }
  }
  return tokens;
}

std::string written(NameTokens tokens) {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) {
      const std::string_view before = tokens[i - 1].written;
      const char* const from = before.data() + before.size();
      const char* const to = tokens[i].written.data();
      const std::string_view gap = to >= from ? std::string_view(from, static_cast<std::size_t>(to - from)) : " ";
      const bool is_blank = gap.size() <= 8 && std::ranges::all_of(gap, [](char c) { return c == ' '; });
      text += is_blank ? gap : " ";
    }
    text += tokens[i].written;
  }
  return text;
}

}  // namespace onefold::parts
