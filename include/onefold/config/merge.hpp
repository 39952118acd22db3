// How golden records are made: survivorship rules, trust, and attributes that survive together.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onefold/record/attribute.hpp"

namespace onefold::config {

/// Which value survives.
///   most_recent      that of the record that changed last
///   most_frequent    the one that most records share
///   longest          the one with the most characters
///   source_priority  that of the best source
///   all_elements     (`union` in the job file) for attributes with several values: the elements of all records
///   first            that of the record that changed first
///   min, max         the smallest or largest number or date
///   any              one of the values that the job names, if a single record has it; otherwise as most_recent
///   trust            the one with the highest trust
enum class SurvivorshipRule : std::uint8_t {
  most_recent,
  most_frequent,
  longest,
  source_priority,
  all_elements,
  first,
  min,
  max,
  any,
  trust,
};

/// How trust falls as a value ages.
enum class Decay : std::uint8_t { none, half_life, linear };

/// Trust in the values of a source. In thousandths of a point; 100 points are the most.
struct TrustConfig {
  std::int32_t max = 50'000;
  std::int32_t min = 0;
  Decay decay = Decay::none;
  std::uint32_t period_days = 0;  ///< half-life, or the time in which linear decay reaches `min`
  bool operator==(const TrustConfig&) const = default;
};

/// Trust in the values of one source: in general, and in the attributes that have a trust of their own.
struct SourceTrust {
  std::optional<TrustConfig> general;  ///< nothing: no attribute of this source has the rule `trust`
  std::map<AttributeIndex, TrustConfig> attributes;
  [[nodiscard]] const TrustConfig& of(AttributeIndex attribute) const {
    const auto own = attributes.find(attribute);
    return own == attributes.end() ? *general : own->second;
  }
};

/// What lowers the trust in a value.
enum class Defect : std::uint8_t { not_valid, dummy, length, future_date };

/// A value with this defect loses a share of its trust.
struct ValidationRule {
  std::vector<AttributeIndex> attributes;
  Defect when = Defect::not_valid;
  std::uint32_t length = 0;     ///< of Defect::length: fewer characters than this
  std::uint32_t downgrade = 0;  ///< thousandths of the trust
  bool keep_minimum = false;    ///< trust does not fall below the minimum of the source
};

/// Attributes that survive together, from one record.
struct MergeGroup {
  std::vector<AttributeIndex> attributes;
  SurvivorshipRule by = SurvivorshipRule::most_recent;
  std::vector<AttributeIndex> require;  ///< records that have all of these go before others
};

struct MergeConfig {
  SurvivorshipRule fallback = SurvivorshipRule::most_recent;  ///< `default` in the job file
  std::vector<SurvivorshipRule> rules;  ///< per attribute: as written, or by type; in a group: that of the group
  std::vector<std::vector<std::string>> any_of;  ///< per attribute: the values of the rule `any`
  std::vector<std::uint32_t> source_priority;    ///< source indices, best first; sources that are not listed are equal
  std::vector<SourceTrust> trust;                ///< per source
  std::vector<ValidationRule> validation;
  std::vector<MergeGroup> groups;
  bool last_resort = true;            ///< a value without any trust survives if there is no other
  std::optional<std::int64_t> as_of;  ///< days since 1970 to which trust decays; nothing: the latest `updated`
  bool has_decided_as_of = false;     ///< a run decided as_of; see decide_as_of()

  /// Index of the group of an attribute; nothing if it survives on its own.
  [[nodiscard]] std::optional<std::size_t> group_of(AttributeIndex attribute) const {
    for (std::size_t g = 0; g < groups.size(); ++g)
      for (const AttributeIndex member : groups[g].attributes)
        if (member == attribute) return g;
    return std::nullopt;
  }
  [[nodiscard]] bool uses_trust() const {
    for (const SurvivorshipRule rule : rules)
      if (rule == SurvivorshipRule::trust) return true;
    return false;
  }
};

}  // namespace onefold::config
