#include "cleanse/postcodes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

struct Country {
  std::string_view region;
  std::size_t digits;
  std::string_view prefixes;  ///< what people write before a postcode: the code of the country, or that of its cars
};
constexpr std::array kCountries = {
    Country{"DE", 5, "d de"}, Country{"US", 5, "us usa"}, Country{"FR", 5, "f fr"},   Country{"IT", 5, "i it"},
    Country{"ES", 5, "e es"}, Country{"SE", 5, "s se"},   Country{"FI", 5, "fi fin"}, Country{"PL", 5, "pl"},
    Country{"CZ", 5, "cz"},   Country{"SK", 5, "sk"},     Country{"GR", 5, "gr"},     Country{"HR", 5, "hr"},
    Country{"TR", 5, "tr"},   Country{"UA", 5, "ua"},     Country{"EE", 5, "ee"},     Country{"MX", 5, "mx"},
    Country{"CH", 4, "ch"},   Country{"AT", 4, "a at"},   Country{"BE", 4, "b be"},   Country{"DK", 4, "dk"},
    Country{"NO", 4, "n no"}, Country{"LU", 4, "l lu"},   Country{"HU", 4, "h hu"},   Country{"SI", 4, "si"},
    Country{"BG", 4, "bg"},   Country{"AU", 4, "au"},     Country{"NZ", 4, "nz"},     Country{"ZA", 4, "za"},
    Country{"RO", 6, "ro"},   Country{"IN", 6, "in"},     Country{"RU", 6, "ru"},     Country{"CN", 6, "cn"},
    Country{"PT", 7, "pt"},   Country{"JP", 7, "jp"},     Country{"BR", 8, "br"},
};

constexpr bool is_latin(char c) { return c >= 'a' && c <= 'z'; }

/// One or two letters, a digit, perhaps a digit or a letter; then a digit and two letters: A9 9AA ... AA9A 9AA.
bool is_british_form(std::string_view text) {
  if (text.size() < 5 || text.size() > 7) return false;
  const std::string_view outward = text.substr(0, text.size() - 3), inward = text.substr(text.size() - 3);
  if (!is_digit(inward[0]) || !is_latin(inward[1]) || !is_latin(inward[2])) return false;
  std::size_t i = 0;
  while (i < outward.size() && is_latin(outward[i])) ++i;
  if (i < 1 || i > 2 || i == outward.size() || !is_digit(outward[i])) return false;
  const std::string_view rest = outward.substr(i + 1);
  return rest.empty() || (rest.size() == 1 && (is_digit(rest[0]) || is_latin(rest[0])));
}

char as_digit(char c) { return c == 'o' ? '0' : c == 'i' ? '1' : c; }
char as_letter(char c) { return c == '0' ? 'o' : c == '1' ? 'i' : c; }

/// Exchanges O and 0, I and 1 where the form demands it. Changes nothing else, and nothing if that gives no postcode.
void correct_british(char* text, std::size_t size) {
  if (size < 5 || size > 7) return;
  std::array<char, 7> fixed{};
  std::memcpy(fixed.data(), text, size);
  char* const inward = fixed.data() + size - 3;
  inward[0] = as_digit(inward[0]), inward[1] = as_letter(inward[1]), inward[2] = as_letter(inward[2]);
  const std::size_t outward = size - 3;
  fixed[0] = as_letter(fixed[0]);
  if (outward == 2) fixed[1] = as_digit(fixed[1]);
  if (outward == 3) {
    // S01 is SO1, because no single letter is followed by 0; SI1 is S11, because no area ends in I.
    if (fixed[1] == '0' && is_digit(as_digit(fixed[2]))) fixed[1] = 'o';
    if (fixed[1] == 'i') fixed[1] = '1';
  }
  if (outward == 4) fixed[1] = as_letter(fixed[1]), fixed[2] = as_digit(fixed[2]);
  // The letter at the end of an outward part is never O or I.
  if (outward >= 3) fixed[outward - 1] = as_digit(fixed[outward - 1]);
  if (is_british_form({fixed.data(), size})) std::memcpy(text, fixed.data(), size);
}

bool is_o_or_i(char c) { return c == 'o' || c == 'i'; }

/// A space before the inward part. There must be room for it.
std::string_view with_space(char* postcode, std::size_t size) {
  std::memmove(postcode + size - 2, postcode + size - 3, 3);
  postcode[size - 3] = ' ';
  return {postcode, size + 1};
}

/// The postcode after the name of a country, and the number of its digits; nothing if there is none.
std::pair<std::string_view, std::size_t> without_country(std::string_view text, std::string_view own_region) {
  std::size_t letters = 0;
  while (letters < text.size() && is_latin(text[letters])) ++letters;
  if (letters == 0 || letters > 3 || letters == text.size()) return {};
  const bool is_separated = text[letters] == '-' || text[letters] == ' ';
  std::string_view rest = text.substr(letters);
  while (!rest.empty() && (rest.front() == '-' || rest.front() == ' ')) rest.remove_prefix(1);
  if (rest.empty() || !is_digit(rest.front())) return {};
  const std::string_view prefix = text.substr(0, letters);
  if (prefix == "nl" && is_separated) return {rest, 0};
  if (std::ranges::any_of(rest, is_latin)) return {};
  const auto num_digits = static_cast<std::size_t>(std::ranges::count_if(rest, is_digit));
  for (const Country& country : kCountries) {
    if (num_digits + 1 < country.digits || (!is_separated && country.region != own_region)) continue;
    if ((" " + std::string(country.prefixes) + " ").find(" " + std::string(prefix) + " ") == std::string::npos)
      continue;
    if (num_digits <= country.digits || country.region == "US") return {rest, country.digits};
  }
  return {};
}

}  // namespace

std::size_t postcode_digits(std::string_view region) {
  const auto* found = std::ranges::find(kCountries, region, &Country::region);
  return found == kCountries.end() ? 0 : found->digits;
}

bool has_postcode_form(std::string_view cleansed, std::string_view region) {
  if (region == "GB") {
    std::string text(cleansed);
    std::erase(text, ' ');
    return is_british_form(text);
  }
  const std::size_t digits = postcode_digits(region);
  return digits == 0 ||
         (all_digits(cleansed) && (cleansed.size() == digits || (region == "US" && cleansed.size() == 9)));
}

PostcodeCleanser::PostcodeCleanser(std::string_view region) : region_(region), digits_(postcode_digits(region)) {}

std::string_view PostcodeCleanser::operator()(std::string_view folded, TextBuffer& buffer) const {
  constexpr std::size_t kMostZeros = 2;
  std::string_view text = trim(folded);
  char* const postcode = buffer.room(text.size() + kMostZeros);
  // 1. A postcode without faults.
  std::size_t size = keep_alphanumerics(text, postcode);
  const bool british = region_ == "GB";
  const auto is_doubtful = [&] { return is_o_or_i(postcode[size - 4]) || postcode[1] == '0' || postcode[1] == 'i'; };
  if (british && is_british_form({postcode, size}) && !is_doubtful()) return with_space(postcode, size);
  // 2. A number of a spreadsheet, or the name of a country.
  if (const std::size_t point = text.find('.'); point != std::string_view::npos && point > 0) {
    const bool is_fraction = text.substr(point + 1).find_first_not_of('0') == std::string_view::npos;
    if (is_fraction && all_digits(text.substr(0, point))) text = text.substr(0, point);
  }
  std::size_t digits = digits_;
  if (const auto [rest, of_country] = without_country(text, region_); !rest.empty()) {
    // A foreign one that would look like one of this region with a lost zero keeps the name of its country.
    const auto num_digits = static_cast<std::size_t>(std::ranges::count_if(rest, is_digit));
    if (of_country == digits_ || std::max(num_digits, of_country) >= digits_ || of_country == 0)
      text = rest, digits = of_country;
    else
      digits = 0;
  }
  size = keep_alphanumerics(text, postcode);
  if (british && digits == 0) {
    correct_british(postcode, size);
    return is_british_form({postcode, size}) ? with_space(postcode, size) : std::string_view(postcode, size);
  }
  // 3. Lost zeros. Of 2139-4301 the first part has lost one, not the second.
  if (digits == 0 || size == 0 || !all_digits({postcode, size})) return {postcode, size};
  if (digits == 5 && size > 5) {
    if (region_ != "US") return {postcode, size};
    // An American one with its four further digits. If one of those is lost, the first part still names the place.
    const std::size_t hyphen = text.find('-');
    if (hyphen != std::string_view::npos && text.size() - hyphen != 5)
      size = keep_alphanumerics(text.substr(0, hyphen), postcode);
    if (size > 5) digits = 9;
  }
  if (size < digits && size + kMostZeros >= digits) {
    const std::size_t zeros = digits - size;
    std::memmove(postcode + zeros, postcode, size);
    std::memset(postcode, '0', zeros);
    size = digits;
  }
  return {postcode, size};
}

}  // namespace onefold::cleanse
