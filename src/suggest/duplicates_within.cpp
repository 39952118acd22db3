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

// A record in a hundred that has a duplicate must be expected to show this often in the sample.
constexpr double kSeenDuplicates = 2;

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
    if (is_split(schema, a) || !schema.attributes[a].in_rules || records.attributes[a].num_present() == 0) continue;
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

std::vector<DuplicatesWithin> duplicates_within(const Records& records, const LikelyMatches& matches) {
  // The best partner of each record in another table.
  struct Partner {
    double weight_log2 = 0;  // 0: none
    std::uint32_t record = 0;
  };
  std::vector<Partner> partner(records.size());
  const auto is_within = [&](const LikelyMatch& match) {
    return records.table[match.left] == records.table[match.right];
  };
  const auto improve = [&](std::uint32_t record, std::uint32_t other, double weight) {
    if (weight > partner[record].weight_log2) partner[record] = {weight, other};
  };
  for (const auto& match : matches.pairs)
    if (!is_within(match)) {
      improve(match.left, match.right, match.weight_log2);
      improve(match.right, match.left, match.weight_log2);
    }
  const std::size_t num_tables = records.rows_of_table.size();
  std::vector<DuplicatesWithin> tables(num_tables);
  std::vector<double> num_records(num_tables, 0), same(num_tables, 0), different(num_tables, 0),
      strongest(num_tables, 0);
  for (std::uint32_t r = 0; r < records.size(); ++r) {
    ++num_records[records.table[r]];
    tables[records.table[r]].num_with_partner += partner[r].weight_log2 > 0 ? 1 : 0;
  }
  for (const auto& match : matches.pairs) {
    const Partner& left = partner[match.left];
    const Partner& right = partner[match.right];
    if (!is_within(match) || left.weight_log2 <= 0 || right.weight_log2 <= 0) continue;
    const auto table = records.table[match.left];
    if (left.record != right.record) {
      ++different[table];
      continue;
    }
    ++same[table];
    strongest[table] += match.weight_log2 >= std::max(left.weight_log2, right.weight_log2) ? 1 : 0;
  }
  for (std::size_t t = 0; t < num_tables; ++t) {
    auto& table = tables[t];
    const double overlap = table.num_with_partner / std::max(num_records[t], 1.0);
    // Relatives of which only one has a record in the other table share that one's partner.
    const double relatives = overlap > 0 ? different[t] * (1 - overlap) / overlap : 0;
    // The other record of the table is in the sample with probability `rate`.
    table.expected = std::max(0.0, std::min(same[t] - relatives, 3 * strongest[t])) / records.rate;
    table.is_known = table.num_with_partner * records.rate * 0.01 >= kSeenDuplicates;
  }
  return tables;
}

}  // namespace onefold::suggest
