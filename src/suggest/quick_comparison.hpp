// Compares two cleansed values in three levels that suit their type. It is quick and less precise than a job's
// comparison. No MPI.
#pragma once

#include <cstdint>
#include <vector>

#include "suggest/records.hpp"

namespace onefold::suggest {

/// Level numbers: 0 a value is missing, 1 equal, 2 near, 3 far, 4 different.
inline constexpr std::uint32_t kQuickLevels = 5;

class QuickComparison {
 public:
  struct Word {
    std::uint32_t word;
    float weight;  ///< higher for rarer words; the squares of a text add up to 1
  };
  /// `values` must outlive the object.
  QuickComparison(const CodedValues& values, AttributeType type);
  /// If values have several elements, the best level of any left element with any right element.
  [[nodiscard]] std::uint32_t level(std::uint32_t left_code, std::uint32_t right_code) const;
  /// The words of a text, ascending; available if texts have several words.
  [[nodiscard]] const std::vector<Word>& words(std::uint32_t code) const { return words_[code]; }
  [[nodiscard]] double cosine(std::uint32_t left_code, std::uint32_t right_code) const;

 private:
  [[nodiscard]] std::uint32_t level_of_texts(std::string_view left, std::string_view right) const;
  const CodedValues& values_;
  AttributeType type_;
  bool by_words_ = false;
  std::vector<std::vector<Word>> words_;  // [code], ascending by word
};

}  // namespace onefold::suggest
