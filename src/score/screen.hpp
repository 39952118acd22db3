// The first look at pairs: which of them are candidates at all, and which could still reach the threshold, from what
// values are present and equal. No text is read. One row against a run of rows behind it, many pairs a vector.
//
// The sources of this are compiled for one instruction set each and include nothing with inline functions of its own,
// which the linker might take from them for everybody.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold::score {

/// A level that holds for different values whose parts have the same number.
struct ScreenPart {
  const std::uint64_t* numbers = nullptr;  ///< [row]
  std::uint64_t left_number = 0;           ///< not 0
  std::int32_t weight = 0;
};

/// A comparison, as far as it can be decided by whether values are present and equal. Only those whose value is present
/// in the left row take part.
struct ScreenColumn {
  const std::uint32_t* ids_32 = nullptr;  ///< [row] equal for equal values, 0 for missing ones; one of the two
  const std::uint64_t* ids_64 = nullptr;
  std::uint64_t left_id = 0;
  std::int32_t if_equal = 0;  ///< the largest weight that a pair can get here, by what the values are
  std::int32_t if_different = 0;
  std::uint32_t bits_if_equal = 0;  ///< which comparisons are left to be decided
  std::uint32_t bits_if_different = 0;
  const ScreenPart* parts = nullptr;  ///< in the order of levels; where one holds nothing is left to be decided
  std::size_t num_parts = 0;
  const std::uint64_t* packed = nullptr;  ///< [row] texts, 16 nibbles each, where more edits than these decide
  std::uint64_t left_packed = 0;
  std::uint32_t most_edits = 0;  ///< 1 or 2
  std::int32_t if_beyond = 0;    ///< weight of different values further apart
};

/// A blocking rule before this one, for which the left row has a key.
struct ScreenKey {
  const std::uint64_t* keys = nullptr;  ///< [row]
  std::uint64_t left_key = 0;
};

/// Rows begin .. begin + count - 1 are compared with the left row. All arrays can be read kScreenPadding elements
/// further than that.
struct ScreenTask {
  const ScreenColumn* columns = nullptr;
  std::size_t num_columns = 0;
  const ScreenKey* earlier = nullptr;
  std::size_t num_earlier = 0;
  const std::uint32_t* claimed = nullptr;   ///< [row] all ones: claimed as by `earlier`, else 0; or none
  const std::uint32_t* repeated = nullptr;  ///< [row] all ones: another tile of this rule has the pair, else 0; or none
  const std::uint32_t* sources = nullptr;   ///< [row] where pairs within a source are no candidates, else none
  std::uint32_t left_source = 0;
  std::int32_t base = 0;       ///< weight before comparisons
  std::int32_t threshold = 0;  ///< pairs that stay below are dropped
  bool keep_claimed = false;   ///< pairs that an earlier rule proposes are kept too, with claimed_bit
  std::uint32_t claimed_bit = 0;
  std::uint32_t begin = 0;
  std::uint32_t count = 0;  ///< at most kMaxScreened
};

/// Pairs side by side: which rows, the largest weight that each can get, and which comparisons are left to be decided.
/// Arrays have room for kScreenPadding more than are in use.
struct PairColumns {
  std::uint32_t* left;
  std::uint32_t* right;
  std::int32_t* bound;
  std::uint32_t* bits;
  std::size_t size = 0;
};

struct ScreenCounts {
  std::size_t num_new = 0;      ///< candidates that no earlier rule proposes
  std::size_t num_claimed = 0;  ///< other candidates, those that another tile has among them
};

inline constexpr std::size_t kMaxScreened = 256;
inline constexpr std::size_t kScreenPadding = 16;

struct ScreenKernels {
  /// Appends the pairs of the task that stay. `left` is left to the caller.
  void (*screen)(const ScreenTask& task, PairColumns& pairs, ScreenCounts& counts);
  /// Lists the rows of the pairs with this bit; returns how many.
  std::size_t (*select)(const PairColumns& pairs, std::uint32_t bit, std::uint32_t* left, std::uint32_t* right);
  /// Adds to the bounds of the pairs with this bit what was found for them, in the order of `select`, and drops pairs
  /// that stay below the threshold. kScreenPadding changes behind the last one can be read.
  void (*settle)(PairColumns& pairs, std::uint32_t bit, const std::int32_t* changes, std::int32_t threshold);
};
extern const ScreenKernels kScreenPortable;
extern const ScreenKernels kScreenAvx2;
extern const ScreenKernels kScreenAvx512;

}  // namespace onefold::score
