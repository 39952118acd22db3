#include "score/pair_scan.hpp"

#include <algorithm>
#include <limits>

#include "block/key_evaluator.hpp"

namespace onefold::score {

namespace {

/// A window consists of whole tiles with at least this many rows: enough for long lists of pairs, few enough for the
/// cache.
constexpr std::uint64_t kWindowRows = 2048;

/// A window is dense if rows occur in this many pairs on average. Then features are computed for all rows; otherwise
/// only for the rows of undecided pairs.
constexpr std::uint64_t kDensePairs = 8;

/// In a window that is not dense, tiles with fewer rows are screened pair by pair.
constexpr std::uint64_t kSmallTile = 10;

constexpr std::size_t kListSize = comparison::BatchComparison::kMaxPairs;
constexpr std::size_t kMaxScreenedComparisons = 31;
constexpr std::uint32_t kClaimedBit = 1u << 31;

const ScreenKernels& kernels_for(similarity::Simd simd) {
#if defined(__x86_64__)
  if (simd == similarity::Simd::avx512) return kScreenAvx512;
  if (simd == similarity::Simd::avx2) return kScreenAvx2;
#endif
  static_cast<void>(simd);
  return kScreenPortable;
}

/// Rows [first, end) of `from`, and the spare elements that the screen may read after them.
template <typename T>
void copy_window(const std::vector<T>& from, std::uint64_t first, std::uint64_t end, std::vector<T>& to) {
  to.assign(from.begin() + static_cast<std::ptrdiff_t>(first), from.begin() + static_cast<std::ptrdiff_t>(end));
  to.resize(to.size() + kScreenPadding, T{});
}

}  // namespace

PairScan::PairScan(const PairEvaluator& evaluator, const PairWeights* weights, FixedWeight threshold, bool keep_claimed)
    : evaluator_(evaluator),
      weights_(weights != nullptr && weights->can_bound() ? weights : nullptr),
      keep_claimed_(keep_claimed || weights == nullptr),
      kernels_(kernels_for(evaluator.simd())) {
  for (std::size_t k = 0; k < evaluator.num_comparisons(); ++k) {
    const std::size_t c = weights_ != nullptr ? weights_->order()[k] : k;
    const std::uint32_t bit = k < kMaxScreenedComparisons ? 1u << k : 0;
    compared_.push_back(
        {c, bit, false, {}, {}, {evaluator.comparison(c), evaluator.simd()}, 0, {}, {}, 0, 0, false, 0});
    Compared& compared = compared_.back();
    compared.bits_if_equal = evaluator.comparison(c).equal_decides() ? 0 : bit;
    if (weights_ == nullptr) continue;
    const WeightBounds& bounds = weights_->bounds()[c];
    if (bit == 0) base_ += bounds.largest;
    compared.if_equal = bounds.if_equal;
    compared.adjusts_equal = bounds.equal_decides && bounds.exact_level != 0 &&
                             bounds.exact_level == evaluator.comparison(c).level_when_equal();
    compared.term_frequency = bounds.term_frequency;
  }
  if (weights_ != nullptr) {
    using Limits = std::numeric_limits<std::int32_t>;
    base_ += static_cast<std::int32_t>(weights_->prior());
    // Bounds are well within 32 bits. A threshold outside is clamped, which makes it unreachable or always reached.
    threshold_ = static_cast<std::int32_t>(std::clamp<FixedWeight>(threshold, Limits::min(), Limits::max()));
  }
  for (auto* list : {&left_, &right_, &bits_, &asked_left_, &asked_right_}) list->resize(kListSize + kScreenPadding);
  for (auto* list : {&bound_, &changes_}) list->resize(kListSize + kScreenPadding);
  list_ = {left_.data(), right_.data(), bound_.data(), bits_.data()};
  patterns_.resize(kListSize);
  asked_.resize(kListSize);
  found_.resize(kListSize);
}

PairCounts PairScan::run(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                         const Visit& visit) {
  counts_ = {};
  row_keys_.reset();
  if (!rows.earlier_lists.empty() || rows.own_list != nullptr) row_keys_.emplace(rows, set.ids.size());
  for (std::size_t t = 0; t < set.tiles.size();) {
    // Tiles follow each other without gaps.
    const std::uint64_t first = set.tiles[t].first;
    std::uint64_t end = first;
    std::uint64_t num_pairs = 0;
    std::size_t behind = t;
    while (behind < set.tiles.size() && set.tiles[behind].first == end && (end == first || end - first < kWindowRows)) {
      const block::Tile& tile = set.tiles[behind++];
      end += tile.num_rows();
      num_pairs += std::uint64_t{tile.num_left} * (tile.num_right == 0 ? tile.num_left / 2 : tile.num_right);
    }
    open_window(rows, scope, first, end, num_pairs >= kDensePairs * (end - first));
    for (; t < behind; ++t) scan_tile(set.tiles[t], visit);
    finish_list(visit);
  }
  return counts_;
}

void PairScan::open_window(const block::TileRows& rows, const block::PairScope& scope, std::uint64_t first,
                           std::uint64_t end, bool dense) {
  rows_ = &rows;
  first_ = first;
  dense_ = dense;
  for (Compared& compared : compared_) {
    const Column& column = rows.attributes[evaluator_.attribute(compared.comparison)];
    compared.is_wide = column.storage != Storage::coded;
    if (!compared.is_wide) {
      copy_window(column.codes, first, end, compared.ids_32);
    } else if (column.storage == Storage::text) {
      compared.ids_64.clear();
      for (std::uint64_t row = first; row < end; ++row) compared.ids_64.push_back(column.value_id(row));
      compared.ids_64.resize(compared.ids_64.size() + kScreenPadding, 0);
    } else {
      copy_window(column.numbers, first, end, compared.ids_64);
    }
    const auto& comparison = evaluator_.comparison(compared.comparison);
    std::vector<const Column*> others;
    for (const AttributeIndex other : comparison.others()) others.push_back(&rows.attributes[other]);
    compared.batch.open(column, others, first, static_cast<std::size_t>(end - first), dense);
    compared.parts.clear();
    compared.packed = {};
    if (weights_ == nullptr || compared.bit == 0) continue;
    if (dense) compared.parts = compared.batch.leading_parts(kScreenPadding);
    if (dense) compared.packed = compared.batch.packed_texts(kScreenPadding);
    const WeightBounds& bounds = weights_->bounds()[compared.comparison];
    compared.assumed =
        compared.parts.empty() ? bounds.if_different : bounds.if_different_behind[compared.parts.back().level];
  }
  small_columns_.clear();
  for (const Compared& compared : compared_)
    if (compared.bit != 0)
      small_columns_.push_back({compared.is_wide ? nullptr : compared.ids_32.data(), compared.ids_64.data(),
                                compared.assumed, compared.if_equal, compared.bit, compared.bits_if_equal,
                                compared.adjusts_equal ? &compared : nullptr});
  earlier_keys_.resize(rows.earlier_keys.size());
  for (std::size_t r = 0; r < earlier_keys_.size(); ++r)
    copy_window(rows.earlier_keys[r], first, end, earlier_keys_[r]);
  sources_.clear();
  if (scope.between_sources_only) copy_window(rows.source, first, end, sources_);
  if (!row_keys_) return;
  for (auto* marks : {&claimed_rows_, &repeated_rows_}) marks->assign(end - first + kScreenPadding, 0);
}

void PairScan::find_common_keys(const block::Tile& tile) {
  first_of_tile_ = static_cast<std::uint32_t>(tile.first - first_);
  const auto num_rows = static_cast<std::uint32_t>(tile.num_rows());
  // If pairs of other rules are dropped anyway, the reason for dropping a pair does not matter.
  auto& repeating = keep_claimed_ ? repeating_ : claiming_;
  has_claimed_ = row_keys_->has_earlier() || !keep_claimed_;
  has_repeated_ = row_keys_->has_own() && keep_claimed_;
  if (has_claimed_) claiming_.open(num_rows);
  if (has_repeated_) repeating_.open(num_rows);
  for (std::uint32_t row = 0; row < num_rows; ++row) {
    row_keys_->add_earlier(tile.first + row, row, claiming_);
    row_keys_->add_own(tile.first + row, tile.hash, row, repeating);
  }
  if (has_claimed_) claiming_.close();
  if (has_repeated_) repeating_.close();
}

void PairScan::mark_rows_in_common(std::uint32_t row, std::uint32_t begin, std::uint32_t end) {
  const auto mark = [&](block::CommonKeys& common, std::vector<std::uint32_t>& marks) {
    if (!common.shares(row - first_of_tile_)) {
      std::fill(marks.begin() + begin, marks.begin() + end, 0);
      return;
    }
    const auto words = common.rows_in_common(row - first_of_tile_, begin - first_of_tile_);
    for (std::uint32_t at = begin; at < end;) {
      const std::uint32_t bit = at - first_of_tile_;
      std::uint64_t word = words[bit / 64] >> bit % 64;
      const std::uint32_t behind = std::min(end, at + 64 - bit % 64);
      for (; at < behind; ++at, word >>= 1) marks[at] = 0U - static_cast<std::uint32_t>(word & 1);
    }
  };
  if (has_claimed_) mark(claiming_, claimed_rows_);
  if (has_repeated_) mark(repeating_, repeated_rows_);
}

void PairScan::scan_tile(const block::Tile& tile, const Visit& visit) {
  const auto first = static_cast<std::uint32_t>(tile.first - first_);
  const std::uint32_t left_end = first + tile.num_left;
  const std::uint32_t end = left_end + tile.num_right;
  has_claimed_ = has_repeated_ = false;
  if (row_keys_) find_common_keys(tile);
  if (!dense_ && tile.num_rows() < kSmallTile) return scan_small_tile(first, left_end, end, visit);
  for (std::uint32_t row = first; row < left_end; ++row)
    scan_row(row, tile.num_right == 0 ? row + 1 : left_end, end, visit);
}

void PairScan::scan_small_tile(std::uint32_t first, std::uint32_t left_end, std::uint32_t end, const Visit& visit) {
  if (list_.size + std::size_t{end - first} * (end - first) > kListSize) finish_list(visit);
  const bool square = left_end != end;
  // Most jobs have neither array; then the loop over pairs loads nothing for them.
  const std::uint32_t* const claimed_rows = has_claimed_ ? claimed_rows_.data() : nullptr;
  const std::uint32_t* const repeated_rows = has_repeated_ ? repeated_rows_.data() : nullptr;
  for (std::uint32_t left = first; left < left_end; ++left) {
    const std::uint32_t begin = square ? left_end : left + 1;
    if (begin < end && (claimed_rows != nullptr || repeated_rows != nullptr)) mark_rows_in_common(left, begin, end);
    for (std::uint32_t right = begin; right < end; ++right) {
      if (!sources_.empty() && sources_[left] == sources_[right]) continue;
      if (repeated_rows != nullptr && repeated_rows[right] != 0) {
        ++counts_.claimed_earlier;
        continue;
      }
      bool claimed = claimed_rows != nullptr && claimed_rows[right] != 0;
      for (const auto& keys : earlier_keys_) claimed |= keys[left] == keys[right] && keys[left] != block::kNoKey;
      ++(claimed ? counts_.claimed_earlier : counts_.scored);
      if (claimed && !keep_claimed_) continue;
      std::int32_t bound = base_;
      std::uint32_t bits = claimed ? kClaimedBit : 0;
      for (const SmallColumn& column : small_columns_) {
        const std::uint64_t left_id = column.id(left), right_id = column.id(right);
        if (left_id == 0 || right_id == 0) continue;
        const bool equal = left_id == right_id;
        bound += equal ? column.if_equal : column.if_different;
        bits |= equal ? column.bits_if_equal : column.bit;
        if (equal && column.adjusted != nullptr) bound += adjustment(*column.adjusted, left);
      }
      if (bound < threshold_) continue;
      const std::size_t at = list_.size++;
      list_.left[at] = left;
      list_.right[at] = right;
      list_.bound[at] = bound;
      list_.bits[at] = bits;
    }
  }
}

std::int32_t PairScan::adjustment(const Compared& compared, std::uint32_t row) const {
  return static_cast<std::int32_t>(weights_->term_frequency_of_value(compared.term_frequency, *rows_, first_ + row));
}

ScreenColumn PairScan::screen_column(const Compared& compared, std::uint32_t left) {
  ScreenColumn column;
  column.ids_32 = compared.is_wide ? nullptr : compared.ids_32.data();
  column.ids_64 = compared.is_wide ? compared.ids_64.data() : nullptr;
  column.left_id = compared.id(left);
  column.bits_if_different = compared.bit;
  column.bits_if_equal = compared.bits_if_equal;
  column.if_equal = compared.if_equal;
  column.if_different = compared.assumed;
  // Equal values have the same adjustment, so the left one is used.
  if (compared.adjusts_equal) column.if_equal += adjustment(compared, left);
  for (const auto& part : compared.parts) {
    if (part.numbers[left] == 0) continue;
    parts_.push_back(
        {part.numbers.data(), part.numbers[left], weights_->bounds()[compared.comparison].weights[part.level]});
    ++column.num_parts;
  }
  if (!compared.packed.numbers.empty()) {
    column.packed = compared.packed.numbers.data();
    column.left_packed = compared.packed.numbers[left];
    column.most_edits = compared.packed.most_edits;
    column.if_beyond = weights_->bounds()[compared.comparison].weights.back();
  }
  if (!compared.parts.empty() && !compared.batch.has_more_than_leading_parts()) column.bits_if_different = 0;
  return column;
}

void PairScan::scan_row(std::uint32_t left, std::uint32_t begin, std::uint32_t end, const Visit& visit) {
  if (begin == end) return;
  columns_.clear();
  parts_.clear();
  for (const Compared& compared : compared_)
    if (compared.bit != 0 && compared.id(left) != 0) columns_.push_back(screen_column(compared, left));
  // Set the pointers only now, because parts_ no longer grows.
  const ScreenPart* next_part = parts_.data();
  for (ScreenColumn& column : columns_) {
    column.parts = next_part;
    next_part += column.num_parts;
  }
  keys_.clear();
  for (const auto& keys : earlier_keys_)
    if (keys[left] != block::kNoKey) keys_.push_back({keys.data(), keys[left]});

  if (has_claimed_ || has_repeated_) mark_rows_in_common(left, begin, end);
  ScreenTask task;
  task.columns = columns_.data();
  task.num_columns = columns_.size();
  task.earlier = keys_.data();
  task.num_earlier = keys_.size();
  task.claimed = has_claimed_ ? claimed_rows_.data() : nullptr;
  task.repeated = has_repeated_ ? repeated_rows_.data() : nullptr;
  task.sources = sources_.empty() ? nullptr : sources_.data();
  task.left_source = sources_.empty() ? 0 : sources_[left];
  task.base = base_;
  task.threshold = threshold_;
  task.keep_claimed = keep_claimed_;
  task.claimed_bit = kClaimedBit;
  for (; begin < end; begin += task.count) {
    task.begin = begin;
    task.count = std::min<std::uint32_t>(end - begin, kMaxScreened);
    if (list_.size + task.count > kListSize) finish_list(visit);
    const std::size_t before = list_.size;
    ScreenCounts counts;
    kernels_.screen(task, list_, counts);
    std::fill(list_.left + before, list_.left + list_.size, left);
    counts_.scored += counts.num_new;
    counts_.claimed_earlier += counts.num_claimed;
  }
}

void PairScan::finish_list(const Visit& visit) {
  if (weights_ != nullptr)
    for (Compared& compared : compared_)
      // If no other level can hold, the screen has already decided.
      if (compared.bit != 0 && list_.size > 0 &&
          (compared.parts.empty() || compared.batch.has_more_than_leading_parts()))
        lower_bounds(compared);
  std::fill_n(patterns_.begin(), list_.size, model::Pattern{0});
  if (list_.size > 0)
    for (Compared& compared : compared_) add_to_patterns(compared);
  for (std::size_t k = 0; k < list_.size; ++k)
    visit({first_ + list_.left[k], first_ + list_.right[k], patterns_[k], (list_.bits[k] & kClaimedBit) != 0});
  list_.size = 0;
}

void PairScan::lower_bounds(Compared& compared) {
  using comparison::BatchComparison;
  const std::size_t size = kernels_.select(list_, compared.bit, asked_left_.data(), asked_right_.data());
  if (size == 0) return;
  compared.batch.levels(
      std::span(asked_left_).first(size), std::span(asked_right_).first(size), found_.data(),
      compared.parts.empty() ? BatchComparison::Ask::all : BatchComparison::Ask::behind_leading_parts);
  const WeightBounds& bounds = weights_->bounds()[compared.comparison];
  const std::int32_t* const weights = bounds.weights.data();
  for (std::size_t u = 0; u < size; ++u) changes_[u] = weights[found_[u]] - compared.assumed;
  // If equality does not decide, the adjustment of equal values is added only here.
  if (!bounds.equal_decides && bounds.exact_level != 0)
    for (std::size_t u = 0; u < size; ++u)
      if (found_[u] == bounds.exact_level)
        changes_[u] += static_cast<std::int32_t>(
            weights_->term_frequency_of_value(bounds.term_frequency, *rows_, first_ + asked_left_[u]));
  kernels_.settle(list_, compared.bit, changes_.data(), threshold_);
}

void PairScan::add_to_patterns(Compared& compared) {
  const auto& comparison = evaluator_.comparison(compared.comparison);
  const std::uint64_t stride = evaluator_.space().stride(compared.comparison);
  const std::uint64_t when_equal = stride * comparison.level_when_equal();
  const bool equal_decides = comparison.equal_decides();
  std::size_t size = 0;
  for (std::size_t k = 0; k < list_.size; ++k) {
    const std::uint64_t left = compared.id(list_.left[k]), right = compared.id(list_.right[k]);
    const bool present = left != 0 && right != 0;
    const bool decided = left == right && equal_decides;
    if (present && decided) patterns_[k] += when_equal;
    asked_[size] = static_cast<std::uint16_t>(k);
    asked_left_[size] = list_.left[k];
    asked_right_[size] = list_.right[k];
    size += present && !decided;
  }
  compared.batch.levels(std::span(asked_left_).first(size), std::span(asked_right_).first(size), found_.data());
  for (std::size_t u = 0; u < size; ++u) patterns_[asked_[u]] += stride * found_[u];
}

}  // namespace onefold::score
