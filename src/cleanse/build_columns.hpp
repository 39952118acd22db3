// From cleansed values to a column: its storage class is chosen by what the values of all ranks are, then it is built.
//
//   coded         at most an eighth of the records with a value are different values, or at most 65,536 of 8 MiB in all
//   packed        else, if every value is a short text of digits and signs (record/packed_text.hpp)
//   text          else
//   fingerprint   whatever they are, when the job neither compares them nor makes keys of them
//
// Cost for n local rows: O(n) hashing and one merge of 32 KiB over the ranks; then what the class costs: a dictionary
// (build_dictionary.hpp), or for packed and text a distributed count of 8 to 12 bytes a row on the wire
// (value_counts.hpp). Weights of words or elements, where asked for: see weigh_tokens.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/text_column.hpp"
#include "record/columns.hpp"

namespace onefold::cleanse {

/// What an attribute is needed for.
struct ColumnUse {
  bool values = true;            ///< it is compared, or part of a key
  bool term_frequency = false;   ///< how many records share a value is asked
  bool word_weights = false;     ///< how many records have each of its words is asked
  bool element_weights = false;  ///< how many records have each of its elements is asked
};

/// What the job needs of each attribute.
[[nodiscard]] std::vector<ColumnUse> column_uses(const config::Job& job);

/// Values that a rank has counted at a time where memory is not short, and what one of them takes meanwhile.
inline constexpr std::uint64_t kMaxCountedValues = 8'000'000;
inline constexpr std::uint64_t kBytesPerCountedValue = 80;

/// Collective. What a rank may still take, in bytes; `local_least` of this rank. Throws on all ranks when that of one
/// is more.
using AskForMemory = std::function<std::uint64_t(std::uint64_t local_least)>;

/// Collective. `cleansed` has a row for each record of this rank; where use.values is false, hashes are enough. `node`
/// holds the ranks that share memory. `max_counted`: values that are counted at a time; more rounds take less memory.
/// `ask`, if given, is asked before a dictionary or weights are made, which is when their sizes are known.
[[nodiscard]] Column build_column(const mpi::Communicator& world, const mpi::Communicator& node,
                                  CleansedColumn cleansed, ColumnUse use = {},
                                  std::uint64_t max_counted = kMaxCountedValues, const AskForMemory& ask = {});

}  // namespace onefold::cleanse
