// Reads [merge], and `updated_of` of sources.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "config/default_levels.hpp"
#include "config/sections.hpp"
#include "document/nearest_name.hpp"
#include "document/text.hpp"

namespace onefold::config {

namespace {

constexpr std::string_view kDuration = "expected a time, as in \"2 years\", \"6 months\" or \"90 days\"";
constexpr std::uint32_t kMaxDays = 36'500;
constexpr std::uint32_t kMaxHalfLifeDays = 50 * 365;

/// Days of "2 years"; 0 if the text is none. A year has 365 days, and a month a twelfth of them.
std::uint32_t days_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{} || number > kMaxDays) return 0;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (!unit.starts_with(' ')) return 0;
  unit.remove_prefix(1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (unit == "day") return number;
  if (unit == "week") return number * 7;
  if (unit == "month") return number * 365 / 12;
  return unit == "year" ? number * 365 : 0;
}

/// Reads one `[merge]`.
class MergeReader {
 public:
  MergeReader(Reading& reading, const toml::table& table, Job& job)
      : reading_(reading), section_(reading, table, "[merge]"), job_(job), merge_(job.merge) {
    for (const AttributeConfig& attribute : job.attributes) attributes_.emplace_back(attribute.name);
    for (const SourceConfig& source : job.sources) sources_.emplace_back(source.name);
  }

  void read() {
    read_default();
    read_rules();
    read_groups();
    read_source_priority();
    read_trust();
    read_validation();
    section_.read("last_resort", merge_.last_resort);
    read_as_of();
    require_what_rules_need();
    read_decisions(section_, job_);
    read_identity(section_, reading_, job_);
    section_.report_unknown_keys();
  }

 private:
  static std::size_t index_in(const std::vector<std::string_view>& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }

  void read_default() {
    std::size_t rule = 0;
    const bool has_default = section_.read_choice("default", rule, kSurvivorshipNames);
    if (has_default) merge_.fallback = static_cast<SurvivorshipRule>(rule);
    const auto* node = section_.find("default");
    const auto refuse = [&](std::string_view why) {
      section_.mistake_of("default", *node, std::string(why));
      merge_.fallback = SurvivorshipRule::most_recent;
    };
    if (merge_.fallback == SurvivorshipRule::all_elements)
      refuse("\"union\" is for attributes with several values; name them in [merge.rules]");
    else if (merge_.fallback == SurvivorshipRule::any)
      refuse("the rule any needs a value; write NAME = { any = \"N\" } in [merge.rules]");
    else if (merge_.fallback == SurvivorshipRule::min || merge_.fallback == SurvivorshipRule::max)
      refuse("the rules min and max are for numbers and dates; name them in [merge.rules]");
    for (const AttributeConfig& attribute : job_.attributes)
      merge_.rules.push_back(has_default          ? merge_.fallback
                             : attribute.is_array ? SurvivorshipRule::all_elements
                                                  : default_survivorship(attribute.type));
    merge_.any_of.resize(job_.attributes.size());
    is_named_.resize(job_.attributes.size());
  }

  void read_rules() {
    const auto* rules = section_.read_table("rules");
    if (rules == nullptr) return;
    TableReader reader(reading_, *rules, "[merge]: rules");
    for (std::size_t a = 0; a < job_.attributes.size(); ++a) {
      const std::string& name = job_.attributes[a].name;
      const auto* node = reader.find(name);
      if (node == nullptr) continue;
      is_named_[a] = true;
      std::size_t rule = 0;
      if (const auto* table = node->as_table())
        read_any(*table, static_cast<AttributeIndex>(a));
      else if (reader.read_choice(name, rule, kSurvivorshipNames))
        set_rule(reader, *node, static_cast<AttributeIndex>(a), static_cast<SurvivorshipRule>(rule));
    }
    reader.report_unknown_keys();
  }

  void set_rule(TableReader& reader, const toml::node& node, AttributeIndex a, SurvivorshipRule rule) {
    const AttributeConfig& attribute = job_.attributes[a];
    merge_.rules[a] = rule;
    const bool has_order = attribute.type == AttributeType::birth_date || attribute.type == AttributeType::number;
    if (rule == SurvivorshipRule::all_elements && !attribute.is_array)
      reader.mistake_of(attribute.name, node,
                        "\"union\" is for attributes with several values: several columns, or a separator");
    else if (rule == SurvivorshipRule::any)
      reader.mistake_of(attribute.name, node, "the rule any needs a value, as in { any = \"N\" }");
    else if ((rule == SurvivorshipRule::min || rule == SurvivorshipRule::max) && (!has_order || attribute.is_array))
      reader.mistake_of(attribute.name, node,
                        "the rules min and max are for single values of type number or birth_date");
  }

  void read_any(const toml::table& table, AttributeIndex a) {
    const AttributeConfig& attribute = job_.attributes[a];
    TableReader reader(reading_, table, "[merge]: rules: " + attribute.name);
    std::vector<PlacedText> values;
    if (reader.find("any") == nullptr)
      reader.mistake("expected a rule, or { any = \"N\" }");
    else if (reader.read_list("any", values) && values.empty())
      reader.mistake_of("any", *reader.find("any"), "expected at least one value");
    for (const PlacedText& value : values) merge_.any_of[a].push_back(value.text);
    if (attribute.is_array)
      reader.mistake_of("any", *reader.find("any"), "this rule is for attributes with a single value");
    merge_.rules[a] = SurvivorshipRule::any;
    reader.report_unknown_keys();
  }

  /// Attributes that `key` names; notes mistakes.
  std::vector<AttributeIndex> read_attributes_of(TableReader& reader, std::string_view key) {
    std::vector<AttributeIndex> found;
    std::vector<PlacedText> names;
    reader.read_list(key, names);
    for (const PlacedText& name : names) {
      const std::size_t a = index_in(attributes_, name.text);
      if (a == attributes_.size())
        reader.mistake_of(
            key, *name.node,
            fmt::format("unknown attribute {}{}", in_quotes(name.text), suggestion(name.text, attributes_)));
      else if (std::ranges::find(found, a) != found.end())
        reader.mistake_of(key, *name.node, fmt::format("{} occurs twice in the list", name.text));
      else
        found.push_back(static_cast<AttributeIndex>(a));
    }
    return found;
  }

  void read_groups() {
    for (const toml::table* table : section_.read_tables("group")) {
      TableReader reader(reading_, *table, "[[merge.group]]");
      MergeGroup group;
      if (reader.find("attributes") == nullptr)
        reader.mistake("attributes is missing; write, for example: attributes = [\"address\", \"postcode\", \"city\"]");
      group.attributes = read_attributes_of(reader, "attributes");
      group.by = merge_.fallback;
      std::size_t rule = 0;
      if (reader.read_choice("by", rule, kSurvivorshipNames)) group.by = static_cast<SurvivorshipRule>(rule);
      if (group.by == SurvivorshipRule::all_elements || group.by == SurvivorshipRule::any ||
          group.by == SurvivorshipRule::min || group.by == SurvivorshipRule::max)
        reader.mistake_of("by", *reader.find("by"),
                          "a group survives by most_recent, most_frequent, longest, source_priority, first or trust");
      group.require = read_attributes_of(reader, "require");
      for (const AttributeIndex a : group.require)
        if (std::ranges::find(group.attributes, a) == group.attributes.end())
          reader.mistake_of("require", *reader.find("require"), fmt::format("{} is not in the group", attributes_[a]));
      for (const AttributeIndex a : group.attributes) {
        const auto refuse = [&](std::string_view why) {
          reader.mistake_of("attributes", *reader.find("attributes"), fmt::format("{} {}", attributes_[a], why));
        };
        if (merge_.group_of(a)) refuse("is in another group");
        if (is_named_[a]) refuse("has a rule of its own in [merge.rules]");
        if (job_.attributes[a].is_array) refuse("has several values and cannot be in a group");
        merge_.rules[a] = group.by;
      }
      reader.report_unknown_keys();
      if (!group.attributes.empty()) merge_.groups.push_back(std::move(group));
    }
  }

  void read_source_priority() {
    std::vector<bool> placed(sources_.size());
    std::vector<PlacedText> priority;
    section_.read_list("source_priority", priority);
    for (const PlacedText& text : priority) {
      const std::size_t index = index_in(sources_, text.text);
      if (index == sources_.size()) {
        section_.mistake_of("source_priority", *text.node,
                            fmt::format("unknown source {}{}", in_quotes(text.text), suggestion(text.text, sources_)));
      } else if (placed[index]) {
        section_.mistake_of("source_priority", *text.node, fmt::format("{} occurs twice in the list", text.text));
      } else {
        placed[index] = true;
        merge_.source_priority.push_back(static_cast<std::uint32_t>(index));
      }
    }
  }

  bool read_points(TableReader& reader, std::string_view key, std::int32_t& thousandths) {
    const auto* node = reader.find(key);
    if (node == nullptr) return false;
    double points = -1;
    if (const auto* integer = node->as_integer()) points = static_cast<double>(integer->get());
    if (const auto* number = node->as_floating_point()) points = number->get();
    if (!(points >= 0 && points <= 100)) {
      reader.mistake_of(key, *node, "expected a number from 0 to 100");
      return false;
    }
    thousandths = static_cast<std::int32_t>(std::lround(points * 1000));
    return true;
  }

  void read_trust_keys(TableReader& reader, TrustConfig& trust) {
    const bool has_max = read_points(reader, "max", trust.max);
    if (!read_points(reader, "min", trust.min) && has_max) trust.min = std::min(trust.min, trust.max);
    if (trust.min > trust.max) reader.mistake("expected min of at most max; max is 50 where it is not given");
    const auto decay = [&](std::string_view key, Decay kind, std::uint32_t longest) {
      std::string text;
      if (!reader.read(key, text)) return;
      const std::uint32_t days = days_of(text);
      if (days == 0 || days > longest)
        return reader.mistake_of(key, *reader.find(key),
                                 fmt::format("{}, of at most {} years", kDuration, longest / 365));
      trust.decay = kind;
      trust.period_days = days;
    };
    if (reader.find("half_life") != nullptr && reader.find("linear") != nullptr)
      reader.mistake_of("linear", *reader.find("linear"), "expected half_life or linear, not both");
    decay("half_life", Decay::half_life, kMaxHalfLifeDays);
    decay("linear", Decay::linear, kMaxDays);
  }

  SourceTrust read_source_trust(const toml::table& table, const std::string& context) {
    SourceTrust trust;
    TableReader reader(reading_, table, context);
    read_trust_keys(reader, trust.general.emplace());
    for (std::size_t a = 0; a < attributes_.size(); ++a) {
      const auto* own = reader.read_table(attributes_[a]);
      if (own == nullptr) continue;
      TableReader own_reader(reading_, *own, fmt::format("{}: {}", context, attributes_[a]));
      auto& config = trust.attributes[static_cast<AttributeIndex>(a)];
      config = *trust.general;
      read_trust_keys(own_reader, config);
      own_reader.report_unknown_keys();
    }
    reader.report_unknown_keys();
    return trust;
  }

  void read_trust() {
    merge_.trust.resize(sources_.size());
    const auto* table = section_.read_table("trust");
    if (table == nullptr) return;
    TableReader reader(reading_, *table, "[merge.trust]");
    SourceTrust fallback;
    if (const auto* general = reader.read_table("default"))
      fallback = read_source_trust(*general, "[merge.trust]: default");
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const auto* own = reader.read_table(sources_[s]);
      merge_.trust[s] =
          own == nullptr ? fallback : read_source_trust(*own, fmt::format("[merge.trust]: {}", sources_[s]));
    }
    reader.report_unknown_keys();
    if (!merge_.uses_trust()) section_.mistake(*section_.find("trust"), "trust: no attribute has the rule \"trust\"");
  }

  bool read_defect(TableReader& reader, ValidationRule& rule) {
    std::string text;
    constexpr std::string_view expected = "expected \"not valid\", \"dummy\", \"length < 3\" or \"future date\"";
    if (reader.find("when") == nullptr) return reader.mistake(fmt::format("when is missing; {}", expected)), false;
    if (!reader.read("when", text)) return false;
    constexpr std::string_view kLength = "length < ";
    if (text == "not valid") return rule.when = Defect::not_valid, true;
    if (text == "dummy") return rule.when = Defect::dummy, true;
    if (text == "future date") return rule.when = Defect::future_date, true;
    const char* const end = text.data() + text.size();
    if (text.starts_with(kLength)) {
      const auto read = std::from_chars(text.data() + kLength.size(), end, rule.length);
      if (read.ec == std::errc{} && read.ptr == end && rule.length > 0) return rule.when = Defect::length, true;
    }
    reader.mistake_of("when", *reader.find("when"), fmt::format("{}; found {}", expected, in_quotes(text)));
    return false;
  }

  void read_validation() {
    for (const toml::table* table : section_.read_tables("validation")) {
      TableReader reader(reading_, *table, "[[merge.validation]]");
      ValidationRule rule;
      if (reader.find("attributes") == nullptr)
        reader.mistake("attributes is missing; write, for example: attributes = [\"email\"]");
      rule.attributes = read_attributes_of(reader, "attributes");
      const bool has_defect = read_defect(reader, rule);
      std::int32_t downgrade = 0;
      if (reader.find("downgrade") == nullptr)
        reader.mistake("downgrade is missing; write, for example: downgrade = 50");
      else
        read_points(reader, "downgrade", downgrade);
      rule.downgrade = static_cast<std::uint32_t>(downgrade / 100);
      reader.read("keep_minimum", rule.keep_minimum);
      for (const AttributeIndex a : rule.attributes) {
        if (merge_.rules[a] != SurvivorshipRule::trust)
          reader.mistake_of("attributes", *reader.find("attributes"),
                            fmt::format("{} does not survive by trust", attributes_[a]));
        if (has_defect && rule.when == Defect::future_date && job_.attributes[a].type != AttributeType::birth_date)
          reader.mistake_of("when", *reader.find("when"), fmt::format("{} is no birth_date", attributes_[a]));
      }
      reader.report_unknown_keys();
      merge_.validation.push_back(std::move(rule));
    }
  }

  void read_as_of() {
    const auto* node = section_.find("as_of");
    if (node == nullptr) return;
    using namespace std::chrono;
    const auto refuse = [&] { section_.mistake_of("as_of", *node, "expected a date, as in \"2026-11-30\""); };
    int y = 0, m = 0, d = 0;
    if (const auto* date = node->as_date()) {
      y = date->get().year, m = date->get().month, d = date->get().day;
    } else if (const auto* text = node->as_string()) {
      const std::string& value = text->get();
      const auto number = [&](std::size_t at, std::size_t size, int& out) {
        const char* const end = value.data() + at + size;
        return std::from_chars(value.data() + at, end, out).ptr == end;
      };
      if (value.size() != 10 || value[4] != '-' || value[7] != '-' || !number(0, 4, y) || !number(5, 2, m) ||
          !number(8, 2, d))
        return refuse();
    } else {
      return refuse();
    }
    const year_month_day date(year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d)));
    if (!date.ok() || y < 1) return refuse();
    merge_.as_of = sys_days(date).time_since_epoch().count();
  }

  /// Rules that read a table of the job need that table.
  void require_what_rules_need() {
    const auto uses = [&](SurvivorshipRule rule) {
      return std::ranges::find(merge_.rules, rule) != merge_.rules.end();
    };
    if (uses(SurvivorshipRule::source_priority) && section_.find("source_priority") == nullptr && sources_.size() > 1)
      section_.mistake(
          "source_priority is missing, and a rule of this name reads it; write, for example: "
          "source_priority = [\"crm\", \"webshop\"]");
    if (!merge_.uses_trust()) return;
    std::string missing;
    for (std::size_t s = 0; s < sources_.size(); ++s)
      if (!merge_.trust[s].general) missing += (missing.empty() ? "" : ", ") + std::string(sources_[s]);
    if (!missing.empty() && (section_.find("trust") == nullptr || section_.find("trust")->is_table()))
      section_.mistake(
          fmt::format("the rule \"trust\" needs the trust in each source, and [merge.trust] does not name {}; "
                      "write, for example: default = {{ max = 50 }}",
                      missing));
  }

  Reading& reading_;
  TableReader section_;
  Job& job_;
  MergeConfig& merge_;
  std::vector<std::string_view> attributes_;
  std::vector<std::string_view> sources_;
  std::vector<bool> is_named_;  ///< [attribute] in [merge.rules]
};

}  // namespace

void read_merge(TableReader& root, Reading& reading, Job& job) {
  const toml::table nothing;
  const auto* table = root.read_table("merge");
  MergeReader(reading, table == nullptr ? nothing : *table, job).read();
}

bool has_updated_of(const Job& job, AttributeIndex attribute) {
  return std::ranges::any_of(job.sources, [&](const SourceConfig& source) {
    return std::ranges::find(source.updated_of, attribute, &UpdatedColumn::attribute) != source.updated_of.end();
  });
}

void read_updated_of(TableReader& table, Reading& reading, bool has_names, NamedColumns& columns) {
  const auto* node = table.read_table("updated_of");
  if (node == nullptr) return;
  TableReader reader(reading, *node, table.context() + ": updated_of");
  for (const auto& [key, value] : *node) {
    NamedColumn& column = columns.emplace_back(NamedColumn{std::string(key.str()), {}, &key});
    column.has_mistake = !read_column_name(reader, key.str(), value, has_names, column.from.column);
  }
}

void settle_updated_of(Reading& reading, const SourceColumns& columns, const std::vector<KnownAttribute>& attributes,
                       Job& job) {
  for (std::size_t s = 0; s < columns.updated_of_source.size(); ++s) {
    SourceConfig& source = job.sources[s];
    for (const NamedColumn& column : columns.updated_of_source[s]) {
      const auto found = std::ranges::find(attributes, column.attribute, &KnownAttribute::name);
      const auto a = static_cast<AttributeIndex>(found - attributes.begin());
      const auto mistake = [&](std::string_view message) {
        reading.mistakes.add(
            Mistakes::position_of(column.key->source()),
            fmt::format("[[source]] {}: updated_of: {}: {}", source.name, printable(column.attribute, 60), message));
      };
      if (found == attributes.end())
        mistake("no attribute has this name");
      else if (!source.columns.empty() &&
               std::ranges::find(source.columns, a, &ColumnMapping::attribute) == source.columns.end())
        mistake("the source does not have this attribute among its columns");
      else if (!column.has_mistake)
        source.updated_of.push_back({a, column.from.column});
    }
    std::ranges::sort(source.updated_of, {}, &UpdatedColumn::attribute);
  }
}

}  // namespace onefold::config
