// Compares two cleansed values of an attribute and returns the number of the first level that holds. No MPI.
//
// All levels are decided in integers, except that numbers with more than 18 digits before the point or 9 after it are
// compared as doubles. Equal values satisfy every level except swapped(...) and crossed(...), which read another
// attribute, and day_month_swapped, which requires two different dates. For values that differ:
//
//   measure                        holds if
//   jaro_winkler >= x              see similarity/jaro_winkler.hpp; x is rounded to four decimals
//   levenshtein, damerau_levenshtein <= k      see similarity/edit_distance.hpp
//   days <= n                      both are dates, at most n days apart (proleptic Gregorian calendar)
//   difference, relative_difference <= x       both are numbers; x is rounded to nine decimals
//   phonetic, soundex              the codes of both values are equal: similarity/phonetic.hpp
//   initial                        one value abbreviates the other, word by word: j, jo, john, j p and john p are
//                                  abbreviations of john paul
//   prefix(n)                      the first n code points are equal; a shorter value is compared as a whole
//   email_local, email_domain      the parts before (after) the last @ are equal and not empty
//   email_local_jaro_winkler >= x  like jaro_winkler, for the parts before the last @; both must be present
//   postcode_sector, _district, _area    with one space, as in the UK ("sw1a 1aa"): "sw1a 1", "sw1a", "sw" are equal;
//                                  without space: all but the last character, all but the last two, the first two are
//                                  equal. Never holds for one value with a space and one without
//   any_order                      both have the same words, each with the same number of occurrences, in any order
//   words_contained                all words of one value are among the words of the other
//   alias                          both have the same number of words, and at each position the words are equal or
//                                  related: similarity/alias_table.hpp
//   kilometres <= x                both are locations, at most x apart on a sphere: comparison/location.hpp
//   house_number                   both have a house number, and house and unit are equal: comparison/house_number.hpp
//   year_equal, year_month_equal, month_day_equal    both are dates, and that part is equal
//   swapped(other)                 left is right's other value, and right is left's
//   crossed(other)                 left is right's other value, or right is left's
//   day_month_swapped              both are dates, and exchanging day and month of one gives the other
//   token_jaccard >= x             common words / words of either value; each word counts once
//   token_overlap >= x             common words / words of the value that has fewer
//   tfidf >= x                     cosine of the two vectors of word weights (token_weight in record/token_list.hpp);
//                                  each word counts once; without weights every word weighs 1 bit
//   soft_tfidf >= x                the same, but the words that are not common are paired, the most similar first, if
//                                  their Jaro-Winkler similarity is at least 0.9; a pair counts by its similarity
//   shared_code                    a common word of four or more characters with at least one digit
//   equal_numbers                  both have the same words with a digit, each with the same number of occurrences; at
//                                  least one
//
// TF-IDF and its soft form: Cohen, Ravikumar, Fienberg: A Comparison of String Distance Metrics for Name-Matching
// Tasks, IIWeb 2003. Their soft form takes the best partner for each word of one side and therefore depends on the
// side; the form here is symmetric.
//
//   overlap >= n                   number of common elements
//   overlap_share >= x             common elements / elements of the smaller set
//   overlap_weight >= bits         sum of the weights of common elements (token_weight in record/token_list.hpp)
//
// Values with several elements (separated by kElementSeparator of record/elements.hpp) are equal if they have the same
// elements. Word measures read the words of all elements. Any other measure holds if it holds for some element of the
// left value and some element of the right value. swapped(other) holds if each value shares an element with the other
// record's other value.
//
//   combined levels                the expression of their leaves is true, with three truth values as in SQL: a leaf
//                                  that reads a missing value is unknown, `not` of unknown is unknown, and unknown
//                                  does not hold
//
// Cost: a kernel runs at most once per pair, and only if no earlier level holds. ASCII values of up to 64 characters
// need no allocation, except for phonetic codes of words with more than 15 sounds. Each leaf of a combined level runs
// its own kernel, from left to right, until the level is decided.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::comparison {

/// Number of a level. 0 is "missing" (a value of the pair is missing), 1 .. num_listed are the levels in the order of
/// the job file, num_listed + 1 is "else".
using LevelNumber = std::uint8_t;
inline constexpr LevelNumber kMissing = 0;

/// Weights of the tokens of a value, as stored in its column. If empty, every token weighs one bit.
struct TokenWeights {
  std::string_view words = {};
  std::string_view elements = {};
};

/// Gives a comparison the values of a pair. Slot 0 is the comparison's own attribute, slot k + 1 is others()[k]. An
/// empty value is missing. A value is requested only when a level needs it. Texts must stay valid while the levels are
/// decided.
class PairValues {
 public:
  [[nodiscard]] virtual std::string_view left(std::size_t slot) const = 0;
  [[nodiscard]] virtual std::string_view right(std::size_t slot) const = 0;
  [[nodiscard]] virtual TokenWeights left_weights(std::size_t /*slot*/) const { return {}; }
  [[nodiscard]] virtual TokenWeights right_weights(std::size_t /*slot*/) const { return {}; }

 protected:
  ~PairValues() = default;
};

/// A pair whose values are known in advance. For other attributes: a single value, or a list in the order of others().
struct Operands {
  class Others {
   public:
    Others() = default;
    Others(std::span<const std::string_view> values) : values_(values) {}
    template <class Text>
    requires std::convertible_to<const Text&, std::string_view> Others(const Text& value) : value_(value) {}
    [[nodiscard]] std::string_view operator[](std::size_t k) const {
      return k < values_.size() ? values_[k] : k == 0 ? value_ : std::string_view();
    }

   private:
    std::string_view value_;
    std::span<const std::string_view> values_;
  };
  std::string_view left;
  std::string_view right;
  Others left_others = {};
  Others right_others = {};
  TokenWeights left_weights = {};  ///< weights of the tokens of `left`
  TokenWeights right_weights = {};
};

/// Immutable after construction; copies are cheap.
class Comparison {
 public:
  /// Throws Error if there are more levels than level numbers. `type` is for measures that depend on the attribute's
  /// type; the rest is in `config`.
  Comparison(const config::ComparisonConfig& config, AttributeType type);

  /// Number of levels, "missing" and "else" included: num_listed + 2.
  [[nodiscard]] std::uint32_t num_levels() const;
  /// Local. Symmetric: exchanging left and right does not change the level. Decided in integers.
  [[nodiscard]] LevelNumber level(const Operands& pair) const;
  [[nodiscard]] LevelNumber level(const PairValues& pair) const;
  /// The level of two equal, present values: the first level that equality satisfies. If equal_decides(), `level`
  /// returns the same for such values.
  [[nodiscard]] LevelNumber level_when_equal() const { return level_when_equal_; }
  /// Whether two equal, present values always have level_when_equal(): no earlier level reads other attributes.
  [[nodiscard]] bool equal_decides() const { return equal_decides_; }
  /// Attributes that levels read besides the comparison's own, ascending.
  [[nodiscard]] const std::vector<AttributeIndex>& others() const { return others_; }
  /// Whether values that levels read may be lists of elements.
  [[nodiscard]] bool reads_arrays() const { return reads_arrays_; }

  /// The levels, prepared for kernels; for use inside this folder only.
  struct Plan;
  [[nodiscard]] const Plan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const Plan> plan_;
  LevelNumber level_when_equal_ = 0;
  bool equal_decides_ = true;
  bool reads_arrays_ = false;
  std::vector<AttributeIndex> others_;
};

}  // namespace onefold::comparison
