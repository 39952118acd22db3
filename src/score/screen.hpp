// The first look at pairs: finds which of them are candidates at all, and which could still reach the threshold, from
// the presence and equality of values. No text is read. Compares one row with a run of later rows, many pairs per
// vector.
//
// The source files of the screen are each compiled for one instruction set. They include nothing with inline functions
// of its own, because the linker might use the copies of one file for the whole program.
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

/// A comparison, as far as presence and equality of values decide it. Only comparisons whose value is present in the
/// left row take part.
struct ScreenColumn {
  const std::uint32_t* ids_32 = nullptr;  ///< [row] equal for equal values, 0 for missing ones; one of the two is set
  const std::uint64_t* ids_64 = nullptr;
  std::uint64_t left_id = 0;
  std::int32_t if_equal = 0;  ///< the largest weight that a pair can get here, by the kind of its values
  std::int32_t if_different = 0;
  std::uint32_t bits_if_equal = 0;  ///< comparisons that remain undecided
  std::uint32_t bits_if_different = 0;
  const ScreenPart* parts = nullptr;  ///< in the order of levels; if one holds, the comparison is decided
  std::size_t num_parts = 0;
  const std::uint64_t* packed = nullptr;  ///< [row] texts of 16 nibbles, if a bound of edits decides
  std::uint64_t left_packed = 0;
  std::uint32_t most_edits = 0;  ///< 1 or 2
  std::int32_t if_beyond = 0;    ///< weight of different values that are further apart
};

/// An earlier blocking rule for which the left row has a key.
struct ScreenKey {
  const std::uint64_t* keys = nullptr;  ///< [row]
  std::uint64_t left_key = 0;
};

/// Rows begin .. begin + count - 1 are compared with the left row. All arrays must be readable for kScreenPadding
/// elements beyond that.
struct ScreenTask {
  const ScreenColumn* columns = nullptr;
  std::size_t num_columns = 0;
  const ScreenKey* earlier = nullptr;
  std::size_t num_earlier = 0;
  const std::uint32_t* claimed = nullptr;   ///< [row] all ones: claimed as by `earlier`, otherwise 0; or null
  const std::uint32_t* repeated = nullptr;  ///< [row] all ones: another tile of this rule has the pair, else 0; or null
  const std::uint32_t* sources = nullptr;   ///< [row] null unless pairs within a source are excluded
  std::uint32_t left_source = 0;
  std::int32_t base = 0;       ///< weight before all comparisons
  std::int32_t threshold = 0;  ///< pairs below it are dropped
  bool keep_claimed = false;   ///< pairs that an earlier rule proposes are kept too, with claimed_bit
  std::uint32_t claimed_bit = 0;
  std::uint32_t begin = 0;
  std::uint32_t count = 0;  ///< at most kMaxScreened
};

/// Pairs in parallel arrays: the rows, the largest weight that each pair can get, and the comparisons that remain
/// undecided. Arrays have space for kScreenPadding more elements than are in use.
struct PairColumns {
  std::uint32_t* left;
  std::uint32_t* right;
  std::int32_t* bound;
  std::uint32_t* bits;
  std::size_t size = 0;
};

struct ScreenCounts {
  std::size_t num_new = 0;      ///< candidates that no earlier rule proposes
  std::size_t num_claimed = 0;  ///< other candidates, including those that another tile has
};

inline constexpr std::size_t kMaxScreened = 256;
inline constexpr std::size_t kScreenPadding = 16;

struct ScreenKernels {
  /// Appends the remaining pairs of the task. Does not set `left`: the caller does.
  void (*screen)(const ScreenTask& task, PairColumns& pairs, ScreenCounts& counts);
  /// Lists the rows of the pairs with this bit; returns their number.
  std::size_t (*select)(const PairColumns& pairs, std::uint32_t bit, std::uint32_t* left, std::uint32_t* right);
  /// Adds `changes` to the bounds of the pairs with this bit, in the order of `select`, and drops pairs that fall below
  /// the threshold. kScreenPadding elements after the last change must be readable.
  void (*settle)(PairColumns& pairs, std::uint32_t bit, const std::int32_t* changes, std::int32_t threshold);
};
extern const ScreenKernels kScreenPortable;
extern const ScreenKernels kScreenAvx2;
extern const ScreenKernels kScreenAvx512;

}  // namespace onefold::score
