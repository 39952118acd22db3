#include "score/pair_scan.hpp"

#include <algorithm>
#include <limits>

#include "onefold/block/key_evaluator.hpp"

namespace onefold::score {

namespace {

/// Windows are made of whole tiles until they have this many rows: enough to fill lists, few enough to stay in cache.
constexpr std::uint64_t kWindowRows = 2048;

/// Parts of values are worked out for all rows of a window, and decided by the screen, if rows are in so many pairs on
/// average. Else it is cheaper to look at the parts of undecided pairs only.
constexpr std::uint64_t kPairsThatPayParts = 8;

constexpr std::size_t kListSize = comparison::BatchComparison::kMaxPairs;
constexpr std::size_t kMaxScreenedComparisons = 31;
constexpr std::uint32_t kClaimedBit = 1u << 31;

ScreenKernel screen_for(similarity::Simd simd) {
#if defined(__x86_64__)
  if (simd == similarity::Simd::avx512) return screen_avx512;
  if (simd == similarity::Simd::avx2) return screen_avx2;
#endif
  static_cast<void>(simd);
  return screen_portable;
}

/// rows [first, end) of `from`, and what the screen may read behind them.
template <typename T>
void copy_window(const std::vector<T>& from, std::uint64_t first, std::uint64_t end, std::vector<T>& to) {
  to.assign(from.begin() + static_cast<std::ptrdiff_t>(first), from.begin() + static_cast<std::ptrdiff_t>(end));
  to.resize(to.size() + kScreenPadding, T{});
}

}  // namespace

PairScan::PairScan(const PairEvaluator& evaluator, const PairWeights* weights, model::FixedWeight threshold)
    : evaluator_(evaluator),
      weights_(weights != nullptr && weights->can_foresee() ? weights : nullptr),
      keep_claimed_(weights == nullptr),
      screen_(screen_for(evaluator.simd())) {
  for (std::size_t k = 0; k < evaluator.num_comparisons(); ++k) {
    const std::size_t c = weights_ != nullptr ? weights_->order()[k] : k;
    const bool screened = k < kMaxScreenedComparisons;
    compared_.push_back({c, screened ? 1u << k : 0, false, {}, {}, {evaluator.comparison(c), evaluator.simd()}, {}});
    compared_.back().levels.resize(kListSize);
    if (weights_ != nullptr && !screened) base_ += weights_->bounds()[c].largest;
  }
  if (weights_ != nullptr) {
    using Limits = std::numeric_limits<std::int32_t>;
    base_ += static_cast<std::int32_t>(weights_->prior());
    // Bounds lie well within 32 bits, so a threshold beyond them stays out of reach, or below everything.
    threshold_ = static_cast<std::int32_t>(std::clamp<model::FixedWeight>(threshold, Limits::min(), Limits::max()));
  }
  for (auto* list : {&left_, &right_, &bits_}) list->resize(kListSize + kScreenPadding);
  bound_.resize(kListSize + kScreenPadding);
  alive_.resize(kListSize);
  undecided_left_.resize(kListSize);
  undecided_right_.resize(kListSize);
  undecided_.resize(kListSize);
  found_.resize(kListSize);
}

PairCounts PairScan::run(const block::TileSet& set, const block::TileRows& rows, const block::PairScope& scope,
                         const Visit& visit) {
  counts_ = {};
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
    open_window(rows, scope, first, end, num_pairs);
    for (; t < behind; ++t) scan_tile(set.tiles[t], visit);
    finish_list(visit);
  }
  return counts_;
}

void PairScan::open_window(const block::TileRows& rows, const block::PairScope& scope, std::uint64_t first,
                           std::uint64_t end, std::uint64_t num_pairs) {
  rows_ = &rows;
  first_ = first;
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
    compared.batch.open(column, comparison.reads_other() ? &rows.attributes[comparison.other()] : nullptr, first,
                        static_cast<std::size_t>(end - first));
    compared.parts.clear();
    if (weights_ == nullptr) continue;
    const WeightBounds& bounds = weights_->bounds()[compared.comparison];
    if (compared.bit != 0 && num_pairs >= kPairsThatPayParts * (end - first))
      compared.parts = compared.batch.leading_parts(kScreenPadding);
    compared.assumed = compared.bit == 0       ? bounds.largest
                       : compared.parts.empty() ? bounds.if_different
                                                : bounds.if_different_behind[compared.parts.back().level];
  }
  earlier_keys_.resize(rows.earlier_keys.size());
  for (std::size_t r = 0; r < earlier_keys_.size(); ++r) copy_window(rows.earlier_keys[r], first, end, earlier_keys_[r]);
  sources_.clear();
  if (scope.between_sources_only) copy_window(rows.source, first, end, sources_);
}

void PairScan::scan_tile(const block::Tile& tile, const Visit& visit) {
  const auto first = static_cast<std::uint32_t>(tile.first - first_);
  const std::uint32_t left_end = first + tile.num_left;
  const std::uint32_t end = left_end + tile.num_right;
  for (std::uint32_t row = first; row < left_end; ++row)
    scan_row(row, tile.num_right == 0 ? row + 1 : left_end, end, visit);
}

void PairScan::scan_row(std::uint32_t left, std::uint32_t begin, std::uint32_t end, const Visit& visit) {
  if (begin == end) return;
  columns_.clear();
  parts_.clear();
  for (const Compared& compared : compared_) {
    const std::uint64_t id = compared.id(left);
    if (compared.bit == 0 || id == 0) continue;
    ScreenColumn column;
    column.ids_32 = compared.is_wide ? nullptr : compared.ids_32.data();
    column.ids_64 = compared.is_wide ? compared.ids_64.data() : nullptr;
    column.left_id = id;
    column.bits_if_different = compared.bit;
    const auto& comparison = evaluator_.comparison(compared.comparison);
    column.bits_if_equal = comparison.equal_decides() ? 0 : compared.bit;
    if (weights_ != nullptr) {
      const WeightBounds& bounds = weights_->bounds()[compared.comparison];
      column.if_equal = bounds.if_equal;
      column.if_different = compared.assumed;
      for (const auto& part : compared.parts) {
        if (part.numbers[left] == 0) continue;
        parts_.push_back({part.numbers.data(), part.numbers[left], bounds.weights[part.level]});
        ++column.num_parts;
      }
      if (!compared.parts.empty() && !compared.batch.has_more_than_leading_parts()) column.bits_if_different = 0;
      // Equal values bring the adjustment of the left one.
      if (bounds.equal_decides && bounds.exact_level != 0 && bounds.exact_level == comparison.level_when_equal())
        column.if_equal += static_cast<std::int32_t>(
            weights_->term_frequency_of_value(bounds.term_frequency, *rows_, first_ + left));
    }
    columns_.push_back(column);
  }
  // Now that parts_ grows no more.
  const ScreenPart* next_part = parts_.data();
  for (ScreenColumn& column : columns_) {
    column.parts = next_part;
    next_part += column.num_parts;
  }
  keys_.clear();
  for (const auto& keys : earlier_keys_)
    if (keys[left] != block::kNoKey) keys_.push_back({keys.data(), keys[left]});

  ScreenTask task;
  task.columns = columns_.data();
  task.num_columns = columns_.size();
  task.earlier = keys_.data();
  task.num_earlier = keys_.size();
  task.sources = sources_.empty() ? nullptr : sources_.data();
  task.left_source = sources_.empty() ? 0 : sources_[left];
  task.base = base_;
  task.threshold = threshold_;
  task.keep_claimed = keep_claimed_;
  task.claimed_bit = kClaimedBit;
  for (; begin < end; begin += task.count) {
    task.begin = begin;
    task.count = std::min<std::uint32_t>(end - begin, kMaxScreened);
    if (size_ + task.count > kListSize) finish_list(visit);
    Screened out{right_.data() + size_, bound_.data() + size_, bits_.data() + size_};
    screen_(task, out);
    std::fill_n(left_.begin() + static_cast<std::ptrdiff_t>(size_), out.num_kept, left);
    size_ += out.num_kept;
    counts_.scored += out.num_new;
    counts_.claimed_earlier += out.num_claimed;
  }
}

void PairScan::finish_list(const Visit& visit) {
  for (std::size_t k = 0; k < size_; ++k) alive_[k] = static_cast<std::uint16_t>(k);
  num_alive_ = size_;
  for (Compared& compared : compared_) {
    if (num_alive_ == 0) break;
    // Nothing is left to be decided where the screen decides all levels.
    if (compared.parts.empty() || compared.batch.has_more_than_leading_parts()) compare_list(compared);
  }
  drop_hopeless();
  for (Compared& compared : compared_)
    if (!compared.parts.empty()) name_decided_levels(compared);
  for (std::size_t a = 0; a < num_alive_; ++a) {
    const std::uint16_t k = alive_[a];
    visit({first_ + left_[k], first_ + right_[k], pattern(k), (bits_[k] & kClaimedBit) != 0});
  }
  size_ = 0;
}

std::size_t PairScan::find_undecided(const Compared& compared) {
  if (compared.bit == 0) {
    // Not part of the screen: looked at now.
    const bool equal_decides = evaluator_.comparison(compared.comparison).equal_decides();
    drop_hopeless();
    std::size_t size = 0;
    for (std::size_t a = 0; a < num_alive_; ++a) {
      const std::uint16_t k = alive_[a];
      const std::uint64_t left = compared.id(left_[k]), right = compared.id(right_[k]);
      undecided_[size] = k;
      undecided_left_[size] = left_[k];
      undecided_right_[size] = right_[k];
      size += left != 0 && right != 0 && (left != right || !equal_decides);
    }
    return size;
  }
  // Plain pointers, that the compiler knows not to change in the loop. Hopeless pairs leave on the way.
  const std::uint32_t* const left = left_.data();
  const std::uint32_t* const right = right_.data();
  const std::uint32_t* const bits = bits_.data();
  const std::int32_t* const bound = bound_.data();
  std::uint16_t* const alive = alive_.data();
  std::uint16_t* const undecided = undecided_.data();
  std::uint32_t* const undecided_left = undecided_left_.data();
  std::uint32_t* const undecided_right = undecided_right_.data();
  const std::int32_t threshold = threshold_;
  std::size_t kept = 0, size = 0;
  for (std::size_t a = 0; a < num_alive_; ++a) {
    const std::uint16_t k = alive[a];
    const bool hopeful = bound[k] >= threshold;
    alive[kept] = k;
    kept += hopeful;
    undecided[size] = k;
    undecided_left[size] = left[k];
    undecided_right[size] = right[k];
    size += hopeful & ((bits[k] & compared.bit) != 0);
  }
  num_alive_ = kept;
  return size;
}

void PairScan::compare_list(Compared& compared) {
  const std::size_t size = find_undecided(compared);
  compared.batch.levels(std::span(undecided_left_).first(size), std::span(undecided_right_).first(size), found_.data());
  comparison::LevelNumber* const levels = compared.levels.data();
  const comparison::LevelNumber* const found = found_.data();
  const std::uint16_t* const undecided = undecided_.data();
  if (weights_ == nullptr) {
    for (std::size_t u = 0; u < size; ++u) levels[undecided[u]] = found[u];
    return;
  }
  const WeightBounds& bounds = weights_->bounds()[compared.comparison];
  const std::int32_t assumed = compared.assumed;
  const std::int32_t* const weights = bounds.weights.data();
  std::int32_t* const bound = bound_.data();
  for (std::size_t u = 0; u < size; ++u) {
    levels[undecided[u]] = found[u];
    bound[undecided[u]] += weights[found[u]] - assumed;
  }
  // Equal values that equality does not decide are adjusted to their frequency only now.
  if (bounds.equal_decides || bounds.exact_level == 0) return;
  for (std::size_t u = 0; u < size; ++u)
    if (found[u] == bounds.exact_level)
      bound[undecided[u]] += static_cast<std::int32_t>(
          weights_->term_frequency_of_value(bounds.term_frequency, *rows_, first_ + undecided_left_[u]));
}

void PairScan::name_decided_levels(Compared& compared) {
  std::size_t size = 0;
  for (std::size_t a = 0; a < num_alive_; ++a) {
    const std::uint16_t k = alive_[a];
    const std::uint64_t left = compared.id(left_[k]), right = compared.id(right_[k]);
    undecided_[size] = k;
    undecided_left_[size] = left_[k];
    undecided_right_[size] = right_[k];
    size += (bits_[k] & compared.bit) == 0 && left != right && left != 0 && right != 0;
  }
  compared.batch.levels(std::span(undecided_left_).first(size), std::span(undecided_right_).first(size), found_.data());
  for (std::size_t u = 0; u < size; ++u) compared.levels[undecided_[u]] = found_[u];
}

void PairScan::drop_hopeless() {
  std::size_t kept = 0;
  for (std::size_t a = 0; a < num_alive_; ++a) {
    alive_[kept] = alive_[a];
    kept += bound_[alive_[a]] >= threshold_;
  }
  num_alive_ = kept;
}

model::Pattern PairScan::pattern(std::uint16_t k) const {
  model::Pattern pattern = 0;
  for (const Compared& compared : compared_) {
    const auto& comparison = evaluator_.comparison(compared.comparison);
    const std::uint64_t left = compared.id(left_[k]), right = compared.id(right_[k]);
    comparison::LevelNumber level = compared.levels[k];
    if (left == right && comparison.equal_decides()) level = comparison.level_when_equal();
    if (left == 0 || right == 0) level = comparison::kMissing;
    pattern += evaluator_.space().stride(compared.comparison) * level;
  }
  return pattern;
}

}  // namespace onefold::score
