// The persons without errors: household, name, birth date, and address, phone and email at a given time. Every person
// is computed on its own from its number.
//
// Persons with consecutive numbers form households of 1 .. 4, in a fixed pattern of 50 persons: single people, couples,
// a parent with a child, siblings, families. The population contains the cases that make matching hard: twins (equal
// except for the given name), children named after a parent, shared emails and landlines, marriages that change the
// surname, moves, new numbers, neighbours with the same postcode and street. Cost: O(1) per person, about 20 hashes.
#pragma once

#include <cstdint>
#include <string_view>

#include "generate/calendar.hpp"
#include "generate/text.hpp"
#include "generate/vocabulary.hpp"

namespace onefold::generate {

/// Persons first .. first + size - 1 live together.
struct Household {
  std::uint64_t number = 0;
  std::uint64_t first = 0;
  std::uint32_t size = 1;
};
[[nodiscard]] Household household_of(std::uint64_t person);

enum class Sex : std::uint8_t { female, male };

struct Person {
  std::uint64_t number = 0;
  std::uint64_t seed = 0;
  Household household;
  std::uint64_t household_seed = 0;
  Sex sex = Sex::female;
  const GivenName* given_name = nullptr;
  char middle_initial = 'A';
  Date birth_date;
  /// Surnames are indices into Vocabulary::surnames. `second` makes a double-barrelled name; kNoName if there is none.
  std::uint32_t surname = 0;
  std::uint32_t second_surname = 0;
  /// The surname until `married_at`; equal to `surname` if it never changed.
  std::uint32_t surname_at_birth = 0;
  Moment married_at = kFirstMoment;
};
inline constexpr std::uint32_t kNoName = 0xFFFFFFFF;

struct Address {
  Text street;  ///< with the house number
  std::string_view town;
  Text postcode;
};

/// Moves and marriages of a wave after the first (extract.hpp) happen at its beginning.
class Population {
 public:
  Population(const Vocabulary& vocabulary, std::uint64_t num_persons, std::uint64_t seed);

  [[nodiscard]] Person person(std::uint64_t number) const;
  /// Prefetches the entry from which the family name of this person's household will be drawn.
  void prefetch(std::uint64_t number) const;
  /// Whether the person moves or marries in this wave, from 2.
  [[nodiscard]] bool changes_in_wave(std::uint64_t number, std::uint64_t wave) const;
  [[nodiscard]] Text surname_at(const Person& person, Moment moment) const;
  [[nodiscard]] Address address_at(const Person& person, Moment moment) const;
  /// National digits without the leading 0.
  [[nodiscard]] Text mobile_at(const Person& person, Moment moment) const;
  [[nodiscard]] Text landline_at(const Person& person, Moment moment) const;
  /// The main email address; for `secondary` the other one, if the person has two.
  [[nodiscard]] Text email(const Person& person, bool secondary) const;

 private:
  [[nodiscard]] std::uint64_t home_at(const Person& person, Moment moment) const;
  [[nodiscard]] const GivenName& draw_given_name(Sex sex, int birth_year, std::uint64_t random) const;
  [[nodiscard]] Text email_of(const Person& person, std::uint64_t seed) const;

  const Vocabulary& words_;
  std::uint64_t num_households_;
  std::uint64_t seed_;
};

}  // namespace onefold::generate
