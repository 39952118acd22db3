// What two values have in common token by token: the measures token_jaccard, token_overlap, tfidf, soft_tfidf and
// shared_code of words, and overlap, overlap_share and overlap_weight of the elements of array attributes.
//
// The tokens of a row are listed once, ascending by hash; a pair costs one merge of two lists. Everything is decided in
// integers: a cosine c of vectors a and b reaches x if (a.b)^2 >= x^2 |a|^2 |b|^2, in 128 bits.
//
// Cost: listing takes some 30 ns a word; a pair of ten words each 20 to 50 ns, a few if no token can be shared (64 bits
// of a signature say so for short lists); soft_tfidf takes a Jaro-Winkler for each pair of words left that could be
// similar. Memory: 24 bytes a token, 48 a row of the window.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comparison/comparison.hpp"
#include "record/columns.hpp"
#include "record/token_list.hpp"

namespace onefold::comparison {

/// The kind of tokens that a measure compares; none if it does not compare tokens.
[[nodiscard]] std::optional<TokenKind> token_kind_of(config::Measure measure);

/// The tokens of one value. Views into a TokenLists, until it changes.
struct TokenList {
  const std::uint64_t* hashes = nullptr;   ///< ascending, each once
  const std::uint32_t* weights = nullptr;  ///< in 1/1024 bits; of words above 0
  const Token* tokens = nullptr;           ///< where they stand in the value
  std::uint32_t size = 0;
  std::uint64_t signature = 0;  ///< lists without a common bit have no common token
  std::uint64_t norm = 0;       ///< sum of squared weights
};

/// Lists of tokens, one behind the other.
class TokenLists {
 public:
  explicit TokenLists(TokenKind kind) : kind_(kind) {}
  [[nodiscard]] TokenKind kind() const { return kind_; }
  void clear();
  /// Index of the new list. `weights`: 2 bytes a token, see token_list.hpp; empty: all tokens weigh one bit.
  std::uint32_t add(std::string_view value, std::string_view weights);
  [[nodiscard]] TokenList operator[](std::uint32_t index) const {
    const List& list = lists_[index];
    return {hashes_.data() + list.begin,
            weights_.data() + list.begin,
            tokens_.data() + list.begin,
            list.size,
            list.signature,
            list.norm};
  }

 private:
  struct List {
    std::uint64_t begin;
    std::uint32_t size;
    std::uint64_t signature;
    std::uint64_t norm;
  };
  TokenKind kind_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> weights_;
  std::vector<Token> tokens_;
  std::vector<List> lists_;
  std::vector<Token> found_;
};

/// The answers about one pair of values, each worked out when first asked for.
class CommonTokens {
 public:
  /// The values are those that were listed.
  CommonTokens(const TokenList& left, const TokenList& right, std::string_view left_value, std::string_view right_value)
      : left_(left), right_(right), left_value_(left_value), right_value_(right_value) {}

  /// `limit` as a Step has it.
  [[nodiscard]] bool holds(config::Measure measure, std::uint32_t limit);

 private:
  void merge();
  [[nodiscard]] std::uint64_t soft_product();

  TokenList left_, right_;
  std::string_view left_value_, right_value_;
  bool merged_ = false;
  std::uint64_t num_common_ = 0;
  std::uint64_t product_ = 0;          ///< of the two vectors of weights
  std::uint64_t weight_ = 0;           ///< of common tokens
  std::optional<std::uint64_t> soft_;  ///< the same with similar words
};

/// The token lists of a window's rows, each made when first asked for.
class RowTokens {
 public:
  explicit RowTokens(TokenKind kind) : lists_(kind) {}
  [[nodiscard]] TokenKind kind() const { return lists_.kind(); }
  /// Row r stands for row first + r of the column from now on.
  void open(const Column& column, std::uint64_t first, std::size_t num_rows);
  /// Makes the list of the row if need be. A list that was given before may have moved.
  void prepare(std::uint32_t row) {
    if (list_of_row_[row] == kNotListed) [[unlikely]]
      list(row);
  }
  /// Of a prepared row.
  [[nodiscard]] TokenList operator[](std::uint32_t row) const { return lists_[list_of_row_[row]]; }

 private:
  static constexpr std::uint32_t kNotListed = ~0U;
  void list(std::uint32_t row);
  TokenLists lists_;
  const Column* column_ = nullptr;
  std::uint64_t first_ = 0;
  std::vector<std::uint32_t> list_of_row_;
};

/// What a column knows of the tokens of a row.
[[nodiscard]] inline TokenWeights weights_of(const Column& column, std::uint64_t row) {
  return {column.word_weights.empty() ? std::string_view() : column.word_weights[row],
          column.element_weights.empty() ? std::string_view() : column.element_weights[row]};
}

/// Of one pair of values, without rows prepared before. `limit` as a Step has it.
[[nodiscard]] bool tokens_hold(config::Measure measure, std::uint32_t limit, std::string_view left,
                               std::string_view right, TokenWeights left_weights, TokenWeights right_weights);

/// Whether a word of the value is a code.
[[nodiscard]] bool has_code(std::string_view value);

/// The words with a digit of a value, in alphabetical order with blanks between them; empty if there are none.
[[nodiscard]] std::string numbers_of(std::string_view value);

}  // namespace onefold::comparison
