#include "suggest/join_columns.hpp"

#include <algorithm>
#include <set>

#include "suggest/administrative.hpp"

namespace onefold::suggest {

namespace {

constexpr std::size_t kValuesCompared = 5000;
// Columns with different names form one attribute if at least this share of the words of one occurs in the other.
constexpr double kSharedWords = 0.3;
// So many values must be common to both: two columns of yes and no have all values in common.
constexpr std::size_t kLeastShared = 5;
// Short numbers, such as house numbers and ages, are common by chance.
constexpr double kLongNumber = 5;

// Groups of value types that can have the same meaning.
int family_of(AttributeType type) {
  switch (type) {
    case AttributeType::given_name:
    case AttributeType::surname:
    case AttributeType::full_name:
      return 1;
    case AttributeType::birth_date:
      return 2;
    case AttributeType::email:
      return 3;
    case AttributeType::phone:
      return 4;
    case AttributeType::postcode:
      return 5;
    case AttributeType::number:
      return 6;
    case AttributeType::identifier:
      return 7;
    case AttributeType::location:
      return 9;
    case AttributeType::address:
    case AttributeType::city:
    case AttributeType::text:
    case AttributeType::category:
    case AttributeType::organisation:
      return 8;
    case AttributeType::web_domain:
      return 10;
  }
  return 0;
}

std::set<std::string> words_in(const std::vector<std::string_view>& values) {
  std::set<std::string> words;
  for (std::size_t i = 0; i < std::min(values.size(), kValuesCompared); ++i) {
    std::string word;
    for (const char c : std::string(values[i]) + " ") {
      const bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
      if (inside)
        word += c;
      else if (c >= 'A' && c <= 'Z')
        word += static_cast<char>(c - 'A' + 'a');
      else if (!word.empty())
        words.insert(std::move(word)), word.clear();
    }
  }
  return words;
}

// Whole values, without blanks and punctuation. Parts of dates, phones and numbers are common by chance.
std::set<std::string> values_in(const std::vector<std::string_view>& values) {
  std::set<std::string> whole;
  for (std::size_t i = 0; i < std::min(values.size(), kValuesCompared); ++i) {
    std::string value;
    for (const char c : values[i]) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0)
        value += c;
      else if (c >= 'A' && c <= 'Z')
        value += static_cast<char>(c - 'A' + 'a');
    }
    if (!value.empty()) whole.insert(std::move(value));
  }
  return whole;
}

bool has_words(AttributeType type) {
  const int family = family_of(type);
  return family == 1 || family == 8;
}

// Whether equal values can show that two columns are the same attribute.
bool can_join_by_values(const Column& column) {
  if (column.type == AttributeType::number || column.profile.effective_distinct < kFewValues) return false;
  return column.profile.all_digits < 0.5 || column.profile.mean_length >= kLongNumber;
}

double shared_words(const std::set<std::string>& a, const std::set<std::string>& b, std::size_t least = 0) {
  if (a.empty() || b.empty()) return 0;
  std::size_t shared = 0;
  for (const auto& word : a) shared += b.contains(word) ? 1 : 0;
  if (shared < least) return 0;
  return static_cast<double>(shared) / static_cast<double>(std::min(a.size(), b.size()));
}

// The common type of columns that were recognised as different types.
AttributeType common_type(AttributeType a, AttributeType b) {
  if (a == b) return a;
  const auto either = [&](AttributeType type) { return a == type || b == type; };
  if (either(AttributeType::organisation)) return AttributeType::organisation;
  if (either(AttributeType::text)) return AttributeType::text;
  if (either(AttributeType::full_name)) return AttributeType::full_name;
  if (either(AttributeType::identifier)) return AttributeType::identifier;
  if (either(AttributeType::address)) return AttributeType::address;
  if (either(AttributeType::city)) return AttributeType::city;
  return AttributeType::text;
}

void add(Attribute& attribute, const std::vector<Column>& columns, std::size_t index) {
  const Column& column = columns[index];
  attribute.column_of_table[column.table] = index;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c].further_of == index) attribute.further_columns[column.table].push_back(c);
  if (!column.joined_with.empty()) attribute.joined_with = column.joined_with;
  attribute.type = common_type(attribute.type, column.type);
  if (attribute.meaning == Meaning::unknown) attribute.meaning = column.meaning;
  for (const auto& format : column.formats)
    if (std::ranges::find(attribute.formats, format) == attribute.formats.end()) attribute.formats.push_back(format);
  if (attribute.region.empty()) attribute.region = column.region;
  // What belongs to one type says nothing about another.
  if (attribute.type != AttributeType::phone && attribute.type != AttributeType::postcode) attribute.region.clear();
  if (attribute.type != AttributeType::birth_date) attribute.formats.clear();
}

// Uses type names as attribute names, so that most attributes need no declaration; otherwise the columns' names.
void name_attributes(std::vector<Attribute>& attributes, const std::vector<Column>& columns) {
  std::set<std::string> taken;
  const auto give = [&](Attribute& attribute, const std::string& wish) {
    std::string name = wish;
    for (int i = 2; !taken.insert(name).second; ++i) name = wish + "_" + std::to_string(i);
    attribute.name = name;
  };
  const auto has_type_meaning = [](const Attribute& a) {
    switch (a.meaning) {
      case Meaning::given_name:
        return a.type == AttributeType::given_name;
      case Meaning::surname:
        return a.type == AttributeType::surname;
      case Meaning::full_name:
      case Meaning::name:
        return a.type == AttributeType::full_name;
      case Meaning::birth_date:
        return a.type == AttributeType::birth_date;
      case Meaning::email:
        return a.type == AttributeType::email;
      case Meaning::phone:
        return a.type == AttributeType::phone;
      case Meaning::postcode:
        return a.type == AttributeType::postcode;
      case Meaning::address:
        return a.type == AttributeType::address;
      case Meaning::city:
        return a.type == AttributeType::city;
      case Meaning::company:
        return a.type == AttributeType::organisation;
      case Meaning::website:
        return a.type == AttributeType::web_domain;
      case Meaning::location:
        return a.type == AttributeType::location;
      default:
        return false;
    }
  };
  for (auto& attribute : attributes)
    if (has_type_meaning(attribute) && !taken.contains(std::string(name_of(attribute.type))))
      give(attribute, std::string(name_of(attribute.type)));
  for (auto& attribute : attributes) {
    if (!attribute.name.empty()) continue;
    const auto first = std::ranges::find_if(attribute.column_of_table, [](const auto& c) { return c.has_value(); });
    const std::string& column = columns[**first].name;
    give(attribute, as_attribute_name(column));
  }
}

}  // namespace

std::vector<Attribute> join_columns(const std::vector<Column>& columns,
                                    const std::vector<std::vector<std::string_view>>& values_of,
                                    std::size_t num_tables) {
  std::vector<Attribute> attributes;
  const auto start = [&](std::size_t c) {
    Attribute attribute;
    attribute.type = columns[c].type;
    attribute.column_of_table.resize(num_tables);
    attribute.further_columns.resize(num_tables);
    add(attribute, columns, c);
    attributes.push_back(std::move(attribute));
  };
  std::vector<std::set<std::string>> words(columns.size());
  if (num_tables > 1)
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].role == Role::attribute)
        words[c] = has_words(columns[c].type) ? words_in(values_of[c]) : values_in(values_of[c]);

  for (std::uint32_t t = 0; t < num_tables; ++t) {
    std::vector<std::size_t> open;
    for (std::size_t c = 0; c < columns.size(); ++c)
      if (columns[c].table == t && columns[c].role == Role::attribute && !columns[c].further_of) open.push_back(c);
    // Matches each remaining column with its best partner, by a score of 0 to 1. Passes run from certain to less
    // certain scores.
    const auto pass = [&](auto score) {
      for (auto at = open.begin(); at != open.end();) {
        Attribute* best = nullptr;
        double most = 0;
        for (auto& attribute : attributes) {
          if (attribute.column_of_table[t]) continue;
          for (const auto& other : attribute.column_of_table) {
            if (!other) continue;
            const double s = score(columns[*at], columns[*other], *at, *other);
            if (s > most) most = s, best = &attribute;
          }
        }
        if (best == nullptr) {
          ++at;
          continue;
        }
        add(*best, columns, *at);
        at = open.erase(at);
      }
    };
    const auto overlap = [&](std::size_t a, std::size_t b, std::size_t least) {
      return shared_words(words[a], words[b], least);
    };
    if (t > 0) {
      pass([](const Column& a, const Column& b, std::size_t, std::size_t) {
        return words_of_name(a.name) == words_of_name(b.name) ? 1.0 : 0.0;
      });
      // Names that agree. A kind of column (an identifier, a date, an amount) is no name: a passport is no tax number.
      pass([&](const Column& a, const Column& b, std::size_t i, std::size_t j) {
        const bool agree = names_agree(a.name, b.name) || (is_specific(a.meaning) && a.meaning == b.meaning);
        return agree && family_of(a.type) == family_of(b.type) ? 0.1 + overlap(i, j, 0) : 0.0;
      });
      pass([&](const Column& a, const Column& b, std::size_t i, std::size_t j) {
        if (family_of(a.type) != family_of(b.type)) return 0.0;
        // Name parts and dates with different known meanings are different attributes.
        if (a.meaning != b.meaning && a.meaning != Meaning::unknown && b.meaning != Meaning::unknown &&
            family_of(a.type) < 5)
          return 0.0;
        if (!can_join_by_values(a) || !can_join_by_values(b)) return 0.0;
        const double shared = overlap(i, j, kLeastShared);
        return shared >= kSharedWords ? shared : 0.0;
      });
    }
    for (const std::size_t c : open) start(c);
  }
  // Formats of all files together would read no other form: a file without formats must be read without them.
  for (Attribute& attribute : attributes)
    if (std::ranges::any_of(attribute.column_of_table,
                            [&](const auto& column) { return column && columns[*column].formats.empty(); }))
      attribute.formats.clear();
  name_attributes(attributes, columns);
  return attributes;
}

}  // namespace onefold::suggest
