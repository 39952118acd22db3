// How much two cleansed values agree, in three levels that suit their type; quick rather than fine. No MPI.
#pragma once

#include <cstdint>
#include <vector>

#include "suggest/records.hpp"

namespace onefold::suggest {

/// Levels by number: 0 a value is missing, 1 equal, 2 near, 3 far, 4 different.
inline constexpr std::uint32_t kQuickLevels = 5;

class QuickComparison {
 public:
  struct Word {
    std::uint32_t word;
    float weight;  ///< rare words weigh more; the weights of a text have length 1
  };
  /// Both outlive the object.
  QuickComparison(const CodedValues& values, AttributeType type);
  [[nodiscard]] std::uint32_t level(std::uint32_t left_code, std::uint32_t right_code) const;
  /// Words of a text, ascending; of columns of several words only.
  [[nodiscard]] const std::vector<Word>& words(std::uint32_t code) const { return words_[code]; }
  [[nodiscard]] double cosine(std::uint32_t left_code, std::uint32_t right_code) const;

 private:
  const CodedValues& values_;
  AttributeType type_;
  bool by_words_ = false;
  std::vector<std::vector<Word>> words_;  // [code], ascending by word
  std::vector<double> numbers_;           // [code]
};

}  // namespace onefold::suggest
