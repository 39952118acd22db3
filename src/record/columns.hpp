// Typed columns of cleansed values: what blocking and scoring read.
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
#include "record/hash.hpp"
#include "record/packed_text.hpp"

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

/// How the values of an attribute are held. Chosen by what the values of all ranks are, never by how they are dealt to
/// ranks.
enum class Storage : std::uint8_t {
  coded,        ///< values repeat: 4 bytes a record and a dictionary, once a node
  packed,       ///< short texts of digits and signs that hardly repeat: 8 bytes a record, see packed_text.hpp
  text,         ///< others that hardly repeat: their bytes, and 8 bytes a record
  fingerprint,  ///< neither compared nor used as a key: 8 bytes of hash, enough to tell equal values from different
                ///< ones
};
[[nodiscard]] constexpr std::string_view name_of(Storage storage) {
  constexpr std::string_view kNames[] = {"coded", "packed", "text", "fingerprint"};
  return kNames[static_cast<std::size_t>(storage)];
}

/// What is known of an attribute over all ranks.
struct ColumnFacts {
  std::uint64_t num_present = 0;      ///< records with a value
  std::uint64_t num_distinct = 0;     ///< coded: exact; else estimated, with a standard error of 1.6 %
  std::uint64_t num_equal_pairs = 0;  ///< pairs of records with the same value; not counted for fingerprints
  bool operator==(const ColumnFacts&) const = default;
};

/// One attribute of some rows: the records of a rank, or rows that were brought together to be compared. Of the arrays
/// only those of the storage class have rows.
struct Column {
  Storage storage = Storage::coded;
  std::vector<Code> codes;             ///< coded: 0 missing
  std::vector<std::uint64_t> numbers;  ///< packed: pack_text; fingerprint: hash; 0 missing
  TextColumn texts;                    ///< text: empty missing
  std::vector<std::uint32_t>
      counts;             ///< records with this value, where term frequencies are wanted and nothing is coded
  Dictionary dictionary;  ///< coded
  ColumnFacts facts;
  TextColumn word_weights;     ///< weights of the words of each row, where comparisons ask for them: see token_list.hpp
  TextColumn element_weights;  ///< likewise of the elements

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
  /// The cleansed value; empty when missing. `buffer` holds it where it is not held as text. Not for fingerprints.
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
  /// Whether two rows hold the same value; both present.
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
  /// Records of all ranks that hold the value of this row, for term frequencies.
  [[nodiscard]] std::uint64_t count(std::uint64_t row) const {
    return storage == Storage::coded ? dictionary.count(codes[row]) : counts[row];
  }
  /// Equal numbers: equal values, up to hashes of 64 bits; 0: missing.
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
  BlockDistribution distribution;  ///< of RecordIds; local row i is record distribution.begin(rank) + i
  std::uint64_t first_record = 0;  ///< distribution.begin(rank)
  std::uint64_t num_local_rows = 0;
  std::vector<std::uint64_t> source_ends;  ///< [source] RecordId behind its last record; equal on all ranks
  std::vector<Column> attributes;          ///< [attribute]

  [[nodiscard]] std::uint32_t source_of(RecordId id) const {
    return static_cast<std::uint32_t>(std::upper_bound(source_ends.begin(), source_ends.end(), id) -
                                      source_ends.begin());
  }
  /// [attribute]
  [[nodiscard]] std::vector<ColumnFacts> facts() const {
    std::vector<ColumnFacts> all;
    for (const auto& column : attributes) all.push_back(column.facts);
    return all;
  }
};

}  // namespace onefold
