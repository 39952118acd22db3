// Reads how sources write values (`formats`, `decimal`, `region` of [[source]]), and [reading].
#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

/// In `formats` and `max_unreadable`, this name means the column `updated` of the sources, which is no attribute.
constexpr std::string_view kUpdated = "updated";
constexpr std::string_view kDefault = "default";

[[nodiscard]] std::size_t index_of(const std::vector<KnownAttribute>& attributes, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(attributes, name, &KnownAttribute::name) - attributes.begin());
}

/// "did you mean", among the attributes and what else may stand in the table.
std::string help_with(std::string_view name, const std::vector<KnownAttribute>& attributes,
                      std::initializer_list<std::string_view> others) {
  std::vector<std::string_view> names(others);
  for (const KnownAttribute& attribute : attributes) names.emplace_back(attribute.name);
  return suggestion(name, names);
}

/// A share from 0 to 1, both allowed.
bool read_share(TableReader& table, std::string_view key, double& share) {
  const auto* node = table.find(key);
  if (node == nullptr) return false;
  const auto number = node->is_number() ? node->value<double>() : std::nullopt;
  // Written so that NaN is refused too.
  if (!number || !(*number >= 0 && *number <= 1)) {
    table.mistake_of(key, *node,
                     fmt::format("expected a share from 0 to 1, as in 0.2; found {}",
                                 number ? std::to_string(*number) : std::string(kind_of(*node))));
    return false;
  }
  share = *number;
  return true;
}

}  // namespace

bool read_region_key(TableReader& table, std::string& region) {
  std::string text;
  if (!table.read("region", text)) return false;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() != 2 || !is_upper(text[0]) || !is_upper(text[1])) {
    table.mistake_of("region", *table.find("region"),
                     "expected a country as two capital letters, as in \"GB\" or \"US\"");
    return false;
  }
  region = text;
  return true;
}

bool read_decimal_key(TableReader& table, char& decimal) {
  std::string text;
  if (!table.read("decimal", text)) return false;
  if (text != "." && text != ",") {
    table.mistake_of("decimal", *table.find("decimal"), "expected the decimal mark of numbers, \".\" or \",\"");
    return false;
  }
  decimal = text[0];
  return true;
}

void require_directives(TableReader& table, const std::vector<PlacedText>& formats) {
  for (const PlacedText& format : formats)
    if (format.text.find('%') == std::string::npos)
      table.mistake_of("formats", *format.node, "expected a date format, as in \"%Y-%m-%d\" or \"%d/%m/%Y\"");
}

std::vector<NamedFormats> read_writing(TableReader& table, Reading& reading, SourceConfig& source) {
  read_region_key(table, source.writing.region);
  read_decimal_key(table, source.writing.decimal);

  std::vector<NamedFormats> named;
  const auto* node = table.find("formats");
  if (node == nullptr) return named;
  const auto* formats = node->as_table();
  if (formats == nullptr) {
    table.mistake_of("formats", *node,
                     fmt::format("expected a table, found {}; write, for example: formats = {{ birth_date = "
                                 "[\"%d.%m.%Y\"] }}",
                                 kind_of(*node)));
    return named;
  }
  TableReader each(reading, *formats, table.context() + ": formats");
  for (const auto& [key, value] : *formats) {
    std::vector<PlacedText> list;
    if (!each.read_list(key.str(), list)) continue;
    if (list.empty()) each.mistake_of(key.str(), value, "expected at least one format, as in \"%d.%m.%Y\"");
    require_directives(each, list);
    NamedFormats of{std::string(key.str()), {}, &key};
    for (const PlacedText& format : list) of.formats.push_back(format.text);
    if (key.str() == kUpdated && !source.updated.empty())
      source.writing.updated_formats = of.formats;
    else
      named.push_back(std::move(of));
  }
  return named;
}

void settle_formats(Reading& reading, const SourceColumns& columns, const std::vector<KnownAttribute>& attributes,
                    Job& job) {
  for (std::size_t s = 0; s < columns.formats_of_source.size(); ++s) {
    SourceConfig& source = job.sources[s];
    const auto mistake = [&](const NamedFormats& formats, const std::string& message) {
      reading.mistakes.add(
          Mistakes::position_of(formats.key->source()),
          fmt::format("[[source]] {}: formats: {}: {}", source.name, printable(formats.attribute, 60), message));
    };
    for (const NamedFormats& formats : columns.formats_of_source[s]) {
      const std::size_t a = index_of(attributes, formats.attribute);
      const bool is_mapped =
          std::ranges::any_of(source.columns, [&](const ColumnMapping& column) { return column.attribute == a; });
      if (a == attributes.size() && formats.attribute == kUpdated)
        mistake(formats, "the source has no column updated");
      else if (a == attributes.size())
        mistake(formats, "no attribute has this name" + help_with(formats.attribute, attributes, {kUpdated}));
      else if (attributes[a].type && *attributes[a].type != AttributeType::birth_date)
        mistake(formats, "only attributes of type birth_date have formats");
      else if (!is_mapped && !source.columns.empty())
        mistake(formats, "the source does not have this attribute among its columns");
      else
        source.writing.formats.push_back({static_cast<AttributeIndex>(a), formats.formats});
    }
    // A TOML table has no order.
    std::ranges::sort(source.writing.formats, {}, &AttributeFormats::attribute);
  }
}

void read_reading(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job) {
  ReadingConfig& limits = job.reading;
  limits.max_unreadable_of.assign(job.attributes.size(), limits.max_unreadable);
  const auto* table = root.read_table("reading");
  if (table == nullptr) return;
  TableReader section(reading, *table, "[reading]");
  const auto* node = section.find("max_unreadable");
  if (node != nullptr && node->is_table()) {
    TableReader each(reading, *node->as_table(), "[reading] max_unreadable");
    read_share(each, kDefault, limits.max_unreadable);
    limits.max_unreadable_of.assign(job.attributes.size(), limits.max_unreadable);
    limits.max_unreadable_updated = limits.max_unreadable;
    for (const auto& [key, value] : *node->as_table()) {
      if (key.str() == kDefault) continue;
      const std::size_t a = index_of(attributes, key.str());
      double share = limits.max_unreadable;
      if (a == attributes.size() && key.str() != kUpdated)
        each.mistake_of(printable(key.str(), 60), value,
                        "no attribute has this name" + help_with(key.str(), attributes, {kUpdated, kDefault}));
      if (!read_share(each, key.str(), share)) continue;
      if (a < limits.max_unreadable_of.size()) limits.max_unreadable_of[a] = share;
      if (key.str() == kUpdated) limits.max_unreadable_updated = share;
    }
  } else if (read_share(section, "max_unreadable", limits.max_unreadable)) {
    limits.max_unreadable_of.assign(job.attributes.size(), limits.max_unreadable);
    limits.max_unreadable_updated = limits.max_unreadable;
  }
  section.report_unknown_keys();
}

AttributeConfig attribute_of(const Job& job, std::uint32_t source, AttributeIndex attribute) {
  AttributeConfig config = job.attributes[attribute];
  const WritingConfig& writing = job.sources[source].writing;
  for (const AttributeFormats& of : writing.formats)
    if (of.attribute == attribute) config.formats = of.formats;
  if (writing.decimal != '\0' && config.type == AttributeType::number) config.decimal = writing.decimal;
  const bool has_region = config.type == AttributeType::phone || config.type == AttributeType::postcode;
  if (!writing.region.empty() && has_region) config.region = writing.region;
  return config;
}

}  // namespace onefold::config
