#include "cleanse/names.hpp"

#include <cstddef>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "cleanse/fold.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

// Words that are not names. The list omits lord, lady, baron, major, dean, don, junior and md, which can also be names:
// losing a name is worse than keeping a title.
constexpr WordSet kTitles(std::to_array<std::string_view>(
    {"dame",         "docteur", "dott",   "dr",        "dra", "frau",     "fraulein", "herr", "madame",
     "mademoiselle", "miss",    "mister", "mlle",      "mme", "monsieur", "mr",       "mrs",  "ms",
     "msgr",         "mx",      "prof",   "professor", "rev", "reverend", "sir",      "sra"}));
// Words that may follow a title: Dr. med., Dr. jur.
constexpr WordSet kTitleParts(std::to_array<std::string_view>({"habil", "jur", "med"}));
constexpr WordSet kSuffixes(std::to_array<std::string_view>({"cbe", "dds", "esq", "esquire", "ii", "iii", "iv", "jnr",
                                                             "jr", "obe", "phd", "sr"}));
// The list omits single letters, because they are usually middle initials.
constexpr WordSet kParticles(std::to_array<std::string_view>(
    {"af",  "al",  "ap",    "av",  "ben", "bin", "bint", "da",  "dal", "das", "de",  "degli",
     "dei", "del", "della", "den", "der", "des", "di",   "dos", "du",  "el",  "ibn", "la",
     "las", "le",  "los",   "mac", "st",  "ten", "ter",  "van", "vom", "von", "zu",  "zum"}));
// Particles that are usually a given name if a single word follows: Al Gore.
constexpr WordSet kGivenParticles(std::to_array<std::string_view>({"al", "ben", "mac"}));
// After a comma these words announce a rank, not given names: "Thomas Clifford, 1st Baron Clifford".
constexpr WordSet kRanks(std::to_array<std::string_view>({"baron", "baroness", "baronet", "count", "countess",
                                                          "duchess", "duke", "earl", "marquess", "marquis", "prince",
                                                          "princess", "viscount"}));
static_assert(kTitles.is_sorted() && kTitleParts.is_sorted() && kSuffixes.is_sorted() && kParticles.is_sorted() &&
              kRanks.is_sorted() && kGivenParticles.is_sorted());

bool has_letter(std::string_view word) { return std::ranges::any_of(word, is_letter); }

struct Range {
  std::size_t begin = 0, end = 0;
};

/// The words of the actual name: without titles and numbers before it, and suffixes and numbers after it. All words if
/// none would be left.
Range find_name(const std::vector<std::string_view>& words) {
  Range name{0, words.size()};
  for (bool after_title = false; name.begin < name.end; ++name.begin) {
    const std::string_view word = words[name.begin];
    const bool title = kTitles.contains(word) || (after_title && kTitleParts.contains(word));
    if (!title && has_letter(word)) break;
    after_title = title;
  }
  for (; name.begin < name.end; --name.end) {
    const std::string_view word = words[name.end - 1];
    // "Ph.D." is split into two words.
    if (word == "d" && name.end - name.begin >= 2 && words[name.end - 2] == "ph")
      --name.end;
    else if (!kSuffixes.contains(word) && has_letter(word))
      break;
  }
  return name.begin < name.end ? name : Range{0, words.size()};
}

/// A word of a name as written, and its folded form.
struct NameToken {
  std::string_view written;
  std::string folded;
};

constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::vector<NameToken> tokens_of(std::string_view text) {
  std::vector<NameToken> tokens;
  std::string folded;
  TextBuffer buffer;
  for (std::size_t i = 0; i < text.size();) {
    if (is_space(text[i]) || text[i] == ',') {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && !is_space(text[end]) && text[end] != ',') ++end;
    NameToken token{text.substr(i, end - i), {}};
    fold(token.written, folded);
    token.folded = join_words(folded, buffer);
    // Punctuation on its own is not part of a name.
    if (!token.folded.empty()) tokens.push_back(std::move(token));
    i = end;
  }
  return tokens;
}

std::vector<NameToken> without_titles(std::vector<NameToken> tokens) {
  std::vector<std::string_view> words;
  words.reserve(tokens.size());
  for (const NameToken& token : tokens)
    words.push_back(token.folded == "ph d" ? "phd" : std::string_view(token.folded));
  const Range name = find_name(words);
  return {tokens.begin() + static_cast<std::ptrdiff_t>(name.begin),
          tokens.begin() + static_cast<std::ptrdiff_t>(name.end)};
}

/// The raw text from the first to the last of some consecutive tokens.
std::string written(const std::vector<NameToken>& tokens, std::size_t begin, std::size_t end) {
  if (begin >= end) return {};
  const char* first = tokens[begin].written.data();
  const std::string_view last = tokens[end - 1].written;
  return {first, static_cast<std::size_t>(last.data() + last.size() - first)};
}

/// Whether the text after a comma is a suffix, a rank or a number, and not given names.
bool is_epithet(const std::vector<NameToken>& tokens) {
  if (tokens.empty() || is_digit(tokens.front().folded.front())) return true;
  const bool suffixes_only = std::ranges::all_of(tokens, [](const NameToken& token) {
    return kSuffixes.contains(std::string_view(token.folded)) || token.folded == "ph d";
  });
  return suffixes_only || std::ranges::any_of(tokens, [](const NameToken& token) {
           return kRanks.contains(std::string_view(token.folded));
         });
}

}  // namespace

std::string_view cleanse_name(std::string_view folded, TextBuffer& buffer) {
  const std::string_view name = join_words(folded, buffer);
  // Most names are one word. Most other names begin and end with words that certainly belong to the name.
  const std::size_t blank = name.find(' ');
  if (blank == std::string_view::npos) return has_letter(name) ? name : std::string_view();
  const std::string_view first = name.substr(0, blank);
  const std::string_view last = name.substr(name.rfind(' ') + 1);
  if (has_letter(first) && !kTitles.contains(first) && has_letter(last) && !kSuffixes.contains(last) && last != "d")
    return name;

  thread_local std::vector<std::string_view> words;
  split_words(name, words);
  const Range proper = find_name(words);
  if (proper.begin >= proper.end || !has_letter(name)) return {};
  const std::string_view end = words[proper.end - 1];
  return {words[proper.begin].data(), static_cast<std::size_t>(end.data() + end.size() - words[proper.begin].data())};
}

bool split_plain_name(std::string_view raw, NameViews& parts) {
  constexpr std::size_t kMaxWords = 8;
  constexpr std::size_t kMaxLetters = 32;
  std::array<std::string_view, kMaxWords> written;
  std::array<char, kMaxWords * kMaxLetters> lower;
  std::array<std::string_view, kMaxWords> words;
  std::size_t count = 0;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] == ' ') {
      ++i;
      continue;
    }
    if (count == kMaxWords) return false;
    char* const word = lower.data() + count * kMaxLetters;
    std::size_t size = 0;
    const std::size_t begin = i;
    for (; i < raw.size() && raw[i] != ' '; ++i) {
      const char c = static_cast<char>(raw[i] | 0x20);
      if (c < 'a' || c > 'z' || size == kMaxLetters) return false;
      word[size++] = c;
    }
    written[count] = raw.substr(begin, size);
    words[count++] = {word, size};
  }
  if (count == 0 || kTitles.contains(words[0]) || kSuffixes.contains(words[count - 1]) || words[count - 1] == "d")
    return false;

  std::size_t surname = count - 1;
  while (surname > 0 && kParticles.contains(words[surname - 1])) --surname;
  if (surname == 0 && count == 2 && kGivenParticles.contains(words[0])) surname = 1;
  const auto from_to = [&](std::size_t first, std::size_t last) -> std::string_view {
    if (first == last) return {};
    const char* const end = written[last - 1].data() + written[last - 1].size();
    return {written[first].data(), static_cast<std::size_t>(end - written[first].data())};
  };
  parts = {from_to(0, surname), from_to(surname, count)};
  return true;
}

NameParts split_full_name(std::string_view raw) {
  NameViews plain;
  if (split_plain_name(raw, plain)) return {std::string(plain.given_name), std::string(plain.surname)};
  return split_any_name(raw);
}

NameParts split_any_name(std::string_view raw) {
  std::vector<NameToken> tokens;
  const std::size_t comma = raw.find(',');
  if (comma == std::string_view::npos) {
    tokens = without_titles(tokens_of(raw));
  } else {
    std::vector<NameToken> before = without_titles(tokens_of(raw.substr(0, comma)));
    const std::string_view rest = raw.substr(comma + 1);
    // "Berg, Juan, Jr.": text after a second comma is not a given name.
    std::vector<NameToken> after = tokens_of(rest.substr(0, std::min(rest.find(','), rest.size())));
    if (before.empty()) {
      tokens = without_titles(std::move(after));
    } else if (is_epithet(after)) {
      tokens = std::move(before);
    } else {
      after = without_titles(std::move(after));
      return {written(after, 0, after.size()), written(before, 0, before.size())};
    }
  }

  // The surname is the last word and the particles right before it. At least one word is left for the given name,
  // unless all words before the last are particles.
  if (tokens.empty()) return {};
  std::size_t surname = tokens.size() - 1;
  while (surname > 0 && kParticles.contains(std::string_view(tokens[surname - 1].folded))) --surname;
  if (surname == 0 && tokens.size() == 2 && kGivenParticles.contains(std::string_view(tokens[0].folded))) surname = 1;
  return {written(tokens, 0, surname), written(tokens, surname, tokens.size())};
}

}  // namespace onefold::cleanse
