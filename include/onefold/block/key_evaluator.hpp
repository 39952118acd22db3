// Blocking keys of records, as 64-bit hashes. Local.
//
// The hash of a rule's key is a chain over its key expressions: for plain attributes of codes, packed numbers or XXH3 of the text,
// whichever the attribute is stored as; for functions of XXH3 of their result. 0 stands for "no key" (a value is missing). Two different keys share a hash with probability 2^-63: at 1e9 distinct keys that is
// 0.05 pairs of keys in all, whose records would be compared in vain, or, as keys of an earlier rule, not for a later one.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/columns.hpp"
#include "onefold/record/hash.hpp"

namespace onefold::block {

using KeyHash = std::uint64_t;
inline constexpr KeyHash kNoKey = 0;

/// The value of one key expression on values of a record; false when missing. `value_of(attribute)` gives cleansed values.
template <typename ValueOf>
bool evaluate_key(const config::KeyExpression& expression, const ValueOf& value_of, std::string& result);

/// Values of a function of one value; what evaluate_key does at an inner node.
[[nodiscard]] bool apply_key_function(const config::KeyExpression& expression, std::string_view value, std::string& result);

/// Computes keys of rows: of a rank's records, or of rows that were brought together to be compared; a record has the same key in both.
/// Expressions over one attribute are computed once per distinct value where that saves work.
class KeyEvaluator {
 public:
  /// `attributes` has `num_rows` rows of those that the rule reads, and outlives the object.
  KeyEvaluator(std::span<const Column> attributes, std::uint64_t num_rows, std::span<const config::KeyExpression> rule);

  /// Keys of the rows from `first` on, part by part of the rule: many times as fast as one by one.
  void keys(std::uint64_t first, std::span<KeyHash> out);
  [[nodiscard]] KeyHash key(std::uint64_t row) {
    KeyHash one = kNoKey;
    keys(row, {&one, 1});
    return one;
  }

 private:
  struct Part {
    const config::KeyExpression* expression;
    bool one_attribute;
    AttributeIndex attribute;
    std::vector<std::uint64_t> memo;   // coded: [code] hash; 0: not computed yet; empty: not kept
  };
  [[nodiscard]] std::uint64_t part_hash(Part& part, std::uint64_t row);
  std::span<const Column> attributes_;
  std::vector<Part> parts_;
  std::string buffer_;
  std::array<char, kMaxPackedChars> unpacked_{};
};

/// The keys of a rule in effect: what its oversized blocks were turned into. A key that was taken away counts as no key when later
/// rules ask whether this one proposes a pair, or they would lose the pair.
struct RuleKeys {
  std::span<const config::KeyExpression> on;
  std::span<const config::KeyExpression> split_by;   ///< further keys of records in oversized blocks; empty: they have none
  std::vector<KeyHash> oversized;                    ///< ascending; equal on all ranks

  RuleKeys(std::span<const config::KeyExpression> keys) : on(keys) {}   // NOLINT(google-explicit-constructor): most rules are no more
  RuleKeys(const std::vector<config::KeyExpression>& keys) : on(keys) {}  // NOLINT(google-explicit-constructor)
};

/// Computes the keys in effect.
class RuleKeyEvaluator {
 public:
  RuleKeyEvaluator(std::span<const Column> attributes, std::uint64_t num_rows, const RuleKeys& keys)
      : keys_(keys), on_(attributes, num_rows, keys.on), split_by_(attributes, num_rows, keys.split_by) {}
  RuleKeyEvaluator(const Columns& columns, const RuleKeys& keys)
      : RuleKeyEvaluator(columns.attributes, columns.num_local_rows, keys) {}

  /// Of the rows from `first` on.
  void keys(std::uint64_t first, std::span<KeyHash> out) {
    on_.keys(first, out);
    if (keys_.oversized.empty()) return;
    for (std::size_t i = 0; i < out.size(); ++i)
      if (is_oversized(out[i])) out[i] = finer_key(out[i], first + i);
  }
  [[nodiscard]] KeyHash key(std::uint64_t row) {
    KeyHash one = kNoKey;
    keys(row, {&one, 1});
    return one;
  }

 private:
  [[nodiscard]] KeyHash finer_key(KeyHash hash, std::uint64_t row) {
    if (keys_.split_by.empty()) return kNoKey;
    const KeyHash finer = split_by_.key(row);
    if (finer == kNoKey) return kNoKey;
    const KeyHash both = mix(hash, finer) | 1;
    return is_oversized(both) ? kNoKey : both;
  }
  [[nodiscard]] bool is_oversized(KeyHash hash) const {
    return std::binary_search(keys_.oversized.begin(), keys_.oversized.end(), hash);
  }
  const RuleKeys& keys_;
  KeyEvaluator on_;
  KeyEvaluator split_by_;
};

/// Local. Calls visit(row, key) for the rows that have a key, in their order.
template <typename Visit>
void for_each_key(const Columns& columns, const RuleKeys& keys, Visit visit) {
  constexpr std::uint64_t kRowsAtOnce = 4096;   // stay in the cache
  RuleKeyEvaluator evaluator(columns, keys);
  std::vector<KeyHash> some(kRowsAtOnce);
  for (std::uint64_t first = 0; first < columns.num_local_rows; first += kRowsAtOnce) {
    const auto part = std::span(some).first(std::min(kRowsAtOnce, columns.num_local_rows - first));
    evaluator.keys(first, part);
    for (std::size_t i = 0; i < part.size(); ++i)
      if (part[i] != kNoKey) visit(first + i, part[i]);
  }
}

/// Attributes that an expression reads, ascending, each once.
[[nodiscard]] std::vector<AttributeIndex> attributes_of(std::span<const config::KeyExpression> rule);

template <typename ValueOf>
bool evaluate_key(const config::KeyExpression& expression, const ValueOf& value_of, std::string& result) {
  using config::KeyFunction;
  if (expression.function == KeyFunction::attribute) {
    result = value_of(expression.attribute);
    return !result.empty();
  }
  if (expression.function == KeyFunction::sorted) {
    std::vector<std::string> values;
    for (const auto& argument : expression.arguments) {
      if (!evaluate_key(argument, value_of, result)) return false;
      values.push_back(result);
    }
    std::sort(values.begin(), values.end());
    result.clear();
    for (const auto& value : values) result.append(value).push_back('\x1f');
    return true;
  }
  std::string inner;
  return evaluate_key(expression.arguments.front(), value_of, inner) && apply_key_function(expression, inner, result);
}

}  // namespace onefold::block
