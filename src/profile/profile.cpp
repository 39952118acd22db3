#include "profile/profile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>

#include "cleanse/cleanser.hpp"
#include "cleanse/date_evidence.hpp"
#include "cleanse/number_evidence.hpp"
#include "onefold/record/error.hpp"
#include "profile/shape.hpp"
#include "suggest/recognise.hpp"

namespace onefold::profile {

namespace {

constexpr std::size_t kMostFrequent = 5;

using Counts = std::map<std::string, std::uint64_t, std::less<>>;
using Values = std::vector<std::string_view>;

std::vector<Frequency> most_frequent(const Counts& counts) {
  std::vector<Frequency> all;
  for (const auto& [text, count] : counts) all.push_back({text, count});
  std::ranges::stable_sort(all, std::ranges::greater{}, &Frequency::count);
  if (all.size() > kMostFrequent) all.resize(kMostFrequent);
  return all;
}

std::string guess_of(const suggest::Column& column) {
  switch (column.role) {
    case suggest::Role::id:
      return "id";
    case suggest::Role::updated:
      return "updated";
    case suggest::Role::truth:
      return "truth";
    case suggest::Role::left_out:
      return column.why;
    case suggest::Role::attribute:
      break;
  }
  std::string guess(name_of(column.type));
  if (!column.formats.empty()) guess += fmt::format(" {}", fmt::join(column.formats, ", "));
  if (!column.region.empty()) guess += " " + column.region;
  return guess;
}

ColumnProfile profile_of(const std::string& name, const Values& values, bool show_values) {
  ColumnProfile profile;
  profile.name = name;
  Counts shapes, distinct;
  std::uint64_t length = 0;
  for (const std::string_view value : values) {
    if (value.empty()) continue;
    const std::uint64_t characters = num_characters(value);
    profile.least_length = profile.num_present == 0 ? characters : std::min(profile.least_length, characters);
    profile.most_length = std::max(profile.most_length, characters);
    length += characters;
    ++profile.num_present;
    ++shapes[shape_of(value)];
    ++distinct[std::string(value)];
  }
  if (profile.num_present > 0)
    profile.mean_length = static_cast<double>(length) / static_cast<double>(profile.num_present);
  profile.num_distinct = distinct.size();
  profile.shapes = most_frequent(shapes);
  if (show_values) profile.values = most_frequent(distinct);
  return profile;
}

/// [table][column] The values of the sample.
std::vector<std::vector<Values>> values_of(const suggest::Input& input) {
  std::vector<std::vector<Values>> values;
  for (const auto& table : input.tables) values.emplace_back(table.columns.size());
  for (const auto& row : input.sample)
    for (std::size_t c = 0; c < values[row.table].size() && c < row.values.size(); ++c)
      values[row.table][c].emplace_back(row.values[c]);
  return values;
}

std::vector<TableProfile> profile_input(const suggest::Input& input, const std::vector<std::vector<Values>>& values,
                                        bool show_values) {
  std::vector<TableProfile> tables;
  for (std::size_t t = 0; t < input.tables.size(); ++t) {
    const auto& table = input.tables[t];
    TableProfile profile{table.path, table.num_rows, table.num_malformed, 0, {}};
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      profile.num_examined = values[t][c].size();
      profile.columns.push_back(profile_of(table.columns[c], values[t][c], show_values));
    }
    tables.push_back(std::move(profile));
  }
  try {
    for (const auto& column : suggest::recognise(input, {}).columns)
      tables[column.table].columns[column.index].guess = guess_of(column);
  } catch (const Error&) {
    // A table about which suggest can say nothing has a profile all the same.
  }
  return tables;
}

void count(cleanse::Outcome outcome, ColumnOutcome& counts) {
  switch (outcome) {
    case cleanse::Outcome::filled:
      ++counts.filled;
      break;
    case cleanse::Outcome::missing:
      ++counts.missing;
      break;
    case cleanse::Outcome::dummy:
      ++counts.dummy;
      break;
    case cleanse::Outcome::unreadable:
      ++counts.unreadable;
      break;
  }
}

ColumnOutcome read_as_attribute(const config::Job& job, std::uint32_t source, AttributeIndex a, const Values& values,
                                const std::shared_ptr<const cleanse::DummyValues>& dummies) {
  config::AttributeConfig attribute = config::attribute_of(job, source, a);
  if (attribute.type == AttributeType::number && attribute.decimal == '\0')
    attribute.decimal = cleanse::decimal_of(cleanse::evidence_of_numbers(values));
  cleanse::DateWitness witness(attribute.formats);
  if (attribute.type == AttributeType::birth_date)
    for (const std::string_view value : values) witness.add(value);
  cleanse::Cleanser cleanser(attribute, dummies, cleanse::reading_of(witness.evidence(), attribute.formats));
  ColumnOutcome counts{.source = job.sources[source].name, .attribute = attribute.name};
  for (const std::string_view value : values) {
    (void)cleanser.cleanse(value);
    count(cleanser.outcome(), counts);
  }
  return counts;
}

ColumnOutcome read_as_moments(const config::SourceConfig& source, const Values& values) {
  const cleanse::MomentReader reader(source);
  ColumnOutcome counts{.source = source.name, .attribute = "updated"};
  for (const std::string_view value : values) {
    const bool is_read = unpack_moment(reader.read(value), DateOrder::day_first) != kNoMoment;
    count(is_read         ? cleanse::Outcome::filled
          : value.empty() ? cleanse::Outcome::missing
                          : cleanse::Outcome::unreadable,
          counts);
  }
  return counts;
}

}  // namespace

std::vector<TableProfile> profile_files(const std::vector<std::string>& files, bool show_values) {
  const suggest::Input input = suggest::read_input(files);
  return profile_input(input, values_of(input), show_values);
}

std::vector<TableProfile> profile_job(const config::Job& job, bool show_values) {
  const auto dummies = cleanse::load_dummy_values(job.cleanse);
  std::vector<TableProfile> all;
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const config::SourceConfig& source = job.sources[s];
    const suggest::Input input = sniff::read_source(source);
    const auto values = values_of(input);
    auto tables = profile_input(input, values, show_values);
    for (std::size_t t = 0; t < tables.size(); ++t)
      for (std::size_t c = 0; c < tables[t].columns.size(); ++c) {
        ColumnProfile& column = tables[t].columns[c];
        const auto is_this = [&](const std::string& name) {
          return source.has_column_names() ? name == column.name : name == std::to_string(c + 1);
        };
        // Of a value that is made from several columns, or from a part of one, a column says nothing.
        for (const auto& mapping : source.columns)
          if (mapping.from.is_plain() && is_this(mapping.from.column))
            column.outcomes.push_back(read_as_attribute(job, s, mapping.attribute, values[t][c], dummies));
        if (!source.updated.empty() && is_this(source.updated))
          column.outcomes.push_back(read_as_moments(source, values[t][c]));
      }
    std::ranges::move(tables, std::back_inserter(all));
  }
  return all;
}

}  // namespace onefold::profile
