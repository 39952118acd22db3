// Compares many pairs of rows at once. The levels equal those of Comparison::level.
//
// A feature is what a level needs of a single value: the part of a postcode, the name before the @ of an email, a
// phonetic code, the day of a date. Each feature is computed once per row, when a pair first needs it, and stored as a
// number; two values agree if their numbers are equal. A part of up to seven bytes is stored in its number; a longer
// part is replaced by a hash of 63 bits, so different parts agree wrongly once in 10^18 comparisons. Names, dates and
// phone numbers of up to 16 characters (32 for Jaro-Winkler) use the kernels of similarity/short_texts.hpp for lists of
// pairs.
//
// The rest is decided pair by pair:
//   long or non-ASCII texts                                    the kernels for single pairs
//   initials, numbers                                          Comparison::level
//   combined levels                                            leaf by leaf (comparison/expression.hpp)
//   array values with several elements, unless tokens decide   Comparison::level
// Words and elements are listed once per row (comparison/tokens.hpp).
//
// Cost per pair: a few nanoseconds per level that compares a feature, about ten per string kernel, and the cost of
// Comparison::level for the rest. Memory: 8 bytes per row for each feature, 24 or 64 bytes per row for texts of
// kernels.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "comparison/comparison.hpp"
#include "onefold/similarity/simd.hpp"
#include "record/columns.hpp"

namespace onefold::comparison {

/// Compares rows of a window of a column, and keeps the features of these rows.
class BatchComparison {
 public:
  /// Largest number of pairs per call; the scratch space has this size.
  static constexpr std::size_t kMaxPairs = 2048;

  BatchComparison(Comparison comparison, similarity::Simd simd);
  BatchComparison(BatchComparison&&) noexcept;
  BatchComparison& operator=(BatchComparison&&) noexcept;
  ~BatchComparison();

  /// Opens a window: row r now means row first + r of the columns, which must not change while levels are computed.
  /// `others` are the columns of Comparison::others(). `dense` states that rows occur in so many pairs that it is
  /// worthwhile to prepare all of them at once.
  void open(const Column& column, const std::vector<const Column*>& others, std::uint64_t first, std::size_t num_rows,
            bool dense);

  /// A level that holds for two different values exactly if their numbers, indexed by row of the window, are equal and
  /// not 0.
  struct PartNumbers {
    LevelNumber level = 0;
    std::span<const std::uint64_t> numbers;
  };
  /// Computes, for all rows of the window, the features of the levels before the first string kernel, in the order of
  /// levels. `num_spare` zeros follow the last row. Empty if the first level is of another kind, or if equality does
  /// not decide.
  [[nodiscard]] std::vector<PartNumbers> leading_parts(std::size_t num_spare);
  /// Whether a level other than the leading parts and "else" can hold for different values.
  [[nodiscard]] bool has_more_than_leading_parts() const;

  /// The values of the window packed by pack_text (0: missing), if all values fit and every level for different values
  /// is an edit distance of at most `most_edits`.
  struct PackedTexts {
    std::span<const std::uint64_t> numbers;  ///< [row of the window]; empty if a level or a value is of another kind
    std::uint32_t most_edits = 0;
  };
  /// `num_spare` zeros follow the last row.
  [[nodiscard]] PackedTexts packed_texts(std::size_t num_spare);

  /// Levels that may still hold: all of them, or only those after the leading parts.
  enum class Ask : std::uint8_t { all, behind_leading_parts };

  /// Sets levels[k] to the level of rows left[k] and right[k]. Both values must be present, and different if equality
  /// decides. With Ask::behind_leading_parts no leading part may hold for any of the pairs.
  void levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right, LevelNumber* levels,
              Ask ask = Ask::all);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace onefold::comparison
