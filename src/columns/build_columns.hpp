// Builds a column from cleansed values. The values of all ranks together decide its storage class:
//
//   coded         at most an eighth of the present values are distinct, or at most 65,536 of at most 8 MiB in all
//   packed        otherwise, if every value is a short text of digits and punctuation (record/packed_text.hpp)
//   text          otherwise
//   fingerprint   always, if the job neither compares the attribute nor uses it in keys
//
// Cost for n local rows: O(n) hashing and one reduction of 32 KiB over the ranks; then the cost of the class: a
// dictionary (build_dictionary.hpp), or for packed and text a distributed count, which sends 8 to 12 bytes per row
// (value_counts.hpp). Weights of words or elements, if needed: see weigh_tokens.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "record/columns.hpp"

namespace onefold::columns {

class AttributeFrequencies;
class DistinctSketch;

/// The parts of an attribute's values that the job needs.
struct ColumnUse {
  bool values = true;            ///< it is compared, or part of a key
  bool term_frequency = false;   ///< the number of records that share a value
  bool word_weights = false;     ///< the number of records with each word
  bool element_weights = false;  ///< the number of records with each element
  bool kept_text = false;        ///< the result keeps the cleansed values: they go to the work directory
  bool reading_report = false;   ///< the number of distinct values of each source, and samples of values
};

/// [attribute] What the job needs of each attribute.
[[nodiscard]] std::vector<ColumnUse> column_uses(const config::Job& job);

/// Largest number of values that a rank counts in one round, and the memory for each of them.
inline constexpr std::uint64_t kMaxCountedValues = 8'000'000;
inline constexpr std::uint64_t kBytesPerCountedValue = 80;

/// Collective. Bytes that each rank may still allocate. `local_least` is what this rank needs at least; if any rank has
/// less, all ranks throw.
using AskForMemory = std::function<std::uint64_t(std::uint64_t local_least)>;

/// How much a rank may count and allocate while a column is built, and what is known of its values already.
struct CountingLimits {
  std::uint64_t max_counted = kMaxCountedValues;   ///< values that a rank counts in one round
  AskForMemory ask = {};                           ///< empty: memory is not checked
  const DistinctSketch* local_distinct = nullptr;  ///< of all hashes of this rank; null: unknown
  AttributeFrequencies* frequencies = nullptr;     ///< keeps counts, or replaces them; null: neither
};

/// Collective. `cleansed` has one row per record of this rank; if use.values is false, hashes are enough. `node` holds
/// the ranks that share memory. More rounds of counting need less memory. `limits.ask`, if given, is called before
/// a dictionary or weights are made, because only then are their sizes known.
[[nodiscard]] Column build_column(const mpi::Communicator& world, const mpi::Communicator& node,
                                  cleanse::CleansedColumn cleansed, ColumnUse use = {},
                                  const CountingLimits& limits = {});

}  // namespace onefold::columns
