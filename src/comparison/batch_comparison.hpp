// A comparison of many pairs of rows at once: the levels are those of Comparison::level.
//
// What a level asks of a single value is worked out once a row, when first asked for, and kept as a number: the part of
// a postcode, the name before the @ of an email, a phonetic code, the day of a date. Two values then agree on it if
// their numbers are equal. Parts of up to seven bytes are their own number; for longer ones a hash of 63 bits stands
// for the part (a wrong agreement once in 10^18 comparisons of different parts). Names, dates and phones of up to 16
// characters (32 for Jaro-Winkler) go through the kernels of similarity/short_texts.hpp, list by list. What is left
// goes one by one: long or non-ASCII texts through the kernels for single pairs; initials, numbers, and exchanged day
// and month through Comparison::level; combined levels leaf by leaf (src/comparison/expression.hpp); values of array
// attributes with several elements, where the level is not of tokens. Words and elements are listed once a row
// (src/comparison/tokens.hpp).
//
// Cost a pair: 1 to 2 ns a level that asks for a part, 6 to 12 ns a string kernel, and what Comparison::level costs for
// the rest. Memory: 8 bytes a row for each part asked for, 24 or 64 for texts that kernels read.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "comparison/comparison.hpp"
#include "onefold/similarity/simd.hpp"
#include "record/columns.hpp"

namespace onefold::comparison {

/// Keeps what was worked out about some rows of a column.
class BatchComparison {
 public:
  /// How many pairs one call takes at most: its scratch space is made for so many.
  static constexpr std::size_t kMaxPairs = 2048;

  BatchComparison(Comparison comparison, similarity::Simd simd);
  BatchComparison(BatchComparison&&) noexcept;
  BatchComparison& operator=(BatchComparison&&) noexcept;
  ~BatchComparison();

  /// From now on row r stands for row first + r of the columns, which must stay as they are while levels are asked for.
  /// `others` are the columns of Comparison::others(). `dense`: rows are in so many pairs that it pays to prepare all
  /// of them at once.
  void open(const Column& column, std::vector<const Column*> others, std::uint64_t first, std::size_t num_rows,
            bool dense);

  /// A level that holds for different values exactly if the numbers are equal and not 0. [row of the window]
  struct PartNumbers {
    LevelNumber level = 0;
    std::span<const std::uint64_t> numbers;
  };
  /// Works out for all rows of the window what the levels before the first string kernel ask for, and gives it in the
  /// order of levels; `num_spare` numbers behind the last row are 0. Empty if the first level asks something else, or
  /// if equality does not decide.
  [[nodiscard]] std::vector<PartNumbers> leading_parts(std::size_t num_spare);
  /// Whether a level besides these and "else" can hold for different values.
  [[nodiscard]] bool has_more_than_leading_parts() const;

  /// Values of at most 16 digits and signs, as pack_text has them, where all levels of different values ask for at most
  /// so many edits. [row of the window] 0: missing
  struct PackedTexts {
    std::span<const std::uint64_t> numbers;  ///< empty: the levels or a value of the window are of another kind
    std::uint32_t most_edits = 0;
  };
  /// `num_spare` numbers behind the last row are 0.
  [[nodiscard]] PackedTexts packed_texts(std::size_t num_spare);

  /// Which levels are not known yet.
  enum class Ask : std::uint8_t { all, behind_leading_parts };

  /// levels[k] is that of rows left[k] and right[k]: both values present, and not equal if equality decides. No leading
  /// part holds for a pair that is asked behind them.
  void levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right, LevelNumber* levels,
              Ask ask = Ask::all);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace onefold::comparison
