#include "suggest/golden_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "sniff/toml_text.hpp"
#include "vocabulary/column_names.hpp"

namespace onefold::suggest {

namespace {

/// Words of the name of a flag that says whether a person may be contacted.
constexpr std::string_view kYesAllows[] = {"optin",          "consent",    "einwilligung", "consentement",
                                           "consentimiento", "consenso",   "zgoda",        "toestemming",
                                           "samtykke",       "newsletter", "subscribed"};
constexpr std::string_view kYesForbids[] = {"optout",       "unsubscribed", "suppressed", "donotcall",
                                            "donotcontact", "donotmail",    "donotemail"};

struct YesNo {
  std::string_view yes, no;
};
constexpr YesNo kYesNo[] = {{"y", "n"},        {"yes", "no"}, {"j", "n"},     {"ja", "nein"}, {"ja", "nee"},
                            {"true", "false"}, {"1", "0"},    {"t", "f"},     {"oui", "non"}, {"o", "n"},
                            {"si", "no"},      {"s", "n"},    {"tak", "nie"}, {"sim", "nao"}};

/// The value that forbids, if the name and the values of a column are those of such a flag.
std::optional<std::string_view> forbidding_value(const Attribute& attribute, const CodedValues& values) {
  std::string name = vocabulary::words_of_name(attribute.name);
  std::erase(name, ' ');
  const auto is_in = [&](const auto& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return name.find(word) != std::string::npos; });
  };
  const bool yes_forbids = is_in(kYesForbids);
  if (!yes_forbids && !is_in(kYesAllows)) return std::nullopt;
  for (const YesNo& pair : kYesNo) {
    bool has_yes = false, has_no = false, has_other = false;
    for (std::size_t code = 1; code < values.texts.size(); ++code) {
      has_yes = has_yes || values.texts[code] == pair.yes;
      has_no = has_no || values.texts[code] == pair.no;
      has_other = has_other || (values.texts[code] != pair.yes && values.texts[code] != pair.no);
    }
    if (has_yes && has_no && !has_other) return yes_forbids ? pair.yes : pair.no;
  }
  return std::nullopt;
}

}  // namespace

std::string golden_rules(const Schema& schema, const Records& records) {
  std::string rules;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const Attribute& attribute = schema.attributes[a];
    if (attribute.is_array() || is_split(schema, a)) continue;
    if (const auto value = forbidding_value(attribute, records.attributes[a]))
      rules += fmt::format("{} = {{ any = {} }}    # one record is enough\n", attribute.name,
                           sniff::toml_string(std::string(*value)));
  }
  // An address and its postcode and city: one of each, or it is not certain what belongs together.
  std::vector<std::string> group;
  for (const AttributeType type : {AttributeType::address, AttributeType::postcode, AttributeType::city}) {
    const auto has_type = [&](const Attribute& attribute) { return attribute.type == type && !attribute.is_array(); };
    if (std::ranges::count_if(schema.attributes, has_type) != 1) continue;
    group.push_back(std::ranges::find_if(schema.attributes, has_type)->name);
  }
  std::string out;
  if (!rules.empty()) out += "\n[merge.rules]\n" + rules;
  if (group.size() < 2) return out;
  out += "\n[[merge.group]]    # from one record, so that no address is mixed\nattributes = [";
  for (std::size_t i = 0; i < group.size(); ++i) out += (i == 0 ? "" : ", ") + sniff::toml_string(group[i]);
  return out + "]\n";
}

}  // namespace onefold::suggest
