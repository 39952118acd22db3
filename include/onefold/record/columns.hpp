// Typed columns of cleansed values: what blocking and scoring read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "onefold/record/attribute.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold {

/// A code stands for a cleansed value; 0 is "missing". Codes number the distinct values of an attribute in the order of
/// (hash, bytes), so they do not depend on the number of ranks.
using Code = std::uint32_t;
inline constexpr Code kMissingCode = 0;

/// The distinct cleansed values of one attribute over all ranks, and how many records have each. Immutable; held once a
/// node; copies share it. Entry 0 is the empty value.
class Dictionary {
 public:
  Dictionary() = default;
  /// `ends` and `counts` have `num_entries` elements; `storage` keeps them and `bytes` alive.
  Dictionary(std::uint64_t num_entries, const std::uint64_t* ends, const std::uint64_t* counts, const char* bytes,
             std::shared_ptr<const void> storage)
      : num_entries_(num_entries), ends_(ends), counts_(counts), bytes_(bytes), storage_(std::move(storage)) {}

  /// With entry 0.
  [[nodiscard]] std::uint64_t size() const { return num_entries_; }
  [[nodiscard]] std::string_view operator[](Code code) const {
    const std::uint64_t begin = code == 0 ? 0 : ends_[code - 1];
    return {bytes_ + begin, static_cast<std::size_t>(ends_[code] - begin)};
  }
  /// Records with this value, over all ranks; for code 0 the records without a value.
  [[nodiscard]] std::uint64_t count(Code code) const { return counts_[code]; }
  [[nodiscard]] std::uint64_t num_bytes() const { return num_entries_ == 0 ? 0 : ends_[num_entries_ - 1]; }

 private:
  std::uint64_t num_entries_ = 0;
  const std::uint64_t* ends_ = nullptr;
  const std::uint64_t* counts_ = nullptr;
  const char* bytes_ = nullptr;
  std::shared_ptr<const void> storage_;
};

/// The cleansed records of one rank. Memory: 4 bytes an attribute and record, and the dictionaries once a node.
struct Columns {
  BlockDistribution distribution;                 ///< of RecordIds; local row i is record distribution.begin(rank) + i
  std::uint64_t first_record = 0;                 ///< distribution.begin(rank)
  std::uint64_t num_local_rows = 0;
  std::vector<std::uint64_t> source_ends;         ///< [source] RecordId behind its last record; equal on all ranks
  std::vector<std::vector<Code>> codes;           ///< [attribute][local row]
  std::vector<Dictionary> dictionaries;           ///< [attribute]

  [[nodiscard]] std::uint32_t source_of(RecordId id) const {
    return static_cast<std::uint32_t>(std::upper_bound(source_ends.begin(), source_ends.end(), id) - source_ends.begin());
  }
  [[nodiscard]] std::string_view value(AttributeIndex attribute, std::uint64_t row) const {
    return dictionaries[attribute][codes[attribute][row]];
  }
};

}  // namespace onefold
