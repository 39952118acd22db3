// Reads [[attribute]], and the attributes that sources name without a declaration.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"
#include "document/text.hpp"

namespace onefold::config {

namespace {

/// A declared attribute. Its type is unknown if the declaration has a mistake.
struct Declared {
  AttributeConfig config;
  std::optional<AttributeType> type;
  std::optional<bool> compare;
  TableReader table;
  bool is_separated = false;  // also when the separator itself is a mistake
};

void read_type(Declared& attribute) {
  TableReader& table = attribute.table;
  std::size_t type = 0;
  if (table.find("type") != nullptr) {
    if (table.read_choice("type", type, kAttributeTypeNames)) attribute.type = static_cast<AttributeType>(type);
    return;
  }
  // By default the name is the type, as for attributes without a declaration.
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
  require_directives(table, formats);
  for (const PlacedText& format : formats) attribute.config.formats.push_back(format.text);
}

void read_pivot(Declared& attribute) {
  TableReader& table = attribute.table;
  if (table.read("pivot", attribute.config.pivot, 1900, 2200) && attribute.type &&
      *attribute.type != AttributeType::birth_date)
    table.mistake_of("pivot", *table.find("pivot"), "only attributes of type birth_date have a pivot");
}

void read_decimal(Declared& attribute) {
  TableReader& table = attribute.table;
  if (read_decimal_key(table, attribute.config.decimal) && attribute.type && *attribute.type != AttributeType::number)
    table.mistake_of("decimal", *table.find("decimal"), "only attributes of type number have a decimal mark");
}

void read_region(Declared& attribute) {
  TableReader& table = attribute.table;
  if (read_region_key(table, attribute.config.region) && attribute.type && *attribute.type != AttributeType::phone &&
      *attribute.type != AttributeType::postcode)
    table.mistake_of("region", *table.find("region"), "only attributes of type phone or postcode have a region");
}

void read_separator(Declared& attribute) {
  TableReader& table = attribute.table;
  attribute.is_separated = table.find("separator") != nullptr;
  std::string separator;
  if (!table.read("separator", separator)) return;
  const auto byte = static_cast<unsigned char>(separator.empty() ? 0 : separator[0]);
  // A byte that occurs in words cannot separate them.
  const bool in_words = byte < 0x20 || byte >= 0x7f || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z');
  if (separator.size() != 1 || (in_words && byte != '\t'))
    return table.mistake_of("separator", *table.find("separator"),
                            "expected one byte that is no letter, digit or control character, as in \";\" or \"|\"");
  attribute.config.separator = separator[0];
}

/// For sources whose columns hold several values by themselves, as those of NDJSON do.
void read_array(Declared& attribute) {
  if (!attribute.table.read("array", attribute.config.is_declared_array)) return;
  attribute.is_separated = attribute.is_separated || attribute.config.is_declared_array;
}

void read_transliterate(Declared& attribute) {
  TableReader& table = attribute.table;
  if (!table.read("transliterate", attribute.config.transliterate)) return;
  using enum AttributeType;
  constexpr std::array kWritten = {given_name, surname, full_name, address, city, text, organisation};
  if (attribute.type && std::ranges::find(kWritten, *attribute.type) == kWritten.end())
    table.mistake_of("transliterate", *table.find("transliterate"),
                     "only names, addresses, cities, organisations and text are written in Latin letters");
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
  read_pivot(attribute);
  read_decimal(attribute);
  read_region(attribute);
  read_separator(attribute);
  read_array(attribute);
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

/// Notes a mistake at the first source that maps the attribute.
void mistaken_column(const SourceColumns& columns, const std::string& attribute, Reading& reading, const Job& job,
                     const std::string& message) {
  for (std::size_t source = 0; source < columns.of_source.size(); ++source)
    for (const NamedColumn& column : columns.of_source[source])
      if (column.attribute == attribute)
        return reading.mistakes.add(
            Mistakes::position_of(column.key->source()),
            fmt::format("[[source]] {}: columns: {}: {}", job.sources[source].name, attribute, message));
}

/// Collects the attributes of a job step by step.
class AttributeCollector {
 public:
  AttributeCollector(Reading& reading, const SourceColumns& columns, Job& job)
      : reading_(reading), columns_(columns), job_(job) {}

  void add_declared(const std::vector<const toml::table*>& tables) {
    for (const auto* table : tables) {
      Declared attribute = read_declared(reading_, *table, declared_.size() + 1);
      const bool twice = std::any_of(declared_.begin(), declared_.end(), [&](const Declared& other) {
        return !other.config.name.empty() && other.config.name == attribute.config.name;
      });
      if (twice)
        attribute.table.mistake_of("name", *attribute.table.find("name"), "this attribute is declared already");
      declared_.push_back(std::move(attribute));
    }
    for (const Declared& attribute : declared_) {
      job_.attributes.push_back(attribute.config);
      known_.push_back({attribute.config.name, attribute.type, attribute.is_separated});
    }
  }

  /// Maps the columns of the sources, and adds attributes that only sources name, in the order of first appearance. The
  /// name of such an attribute must be a type.
  void add_columns() {
    for (std::size_t source = 0; source < columns_.of_source.size(); ++source)
      for (const NamedColumn& column : columns_.of_source[source]) {
        const std::size_t index = index_of(column.attribute);
        if (index == known_.size()) {
          const auto type = attribute_type_from(column.attribute);
          if (!type) note_unknown(source, column);
          // Known from now on, even if it is a mistake, so that each mistake is reported only once.
          add(column.attribute, type);
        }
        auto& mappings = job_.sources[source].columns;
        known_[index].is_array = known_[index].is_array || maps(job_.sources[source], index);
        mappings.push_back({static_cast<AttributeIndex>(index), column.from});
        if (!column.has_mistake) choose_part(source, column, known_[index], mappings.back().from);
      }
    // If columns could not be read, attributes named like a type may be among them, so rules may name those.
    for (std::size_t type = 0; !columns_.complete && type < kAttributeTypeNames.size(); ++type) {
      const std::string name(kAttributeTypeNames[type]);
      if (index_of(name) == known_.size()) add(name, static_cast<AttributeType>(type));
    }
    for (SourceConfig& source : job_.sources) sort_columns(source);
  }

  /// Sources that write an address in one line, and have no column for the parts that other sources have, get them
  /// from that line.
  void add_parts_of_addresses() {
    for (SourceConfig& source : job_.sources) {
      const auto line = std::ranges::find_if(source.columns, [&](const ColumnMapping& mapping) {
        return known_[mapping.attribute].type == AttributeType::address;
      });
      if (line == source.columns.end() || known_[line->attribute].is_array || !line->from.pattern.empty() ||
          line->from.value || (line->from.split != Split::none && line->from.part != SplitPart::street))
        continue;
      ColumnExpression from = line->from;
      from.split = Split::address;
      for (std::size_t a = 0; a < known_.size(); ++a) {
        const auto part = part_of_address(a);
        if (!part || maps(source, a) || !is_mapped(a)) continue;
        from.part = *part;
        source.columns.push_back({static_cast<AttributeIndex>(a), from});
      }
      sort_columns(source);
    }
  }

  /// Completes what depends on all attributes, and notes those that no source supplies.
  std::vector<KnownAttribute> finish() {
    // A full name next to attributes for its parts is not compared: cleanse splits it into those.
    bool has_name_parts = false, maps_full_name = false;
    for (std::size_t i = 0; i < known_.size(); ++i) {
      has_name_parts = has_name_parts || is_name_part(i);
      maps_full_name = maps_full_name || (known_[i].type == AttributeType::full_name && is_mapped(i));
    }
    for (std::size_t i = 0; i < known_.size(); ++i) {
      AttributeConfig& attribute = job_.attributes[i];
      if (known_[i].type) attribute.type = *known_[i].type;
      const bool is_split = has_name_parts && known_[i].type == AttributeType::full_name;
      attribute.is_array = known_[i].is_array;
      if (is_split && attribute.is_array)
        mistaken_column(
            columns_, attribute.name, reading_, job_,
            "a full name that is split into given name and surname cannot have several values; map one column, "
            "without a separator");
      const bool is_declared = i < declared_.size();
      attribute.compare = is_declared ? declared_[i].compare.value_or(!is_split) : !is_split;
      const bool comes_from_full_name = maps_full_name && is_part_of_full_name(i);
      const bool is_first = index_of(attribute.name) == i;
      if (is_declared && columns_.complete && is_first && !attribute.name.empty() && !is_mapped(i) &&
          !comes_from_full_name)
        declared_[i].table.mistake("no source has this attribute among its columns");
    }
    return std::move(known_);
  }

 private:
  /// Position in `known_`; the size of `known_` if the name is unknown.
  [[nodiscard]] std::size_t index_of(std::string_view name) const {
    return static_cast<std::size_t>(
        std::find_if(known_.begin(), known_.end(), [&](const KnownAttribute& a) { return a.name == name; }) -
        known_.begin());
  }
  static void sort_columns(SourceConfig& source) {
    std::stable_sort(source.columns.begin(), source.columns.end(),
                     [](const ColumnMapping& a, const ColumnMapping& b) { return a.attribute < b.attribute; });
  }
  /// Sets the part of each text that is split, and notes a mistake if it is unknown.
  void choose_part(std::size_t source, const NamedColumn& column, const KnownAttribute& attribute,
                   ColumnExpression& from) {
    for (ColumnExpression& part : from.joined) choose_part(source, column, attribute, part);
    if (from.split == Split::none || from.part != SplitPart::whole) return;
    if (const auto part = part_of(from.split, attribute.type, attribute.name))
      from.part = *part;
    else if (attribute.type)
      reading_.mistakes.add(
          Mistakes::position_of(column.key->source()),
          fmt::format("[[source]] {}: columns: {}: neither its name nor its type says which part of the text it gets; "
                      "add part to the column, one of: {}",
                      job_.sources[source].name, column.attribute, parts_of(from.split)));
  }
  static std::string parts_of(Split split) {
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < std::size(kPartNames); ++i)
      if (has_part(split, static_cast<SplitPart>(i + 1))) parts.push_back(kPartNames[i]);
    return fmt::format("{}", fmt::join(parts, ", "));
  }
  /// The part of an address in one line that the attribute gets from sources without a column for it.
  [[nodiscard]] std::optional<SplitPart> part_of_address(std::size_t i) const {
    const KnownAttribute& attribute = known_[i];
    if (index_of(attribute.name) != i || attribute.is_array) return std::nullopt;
    if (attribute.name == "house_number") return SplitPart::house_number;
    // A birth place is a city too: only an attribute with the name of the part, or the first of the type without one.
    if (attribute.type == AttributeType::postcode && is_named_or_alone(i, "postcode")) return SplitPart::postcode;
    if (attribute.type == AttributeType::city && is_named_or_alone(i, "city")) return SplitPart::city;
    return std::nullopt;
  }
  [[nodiscard]] bool is_named_or_alone(std::size_t i, std::string_view name) const {
    return known_[i].name == name || (std::ranges::count(known_, known_[i].type, &KnownAttribute::type) == 1 &&
                                      known_[i].name.find("birth") == std::string::npos);
  }
  static bool maps(const SourceConfig& source, std::size_t index) {
    return std::any_of(source.columns.begin(), source.columns.end(),
                       [&](const ColumnMapping& column) { return column.attribute == index; });
  }
  [[nodiscard]] bool is_mapped(std::size_t index) const {
    return std::any_of(job_.sources.begin(), job_.sources.end(),
                       [&](const SourceConfig& source) { return maps(source, index); });
  }
  [[nodiscard]] bool is_name_part(std::size_t i) const {
    return known_[i].type == AttributeType::given_name || known_[i].type == AttributeType::surname;
  }
  /// Whether sources that have a full name but not this attribute get it from the full name.
  [[nodiscard]] bool is_part_of_full_name(std::size_t i) const {
    const std::string& name = known_[i].name;
    return is_name_part(i) || known_[i].type == AttributeType::organisation || name == "suffix" || name == "title" ||
           name == "middle_initial";
  }
  void add(const std::string& name, std::optional<AttributeType> type) {
    AttributeConfig attribute;
    attribute.name = name;
    job_.attributes.push_back(attribute);
    known_.push_back({name, type});
  }
  void note_unknown(std::size_t source, const NamedColumn& column) {
    std::vector<std::string_view> names(kAttributeTypeNames.begin(), kAttributeTypeNames.end());
    for (const Declared& attribute : declared_) names.emplace_back(attribute.config.name);
    const auto nearest = nearest_name(column.attribute, names);
    const std::string meant = nearest ? fmt::format("did you mean \"{}\"? Otherwise declare", *nearest) : "declare";
    reading_.mistakes.add(Mistakes::position_of(column.key->source()),
                          fmt::format("[[source]] {}: columns: unknown attribute {}; {} it with [[attribute]] name and "
                                      "type, or use one of: {}",
                                      job_.sources[source].name, in_quotes(column.attribute), meant,
                                      fmt::join(kAttributeTypeNames, ", ")));
  }

  Reading& reading_;
  const SourceColumns& columns_;
  Job& job_;
  std::vector<Declared> declared_;
  std::vector<KnownAttribute> known_;
};

}  // namespace

std::vector<KnownAttribute> read_attributes(TableReader& root, Reading& reading, const SourceColumns& columns,
                                            Job& job) {
  AttributeCollector collector(reading, columns, job);
  collector.add_declared(root.read_tables("attribute"));
  collector.add_columns();
  collector.add_parts_of_addresses();
  return collector.finish();
}

}  // namespace onefold::config
