#include "onefold/comparison/batch_comparison.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "comparison/parts.hpp"
#include "comparison/plan.hpp"
#include "comparison/row_features.hpp"
#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "onefold/similarity/letter_bag.hpp"
#include "onefold/similarity/short_texts.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

struct FeatureColumn {
  Feature feature;
  std::uint32_t prefix_length;
  std::vector<std::uint64_t> numbers;   ///< [row] kNotWorkedOut until asked for
};

/// A string kernel: its texts, what its results are compared with, and its results for the pairs of this call.
struct Kernel {
  enum class Kind : std::uint8_t { jaro_winkler, local_jaro_winkler, levenshtein, damerau_levenshtein } kind;
  similarity::ShortTexts* texts;
  similarity::MediumTexts* medium_texts = nullptr;      ///< of Jaro-Winkler, for pairs with a text that is not short
  std::vector<std::uint32_t> thresholds_e4 = {};        ///< Jaro-Winkler: ascending
  std::optional<similarity::BagSieve> sieve = {};       ///< of Jaro-Winkler, for long texts
  std::size_t bags = 0;                                 ///< column of features: what the sieve reads
  std::uint32_t most_edits = 0;
  std::vector<std::uint8_t> results = {};               ///< [pair] how many thresholds are reached, or the distance
  bool has_run = false;
  bool all_rows_set = false;                            ///< of the window, in a dense one
  bool all_rows_short = false;                          ///< and all can go through the batch kernel

  [[nodiscard]] bool is_jaro_winkler() const { return kind == Kind::jaro_winkler || kind == Kind::local_jaro_winkler; }
};

/// Pairs for a batch kernel, and where their results belong.
struct KernelPairs {
  std::vector<std::uint32_t> left, right;
  std::vector<std::uint16_t> position;
  std::size_t size = 0;

  void reserve(std::size_t num_pairs) {
    left.resize(num_pairs);
    right.resize(num_pairs);
    position.resize(num_pairs);
  }
  [[nodiscard]] std::span<const std::uint32_t> lefts() const { return {left.data(), size}; }
  [[nodiscard]] std::span<const std::uint32_t> rights() const { return {right.data(), size}; }
};

/// Levels that ask for more edits go one by one: results of kernels are bytes.
constexpr std::uint32_t kMostEdits = 16;

/// A level that holds for values with the same feature, or, of days, for features that are not far apart.
struct PartLevel {
  std::size_t feature;         ///< column of features
  std::uint64_t days_apart;    ///< 0 for what has to be equal
  LevelNumber level;
};

/// Neighbouring levels that are asked together.
struct Stage {
  enum class Kind : std::uint8_t { parts, kernel, exchanged_values, one_by_one } kind = Kind::one_by_one;
  std::vector<PartLevel> parts = {};
  Kernel* kernel = nullptr;
  std::array<LevelNumber, 256> level_of_result{};   ///< of a kernel; kOpen: none of these levels
  LevelNumber level = 0;                            ///< of exchanged values
};

/// No level holds yet. "missing" cannot be found here, so its number is free.
constexpr LevelNumber kOpen = kMissing;

/// Pairs that no level held for yet, and where they stand in the call's list.
struct OpenPairs {
  const std::uint32_t* left;
  const std::uint32_t* right;
  const std::uint16_t* position;
  std::size_t size;
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
    prepare_sieve(jaro_winkler_, Feature::letters);
    prepare_sieve(local_jaro_winkler_, Feature::local_letters);
    levenshtein_.most_edits = plan.most_levenshtein;
    damerau_levenshtein_.most_edits = plan.most_damerau_levenshtein;
    for (std::size_t s = 0; s < plan.steps.size(); ++s) add_level(plan.steps[s], static_cast<LevelNumber>(s + 1));
    otherwise_ = static_cast<LevelNumber>(plan.steps.size() + 1);
    for (auto* list : {&left_, &right_}) list->resize(kMaxPairs);
    position_.resize(kMaxPairs);
    for (auto* list : {&short_pairs_, &medium_pairs_}) list->reserve(kMaxPairs);
    identity_.resize(kMaxPairs);
    std::iota(identity_.begin(), identity_.end(), std::uint16_t{0});
    kernel_results_.resize(kMaxPairs);
    for (Kernel* kernel : kernels()) kernel->results.resize(kMaxPairs);
  }

  void open(const Column& column, const Column* other, std::uint64_t first, std::size_t num_rows, bool dense) {
    dense_ = dense;
    for (Kernel* kernel : kernels()) kernel->all_rows_set = kernel->all_rows_short = false;
    column_ = &column;
    other_ = other;
    first_ = first;
    num_rows_ = num_rows;
    for (auto& feature : features_) feature.numbers.assign(num_rows, kNotWorkedOut);
    for (const Stage& stage : stages_)
      if (stage.kind == Stage::Kind::kernel) {
        stage.kernel->texts->reset(num_rows);
        if (stage.kernel->medium_texts != nullptr) stage.kernel->medium_texts->reset(num_rows);
      }
  }

  std::vector<PartNumbers> leading_parts(std::size_t num_spare) {
    std::vector<PartNumbers> parts;
    if (!begins_with_equal_parts()) return parts;
    for (const PartLevel& part : stages_[0].parts) {
      FeatureColumn& column = features_[part.feature];
      for (std::uint32_t row = 0; row < num_rows_; ++row)
        if (column.numbers[row] == kNotWorkedOut)
          column.numbers[row] = column_->is_missing(first_ + row) ? 0 : work_out(column, row);
      column.numbers.resize(num_rows_ + num_spare, 0);
      parts.push_back({part.level, column.numbers});
    }
    return parts;
  }
  [[nodiscard]] bool begins_with_equal_parts() const {
    return comparison_.equal_decides() && !stages_.empty() && stages_[0].kind == Stage::Kind::parts &&
           std::all_of(stages_[0].parts.begin(), stages_[0].parts.end(), [](const PartLevel& part) { return part.days_apart == 0; });
  }
  [[nodiscard]] bool has_more_than_leading_parts() const {
    return stages_.size() > (begins_with_equal_parts() ? 1u : 0u);
  }

  void levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right, LevelNumber* levels,
              Ask ask_for) {
    for (Kernel* kernel : kernels()) kernel->has_run = false;
    OpenPairs open{left.data(), right.data(), identity_.data(), left.size()};
    if (!comparison_.equal_decides()) {
      // Equal pairs ask Comparison::level, and are closed.
      FeatureColumn& values = feature(Feature::value);
      settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
        return number(values, a) == number(values, b) ? level_of_one(a, b) : kOpen;
      });
    }
    const bool skip_first = ask_for == Ask::behind_leading_parts && begins_with_equal_parts();
    std::size_t s = skip_first ? 1 : 0;
    if (s + 1 == stages_.size() && stages_[s].kind == Stage::Kind::kernel && open.position == identity_.data())
      return settle_all(stages_[s], open, levels);
    for (; s < stages_.size() && open.size > 0; ++s) ask(stages_[s], open, levels);
    for (std::size_t k = 0; k < open.size; ++k) levels[open.position[k]] = otherwise_;
  }

 private:
  using Buffer = std::array<char, kMaxPackedChars>;

  [[nodiscard]] std::array<Kernel*, 4> kernels() {
    return {&jaro_winkler_, &local_jaro_winkler_, &levenshtein_, &damerau_levenshtein_};
  }

  std::size_t feature_column(Feature feature, std::uint32_t prefix_length = 0) {
    for (std::size_t f = 0; f < features_.size(); ++f)
      if (features_[f].feature == feature && features_[f].prefix_length == prefix_length) return f;
    features_.push_back({feature, prefix_length, {}});
    return features_.size() - 1;
  }
  [[nodiscard]] FeatureColumn& feature(Feature feature) { return features_[feature_column(feature)]; }

  void prepare_sieve(Kernel& kernel, Feature letters) {
    if (kernel.thresholds_e4.empty()) return;
    std::sort(kernel.thresholds_e4.begin(), kernel.thresholds_e4.end());
    kernel.sieve.emplace(kernel.thresholds_e4.front());
    kernel.bags = feature_column(letters);
  }

  // Levels become stages. A stage ends where the next level asks something else.

  Stage& stage_of(Stage::Kind kind, Kernel* kernel = nullptr) {
    if (stages_.empty() || stages_.back().kind != kind || stages_.back().kernel != kernel ||
        kind == Stage::Kind::exchanged_values)
      stages_.push_back({.kind = kind, .kernel = kernel});
    return stages_.back();
  }

  void add_part(LevelNumber level, Feature asked, std::uint32_t prefix_length = 0, std::uint64_t days_apart = 0) {
    stage_of(Stage::Kind::parts).parts.push_back({feature_column(asked, prefix_length), days_apart, level});
  }

  /// `holds(result)` of the kernel.
  template <class Holds>
  void add_kernel_level(LevelNumber level, Kernel& kernel, const Holds& holds) {
    Stage& stage = stage_of(Stage::Kind::kernel, &kernel);
    for (std::uint32_t result = 0; result < stage.level_of_result.size(); ++result)
      if (stage.level_of_result[result] == kOpen && holds(result)) stage.level_of_result[result] = level;
  }

  void add_jaro_winkler(LevelNumber level, Kernel& kernel, std::uint32_t threshold_e4) {
    // How many of the kernel's thresholds are reached when this one is.
    const auto& thresholds = kernel.thresholds_e4;
    const auto reached =
        std::lower_bound(thresholds.begin(), thresholds.end(), threshold_e4) - thresholds.begin() + 1;
    add_kernel_level(level, kernel, [&](std::uint32_t result) { return result >= reached; });
  }

  void add_edits(LevelNumber level, Kernel& kernel, std::uint32_t edits) {
    if (kernel.most_edits > kMostEdits) {
      stage_of(Stage::Kind::one_by_one);
    } else {
      add_kernel_level(level, kernel, [&](std::uint32_t result) { return result <= edits; });
    }
  }

  void add_level(const Step& step, LevelNumber level) {
    // What follows a level that is asked one by one is asked with it.
    if (!stages_.empty() && stages_.back().kind == Stage::Kind::one_by_one) return;
    switch (step.measure) {
      case Measure::exact: return;
      case Measure::jaro_winkler: return add_jaro_winkler(level, jaro_winkler_, step.limit);
      case Measure::email_local_jaro_winkler: return add_jaro_winkler(level, local_jaro_winkler_, step.limit);
      case Measure::levenshtein: return add_edits(level, levenshtein_, step.limit);
      case Measure::damerau_levenshtein: return add_edits(level, damerau_levenshtein_, step.limit);
      case Measure::days: return add_part(level, Feature::day, 0, step.limit);
      case Measure::phonetic: return add_part(level, Feature::phonetic);
      case Measure::prefix: return add_part(level, Feature::prefix, step.limit);
      case Measure::email_local: return add_part(level, Feature::email_local);
      case Measure::email_domain: return add_part(level, Feature::email_domain);
      case Measure::postcode_sector: return add_part(level, Feature::postcode_sector);
      case Measure::postcode_district: return add_part(level, Feature::postcode_district);
      case Measure::postcode_area: return add_part(level, Feature::postcode_area);
      case Measure::swapped:
        feature_column(Feature::value);
        feature_column(Feature::other_value);
        stage_of(Stage::Kind::exchanged_values).level = level;
        return;
      case Measure::difference:
      case Measure::relative_difference:
      case Measure::initial:
      case Measure::day_month_swapped: stage_of(Stage::Kind::one_by_one); return;
    }
  }

  [[nodiscard]] std::string_view value(std::uint32_t row, Buffer& buffer) const {
    return column_->value(first_ + row, buffer);
  }

  [[nodiscard]] [[gnu::noinline]] std::uint64_t work_out(FeatureColumn& column, std::uint32_t row) const {
    Buffer buffer;
    const std::string_view text =
        column.feature == Feature::other_value ? other_->value(first_ + row, buffer) : value(row, buffer);
    return column.numbers[row] = number_of(column.feature, text, column.prefix_length);
  }
  [[nodiscard]] std::uint64_t number(FeatureColumn& column, std::uint32_t row) const {
    const std::uint64_t known = column.numbers[row];
    if (known != kNotWorkedOut) [[likely]] return known;
    return work_out(column, row);
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

  /// Writes the levels that `level_of(left, right, position)` finds, and keeps the pairs open for which it finds none.
  template <class LevelOf>
  void settle(OpenPairs& open, LevelNumber* levels, const LevelOf& level_of) {
    // Plain pointers: writing a byte could change a vector, for all that the compiler knows.
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
    open = {left, right, position, kept};
  }

  /// Where nothing but one kernel is asked.
  void settle_all(const Stage& stage, const OpenPairs& open, LevelNumber* levels) {
    run(*stage.kernel, open);
    const std::uint8_t* const results = stage.kernel->results.data();
    for (std::size_t k = 0; k < open.size; ++k) {
      const LevelNumber level = stage.level_of_result[results[k]];
      levels[k] = level == kOpen ? otherwise_ : level;
    }
  }

  void ask(const Stage& stage, OpenPairs& open, LevelNumber* levels) {
    switch (stage.kind) {
      case Stage::Kind::parts: return ask_parts(stage, open, levels);
      case Stage::Kind::kernel: {
        run(*stage.kernel, open);
        const std::uint8_t* const results = stage.kernel->results.data();
        const LevelNumber* const level_of_result = stage.level_of_result.data();
        return settle(open, levels, [=](std::uint32_t, std::uint32_t, std::uint16_t at) { return level_of_result[results[at]]; });
      }
      case Stage::Kind::exchanged_values: {
        FeatureColumn& values = feature(Feature::value);
        FeatureColumn& others = feature(Feature::other_value);
        return settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) {
          const bool exchanged = number(values, a) == number(others, b) && number(others, a) == number(values, b);
          return exchanged ? stage.level : kOpen;
        });
      }
      case Stage::Kind::one_by_one:
        // Gives the first level that holds among this one and those behind it, or none; those before it do not hold.
        return settle(open, levels, [&](std::uint32_t a, std::uint32_t b, std::uint16_t) { return level_of_one(a, b); });
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

  /// The text that a kernel compares; empty if the value has none.
  [[nodiscard]] std::string_view kernel_text(const Kernel& kernel, std::uint32_t row, Buffer& buffer) const {
    const std::string_view text = value(row, buffer);
    return kernel.kind == Kernel::Kind::local_jaro_winkler ? email_local(text) : text;
  }

  /// Whether a batch kernel over these texts can take the row.
  template <class Texts>
  [[nodiscard]] bool fits(const Kernel& kernel, Texts& texts, std::uint32_t row) const {
    if (!texts.is_set(row)) [[unlikely]] {
      Buffer buffer;
      texts.set(row, kernel_text(kernel, row, buffer));
    }
    return texts.fits(row) && !texts.is_empty(row);
  }

  void set_all_rows(Kernel& kernel) const {
    kernel.all_rows_set = kernel.all_rows_short = true;
    // Missing values are in no pair.
    for (std::uint32_t row = 0; row < num_rows_; ++row)
      if (!fits(kernel, *kernel.texts, row) && !column_->is_missing(first_ + row)) kernel.all_rows_short = false;
  }

  /// Gives the kernel's results for the open pairs; those of other pairs mean nothing.
  void run(Kernel& kernel, const OpenPairs& open) {
    if (kernel.has_run) return;
    kernel.has_run = true;
    if (dense_ && !kernel.all_rows_set) set_all_rows(kernel);
    if (kernel.all_rows_short && open.position == identity_.data())
      return run_batch(kernel, {open.left, open.size}, {open.right, open.size}, kernel.results.data());
    std::uint32_t* const left = short_pairs_.left.data();
    std::uint32_t* const right = short_pairs_.right.data();
    std::uint16_t* const position = short_pairs_.position.data();
    std::size_t num_short = 0;
    medium_pairs_.size = 0;
    for (std::size_t k = 0; k < open.size; ++k) {
      const std::uint32_t a = open.left[k], b = open.right[k];
      const std::uint16_t at = open.position[k];
      left[num_short] = a;
      right[num_short] = b;
      position[num_short] = at;
      const bool both_short = fits(kernel, *kernel.texts, a) & fits(kernel, *kernel.texts, b);
      if (!both_short) sort_longer_pair(kernel, a, b, at);
      num_short += both_short;
    }
    short_pairs_.size = num_short;
    std::uint8_t* const results = kernel.results.data();
    std::uint8_t* const found = kernel_results_.data();
    run_batch(kernel, short_pairs_.lefts(), short_pairs_.rights(), found);
    for (std::size_t k = 0; k < num_short; ++k) results[position[k]] = found[k];
    if (medium_pairs_.size == 0) return;
    similarity::jaro_winkler_grades(simd_, *kernel.medium_texts, medium_pairs_.lefts(), medium_pairs_.rights(),
                                    kernel.thresholds_e4, found);
    for (std::size_t k = 0; k < medium_pairs_.size; ++k) results[medium_pairs_.position[k]] = found[k];
  }

  /// A pair with a text that is not short: told apart by the sieve, left to the kernel of medium texts, or compared here.
  void sort_longer_pair(Kernel& kernel, std::uint32_t left, std::uint32_t right, std::uint16_t position) {
    std::uint8_t& result = kernel.results[position];
    // A bag costs more than a comparison: it pays for rows in many pairs.
    if (dense_ && kernel.sieve) {
      FeatureColumn& bags = features_[kernel.bags];
      result = 0;
      if (!kernel.sieve->may_reach(number(bags, left), number(bags, right))) return;
    }
    if (kernel.medium_texts != nullptr && fits(kernel, *kernel.medium_texts, left) &&
        fits(kernel, *kernel.medium_texts, right)) {
      const std::size_t at = medium_pairs_.size++;
      medium_pairs_.left[at] = left;
      medium_pairs_.right[at] = right;
      medium_pairs_.position[at] = position;
      return;
    }
    result = result_of_one(kernel, left, right);
  }

  void run_batch(const Kernel& kernel, std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                 std::uint8_t* results) const {
    if (kernel.is_jaro_winkler())
      return similarity::jaro_winkler_grades(simd_, *kernel.texts, left, right, kernel.thresholds_e4, results);
    const auto edits = kernel.kind == Kernel::Kind::levenshtein ? similarity::Edits::levenshtein
                                                                : similarity::Edits::damerau_levenshtein;
    similarity::edit_distances(simd_, edits, *kernel.texts, left, right, kernel.most_edits, results);
  }

  [[nodiscard]] std::uint8_t result_of_one(const Kernel& kernel, std::uint32_t left, std::uint32_t right) const {
    Buffer left_buffer, right_buffer;
    const std::string_view a = kernel_text(kernel, left, left_buffer);
    const std::string_view b = kernel_text(kernel, right, right_buffer);
    if (kernel.kind == Kernel::Kind::levenshtein)
      return static_cast<std::uint8_t>(similarity::levenshtein_up_to(a, b, kernel.most_edits));
    if (kernel.kind == Kernel::Kind::damerau_levenshtein)
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
  std::vector<FeatureColumn> features_;
  similarity::ShortTexts values_, locals_;
  similarity::MediumTexts medium_values_, medium_locals_;
  Kernel jaro_winkler_{Kernel::Kind::jaro_winkler, &values_, &medium_values_};
  Kernel local_jaro_winkler_{Kernel::Kind::local_jaro_winkler, &locals_, &medium_locals_};
  Kernel levenshtein_{Kernel::Kind::levenshtein, &values_};
  Kernel damerau_levenshtein_{Kernel::Kind::damerau_levenshtein, &values_};
  std::vector<Stage> stages_;
  LevelNumber otherwise_ = 0;

  const Column* column_ = nullptr;
  const Column* other_ = nullptr;
  std::uint64_t first_ = 0;
  std::size_t num_rows_ = 0;
  bool dense_ = false;
  // Scratch of a call.
  std::vector<std::uint32_t> left_, right_;
  std::vector<std::uint16_t> position_, identity_;
  KernelPairs short_pairs_, medium_pairs_;
  std::vector<std::uint8_t> kernel_results_;
};

BatchComparison::BatchComparison(Comparison comparison, similarity::Simd simd)
    : work_(std::make_unique<Work>(std::move(comparison), simd)) {}
BatchComparison::BatchComparison(BatchComparison&&) noexcept = default;
BatchComparison& BatchComparison::operator=(BatchComparison&&) noexcept = default;
BatchComparison::~BatchComparison() = default;

void BatchComparison::open(const Column& column, const Column* other, std::uint64_t first, std::size_t num_rows,
                           bool dense) {
  work_->open(column, other, first, num_rows, dense);
}

std::vector<BatchComparison::PartNumbers> BatchComparison::leading_parts(std::size_t num_spare) {
  return work_->leading_parts(num_spare);
}
bool BatchComparison::has_more_than_leading_parts() const { return work_->has_more_than_leading_parts(); }

void BatchComparison::levels(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                             LevelNumber* levels, Ask ask) {
  work_->levels(left, right, levels, ask);
}

}  // namespace onefold::comparison
