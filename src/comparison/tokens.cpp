#include "comparison/tokens.hpp"

#include <algorithm>

#include "onefold/similarity/jaro_winkler.hpp"
#include "record/hash.hpp"
#include "similarity/letter_bag.hpp"

namespace onefold::comparison {
namespace {

using config::Measure;

constexpr std::uint64_t kOne = 10'000;          // 1, in units of a ten-thousandth
constexpr std::uint32_t kOneBit = 1024;         // one bit, as a weight
constexpr std::uint32_t kSimilarWords = 9'000;  // Jaro-Winkler similarity from which soft_tfidf pairs two words

/// product / sqrt(left_norm right_norm) >= threshold; approximate only if the norms exceed any realistic value.
bool cosine_at_least(std::uint64_t product, std::uint64_t left_norm, std::uint64_t right_norm,
                     std::uint32_t threshold_e4) {
  Uint128 squared = static_cast<Uint128>(product) * product;
  Uint128 norms = static_cast<Uint128>(left_norm) * right_norm;
  // Leaves room for the factor 10^8.
  while ((norms >> 96) != 0 || (squared >> 96) != 0) {
    squared >>= 16;
    norms >>= 16;
  }
  return squared * (kOne * kOne) >= norms * (std::uint64_t{threshold_e4} * threshold_e4);
}

/// The largest s with Jaro-Winkler >= s / 10,000; 0 if it is below `least`.
std::uint32_t similarity_e4(std::string_view left, std::string_view right, std::uint32_t least) {
  const auto match = similarity::jaro_match(left, right, least);
  if (!similarity::jaro_winkler_at_least(match, least)) return 0;
  std::uint32_t reached = least, beyond = kOne + 1;
  while (beyond - reached > 1) {
    const std::uint32_t middle = (reached + beyond) / 2;
    (similarity::jaro_winkler_at_least(match, middle) ? reached : beyond) = middle;
  }
  return reached;
}

std::string_view weights_of_kind(TokenKind kind, TokenWeights weights) {
  return kind == TokenKind::words ? weights.words : kind == TokenKind::elements ? weights.elements : std::string_view();
}

/// A word of each side that the other side lacks; soft_tfidf may pair them.
struct SimilarPair {
  std::uint32_t left, right;  // indices of the tokens
  std::uint32_t similarity_e4;
  std::uint64_t product;  // product of the weights
};

/// Lists the tokens of `list` that `other` lacks.
void list_unshared(const TokenList& list, const TokenList& other, std::string_view value,
                   std::vector<std::uint32_t>& tokens, std::vector<std::uint64_t>& bags) {
  tokens.clear();
  bags.clear();
  std::uint32_t at = 0;
  for (std::uint32_t t = 0; t < list.size; ++t) {
    while (at < other.size && other.hashes[at] < list.hashes[t]) ++at;
    if (at < other.size && other.hashes[at] == list.hashes[t]) continue;
    tokens.push_back(t);
    bags.push_back(similarity::letter_bag(value.substr(list.tokens[t].begin, list.tokens[t].size)));
  }
}

}  // namespace

std::optional<TokenKind> token_kind_of(Measure measure) {
  switch (measure) {
    case Measure::token_jaccard:
    case Measure::token_overlap:
    case Measure::tfidf:
    case Measure::soft_tfidf:
      return TokenKind::words;
    case Measure::shared_code:
      return TokenKind::codes;
    case Measure::overlap:
    case Measure::overlap_share:
    case Measure::overlap_weight:
      return TokenKind::elements;
    default:
      return std::nullopt;
  }
}

void TokenLists::clear() {
  hashes_.clear();
  weights_.clear();
  tokens_.clear();
  lists_.clear();
}

std::uint32_t TokenLists::add(std::string_view value, std::string_view weights) {
  list_tokens(kind_, value, found_);
  List list{hashes_.size(), static_cast<std::uint32_t>(found_.size()), 0, 0};
  for (std::size_t t = 0; t < found_.size(); ++t) {
    const Token& token = found_[t];
    // The number of occurrences in the value does not count: a repeated word adds no information.
    const std::uint64_t weight = weights.empty() ? kOneBit : weight_at(weights, t);
    hashes_.push_back(token.hash);
    weights_.push_back(static_cast<std::uint32_t>(weight));
    tokens_.push_back(token);
    list.signature |= 1ULL << (token.hash >> 58);
    list.norm += weight * weight;
  }
  lists_.push_back(list);
  return static_cast<std::uint32_t>(lists_.size() - 1);
}

void CommonTokens::merge() {
  merged_ = true;
  if ((left_.signature & right_.signature) == 0) return;
  const std::uint64_t* a = left_.hashes;
  const std::uint64_t* b = right_.hashes;
  const std::uint64_t* const a_end = a + left_.size;
  const std::uint64_t* const b_end = b + right_.size;
  // No branches, because the outcomes are unpredictable.
  while (a != a_end && b != b_end) {
    const std::uint64_t left = *a, right = *b;
    if (left == right) {
      ++num_common_;
      weight_ += left_.weights[a - left_.hashes];
      product_ += std::uint64_t{left_.weights[a - left_.hashes]} * right_.weights[b - right_.hashes];
    }
    a += left <= right;
    b += right <= left;
  }
}

std::uint64_t CommonTokens::soft_product() {
  if (soft_) return *soft_;
  static const similarity::BagSieve kSieve(kSimilarWords);
  thread_local std::vector<std::uint32_t> left_tokens, right_tokens;
  thread_local std::vector<std::uint64_t> left_bags, right_bags;
  thread_local std::vector<SimilarPair> pairs;
  list_unshared(left_, right_, left_value_, left_tokens, left_bags);
  list_unshared(right_, left_, right_value_, right_tokens, right_bags);
  const auto word = [](const TokenList& list, std::string_view value, std::uint32_t t) {
    return value.substr(list.tokens[t].begin, list.tokens[t].size);
  };
  pairs.clear();
  for (std::size_t i = 0; i < left_tokens.size(); ++i)
    for (std::size_t j = 0; j < right_tokens.size(); ++j) {
      if (!kSieve.may_reach(left_bags[i], right_bags[j])) continue;
      const std::uint32_t l = left_tokens[i], r = right_tokens[j];
      const std::uint32_t similarity =
          similarity_e4(word(left_, left_value_, l), word(right_, right_value_, r), kSimilarWords);
      if (similarity > 0) pairs.push_back({l, r, similarity, std::uint64_t{left_.weights[l]} * right_.weights[r]});
    }
  // The most similar pairs first. Ties are broken independently of which side is left.
  std::sort(pairs.begin(), pairs.end(), [&](const SimilarPair& a, const SimilarPair& b) {
    if (a.similarity_e4 != b.similarity_e4) return a.similarity_e4 > b.similarity_e4;
    if (a.product != b.product) return a.product > b.product;
    return std::minmax(left_.hashes[a.left], right_.hashes[a.right]) <
           std::minmax(left_.hashes[b.left], right_.hashes[b.right]);
  });
  Uint128 sum = static_cast<Uint128>(product_) * kOne;
  for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) {
    const bool taken = std::any_of(pairs.begin(), pair, [&](const SimilarPair& before) {
      return before.product != 0 && (before.left == pair->left || before.right == pair->right);
    });
    // A product of 0 marks a pair that was not taken.
    if (taken) pair->product = 0;
    sum += static_cast<Uint128>(pair->product) * pair->similarity_e4;
  }
  soft_ = static_cast<std::uint64_t>(sum / kOne);
  return *soft_;
}

bool CommonTokens::holds(Measure measure, std::uint32_t limit) {
  if (!merged_) merge();
  switch (measure) {
    case Measure::token_jaccard:
      return num_common_ > 0 && num_common_ * kOne >= limit * (std::uint64_t{left_.size} + right_.size - num_common_);
    case Measure::token_overlap:
    case Measure::overlap_share:
      return num_common_ > 0 && num_common_ * kOne >= std::uint64_t{limit} * std::min(left_.size, right_.size);
    case Measure::tfidf:
      return product_ > 0 && cosine_at_least(product_, left_.norm, right_.norm, limit);
    case Measure::soft_tfidf:
      // Avoids the pairing if the common words alone reach the limit.
      if (product_ > 0 && cosine_at_least(product_, left_.norm, right_.norm, limit)) return true;
      return soft_product() > 0 && cosine_at_least(soft_product(), left_.norm, right_.norm, limit);
    case Measure::shared_code:
      return num_common_ > 0;
    case Measure::overlap:
      return num_common_ >= limit;
    case Measure::overlap_weight:
      return num_common_ > 0 && weight_ * kOne >= std::uint64_t{limit} * kOneBit;
    default:
      return false;
  }
}

void RowTokens::open(const Column& column, std::uint64_t first, std::size_t num_rows) {
  column_ = &column;
  first_ = first;
  lists_.clear();
  list_of_row_.assign(num_rows, kNotListed);
}

void RowTokens::list(std::uint32_t row) {
  std::array<char, kMaxPackedChars> buffer;
  list_of_row_[row] = lists_.add(column_->value(first_ + row, buffer),
                                 weights_of_kind(lists_.kind(), weights_of(*column_, first_ + row)));
}

bool tokens_hold(Measure measure, std::uint32_t limit, std::string_view left, std::string_view right,
                 TokenWeights left_weights, TokenWeights right_weights) {
  const TokenKind kind = token_kind_of(measure).value();
  thread_local std::vector<TokenLists> of_kind = {TokenLists(TokenKind::words), TokenLists(TokenKind::codes),
                                                  TokenLists(TokenKind::elements)};
  TokenLists& lists = of_kind[static_cast<std::size_t>(kind)];
  lists.clear();
  const std::uint32_t l = lists.add(left, weights_of_kind(kind, left_weights));
  const std::uint32_t r = lists.add(right, weights_of_kind(kind, right_weights));
  return CommonTokens(lists[l], lists[r], left, right).holds(measure, limit);
}

bool has_code(std::string_view value) {
  thread_local std::vector<Token> codes;
  list_tokens(TokenKind::codes, value, codes);
  return !codes.empty();
}

std::string numbers_of(std::string_view value) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find(' ', at), value.size());
    const std::string_view word = value.substr(at, end - at);
    if (word.find_first_of("0123456789") != std::string_view::npos) words.push_back(word);
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  std::string numbers;
  for (const std::string_view word : words) (numbers += numbers.empty() ? "" : " ") += word;
  return numbers;
}

}  // namespace onefold::comparison
