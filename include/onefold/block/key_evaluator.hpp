// Blocking keys of records, as 64-bit hashes. Local.
//
// The hash of a rule's key is a chain over its key expressions: for plain attributes of codes, packed numbers or XXH3 of the text,
// whichever the attribute is stored as; for functions of XXH3 of their result. 0 stands for "no key" (a value is missing). Two different keys share a hash with probability 2^-63: at 1e9 distinct keys that is
// 0.05 pairs of keys in all, whose records would be compared in vain, or, as keys of an earlier rule, not for a later one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/columns.hpp"

namespace onefold::block {

using KeyHash = std::uint64_t;
inline constexpr KeyHash kNoKey = 0;

/// The value of one key expression on values of a record; false when missing. `value_of(attribute)` gives cleansed values.
template <typename ValueOf>
bool evaluate_key(const config::KeyExpression& expression, const ValueOf& value_of, std::string& result);

/// Values of a function of one value; what evaluate_key does at an inner node.
[[nodiscard]] bool apply_key_function(const config::KeyExpression& expression, std::string_view value, std::string& result);

/// Computes keys of rows of `columns`. Expressions over one attribute are computed once per distinct value where that saves work.
class KeyEvaluator {
 public:
  KeyEvaluator(const Columns& columns, std::span<const config::KeyExpression> rule);

  /// Key of a local row.
  [[nodiscard]] KeyHash key(std::uint64_t row);

 private:
  struct Part {
    const config::KeyExpression* expression;
    bool one_attribute;
    AttributeIndex attribute;
    std::vector<std::uint64_t> memo;   // coded: [code] hash; 0: not computed yet; empty: not kept
  };
  [[nodiscard]] std::uint64_t part_hash(Part& part, std::uint64_t row);
  const Columns& columns_;
  std::vector<Part> parts_;
  std::string buffer_;
  std::array<char, kMaxPackedChars> unpacked_{};
};

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
