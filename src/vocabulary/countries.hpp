// Recognises countries in data: by their names and codes, calling codes of phone numbers, states, and words for
// "street". Regions are ISO 3166 codes of two letters. No MPI.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onefold::vocabulary {

/// The region of a country's name or code: "Germany", "DEU" and "Deutschland" are DE. Empty if it is unknown.
[[nodiscard]] std::string region_of_country(std::string_view country);

/// The region that a phone number with a country code names: "+49 30 1234", "0049..." are DE. Empty if it has none.
[[nodiscard]] std::string region_of_prefix(std::string_view phone);

/// Regions whose word for "street" is in the address: "Hauptstrasse 3" is DE, "12 rue de la Paix" FR; "allee" is both.
[[nodiscard]] std::vector<std::string> regions_of_street(std::string_view address);

/// Regions that have a state with this code: "WA" is US and AU.
[[nodiscard]] std::vector<std::string> regions_of_state(std::string_view state);

[[nodiscard]] std::string digits_of(std::string_view text);

}  // namespace onefold::vocabulary
