// A string kernel for lists of pairs: the batch kernels for texts that fit them, the kernels for single pairs for the
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

/// Pairs that no level held for yet, and where they stand in the call's list.
struct OpenPairs {
  const std::uint32_t* left;
  const std::uint32_t* right;
  const std::uint16_t* position;
  std::size_t size;
  bool all_of_call;  ///< nothing was closed so far: position k is k
};

/// Results are bytes: how many of the thresholds Jaro-Winkler reaches, or a distance up to the bound.
class StringKernel {
 public:
  enum class Kind : std::uint8_t { jaro_winkler, levenshtein, damerau_levenshtein };
  /// The largest bound.
  static constexpr std::uint32_t kMostEdits = 16;

  StringKernel(Kind kind, RowTexts& texts, similarity::Simd simd, std::size_t max_pairs);

  /// Jaro-Winkler: for levels with these thresholds.
  void set_thresholds(std::vector<std::uint32_t> thresholds_e4);
  /// The result from which on a threshold is reached.
  [[nodiscard]] std::uint32_t result_of_threshold(std::uint32_t threshold_e4) const;
  /// Distances: for levels of up to so many edits.
  void set_most_edits(std::uint32_t edits) { most_edits_ = edits; }
  [[nodiscard]] bool takes_bound() const { return most_edits_ <= kMostEdits; }
  /// 0 of Jaro-Winkler.
  [[nodiscard]] std::uint32_t most_edits() const { return most_edits_; }
  [[nodiscard]] RowTexts& texts() { return texts_; }

  /// Forgets the results.
  void begin_call() { has_run_ = false; }
  /// [position] results of the open pairs, computed at the first call; those of other pairs mean nothing. `dense`: rows
  /// are in many pairs.
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
