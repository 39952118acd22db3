#include "suggest/recognise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "cleanse/cleanser.hpp"
#include "onefold/record/error.hpp"
#include "suggest/administrative.hpp"
#include "suggest/column_groups.hpp"
#include "suggest/join_columns.hpp"
#include "suggest/parts_of_columns.hpp"
#include "suggest/regions.hpp"
#include "vocabulary/date_formats.hpp"

namespace onefold::suggest {

namespace {

// Largest number of distinct values of a category in a small table.
constexpr std::size_t kMaxCategory = 60;
// Largest number of distinct values of a category of longer words. Words may be misspelt; short codes, "yes" and "no"
// rarely are.
constexpr std::size_t kMaxWords = 12;
// Share of the values that the type of a name must read.
constexpr double kMostlyReadable = 0.9;
constexpr std::size_t kFewestPhoneDigits = 6;
// Share of values with a legal form from which on a column without a name for it has names of organisations. Few words
// of other texts look like one.
constexpr double kLegalForms = 0.2;

void leave_out(Column& column, std::string why) {
  column.role = Role::left_out;
  column.why = std::move(why);
}

bool is_person(Meaning meaning) {
  return meaning == Meaning::given_name || meaning == Meaning::surname || meaning == Meaning::birth_date ||
         meaning == Meaning::gender || meaning == Meaning::birth_place || meaning == Meaning::salutation ||
         meaning == Meaning::middle_name;
}

bool few_values(const Profile& profile) {
  return profile.num_distinct <= kMaxCategory || (profile.share_distinct() < 0.005 && profile.mean_words < 3);
}

AttributeType words_type(const Profile& profile) {
  const bool codes = profile.mean_length <= 3.5 || profile.num_distinct <= kMaxWords;
  return codes && few_values(profile) && profile.num_present >= 4 * profile.num_distinct ? AttributeType::category
                                                                                         : AttributeType::text;
}

void take_dates(Column& column, vocabulary::DateFormats dates) {
  column.type = AttributeType::birth_date;
  column.formats = std::move(dates.formats);
  column.date_evidence = dates.evidence;
  column.dates = cleanse::reading_of(column.date_evidence, column.formats);
}

// Chooses a type from the form of the values alone.
void type_by_values(Column& column, std::span<const std::string_view> values) {
  const Profile& p = column.profile;
  if (p.email >= 0.7) {
    column.type = AttributeType::email;
    return;
  }
  if (p.british_postcode >= 0.7) {
    column.type = AttributeType::postcode;
    return;
  }
  if (p.some_digit >= 0.9 && p.year < 0.5) {
    auto dates = vocabulary::date_formats_of(values);
    if (dates.readable >= 0.9) return take_dates(column, std::move(dates));
  }
  if (p.phone >= 0.8 && p.separated >= 0.3) {
    column.type = AttributeType::phone;
    return;
  }
  if (p.numeric >= 0.9) {
    // A whole number whose name is unknown is an identifier and not an amount: a house number that is 5 % larger is
    // another house.
    column.type = p.all_digits >= 0.9 ? AttributeType::identifier : AttributeType::number;
    return;
  }
  // Codes: single words with digits that rarely repeat.
  if (p.some_digit >= 0.8 && p.mean_words < 1.2 && p.share_distinct() > 0.3) {
    column.type = AttributeType::identifier;
    return;
  }
  if (p.some_digit >= 0.8 && p.mean_words < 1.2 && p.mean_length < 8 && !few_values(p)) {
    column.type = AttributeType::identifier;  // house numbers: 12, 14a
    return;
  }
  column.type = words_type(p);
}

// Whether the values are those of a gender, in the languages of column names.
bool are_genders(std::span<const std::string_view> values) {
  static const std::set<std::string, std::less<>> known = {
      "m",         "f",        "w",       "d",       "x",     "u",        "male",    "female", "man",     "woman",
      "mannlich",  "weiblich", "divers",  "homme",   "femme", "masculin", "feminin", "h",      "hombre",  "mujer",
      "masculino", "femenino", "maschio", "femmina", "vrouw", "mand",     "kvinde",  "kvinna", "unknown", "other"};
  std::set<std::string> found;
  for (const auto value : values)
    if (found.insert(words_of_name(value)).second && found.size() > 5) return false;
  return found.size() >= 2 &&
         std::ranges::all_of(found, [](const std::string& value) { return known.contains(value); });
}

bool has_years_of_birth(std::span<const std::string_view> values, const std::vector<std::string>& formats) {
  cleanse::Cleanser reader({.name = "date", .type = AttributeType::birth_date, .formats = formats}, nullptr);
  std::vector<int> years;
  for (const auto value : values)
    if (const auto date = reader.cleanse(value); date.size() == 10)
      years.push_back((date[0] - '0') * 1000 + (date[1] - '0') * 100 + (date[2] - '0') * 10 + (date[3] - '0'));
  return are_years_of_birth(std::move(years));
}

double share_readable(std::span<const std::string_view> values, AttributeType type) {
  cleanse::Cleanser reader({.name = "column", .type = type}, nullptr);
  std::size_t readable = 0;
  for (const auto value : values) readable += reader.cleanse(value).empty() ? 0 : 1;
  return values.empty() ? 0 : static_cast<double>(readable) / static_cast<double>(values.size());
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

double share_with_digits(std::span<const std::string_view> values, std::size_t fewest) {
  std::size_t with_digits = 0;
  for (const auto value : values)
    with_digits += static_cast<std::size_t>(std::ranges::count_if(value, is_digit)) >= fewest ? 1 : 0;
  return values.empty() ? 0 : static_cast<double>(with_digits) / static_cast<double>(values.size());
}

double share_with_legal_form(std::span<const std::string_view> values) {
  cleanse::Cleanser organisation({.name = "column", .type = AttributeType::organisation}, nullptr);
  std::size_t with_form = 0;
  for (const auto value : values) with_form += organisation.cleanse(value) == words_of_name(value) ? 0 : 1;
  return values.empty() ? 0 : static_cast<double>(with_form) / static_cast<double>(values.size());
}

// The type that the meaning of the name suggests; nothing if the values contradict it. Not for dates.
std::optional<AttributeType> type_of_meaning(const Column& column, bool persons) {
  const Profile& p = column.profile;
  const bool words = p.numeric < 0.3 && p.email < 0.3;
  const auto type_if = [](bool fits, AttributeType type) { return fits ? std::optional(type) : std::nullopt; };
  switch (column.meaning) {
    case Meaning::given_name:
    case Meaning::middle_name:
      return type_if(words, AttributeType::given_name);
    case Meaning::surname:
      return type_if(words, AttributeType::surname);
    case Meaning::full_name:
      return type_if(words, AttributeType::full_name);
    case Meaning::name:
      return words && persons && p.mean_words < 6 ? AttributeType::full_name : AttributeType::text;
    case Meaning::email:
      return type_if(p.email >= 0.5, AttributeType::email);
    case Meaning::phone:
    case Meaning::fax:
      return type_if(p.phone >= 0.5, AttributeType::phone);
    case Meaning::postcode:
      return type_if(p.mean_length <= 12 && p.some_digit >= 0.5, AttributeType::postcode);
    case Meaning::address:
      return type_if(p.numeric < 0.5, AttributeType::address);
    case Meaning::house_number:
      return p.mean_words < 2 ? AttributeType::identifier : AttributeType::address;
    case Meaning::city:
    case Meaning::birth_place:
      return type_if(words, AttributeType::city);
    case Meaning::state:
    case Meaning::country:
    case Meaning::gender:
    case Meaning::occupation:
    case Meaning::salutation:
    case Meaning::trait:
    case Meaning::administrative:
    case Meaning::kind:
      if (p.numeric >= 0.9 && p.num_distinct > kMaxCategory) return AttributeType::number;
      return p.mean_words < 4 && p.share_distinct() < 0.3 ? AttributeType::category : AttributeType::text;
    case Meaning::identifier:
      return p.mean_words < 2.5 ? AttributeType::identifier : AttributeType::text;
    case Meaning::price:
    case Meaning::year:
    case Meaning::birth_year:
    case Meaning::latitude:
    case Meaning::longitude:
    case Meaning::amount:
      return type_if(p.numeric >= 0.7, AttributeType::number);
    case Meaning::birth_month:
    case Meaning::birth_day:
    case Meaning::month:
    case Meaning::day:
      return AttributeType::category;
    case Meaning::company:
      return type_if(words, persons ? AttributeType::organisation : AttributeType::text);
    case Meaning::website:
    case Meaning::title:
    case Meaning::description:
    case Meaning::authors:
    case Meaning::venue:
    case Meaning::brand:
      return type_if(words, AttributeType::text);
    default:
      return std::nullopt;
  }
}

// Chooses a type from the name, unless the values contradict it.
void type_by_name(Column& column, std::span<const std::string_view> values, bool persons) {
  switch (column.meaning) {
    case Meaning::administrative:
    case Meaning::created:
    case Meaning::updated:
      // Dates and numbers are read as such, so that a golden record does not hold one date twice.
      if (column.profile.some_digit < 0.9) break;
      type_by_values(column, values);
      if (column.type == AttributeType::identifier && column.profile.numeric >= 0.9)
        column.type = AttributeType::number;
      return;
    case Meaning::location:
      if (share_readable(values, AttributeType::location) < kMostlyReadable) break;
      column.type = AttributeType::location;
      return;
    case Meaning::website:
      if (share_readable(values, AttributeType::web_domain) < kMostlyReadable) break;
      column.type = AttributeType::web_domain;
      return;
    case Meaning::email:
      // Several in a cell, or with a name: their first is read.
      if (share_readable(values, AttributeType::email) < kMostlyReadable) break;
      column.type = AttributeType::email;
      return;
    case Meaning::phone:
    case Meaning::fax:
      // The name says so, and no form of a number speaks against it: several in a cell, with words, as a spreadsheet
      // writes them.
      if (share_with_digits(values, kFewestPhoneDigits) < kMostlyReadable) break;
      column.type = AttributeType::phone;
      return;
    case Meaning::unknown:
      if (are_genders(values)) column.meaning = Meaning::gender;
      if (persons && share_with_legal_form(values) >= kLegalForms) column.meaning = Meaning::company;
      break;
    default:
      break;
  }
  if (column.meaning == Meaning::birth_date || column.meaning == Meaning::date ||
      column.meaning == Meaning::death_date || column.meaning == Meaning::release_date) {
    auto dates = vocabulary::date_formats_of(values);
    // A run recognises more forms than there are formats: months by name in ten languages, days of a spreadsheet.
    if (const double recognised = share_readable(values, AttributeType::birth_date);
        recognised > dates.readable + 0.005)
      dates.formats.clear(), dates.readable = recognised;
    if (dates.readable < 0.6) return type_by_values(column, values);
    return take_dates(column, std::move(dates));
  }
  if (const auto type = type_of_meaning(column, persons))
    column.type = *type;
  else
    type_by_values(column, values);
}

// Recognises columns with roles other than attribute. True if the column has such a role.
bool takes_special_role(Column& column, const Table& table, std::span<const std::string_view> values, bool is_id,
                        bool has_updated) {
  const Profile& p = column.profile;
  if (p.num_present == 0) {
    leave_out(column, "has no value");
    return true;
  }
  if (is_id) {
    column.role = Role::id;
    return true;
  }
  if (p.num_distinct == 1 && p.num_rows > 1) {
    leave_out(column, "has the same value in all rows");
    return true;
  }
  if (table.has_names() && names_a_truth(column.name) && p.mean_words < 2.5) {
    leave_out(column, "looks like the id of a known truth: not used for matching; --truth " + column.name +
                          " maps it for onefold evaluate");
    return true;
  }
  switch (column.meaning) {
    case Meaning::updated: {
      std::size_t readable = 0;
      for (const auto value : values)
        readable += cleanse::parse_moment(value) != std::numeric_limits<std::int64_t>::min() ? 1 : 0;
      if (has_updated || readable * 10 < values.size() * 9) break;
      column.role = Role::updated;
      column.date_evidence = cleanse::evidence_of(values);
      return true;
    }
    case Meaning::row_id:
      leave_out(column, p.num_distinct == p.num_present
                            ? "numbers the rows"
                            : "looks like an assigned id: it may identify equal records, or be arbitrary");
      return true;
    case Meaning::source:
      leave_out(column, "is the origin of the row");
      return true;
    default:
      break;
  }
  // A file may be sorted by an identifier of persons.
  if (column.meaning != Meaning::identifier && p.ascending && p.num_distinct == p.num_present && p.all_digits == 1 &&
      p.num_present > 3) {
    leave_out(column, "numbers the rows");
    return true;
  }
  return false;
}

// "title" is Mr or Mrs if there are few short values, otherwise the title of a book.
void settle_title(Column& column) {
  if (column.meaning == Meaning::title && column.profile.num_distinct <= 40 && column.profile.mean_length < 8 &&
      column.profile.num_present > 4 * column.profile.num_distinct)
    column.meaning = Meaning::salutation;
}

// The best column for ids whose values are unique.
std::optional<std::size_t> id_of(const Table& table) {
  for (const auto& candidate : table.ids)
    if (candidate.unique) return candidate.column;
  return std::nullopt;
}

// The columns that the user names as truth.
void take_truth(Schema& schema, const Input& input, const Options& options) {
  for (const auto& wish : options.truth) {
    // A column name contains no '=', so the first one begins a regular expression.
    const auto equals = wish.find('=');
    const std::string name = wish.substr(0, equals);
    const std::string pattern = equals == std::string::npos ? "" : wish.substr(equals + 1);
    bool found = false;
    for (auto& column : schema.columns) {
      if (column.name != name) continue;
      found = true;
      // An id may contain the true id as a part. It remains the id.
      if (column.role != Role::id) column.role = Role::truth;
      column.pattern = pattern;
      column.why = "truth";
    }
    if (!found)
      throw Error(ExitCode::usage,
                  fmt::format("--truth {}: no file has a column \"{}\"; {} has: {}", wish, name,
                              input.tables.front().path, fmt::join(input.tables.front().columns, ", ")));
  }
}

// A date without a name for it is the date of birth if the table has no other and its years are those of births.
// `may_be_persons`: whether it is about persons, or has no names that say what it is about.
void find_birth_dates(std::vector<Column>& columns, std::uint32_t table, bool may_be_persons,
                      const std::vector<std::vector<std::string_view>>& values_of) {
  const auto is_date = [&](const Column& column) {
    return column.table == table && column.role == Role::attribute && column.type == AttributeType::birth_date;
  };
  if (std::ranges::any_of(columns, [&](const Column& c) { return is_date(c) && c.meaning == Meaning::birth_date; }))
    return;
  Column* found = nullptr;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    auto& column = columns[c];
    const bool is_unnamed = column.meaning == Meaning::unknown || column.meaning == Meaning::date;
    if (!is_date(column) || !is_unnamed || !may_be_persons || !has_years_of_birth(values_of[c], column.formats))
      continue;
    if (found != nullptr) return;
    found = &column;
  }
  if (found != nullptr) found->meaning = Meaning::birth_date;
}

// A file of a few rows, or of ids alone, may have no column that tells records apart. Then all columns with values are
// attributes; ids only if there is nothing else.
void take_what_there_is(std::vector<Column>& columns, const std::vector<std::vector<std::string_view>>& values_of,
                        bool persons) {
  for (const Role last : {Role::left_out, Role::id}) {
    if (std::ranges::any_of(columns, [](const Column& column) { return column.role == Role::attribute; })) return;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Column& column = columns[c];
      const bool is_said = column.why == "truth" || names_a_truth(column.name);
      if (column.role != last || column.profile.num_present == 0 || is_said) continue;
      column.role = Role::attribute;
      column.why.clear();
      type_by_name(column, values_of[c], persons);
    }
  }
}

}  // namespace

bool Attribute::is_array() const {
  return has_several || (joined_with.empty() &&
                         std::ranges::any_of(further_columns, [](const auto& further) { return !further.empty(); }));
}

namespace {

// The last part of a path says most: "customer.firstName".
Meaning meaning_of_name(const std::string& name, config::Shape shape) {
  const std::size_t dot = shape == config::Shape::ndjson ? name.rfind('.') : std::string::npos;
  const Meaning meaning = dot == std::string::npos ? Meaning::unknown : meaning_of(name.substr(dot + 1));
  return meaning == Meaning::unknown ? meaning_of(name) : meaning;
}

void find_several(Schema& schema, const Input& input) {
  const auto has_several = [&](std::size_t c) {
    const auto& table = input.tables[schema.columns[c].table];
    return !table.has_several.empty() && table.has_several[schema.columns[c].index];
  };
  for (Attribute& attribute : schema.attributes) {
    for (const auto& column : attribute.column_of_table) attribute.has_several |= column && has_several(*column);
    for (const auto& further : attribute.further_columns)
      attribute.has_several |= std::ranges::any_of(further, has_several);
  }
}

}  // namespace

namespace {

// The columns of all tables, and their values that are present: [column of schema].
Schema recognise_columns(const Input& input, const Options& options,
                         std::vector<std::vector<std::string_view>>& values_of, bool& persons) {
  Schema schema;
  for (std::uint32_t t = 0; t < input.tables.size(); ++t) {
    const std::size_t first = schema.columns.size();
    const Table& table = input.tables[t];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      Column& column = schema.columns.emplace_back();
      column.table = t, column.index = c, column.name = table.columns[c];
      if (table.has_names()) column.meaning = meaning_of_name(column.name, table.dialect.shape);
      values_of.emplace_back();
    }
    for (const auto& row : input.sample) {
      if (row.table != t) continue;
      for (std::size_t c = 0; c < table.columns.size(); ++c) values_of[first + c].emplace_back(row.values[c]);
    }
  }
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    auto& column = schema.columns[i];
    column.profile = profile_of(values_of[i]);
    settle_title(column);
    persons |= is_person(column.meaning);
  }
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    auto& column = schema.columns[i];
    const Table& table = input.tables[column.table];
    std::erase_if(values_of[i], [](std::string_view value) { return value.empty(); });
    if (column.name.empty() || std::ranges::count(table.columns, column.name) > 1) {
      leave_out(column, column.name.empty() ? "has no name" : "has a name that occurs twice in the header");
      continue;
    }
    const bool has_updated = std::ranges::any_of(schema.columns, [&](const Column& other) {
      return other.table == column.table && other.role == Role::updated;
    });
    if (takes_special_role(column, table, values_of[i], id_of(table) == column.index, has_updated)) continue;
    column.role = Role::attribute;
    type_by_name(column, values_of[i], persons);
    if (column.type == AttributeType::number) column.numbers = cleanse::evidence_of_numbers(values_of[i]);
  }
  // A column that is the id in one file is an id in the other files, even if it is not unique there.
  for (auto& column : schema.columns)
    if (column.role == Role::attribute && std::ranges::any_of(schema.columns, [&](const Column& other) {
          return other.role == Role::id && other.name == column.name;
        }))
      leave_out(column, "is the id in another file; here it is not unique");
  take_truth(schema, input, options);
  for (std::uint32_t t = 0; t < input.tables.size(); ++t) {
    group_columns(schema.columns, t, persons, values_of);
    find_birth_dates(schema.columns, t, persons || !input.tables[t].has_names(), values_of);
    set_regions(schema.columns, t, values_of);
  }
  return schema;
}

}  // namespace

std::vector<Column> recognise_columns(const Input& input, const Options& options) {
  std::vector<std::vector<std::string_view>> values_of;
  bool persons = false;
  return recognise_columns(input, options, values_of, persons).columns;
}

Schema recognise(const Input& input, const Options& options) {
  std::vector<std::vector<std::string_view>> values_of;
  bool persons = false;
  Schema schema = recognise_columns(input, options, values_of, persons);
  for (auto& column : schema.columns)
    if (column.role == Role::attribute && column.carried.empty()) column.carried = why_carried(column, persons);
  take_what_there_is(schema.columns, values_of, persons);
  schema.attributes = join_columns(schema.columns, values_of, input.tables.size());
  find_several(schema, input);
  find_parts_of_columns(schema, values_of, input.tables.size());
  carry_administrative(schema);
  if (!schema.attributes.empty() && std::ranges::none_of(schema.attributes, &Attribute::compare))
    throw Error(ExitCode::input, input.tables.front().path +
                                     ": every column describes the row or its state, and none says who or what "
                                     "it is about (names, addresses, dates of birth, numbers of documents)");
  // Catalogues write 0 for an unknown price.
  for (auto& attribute : schema.attributes)
    if (attribute.meaning == Meaning::price && attribute.type == AttributeType::number) attribute.dummies = {"0"};
  return schema;
}

}  // namespace onefold::suggest
