// Compares the candidate pairs of tiles, list by list.
//
// Tiles are processed in windows of some thousand rows. For each row of a tile the screen (screen.hpp) drops the pairs
// that are not candidates, and the pairs whose weight cannot reach the threshold for any texts. In this bound a
// comparison counts the weight of equal values, adjusted to their frequency, if the values are equal; nothing if a
// value is missing; otherwise its largest weight for different values. In dense windows the screen also decides levels
// that compare equal parts, and dates and numbers that are certainly too many edits apart. The remaining pairs are
// collected in lists of up to 2048 pairs, across rows and tiles. A list goes through the comparisons one after the
// other (comparison/batch_comparison.hpp), in the order of weight lost per time. Each comparison lowers the bound of
// its undecided pairs to their true weight, and pairs below the threshold leave the list. Bounds only decide which
// pairs are dropped: the other pairs get their pattern from all comparisons anew, and their weight from the pattern, in
// 64 bits.
//
// In tiles of a few rows most lanes of a vector would be empty: there the same bounds are summed pair by pair.
//
// If rules give records several keys, the rows of a tile that share a key with a row are found for the whole row at
// once (block/common_keys.hpp) and excluded from the screen.
// Cost: a few nanoseconds per pair for the screen, and the cost of the comparisons for the remaining pairs. Memory: 4
// to 8 bytes per row of a window and comparison, and the memory of BatchComparison; a window has the rows of one tile,
// or some thousand.
// rows of one tile, or some thousand.
#pragma once

#include <functional>
#include <optional>

#include "block/common_keys.hpp"
#include "block/row_keys.hpp"
#include "comparison/batch_comparison.hpp"
#include "score/pair_evaluator.hpp"
#include "score/score_tiles.hpp"
#include "score/screen.hpp"

namespace onefold::score {

class PairScan {
 public:
  /// Pairs whose levels are all known; indices into the rows.
  struct Pair {
    std::uint64_t left;
    std::uint64_t right;
    model::Pattern pattern;
    bool claimed_earlier;
  };
  using Visit = std::function<void(const Pair&)>;

  /// Compares all pairs, including those of earlier rules.
  explicit PairScan(const PairEvaluator& evaluator) : PairScan(evaluator, nullptr, 0) {}
  /// Visits all pairs that reach the threshold, and some that do not. Without `keep_claimed`, only pairs that no
  /// earlier rule proposes; with it, the others too.
  PairScan(const PairEvaluator& evaluator, const PairWeights* weights, FixedWeight threshold,
           bool keep_claimed = false);

  PairCounts run(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                 const Visit& visit);

 private:
  /// A comparison, over the rows of the window.
  struct Compared {
    std::size_t comparison = 0;
    std::uint32_t bit = 0;  ///< in ScreenColumn; 0: not part of the screen
    bool is_wide = false;   ///< ids are in ids_64
    std::vector<std::uint32_t> ids_32;
    std::vector<std::uint64_t> ids_64;
    comparison::BatchComparison batch;
    std::int32_t assumed = 0;                                     ///< weight in the bound of undecided pairs
    std::vector<comparison::BatchComparison::PartNumbers> parts;  ///< levels that the screen decides in this window
    comparison::BatchComparison::PackedTexts packed;              ///< texts whose distance the screen bounds
    std::int32_t if_equal = 0;  ///< weight in the bound of equal values, before term frequency
    std::uint32_t bits_if_equal = 0;
    bool adjusts_equal = false;      ///< equal values bring a term-frequency adjustment
    std::size_t term_frequency = 0;  ///< which one
    [[nodiscard]] std::uint64_t id(std::uint32_t row) const { return is_wide ? ids_64[row] : ids_32[row]; }
  };

  void open_window(const block::TileRows& rows, const block::PairScope& scope, std::uint64_t first, std::uint64_t end,
                   bool dense);
  void scan_tile(const block::Tile& tile, const Visit& visit);
  /// Finds the keys that rows of the tile share, for rules with several keys per record.
  void find_common_keys(const block::Tile& tile);
  /// Sets claimed_rows_ and repeated_rows_ for the pairs of `row` with rows begin .. end - 1.
  void mark_rows_in_common(std::uint32_t row, std::uint32_t begin, std::uint32_t end);
  void scan_small_tile(std::uint32_t first, std::uint32_t left_end, std::uint32_t end, const Visit& visit);
  void scan_row(std::uint32_t left, std::uint32_t begin, std::uint32_t end, const Visit& visit);
  /// The adjustment of equal values.
  [[nodiscard]] std::int32_t adjustment(const Compared& compared, std::uint32_t row) const;
  [[nodiscard]] ScreenColumn screen_column(const Compared& compared, std::uint32_t left);
  void finish_list(const Visit& visit);
  void lower_bounds(Compared& compared);
  void add_to_patterns(Compared& compared);

  const PairEvaluator& evaluator_;
  const PairWeights* weights_;  ///< null: no pair is dropped
  std::int32_t base_ = 0;       ///< prior, and the most that comparisons outside the screen can add
  std::int32_t threshold_ = 0;
  bool keep_claimed_;
  const ScreenKernels& kernels_;
  std::vector<Compared> compared_;  ///< in the order of work

  // Keys of the rows, if rules give records several keys.
  std::optional<block::RowKeys> row_keys_;

  // The current window.
  const block::TileRows* rows_ = nullptr;
  std::uint64_t first_ = 0;
  bool dense_ = false;
  std::vector<std::vector<block::KeyHash>> earlier_keys_;
  std::vector<std::uint32_t> sources_;  ///< empty if all pairs of a block are candidates

  // The current tile, if rules give records several keys.
  std::uint32_t first_of_tile_ = 0;
  bool has_claimed_ = false, has_repeated_ = false;
  block::CommonKeys claiming_, repeating_;
  std::vector<std::uint32_t> claimed_rows_, repeated_rows_;  ///< as in ScreenTask

  /// The data of a comparison that the screen of a small tile reads.
  struct SmallColumn {
    const std::uint32_t* ids_32;
    const std::uint64_t* ids_64;
    std::int32_t if_different, if_equal;
    std::uint32_t bit, bits_if_equal;
    const Compared* adjusted;  ///< the comparison whose equal values have an adjustment, or null
    [[nodiscard]] std::uint64_t id(std::uint32_t row) const { return ids_32 != nullptr ? ids_32[row] : ids_64[row]; }
  };
  std::vector<SmallColumn> small_columns_;

  // The current list.
  PairColumns list_{};
  std::vector<std::uint32_t> left_, right_, bits_;
  std::vector<std::int32_t> bound_;
  std::vector<model::Pattern> patterns_;
  PairCounts counts_;
  // Temporary storage.
  std::vector<ScreenColumn> columns_;
  std::vector<ScreenPart> parts_;
  std::vector<ScreenKey> keys_;
  std::vector<std::uint32_t> asked_left_, asked_right_;
  std::vector<std::uint16_t> asked_;
  std::vector<comparison::LevelNumber> found_;
  std::vector<std::int32_t> changes_;
};

}  // namespace onefold::score
