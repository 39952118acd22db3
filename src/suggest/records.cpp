#include "suggest/records.hpp"

#include <algorithm>
#include <numeric>

#include "cleanse/cleanser.hpp"
#include "parts/split_name.hpp"
#include "parts/text_splitter.hpp"
#include "record/elements.hpp"

namespace onefold::suggest {

namespace {

CodedValues encode(std::vector<std::string> values) {
  CodedValues coded;
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
  coded.codes.resize(values.size());
  coded.texts.emplace_back();
  coded.counts.push_back(0);
  for (const auto row : order) {
    if (values[row] != coded.texts.back()) {
      coded.texts.push_back(std::move(values[row]));
      coded.counts.push_back(0);
    }
    coded.codes[row] = static_cast<std::uint32_t>(coded.texts.size() - 1);
    ++coded.counts.back();
  }
  return coded;
}

}  // namespace

config::AttributeConfig declaration_of(const Attribute& attribute) {
  config::AttributeConfig declaration;
  declaration.name = attribute.name;
  declaration.type = attribute.type;
  declaration.formats = attribute.formats;
  if (!attribute.region.empty()) declaration.region = attribute.region;
  declaration.dummies = attribute.dummies;
  declaration.compare = attribute.compare;
  declaration.is_array = attribute.is_array();
  return declaration;
}

config::AttributeConfig declaration_in(const Schema& schema, const Attribute& attribute, std::uint32_t table) {
  config::AttributeConfig declaration = declaration_of(attribute);
  const auto& column = attribute.column_of_table[table];
  if (!column) return declaration;
  // A column without formats is in a form that needs none, whatever other files need.
  if (attribute.type == AttributeType::birth_date) declaration.formats = schema.columns[*column].formats;
  if (attribute.type == AttributeType::number)
    declaration.decimal = cleanse::decimal_of(schema.columns[*column].numbers);
  if (!schema.columns[*column].region.empty()) declaration.region = schema.columns[*column].region;
  return declaration;
}

bool is_split(const Schema& schema, std::size_t attribute) {
  return schema.attributes[attribute].type == AttributeType::full_name &&
         std::ranges::any_of(schema.attributes, [](const Attribute& a) {
           return a.type == AttributeType::given_name || a.type == AttributeType::surname;
         });
}

Records cleanse_sample(const Input& input, const Schema& schema) {
  Records records;
  records.rate = input.rate;
  for (const auto& table : input.tables) records.rows_of_table.push_back(table.num_rows);
  for (const auto& row : input.sample) records.table.push_back(row.table);
  const auto dummies = cleanse::load_dummy_values({});
  std::string joined;
  parts::TextSplitter splitter;
  const auto raw = [&](const SampledRow& row, const Attribute& attribute) -> std::string_view {
    const auto& column = attribute.column_of_table[row.table];
    if (!column) return {};
    const std::string& first = row.values[schema.columns[*column].index];
    if (attribute.part_of_table[row.table] != config::SplitPart::whole)
      return splitter.part(first, attribute.split_of_table[row.table], attribute.part_of_table[row.table]);
    if (attribute.further_columns[row.table].empty()) return first;
    joined = first;
    const std::string_view between =
        attribute.joined_with.empty() ? std::string_view(&kElementSeparator, 1) : attribute.joined_with;
    for (const std::size_t further : attribute.further_columns[row.table]) {
      const std::string& value = row.values[schema.columns[further].index];
      if (!joined.empty() && !value.empty()) joined += between;
      joined += value;
    }
    return joined;
  };
  // Full names supply the given names and surnames that a table lacks.
  const Attribute* full_name = nullptr;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a)
    if (full_name == nullptr && is_split(schema, a)) full_name = &schema.attributes[a];
  const auto is_first_of_type = [&](const Attribute& attribute) {
    return &*std::ranges::find(schema.attributes, attribute.type, &Attribute::type) == &attribute;
  };
  for (const auto& attribute : schema.attributes) {
    // Each table as it writes dates, phones and postcodes.
    std::vector<cleanse::Cleanser> cleansers;
    for (std::uint32_t t = 0; t < input.tables.size(); ++t) {
      const auto& column = attribute.column_of_table[t];
      cleansers.emplace_back(declaration_in(schema, attribute, t), dummies,
                             column ? schema.columns[*column].dates : DateReading{});
    }
    std::vector<std::string> values(input.sample.size());
    std::vector<CodedValues::Read> of_table(input.tables.size());
    const bool is_part = (attribute.type == AttributeType::given_name || attribute.type == AttributeType::surname) &&
                         is_first_of_type(attribute);
    for (std::size_t r = 0; r < input.sample.size(); ++r) {
      const auto& row = input.sample[r];
      auto& cleanser = cleansers[row.table];
      if (is_part && full_name != nullptr && !attribute.column_of_table[row.table]) {
        const auto names = parts::split_name(raw(row, *full_name), full_name->split_of_table[row.table]);
        values[r] = cleanser.cleanse(attribute.type == AttributeType::surname ? names.surname : names.given_name);
      } else {
        values[r] = cleanser.cleanse(raw(row, attribute));
      }
      of_table[row.table].written += cleanser.outcome() == cleanse::Outcome::missing ? 0 : 1;
      of_table[row.table].unreadable += cleanser.outcome() == cleanse::Outcome::unreadable ? 1 : 0;
    }
    records.attributes.push_back(encode(std::move(values)));
    records.attributes.back().of_table = std::move(of_table);
  }
  return records;
}

}  // namespace onefold::suggest
