#include "cleanse/address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

// Sorted by word. One table serves three languages. A short form may stand for two words (st: street and saint); that
// is harmless, because equal addresses still get equal texts.
constexpr auto kAbbreviations = std::to_array<Abbreviation>({
    {"allee", "all"},       {"alley", "aly"},      {"apartment", "apt"},  {"apartments", "apts"},
    {"appartement", "apt"}, {"appt", "apt"},       {"av", "ave"},         {"avenue", "ave"},
    {"bd", "blvd"},         {"boul", "blvd"},      {"boulevard", "blvd"}, {"boulvd", "blvd"},
    {"building", "bldg"},   {"buildings", "bldg"}, {"center", "ctr"},     {"centre", "ctr"},
    {"chaussee", "chs"},    {"chemin", "ch"},      {"circle", "cir"},     {"circuit", "cct"},
    {"close", "cl"},        {"cottage", "cott"},   {"cottages", "cotts"}, {"court", "ct"},
    {"crescent", "cres"},   {"crst", "cres"},      {"crt", "ct"},         {"drive", "dr"},
    {"drv", "dr"},          {"east", "e"},         {"estate", "est"},     {"expressway", "expy"},
    {"faubourg", "fbg"},    {"fg", "fbg"},         {"floor", "fl"},       {"freeway", "fwy"},
    {"garden", "gdn"},      {"gardens", "gdns"},   {"grdns", "gdns"},     {"grove", "gr"},
    {"haus", "hs"},         {"heights", "hts"},    {"highway", "hwy"},    {"house", "hs"},
    {"hse", "hs"},          {"impasse", "imp"},    {"industrial", "ind"}, {"junction", "jct"},
    {"lane", "ln"},         {"lower", "lwr"},      {"manor", "mnr"},      {"mount", "mt"},
    {"mountain", "mtn"},    {"north", "n"},        {"northeast", "ne"},   {"northwest", "nw"},
    {"number", "no"},       {"numero", "no"},      {"nummer", "no"},      {"parade", "pde"},
    {"parkway", "pkwy"},    {"passage", "psg"},    {"place", "pl"},       {"platz", "pl"},
    {"plaza", "plz"},       {"promenade", "prom"}, {"residence", "res"},  {"road", "rd"},
    {"room", "rm"},         {"route", "rte"},      {"saint", "st"},       {"sainte", "ste"},
    {"sankt", "st"},        {"south", "s"},        {"southeast", "se"},   {"southwest", "sw"},
    {"square", "sq"},       {"station", "stn"},    {"str", "st"},         {"strasse", "st"},
    {"street", "st"},       {"suite", "ste"},      {"terr", "ter"},       {"terrace", "ter"},
    {"trce", "trc"},        {"upper", "upr"},      {"village", "vlg"},    {"vlge", "vlg"},
    {"west", "w"},          {"wohnung", "whg"},
});
static_assert(std::ranges::is_sorted(kAbbreviations, {}, &Abbreviation::word));

/// Number of letters in the table's longest word; longer words need no look-up. The assertion bounds how much a word
/// can grow ("bd" becomes "blvd").
constexpr std::size_t kLongestWord =
    std::ranges::max(kAbbreviations, {}, [](const Abbreviation& a) { return a.word.size(); }).word.size();
static_assert(std::ranges::all_of(kAbbreviations,
                                  [](const Abbreviation& a) { return a.brief.size() <= 2 * a.word.size(); }));

/// The first eight letters of a word as a number.
constexpr std::uint64_t head_of(std::string_view word) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < word.size() && i < 8; ++i)
    head |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
  return head;
}

/// The table's words, indexed by hash.
class BriefWords {
 public:
  constexpr BriefWords() {
    for (std::size_t i = 0; i < kAbbreviations.size(); ++i) {
      std::size_t slot = slot_of(head_of(kAbbreviations[i].word), kAbbreviations[i].word.size());
      while (slots_[slot] != 0) slot = (slot + 1) % kNumSlots;
      slots_[slot] = static_cast<std::uint8_t>(i + 1);
      heads_[i] = head_of(kAbbreviations[i].word);
    }
  }
  /// `head` must be head_of(word).
  [[nodiscard]] const Abbreviation* find(std::string_view word, std::uint64_t head) const {
    for (std::size_t slot = slot_of(head, word.size()); slots_[slot] != 0; slot = (slot + 1) % kNumSlots) {
      const std::size_t i = slots_[slot] - 1U;
      if (heads_[i] == head && kAbbreviations[i].word == word) return &kAbbreviations[i];
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kNumSlots = 1024;
  static constexpr std::size_t slot_of(std::uint64_t head, std::size_t size) {
    return static_cast<std::size_t>(((head ^ size) * 0x9e3779b97f4a7c15ULL) >> 54);
  }
  std::array<std::uint8_t, kNumSlots> slots_{};
  std::array<std::uint64_t, kAbbreviations.size()> heads_{};
};
static_assert(kAbbreviations.size() < 255);
constexpr BriefWords kBriefWords;

/// At least eight bytes from the start of `word` must be readable; their values beyond its end do not matter.
char* append_brief(std::string_view word, char* out) {
  if (word.size() >= 2 && word.size() <= kLongestWord) {
    std::uint64_t head = bytes8::load(word.data());
    if (word.size() < 8) head &= (std::uint64_t{1} << (8 * word.size())) - 1;
    if (const Abbreviation* const found = kBriefWords.find(word, head))
      return std::copy(found->brief.begin(), found->brief.end(), out);
  }
  // German street names are one word: hauptstrasse, hauptstr.
  constexpr std::string_view kStrasse = "strasse";
  if (word.size() > kStrasse.size() && word.ends_with(kStrasse)) word.remove_suffix(kStrasse.size() - 3);
  return std::copy(word.begin(), word.end(), out);
}

}  // namespace

std::string_view cleanse_text(std::string_view folded, TextBuffer& buffer) { return join_words(folded, buffer); }

std::string_view cleanse_text_with_codes(std::string_view folded, TextBuffer& buffer) {
  if (std::ranges::none_of(folded, is_digit)) return cleanse_text(folded, buffer);
  char* const begin = buffer.room(folded.size());
  char* out = begin;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    const std::string_view chunk = folded.substr(at, end - at);
    at = end + 1;
    if (chunk.empty()) continue;
    char* const word = out == begin ? out : out + 1;
    std::size_t size = 0;
    if (std::ranges::any_of(chunk, is_digit)) {
      for (const char c : chunk)
        if (is_word_char(c)) word[size++] = c;
    } else {
      size = join_words(chunk, word);
    }
    if (size == 0) continue;
    if (word != out) *out = ' ';
    out = word + size;
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

std::string_view cleanse_address(std::string_view folded, TextBuffer& buffer) {
  // Space for the result, which is at most twice as long as `folded`, and after it for the words.
  char* const address = buffer.room(3 * folded.size() + 8);
  char* const words = address + 2 * folded.size();
  const std::size_t size = join_words(folded, words);
  std::memset(words + size, 0, 8);
  char* out = address;
  for (std::size_t begin = 0; begin < size;) {
    std::size_t end = begin;
    while (end < size && words[end] != ' ') ++end;
    if (begin > 0) *out++ = ' ';
    out = append_brief({words + begin, end - begin}, out);
    begin = end + 1;
  }
  return {address, static_cast<std::size_t>(out - address)};
}

std::span<const Abbreviation> address_abbreviations() { return kAbbreviations; }

}  // namespace onefold::cleanse
