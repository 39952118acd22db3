#include "suggest/administrative.hpp"

#include <algorithm>

namespace onefold::suggest {

namespace {

// A value is held by at least so many records if values repeat everywhere. In a small file a few values may be all that
// its few duplicates have in common.
constexpr double kRecordsPerValue = 10;
// A column with an administrative name and more values than this is none: a "status" of 1000 texts.
constexpr double kManyValues = 50;

const std::string kFew = "few values that repeat everywhere";

bool has_few_values(const Profile& profile) {
  return profile.effective_distinct < kFewValues &&
         static_cast<double>(profile.num_present) >= kRecordsPerValue * profile.effective_distinct;
}

// Meanings that are compared however few values they have: each says a little about a person, a place or a thing.
bool is_telling(Meaning meaning) {
  switch (meaning) {
    case Meaning::given_name:
    case Meaning::middle_name:
    case Meaning::surname:
    case Meaning::full_name:
    case Meaning::birth_date:
    case Meaning::birth_year:
    case Meaning::birth_month:
    case Meaning::birth_day:
    case Meaning::death_date:
    case Meaning::email:
    case Meaning::phone:
    case Meaning::fax:
    case Meaning::postcode:
    case Meaning::address:
    case Meaning::house_number:
    case Meaning::city:
    case Meaning::birth_place:
    case Meaning::state:
    case Meaning::country:
    case Meaning::gender:
    case Meaning::occupation:
    case Meaning::trait:
    case Meaning::brand:
    case Meaning::authors:
    case Meaning::venue:
    case Meaning::price:
    case Meaning::year:
    case Meaning::release_date:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string why_carried(const Column& column, bool persons) {
  const Profile& profile = column.profile;
  const bool is_date = column.type == AttributeType::birth_date;
  const bool is_value = is_date || profile.numeric >= 0.7 || profile.effective_distinct < kManyValues;
  switch (column.meaning) {
    case Meaning::administrative:
      if (is_value) return "describes the row, by its name";
      break;
    case Meaning::created:
    case Meaning::updated:
      return "is a time at which the row was written";
    case Meaning::salutation:
      return "is a form of address";
    case Meaning::amount:
      if (persons && is_value) return "an amount does not identify a person";
      break;
    case Meaning::kind:
      if (persons && profile.effective_distinct < kManyValues) return "a kind does not identify a person";
      break;
    default:
      break;
  }
  if (is_date && column.meaning != Meaning::birth_date && column.meaning != Meaning::death_date &&
      column.meaning != Meaning::release_date)
    return "a date that is not known to be a date of birth";
  if (!is_telling(column.meaning) && has_few_values(profile)) return kFew;
  return "";
}

void carry_administrative(Schema& schema) {
  bool is_compared = false;
  for (auto& attribute : schema.attributes) {
    std::string reason;
    bool all = true;
    for (const auto& column : attribute.column_of_table) {
      if (!column) continue;
      const auto& why = schema.columns[*column].carried;
      all &= !why.empty();
      // A reason by name goes before one by values.
      if (reason.empty() || reason == kFew) reason = why;
    }
    if (all && !reason.empty()) {
      attribute.compare = attribute.in_rules = false;
      attribute.remark = reason;
    }
    is_compared |= attribute.compare;
  }
  if (is_compared) return;
  for (auto& attribute : schema.attributes)
    if (attribute.remark == kFew) {
      attribute.compare = attribute.in_rules = true;
      attribute.remark.clear();
    }
}

}  // namespace onefold::suggest
