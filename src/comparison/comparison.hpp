// Compares two cleansed values of an attribute: gives the number of the first level that holds. No MPI.
//
// All levels are decided in integers; only numbers with more than 18 digits before or 9 behind the point are compared
// as doubles. Equal values satisfy every level but swapped(...) and crossed(...), which look at another attribute, and
// day_month_swapped, which asks for two different dates. For values that are not equal:
//
//   measure                        holds when
//   jaro_winkler >= x              see similarity/jaro_winkler.hpp; x is taken at four decimals
//   levenshtein, damerau_levenshtein <= k      see similarity/edit_distance.hpp
//   days <= n                      both are dates, at most n days apart (proleptic Gregorian calendar)
//   difference, relative_difference <= x       both are numbers; x is taken at nine decimals
//   phonetic, soundex              phonetic_code, soundex_code of both is equal: similarity/phonetic.hpp
//   initial                        one abbreviates the other, word by word: j, jo, john, j p and john p all are
//                                  abbreviations of john paul
//   prefix(n)                      the first n code points are equal; a shorter value counts as a whole
//   email_local, email_domain      the parts before, behind the last @ are equal and not empty
//   email_local_jaro_winkler >= x  as jaro_winkler, on the parts before the last @, neither empty
//   postcode_sector, _district, _area    with one blank, as in the UK ("sw1a 1aa"): "sw1a 1", "sw1a", "sw" are equal;
//                                  without blank: all but the last character, all but the last two, the first two.
//                                  One of each kind: never.
//   any_order                      the same words, each as often, in any order
//   words_contained                all words of one are among the words of the other
//   alias                          equally many words, those at each place equal or in the table:
//   similarity/alias_table.hpp kilometres <= x                both are locations, at most x apart on a sphere:
//   src/comparison/location.hpp house_number                   both have a house number, and that of house and unit is
//   equal: src/comparison/house_number.hpp year_equal, year_month_equal, month_day_equal    both are dates, and that
//   part is equal swapped(other)                 left is right's other value, and right is left's crossed(other) left
//   is right's other value, or right is left's day_month_swapped              both are dates, and one is the other with
//   day and month exchanged token_jaccard >= x             words in common / words of either; each word counts once
//   token_overlap >= x             words in common / words of the value that has fewer
//   tfidf >= x                     cosine of the two vectors of word weights: log2(1 + times in the value) x the weight
//   of
//                                  Operands (token_weight in record/token_list.hpp), 1 bit for all without weights
//   soft_tfidf >= x                the same, and words that are left match in pairs, the most similar first, from
//                                  Jaro-Winkler 0.9 on, and count by that similarity
//   shared_code                    a word of four or more characters, one of them a digit, in common
//   equal_numbers                  the same words with a digit in them, as often in both; one at least
//
// TF-IDF and its soft form: Cohen, Ravikumar, Fienberg: A Comparison of String Distance Metrics for Name-Matching
// Tasks, IIWeb 2003; theirs takes the best partner of each word of one side, which depends on which side that is.
//
//   overlap >= n                   elements in common
//   overlap_share >= x             elements in common / elements of the smaller set
//   overlap_weight >= bits         sum of the weights of common elements (token_weight in record/token_list.hpp)
//
// Values with several elements (record/token_list.hpp: kElementSeparator) are equal if they have the same ones. The
// measures of words look at the words of all elements. Every other measure holds if it does for some element of the
// left value and some element of the right one; swapped(other) if both values share an element with the other's other
// value.
//
//   combined levels                their leaves say so, with three values as in SQL: a leaf that looks at a missing
//   value is
//                                  unknown, and `not` of unknown is unknown, which does not hold
//
// Cost: a kernel is called at most once a pair and only if no earlier level holds; no allocation for ASCII values of up
// to 64 characters, but for phonetic codes of words with more than 15 sounds. Each leaf of a combined level runs its
// own kernel, from left to right, until the level is decided.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "onefold/config/job.hpp"

namespace onefold::comparison {

/// Level numbers: 0 is "missing" (a value of the pair is missing), 1 .. num_listed are the levels in the order of the
/// job file, num_listed + 1 is "else".
using LevelNumber = std::uint8_t;
inline constexpr LevelNumber kMissing = 0;

/// Weights of the tokens of a value, as its column has them; empty: all weigh one bit.
struct TokenWeights {
  std::string_view words = {};
  std::string_view elements = {};
};

/// What a comparison reads of a pair, slot by slot: slot 0 is its own attribute, slot k + 1 is others()[k]. Empty means
/// missing. Asked only for what has to be known; texts stay while the levels are asked for.
class PairValues {
 public:
  [[nodiscard]] virtual std::string_view left(std::size_t slot) const = 0;
  [[nodiscard]] virtual std::string_view right(std::size_t slot) const = 0;
  [[nodiscard]] virtual TokenWeights left_weights(std::size_t /*slot*/) const { return {}; }
  [[nodiscard]] virtual TokenWeights right_weights(std::size_t /*slot*/) const { return {}; }

 protected:
  ~PairValues() = default;
};

/// The same, of values that are at hand. Of the other attributes one value, or a list that others() gives the order of.
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
  TokenWeights left_weights = {};  ///< of the tokens of `left`
  TokenWeights right_weights = {};
};

/// Immutable after construction; copies are cheap.
class Comparison {
 public:
  /// Throws Error if the levels cannot be numbered. The levels say all that is needed about the values; the type is
  /// there for measures that depend on it.
  Comparison(const config::ComparisonConfig& config, AttributeType type);

  /// With missing and else: num_listed + 2.
  [[nodiscard]] std::uint32_t num_levels() const;
  /// Local. Symmetric: exchanging left and right does not change the level. Decided in integers.
  [[nodiscard]] LevelNumber level(const Operands& pair) const;
  [[nodiscard]] LevelNumber level(const PairValues& pair) const;
  /// The level of two equal, present values: the first that equality satisfies. What `level` gives if equal_decides(),
  /// without looking at bytes.
  [[nodiscard]] LevelNumber level_when_equal() const { return level_when_equal_; }
  /// Whether two equal, present values always have level_when_equal: no level stands before it that looks at other
  /// attributes.
  [[nodiscard]] bool equal_decides() const { return equal_decides_; }
  /// Attributes that levels look at besides the comparison's own, ascending.
  [[nodiscard]] const std::vector<AttributeIndex>& others() const { return others_; }
  /// Whether values that `level` looks at may be lists of elements.
  [[nodiscard]] bool reads_arrays() const { return reads_arrays_; }

  /// The levels, prepared for kernels; of use within this component only.
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
