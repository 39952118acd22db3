#include "merge/golden_elements.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "record/elements.hpp"

namespace onefold::merge {

std::string shown_separator(const config::AttributeConfig& attribute) {
  return onefold::shown_separator(attribute.separator);
}

std::string shown_value(std::string_view raw, const config::AttributeConfig& attribute) {
  std::string shown;
  for (const char c : raw) {
    if (c == kElementSeparator)
      shown += shown_separator(attribute);
    else
      shown += c;
  }
  return shown;
}

GoldenElements golden_elements(const config::AttributeConfig& attribute, const MemberCells& cells,
                               const TextColumn& raw, const Survivorship& survivorship, const ElementForms& forms,
                               Choices& choices) {
  const std::string separator = shown_separator(attribute);
  const std::string separators = separators_of(attribute.type, attribute.separator);
  const std::size_t num_customers = cells.begins.size() - 1;
  choices = Choices(num_customers);
  GoldenElements golden;
  // A growing column is copied, and both copies exist meanwhile.
  golden.raw.reserve(num_customers, raw.num_bytes());
  golden.cleansed.reserve(num_customers, raw.num_bytes());
  std::vector<Candidate> members;
  std::set<std::string, std::less<>> seen;
  std::string value, formatted;
  for (std::size_t customer = 0; customer < num_customers; ++customer) {
    members.clear();
    for (std::uint64_t m = cells.begins[customer]; m < cells.begins[customer + 1]; ++m) {
      if (is_value(cells.value_ids[m])) members.push_back(cells.candidate(m));
      if (cells.value_ids[m] == kEmptyTextId) choices.is_empty[customer] = true;
    }
    if (!members.empty()) choices.is_empty[customer] = false;
    std::sort(members.begin(), members.end(), [&](const Candidate& a, const Candidate& b) {
      if (const int order = survivorship.compare_by_time_and_source(a, b)) return order < 0;
      if (const auto order = raw[a.member] <=> raw[b.member]; order != 0) return order < 0;
      return a.member < b.member;
    });
    seen.clear();
    value.clear();
    formatted.clear();
    for (const Candidate& member : members)
      for_each_element(raw[member.member], separators, [&](std::string_view element) {
        if (seen.size() == kMaxGoldenElements) return;
        const std::string_view cleansed = forms.cleanse(member.source, element);
        if (cleansed.empty() || !seen.emplace(cleansed).second) return;
        if (choices.winner[customer] < 0) choices.winner[customer] = member.member;
        if (!value.empty()) value += separator;
        value += element;
        if (!formatted.empty()) formatted += separator;
        formatted += forms.format(member.source, element);
      });
    golden.raw.push_back(value);
    golden.cleansed.push_back(formatted);
    if (choices.winner[customer] < 0) continue;
    choices.distinct[customer] = static_cast<std::int32_t>(seen.size());
    choices.rule[customer] = static_cast<std::int8_t>(result::LineageRule::all_elements);
  }
  return golden;
}

}  // namespace onefold::merge
