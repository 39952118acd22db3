// Typed columns of cleansed values. Blocking and scoring read them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "onefold/record/attribute.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"
#include "record/changed_records.hpp"
#include "record/date_reading.hpp"
#include "record/hash.hpp"
#include "record/packed_text.hpp"

namespace onefold {

/// Number of a cleansed value in its attribute's dictionary; 0 means "missing". The distinct values of an attribute are
/// numbered in the order of (hash, bytes), so codes do not depend on the number of ranks.
using Code = std::uint32_t;
inline constexpr Code kMissingCode = 0;

/// The distinct cleansed values of one attribute over all ranks, and the number of records with each. Immutable. Each
/// node holds one copy in shared memory, and copies of this object refer to it. Entry 0 is the empty value.
class Dictionary {
 public:
  Dictionary() = default;
  /// `ends` and `counts` have `num_entries` elements; `storage` keeps them and `bytes` alive.
  Dictionary(std::uint64_t num_entries, const std::uint64_t* ends, const std::uint64_t* counts, const char* bytes,
             std::shared_ptr<const void> storage)
      : num_entries_(num_entries), ends_(ends), counts_(counts), bytes_(bytes), storage_(std::move(storage)) {}

  /// Number of entries, entry 0 included.
  [[nodiscard]] std::uint64_t size() const { return num_entries_; }
  [[nodiscard]] std::string_view operator[](Code code) const {
    const std::uint64_t begin = code == 0 ? 0 : ends_[code - 1];
    return {bytes_ + begin, static_cast<std::size_t>(ends_[code] - begin)};
  }
  /// Number of records with this value, over all ranks. For code 0: the number of records without a value.
  [[nodiscard]] std::uint64_t count(Code code) const { return counts_[code]; }
  [[nodiscard]] std::uint64_t num_bytes() const { return num_entries_ == 0 ? 0 : ends_[num_entries_ - 1]; }

 private:
  std::uint64_t num_entries_ = 0;
  const std::uint64_t* ends_ = nullptr;
  const std::uint64_t* counts_ = nullptr;
  const char* bytes_ = nullptr;
  std::shared_ptr<const void> storage_;
};

/// How the values of an attribute are stored. The values of all ranks together decide; their distribution over ranks
/// does not.
enum class Storage : std::uint8_t {
  coded,  ///< values repeat: 4 bytes per record, and one dictionary per node
  /// Short texts of digits and punctuation that rarely repeat: 8 bytes per record, see packed_text.hpp.
  packed,
  text,  ///< other texts that rarely repeat: their bytes, and 8 bytes per record
  /// The attribute is neither compared nor used as a key: 8 bytes of hash per record, which distinguish equal values
  /// from different ones.
  fingerprint,
};
[[nodiscard]] constexpr std::string_view name_of(Storage storage) {
  constexpr std::string_view kNames[] = {"coded", "packed", "text", "fingerprint"};
  return kNames[static_cast<std::size_t>(storage)];
}

/// Counts over the records of all ranks for one attribute.
struct ColumnFacts {
  std::uint64_t num_present = 0;      ///< records with a value
  std::uint64_t num_distinct = 0;     ///< coded: exact; otherwise estimated, with a standard error of 1.6 %
  std::uint64_t num_equal_pairs = 0;  ///< pairs of records with the same value; not counted for fingerprints
  std::uint64_t num_weighed = 0;      ///< num_present when frequencies were counted: in this run, or in a previous one
  bool operator==(const ColumnFacts&) const = default;
};

/// One attribute of some rows: the records of a rank, or rows that a rank fetched to compare them. Only the array of
/// the column's storage class has rows; the others are empty.
struct Column {
  Storage storage = Storage::coded;
  std::vector<Code> codes;             ///< coded; 0 means missing
  std::vector<std::uint64_t> numbers;  ///< packed: pack_text(value); fingerprint: the hash; 0 means missing
  TextColumn texts;                    ///< text; empty means missing
  /// Number of records with the value of each row. Filled only if term frequencies are requested and the column is not
  /// coded.
  std::vector<std::uint32_t> counts;
  Dictionary dictionary;  ///< coded
  ColumnFacts facts;
  /// Weights of the words of each row, filled if a comparison asks for them; see token_list.hpp.
  TextColumn word_weights;
  TextColumn element_weights;  ///< the same for the elements of each row

  [[nodiscard]] bool is_missing(std::uint64_t row) const {
    switch (storage) {
      case Storage::coded:
        return codes[row] == kMissingCode;
      case Storage::text:
        return texts[row].empty();
      default:
        return numbers[row] == 0;
    }
  }
  /// The cleansed value; empty if missing. For packed values the text is written to `buffer`. Not available for
  /// fingerprints.
  [[nodiscard]] std::string_view value(std::uint64_t row, std::array<char, kMaxPackedChars>& buffer) const {
    switch (storage) {
      case Storage::coded:
        return dictionary[codes[row]];
      case Storage::packed:
        return unpack_text(numbers[row], buffer);
      default:
        return texts[row];
    }
  }
  /// Whether two rows hold the same value. Both must be present.
  [[nodiscard]] bool equal(std::uint64_t i, std::uint64_t j) const {
    switch (storage) {
      case Storage::coded:
        return codes[i] == codes[j];
      case Storage::text:
        return texts[i] == texts[j];
      default:
        return numbers[i] == numbers[j];
    }
  }
  /// Number of records of all ranks with the value of this row, for term frequencies.
  [[nodiscard]] std::uint64_t count(std::uint64_t row) const {
    return storage == Storage::coded ? dictionary.count(codes[row]) : counts[row];
  }
  /// A number that is equal for equal values, and different for different values except for collisions of 64-bit
  /// hashes. 0 means missing.
  [[nodiscard]] std::uint64_t value_id(std::uint64_t row) const {
    switch (storage) {
      case Storage::coded:
        return codes[row];
      case Storage::text:
        return texts[row].empty() ? 0 : hash_bytes(texts[row]) | 1;
      default:
        return numbers[row];
    }
  }
};

/// The cleansed records of one rank.
struct Columns {
  BlockDistribution distribution;  ///< of RecordIds; local row i holds record distribution.begin(rank) + i
  std::uint64_t first_record = 0;  ///< distribution.begin(rank)
  std::uint64_t num_local_rows = 0;
  std::vector<std::uint64_t> source_ends;  ///< [source] one past the RecordId of its last record; equal on all ranks
  std::vector<Column> attributes;          ///< [attribute]
  /// [source][attribute; at the end the time of the last change] How dates are read; empty if all as by default.
  std::vector<std::vector<DateReading>> date_readings;
  /// [source][attribute] The decimal mark that the values of a column prove, or '\0'; empty if none is known.
  std::vector<std::vector<char>> decimals;
  /// In a delta run: the records that are new or changed. Pairs of two others were scored by an earlier run. Null
  /// otherwise: all pairs are scored.
  std::shared_ptr<const ChangedRecords> changed;

  [[nodiscard]] char decimal_of(std::uint32_t source, AttributeIndex attribute) const {
    return decimals.empty() ? '\0' : decimals[source][attribute];
  }

  [[nodiscard]] std::uint32_t source_of(RecordId id) const {
    return static_cast<std::uint32_t>(std::upper_bound(source_ends.begin(), source_ends.end(), id) -
                                      source_ends.begin());
  }
  /// [attribute] Facts of each column.
  [[nodiscard]] std::vector<ColumnFacts> facts() const {
    std::vector<ColumnFacts> all;
    for (const auto& column : attributes) all.push_back(column.facts);
    return all;
  }
};

}  // namespace onefold
