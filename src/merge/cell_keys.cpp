#include "merge/cell_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>
#include <set>

#include "merge/golden_format.hpp"
#include "merge/golden_record.hpp"
#include "onefold/record/error.hpp"
#include "record/empty_text.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::merge {

namespace {

using config::Defect;
using config::SurvivorshipRule;

/// The cleansed forms of the values of the rule `any` in one source.
std::set<std::string, std::less<>> wanted_values(const config::Job& job, AttributeIndex attribute,
                                                 cleanse::Cleanser& cleanser) {
  std::set<std::string, std::less<>> wanted;
  for (const std::string& value : job.merge.any_of[attribute]) {
    const std::string_view cleansed = cleanser.cleanse(value);
    if (cleansed.empty())
      throw Error(
          ExitCode::job,
          fmt::format("[merge]: rules: {}: a value of the rule any counts as missing, so that no record can have "
                      "it; take it out of the dummies, or give the attribute another type",
                      job.attributes[attribute].name));
    wanted.emplace(cleansed);
  }
  return wanted;
}

/// Makes the merits of one attribute.
class MeritMaker {
 public:
  MeritMaker(const CellSources& sources, SurvivorshipRule rule, AttributeIndex attribute)
      : sources_(sources),
        job_(sources.context.job),
        rule_(rule),
        attribute_(attribute),
        cleansers_(job_, sources.columns, attribute, sources.dummies, false) {
    if (rule != SurvivorshipRule::trust) return;
    moments_ = scratch::read_cell_moments(sources.context, sources.columns, attribute);
    for (const config::ValidationRule& validation : job_.merge.validation)
      if (std::ranges::find(validation.attributes, attribute) != validation.attributes.end())
        validation_.push_back(&validation);
  }

  void begin_source(std::uint32_t source) {
    source_ = source;
    if (rule_ == SurvivorshipRule::any) wanted_ = wanted_values(job_, attribute_, cleansers_.of(source));
  }

  /// Gives a value that cannot be read an id, if validation lowers the trust in it instead of leaving it out.
  void admit(std::string_view raw, std::uint64_t& value_id) {
    if (value_id != 0 || without_mark(raw).empty()) return;
    for (const auto* rule : validation_) {
      if (rule->when != Defect::not_valid && rule->when != Defect::dummy) continue;
      (void)cleansers_.of(source_).cleanse(raw);
      const auto outcome = cleansers_.of(source_).outcome();
      if (outcome == (rule->when == Defect::dummy ? cleanse::Outcome::dummy : cleanse::Outcome::unreadable)) {
        value_id = (hash_bytes(raw) | 1) & ~kCompleteBit;
        return;
      }
    }
  }

  [[nodiscard]] std::uint64_t merit(std::uint64_t row, std::string_view raw, std::uint64_t value_id) {
    switch (rule_) {
      case SurvivorshipRule::most_frequent:
        return hash_bytes(raw);
      case SurvivorshipRule::longest:
        return num_code_points(raw);
      case SurvivorshipRule::min:
        return value_id == 0 ? 0
                             : ~order_of_value(job_.attributes[attribute_].type, cleansers_.of(source_).cleanse(raw));
      case SurvivorshipRule::max:
        return value_id == 0 ? 0
                             : order_of_value(job_.attributes[attribute_].type, cleansers_.of(source_).cleanse(raw));
      case SurvivorshipRule::any:
        return value_id != 0 && wanted_.contains(cleansers_.of(source_).cleanse(raw)) ? 1 : 0;
      case SurvivorshipRule::trust:
        return static_cast<std::uint64_t>(
            sources_.scale.trust(job_.merge.trust[source_].of(attribute_), moments_[row], downgrade_of(raw, value_id)));
      default:
        return 0;
    }
  }

 private:
  [[nodiscard]] Downgrade downgrade_of(std::string_view raw, std::uint64_t value_id) {
    Downgrade downgrade;
    if (validation_.empty() || value_id == 0) return downgrade;
    const std::string_view cleansed = cleansers_.of(source_).cleanse(raw);
    const auto outcome = cleansers_.of(source_).outcome();
    for (const auto* rule : validation_) {
      bool holds = false;
      switch (rule->when) {
        case Defect::not_valid:
          holds = outcome == cleanse::Outcome::unreadable;
          break;
        case Defect::dummy:
          holds = outcome == cleanse::Outcome::dummy;
          break;
        case Defect::length:
          holds = num_code_points(raw) < rule->length;
          break;
        case Defect::future_date:
          holds = cleansed.size() == 10 && job_.merge.as_of && cleansed > as_of_text();
          break;
      }
      if (holds) downgrade.apply(*rule);
    }
    return downgrade;
  }
  const std::string& as_of_text() {
    if (as_of_text_.empty()) as_of_text_ = config::iso_date(*job_.merge.as_of);
    return as_of_text_;
  }

  const CellSources& sources_;
  const config::Job& job_;
  SurvivorshipRule rule_;
  AttributeIndex attribute_;
  SourceCleansers cleansers_;
  std::vector<std::int64_t> moments_;
  std::vector<const config::ValidationRule*> validation_;
  std::set<std::string, std::less<>> wanted_;
  std::string as_of_text_;
  std::uint32_t source_ = 0;
};

/// Ids and merits of one attribute.
CellKeys keys_of_attribute(const CellSources& sources, SurvivorshipRule rule, AttributeIndex attribute,
                           const TextColumn& raw) {
  const Columns& columns = sources.columns;
  CellKeys keys{scratch::read_cleansed_value_ids(sources.context, columns, attribute), {}};
  const auto mark_empty_texts = [&] {
    for (std::size_t row = 0; row < raw.size(); ++row)
      if (keys.value_ids[row] == 0 && is_empty_text(raw[row])) keys.value_ids[row] = kEmptyTextId;
  };
  if (!wants_merit(rule)) return mark_empty_texts(), keys;
  keys.merits.resize(raw.size());
  MeritMaker maker(sources, rule, attribute);
  for (std::uint64_t row = 0; row < raw.size();) {
    const std::uint32_t source = columns.source_of(columns.first_record + row);
    const std::uint64_t end = std::min<std::uint64_t>(raw.size(), columns.source_ends[source] - columns.first_record);
    maker.begin_source(source);
    for (; row < end; ++row) {
      maker.admit(raw[row], keys.value_ids[row]);
      keys.merits[row] = maker.merit(row, without_mark(raw[row]), keys.value_ids[row]);
    }
  }
  mark_empty_texts();
  return keys;
}

/// Adds the merit of one more attribute of a group.
std::uint64_t joined_merit(SurvivorshipRule rule, std::uint64_t all, std::uint64_t one, bool has_value) {
  switch (rule) {
    case SurvivorshipRule::longest:
      return all + (has_value ? one : 0);
    case SurvivorshipRule::most_frequent:
      return mix(all, has_value ? one : 0);
    case SurvivorshipRule::trust:
      // A group is as good as its weakest value.
      return has_value ? std::min(all, one) : all;
    default:
      return 0;
  }
}

void empty_missing_values(const std::vector<std::uint64_t>& value_ids, TextColumn& raw) {
  bool has_any = false;
  for (std::size_t row = 0; row < raw.size() && !has_any; ++row) has_any = value_ids[row] == 0 && !raw[row].empty();
  if (!has_any) return;
  TextColumn masked;
  masked.reserve(raw.size(), raw.num_bytes());
  for (std::size_t row = 0; row < raw.size(); ++row)
    masked.push_back(value_ids[row] == 0 ? std::string_view() : raw[row]);
  raw = std::move(masked);
}

}  // namespace

bool wants_merit(SurvivorshipRule rule) {
  switch (rule) {
    case SurvivorshipRule::most_frequent:
    case SurvivorshipRule::longest:
    case SurvivorshipRule::min:
    case SurvivorshipRule::max:
    case SurvivorshipRule::any:
    case SurvivorshipRule::trust:
      return true;
    default:
      return false;
  }
}

std::vector<MergeUnit> merge_units(const config::MergeConfig& merge) {
  std::vector<MergeUnit> units;
  for (AttributeIndex a = 0; a < merge.rules.size(); ++a) {
    const auto group = merge.group_of(a);
    if (!group) {
      units.push_back({{a}, merge.rules[a], {}, false});
      continue;
    }
    const config::MergeGroup& of = merge.groups[*group];
    if (std::ranges::min(of.attributes) == a) units.push_back({of.attributes, of.by, of.require, true});
  }
  return units;
}

CellKeys read_cell_keys(const CellSources& sources, const MergeUnit& unit, std::vector<TextColumn>& raw) {
  if (!unit.is_group) return keys_of_attribute(sources, unit.rule, unit.attributes.front(), raw.front());
  const std::size_t num_rows = raw.front().size();
  CellKeys group{std::vector<std::uint64_t>(num_rows, 0), {}};
  if (wants_merit(unit.rule))
    group.merits.assign(num_rows, unit.rule == SurvivorshipRule::trust ? std::numeric_limits<std::int32_t>::max() : 0);
  std::vector<bool> has_any(num_rows), has_empty(num_rows), lacks_required(num_rows);
  for (std::size_t i = 0; i < unit.attributes.size(); ++i) {
    const CellKeys keys = keys_of_attribute(sources, unit.rule, unit.attributes[i], raw[i]);
    const bool is_required = std::ranges::find(unit.require, unit.attributes[i]) != unit.require.end();
    for (std::size_t row = 0; row < num_rows; ++row) {
      const bool has_value = is_value(keys.value_ids[row]);
      group.value_ids[row] = mix(group.value_ids[row], has_value ? keys.value_ids[row] : 0);
      if (keys.value_ids[row] == kEmptyTextId) has_empty[row] = true;
      if (has_value) has_any[row] = true;
      if (is_required && !has_value) lacks_required[row] = true;
      if (!keys.merits.empty())
        group.merits[row] = joined_merit(unit.rule, group.merits[row], keys.merits[row], has_value);
    }
    empty_missing_values(keys.value_ids, raw[i]);
  }
  for (std::size_t row = 0; row < num_rows; ++row) {
    const std::uint64_t id = (group.value_ids[row] | 1) & ~kCompleteBit;
    group.value_ids[row] = !has_any[row]         ? (has_empty[row] ? kEmptyTextId : 0)
                           : lacks_required[row] ? id
                                                 : id | kCompleteBit;
  }
  return group;
}

std::optional<std::vector<std::int64_t>> read_unit_moments(const CellSources& sources, const MergeUnit& unit) {
  std::optional<std::vector<std::int64_t>> latest;
  for (const AttributeIndex attribute : unit.attributes) {
    if (!config::has_updated_of(sources.context.job, attribute)) continue;
    auto moments = scratch::read_cell_moments(sources.context, sources.columns, attribute);
    if (latest)
      for (std::size_t row = 0; row < moments.size(); ++row) (*latest)[row] = std::max((*latest)[row], moments[row]);
    else
      latest = std::move(moments);
  }
  return latest;
}

std::uint64_t order_of_value(AttributeType type, std::string_view cleansed) {
  if (type == AttributeType::birth_date) {
    std::uint64_t digits = 0;
    for (const char c : cleansed)
      if (c >= '0' && c <= '9') digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
    return digits;
  }
  double number = 0;
  (void)std::from_chars(cleansed.data(), cleansed.data() + cleansed.size(), number);
  // The bits of doubles ascend like positive integers; those of negative ones descend.
  const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
  return (bits >> 63) != 0 ? ~bits : bits | (std::uint64_t{1} << 63);
}

}  // namespace onefold::merge
