#include "parts/full_names.hpp"

#include <algorithm>
#include <utility>

#include "record/empty_text.hpp"

namespace onefold::parts {

namespace {

std::optional<std::size_t> attribute_of_type(const config::Job& job, AttributeType type) {
  for (std::size_t a = 0; a < job.attributes.size(); ++a)
    if (job.attributes[a].type == type) return a;
  return std::nullopt;
}
std::optional<std::size_t> attribute_named(const config::Job& job, std::string_view name) {
  for (std::size_t a = 0; a < job.attributes.size(); ++a)
    if (job.attributes[a].name == name) return a;
  return std::nullopt;
}
const config::ColumnMapping* mapping_of(const config::SourceConfig& source, std::size_t attribute) {
  const auto found = std::ranges::find(source.columns, attribute, &config::ColumnMapping::attribute);
  return found == source.columns.end() ? nullptr : &*found;
}

}  // namespace

FullNameSplitter::FullNameSplitter(const config::Job& job) {
  full_name_ = attribute_of_type(job, AttributeType::full_name);
  if (!full_name_) return;
  for (const auto& source : job.sources) {
    const auto* const mapping = mapping_of(source, *full_name_);
    orders_.push_back(mapping == nullptr ? config::Split::none : mapping->from.split);
  }
  has_organisations_.resize(job.sources.size(), false);
  const std::pair<std::string NameParts::*, std::optional<std::size_t>> parts[] = {
      {&NameParts::given_name, attribute_of_type(job, AttributeType::given_name)},
      {&NameParts::surname, attribute_of_type(job, AttributeType::surname)},
      {&NameParts::organisation, attribute_of_type(job, AttributeType::organisation)},
      {&NameParts::suffix, attribute_named(job, "suffix")},
      {&NameParts::title, attribute_named(job, "title")},
      {&NameParts::middle_initial, attribute_named(job, "middle_initial")}};
  for (const auto& [part, found] : parts) {
    if (!found) continue;
    const auto attribute = found;
    // A column called title may hold that of a job, or of a book: it says what the attribute is.
    const bool is_taken = part == &NameParts::title && std::ranges::any_of(job.sources, [&](const auto& source) {
                            return mapping_of(source, *attribute) != nullptr;
                          });
    if (is_taken) continue;
    Target target{*attribute, part, {}, {}};
    for (std::size_t s = 0; s < job.sources.size(); ++s) {
      const auto& source = job.sources[s];
      const bool wanted = mapping_of(source, *full_name_) != nullptr && mapping_of(source, *attribute) == nullptr;
      target.is_wanted.push_back(wanted);
      if (part == &NameParts::organisation) has_organisations_[s] = wanted;
    }
    targets_.push_back(std::move(target));
  }
}

void FullNameSplitter::split(std::uint32_t source, std::vector<TextColumn>& attributes) {
  std::vector<Target*> wanted;
  for (Target& target : targets_)
    if (target.is_wanted[source]) wanted.push_back(&target);
  if (wanted.empty()) return;
  const TextColumn& full_names = attributes[*full_name_];
  for (Target* target : wanted) target->values.clear();
  for (std::size_t row = 0; row < full_names.size(); ++row) {
    NameViews views;
    if (orders_[source] != config::Split::surname_first && split_plain_name(without_mark(full_names[row]), views)) {
      for (Target* target : wanted)
        target->values.push_back(target->part == &NameParts::given_name       ? views.given_name
                                 : target->part == &NameParts::surname        ? views.surname
                                 : target->part == &NameParts::middle_initial ? views.middle_initial
                                 : target->part == &NameParts::title          ? views.title
                                                                              : std::string_view());
      continue;
    }
    NameParts parts = split_any_name(without_mark(full_names[row]), orders_[source]);
    if (has_organisations_[source] && !parts.organisation.empty()) parts.surname.clear();
    for (Target* target : wanted) target->values.push_back(parts.*(target->part));
  }
  // The previous column, whose rows have no value, is the buffer for the next rows.
  for (Target* target : wanted) std::swap(attributes[target->attribute], target->values);
}

}  // namespace onefold::parts
