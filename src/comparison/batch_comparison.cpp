#include "comparison/batch_comparison.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "comparison/plan.hpp"
#include "comparison/row_features.hpp"
#include "comparison/string_kernel.hpp"
#include "comparison/tokens.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

struct FeatureColumn {
  Feature feature;
  std::uint32_t argument;              ///< length of a prefix, or slot of another attribute
  std::vector<std::uint64_t> numbers;  ///< [row] kNotComputed until a pair needs it
};

/// A level that holds if two values have equal features or, for days, features that differ by at most days_apart.
struct PartLevel {
  std::size_t feature;       ///< index of the feature's column
  std::uint64_t days_apart;  ///< 0 if the features must be equal
  LevelNumber level;
};

/// A level that compares token lists.
struct TokenLevel {
  Measure measure;
  std::uint32_t limit;
  LevelNumber level;
};

/// Consecutive levels that are decided together.
struct Stage {
  enum class Kind : std::uint8_t {
    parts,
    kernel,
    tokens,
    exchanged_values,
    combined,
    one_by_one
  } kind = Kind::one_by_one;
  std::vector<PartLevel> parts = {};
  std::vector<TokenLevel> token_levels = {};  ///< all compare the same kind of tokens
  std::size_t tokens = 0;                     ///< index of the RowTokens that they read
  StringKernel* kernel = nullptr;
  std::array<LevelNumber, 256> level_of_result{};  ///< kind `kernel`; kOpen if none of these levels holds
  LevelNumber level = 0;                           ///< kinds `exchanged_values` and `combined`
  std::size_t other_slot = 0;                      ///< kind `exchanged_values`
  bool both_ways = true;                           ///< kind `exchanged_values`
  const Expression* expression = nullptr;          ///< kind `combined`
};

/// The values that a comparison reads of two rows: slot 0 is its own column, the others are those of other attributes.
class RowValues final : public PairValues {
 public:
  void open(const Column& column, const std::vector<const Column*>& others, std::uint64_t first) {
    columns_ = {&column};
    columns_.insert(columns_.end(), others.begin(), others.end());
    buffers_.resize(columns_.size());
    first_ = first;
  }
  void set_rows(std::uint32_t left, std::uint32_t right) {
    left_ = first_ + left;
    right_ = first_ + right;
  }
  [[nodiscard]] std::string_view left(std::size_t slot) const override {
    return columns_[slot]->value(left_, buffers_[slot][0]);
  }
  [[nodiscard]] std::string_view right(std::size_t slot) const override {
    return columns_[slot]->value(right_, buffers_[slot][1]);
  }
  [[nodiscard]] TokenWeights left_weights(std::size_t slot) const override {
    return weights_of(*columns_[slot], left_);
  }
  [[nodiscard]] TokenWeights right_weights(std::size_t slot) const override {
    return weights_of(*columns_[slot], right_);
  }
  [[nodiscard]] const Column& column(std::size_t slot) const { return *columns_[slot]; }
  /// Whether the value in any slot of the row has several elements.
  [[nodiscard]] bool has_several(std::uint32_t row) const {
    for (std::size_t slot = 0; slot < columns_.size(); ++slot)
      if (has_several_elements(columns_[slot]->value(first_ + row, buffers_[slot][0]))) return true;
    return false;
  }

 private:
  std::vector<const Column*> columns_;  ///< [slot]
  std::uint64_t first_ = 0, left_ = 0, right_ = 0;
  /// [slot] Texts of packed values of the left and the right row; overwritten by the next call for the same slot.
  mutable std::vector<std::array<std::array<char, kMaxPackedChars>, 2>> buffers_;
};

/// Marks a pair for which no level holds yet. No value is missing in the pairs of a batch, so kMissing is free for
/// this.
constexpr LevelNumber kOpen = kMissing;

}  // namespace

class BatchComparison::Work {
 public:
  Work(Comparison comparison, similarity::Simd simd)
      : comparison_(std::move(comparison)),
        jaro_winkler_(StringKernel::Kind::jaro_winkler, values_, simd, kMaxPairs),
        local_jaro_winkler_(StringKernel::Kind::jaro_winkler, locals_, simd, kMaxPairs),
        levenshtein_(StringKernel::Kind::levenshtein, values_, simd, kMaxPairs),
        damerau_levenshtein_(StringKernel::Kind::damerau_levenshtein, values_, simd, kMaxPairs),
        left_(kMaxPairs),
        right_(kMaxPairs),
        position_(kMaxPairs),
        identity_(kMaxPairs) {
    const Comparison::Plan& plan = comparison_.plan();
    jaro_winkler_.set_thresholds(thresholds_of(plan, Measure::jaro_winkler));
    local_jaro_winkler_.set_thresholds(thresholds_of(plan, Measure::email_local_jaro_winkler));
    levenshtein_.set_most_edits(plan.most_levenshtein);
    damerau_levenshtein_.set_most_edits(plan.most_damerau_levenshtein);
    for (std::size_t s = 0; s < plan.steps.size(); ++s) add_level(plan.steps[s], static_cast<LevelNumber>(s + 1));
    otherwise_ = static_cast<LevelNumber>(plan.steps.size() + 1);
    // Finds pairs of equal values.
    if (!comparison_.equal_decides()) feature_column(Feature::value);
    std::iota(identity_.begin(), identity_.end(), std::uint16_t{0});
  }

  void open(const Column& column, const std::vector<const Column*>& others, std::uint64_t first, std::size_t num_rows,
            bool dense) {
    column_ = &column;
    rows_.open(column, others, first);
    first_ = first;
    num_rows_ = num_rows;
    dense_ = dense;
    for (auto& feature : features_) feature.numbers.assign(num_rows, kNotComputed);
    for (RowTexts* texts : {&values_, &locals_})
      if (std::any_of(stages_.begin(), stages_.end(),
                      [&](const Stage& stage) { return stage.kernel != nullptr && &stage.kernel->texts() == texts; }))
        texts->open(column, first, num_rows);
    for (RowTokens& tokens : tokens_) tokens.open(column, first, num_rows);
    if (comparison_.reads_arrays()) elements_.assign(num_rows, Elements::unknown);
  }

  std::vector<PartNumbers> leading_parts(std::size_t num_spare) {
    std::vector<PartNumbers> parts;
    if (!begins_with_equal_parts()) return parts;
    for (const PartLevel& part : stages_[0].parts) {
      FeatureColumn& column = features_[part.feature];
      for (std::uint32_t row = 0; row < num_rows_; ++row)
        if (column.numbers[row] == kNotComputed)
          column.numbers[row] = column_->is_missing(first_ + row) ? 0 : work_out(column, row);
      column.numbers.resize(num_rows_ + num_spare, 0);
      parts.push_back({part.level, column.numbers});
    }
    return parts;
  }
  PackedTexts packed_texts(std::size_t num_spare) {
    if (!comparison_.equal_decides() || stages_.size() != 1 || stages_[0].kernel == nullptr ||
        stages_[0].kernel->most_edits() == 0)
      return {};
    packed_.assign(num_rows_ + num_spare, 0);
    for (std::size_t row = 0; row < num_rows_; ++row) {
      if (column_->storage == Storage::packed) {
        packed_[row] = column_->numbers[first_ + row];
        continue;
      }
      Buffer buffer;
      const auto packed = pack_text(value(static_cast<std::uint32_t>(row), buffer));
      if (!packed) return {};
      packed_[row] = *packed;
    }
    return {packed_, stages_[0].kernel->most_edits()};
  }
  [[nodiscard]] bool begins_with_equal_parts() const {
    return comparison_.equal_decides() && !comparison_.reads_arrays() && !stages_.empty() &&
           stages_[0].kind == Stage::Kind::parts &&
           std::all_of(stages_[0].parts.begin(), stages_[0].parts.end(),
                       [](const PartLevel& part) { return part.days_apart == 0; });
  }
  [[nodiscard]] bool has_more_than_leading_parts() const {
    return stages_.size() > (begins_with_equal_parts() ? 1u : 0u);
  }

  void levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right, LevelNumber* levels,
              Ask ask_for) {
    for (StringKernel* kernel : {&jaro_winkler_, &local_jaro_winkler_, &levenshtein_, &damerau_levenshtein_})
      kernel->begin_call();
    OpenPairs open{left.data(), right.data(), identity_.data(), left.size(), true};
    if (!comparison_.equal_decides()) {
      // Pairs of equal values are decided by Comparison::level.
      FeatureColumn& values = feature(Feature::value);
      settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
        return number(values, a) == number(values, b) ? level_of_one(a, b) : kOpen;
      });
    }
    const bool skip_first = ask_for == Ask::behind_leading_parts && begins_with_equal_parts();
    std::size_t s = skip_first ? 1 : 0;
    bool one_element_each = !comparison_.reads_arrays();
    if (s + 1 == stages_.size() && stages_[s].kind == Stage::Kind::kernel && open.all_of_call && one_element_each)
      return settle_all(stages_[s], open, levels);
    for (; s < stages_.size() && open.size > 0; ++s) {
      // Token lists hold the words of all elements. All other stages can read only values with one element.
      if (!one_element_each && stages_[s].kind != Stage::Kind::tokens) {
        settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
          return has_several(a) || has_several(b) ? level_of_one(a, b) : kOpen;
        });
        one_element_each = true;
      }
      ask(stages_[s], open, levels);
    }
    for (std::size_t k = 0; k < open.size; ++k) levels[open.position[k]] = otherwise_;
  }

 private:
  using Buffer = std::array<char, kMaxPackedChars>;

  static std::vector<std::uint32_t> thresholds_of(const Comparison::Plan& plan, Measure measure) {
    std::vector<std::uint32_t> thresholds;
    for (const Step& step : plan.steps)
      if (step.measure == measure) thresholds.push_back(step.limit);
    return thresholds;
  }

  std::size_t feature_column(Feature feature, std::uint32_t argument = 0) {
    for (std::size_t f = 0; f < features_.size(); ++f)
      if (features_[f].feature == feature && features_[f].argument == argument) return f;
    features_.push_back({feature, argument, {}});
    return features_.size() - 1;
  }
  [[nodiscard]] FeatureColumn& feature(Feature feature, std::uint32_t argument = 0) {
    return features_[feature_column(feature, argument)];
  }

  // Levels are grouped into stages. A stage ends where the next level needs another kind of decision.

  Stage& stage_of(Stage::Kind kind, StringKernel* kernel = nullptr) {
    if (stages_.empty() || stages_.back().kind != kind || stages_.back().kernel != kernel ||
        kind == Stage::Kind::exchanged_values || kind == Stage::Kind::combined)
      stages_.push_back({.kind = kind, .kernel = kernel});
    return stages_.back();
  }

  void add_part(LevelNumber level, Feature asked, std::uint32_t prefix_length = 0, std::uint64_t days_apart = 0) {
    stage_of(Stage::Kind::parts).parts.push_back({feature_column(asked, prefix_length), days_apart, level});
  }

  void add_tokens(LevelNumber level, const Step& step) {
    const TokenKind kind = token_kind_of(step.measure).value();
    std::size_t tokens = 0;
    while (tokens < tokens_.size() && tokens_[tokens].kind() != kind) ++tokens;
    if (tokens == tokens_.size()) tokens_.emplace_back(kind);
    if (stages_.empty() || stages_.back().kind != Stage::Kind::tokens || stages_.back().tokens != tokens)
      stages_.push_back({.kind = Stage::Kind::tokens, .tokens = tokens});
    stages_.back().token_levels.push_back({step.measure, step.limit, level});
  }

  /// `holds(result)` says whether the level holds for a result of the kernel.
  template <class Holds>
  void add_kernel_level(LevelNumber level, StringKernel& kernel, const Holds& holds) {
    Stage& stage = stage_of(Stage::Kind::kernel, &kernel);
    for (std::uint32_t result = 0; result < stage.level_of_result.size(); ++result)
      if (stage.level_of_result[result] == kOpen && holds(result)) stage.level_of_result[result] = level;
  }

  void add_jaro_winkler(LevelNumber level, StringKernel& kernel, std::uint32_t threshold_e4) {
    const std::uint32_t reached = kernel.result_of_threshold(threshold_e4);
    add_kernel_level(level, kernel, [&](std::uint32_t result) { return result >= reached; });
  }

  void add_edits(LevelNumber level, StringKernel& kernel, std::uint32_t edits) {
    if (!kernel.takes_bound()) {
      stage_of(Stage::Kind::one_by_one);
    } else {
      add_kernel_level(level, kernel, [&](std::uint32_t result) { return result <= edits; });
    }
  }

  void add_level(const Step& step, LevelNumber level) {
    // From the first level that is decided pair by pair on, Comparison::level decides all levels.
    if (!stages_.empty() && stages_.back().kind == Stage::Kind::one_by_one) return;
    switch (step.measure) {
      case Measure::exact:
        return;
      case Measure::jaro_winkler:
        return add_jaro_winkler(level, jaro_winkler_, step.limit);
      case Measure::email_local_jaro_winkler:
        return add_jaro_winkler(level, local_jaro_winkler_, step.limit);
      case Measure::levenshtein:
        return add_edits(level, levenshtein_, step.limit);
      case Measure::damerau_levenshtein:
        return add_edits(level, damerau_levenshtein_, step.limit);
      case Measure::days:
        return add_part(level, Feature::day, 0, step.limit);
      case Measure::phonetic:
        return add_part(level, Feature::phonetic);
      case Measure::prefix:
        return add_part(level, Feature::prefix, step.limit);
      case Measure::email_local:
        return add_part(level, Feature::email_local);
      case Measure::email_domain:
        return add_part(level, Feature::email_domain);
      case Measure::postcode_sector:
        return add_part(level, Feature::postcode_sector);
      case Measure::postcode_district:
        return add_part(level, Feature::postcode_district);
      case Measure::postcode_area:
        return add_part(level, Feature::postcode_area);
      case Measure::equal_numbers:
        return add_part(level, Feature::numbers);
      case Measure::token_jaccard:
      case Measure::token_overlap:
      case Measure::tfidf:
      case Measure::soft_tfidf:
      case Measure::shared_code:
      case Measure::overlap:
      case Measure::overlap_share:
      case Measure::overlap_weight:
        return add_tokens(level, step);
      case Measure::soundex:
        return add_part(level, Feature::soundex);
      case Measure::any_order:
        return add_part(level, Feature::sorted_words);
      case Measure::house_number:
        return add_part(level, Feature::house_number);
      case Measure::year_equal:
        return add_part(level, Feature::year);
      case Measure::year_month_equal:
        return add_part(level, Feature::year_month);
      case Measure::month_day_equal:
        return add_part(level, Feature::month_day);
      case Measure::day_month_swapped:
        return add_part(level, Feature::sorted_day_month);
      case Measure::crossed:
      case Measure::swapped: {
        feature_column(Feature::value);
        feature_column(Feature::other_value, static_cast<std::uint32_t>(step.other_slot));
        Stage& stage = stage_of(Stage::Kind::exchanged_values);
        stage.level = level;
        stage.other_slot = step.other_slot;
        stage.both_ways = step.measure == Measure::swapped;
        return;
      }
      case Measure::combined: {
        Stage& stage = stage_of(Stage::Kind::combined);
        stage.level = level;
        stage.expression = step.expression.get();
        return;
      }
      case Measure::difference:
      case Measure::relative_difference:
      case Measure::initial:
      case Measure::alias:
      case Measure::kilometres:
      case Measure::words_contained:
        stage_of(Stage::Kind::one_by_one);
        return;
    }
  }

  [[nodiscard]] std::string_view value(std::uint32_t row, Buffer& buffer) const {
    return column_->value(first_ + row, buffer);
  }

  [[nodiscard]] [[gnu::noinline]] std::uint64_t work_out(FeatureColumn& column, std::uint32_t row) const {
    Buffer buffer;
    const bool of_other = column.feature == Feature::other_value;
    const std::string_view text =
        of_other ? rows_.column(column.argument).value(first_ + row, buffer) : value(row, buffer);
    return column.numbers[row] = number_of(column.feature, text, column.argument);
  }
  [[nodiscard]] std::uint64_t number(FeatureColumn& column, std::uint32_t row) const {
    const std::uint64_t known = column.numbers[row];
    if (known != kNotComputed) [[likely]]
      return known;
    return work_out(column, row);
  }

  [[nodiscard]] LevelNumber level_of_one(std::uint32_t left, std::uint32_t right) {
    rows_.set_rows(left, right);
    return comparison_.level(rows_);
  }

  /// Writes the levels that `level_of(left, right, position)` returns. Pairs for which it returns kOpen stay open.
  template <class LevelOf>
  void settle(OpenPairs& open, LevelNumber* levels, const LevelOf& level_of) {
    // Plain pointers, so that the compiler knows that writing a byte does not change a vector.
    std::uint32_t* const left = left_.data();
    std::uint32_t* const right = right_.data();
    std::uint16_t* const position = position_.data();
    const OpenPairs from = open;
    std::size_t kept = 0;
    for (std::size_t k = 0; k < from.size; ++k) {
      const std::uint32_t a = from.left[k], b = from.right[k];
      const std::uint16_t at = from.position[k];
      const LevelNumber level = level_of(a, b, at);
      levels[at] = level;
      left[kept] = a;
      right[kept] = b;
      position[kept] = at;
      kept += level == kOpen;
    }
    open = {left, right, position, kept, open.all_of_call && kept == from.size};
  }

  /// For a comparison with a single stage, which is a kernel.
  void settle_all(const Stage& stage, const OpenPairs& open, LevelNumber* levels) {
    const std::uint8_t* const results = stage.kernel->run(open, dense_);
    for (std::size_t k = 0; k < open.size; ++k) {
      const LevelNumber level = stage.level_of_result[results[k]];
      levels[k] = level == kOpen ? otherwise_ : level;
    }
  }

  [[nodiscard]] bool has_several(std::uint32_t row) {
    Elements& elements = elements_[row];
    if (elements == Elements::unknown) elements = rows_.has_several(row) ? Elements::several : Elements::one;
    return elements == Elements::several;
  }

  void ask(const Stage& stage, OpenPairs& open, LevelNumber* levels) {
    switch (stage.kind) {
      case Stage::Kind::parts:
        return ask_parts(stage, open, levels);
      case Stage::Kind::kernel: {
        const std::uint8_t* const results = stage.kernel->run(open, dense_);
        const LevelNumber* const level_of_result = stage.level_of_result.data();
        return settle(open, levels,
                      [=](std::uint32_t, std::uint32_t, std::uint16_t at) { return level_of_result[results[at]]; });
      }
      case Stage::Kind::tokens:
        return ask_tokens(stage, open, levels);
      case Stage::Kind::exchanged_values: {
        FeatureColumn& values = feature(Feature::value);
        FeatureColumn& others = feature(Feature::other_value, static_cast<std::uint32_t>(stage.other_slot));
        return settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
          const bool there = number(values, a) == number(others, b), back = number(others, a) == number(values, b);
          return (stage.both_ways ? there && back : there || back) ? stage.level : kOpen;
        });
      }
      case Stage::Kind::combined:
        return settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
          rows_.set_rows(a, b);
          return stage.expression->holds(rows_) ? stage.level : kOpen;
        });
      case Stage::Kind::one_by_one:
        // Finds the first level that holds from this one on. Earlier levels do not hold.
        return settle(open, levels,
                      [&](std::uint32_t a, std::uint32_t b, std::uint16_t) { return level_of_one(a, b); });
    }
  }

  void ask_parts(const Stage& stage, OpenPairs& open, LevelNumber* levels) {
    if (stage.parts.size() == 1 && stage.parts[0].days_apart == 0) {
      FeatureColumn& column = features_[stage.parts[0].feature];
      const LevelNumber level = stage.parts[0].level;
      return settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
        const std::uint64_t left = number(column, a), right = number(column, b);
        return static_cast<LevelNumber>((left == right) & (left != 0) ? level : kOpen);
      });
    }
    settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
      LevelNumber level = kOpen;
      for (auto part = stage.parts.rbegin(); part != stage.parts.rend(); ++part) {
        FeatureColumn& column = features_[part->feature];
        const std::uint64_t left = number(column, a), right = number(column, b);
        const std::uint64_t apart = left < right ? right - left : left - right;
        level = (apart <= part->days_apart) & (left != 0) & (right != 0) ? part->level : level;
      }
      return level;
    });
  }

  void ask_tokens(const Stage& stage, OpenPairs& open, LevelNumber* levels) {
    RowTokens& tokens = tokens_[stage.tokens];
    settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
      tokens.prepare(a);
      tokens.prepare(b);
      std::array<Buffer, 2> buffers;
      CommonTokens common(tokens[a], tokens[b], value(a, buffers[0]), value(b, buffers[1]));
      for (const TokenLevel& level : stage.token_levels)
        if (common.holds(level.measure, level.limit)) return level.level;
      return kOpen;
    });
  }

  Comparison comparison_;
  std::vector<FeatureColumn> features_;
  std::vector<RowTokens> tokens_;  ///< one per kind of tokens that levels compare
  RowTexts values_{RowTexts::Part::whole}, locals_{RowTexts::Part::email_local};
  StringKernel jaro_winkler_, local_jaro_winkler_, levenshtein_, damerau_levenshtein_;
  std::vector<Stage> stages_;
  LevelNumber otherwise_ = 0;

  const Column* column_ = nullptr;
  RowValues rows_;
  std::uint64_t first_ = 0;
  std::size_t num_rows_ = 0;
  bool dense_ = false;
  enum class Elements : std::uint8_t { unknown, one, several };
  std::vector<Elements> elements_;  ///< [row] used for array attributes
  // Scratch space of a call.
  std::vector<std::uint32_t> left_, right_;
  std::vector<std::uint16_t> position_, identity_;
  std::vector<std::uint64_t> packed_;
};

BatchComparison::BatchComparison(Comparison comparison, similarity::Simd simd)
    : work_(std::make_unique<Work>(std::move(comparison), simd)) {}
BatchComparison::BatchComparison(BatchComparison&&) noexcept = default;
BatchComparison& BatchComparison::operator=(BatchComparison&&) noexcept = default;
BatchComparison::~BatchComparison() = default;

void BatchComparison::open(const Column& column, const std::vector<const Column*>& others, std::uint64_t first,
                           std::size_t num_rows, bool dense) {
  work_->open(column, others, first, num_rows, dense);
}

std::vector<BatchComparison::PartNumbers> BatchComparison::leading_parts(std::size_t num_spare) {
  return work_->leading_parts(num_spare);
}
BatchComparison::PackedTexts BatchComparison::packed_texts(std::size_t num_spare) {
  return work_->packed_texts(num_spare);
}
bool BatchComparison::has_more_than_leading_parts() const { return work_->has_more_than_leading_parts(); }

void BatchComparison::levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                             LevelNumber* levels, Ask ask) {
  work_->levels(left, right, levels, ask);
}

}  // namespace onefold::comparison
