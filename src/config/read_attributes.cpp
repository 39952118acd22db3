// [[attribute]], and the attributes that sources name without a declaration.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "config/nearest_name.hpp"
#include "config/sections.hpp"
#include "config/text.hpp"

namespace onefold::config {

namespace {

/// A declared attribute; its type is open when the declaration is mistaken.
struct Declared {
  AttributeConfig config;
  std::optional<AttributeType> type;
  std::optional<bool> compare;
  TableReader table;
  bool is_separated = false;  // also by what is no separator
};

void read_type(Declared& attribute) {
  TableReader& table = attribute.table;
  std::size_t type = 0;
  if (table.find("type") != nullptr) {
    if (table.read_choice("type", type, kAttributeTypeNames)) attribute.type = static_cast<AttributeType>(type);
    return;
  }
  // The name says it, as it does for attributes without a declaration.
  attribute.type = attribute_type_from(attribute.config.name);
  if (!attribute.type && !attribute.config.name.empty())
    table.mistake(fmt::format("type is missing; expected one of: {}", fmt::join(kAttributeTypeNames, ", ")));
}

void read_formats(Declared& attribute) {
  TableReader& table = attribute.table;
  std::vector<PlacedText> formats;
  if (!table.read_list("formats", formats)) return;
  if (attribute.type && *attribute.type != AttributeType::birth_date)
    return table.mistake_of("formats", *table.find("formats"), "only attributes of type birth_date have formats");
  for (const PlacedText& format : formats) {
    if (format.text.find('%') == std::string::npos)
      table.mistake_of("formats", *format.node, "expected a date format, as in \"%Y-%m-%d\" or \"%d/%m/%Y\"");
    attribute.config.formats.push_back(format.text);
  }
}

void read_region(Declared& attribute) {
  TableReader& table = attribute.table;
  std::string region;
  if (!table.read("region", region)) return;
  if (attribute.type && *attribute.type != AttributeType::phone && *attribute.type != AttributeType::postcode)
    return table.mistake_of("region", *table.find("region"), "only attributes of type phone or postcode have a region");
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (region.size() != 2 || !is_upper(region[0]) || !is_upper(region[1]))
    return table.mistake_of("region", *table.find("region"),
                            "expected a country as two capital letters, as in \"GB\" or \"US\"");
  attribute.config.region = region;
}

void read_separator(Declared& attribute) {
  TableReader& table = attribute.table;
  attribute.is_separated = table.find("separator") != nullptr;
  std::string separator;
  if (!table.read("separator", separator)) return;
  const auto byte = static_cast<unsigned char>(separator.empty() ? 0 : separator[0]);
  // What stands in words cannot part them.
  const bool in_words = byte < 0x20 || byte >= 0x7f || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z');
  if (separator.size() != 1 || (in_words && byte != '\t'))
    return table.mistake_of("separator", *table.find("separator"),
                            "expected one byte that is no letter, digit or control character, as in \";\" or \"|\"");
  attribute.config.separator = separator[0];
}

void read_transliterate(Declared& attribute) {
  TableReader& table = attribute.table;
  if (!table.read("transliterate", attribute.config.transliterate)) return;
  using enum AttributeType;
  constexpr std::array kWritten = {given_name, surname, full_name, address, city, text};
  if (attribute.type && std::ranges::find(kWritten, *attribute.type) == kWritten.end())
    table.mistake_of("transliterate", *table.find("transliterate"),
                     "only names, addresses, cities and text are written in Latin letters");
}

Declared read_declared(Reading& reading, const toml::table& table, std::size_t number) {
  Declared attribute{{}, {}, {}, TableReader(reading, table, fmt::format("[[attribute]] number {}", number))};
  TableReader& reader = attribute.table;
  std::string name;
  if (reader.find("name") == nullptr) {
    reader.mistake("name is missing; write, for example: name = \"birth_date\"");
  } else if (reader.read("name", name)) {
    if (!is_identifier(name)) {
      reader.mistake_of("name", *reader.find("name"),
                        "expected letters, digits and _, not a digit first, as in \"birth_date\"");
    } else {
      attribute.config.name = name;
      reader.set_context("[[attribute]] " + name);
    }
  }
  read_type(attribute);
  read_formats(attribute);
  read_region(attribute);
  read_separator(attribute);
  read_transliterate(attribute);
  std::vector<PlacedText> dummies;
  reader.read_list("dummies", dummies);
  for (const PlacedText& dummy : dummies) attribute.config.dummies.push_back(dummy.text);
  bool compare = true;
  if (reader.read("compare", compare)) attribute.compare = compare;
  reader.read("conflict", attribute.config.conflict);
  std::size_t lasting = 0;
  if (reader.read_choice("lasting", lasting, kLastingNames)) attribute.config.lasting = static_cast<Lasting>(lasting);
  reader.report_unknown_keys();
  return attribute;
}

/// At the first source that maps the attribute.
void mistaken_column(const SourceColumns& columns, const std::string& attribute, Reading& reading, const Job& job,
                     const std::string& message) {
  for (std::size_t source = 0; source < columns.of_source.size(); ++source)
    for (const NamedColumn& column : columns.of_source[source])
      if (column.attribute == attribute)
        return reading.mistakes.add(
            Mistakes::position_of(column.key->source()),
            fmt::format("[[source]] {}: columns: {}: {}", job.sources[source].name, attribute, message));
}

}  // namespace

std::vector<KnownAttribute> read_attributes(TableReader& root, Reading& reading, const SourceColumns& columns,
                                            Job& job) {
  std::vector<Declared> declared;
  for (const auto* table : root.read_tables("attribute")) {
    Declared attribute = read_declared(reading, *table, declared.size() + 1);
    const bool twice = std::any_of(declared.begin(), declared.end(), [&](const Declared& other) {
      return !other.config.name.empty() && other.config.name == attribute.config.name;
    });
    if (twice) attribute.table.mistake_of("name", *attribute.table.find("name"), "this attribute is declared already");
    declared.push_back(std::move(attribute));
  }

  std::vector<KnownAttribute> known;
  for (const Declared& attribute : declared) {
    job.attributes.push_back(attribute.config);
    known.push_back({attribute.config.name, attribute.type, attribute.is_separated});
  }
  const auto index_of = [&](std::string_view name) {
    return static_cast<std::size_t>(
        std::find_if(known.begin(), known.end(), [&](const KnownAttribute& a) { return a.name == name; }) -
        known.begin());
  };

  // What only sources name, in the order of first appearance: its name must be a type.
  for (std::size_t source = 0; source < columns.of_source.size(); ++source) {
    for (const NamedColumn& column : columns.of_source[source]) {
      const std::size_t index = index_of(column.attribute);
      if (index == known.size()) {
        const auto type = attribute_type_from(column.attribute);
        if (!type) {
          std::vector<std::string_view> names(kAttributeTypeNames.begin(), kAttributeTypeNames.end());
          for (const Declared& attribute : declared) names.emplace_back(attribute.config.name);
          const auto nearest = nearest_name(column.attribute, names);
          const std::string meant = nearest ? fmt::format("did you mean \"{}\"? Else declare", *nearest) : "declare";
          reading.mistakes.add(
              Mistakes::position_of(column.key->source()),
              fmt::format("[[source]] {}: columns: unknown attribute {}; {} it with [[attribute]] name and "
                          "type, or use one of: {}",
                          job.sources[source].name, in_quotes(column.attribute), meant,
                          fmt::join(kAttributeTypeNames, ", ")));
        }
        AttributeConfig attribute;
        attribute.name = column.attribute;
        job.attributes.push_back(attribute);
        // Known from now on even when mistaken, so that one slip is reported once.
        known.push_back({column.attribute, type});
      }
      auto& mappings = job.sources[source].columns;
      known[index].is_array =
          known[index].is_array || std::any_of(mappings.begin(), mappings.end(),
                                               [&](const ColumnMapping& other) { return other.attribute == index; });
      mappings.push_back({static_cast<AttributeIndex>(index), column.column});
    }
  }
  // Where columns could not be read, rules that name usual attributes are not mistaken for that.
  for (std::size_t type = 0; !columns.complete && type < kAttributeTypeNames.size(); ++type) {
    const std::string name(kAttributeTypeNames[type]);
    if (index_of(name) < known.size()) continue;
    AttributeConfig attribute;
    attribute.name = name;
    job.attributes.push_back(attribute);
    known.push_back({name, static_cast<AttributeType>(type)});
  }
  for (SourceConfig& source : job.sources)
    std::stable_sort(source.columns.begin(), source.columns.end(),
                     [](const ColumnMapping& a, const ColumnMapping& b) { return a.attribute < b.attribute; });

  // A full name beside an attribute for its parts only carries them: cleanse splits it.
  const auto is_mapped = [&](std::size_t index) {
    return std::any_of(job.sources.begin(), job.sources.end(), [&](const SourceConfig& source) {
      return std::any_of(source.columns.begin(), source.columns.end(),
                         [&](const ColumnMapping& column) { return column.attribute == index; });
    });
  };
  const auto is_name_part = [&](std::size_t i) {
    return known[i].type == AttributeType::given_name || known[i].type == AttributeType::surname;
  };
  bool has_name_parts = false, maps_full_name = false;
  for (std::size_t i = 0; i < known.size(); ++i) {
    has_name_parts = has_name_parts || is_name_part(i);
    maps_full_name = maps_full_name || (known[i].type == AttributeType::full_name && is_mapped(i));
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    AttributeConfig& attribute = job.attributes[i];
    if (known[i].type) attribute.type = *known[i].type;
    const bool carries = has_name_parts && known[i].type == AttributeType::full_name;
    attribute.is_array = known[i].is_array;
    if (carries && attribute.is_array)
      mistaken_column(
          columns, attribute.name, reading, job,
          "a full name that is split into given name and surname cannot have several values; map one column, "
          "without a separator");
    attribute.compare = i < declared.size() ? declared[i].compare.value_or(!carries) : !carries;
    const bool comes_from_full_name = maps_full_name && is_name_part(i);
    const bool is_first = index_of(attribute.name) == i;
    if (i < declared.size() && columns.complete && is_first && !attribute.name.empty() && !is_mapped(i) &&
        !comes_from_full_name)
      declared[i].table.mistake("no source has this attribute among its columns");
  }
  return known;
}

}  // namespace onefold::config
