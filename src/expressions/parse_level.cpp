// Parses the leaves of comparison levels, and defines which measure suits which type of attribute.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

#include "document/nearest_name.hpp"
#include "expressions/parse_leaf.hpp"

namespace onefold::config {

namespace {

/// What follows the name of the measure.
enum class Form {
  plain,       ///< exact
  similarity,  ///< jaro_winkler >= 0.92: 0 to 1, four decimals
  edits,       ///< levenshtein <= 1: a whole number, 1 to 100
  days,        ///< days <= 366: a whole number, 0 to 100000
  difference,  ///< difference <= 2.5: four decimals, up to 1e9
  common,      ///< overlap >= 2: a whole number, 1 to 100
  bits,        ///< overlap_weight >= 20: above 0 and up to 1000, four decimals
  share,       ///< relative_difference <= 0.05: 0 to 1, four decimals
  count,       ///< prefix(3)
  other,       ///< swapped(surname)
};

using Types = std::uint32_t;  // one bit per AttributeType
template <typename... Type>
constexpr Types types(Type... type) {
  return ((1u << static_cast<unsigned>(type)) | ...);
}
using enum AttributeType;
constexpr Types kAll = (1u << kAttributeTypeNames.size()) - 1;
constexpr Types kNotNumbers = kAll & ~types(number, location);
constexpr Types kStrings = kNotNumbers & ~types(birth_date);
constexpr Types kWordTypes = types(given_name, surname, full_name, city, text, address, organisation);
constexpr Types kNames = types(given_name, surname, full_name, text, organisation);
constexpr Types kNothing = 0;  // suits arrays only
constexpr Types kManyWords = types(full_name, city, text, address, organisation);

struct MeasureRow {
  std::string_view name;
  Measure measure;
  Form form;
  Types suits;
};

constexpr std::array<MeasureRow, 37> kMeasures = {{
    {"exact", Measure::exact, Form::plain, kAll},
    {"jaro_winkler", Measure::jaro_winkler, Form::similarity, kStrings},
    {"levenshtein", Measure::levenshtein, Form::edits, kNotNumbers},
    {"damerau_levenshtein", Measure::damerau_levenshtein, Form::edits, kNotNumbers},
    {"days", Measure::days, Form::days, types(birth_date)},
    {"difference", Measure::difference, Form::difference, types(number)},
    {"relative_difference", Measure::relative_difference, Form::share, types(number)},
    {"phonetic", Measure::phonetic, Form::plain, kWordTypes},
    {"initial", Measure::initial, Form::plain, kNames},
    {"prefix", Measure::prefix, Form::count, kNotNumbers},
    {"email_local", Measure::email_local, Form::plain, types(email)},
    {"email_domain", Measure::email_domain, Form::plain, types(email)},
    {"email_local_jaro_winkler", Measure::email_local_jaro_winkler, Form::similarity, types(email)},
    {"postcode_sector", Measure::postcode_sector, Form::plain, types(postcode)},
    {"postcode_district", Measure::postcode_district, Form::plain, types(postcode)},
    {"postcode_area", Measure::postcode_area, Form::plain, types(postcode)},
    {"swapped", Measure::swapped, Form::other, kAll},
    {"day_month_swapped", Measure::day_month_swapped, Form::plain, types(birth_date)},
    {"token_jaccard", Measure::token_jaccard, Form::similarity, kManyWords},
    {"token_overlap", Measure::token_overlap, Form::similarity, kManyWords},
    {"tfidf", Measure::tfidf, Form::similarity, kManyWords},
    {"soft_tfidf", Measure::soft_tfidf, Form::similarity, kManyWords},
    {"shared_code", Measure::shared_code, Form::plain, kManyWords},
    {"equal_numbers", Measure::equal_numbers, Form::plain, kManyWords},
    {"overlap", Measure::overlap, Form::common, kNothing},
    {"overlap_share", Measure::overlap_share, Form::similarity, kNothing},
    {"overlap_weight", Measure::overlap_weight, Form::bits, kNothing},
    {"soundex", Measure::soundex, Form::plain, kWordTypes},
    {"any_order", Measure::any_order, Form::plain, kWordTypes},
    {"words_contained", Measure::words_contained, Form::plain, kWordTypes},
    {"crossed", Measure::crossed, Form::other, kAll},
    {"house_number", Measure::house_number, Form::plain, types(address)},
    {"year_equal", Measure::year_equal, Form::plain, types(birth_date)},
    {"year_month_equal", Measure::year_month_equal, Form::plain, types(birth_date)},
    {"alias", Measure::alias, Form::plain, kNames},
    {"kilometres", Measure::kilometres, Form::difference, types(location)},
    {"month_day_equal", Measure::month_day_equal, Form::plain, types(birth_date)},
}};

/// Whether the measure suits attributes with several values, whatever their type.
constexpr bool suits_arrays(const MeasureRow& row) { return row.suits == kNothing || row.suits == kManyWords; }

std::string example(const MeasureRow& row) {
  switch (row.form) {
    case Form::similarity:
      return fmt::format("{} >= 0.92", row.name);
    case Form::edits:
      return fmt::format("{} <= 1", row.name);
    case Form::days:
      return fmt::format("{} <= 366", row.name);
    case Form::common:
      return fmt::format("{} >= 1", row.name);
    case Form::bits:
      return fmt::format("{} >= 20", row.name);
    case Form::difference:
      return fmt::format("{} <= 2.5", row.name);
    case Form::share:
      return fmt::format("{} <= 0.05", row.name);
    case Form::count:
      return fmt::format("{}(3)", row.name);
    case Form::other:
      return fmt::format("{}(surname)", row.name);
    case Form::plain:
      break;
  }
  return std::string(row.name);
}

/// Parses a plain decimal with at most four decimals, up to 1e9, into ten-thousandths. Exact, because levels are
/// decided in integers.
std::optional<std::uint64_t> ten_thousandths(std::string_view decimal) {
  const std::size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  const std::string_view decimals = point == std::string_view::npos ? "" : decimal.substr(point + 1);
  if (whole.empty() || whole.size() > 9 || decimals.size() > 4 || (point != std::string_view::npos && decimals.empty()))
    return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : whole) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  for (std::size_t i = 0; i < 4; ++i)
    value = value * 10 + (i < decimals.size() ? static_cast<std::uint64_t>(decimals[i] - '0') : 0);
  return value;
}

std::string format_ten_thousandths(std::uint64_t value) {
  std::string out = fmt::format("{}.{:04}", value / 10'000, value % 10'000);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

class LeafParser {
 public:
  LeafParser(TextScanner& scan, AttributeIndex attribute, std::span<const KnownAttribute> attributes)
      : scan_(scan), own_(attribute), attribute_(attribute), attributes_(attributes) {}

  Level parse() {
    const MeasureRow& row = measure();
    Level level;
    level.measure = row.measure;
    if (row.form == Form::count || row.form == Form::other)
      argument(row, level);
    else if (row.form != Form::plain)
      threshold(row, level);
    else
      level.text = row.name;
    if (attribute_ == own_) return level;
    level.attribute = attribute_;
    level.text = fmt::format("{}.{}", attributes_[attribute_].name, level.text);
    return level;
  }

 private:
  [[noreturn]] void fail(std::string message) const { throw TextMistake{scan_.offset(), std::move(message)}; }

  const MeasureRow& measure() {
    std::size_t begin = scan_.offset();
    std::string_view name = scan_.word();
    if (!name.empty() && scan_.take(".")) {
      attribute_ = attribute_named(name, begin);
      begin = scan_.offset();
      name = scan_.word();
      if (name.empty()) fail(fmt::format("expected a measure of {0}, as in: {0}.exact", attributes_[attribute_].name));
    }
    if (name.empty()) fail("expected a measure, as in: exact, or: jaro_winkler >= 0.92");
    if (name == "missing" || name == "else")
      throw TextMistake{begin, fmt::format("\"{}\" is implied and is not listed", name)};
    const auto& type = attributes_[attribute_].type;
    const Types wanted = type ? 1u << static_cast<unsigned>(*type) : kAll;
    const auto suits = [&](const MeasureRow& row) {
      return (row.suits & wanted) != 0 || (suits_arrays(row) && (!type || attributes_[attribute_].is_array));
    };
    std::vector<std::string_view> suitable;
    for (const MeasureRow& row : kMeasures) {
      if (suits(row)) suitable.push_back(row.name);
      if (row.name != name) continue;
      if (suits(row)) return row;
      if (row.suits == kNothing)
        throw TextMistake{
            begin, fmt::format("{} compares several values, and {} has one; give it several columns, or a separator",
                               name, attributes_[attribute_].name)};
      throw TextMistake{begin, fmt::format("{} does not suit {}, which is of type {}; it suits: {}{}", name,
                                           attributes_[attribute_].name, name_of(*type), names_of(row.suits),
                                           suits_arrays(row) ? ", and attributes with several values" : "")};
    }
    for (const KnownAttribute& known : attributes_)
      if (known.name == name)
        throw TextMistake{begin, fmt::format("{0} is an attribute; expected a measure of it, as in: {0}.exact", name)};
    throw TextMistake{begin, fmt::format("unknown measure {}{}", in_quotes(name), suggestion(name, suitable))};
  }

  AttributeIndex attribute_named(std::string_view name, std::size_t begin) const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      names.emplace_back(attributes_[i].name);
      if (attributes_[i].name == name) return static_cast<AttributeIndex>(i);
    }
    throw TextMistake{begin,
                      fmt::format("unknown attribute {} before the point{}", in_quotes(name), suggestion(name, names))};
  }

  static std::string names_of(Types suits) {
    std::string out;
    for (std::size_t i = 0; i < kAttributeTypeNames.size(); ++i)
      if (suits & (1u << i)) out += fmt::format("{}{}", out.empty() ? "" : ", ", kAttributeTypeNames[i]);
    return out;
  }

  void threshold(const MeasureRow& row, Level& level) {
    const bool at_least = row.form == Form::similarity || row.form == Form::common || row.form == Form::bits;
    const std::string_view sign = at_least ? ">=" : "<=";
    if (!scan_.take(sign))
      fail(fmt::format("{} is a {} and needs {}; expected: {}", row.name, at_least ? "similarity" : "distance", sign,
                       example(row)));
    const std::size_t begin = scan_.offset();
    const std::string_view digits = scan_.number();
    const auto value = ten_thousandths(digits);
    const auto require = [&](bool holds, std::string_view range) {
      if (!holds) throw TextMistake{begin, fmt::format("{} needs {}; expected: {}", row.name, range, example(row))};
    };
    const bool whole = value && *value % 10'000 == 0;
    switch (row.form) {
      case Form::edits:
      case Form::common:
        require(whole && *value >= 10'000 && *value <= 1'000'000, "a whole number from 1 to 100");
        break;
      case Form::bits:
        require(value && *value > 0 && *value <= 10'000'000,
                "a number of bits above 0 and up to 1000 with at most four decimals");
        break;
      case Form::days:
        require(whole && *value <= 1'000'000'000, "a whole number from 0 to 100000");
        break;
      case Form::difference:
        require(value.has_value(), "a number of at most nine digits and four decimals");
        break;
      case Form::similarity:
        require(value && *value > 0 && *value <= 10'000, "a number above 0 and up to 1 with at most four decimals");
        break;
      default:
        require(value && *value <= 10'000, "a number from 0 to 1 with at most four decimals");
        break;
    }
    // The double nearest to the decimal, which every reader of this decimal gets.
    level.threshold = static_cast<double>(*value) / 10'000;
    level.text = fmt::format("{} {} {}", row.name, sign, format_ten_thousandths(*value));
  }

  void argument(const MeasureRow& row, Level& level) {
    if (!scan_.take("(")) fail(fmt::format("{} needs an argument; expected: {}", row.name, example(row)));
    const std::size_t begin = scan_.offset();
    if (row.form == Form::count) {
      const std::string_view digits = scan_.number();
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), level.count);
      if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || level.count < 1 ||
          level.count > 64)
        throw TextMistake{begin, fmt::format("{} needs a number from 1 to 64; expected: {}", row.name, example(row))};
      level.text = fmt::format("{}({})", row.name, level.count);
    } else {
      level.other = other_attribute(row, begin);
      level.text = fmt::format("{}({})", row.name, attributes_[level.other].name);
    }
    if (!scan_.take(")")) fail(fmt::format("expected a closing parenthesis, as in: {}", example(row)));
  }

  AttributeIndex other_attribute(const MeasureRow& row, std::size_t begin) {
    const std::string_view name = scan_.word();
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < attributes_.size(); ++i)
      if (i != attribute_) names.emplace_back(attributes_[i].name);
    if (name == attributes_[attribute_].name)
      throw TextMistake{begin, fmt::format("{} needs another attribute than {} itself", row.name, name)};
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      if (attributes_[i].name != name) continue;
      const auto& mine = attributes_[attribute_].type;
      const auto& its = attributes_[i].type;
      const auto is_words = [](AttributeType type) { return (kWordTypes & (1u << static_cast<unsigned>(type))) != 0; };
      if (mine && its && *mine != *its && !(is_words(*mine) && is_words(*its)))
        throw TextMistake{begin,
                          fmt::format("{} (type {}) and {} (type {}) cannot be {}: their values are written "
                                      "differently",
                                      attributes_[attribute_].name, name_of(*mine), name, name_of(*its), row.name)};
      return static_cast<AttributeIndex>(i);
    }
    throw TextMistake{begin, name.empty()
                                 ? fmt::format("{} needs an attribute; expected: {}", row.name, example(row))
                                 : fmt::format("unknown attribute {}{}", in_quotes(name), suggestion(name, names))};
  }

  TextScanner& scan_;
  AttributeIndex own_;
  AttributeIndex attribute_;  ///< whose values the leaf compares
  std::span<const KnownAttribute> attributes_;
};

}  // namespace

Level parse_leaf(TextScanner& scan, AttributeIndex attribute, std::span<const KnownAttribute> attributes) {
  return LeafParser(scan, attribute, attributes).parse();
}

}  // namespace onefold::config
