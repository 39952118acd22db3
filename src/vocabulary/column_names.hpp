// Derives the meaning of a column from its name. It knows words in English, German, French, Spanish, Italian,
// Portuguese, Dutch, Danish, Swedish and Polish, as databases use them. No MPI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::vocabulary {

enum class Meaning : std::uint8_t {
  unknown,
  // Persons and places.
  given_name,
  middle_name,
  surname,
  full_name,
  birth_date,
  email,
  phone,
  postcode,
  address,
  house_number,
  city,
  birth_place,
  state,
  country,
  gender,
  salutation,
  occupation,
  trait,       ///< says something lasting about a person: race, marital status, age
  birth_year,  ///< parts of a date of birth in columns of their own
  birth_month,
  birth_day,
  month,  ///< parts of some date
  day,
  death_date,
  fax,
  website,
  latitude,
  longitude,
  location,  ///< both coordinates in one column
  company,
  identifier,
  // Things.
  name,
  title,
  description,
  authors,
  venue,
  brand,
  price,
  year,
  kind,
  date,
  release_date,
  amount,
  // Columns that describe the row, or what a system does with it.
  administrative,
  row_id,
  updated,
  created,
  truth,
  source,
};

/// The name as lower-case words without accents: "FirstName2" becomes "first name 2".
[[nodiscard]] std::string words_of_name(std::string_view name);

/// The meaning of a column's name. If the whole name is unknown, that of the longest known phrase in it.
[[nodiscard]] Meaning meaning_of(std::string_view name);

/// Whether the whole name, without numbers at its ends, is known.
[[nodiscard]] bool is_known_name(std::string_view name);

/// Whether two names agree: the same words in any order, without numbers and words such as "number", "no" or
/// "customer"; or two usual names of the same kind of identifier ("ssn" and "social security number").
[[nodiscard]] bool names_agree(std::string_view left, std::string_view right);

/// Whether the meaning is so specific that two columns with it are the same attribute, whatever their names are: a
/// surname, a date of birth. An identifier, a name or a date is not: there are many kinds.
[[nodiscard]] bool is_specific(Meaning meaning);

/// Whether the name means the true id of a row's entity, such as "cluster" or "true_id".
[[nodiscard]] bool names_a_truth(std::string_view name);

/// The name in the form of attribute names: letters, digits and '_'.
[[nodiscard]] std::string as_attribute_name(std::string_view name);

}  // namespace onefold::vocabulary
