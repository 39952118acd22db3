#include "plan/forecast_load.hpp"

#include <algorithm>
#include <cmath>

#include "block/wave_rows.hpp"

namespace onefold::plan {

Load::Load(const ForecastInput& in)
    : input(in),
      records(static_cast<double>(in.num_records)),
      ranks(in.ranks),
      busy(std::min(in.busy_ranks, in.ranks)),
      records_each(std::ceil(records / ranks)),
      attributes(static_cast<double>(in.attributes.size())) {
  for (const auto& attribute : in.attributes) {
    raw_bytes += static_cast<double>(attribute.raw_bytes);
    largest_raw_bytes = std::max(largest_raw_bytes, static_cast<double>(attribute.raw_bytes));
    columns += column_bytes(attribute);
    if (attribute.storage != Storage::fingerprint) {
      storages.push_back(attribute.storage);
      value_bytes.push_back(
          block::wave_value_bytes(attribute.storage, static_cast<std::uint64_t>(mean_bytes(attribute))));
    }
    // Weights are stored and sent in the same way as texts.
    storages.insert(storages.end(), attribute.num_weights, Storage::text);
    const auto weight_bytes = static_cast<std::uint64_t>(mean_bytes(attribute) * kWeightBytesOfText);
    value_bytes.insert(value_bytes.end(), attribute.num_weights, block::wave_value_bytes(Storage::text, weight_bytes));
  }
}

double Load::column_bytes(const AttributeLoad& attribute) const {
  const double counts = (attribute.is_counted && attribute.storage != Storage::coded ? 4 * records_each : 0) +
                        attribute.num_weights * (8 + mean_bytes(attribute) * kWeightBytesOfText) * records_each;
  switch (attribute.storage) {
    case Storage::coded:
      return 4 * records_each + static_cast<double>(attribute.num_distinct) * (16 + mean_bytes(attribute)) + counts;
    case Storage::packed:
      return 8 * records_each + counts;
    case Storage::text:
      return (8 + mean_bytes(attribute)) * records_each + counts;
    default:
      return 0;
  }
}

double keys_of(const RuleLoad& rule) {
  return static_cast<double>(rule.gives_several_keys ? rule.num_keys : rule.num_keyed_rows);
}

ListLoad load_of_lists(const ForecastInput& input) {
  ListLoad load;
  double keys_a_row = 0;
  for (const auto& rule : input.rules) {
    if (rule.gives_several_keys && rule.num_keyed_rows > 0)
      keys_a_row += keys_of(rule) / static_cast<double>(rule.num_keyed_rows);
    if (keys_a_row == 0) continue;
    load.keys += keys_a_row * static_cast<double>(rule.num_rows);
    load.pairs += static_cast<double>(rule.num_pairs);
  }
  return load;
}

double edges_of(const RuleLoad& rule) {
  return std::min(kEdgesOfNewPairs * static_cast<double>(rule.num_new_pairs),
                  (rule.gives_several_keys ? kEdgesOfListRows : kEdgesOfRows) * static_cast<double>(rule.num_rows));
}

}  // namespace onefold::plan
