#include "cleanse/full_names.hpp"

#include <algorithm>
#include <utility>

#include "cleanse/names.hpp"

namespace onefold::cleanse {

FullNameSplitter::FullNameSplitter(const config::Job& job) {
  const auto attribute_of = [&](AttributeType type) -> std::optional<std::size_t> {
    for (std::size_t a = 0; a < job.attributes.size(); ++a)
      if (job.attributes[a].type == type) return a;
    return std::nullopt;
  };
  const auto maps = [](const config::SourceConfig& source, std::size_t attribute) {
    return std::any_of(source.columns.begin(), source.columns.end(),
                       [&](const auto& column) { return column.attribute == attribute; });
  };
  full_name_ = attribute_of(AttributeType::full_name);
  if (!full_name_) return;
  for (const auto& [part, type] :
       {std::pair(&given_name_, AttributeType::given_name), std::pair(&surname_, AttributeType::surname)}) {
    part->attribute = attribute_of(type);
    if (!part->attribute) continue;
    for (const auto& source : job.sources)
      part->is_wanted.push_back(maps(source, *full_name_) && !maps(source, *part->attribute));
  }
}

void FullNameSplitter::split(std::uint32_t source, std::vector<TextColumn>& attributes) {
  const bool wants_given_name = given_name_.wanted_of(source);
  const bool wants_surname = surname_.wanted_of(source);
  if (!wants_given_name && !wants_surname) return;
  const TextColumn& full_names = attributes[*full_name_];
  given_name_.values.clear();
  surname_.values.clear();
  for (std::size_t row = 0; row < full_names.size(); ++row) {
    NameViews views;
    NameParts parts;
    if (!split_plain_name(full_names[row], views)) {
      parts = split_any_name(full_names[row]);
      views = {parts.given_name, parts.surname};
    }
    if (wants_given_name) given_name_.values.push_back(views.given_name);
    if (wants_surname) surname_.values.push_back(views.surname);
  }
  // The previous column, whose rows have no value, is the buffer for the next rows.
  if (wants_given_name) std::swap(attributes[*given_name_.attribute], given_name_.values);
  if (wants_surname) std::swap(attributes[*surname_.attribute], surname_.values);
}

}  // namespace onefold::cleanse
