// The only place for defaults by type. docs/job_file.md repeats them for users; a test compares the two.
#include "config/default_levels.hpp"

#include <array>

namespace onefold::config {

namespace {

using std::string_view;

constexpr std::array<string_view, 4> kName = {"exact", "jaro_winkler >= 0.92", "jaro_winkler >= 0.88",
                                              "jaro_winkler >= 0.7"};
constexpr std::array<string_view, 4> kFullName = {"exact", "jaro_winkler >= 0.95", "jaro_winkler >= 0.88",
                                                  "jaro_winkler >= 0.8"};
// One wrong part still leaves a level: a digit, exchanged parts, another day or month, a year that was guessed, and the
// year alone.
constexpr std::array<string_view, 6> kBirthDate = {
    "exact",           "day_month_swapped", "damerau_levenshtein <= 1", "damerau_levenshtein <= 2",
    "month_day_equal", "year_equal"};
constexpr std::array<string_view, 3> kEmail = {"exact", "email_local", "email_local_jaro_winkler >= 0.88"};
constexpr std::array<string_view, 3> kPhone = {"exact", "levenshtein <= 1", "levenshtein <= 2"};
constexpr std::array<string_view, 4> kPostcode = {"exact", "postcode_sector", "postcode_district", "postcode_area"};
constexpr std::array<string_view, 3> kAddress = {"exact", "jaro_winkler >= 0.9", "jaro_winkler >= 0.8"};
constexpr std::array<string_view, 2> kWords = {"exact", "jaro_winkler >= 0.9"};
constexpr std::array<string_view, 1> kCategory = {"exact"};
constexpr std::array<string_view, 2> kNumber = {"exact", "relative_difference <= 0.05"};
constexpr std::array<string_view, 4> kLocation = {"exact", "kilometres <= 0.1", "kilometres <= 1", "kilometres <= 10"};
// Typing errors, words that one name leaves out, and rare words in common.
constexpr std::array<string_view, 5> kOrganisation = {"exact", "jaro_winkler >= 0.95", "tfidf >= 0.8", "tfidf >= 0.5",
                                                      "jaro_winkler >= 0.85"};
constexpr std::array<string_view, 2> kIdentifier = {"exact", "damerau_levenshtein <= 1"};

}  // namespace

DefaultComparison default_comparison(AttributeType type) {
  switch (type) {
    // Sharing a frequent value is weaker evidence: two Smiths count less than two Featherstonehaughs.
    case AttributeType::given_name:
    case AttributeType::surname:
      return {kName, true};
    case AttributeType::full_name:
      return {kFullName, true};
    case AttributeType::city:
    case AttributeType::text:
      return {kWords, true};
    case AttributeType::category:
      return {kCategory, true};
    // Every value is so rare that its frequency adds little.
    case AttributeType::birth_date:
      return {kBirthDate, false};
    case AttributeType::email:
      return {kEmail, false};
    case AttributeType::phone:
      return {kPhone, false};
    case AttributeType::postcode:
      return {kPostcode, false};
    case AttributeType::address:
      return {kAddress, false};
    case AttributeType::number:
      return {kNumber, false};
    case AttributeType::identifier:
      return {kIdentifier, false};
    case AttributeType::location:
      return {kLocation, false};
    case AttributeType::organisation:
      return {kOrganisation, true};
    case AttributeType::web_domain:
      return {kIdentifier, true};
  }
  return {kCategory, false};
}

SurvivorshipRule default_survivorship(AttributeType type) {
  switch (type) {
    // People move and change numbers, so the latest value is right. For lasting values the most frequent one is.
    case AttributeType::email:
    case AttributeType::phone:
    case AttributeType::address:
    case AttributeType::postcode:
    case AttributeType::location:
      return SurvivorshipRule::most_recent;
    default:
      return SurvivorshipRule::most_frequent;
  }
}

}  // namespace onefold::config
