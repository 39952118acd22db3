#include "cleanse/address.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

// Sorted by word. One table for three languages: what is short for a Street is short for a Saint too, and an address
// agrees with itself all the same.
constexpr auto kAbbreviations = std::to_array<Abbreviation>({
    {"allee", "all"},         {"alley", "aly"},        {"apartment", "apt"},    {"apartments", "apts"},
    {"appartement", "apt"},   {"appt", "apt"},         {"av", "ave"},           {"avenue", "ave"},
    {"bd", "blvd"},           {"boul", "blvd"},        {"boulevard", "blvd"},   {"boulvd", "blvd"},
    {"building", "bldg"},     {"buildings", "bldg"},   {"center", "ctr"},       {"centre", "ctr"},
    {"chaussee", "chs"},      {"chemin", "ch"},        {"circle", "cir"},       {"circuit", "cct"},
    {"close", "cl"},          {"cottage", "cott"},     {"cottages", "cotts"},   {"court", "ct"},
    {"crescent", "cres"},     {"crst", "cres"},        {"crt", "ct"},           {"drive", "dr"},
    {"drv", "dr"},            {"east", "e"},           {"estate", "est"},       {"expressway", "expy"},
    {"faubourg", "fbg"},      {"fg", "fbg"},           {"floor", "fl"},         {"freeway", "fwy"},
    {"garden", "gdn"},        {"gardens", "gdns"},     {"grdns", "gdns"},       {"grove", "gr"},
    {"haus", "hs"},           {"heights", "hts"},      {"highway", "hwy"},      {"house", "hs"},
    {"hse", "hs"},            {"impasse", "imp"},      {"industrial", "ind"},   {"junction", "jct"},
    {"lane", "ln"},           {"lower", "lwr"},        {"manor", "mnr"},        {"mount", "mt"},
    {"mountain", "mtn"},      {"north", "n"},          {"northeast", "ne"},     {"northwest", "nw"},
    {"number", "no"},         {"numero", "no"},        {"nummer", "no"},        {"parade", "pde"},
    {"parkway", "pkwy"},      {"passage", "psg"},      {"place", "pl"},         {"platz", "pl"},
    {"plaza", "plz"},         {"promenade", "prom"},   {"residence", "res"},    {"road", "rd"},
    {"room", "rm"},           {"route", "rte"},        {"saint", "st"},         {"sainte", "ste"},
    {"sankt", "st"},          {"south", "s"},          {"southeast", "se"},     {"southwest", "sw"},
    {"square", "sq"},         {"station", "stn"},      {"str", "st"},           {"strasse", "st"},
    {"street", "st"},         {"suite", "ste"},        {"terr", "ter"},         {"terrace", "ter"},
    {"trce", "trc"},          {"upper", "upr"},        {"village", "vlg"},      {"vlge", "vlg"},
    {"west", "w"},            {"wohnung", "whg"},
});
static_assert(std::ranges::is_sorted(kAbbreviations, {}, &Abbreviation::word));

/// Letters in the table's longest word: longer words need no search.
constexpr std::size_t kLongestWord = std::ranges::max(kAbbreviations, {}, [](const Abbreviation& a) {
                                       return a.word.size();
                                     }).word.size();

void append_brief(std::string_view word, std::string& out) {
  if (word.size() >= 2 && word.size() <= kLongestWord) {
    const auto found = std::ranges::lower_bound(kAbbreviations, word, {}, &Abbreviation::word);
    if (found != kAbbreviations.end() && found->word == word) {
      out += found->brief;
      return;
    }
  }
  // German streets are one word: hauptstrasse, hauptstr.
  constexpr std::string_view kStrasse = "strasse";
  if (word.size() > kStrasse.size() && word.ends_with(kStrasse)) word.remove_suffix(kStrasse.size() - 3);
  out += word;
}

}  // namespace

bool cleanse_text(std::string_view folded, std::string& text) {
  join_words(folded, text);
  return !text.empty();
}

bool cleanse_address(std::string_view folded, std::string& address) {
  thread_local std::string words;
  join_words(folded, words);
  address.clear();
  for (std::string_view rest = words; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (!address.empty()) address.push_back(' ');
    append_brief(rest.substr(0, end), address);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return !address.empty();
}

std::span<const Abbreviation> address_abbreviations() { return kAbbreviations; }

}  // namespace onefold::cleanse
