// Blocking keys of records, as 64-bit hashes. Local.
//
// The hash of a rule's key chains the hashes of its key expressions. For a plain attribute that is the code, the packed
// number or the XXH3 of the text, depending on its storage; for a function the XXH3 of its result. 0 means "no key" (a
// value is missing). Two different keys share a hash with probability 2^-63: among 1e9 distinct keys, 0.05 such pairs
// are expected. Records with two such keys are compared unnecessarily. If the keys are of an earlier rule, a later rule
// that proposes the same records leaves their pair to the earlier one.
//
// A rule with any, any_word or any_ngram gives a record one key per distinct value of that expression, at most
// kMaxKeys: those with the smallest hashes. All records therefore keep the same words of a long text.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "record/columns.hpp"
#include "record/elements.hpp"
#include "record/hash.hpp"

namespace onefold::block {

using KeyHash = std::uint64_t;
inline constexpr KeyHash kNoKey = 0;
/// Most keys of one record in one rule.
inline constexpr std::size_t kMaxKeys = 64;

/// The value of one key expression of a record; false if it is missing. `value_of(attribute)` returns cleansed values.
/// If the expression contains a function with several values, `element` is the value to use for it.
template <typename ValueOf>
bool evaluate_key(const config::KeyExpression& expression, const ValueOf& value_of, std::string& result,
                  std::string_view element = {});

/// Calls visit(value) for all values of one key expression, in the order of the elements, repetitions included.
template <typename ValueOf, typename Visit>
void evaluate_keys(const config::KeyExpression& expression, const ValueOf& value_of, Visit visit);

/// Calls visit(element) for the elements into which a function with several values splits `value`; no element is empty.
template <typename Visit>
void for_each_element(const config::KeyExpression& multi_valued, std::string_view value, Visit visit);

/// The result of a function of one value; evaluate_key calls it at inner nodes.
[[nodiscard]] bool apply_key_function(const config::KeyExpression& expression, std::string_view value,
                                      std::string& result);

/// Computes keys of rows: a rank's records, or fetched rows; a record has the same key in both. Expressions over one
/// attribute are computed once per distinct value if that saves work.
class KeyEvaluator {
 public:
  /// `attributes` has `num_rows` rows of the attributes that the rule reads, and must outlive the object.
  KeyEvaluator(std::span<const Column> attributes, std::uint64_t num_rows, std::span<const config::KeyExpression> rule);

  /// Keys of the rows starting at `first`; much faster than key() row by row. For rules with one key per record.
  void keys(std::uint64_t first, std::span<KeyHash> out);
  [[nodiscard]] KeyHash key(std::uint64_t row) {
    KeyHash one = kNoKey;
    keys(row, {&one, 1});
    return one;
  }
  [[nodiscard]] bool is_multi_valued() const { return multi_valued_ != nullptr; }
  /// Appends the distinct keys of a row, in no particular order. For any rule.
  void append_keys(std::uint64_t row, std::vector<KeyHash>& out);
  /// The key of a row whose multi-valued expression has this value.
  [[nodiscard]] KeyHash key_of_value(std::uint64_t row, std::string_view value);

 private:
  struct Part {
    const config::KeyExpression* expression;
    bool one_attribute;
    AttributeIndex attribute;
    std::vector<std::uint64_t> memo;  // coded: [code] hash; 0: not computed yet; empty: there is no memo
  };
  [[nodiscard]] std::uint64_t part_hash(Part& part, std::uint64_t row);
  // For the part with several values.
  [[nodiscard]] std::span<const std::uint64_t> value_hashes(std::uint64_t row);
  void collect_value_hashes(std::uint64_t row, std::vector<std::uint64_t>& out);
  // Chains each of these hashes to the parts before and after it.
  void append_chains(std::uint64_t row, std::span<const std::uint64_t> value_hashes, std::vector<KeyHash>& out);

  std::span<const Column> attributes_;
  std::vector<Part> parts_;
  std::string buffer_;
  std::array<char, kMaxPackedChars> unpacked_{};
  // For a rule with several values.
  const config::KeyExpression* multi_valued_ = nullptr;  // the function that returns them
  std::size_t multi_part_ = 0;                           // the part that contains it
  std::vector<std::uint64_t> value_hashes_;              // of a row
  std::vector<std::uint64_t> lists_;  // lists of a count and as many hashes; memo[code] is a position in here
};

/// The effective keys of a rule, after its oversized blocks were split or dropped. If a later rule checks whether this
/// rule proposes a pair, a dropped key counts as no key; otherwise the pair would be lost.
struct RuleKeys {
  std::span<const config::KeyExpression> on;
  std::span<const config::KeyExpression> split_by;  ///< finer keys for records in oversized blocks; empty: none
  std::vector<KeyHash> oversized;                   ///< ascending; equal on all ranks

  RuleKeys(std::span<const config::KeyExpression> keys)
      : on(keys) {}  // NOLINT(google-explicit-constructor): most rules have only this
  RuleKeys(const std::vector<config::KeyExpression>& keys) : on(keys) {}  // NOLINT(google-explicit-constructor)

  /// Whether records may have several keys.
  [[nodiscard]] bool is_multi_valued() const { return config::is_multi_valued(on); }
};

/// Computes the effective keys of a rule.
class RuleKeyEvaluator {
 public:
  RuleKeyEvaluator(std::span<const Column> attributes, std::uint64_t num_rows, const RuleKeys& keys)
      : keys_(&keys), on_(attributes, num_rows, keys.on), split_by_(attributes, num_rows, keys.split_by) {}
  RuleKeyEvaluator(const Columns& columns, const RuleKeys& keys)
      : RuleKeyEvaluator(columns.attributes, columns.num_local_rows, keys) {}

  /// Keys of the rows starting at `first`. For rules with one key per record.
  void keys(std::uint64_t first, std::span<KeyHash> out) {
    on_.keys(first, out);
    if (keys_->oversized.empty()) return;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = in_effect(out[i], first + i);
  }
  [[nodiscard]] KeyHash key(std::uint64_t row) {
    KeyHash one = kNoKey;
    keys(row, {&one, 1});
    return one;
  }
  /// Appends the distinct keys of a row, in no particular order. For any rule.
  void append_keys(std::uint64_t row, std::vector<KeyHash>& out) {
    const std::size_t first = out.size();
    on_.append_keys(row, out);
    if (keys_->oversized.empty()) return;
    std::size_t kept = first;
    for (std::size_t i = first; i < out.size(); ++i)
      if (const KeyHash key = in_effect(out[i], row); key != kNoKey) out[kept++] = key;
    out.resize(kept);
  }
  /// The effective key for a key that `on` gives the row.
  [[nodiscard]] KeyHash in_effect(KeyHash hash, std::uint64_t row) {
    return is_oversized(hash) ? finer_key(hash, row) : hash;
  }
  /// Whether a key of `on` belongs to an oversized block.
  [[nodiscard]] bool is_oversized(KeyHash hash) const {
    return hash != kNoKey && std::binary_search(keys_->oversized.begin(), keys_->oversized.end(), hash);
  }
  /// The keys before oversized blocks are split or dropped.
  [[nodiscard]] KeyEvaluator& on() { return on_; }
  [[nodiscard]] bool is_multi_valued() const { return on_.is_multi_valued(); }

 private:
  [[nodiscard]] KeyHash finer_key(KeyHash hash, std::uint64_t row) {
    if (keys_->split_by.empty()) return kNoKey;
    const KeyHash finer = split_by_.key(row);
    if (finer == kNoKey) return kNoKey;
    const KeyHash both = mix(hash, finer) | 1;
    return is_oversized(both) ? kNoKey : both;
  }
  const RuleKeys* keys_;
  KeyEvaluator on_;
  KeyEvaluator split_by_;
};

/// Local. Calls visit(row, key) for every key of every row, in the order of rows.
template <typename Visit>
void for_each_key(const Columns& columns, const RuleKeys& keys, Visit visit) {
  constexpr std::uint64_t kRowsAtOnce = 4096;  // few enough to stay in the cache
  RuleKeyEvaluator evaluator(columns, keys);
  if (evaluator.is_multi_valued()) {
    std::vector<KeyHash> of_row;
    for (std::uint64_t row = 0; row < columns.num_local_rows; ++row) {
      of_row.clear();
      evaluator.append_keys(row, of_row);
      for (const KeyHash key : of_row) visit(row, key);
    }
    return;
  }
  std::vector<KeyHash> some(kRowsAtOnce);
  for (std::uint64_t first = 0; first < columns.num_local_rows; first += kRowsAtOnce) {
    const auto part = std::span(some).first(std::min(kRowsAtOnce, columns.num_local_rows - first));
    evaluator.keys(first, part);
    for (std::size_t i = 0; i < part.size(); ++i)
      if (part[i] != kNoKey) visit(first + i, part[i]);
  }
}

/// Attributes that an expression reads, ascending, without repetitions.
[[nodiscard]] std::vector<AttributeIndex> attributes_of(std::span<const config::KeyExpression> rule);

template <typename ValueOf>
bool evaluate_key(const config::KeyExpression& expression, const ValueOf& value_of, std::string& result,
                  std::string_view element) {
  using config::KeyFunction;
  if (expression.function == KeyFunction::attribute) {
    result = value_of(expression.attribute);
    return !result.empty();
  }
  if (config::gives_several(expression.function)) {
    result = element;
    return !result.empty();
  }
  if (expression.function == KeyFunction::sorted) {
    std::vector<std::string> values;
    for (const auto& argument : expression.arguments) {
      if (!evaluate_key(argument, value_of, result, element)) return false;
      values.push_back(result);
    }
    std::sort(values.begin(), values.end());
    result.clear();
    for (const auto& value : values) result.append(value).push_back('\x1f');
    return true;
  }
  std::string inner;
  return evaluate_key(expression.arguments.front(), value_of, inner, element) &&
         apply_key_function(expression, inner, result);
}

template <typename ValueOf, typename Visit>
void evaluate_keys(const config::KeyExpression& expression, const ValueOf& value_of, Visit visit) {
  std::string result;
  const config::KeyExpression* const several = expression.multi_valued();
  if (several == nullptr) {
    if (evaluate_key(expression, value_of, result)) visit(std::string_view(result));
    return;
  }
  std::string argument;
  if (!evaluate_key(several->arguments.front(), value_of, argument)) return;
  for_each_element(*several, argument, [&](std::string_view element) {
    if (several == &expression)
      visit(element);
    else if (evaluate_key(expression, value_of, result, element))
      visit(std::string_view(result));
  });
}

template <typename Visit>
void for_each_element(const config::KeyExpression& multi_valued, std::string_view value, Visit visit) {
  const bool at_blanks = multi_valued.function == config::KeyFunction::any_word;
  for (std::size_t begin = 0; begin < value.size();) {
    std::size_t end = begin;
    while (end < value.size() && value[end] != kElementSeparator && !(at_blanks && value[end] == ' ')) ++end;
    const std::string_view element = value.substr(begin, end - begin);
    begin = end + 1;
    if (element.empty()) continue;
    if (multi_valued.function != config::KeyFunction::any_ngram) {
      visit(element);
      continue;
    }
    // A window of n code points; both ends advance by one.
    const auto is_inside = [&](std::size_t at) { return at < element.size() && (element[at] & 0xC0) == 0x80; };
    std::size_t first = 0, last = 0;
    for (std::uint32_t n = 0; n < multi_valued.count && last < element.size(); ++n) do
        ++last;
      while (is_inside(last));
    for (;;) {
      visit(element.substr(first, last - first));
      if (last == element.size()) break;
      do ++last;
      while (is_inside(last));
      do ++first;
      while (is_inside(first));
    }
  }
}

}  // namespace onefold::block
