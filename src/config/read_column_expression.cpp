// Reads what an attribute gets from a row: { column = "ADDRESS", pattern = '(\d{5})' }, { join = ["A", "B"], with = " "
// }, { column = "NAME", split = "surname_first" }, { value = "DE" }, or a list of them.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/regex.h>

#include <algorithm>

#include "config/sections.hpp"
#include "document/nearest_name.hpp"
#include "document/text.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kMaxPatternOfColumn = 500;
constexpr std::size_t kMaxJoiningBytes = 16;
constexpr std::size_t kMaxConstantBytes = 1000;
constexpr std::string_view kForms =
    "expected column, join or value, as in { column = \"ADDRESS\", pattern = '(\\d{5})' }, { join = [\"STREET\", "
    "\"CITY\"], with = \", \" } or { value = \"DE\" }";

bool has_control(std::string_view text) {
  return std::ranges::any_of(text,
                             [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

/// Reads the expressions of one attribute of a source.
class ExpressionReader {
 public:
  ExpressionReader(Reading& reading, TableReader& source, std::string name, bool has_names)
      : reading_(reading), source_(source), name_(std::move(name)), has_names_(has_names) {}

  bool read(const toml::node& node, bool may_join, ColumnExpression& from) {
    const auto* table = node.as_table();
    if (table == nullptr) return read_column_name(source_, name_, node, has_names_, from.column);
    TableReader reader(reading_, *table, source_.context() + ": " + name_);
    const bool good = read_table(reader, may_join, from);
    reader.report_unknown_keys();
    return good;
  }

  /// Reads a list; `read_one` is called with each element and returns false for a mistake.
  bool read_list(const toml::array& list, bool may_join, std::vector<ColumnExpression>& all) {
    bool good = true;
    for (const auto& element : list) {
      ColumnExpression from;
      if (!read(element, may_join, from)) {
        good = false;
        continue;
      }
      if (std::ranges::find(all, from) != all.end()) {
        source_.mistake_of(name_, element,
                           from.is_plain() ? fmt::format("{} occurs twice in the list", in_quotes(from.column))
                                           : std::string("the same value occurs twice in the list"));
        good = false;
        continue;
      }
      all.push_back(std::move(from));
    }
    return good;
  }

 private:
  bool read_table(TableReader& table, bool may_join, ColumnExpression& from) {
    const auto* column = table.find("column");
    const auto* joined = table.find("join");
    const auto* value = table.find("value");
    const int num_forms = (column != nullptr) + (joined != nullptr) + (value != nullptr);
    if (num_forms != 1) {
      for (const auto* key : {"with", "pattern", "split", "part"}) (void)table.find(key);
      table.mistake(std::string(kForms) + (num_forms > 1 ? "; found two of them" : ""));
      return false;
    }
    if (value != nullptr) return read_constant(table, *value, from);
    bool good = true;
    if (column != nullptr)
      good = read_column_name(table, "column", *column, has_names_, from.column);
    else
      good = read_joined(table, *joined, may_join, from);
    good &= read_pattern(table, from);
    good &= read_with(table, from);
    return good & read_split(table, from);
  }

  static bool read_constant(TableReader& table, const toml::node& node, ColumnExpression& from) {
    const auto* text = node.as_string();
    if (text == nullptr || text->get().empty() || text->get().size() > kMaxConstantBytes || has_control(text->get())) {
      table.mistake_of("value", node,
                       fmt::format("expected a text of 1 to {} bytes without line breaks, that every record gets",
                                   kMaxConstantBytes));
      return false;
    }
    from.value = text->get();
    return true;
  }

  bool read_joined(TableReader& table, const toml::node& node, bool may_join, ColumnExpression& from) {
    if (!may_join) {
      table.mistake_of("join", node, "a value that is joined cannot be joined again");
      return false;
    }
    const auto* list = node.as_array();
    if (list == nullptr || list->size() < 2) {
      table.mistake("expected two or more columns: { join = [\"LATITUDE\", \"LONGITUDE\"], with = \", \" }");
      return false;
    }
    return read_list(*list, false, from.joined);
  }

  static bool read_with(TableReader& table, ColumnExpression& from) {
    if (table.find("with") == nullptr) return true;
    if (!table.read("with", from.with)) return false;
    if (from.joined.empty() && from.pattern.empty()) {
      table.mistake_of("with", *table.find("with"), "stands between columns that are joined, or groups of a pattern");
      return false;
    }
    if (!has_control(from.with) && from.with.size() <= kMaxJoiningBytes) return true;
    table.mistake_of("with", *table.find("with"),
                     fmt::format("expected up to {} bytes without line breaks or other control characters, as in "
                                 "\", \"",
                                 kMaxJoiningBytes));
    return false;
  }

  static bool read_pattern(TableReader& table, ColumnExpression& from) {
    const auto* node = table.find("pattern");
    if (node == nullptr) return true;
    const auto* text = node->as_string();
    if (text == nullptr || text->get().empty() || text->get().size() > kMaxPatternOfColumn) {
      table.mistake_of("pattern", *node,
                       fmt::format("expected a regular expression of 1 to {} bytes, as in '(\\d{{5}})'; found {}",
                                   kMaxPatternOfColumn, kind_of(*node)));
      return false;
    }
    UErrorCode status = U_ZERO_ERROR;
    UParseError place{};
    const std::unique_ptr<icu::RegexPattern> compiled(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(text->get()), place, status));
    if (U_FAILURE(status)) {
      table.mistake(PlacedText{text->get(), node}, offset_of(text->get(), place.offset),
                    fmt::format("pattern: not a regular expression of ICU ({}); write backslashes in single quotes: "
                                "'(\\d{{5}})'",
                                u_errorName(status)));
      return false;
    }
    from.pattern = text->get();
    return true;
  }

  /// The byte of a position that ICU counts in UTF-16.
  static std::size_t offset_of(std::string_view text, std::int32_t position) {
    std::string before;
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())))
        .tempSubString(0, std::max(0, position - 1))
        .toUTF8String(before);
    return std::min(before.size(), text.size());
  }

  static bool read_split(TableReader& table, ColumnExpression& from) {
    std::size_t split = 0;
    std::size_t part = 0;
    const bool has_part_key = table.find("part") != nullptr;
    if (table.find("split") == nullptr) {
      if (has_part_key) table.mistake_of("part", *table.find("part"), "only a text that is split has parts; add split");
      return !has_part_key;
    }
    if (!table.read_choice("split", split, kSplitNames)) {
      (void)table.find("part");
      return false;
    }
    from.split = static_cast<Split>(split + 1);
    if (!has_part_key) return true;
    if (!table.read_choice("part", part, kPartNames)) return false;
    from.part = static_cast<SplitPart>(part + 1);
    if (has_part(from.split, from.part)) return true;
    table.mistake_of("part", *table.find("part"),
                     fmt::format("a text that is split as {} has no such part", in_quotes(kSplitNames[split])));
    return false;
  }

  Reading& reading_;
  TableReader& source_;
  std::string name_;
  bool has_names_;
};

}  // namespace

bool read_column_name(TableReader& table, std::string_view key, const toml::node& node, bool has_names,
                      std::string& column) {
  if (has_names) {
    const auto* name = node.as_string();
    if (name != nullptr && !name->get().empty()) return column = name->get(), true;
    table.mistake_of(key, node,
                     name != nullptr
                         ? std::string("expected the name of a column, found an empty string")
                         : fmt::format("expected the name of a column as a string, found {}{}", kind_of(node),
                                       node.is_integer() ? " (positions need header = false)" : ""));
    return false;
  }
  const auto* position = node.as_integer();
  if (position != nullptr && position->get() >= 1 && position->get() <= 100'000)
    return column = std::to_string(position->get()), true;
  table.mistake_of(key, node,
                   fmt::format("expected the position of a column, 1 to 100000, since header = false; found {}",
                               position != nullptr ? std::to_string(position->get()) : kind_of(node)));
  return false;
}

void read_column_expressions(Reading& reading, TableReader& source, const toml::key& key, const toml::node& value,
                             bool has_names, NamedColumns& columns) {
  const std::string name = fmt::format("columns.{}", printable(key.str(), 60));
  ExpressionReader reader(reading, source, name, has_names);
  std::vector<ColumnExpression> all;
  bool good = true;
  if (const auto* list = value.as_array()) {
    if (list->empty()) source.mistake_of(name, value, "expected at least one column");
    good = reader.read_list(*list, true, all);
  } else {
    good = reader.read(value, true, all.emplace_back());
  }
  // An attribute whose columns have a mistake is known all the same.
  if (all.empty()) all.emplace_back();
  for (ColumnExpression& from : all) columns.push_back({std::string(key.str()), std::move(from), &key, !good});
}

bool has_part(Split split, SplitPart part) {
  if (part == SplitPart::whole) return split == Split::given_first || split == Split::surname_first;
  return (part >= SplitPart::street) == (split == Split::address) && split != Split::none;
}

std::optional<SplitPart> part_of(Split split, std::optional<AttributeType> type, std::string_view name) {
  if (split == Split::none) return SplitPart::whole;
  const auto named = std::ranges::find(kPartNames, name);
  if (named != std::end(kPartNames)) {
    const auto part = static_cast<SplitPart>(named - std::begin(kPartNames) + 1);
    if (has_part(split, part)) return part;
  }
  if (!type) return std::nullopt;
  const auto part_if = [&](SplitPart part) { return has_part(split, part) ? std::optional(part) : std::nullopt; };
  switch (*type) {
    case AttributeType::full_name:
      return part_if(SplitPart::whole);
    case AttributeType::given_name:
      return part_if(SplitPart::given_name);
    case AttributeType::surname:
      return part_if(SplitPart::surname);
    case AttributeType::organisation:
      return part_if(SplitPart::organisation);
    case AttributeType::address:
      return part_if(SplitPart::street);
    case AttributeType::postcode:
      return part_if(SplitPart::postcode);
    case AttributeType::city:
      return part_if(SplitPart::city);
    default:
      return std::nullopt;
  }
}

}  // namespace onefold::config
