#include "generate/record.hpp"

#include "generate/flaws.hpp"

namespace onefold::generate {

namespace {

// In the order of Field:          given surname birth email phone street town postcode
constexpr Habits kCrmHabits = {
    .missing = {40, 20, 350, 2000, 1000, 150, 150, 150},
    .mistyped = {240, 300, 180, 140, 150, 400, 150, 140},
    .dummy = {15, 10, 70, 50, 60, 20, 20, 15},
    .no_address = 350,
    .misheard_given_name = 50,
    .misheard_surname = 140,
    .misread = 250,
    .transposed_phone = 80,
    .swapped_day_month = 80,
    .swapped_names = 80,
    .nickname = 350,
    .initial = 150,
    .truncated = 70,
    .truncated_surname_size = 10,
    .truncated_street_size = 20,
    .landline = 1500,
    .secondary_email = 2500,
};
constexpr Habits kWebshopHabits = {
    .missing = {0, 0, 1600, 150, 1800, 100, 100, 100},
    .mistyped = {320, 360, 160, 160, 220, 450, 220, 200},
    .dummy = {0, 20, 130, 40, 70, 20, 20, 20},
    .no_address = 400,
    .misheard_given_name = 0,
    .misheard_surname = 0,
    .misread = 60,
    .transposed_phone = 120,
    .swapped_day_month = 130,
    .swapped_names = 250,
    .nickname = 900,
    .initial = 250,
    .truncated = 60,
    .truncated_surname_size = 12,
    .truncated_street_size = 18,
    .landline = 300,
    .secondary_email = 3000,
};
constexpr Habits kCallcentreHabits = {
    .missing = {200, 30, 900, 4500, 500, 10000, 10000, 2000},
    .mistyped = {250, 320, 150, 250, 140, 0, 0, 220},
    .dummy = {30, 20, 110, 40, 60, 0, 0, 20},
    .no_address = 0,
    .misheard_given_name = 500,
    .misheard_surname = 1000,
    .misread = 0,
    .transposed_phone = 300,
    .swapped_day_month = 60,
    .swapped_names = 150,
    .nickname = 700,
    .initial = 700,
    .truncated = 60,
    .truncated_surname_size = 10,
    .truncated_street_size = 0,
    .landline = 2000,
    .secondary_email = 3000,
};

constexpr std::size_t at(Field field) { return static_cast<std::size_t>(field); }

}  // namespace

const Habits& habits_of(SourceKind source) {
  switch (source) {
    case SourceKind::crm:
      return kCrmHabits;
    case SourceKind::webshop:
      return kWebshopHabits;
    default:
      return kCallcentreHabits;
  }
}

Record make_record(const Population& people, SourceKind source, std::uint64_t number, Moment entered, Stream& random) {
  const Habits& habits = habits_of(source);
  const Person person = people.person(number);
  Record record;
  record.updated = entered;
  record.sex = person.sex;
  record.middle_initial = person.middle_initial;

  // 1. The true values at that time, for the fields that the source records.
  const auto is_missing = [&](Field field) { return random.chance(habits.missing[at(field)]); };
  const bool no_address = random.chance(habits.no_address);
  const bool no_street = is_missing(Field::street) || no_address;
  const bool no_town = is_missing(Field::town) || no_address;
  const bool no_postcode = is_missing(Field::postcode) || no_address;
  if (!no_street || !no_town || !no_postcode) {
    const Address address = people.address_at(person, record.updated);
    if (!no_street) record.street = address.street;
    if (!no_town) record.town.assign(address.town);
    if (!no_postcode) record.postcode = address.postcode;
  }
  if (!is_missing(Field::given_name)) record.given_name.assign(person.given_name->name);
  if (!is_missing(Field::surname)) record.surname = people.surname_at(person, record.updated);
  record.has_birth_date = !is_missing(Field::birth_date);
  record.birth_date = person.birth_date;
  const bool secondary = random.chance(habits.secondary_email);
  if (!is_missing(Field::email)) record.email = people.email(person, secondary);
  record.landline = random.chance(habits.landline);
  if (!is_missing(Field::phone))
    record.phone =
        record.landline ? people.landline_at(person, record.updated) : people.mobile_at(person, record.updated);

  // 2. What the person tells the clerk.
  const auto& nicknames = person.given_name->nicknames;
  const auto flaw = [&](bool happens, Flaw kind) {
    if (happens) record.mark(kind);
  };
  if (!record.given_name.empty()) {
    if (random.chance(habits.initial)) {
      // The first character may have two bytes.
      const bool wide = (static_cast<unsigned char>(record.given_name[0]) & 0x80) != 0;
      flaw(truncate(record.given_name, wide ? 2 : 1), Flaw::initial);
    } else if (!nicknames.empty() && random.chance(3 * habits.nickname)) {
      // The probability is tripled, because about a third of the names have a short form.
      record.given_name.assign(nicknames[random.below(static_cast<std::uint32_t>(nicknames.size()))]);
      record.mark(Flaw::nickname);
    }
  }

  // 3. What the clerk writes.
  if (random.chance(habits.misheard_given_name)) flaw(mishear(record.given_name, random), Flaw::misheard);
  if (random.chance(habits.misheard_surname)) flaw(mishear(record.surname, random), Flaw::misheard);
  const std::array<Text*, kNumFields> texts = {&record.given_name, &record.surname, nullptr,      &record.email,
                                               &record.phone,      &record.street,  &record.town, &record.postcode};
  for (std::size_t f = 0; f < kNumFields; ++f)
    if (texts[f] != nullptr && random.chance(habits.mistyped[f])) flaw(mistype(*texts[f], random), Flaw::typo);
  if (random.chance(habits.misread)) {
    Text* const on_paper[] = {&record.given_name, &record.surname, &record.street, &record.postcode};
    flaw(misread(*on_paper[random.below(4)], random), Flaw::misread);
  }
  if (random.chance(habits.transposed_phone)) flaw(transpose_digits(record.phone, random), Flaw::transposed_digits);
  if (record.has_birth_date) {
    if (random.chance(habits.swapped_day_month)) flaw(swap_day_and_month(record.birth_date), Flaw::swapped_day_month);
    if (random.chance(habits.mistyped[at(Field::birth_date)]))
      flaw(change_date(record.birth_date, random), Flaw::wrong_date);
  }
  if (random.chance(habits.swapped_names) && !record.given_name.empty() && !record.surname.empty()) {
    std::swap(record.given_name, record.surname);
    record.mark(Flaw::swapped_names);
  }
  if (random.chance(habits.truncated)) {
    // Most values fit in the column and stay unchanged.
    flaw(truncate(record.surname, habits.truncated_surname_size), Flaw::truncated);
    flaw(truncate(record.street, habits.truncated_street_size), Flaw::truncated);
  }

  // 4. Dummy values in fields that are unknown but mandatory.
  const auto dummy = [&](Field field) {
    const bool happens = random.chance(habits.dummy[at(field)]);
    if (happens) record.mark(Flaw::dummy);
    return happens;
  };
  if (dummy(Field::given_name)) record.given_name.assign("unknown");
  if (dummy(Field::surname)) {
    record.given_name.clear();
    record.surname.assign(random.chance(5'000) ? "unknown" : "n/a");
  }
  if (dummy(Field::birth_date)) {
    record.has_birth_date = record.dummy_birth_date = true;
    record.birth_date = {1900, 1, 1};
  }
  if (dummy(Field::email)) record.email.assign(random.chance(7'000) ? "test@test.com" : "n/a");
  if (dummy(Field::phone)) {
    record.phone.assign(random.chance(7'000) ? "0000000000" : "n/a");
    record.dummy_phone = true;
  }
  if (dummy(Field::street)) record.street.assign("n/a");
  if (dummy(Field::town)) record.town.assign("unknown");
  if (dummy(Field::postcode)) record.postcode.assign("n/a");
  return record;
}

}  // namespace onefold::generate
