// Runs a string measure on lists of pairs: batch kernels for the texts that fit them, kernels for single pairs for the
// rest.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "comparison/row_texts.hpp"
#include "onefold/similarity/simd.hpp"
#include "similarity/letter_bag.hpp"

namespace onefold::comparison {

/// The pairs of a call for which no level holds yet, and the position of each among all pairs of the call.
struct OpenPairs {
  const std::uint32_t* left;
  const std::uint32_t* right;
  const std::uint16_t* position;
  std::size_t size;
  bool all_of_call;  ///< whether all pairs of the call are still open; then pair k has position k
};

/// A result is a byte: for Jaro-Winkler, how many thresholds the similarity reaches; for distances, the distance, up to
/// a bound.
class StringKernel {
 public:
  enum class Kind : std::uint8_t { jaro_winkler, levenshtein, damerau_levenshtein };
  /// The largest possible bound.
  static constexpr std::uint32_t kMostEdits = 16;

  StringKernel(Kind kind, RowTexts& texts, similarity::Simd simd, std::size_t max_pairs);

  /// For Jaro-Winkler: the thresholds of the levels.
  void set_thresholds(std::vector<std::uint32_t> thresholds_e4);
  /// The smallest result of pairs that reach this threshold.
  [[nodiscard]] std::uint32_t result_of_threshold(std::uint32_t threshold_e4) const;
  /// For distances: the largest number of edits of any level.
  void set_most_edits(std::uint32_t edits) { most_edits_ = edits; }
  [[nodiscard]] bool takes_bound() const { return most_edits_ <= kMostEdits; }
  /// 0 for Jaro-Winkler.
  [[nodiscard]] std::uint32_t most_edits() const { return most_edits_; }
  [[nodiscard]] RowTexts& texts() { return texts_; }

  /// Discards the results of the previous call.
  void begin_call() { has_run_ = false; }
  /// Returns the results by position. They are computed by the first run after begin_call(); results of pairs that were
  /// not open then are undefined. `dense` says that rows occur in many pairs.
  const std::uint8_t* run(const OpenPairs& open, bool dense);

 private:
  struct List {
    std::vector<std::uint32_t> left, right;
    std::vector<std::uint16_t> position;
    std::size_t size = 0;
    [[nodiscard]] std::span<const std::uint32_t> lefts() const { return {left.data(), size}; }
    [[nodiscard]] std::span<const std::uint32_t> rights() const { return {right.data(), size}; }
  };
  void run_short(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                 std::uint8_t* results) const;
  void sort_longer_pair(std::uint32_t left, std::uint32_t right, std::uint16_t position, bool dense);
  [[nodiscard]] std::uint8_t result_of_one(std::uint32_t left, std::uint32_t right) const;

  Kind kind_;
  RowTexts& texts_;
  similarity::Simd simd_;
  std::vector<std::uint32_t> thresholds_e4_;  ///< ascending
  std::optional<similarity::BagSieve> sieve_;
  std::uint32_t most_edits_ = 0;
  bool has_run_ = false;
  std::vector<std::uint8_t> results_, found_;
  List short_pairs_, medium_pairs_;
};

}  // namespace onefold::comparison
