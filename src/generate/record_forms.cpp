// The forms in which the three sources write a record: columns, order and spelling. Names and streets are quoted where
// necessary. Emails, phone numbers, towns and postcodes never contain a delimiter, a quote or a line break, because the
// functions of flaws.hpp insert only letters and digits.
#include <array>

#include "generate/record.hpp"

namespace onefold::generate {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Digits in groups after a prefix. Mobile numbers are grouped 4-6 (with the 0: 5-6), landlines by the length of their
/// code.
void append_grouped(Text& out, std::string_view digits, std::size_t first_group, std::string_view between) {
  out.append(digits.substr(0, first_group));
  if (digits.size() <= first_group) return;
  out.append(between);
  out.append(digits.substr(first_group));
}

/// Length of the dialling code without the 0: two for London and the other 02 numbers, three for 011x and 01x1,
/// otherwise four.
std::size_t code_size(std::string_view digits) {
  if (digits.starts_with('2')) return 2;
  return digits.size() > 2 && digits[0] == '1' && (digits[1] == '1' || digits[2] == '1') ? 3 : 4;
}

Text phone_in_form(const Record& record, std::uint32_t form) {
  if (record.dummy_phone || record.phone.empty()) return record.phone;
  const std::string_view digits = record.phone.view();
  const std::size_t group = record.landline ? code_size(digits) : 4;
  Text text;
  switch (form) {
    case 0:
      text.append("+44 ");
      append_grouped(text, digits, group, " ");
      break;
    case 1:
      text.append('0');
      append_grouped(text, digits, group, " ");
      break;
    case 2:
      text.append('0');
      text.append(digits);
      break;
    case 3:
      text.append("+44");
      text.append(digits);
      break;
    case 4:
      text.append("0044");
      text.append(digits);
      break;
    case 5:
      text.append("(0");
      append_grouped(text, digits, group, ") ");
      break;
    default:
      text.append('0');
      append_grouped(text, digits, group, "-");
      break;
  }
  return text;
}

/// Sometimes abbreviates the kind of street.
void abbreviate(Text& street) {
  struct Short {
    std::string_view word;
    std::string_view short_form;
  };
  constexpr std::array<Short, 6> kShorts = {{{" Road", " Rd"},
                                             {" Street", " St"},
                                             {" Avenue", " Ave"},
                                             {" Close", " Cl"},
                                             {" Drive", " Dr"},
                                             {" Lane", " Ln"}}};
  for (const auto& [word, short_form] : kShorts)
    if (street.view().ends_with(word)) return street.replace(street.size() - word.size(), word.size(), short_form);
}

void append_crm(const Text& id, Record& record, Stream& random, RowBuffer& out) {
  Text& given_name = record.given_name;
  if (given_name.size() > 1 && random.chance(600) && (record.flaws & (1U << static_cast<unsigned>(Flaw::dummy))) == 0) {
    given_name.append(' ');
    given_name.append(record.middle_initial);
  }
  Text birth_date;
  if (record.has_birth_date) append_iso_date(birth_date, record.birth_date);
  if (random.chance(1'200)) abbreviate(record.street);
  Text updated;
  append_date_time(updated, record.updated, 'T');
  updated.append('Z');

  out.add_plain(id.view());
  out.add(given_name);
  out.add(record.surname);
  out.add_plain(birth_date.view());
  out.add_plain(record.email.view());
  out.add_plain(phone_in_form(record, random.below(3)).view());
  out.add(record.street);
  out.add_plain(record.town.view());
  out.add_plain(record.postcode.view());
  out.add_plain(updated.view());
  out.end_row();
}

Text full_name(const Record& record, Stream& random) {
  Text name;
  const std::uint32_t form = random.below(1'000);
  if (form < 30 && !record.given_name.empty()) {
    name.append(record.surname.view());
    name.append(", ");
    name.append(record.given_name.view());
    return name;
  }
  if (form < 70 && !record.given_name.empty()) {
    constexpr std::string_view kTitles[2][3] = {{"Mrs ", "Ms ", "Dr "}, {"Mr ", "Mr. ", "Dr "}};
    name.append(kTitles[static_cast<std::size_t>(record.sex)][random.below(3)]);
  }
  name.append(record.given_name.view());
  if (!record.given_name.empty()) name.append(' ');
  if (form >= 930 && record.given_name.size() > 1) {
    name.append(record.middle_initial);
    name.append(' ');
  }
  name.append(record.surname.view());
  return name;
}

void append_webshop(const Text& id, Record& record, Stream& random, RowBuffer& out) {
  Text name = full_name(record, random);
  Text& email = record.email;
  Text& street = record.street;
  Text& town = record.town;
  Text& postcode = record.postcode;
  if (random.chance(2'500)) abbreviate(street);
  const std::uint32_t habit = random.below(100);
  if (habit < 10) {
    for (Text* text : {&name, &street, &town, &postcode}) to_lower(*text);
  } else if (habit < 14) {
    to_upper(name);
  }
  if (random.chance(600) && !email.empty())
    email[0] = email[0] >= 'a' && email[0] <= 'z' ? static_cast<char>(email[0] - 32) : email[0];
  if (random.chance(2'500))
    for (std::size_t i = 0; i < postcode.size(); ++i)
      if (postcode[i] == ' ') postcode.replace(i, 1, "");
  Text birth_date;
  if (record.has_birth_date) {
    birth_date.append_two_digits(record.birth_date.day);
    birth_date.append('/');
    birth_date.append_two_digits(record.birth_date.month);
    birth_date.append('/');
    birth_date.append_number(static_cast<std::uint64_t>(record.birth_date.year), 4);
  }
  Text updated;
  append_date_time(updated, record.updated, ' ');

  out.add_plain(id.view());
  out.add(name);
  out.add_plain(birth_date.view());
  out.add_plain(email.view());
  out.add_plain(phone_in_form(record, 1 + random.below(4)).view());
  out.add(street);
  out.add_plain(town.view());
  out.add_plain(postcode.view());
  out.add_plain(updated.view());
  out.end_row();
}

void append_callcentre(const Text& id, Record& record, Stream& random, RowBuffer& out) {
  to_upper(record.surname);
  const std::uint32_t form = random.below(100);
  if (form < 15) to_upper(record.given_name);
  Text birth_date;
  if (record.has_birth_date) {
    birth_date.append_number(record.birth_date.day);
    birth_date.append(' ');
    birth_date.append(kMonths[record.birth_date.month - 1]);
    birth_date.append(' ');
    birth_date.append_number(static_cast<std::uint64_t>(record.birth_date.year), 4);
  }
  Text updated;
  updated.append_number(static_cast<std::uint64_t>(record.updated));
  constexpr std::uint32_t kForms[] = {1, 5, 6, 1};

  out.add_plain(id.view());
  out.add(record.surname);
  out.add(record.given_name);
  out.add_plain(birth_date.view());
  out.add_plain(record.email.view());
  out.add_plain(phone_in_form(record, kForms[random.below(4)]).view());
  out.add_plain(record.postcode.view());
  out.add_plain(updated.view());
  out.end_row();
}

}  // namespace

std::string_view header_of(SourceKind source) {
  switch (source) {
    case SourceKind::crm:
      return "customer_no,first_name,last_name,dob,email,phone,street,town,postcode,last_modified\n";
    case SourceKind::webshop:
      return "uid;name;birthday;mail;mobile;address;city;zip;changed_at\n";
    default:
      return "CALL_ID\tSURNAME\tFORENAME\tDATE_OF_BIRTH\tEMAIL\tTEL\tPOSTCODE\tUPDATED\n";
  }
}

char delimiter_of(SourceKind source) {
  constexpr char kDelimiters[kNumSources] = {',', ';', '\t'};
  return kDelimiters[static_cast<std::size_t>(source)];
}

Text source_id_of(SourceKind source, std::uint64_t row) {
  Text id;
  switch (source) {
    case SourceKind::crm:
      id.append('C');
      id.append_number(row + 1, 7);
      break;
    case SourceKind::webshop:
      id.append_number(10'001 + row);
      break;
    default:
      id.append("7-");
      id.append_number(row + 1, 6);
      break;
  }
  return id;
}

void append_record(SourceKind source, const Text& source_id, Record& record, Stream& random, RowBuffer& out) {
  switch (source) {
    case SourceKind::crm:
      return append_crm(source_id, record, random, out);
    case SourceKind::webshop:
      return append_webshop(source_id, record, random, out);
    default:
      return append_callcentre(source_id, record, random, out);
  }
}

}  // namespace onefold::generate
