// Compares two values token by token: the measures token_jaccard, token_overlap, tfidf, soft_tfidf and shared_code of
// words, and overlap, overlap_share and overlap_weight of the elements of array attributes.
//
// The tokens of a row are listed once, ascending by hash; comparing a pair is one merge of two lists. All decisions use
// integers: the cosine of vectors a and b reaches x if (a.b)^2 >= x^2 |a|^2 |b|^2, computed in 128 bits.
//
// Cost: O(words) to list a row and to merge a pair. For short lists a signature of 64 bits often shows in O(1) that no
// token is shared. soft_tfidf needs a Jaro-Winkler comparison for each pair of remaining words that could be similar.
// Memory: 24 bytes per token, 48 bytes per row of the window.
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

/// The kind of tokens that a measure compares; nothing if it does not compare tokens.
[[nodiscard]] std::optional<TokenKind> token_kind_of(config::Measure measure);

/// The tokens of one value. Points into a TokenLists, and is valid until that changes.
struct TokenList {
  const std::uint64_t* hashes = nullptr;   ///< ascending and distinct
  const std::uint32_t* weights = nullptr;  ///< in 1/1024 bits; above 0 for words
  const Token* tokens = nullptr;           ///< positions in the value
  std::uint32_t size = 0;
  std::uint64_t signature = 0;  ///< two lists without a common bit share no token
  std::uint64_t norm = 0;       ///< sum of squared weights
};

/// Stores lists of tokens, one after another.
class TokenLists {
 public:
  explicit TokenLists(TokenKind kind) : kind_(kind) {}
  [[nodiscard]] TokenKind kind() const { return kind_; }
  void clear();
  /// Adds the list of a value and returns its index. `weights`: 2 bytes per token, see token_list.hpp; if empty, all
  /// tokens weigh one bit.
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

/// Answers the questions of all levels about one pair of values; each answer is computed on first use.
class CommonTokens {
 public:
  /// The values must be those whose tokens were listed.
  CommonTokens(const TokenList& left, const TokenList& right, std::string_view left_value, std::string_view right_value)
      : left_(left), right_(right), left_value_(left_value), right_value_(right_value) {}

  /// `limit` is in the unit of Step::limit.
  [[nodiscard]] bool holds(config::Measure measure, std::uint32_t limit);

 private:
  void merge();
  [[nodiscard]] std::uint64_t soft_product();

  TokenList left_, right_;
  std::string_view left_value_, right_value_;
  bool merged_ = false;
  std::uint64_t num_common_ = 0;
  std::uint64_t product_ = 0;          ///< dot product of the two vectors of weights
  std::uint64_t weight_ = 0;           ///< sum of the weights of common tokens
  std::optional<std::uint64_t> soft_;  ///< dot product with paired similar words included
};

/// The token lists of a window's rows. Each list is made on first use.
class RowTokens {
 public:
  explicit RowTokens(TokenKind kind) : lists_(kind) {}
  [[nodiscard]] TokenKind kind() const { return lists_.kind(); }
  /// Opens a window: row r now means row first + r of the column.
  void open(const Column& column, std::uint64_t first, std::size_t num_rows);
  /// Makes the list of the row unless it exists. Invalidates lists that were returned before.
  void prepare(std::uint32_t row) {
    if (list_of_row_[row] == kNotListed) [[unlikely]]
      list(row);
  }
  /// The list of a prepared row.
  [[nodiscard]] TokenList operator[](std::uint32_t row) const { return lists_[list_of_row_[row]]; }

 private:
  static constexpr std::uint32_t kNotListed = ~0U;
  void list(std::uint32_t row);
  TokenLists lists_;
  const Column* column_ = nullptr;
  std::uint64_t first_ = 0;
  std::vector<std::uint32_t> list_of_row_;
};

/// The weights that a column stores for the tokens of a row.
[[nodiscard]] inline TokenWeights weights_of(const Column& column, std::uint64_t row) {
  return {column.word_weights.empty() ? std::string_view() : column.word_weights[row],
          column.element_weights.empty() ? std::string_view() : column.element_weights[row]};
}

/// Compares one pair of values without prepared rows. `limit` is in the unit of Step::limit.
[[nodiscard]] bool tokens_hold(config::Measure measure, std::uint32_t limit, std::string_view left,
                               std::string_view right, TokenWeights left_weights, TokenWeights right_weights);

/// Whether a word of the value is a code (TokenKind::codes).
[[nodiscard]] bool has_code(std::string_view value);

/// The words of a value that contain a digit, in alphabetical order, joined by spaces; empty if there are none.
[[nodiscard]] std::string numbers_of(std::string_view value);

}  // namespace onefold::comparison
