// What the members of customers send before a golden value is chosen: numbers, not texts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "cleanse/cleanser.hpp"
#include "merge/trust.hpp"
#include "onefold/config/job.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::merge {

/// Attributes that survive together: a group of the job, or one attribute.
struct MergeUnit {
  std::vector<AttributeIndex> attributes;
  config::SurvivorshipRule rule = config::SurvivorshipRule::most_recent;
  std::vector<AttributeIndex> require;
  bool is_group = false;
};
/// Pure. In the order of their first attributes.
[[nodiscard]] std::vector<MergeUnit> merge_units(const config::MergeConfig& merge);

/// What does not change from attribute to attribute.
struct CellSources {
  const Context& context;
  const Columns& columns;
  std::shared_ptr<const cleanse::DummyValues> dummies;
  const TrustScale& scale;
};

/// Pure. Whether members send a merit under this rule. A rank without records has none, so this decides what is sent.
[[nodiscard]] bool wants_merit(config::SurvivorshipRule rule);

/// The cells of this rank's records.
struct CellKeys {
  std::vector<std::uint64_t>
      value_ids;  ///< [row] as in Candidate; 0: this record has no value; kEmptyTextId: an empty one
  std::vector<std::uint64_t> merits;  ///< [row] as in Candidate; empty if the rule needs none
};

/// Local. `raw`: [attribute of the unit] the values of this rank's records as shown. In a group, values that are
/// missing or dummies become empty in `raw`, so that they are missing in the golden record too.
[[nodiscard]] CellKeys read_cell_keys(const CellSources& sources, const MergeUnit& unit, std::vector<TextColumn>& raw);

/// Local. [row] Times of change of the unit's values, the latest of a group; nothing if no source has `updated_of` for
/// them.
[[nodiscard]] std::optional<std::vector<std::int64_t>> read_unit_moments(const CellSources& sources,
                                                                         const MergeUnit& unit);

/// Pure. Numbers in the order of the values: cleansed dates and numbers.
[[nodiscard]] std::uint64_t order_of_value(AttributeType type, std::string_view cleansed);

}  // namespace onefold::merge
