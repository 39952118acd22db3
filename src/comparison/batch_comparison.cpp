#include "onefold/comparison/batch_comparison.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "comparison/parts.hpp"
#include "comparison/plan.hpp"
#include "comparison/row_features.hpp"
#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "onefold/similarity/short_texts.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

/// How a level is decided for two different values.
enum class Way : std::uint8_t {
  never, equal_feature, near_days, exchanged_values, jaro_winkler, local_jaro_winkler, levenshtein, damerau_levenshtein,
  one_by_one
};

struct BatchStep {
  Way way = Way::one_by_one;
  std::size_t feature = 0;     ///< column of features
  std::uint32_t limit = 0;     ///< grade of Jaro-Winkler, edits or days
};

struct FeatureColumn {
  Feature feature;
  std::uint32_t prefix_length;
  std::vector<std::uint64_t> numbers;   ///< [row] kNotWorkedOut until asked for
};

/// A kernel: its texts, what its results are compared with, and its results for the pairs of this call.
struct Kernel {
  similarity::ShortTexts* texts = nullptr;
  std::vector<std::uint32_t> thresholds_e4;   ///< Jaro-Winkler: ascending
  std::uint32_t most_edits = 0;
  std::vector<std::uint8_t> results;          ///< [pair] grade or distance
  bool has_run = false;
};

/// The kernels of longer texts have no bound on it; results are bytes.
constexpr std::uint32_t kMostEdits = 16;

/// Pairs that no level held for yet, and where they stand in the call's list.
struct OpenPairs {
  std::vector<std::uint32_t> left, right;
  std::vector<std::uint16_t> position;
  std::size_t size = 0;

  void reserve(std::size_t num_pairs) {
    left.resize(num_pairs);
    right.resize(num_pairs);
    position.resize(num_pairs);
  }
  void add(std::uint32_t a, std::uint32_t b, std::size_t at) {
    left[size] = a;
    right[size] = b;
    position[size++] = static_cast<std::uint16_t>(at);
  }
  [[nodiscard]] std::span<const std::uint32_t> lefts() const { return std::span(left).first(size); }
  [[nodiscard]] std::span<const std::uint32_t> rights() const { return std::span(right).first(size); }
};

}  // namespace

class BatchComparison::Work {
 public:
  Work(Comparison comparison, similarity::Simd simd) : comparison_(std::move(comparison)), simd_(simd) {
    const Comparison::Plan& plan = comparison_.plan();
    for (const Step& step : plan.steps) {
      if (step.measure == Measure::jaro_winkler) jaro_winkler_.thresholds_e4.push_back(step.limit);
      if (step.measure == Measure::email_local_jaro_winkler) local_jaro_winkler_.thresholds_e4.push_back(step.limit);
    }
    std::sort(jaro_winkler_.thresholds_e4.begin(), jaro_winkler_.thresholds_e4.end());
    std::sort(local_jaro_winkler_.thresholds_e4.begin(), local_jaro_winkler_.thresholds_e4.end());
    levenshtein_.most_edits = plan.most_levenshtein;
    damerau_levenshtein_.most_edits = plan.most_damerau_levenshtein;
    for (Kernel* kernel : {&jaro_winkler_, &levenshtein_, &damerau_levenshtein_}) kernel->texts = &values_;
    local_jaro_winkler_.texts = &locals_;
    for (const Step& step : plan.steps) steps_.push_back(batch_step(step));
    if (!comparison_.equal_decides()) own_value_ = feature_column(Feature::value);
    open_.reserve(kMaxPairs);
    kernel_pairs_.reserve(kMaxPairs);
    kernel_results_.resize(kMaxPairs);
    held_.resize(kMaxPairs);
  }

  void open(const Column& column, const Column* other, std::uint64_t first, std::size_t num_rows) {
    column_ = &column;
    other_ = other;
    first_ = first;
    for (auto& feature : features_) feature.numbers.assign(num_rows, kNotWorkedOut);
    if (uses(Way::jaro_winkler) || uses(Way::levenshtein) || uses(Way::damerau_levenshtein)) values_.reset(num_rows);
    if (uses(Way::local_jaro_winkler)) locals_.reset(num_rows);
  }

  void levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right, LevelNumber* levels) {
    const auto otherwise = static_cast<LevelNumber>(steps_.size() + 1);
    std::fill_n(levels, left.size(), otherwise);
    for (Kernel* kernel : kernels()) kernel->has_run = false;
    open_.size = 0;
    for (std::size_t k = 0; k < left.size(); ++k) open_.add(left[k], right[k], k);
    if (!comparison_.equal_decides()) settle_equal_pairs(levels);

    for (std::size_t s = 0; s < steps_.size() && open_.size > 0; ++s) {
      const BatchStep& step = steps_[s];
      if (step.way == Way::never) continue;
      if (step.way == Way::one_by_one) {
        // Gives the first level that holds among this one and those behind it; none before it does.
        for (std::size_t k = 0; k < open_.size; ++k) levels[open_.position[k]] = level_of_one(open_.left[k], open_.right[k]);
        return;
      }
      ask(step);
      keep_open(static_cast<LevelNumber>(s + 1), levels);
    }
  }

 private:
  using Buffer = std::array<char, kMaxPackedChars>;

  [[nodiscard]] std::array<Kernel*, 4> kernels() {
    return {&jaro_winkler_, &local_jaro_winkler_, &levenshtein_, &damerau_levenshtein_};
  }

  [[nodiscard]] bool uses(Way way) const {
    return std::any_of(steps_.begin(), steps_.end(), [&](const BatchStep& step) { return step.way == way; });
  }

  std::size_t feature_column(Feature feature, std::uint32_t prefix_length = 0) {
    for (std::size_t f = 0; f < features_.size(); ++f)
      if (features_[f].feature == feature && features_[f].prefix_length == prefix_length) return f;
    features_.push_back({feature, prefix_length, {}});
    return features_.size() - 1;
  }

  BatchStep batch_step(const Step& step) {
    const auto part = [&](Feature feature) { return BatchStep{Way::equal_feature, feature_column(feature)}; };
    // How many of the kernel's thresholds are reached when this one is.
    const auto grade = [&](Way way, const Kernel& kernel) {
      const auto& thresholds = kernel.thresholds_e4;
      const auto first = std::lower_bound(thresholds.begin(), thresholds.end(), step.limit);
      return BatchStep{way, 0, static_cast<std::uint32_t>(first - thresholds.begin()) + 1};
    };
    switch (step.measure) {
      case Measure::exact: return {Way::never};
      case Measure::jaro_winkler: return grade(Way::jaro_winkler, jaro_winkler_);
      case Measure::email_local_jaro_winkler: return grade(Way::local_jaro_winkler, local_jaro_winkler_);
      case Measure::levenshtein:
        return {levenshtein_.most_edits <= kMostEdits ? Way::levenshtein : Way::one_by_one, 0, step.limit};
      case Measure::damerau_levenshtein:
        return {damerau_levenshtein_.most_edits <= kMostEdits ? Way::damerau_levenshtein : Way::one_by_one, 0, step.limit};
      case Measure::days: return {Way::near_days, feature_column(Feature::day), step.limit};
      case Measure::phonetic: return part(Feature::phonetic);
      case Measure::prefix: return {Way::equal_feature, feature_column(Feature::prefix, step.limit)};
      case Measure::email_local: return part(Feature::email_local);
      case Measure::email_domain: return part(Feature::email_domain);
      case Measure::postcode_sector: return part(Feature::postcode_sector);
      case Measure::postcode_district: return part(Feature::postcode_district);
      case Measure::postcode_area: return part(Feature::postcode_area);
      case Measure::swapped:
        feature_column(Feature::value);
        feature_column(Feature::other_value);
        return {Way::exchanged_values};
      case Measure::difference:
      case Measure::relative_difference:
      case Measure::initial:
      case Measure::day_month_swapped: break;
    }
    return {Way::one_by_one};
  }

  [[nodiscard]] std::string_view value(std::uint32_t row, Buffer& buffer) const {
    return column_->value(first_ + row, buffer);
  }

  [[nodiscard]] std::uint64_t work_out(FeatureColumn& column, std::uint32_t row) const {
    Buffer buffer;
    const std::string_view text =
        column.feature == Feature::other_value ? other_->value(first_ + row, buffer) : value(row, buffer);
    return column.numbers[row] = number_of(column.feature, text, column.prefix_length);
  }
  [[nodiscard]] std::uint64_t number(FeatureColumn& column, std::uint32_t row) const {
    const std::uint64_t known = column.numbers[row];
    return known != kNotWorkedOut ? known : work_out(column, row);
  }

  [[nodiscard]] LevelNumber level_of_one(std::uint32_t left, std::uint32_t right) const {
    std::array<Buffer, 4> buffers;
    Operands pair{value(left, buffers[0]), value(right, buffers[1]), {}, {}};
    if (comparison_.reads_other()) {
      pair.left_other = other_->value(first_ + left, buffers[2]);
      pair.right_other = other_->value(first_ + right, buffers[3]);
    }
    return comparison_.level(pair);
  }

  /// Where equality does not decide, equal pairs ask Comparison::level, and are closed.
  void settle_equal_pairs(LevelNumber* levels) {
    for (std::size_t k = 0; k < open_.size; ++k) {
      FeatureColumn& values = features_[own_value_];
      held_[k] = number(values, open_.left[k]) == number(values, open_.right[k]);
      if (held_[k] != 0) levels[open_.position[k]] = level_of_one(open_.left[k], open_.right[k]);
    }
    drop_held();
  }

  /// held_[k]: whether the level holds for open pair k.
  void ask(const BatchStep& step) {
    switch (step.way) {
      case Way::equal_feature: {
        FeatureColumn& column = features_[step.feature];
        for (std::size_t k = 0; k < open_.size; ++k) {
          const std::uint64_t left = number(column, open_.left[k]);
          const std::uint64_t right = number(column, open_.right[k]);
          held_[k] = static_cast<std::uint8_t>((left == right) & (left != 0));
        }
        return;
      }
      case Way::near_days: {
        FeatureColumn& column = features_[step.feature];
        for (std::size_t k = 0; k < open_.size; ++k) {
          const std::uint64_t left = number(column, open_.left[k]);
          const std::uint64_t right = number(column, open_.right[k]);
          const std::uint64_t apart = left < right ? right - left : left - right;
          held_[k] = static_cast<std::uint8_t>((left != 0) & (right != 0) & (apart <= step.limit));
        }
        return;
      }
      case Way::exchanged_values: {
        FeatureColumn& values = features_[feature_column(Feature::value)];
        FeatureColumn& others = features_[feature_column(Feature::other_value)];
        for (std::size_t k = 0; k < open_.size; ++k) {
          const std::uint32_t left = open_.left[k], right = open_.right[k];
          held_[k] = number(values, left) == number(others, right) && number(others, left) == number(values, right);
        }
        return;
      }
      case Way::jaro_winkler: return reach(run(step.way, jaro_winkler_), step.limit);
      case Way::local_jaro_winkler: return reach(run(step.way, local_jaro_winkler_), step.limit);
      case Way::levenshtein: return stay_within(run(step.way, levenshtein_), step.limit);
      case Way::damerau_levenshtein: return stay_within(run(step.way, damerau_levenshtein_), step.limit);
      case Way::never:
      case Way::one_by_one: break;
    }
  }

  void reach(const std::vector<std::uint8_t>& grades, std::uint32_t grade) {
    for (std::size_t k = 0; k < open_.size; ++k) held_[k] = grades[open_.position[k]] >= grade;
  }
  void stay_within(const std::vector<std::uint8_t>& distances, std::uint32_t edits) {
    for (std::size_t k = 0; k < open_.size; ++k) held_[k] = distances[open_.position[k]] <= edits;
  }

  void keep_open(LevelNumber number, LevelNumber* levels) {
    for (std::size_t k = 0; k < open_.size; ++k)
      if (held_[k] != 0) levels[open_.position[k]] = number;
    drop_held();
  }
  void drop_held() {
    std::size_t kept = 0;
    for (std::size_t k = 0; k < open_.size; ++k) {
      open_.left[kept] = open_.left[k];
      open_.right[kept] = open_.right[k];
      open_.position[kept] = open_.position[k];
      kept += held_[k] == 0;
    }
    open_.size = kept;
  }

  /// The text that a kernel compares; empty if the value has none.
  [[nodiscard]] std::string_view kernel_text(Way way, std::uint32_t row, Buffer& buffer) const {
    const std::string_view text = value(row, buffer);
    return way == Way::local_jaro_winkler ? email_local(text) : text;
  }

  /// A kernel's results for the open pairs; those of pairs that are no longer open mean nothing.
  const std::vector<std::uint8_t>& run(Way way, Kernel& kernel) {
    if (kernel.has_run) return kernel.results;
    kernel.has_run = true;
    kernel.results.resize(kMaxPairs);
    similarity::ShortTexts& texts = *kernel.texts;
    const auto set = [&](std::uint32_t row) {
      if (texts.is_set(row)) return;
      Buffer buffer;
      texts.set(row, kernel_text(way, row, buffer));
    };
    kernel_pairs_.size = 0;
    for (std::size_t k = 0; k < open_.size; ++k) {
      const std::uint32_t left = open_.left[k], right = open_.right[k];
      set(left);
      set(right);
      if (texts.is_short(left) && texts.is_short(right) && !texts.is_empty(left) && !texts.is_empty(right)) {
        kernel_pairs_.add(left, right, open_.position[k]);
      } else {
        kernel.results[open_.position[k]] = result_of_one(way, kernel, left, right);
      }
    }
    const auto lefts = kernel_pairs_.lefts(), rights = kernel_pairs_.rights();
    if (way == Way::jaro_winkler || way == Way::local_jaro_winkler) {
      similarity::jaro_winkler_grades(simd_, texts, lefts, rights, kernel.thresholds_e4, kernel_results_.data());
    } else {
      const auto edits = way == Way::levenshtein ? similarity::Edits::levenshtein : similarity::Edits::damerau_levenshtein;
      similarity::edit_distances(simd_, edits, texts, lefts, rights, kernel.most_edits, kernel_results_.data());
    }
    for (std::size_t k = 0; k < kernel_pairs_.size; ++k) kernel.results[kernel_pairs_.position[k]] = kernel_results_[k];
    return kernel.results;
  }

  [[nodiscard]] std::uint8_t result_of_one(Way way, const Kernel& kernel, std::uint32_t left, std::uint32_t right) const {
    Buffer left_buffer, right_buffer;
    const std::string_view a = kernel_text(way, left, left_buffer);
    const std::string_view b = kernel_text(way, right, right_buffer);
    if (way == Way::levenshtein)
      return static_cast<std::uint8_t>(similarity::levenshtein_up_to(a, b, kernel.most_edits));
    if (way == Way::damerau_levenshtein)
      return static_cast<std::uint8_t>(similarity::damerau_levenshtein_up_to(a, b, kernel.most_edits));
    if (a.empty() || b.empty()) return 0;
    const auto match = similarity::jaro_match(a, b, kernel.thresholds_e4.front());
    std::uint8_t grade = 0;
    while (grade < kernel.thresholds_e4.size() && similarity::jaro_winkler_at_least(match, kernel.thresholds_e4[grade]))
      ++grade;
    return grade;
  }

  Comparison comparison_;
  similarity::Simd simd_;
  std::vector<BatchStep> steps_;
  std::vector<FeatureColumn> features_;
  std::size_t own_value_ = 0;
  similarity::ShortTexts values_, locals_;
  Kernel jaro_winkler_, local_jaro_winkler_, levenshtein_, damerau_levenshtein_;

  const Column* column_ = nullptr;
  const Column* other_ = nullptr;
  std::uint64_t first_ = 0;
  // Scratch of a call.
  OpenPairs open_, kernel_pairs_;
  std::vector<std::uint8_t> held_, kernel_results_;
};

BatchComparison::BatchComparison(Comparison comparison, similarity::Simd simd)
    : work_(std::make_unique<Work>(std::move(comparison), simd)) {}
BatchComparison::BatchComparison(BatchComparison&&) noexcept = default;
BatchComparison& BatchComparison::operator=(BatchComparison&&) noexcept = default;
BatchComparison::~BatchComparison() = default;

void BatchComparison::open(const Column& column, const Column* other, std::uint64_t first, std::size_t num_rows) {
  work_->open(column, other, first, num_rows);
}

void BatchComparison::levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                             LevelNumber* levels) {
  work_->levels(left, right, levels);
}

}  // namespace onefold::comparison
