// Types of attributes. The type decides cleansing, comparison levels and survivorship.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace onefold {

enum class AttributeType : std::uint8_t {
  given_name,
  surname,
  full_name,
  birth_date,
  email,
  phone,
  postcode,
  address,
  city,
  text,
  category,
  number,
  identifier,
  location,
  organisation,
  web_domain,
};

inline constexpr std::array<std::string_view, 16> kAttributeTypeNames = {
    "given_name", "surname", "full_name", "birth_date", "email",      "phone",    "postcode",     "address",
    "city",       "text",    "category",  "number",     "identifier", "location", "organisation", "web_domain"};

[[nodiscard]] constexpr std::string_view name_of(AttributeType type) {
  return kAttributeTypeNames[static_cast<std::size_t>(type)];
}

[[nodiscard]] constexpr std::optional<AttributeType> attribute_type_from(std::string_view name) {
  for (std::size_t i = 0; i < kAttributeTypeNames.size(); ++i)
    if (kAttributeTypeNames[i] == name) return static_cast<AttributeType>(i);
  return std::nullopt;
}

/// Identifies an attribute of a job: index into Job::attributes.
using AttributeIndex = std::uint32_t;

}  // namespace onefold
