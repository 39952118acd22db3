// The raw lists from which a population is made. Spaces separate words; '_' stands for a space inside a word. Each list
// is in descending order of frequency.
#pragma once

#include <string_view>

namespace onefold::generate::words {

extern const std::string_view kWomenTraditional, kWomenModern, kMenTraditional, kMenModern;
/// "Robert=Bob,Rob": the nicknames of a given name.
extern const std::string_view kNicknames;

extern const std::string_view kSurnames;
/// Further surnames are start + middle + end: Ash + ing + ton.
extern const std::string_view kSurnameStarts, kSurnameMiddles, kSurnameEnds;

/// Lines of "town|postcode area|dialling code|weight".
extern const std::string_view kTowns;
extern const std::string_view kStreetNames, kStreetKinds;
extern const std::string_view kHouseNames;
extern const std::string_view kEmailDomains;
/// The three digits after the 0 of mobile numbers that are in use.
extern const std::string_view kMobilePrefixes;

}  // namespace onefold::generate::words
