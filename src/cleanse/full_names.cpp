#include <algorithm>

#include "onefold/cleanse/build_columns.hpp"
#include "onefold/cleanse/cleanser.hpp"

namespace onefold::cleanse {

void local_split_full_names(const config::Job& job, const std::vector<std::uint32_t>& source,
                            std::vector<TextColumn>& attributes) {
  const auto attribute_of = [&](AttributeType type) {
    const auto at = std::find_if(job.attributes.begin(), job.attributes.end(), [&](const auto& a) { return a.type == type; });
    return static_cast<std::size_t>(at - job.attributes.begin());
  };
  const std::size_t full_name = attribute_of(AttributeType::full_name);
  if (full_name == job.attributes.size()) return;
  for (const bool is_surname : {false, true}) {
    const std::size_t target = attribute_of(is_surname ? AttributeType::surname : AttributeType::given_name);
    if (target == job.attributes.size()) continue;
    std::vector<bool> split_here;
    for (const auto& s : job.sources) {
      const auto maps = [&](std::size_t attribute) {
        return std::any_of(s.columns.begin(), s.columns.end(), [&](const auto& c) { return c.attribute == attribute; });
      };
      split_here.push_back(maps(full_name) && !maps(target));
    }
    if (std::find(split_here.begin(), split_here.end(), true) == split_here.end()) continue;
    TextColumn filled;
    for (std::size_t row = 0; row < source.size(); ++row) {
      if (!split_here[source[row]]) {
        filled.push_back(attributes[target][row]);
        continue;
      }
      const NameParts parts = split_full_name(attributes[full_name][row]);
      filled.push_back(is_surname ? parts.surname : parts.given_name);
    }
    attributes[target] = std::move(filled);
  }
}

}  // namespace onefold::cleanse
