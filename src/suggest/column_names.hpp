// What the name of a column says about it: words in English, German, French, Spanish, Italian, Portuguese, Dutch,
// Danish, Swedish and Polish, as data bases use them. No MPI.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::suggest {

enum class Meaning : std::uint8_t {
  unknown,
  // Who and where.
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
  amount,
  // Columns that are about the row, not about what it stands for.
  row_id,
  updated,
  created,
  truth,
  source,
};

/// Lower-case words without accents: "FirstName2" is "first name 2".
[[nodiscard]] std::string words_of_name(std::string_view name);

/// The meaning of a column's name; that of the longest phrase in it when it is not known as a whole.
[[nodiscard]] Meaning meaning_of(std::string_view name);

/// Whether the name as a whole, numbers aside, is a known one.
[[nodiscard]] bool is_known_name(std::string_view name);

/// "cluster", "true_id" and the like: ids of what a row stands for, given by somebody who knew.
[[nodiscard]] bool names_a_truth(std::string_view name);

/// The name as attributes are called: letters, digits and '_'.
[[nodiscard]] std::string as_attribute_name(std::string_view name);

}  // namespace onefold::suggest
