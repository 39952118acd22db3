#include "suggest/duplicates_within.hpp"

#include <algorithm>
#include <cmath>

#include "record/hash.hpp"
#include "suggest/quick_comparison.hpp"
#include "suggest/rules.hpp"

namespace onefold::suggest {

namespace {

constexpr double kEqualShare = 0.8;
// log2 of the factor by which an agreement must be rarer than one chance pair in the whole table.
constexpr double kBitsToSpare = 10;
// In a long block each record is compared with only this many neighbours, because nearly all of its records look alike.
constexpr std::size_t kNeighbours = 8;

struct Measure {
  const Records& records;
  std::vector<std::size_t> attributes;
  std::vector<QuickComparison> comparisons;
  double bits_needed = 0;

  // Values that differ must be missing in both records or be spelt similarly, because a brother is not a duplicate.
  [[nodiscard]] bool are_near_identical(std::uint32_t left, std::uint32_t right) const {
    std::size_t equal = 0;
    double bits = 0;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const auto& values = records.attributes[attributes[i]];
      if ((values.codes[left] == 0) != (values.codes[right] == 0)) return false;
      const auto level = comparisons[i].level(values.codes[left], values.codes[right]);
      if (level > 2) return false;
      if (level != 1) continue;
      ++equal;
      bits += std::log2(static_cast<double>(values.num_present()) / values.counts[values.codes[left]]);
    }
    return static_cast<double>(equal) >= kEqualShare * static_cast<double>(attributes.size()) && equal >= 2 &&
           bits >= bits_needed;
  }
};

}  // namespace

std::vector<double> near_identical_within(const Records& records, const Schema& schema) {
  double num_records = 0;
  for (const auto rows : records.rows_of_table) num_records += static_cast<double>(rows);
  Measure measure{records, {}, {}, std::log2(std::max(num_records, 2.0)) + kBitsToSpare};
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    if (is_split(schema, a) || records.attributes[a].num_present() == 0) continue;
    measure.attributes.push_back(a);
    measure.comparisons.emplace_back(records.attributes[a], schema.attributes[a].type);
  }
  std::vector<bool> found(records.size(), false);
  for (const std::size_t left_out : measure.attributes) {
    std::vector<KeyedRecord> keyed;
    for (std::uint32_t r = 0; r < records.size(); ++r) {
      std::uint64_t key = mix(1, records.table[r]);
      for (const std::size_t a : measure.attributes)
        if (a != left_out) key = mix(key, records.attributes[a].codes[r]);
      keyed.push_back({key, r});
    }
    std::ranges::sort(keyed);
    for (std::size_t i = 0; i < keyed.size(); ++i)
      for (std::size_t j = i + 1; j < std::min(keyed.size(), i + kNeighbours) && keyed[j].key == keyed[i].key; ++j)
        if (measure.are_near_identical(keyed[i].record, keyed[j].record))
          found[keyed[i].record] = found[keyed[j].record] = true;
  }
  std::vector<double> shares(records.rows_of_table.size(), 0);
  for (std::uint32_t r = 0; r < records.size(); ++r) shares[records.table[r]] += found[r] ? 1 : 0;
  // The other record is in the sample only with probability `rate`.
  for (std::size_t t = 0; t < shares.size(); ++t)
    shares[t] /= std::max(static_cast<double>(records.rows_of_table[t]) * records.rate * records.rate, 1.0);
  return shares;
}

}  // namespace onefold::suggest
