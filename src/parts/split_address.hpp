// Splits an address that is written in one line into its parts. Pure.
//
//   in   "Hauptstr. 5, 20537 Hamburg", "12 High Street, London SW1A 1AA", "1 Main St, Springfield, IL 62704",
//        "12 rue de la Paix, 75002 Paris", "Dorpsstraat 1, 1234 AB Utrecht"
//   out  street, house number, postcode, city, state, as written; any part may be empty
//
// The postcode is looked for from the end, by its shape: digits before or behind the city, British, Irish and Canadian
// postcodes behind it. What stands before is the street. Words that tell streets from cities are in
// configs/address_words.txt. Time: O(bytes).
#pragma once

#include <string>
#include <string_view>

namespace onefold::parts {

struct AddressParts {
  std::string street;        ///< street and house number
  std::string street_name;   ///< without the house number
  std::string house_number;  ///< "5", "12a", "7-9"
  std::string postcode;      ///< without a prefix of the country: "20537" of "D-20537"
  std::string city;
  std::string state;  ///< of American, Canadian and Australian addresses
  /// Whether the address was understood. Otherwise all parts are empty.
  [[nodiscard]] bool is_split() const { return !postcode.empty() || !city.empty(); }
  bool operator==(const AddressParts&) const = default;
};

[[nodiscard]] AddressParts split_address(std::string_view raw);

}  // namespace onefold::parts
