#include "generate/population.hpp"

#include <algorithm>
#include <array>

namespace onefold::generate {

namespace {

// Household sizes of 50 consecutive persons: 20 single, 8 of two, 2 of three, 2 of four, mixed.
constexpr std::array<std::uint8_t, 32> kHouseholdSizes = {1, 2, 1, 1, 3, 1, 2, 1, 1, 2, 1, 4, 1, 1, 2, 1,
                                                          1, 2, 1, 1, 3, 1, 2, 1, 1, 2, 1, 4, 1, 1, 2, 1};
constexpr std::uint64_t kPersonsInPattern = 50;

struct Place {
  std::uint8_t household;
  std::uint8_t first;
};
constexpr std::array<Place, kPersonsInPattern> make_places() {
  std::array<Place, kPersonsInPattern> places{};
  std::uint8_t person = 0;
  for (std::size_t h = 0; h < kHouseholdSizes.size(); ++h) {
    const std::uint8_t first = person;
    for (int i = 0; i < kHouseholdSizes[h]; ++i) places[person++] = {static_cast<std::uint8_t>(h), first};
  }
  return places;
}
constexpr auto kPlaces = make_places();
static_assert(kPlaces.back().household == kHouseholdSizes.size() - 1);

enum class HouseholdKind { single, couple, parent_and_child, siblings, flatmates, family };

HouseholdKind kind_of(std::uint32_t size, std::uint64_t random) {
  if (size == 1) return HouseholdKind::single;
  if (size > 2) return HouseholdKind::family;
  const auto draw = scale_to(random, 100);
  if (draw < 68) return HouseholdKind::couple;
  if (draw < 82) return HouseholdKind::parent_and_child;
  return draw < 90 ? HouseholdKind::siblings : HouseholdKind::flatmates;
}

/// 1925 .. 2005: few of the oldest, then almost uniform.
int adult_birth_year(Stream& random) {
  const int year = 1925 + static_cast<int>(random.below(81));
  return year < 1945 && random.below(20) > static_cast<std::uint32_t>(year - 1925) ? year + 30 : year;
}

// Cases out of 10,000 per wave: households that move, and women who marry.
constexpr std::uint32_t kMovesInWave = 60;
constexpr std::uint32_t kMarriesInWave = 20;
constexpr int kLastBirthYearOfBrides = 2004;

Stream household_in_wave(std::uint64_t household_seed, std::uint64_t wave) {
  return Stream(derive(household_seed, Purpose::wave, wave));
}

bool marries_in_wave(const Person& person, std::uint64_t wave) {
  Stream own(derive(person.seed, Purpose::wave, wave));
  return own.chance(kMarriesInWave) && person.sex == Sex::female && person.birth_date.year <= kLastBirthYearOfBrides;
}

}  // namespace

Household household_of(std::uint64_t person) {
  const std::uint64_t pattern = person / kPersonsInPattern;
  const Place place = kPlaces[person % kPersonsInPattern];
  return {pattern * kHouseholdSizes.size() + place.household, pattern * kPersonsInPattern + place.first,
          kHouseholdSizes[place.household]};
}

Population::Population(const Vocabulary& vocabulary, std::uint64_t num_persons, std::uint64_t seed)
    : words_(vocabulary), num_households_(household_of(num_persons).number + 1), seed_(seed) {}

const GivenName& Population::draw_given_name(Sex sex, int birth_year, std::uint64_t random) const {
  // The share of modern names grows from 0 before 1950 to 1 after 1995.
  const auto modern_share = static_cast<std::uint64_t>(std::clamp(birth_year - 1950, 0, 45));
  const bool modern = scale_to(mix(random, 1), 45) < modern_share;
  const auto s = static_cast<std::size_t>(sex);
  return (modern ? words_.modern[s] : words_.traditional[s]).draw(random);
}

void Population::prefetch(std::uint64_t number) const {
  // The second word of the household's stream draws the family name; see person().
  words_.surnames.draw_table.prefetch(mix(derive(seed_, Purpose::household, household_of(number).number), 1));
}

Person Population::person(std::uint64_t number) const {
  Person p;
  p.number = number;
  p.seed = derive(seed_, Purpose::person, number);
  p.household = household_of(number);
  p.household_seed = derive(seed_, Purpose::household, p.household.number);
  const auto member = static_cast<std::uint32_t>(number - p.household.first);

  // Decisions of the household: the same random words for each member.
  Stream home(p.household_seed);
  const HouseholdKind kind = kind_of(p.household.size, home.next());
  const std::uint32_t family_name = words_.surnames.draw(home.next());
  const Sex first_sex = home.chance(5'000) ? Sex::female : Sex::male;
  int first_year = adult_birth_year(home);
  if (kind == HouseholdKind::family || kind == HouseholdKind::parent_and_child)
    first_year = 1930 + static_cast<int>(home.below(43));
  const bool one_parent = home.chance(1'500);
  const bool twins = home.chance(kind == HouseholdKind::siblings ? 4'000 : 500);
  const bool named_after = home.chance(400);
  const bool one_name = home.chance(7'500);  // a couple with one surname

  Stream own(derive(p.seed, Purpose::identity));
  Stream birth(derive(p.seed, Purpose::birth));
  const std::uint64_t name_word = own.next();
  p.sex = own.chance(5'000) ? Sex::female : Sex::male;
  p.middle_initial = "ABCDEFGHJKLMNPRSTW"[own.below(18)];
  p.surname = family_name;
  p.second_surname = own.chance(120) ? words_.surnames.draw(own.next()) : kNoName;
  int year = first_year;

  const bool is_partner =
      member == 1 && (kind == HouseholdKind::couple || (kind == HouseholdKind::family && !one_parent));
  const std::uint32_t num_parents = kind == HouseholdKind::family && !one_parent ? 2 : 1;
  const bool has_children = kind == HouseholdKind::family || kind == HouseholdKind::parent_and_child;
  const bool is_child = has_children && member >= num_parents;
  const std::uint32_t child = is_child ? member - num_parents : 0;

  if (member == 0) {
    p.sex = first_sex;
  } else if (is_partner) {
    if (own.chance(9'600)) p.sex = first_sex == Sex::female ? Sex::male : Sex::female;
    year += static_cast<int>(own.below(13)) - 6;
    if (!one_name) p.surname = words_.surnames.draw(own.next());
  } else if (is_child) {
    year += 21 + 4 * static_cast<int>(child) + static_cast<int>(own.below(4));
  } else if (kind == HouseholdKind::siblings) {
    year += 1 + static_cast<int>(own.below(5));
  } else if (kind == HouseholdKind::flatmates) {
    year += static_cast<int>(own.below(9)) - 4;
    p.surname = words_.surnames.draw(own.next());
  }
  p.birth_date = random_day(std::clamp(year, 1925, 2010), birth);

  // The second child, or the second of two siblings, may be the twin of the previous one.
  const bool is_twin = twins && ((is_child && child == 1) || (kind == HouseholdKind::siblings && member == 1));
  if (is_twin) p.birth_date = person(number - 1).birth_date;
  p.given_name = &draw_given_name(p.sex, p.birth_date.year, name_word);
  if (is_twin)
    // The given names of twins differ.
    for (std::uint64_t i = 1; p.given_name->name == person(number - 1).given_name->name; ++i)
      p.given_name = &draw_given_name(p.sex, p.birth_date.year, mix(name_word, i));
  if (is_child && child == 0 && named_after) {
    const Person parent = person(p.household.first);
    p.sex = parent.sex;
    p.given_name = parent.given_name;
  }
  if (is_child || kind == HouseholdKind::siblings || kind == HouseholdKind::couple) p.second_surname = kNoName;

  // Marriages happen within the years of the records.
  Stream surname(derive(p.seed, Purpose::surname));
  p.surname_at_birth = p.surname;
  const bool married_here = is_partner && one_name;
  if (p.sex == Sex::female && year < 2000 && !is_child && surname.chance(married_here ? 1'800 : 350)) {
    p.surname_at_birth = words_.surnames.draw(surname.next());
    p.married_at = random_moment(surname);
  }
  words_.surnames.prefetch(p.surname_at_birth);
  return p;
}

bool Population::changes_in_wave(std::uint64_t number, std::uint64_t wave) const {
  const Person who = person(number);
  return household_in_wave(who.household_seed, wave).chance(kMovesInWave) || marries_in_wave(who, wave);
}

Text Population::surname_at(const Person& person, Moment moment) const {
  for (std::uint64_t wave = last_wave_at(moment); wave > 1; --wave)
    if (marries_in_wave(person, wave))
      return Text(words_.surnames[words_.surnames.draw(mix(derive(person.seed, Purpose::wave, wave), 1))]);
  Text text(words_.surnames[moment < person.married_at ? person.surname_at_birth : person.surname]);
  if (person.second_surname != kNoName && moment >= person.married_at) {
    text.append('-');
    text.append(words_.surnames[person.second_surname]);
  }
  return text;
}

std::uint64_t Population::home_at(const Person& person, Moment moment) const {
  for (std::uint64_t wave = last_wave_at(moment); wave > 1; --wave) {
    Stream moves = household_in_wave(person.household_seed, wave);
    if (moves.chance(kMovesInWave)) return moves.next();
  }
  // Either the person moves alone and then lives apart from the household, or the household moves.
  Stream own(derive(person.seed, Purpose::home));
  const std::uint32_t moves_alone = person.household.size == 1 ? 1'800 : 700;
  if (own.chance(moves_alone) && moment >= random_moment(own)) return own.next();
  Stream home(derive(person.household_seed, Purpose::home));
  const std::uint64_t first = home.next();
  if (home.chance(900) && moment >= random_moment(home)) return home.next();
  return first;
}

Address Population::address_at(const Person& person, Moment moment) const {
  Address address;
  Stream house(derive(home_at(person, moment), Purpose::address));
  const std::uint32_t town_index = words_.draw_town.draw(house.next());
  const Town& town = words_.towns[town_index];
  address.town = town.name;

  // A postcode covers a part of one street with about 12 households, for any size of the population.
  const std::uint64_t num_units =
      std::max<std::uint64_t>(1, num_households_ * town.weight / words_.total_town_weight / 12);
  const std::uint64_t unit = scale_to(house.next(), num_units);
  Stream street(derive(mix(seed_, town_index), Purpose::unit, unit));
  constexpr std::string_view kLetters = "ABDEFGHJLNPQRSTUWXYZ";
  address.postcode.assign(town.postcode_area);
  address.postcode.append_number(1 + street.below(19));
  address.postcode.append(' ');
  address.postcode.append_number(1 + street.below(9));
  address.postcode.append(kLetters[street.below(20)]);
  address.postcode.append(kLetters[street.below(20)]);
  const std::string_view street_name = words_.street_names[words_.street_names.draw(street.next())];
  const std::string_view street_kind = words_.street_kinds[words_.street_kinds.draw(street.next())];
  const std::uint32_t first_number = 1 + street.below(120);

  const std::uint32_t number = first_number + 2 * house.below(24);
  const std::uint32_t dwelling = house.below(1'000);
  if (dwelling < 110) {
    address.street.append(dwelling < 80 ? "Flat " : "Apartment ");
    address.street.append_number(1 + house.below(30));
    // Some systems store both lines in one field.
    address.street.append(dwelling < 4 ? "\n" : ", ");
  } else if (dwelling < 135) {
    const bool in_quotes = dwelling < 118;
    if (in_quotes) address.street.append('"');
    address.street.append(words_.house_names[words_.house_names.draw(house.next())]);
    if (in_quotes) address.street.append('"');
    address.street.append(", ");
  }
  address.street.append_number(number);
  if (house.chance(300)) address.street.append(house.chance(6'000) ? 'a' : 'b');
  address.street.append(' ');
  address.street.append(street_name);
  address.street.append(' ');
  address.street.append(street_kind);
  return address;
}

Text Population::mobile_at(const Person& person, Moment moment) const {
  Stream contact(derive(person.seed, Purpose::contact));
  std::uint64_t number = contact.next();
  if (contact.chance(1'500) && moment >= random_moment(contact)) number = contact.next();
  Text digits(words_.mobile_prefixes[words_.mobile_prefixes.draw(number)]);
  digits.append_number(scale_to(mix(number, 0), 10'000'000), 7);
  return digits;
}

Text Population::landline_at(const Person& person, Moment moment) const {
  const std::uint64_t home = home_at(person, moment);
  Stream house(derive(home, Purpose::address));
  const Town& town = words_.towns[words_.draw_town.draw(house.next())];
  // National numbers have ten digits. In London they begin with 7 or 8 after the code, elsewhere in this data with 2 or
  // 3.
  Stream line(derive(home, Purpose::contact));
  Text digits(town.dialling_code);
  digits.append_number((town.dialling_code == "20" ? 7 : 2) + line.below(2));
  while (digits.size() < 10) digits.append_number(line.below(10));
  return digits;
}

Text Population::email(const Person& person, bool secondary) const {
  Stream own(derive(person.seed, Purpose::email));
  const bool uses_household = own.chance(250) && person.household.size > 1;
  const bool has_two = own.chance(3'500);
  // One person in 40 uses the email address of the household's first person.
  if (uses_household && !(secondary && has_two)) {
    const Person first = this->person(person.household.first);
    return email_of(first, mix(derive(first.seed, Purpose::email), 100));
  }
  return email_of(person, mix(derive(person.seed, Purpose::email), secondary && has_two ? 101 : 100));
}

Text Population::email_of(const Person& person, std::uint64_t seed) const {
  Stream random(seed);
  Text given(person.given_name->name);
  Text surname(words_.surnames[person.surname_at_birth]);
  const std::uint32_t form = random.below(100);
  Text local;
  if (form < 45) {
    local = given;
    if (form < 30) local.append('.');
    local.append(surname.view());
  } else if (form < 65) {
    local.append(given[0]);
    if (form < 58) local.append(form < 52 ? "." : "_");
    local.append(surname.view());
  } else if (form < 80) {
    local = surname;
    local.append(form < 72 ? "." : "");
    local.append(given.view());
  } else {
    const auto& nicknames = person.given_name->nicknames;
    local.assign(nicknames.empty()
                     ? given.view()
                     : std::string_view(nicknames[random.below(static_cast<std::uint32_t>(nicknames.size()))]));
    if (form < 90) local.append(surname[0]);
  }
  // Mailboxes consist of unaccented letters in lower case.
  Text plain;
  for (const char c : local.view()) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if ((lower >= 'a' && lower <= 'z') || lower == '.' || lower == '_') plain.append(lower);
  }
  if (plain.empty() || plain[0] == '.') plain.assign("post");

  // Short forms and common names are taken already, so digits follow.
  const bool common = person.surname_at_birth < 300 || form >= 45;
  if (common || random.chance(4'000)) {
    const std::uint32_t kind = random.below(10);
    if (kind < 3) {
      plain.append_number(static_cast<std::uint64_t>(person.birth_date.year % 100), 2);
      plain.append_number(random.below(100));
    } else {
      plain.append_number(kind < 6 ? random.below(1'000) : 1'000 + random.below(90'000));
    }
  }
  plain.append('@');
  plain.append(words_.email_domains[words_.email_domains.draw(random.next())]);
  return plain;
}

}  // namespace onefold::generate
