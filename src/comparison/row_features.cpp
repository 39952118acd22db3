#include "comparison/row_features.hpp"

#include <string>

#include "comparison/date.hpp"
#include "comparison/house_number.hpp"
#include "comparison/parts.hpp"
#include "comparison/tokens.hpp"
#include "comparison/words.hpp"
#include "onefold/similarity/phonetic.hpp"
#include "record/hash.hpp"
#include "similarity/utf8.hpp"

namespace onefold::comparison {
namespace {

constexpr std::size_t kMaxOwnNumber = 7;
/// A bit that number_of_part never sets: it is above the bits of the length.
constexpr std::uint64_t kSetApart = 1ULL << 59;

/// Postcodes with a space never agree with postcodes without one, because this bit differs.
std::uint64_t number_of_postcode_part(std::string_view postcode, PostcodePart part) {
  const std::size_t blank = postcode.find(' ');
  const std::uint64_t number = number_of_part(postcode_part(postcode, part, blank));
  return number != 0 && blank != std::string_view::npos ? number ^ kSetApart : number;
}

}  // namespace

std::uint64_t number_of_part(std::string_view part) {
  if (part.empty()) return 0;
  if (part.size() <= kMaxOwnNumber) {
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < part.size(); ++i)
      bytes |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
    return bytes | static_cast<std::uint64_t>(part.size()) << 56;
  }
  // Clears the bit that separates postcodes. The number therefore never equals kNotComputed, which has all bits set.
  return (hash_bytes(part) | 1ULL << 63) & ~kSetApart;
}

std::uint64_t number_of(Feature feature, std::string_view value, std::uint32_t prefix_length) {
  switch (feature) {
    case Feature::value:
    case Feature::other_value:
      return number_of_part(value);
    case Feature::prefix:
      // All values have the same empty prefix.
      return prefix_length == 0 ? 1 : number_of_part(similarity::prefix(value, prefix_length));
    case Feature::phonetic:
      return number_of_part(similarity::phonetic_code(value));
    case Feature::day: {
      const auto day = day_number(value);
      return day ? kFirstDay + static_cast<std::uint64_t>(static_cast<std::int64_t>(*day)) : 0;
    }
    case Feature::email_local:
      return number_of_part(email_local(value));
    case Feature::email_domain:
      return number_of_part(email_domain(value));
    case Feature::postcode_sector:
      return number_of_postcode_part(value, PostcodePart::sector);
    case Feature::postcode_district:
      return number_of_postcode_part(value, PostcodePart::district);
    case Feature::postcode_area:
      return number_of_postcode_part(value, PostcodePart::area);
    case Feature::numbers:
      return number_of_part(numbers_of(value));
    case Feature::soundex:
      return number_of_part(similarity::soundex_code(value));
    case Feature::sorted_words:
      return number_of_part(sorted_words(value));
    case Feature::house_number:
      return number_of_part(house_number_key(value));
    case Feature::year:
      return number_of_part(date_part(value, DatePart::year));
    case Feature::year_month:
      return number_of_part(date_part(value, DatePart::year_month));
    case Feature::month_day:
      return number_of_part(date_part(value, DatePart::month_day));
    case Feature::sorted_day_month:
      return number_of_part(sorted_day_month(value));
  }
  return 0;
}

}  // namespace onefold::comparison
