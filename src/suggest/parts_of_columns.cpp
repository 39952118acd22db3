#include "suggest/parts_of_columns.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "parts/split_address.hpp"
#include "parts/split_name.hpp"

namespace onefold::suggest {

namespace {

using config::Split;
using config::SplitPart;
using Values = std::vector<std::string_view>;

// Values that are looked at.
constexpr std::size_t kMostValues = 5000;
// Share of the values that must show that the surname stands first.
constexpr double kSurnamesFirst = 0.5;
// Names of other files must tell so often, and so many times more often than the contrary.
constexpr std::size_t kLeastVotes = 5;
constexpr std::size_t kVotesMore = 3;
constexpr double kShareOfVotes = 0.1;
// Share of the values of a column of whole addresses, and of a column of streets, that are whole addresses.
constexpr double kWholeAddresses = 0.5;
constexpr double kFewWholeAddresses = 0.2;
// Share of the full names of a file that must have a given name and a surname.
constexpr double kSplitNames = 0.8;

std::span<const std::string_view> first_of(const Values& values) {
  return std::span(values).first(std::min(values.size(), kMostValues));
}

double share_of(std::size_t count, std::size_t total) {
  return total == 0 ? 0 : static_cast<double>(count) / static_cast<double>(total);
}

double share_of_whole_addresses(const Values& values) {
  std::size_t whole = 0;
  for (const auto value : first_of(values)) {
    const auto parts = parts::split_address(value);
    whole += parts.postcode.empty() || parts.city.empty() || parts.street.empty() ? 0 : 1;
  }
  return share_of(whole, first_of(values).size());
}

double share_of_split(const Values& values, Split order) {
  std::size_t split = 0;
  for (const auto value : first_of(values)) {
    const auto parts = parts::split_name(value, order);
    split += parts.given_name.empty() || parts.surname.empty() || !parts.organisation.empty() ? 0 : 1;
  }
  return share_of(split, first_of(values).size());
}

class PartFinder {
 public:
  PartFinder(Schema& schema, const std::vector<Values>& values_of, std::size_t num_tables)
      : schema_(schema), values_of_(values_of), num_tables_(num_tables) {
    for (auto& attribute : schema.attributes) {
      attribute.split_of_table.resize(num_tables, Split::none);
      attribute.part_of_table.resize(num_tables, SplitPart::whole);
    }
  }

  void find() {
    for (auto& attribute : schema_.attributes) {
      if (attribute.type == AttributeType::full_name) find_order(attribute);
      if (attribute.type == AttributeType::address && attribute.meaning == Meaning::address) find_addresses(attribute);
    }
    take_names_apart();
  }

 private:
  [[nodiscard]] bool has(const Attribute& attribute, std::size_t table) const {
    return attribute.column_of_table[table].has_value();
  }
  [[nodiscard]] Attribute* first_of_type(AttributeType type) const {
    const auto found = std::ranges::find(schema_.attributes, type, &Attribute::type);
    return found == schema_.attributes.end() ? nullptr : &*found;
  }
  [[nodiscard]] std::set<std::string> words_of(const Attribute* attribute) const {
    std::set<std::string> words;
    if (attribute == nullptr) return words;
    for (const auto& column : attribute->column_of_table)
      if (column)
        for (const auto value : first_of(values_of_[*column])) words.insert(words_of_name(value));
    return words;
  }

  void find_order(Attribute& full_name) const {
    const Attribute* const given = first_of_type(AttributeType::given_name);
    const Attribute* const surname = first_of_type(AttributeType::surname);
    if (given == nullptr && surname == nullptr) return;
    const std::set<std::string> given_names = words_of(given), surnames = words_of(surname);
    for (std::size_t t = 0; t < num_tables_; ++t)
      if (has(full_name, t) && is_surname_first(values_of_[*full_name.column_of_table[t]], given_names, surnames))
        full_name.split_of_table[t] = Split::surname_first;
  }

  static bool is_surname_first(const Values& values, const std::set<std::string>& given_names,
                               const std::set<std::string>& surnames) {
    std::size_t shown = 0, surname_first = 0, given_first = 0;
    for (const auto value : first_of(values)) {
      const auto parts = parts::split_name(value);
      if (parts.given_name.empty()) continue;
      // With a comma, or by capitals, the surname stands before the given name, whatever the order.
      const bool stands_first = value.find(parts.surname) < value.find(parts.given_name);
      if (stands_first) {
        ++shown;
        continue;
      }
      const auto last = parts::split_name(value, Split::surname_first);
      const auto known = [&](const parts::NameParts& names) {
        return given_names.contains(words_of_name(names.given_name)) && surnames.contains(words_of_name(names.surname));
      };
      const bool as_written = known(parts), turned = known(last);
      surname_first += turned && !as_written ? 1 : 0;
      given_first += as_written && !turned ? 1 : 0;
    }
    const std::size_t total = first_of(values).size();
    return share_of(shown, total) >= kSurnamesFirst ||
           (surname_first >= kLeastVotes && surname_first >= kVotesMore * given_first &&
            share_of(surname_first, total) >= kShareOfVotes);
  }

  void find_addresses(Attribute& address) const {
    if (address.is_array() || !address.joined_with.empty()) return;
    std::vector<double> whole(num_tables_, 0);
    for (std::size_t t = 0; t < num_tables_; ++t)
      if (has(address, t)) whole[t] = share_of_whole_addresses(values_of_[*address.column_of_table[t]]);
    std::vector<bool> split(num_tables_, false);
    for (const auto& [type, part] :
         {std::pair(AttributeType::postcode, SplitPart::postcode), std::pair(AttributeType::city, SplitPart::city)})
      if (Attribute* const attribute = first_of_type(type); attribute != nullptr && attribute->name == name_of(type))
        for (std::size_t t = 0; t < num_tables_; ++t) {
          if (has(*attribute, t) || whole[t] < kWholeAddresses) continue;
          attribute->column_of_table[t] = address.column_of_table[t];
          attribute->split_of_table[t] = Split::address;
          attribute->part_of_table[t] = part;
          split[t] = true;
        }
    // The city follows from the postcode, and both move with the street: a model that takes comparisons as independent
    // would count one fact three times, most of all against people who have moved.
    Attribute* const city = first_of_type(AttributeType::city);
    if (city != nullptr && std::ranges::any_of(split, std::identity()) && has_any(city->part_of_table) &&
        first_of_type(AttributeType::postcode) != nullptr) {
      city->compare = false;
      city->remark = "not compared: it follows from the postcode";
    }
    // Streets are compared with streets.
    for (std::size_t t = 0; t < num_tables_; ++t) {
      bool others_have_streets = true;
      for (std::size_t other = 0; other < num_tables_; ++other)
        others_have_streets &= split[other] || !has(address, other) || whole[other] < kFewWholeAddresses;
      if (!split[t] || !others_have_streets) continue;
      address.split_of_table[t] = Split::address;
      address.part_of_table[t] = SplitPart::street;
    }
  }

  /// Where all files write a person's name in one column, the model still has to see given names and surnames: members
  /// of a household share one and not the other. Without an address or a phone there are no households to tell apart.
  void take_names_apart() {
    const auto has_type = [&](AttributeType type) { return first_of_type(type) != nullptr; };
    const Attribute* const name = first_of_type(AttributeType::full_name);
    if (name == nullptr || !name->compare || has_type(AttributeType::given_name) || has_type(AttributeType::surname) ||
        has_type(AttributeType::organisation) || has_type(AttributeType::birth_date))
      return;
    if (!has_type(AttributeType::address) && !has_type(AttributeType::phone)) return;
    for (std::size_t t = 0; t < num_tables_; ++t)
      if (has(*name, t) && share_of_split(values_of_[*name->column_of_table[t]], name->split_of_table[t]) < kSplitNames)
        return;
    for (const AttributeType type : {AttributeType::given_name, AttributeType::surname}) {
      Attribute part;
      part.name = name_of(type);
      part.type = type;
      part.remark = "part of the full name";
      part.column_of_table.resize(num_tables_);
      part.further_columns.resize(num_tables_);
      part.split_of_table.resize(num_tables_, Split::none);
      part.part_of_table.resize(num_tables_, SplitPart::whole);
      schema_.attributes.push_back(std::move(part));
    }
  }

  static bool has_any(const std::vector<SplitPart>& parts) {
    return std::ranges::any_of(parts, [](SplitPart part) { return part != SplitPart::whole; });
  }

  Schema& schema_;
  const std::vector<Values>& values_of_;
  std::size_t num_tables_;
};

}  // namespace

void find_parts_of_columns(Schema& schema, const std::vector<std::vector<std::string_view>>& values_of,
                           std::size_t num_tables) {
  PartFinder(schema, values_of, num_tables).find();
}

}  // namespace onefold::suggest
