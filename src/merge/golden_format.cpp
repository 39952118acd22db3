#include "merge/golden_format.hpp"

#include <algorithm>

#include "merge/golden_elements.hpp"
#include "merge/title_case.hpp"

namespace onefold::merge {

namespace {

/// How the letters and digits of a postcode are written in a country.
struct PostcodeForm {
  std::string_view region;
  std::size_t length;  ///< letters and digits
  std::size_t before;  ///< where the mark stands
  std::string_view mark;
};
constexpr PostcodeForm kPostcodeForms[] = {
    {"BR", 8, 5, "-"}, {"CA", 6, 3, " "}, {"CZ", 5, 3, " "}, {"GR", 5, 3, " "}, {"JP", 7, 3, "-"}, {"NL", 6, 4, " "},
    {"PL", 5, 2, "-"}, {"PT", 7, 4, "-"}, {"SE", 5, 3, " "}, {"SK", 5, 3, " "}, {"US", 9, 5, "-"},
};

/// Removes outer blanks, and makes runs of blanks and control characters one space.
void tidy(std::string_view raw, std::string& out) {
  out.clear();
  bool is_pending = false;
  for (const char c : raw) {
    const bool is_blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!is_blank) {
      if (is_pending && !out.empty()) out += ' ';
      out += c;
    }
    is_pending = is_blank;
  }
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  return out;
}

}  // namespace

bool reads_value(AttributeType type) {
  switch (type) {
    case AttributeType::birth_date:
    case AttributeType::phone:
    case AttributeType::email:
    case AttributeType::number:
    case AttributeType::location:
    case AttributeType::web_domain:
      return true;
    default:
      return false;
  }
}

bool has_title_case(AttributeType type) {
  return type == AttributeType::given_name || type == AttributeType::surname || type == AttributeType::full_name ||
         type == AttributeType::address || type == AttributeType::city;
}

std::string postcode_form(std::string_view cleansed, std::string_view region) {
  std::string text = upper(cleansed);
  const std::string of = upper(region);
  for (const PostcodeForm& form : kPostcodeForms)
    if (form.region == of && form.length == text.size() && text.find(' ') == std::string::npos)
      text.insert(form.before, form.mark);
  return text;
}

SourceCleansers::SourceCleansers(const config::Job& job, const Columns& columns, AttributeIndex attribute,
                                 std::shared_ptr<const cleanse::DummyValues> dummies, bool as_elements)
    : job_(job), columns_(columns), attribute_(attribute), dummies_(std::move(dummies)), as_elements_(as_elements) {}

cleanse::Cleanser& SourceCleansers::of(std::uint32_t source) {
  const auto found = cleansers_.find(source);
  if (found != cleansers_.end()) return found->second;
  config::AttributeConfig attribute = config::attribute_of(job_, source, attribute_);
  if (attribute.decimal == '\0') attribute.decimal = columns_.decimal_of(source, attribute_);
  if (as_elements_) attribute.is_array = false;
  const auto& readings = columns_.date_readings;
  const DateReading dates = readings.empty() ? DateReading{} : readings[source][attribute_];
  return cleansers_.emplace(source, cleanse::Cleanser(attribute, dummies_, dates)).first->second;
}

GoldenFormat::GoldenFormat(const config::Job& job, const Columns& columns, AttributeIndex attribute,
                           const std::shared_ptr<const cleanse::DummyValues>& dummies, std::vector<bool> shouting)
    : job_(job),
      attribute_(attribute),
      cleansers_(job, columns, attribute, dummies, true),
      shouting_(std::move(shouting)) {
  for (std::uint32_t s = 0; s < job.sources.size(); ++s)
    regions_.push_back(config::attribute_of(job, s, attribute).region);
}

std::string_view GoldenFormat::by_steward(std::string_view given) {
  // A steward writes dates and numbers as ISO and the attribute say, whatever the sources do.
  if (!steward_) {
    config::AttributeConfig attribute = job_.attributes[attribute_];
    attribute.is_array = false;
    attribute.formats.clear();
    steward_.emplace(attribute, nullptr);
  }
  const AttributeType type = job_.attributes[attribute_].type;
  if (reads_value(type)) return steward_->cleanse(given);
  if (type == AttributeType::postcode)
    return element_ = postcode_form(steward_->cleanse(given), job_.attributes[attribute_].region);
  tidy(given, element_);
  return element_;
}

std::string_view GoldenFormat::element(std::uint32_t source, std::string_view raw) {
  const AttributeType type = job_.attributes[attribute_].type;
  if (reads_value(type)) return cleansers_.of(source).cleanse(raw);
  if (type == AttributeType::postcode)
    return element_ = postcode_form(cleansers_.of(source).cleanse(raw), regions_[source]);
  tidy(raw, element_);
  if (!shouting_.empty() && shouting_[source]) element_ = title_case(element_);
  return element_;
}

std::string_view GoldenFormat::value(std::uint32_t source, std::string_view shown) {
  const config::AttributeConfig& attribute = job_.attributes[attribute_];
  if (!attribute.is_array) return element(source, shown);
  const std::string separator = shown_separator(attribute);
  value_.clear();
  for (std::size_t at = 0; at <= shown.size();) {
    const std::size_t end = std::min(shown.find(separator, at), shown.size());
    const std::string_view one = element(source, shown.substr(at, end - at));
    if (!one.empty()) (value_ += value_.empty() ? "" : separator) += one;
    at = end + separator.size();
  }
  return value_;
}

}  // namespace onefold::merge
