// The people themselves, as they are, without errors: who lives with whom, what they are called, when they were born,
// where they lived and which phone and email they had at a moment. Every person is computed alone from its number.
//
// Persons come in households of 1 .. 4 with consecutive numbers, by a fixed pattern of 50 persons. Households: single
// people, couples, a parent with a child, brothers and sisters, families. What makes matching hard is in here: twins
// (all but the given name alike), children named after a parent, shared emails and landlines, marriages that change the
// surname, moves, new numbers, neighbours with one postcode and street. Cost: O(1) a person, some 20 hashes.
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
  /// Surnames by index into Vocabulary::surnames; `second` makes a double-barrelled name, kNoName if there is none.
  std::uint32_t surname = 0;
  std::uint32_t second_surname = 0;
  /// Until `married_at`; equal to `surname` for those who never changed it.
  std::uint32_t surname_at_birth = 0;
  Moment married_at = kFirstMoment;
};
inline constexpr std::uint32_t kNoName = 0xFFFFFFFF;

struct Address {
  Text street;  ///< with the number
  std::string_view town;
  Text postcode;
};

class Population {
 public:
  Population(const Vocabulary& vocabulary, std::uint64_t num_persons, std::uint64_t seed);

  [[nodiscard]] Person person(std::uint64_t number) const;
  /// Brings the entry that draws the family name of this person's household into the caches: for persons that are soon
  /// asked for.
  void prefetch(std::uint64_t number) const;
  [[nodiscard]] Text surname_at(const Person& person, Moment moment) const;
  [[nodiscard]] Address address_at(const Person& person, Moment moment) const;
  /// National digits without the leading 0.
  [[nodiscard]] Text mobile_at(const Person& person, Moment moment) const;
  [[nodiscard]] Text landline_at(const Person& person, Moment moment) const;
  /// The main address, or for `secondary` the other one of those who have two.
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
