// The words of configs/address_words.txt, by kind.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "cleanse/dummy_values.hpp"

namespace onefold::parts {

/// In the order of kAddressWordKinds.
enum class AddressWord : std::uint8_t { country, state, county, street, direction, street_first, unit };
inline constexpr std::array<std::string_view, 7> kAddressWordKinds = {"country",   "state",        "county", "street",
                                                                      "direction", "street_first", "unit"};

/// The text of configs/address_words.txt.
[[nodiscard]] std::string_view builtin_address_words();

/// Whether the built-in list has the folded words.
[[nodiscard]] bool is_address_word(AddressWord kind, std::string_view words);

}  // namespace onefold::parts
