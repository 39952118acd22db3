#include "merge/golden_elements.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "merge/golden_record.hpp"
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

TextColumn golden_elements(const config::AttributeConfig& attribute, const MemberValues& values, const TextColumn& raw,
                           std::span<const std::uint32_t> source_priority, const ElementCleanser& cleanse) {
  struct Member {
    Candidate candidate;
    std::uint64_t row;
  };
  const std::string separator = shown_separator(attribute);
  const std::string separators = separators_of(attribute.type, attribute.separator);
  TextColumn golden;
  std::vector<Member> members;
  std::set<std::string, std::less<>> seen;
  std::string value;
  for (std::size_t cluster = 0; cluster + 1 < values.begins.size(); ++cluster) {
    members.clear();
    for (std::uint64_t m = values.begins[cluster]; m < values.begins[cluster + 1]; ++m) {
      if (values.cleansed[m] == 0) continue;
      const auto source = static_cast<std::uint32_t>(
          std::upper_bound(values.source_ends.begin(), values.source_ends.end(), values.record[m]) -
          values.source_ends.begin());
      members.push_back({{values.record[m], source, values.updated[m], values.cleansed[m], 0}, m});
    }
    std::sort(members.begin(), members.end(), [&](const Member& a, const Member& b) {
      return comes_before(a.candidate, b.candidate, source_priority);
    });
    seen.clear();
    value.clear();
    for (const Member& member : members)
      for_each_element(raw[member.row], separators, [&](std::string_view element) {
        if (seen.size() == kMaxGoldenElements) return;
        const std::string_view cleansed = cleanse(member.candidate.source, element);
        if (cleansed.empty() || !seen.emplace(cleansed).second) return;
        if (!value.empty()) value += separator;
        value += element;
      });
    golden.push_back(value);
  }
  return golden;
}

}  // namespace onefold::merge
