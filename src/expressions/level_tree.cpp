// Parses comparison levels that are made of leaves. `not` binds before `and`, and `and` before `or`.
//
//   level = all { "or" all }    all = one { "and" one }    one = "not" one | "(" level ")" | leaf
//
// The canonical spelling has parentheses exactly where `and` and `or` meet: (a and b) or not c.
#include <fmt/format.h>

#include <utility>

#include "document/nearest_name.hpp"
#include "expressions/parse_leaf.hpp"

namespace onefold::config {

namespace {

constexpr int kMaxNestedParentheses = 8;
constexpr std::size_t kMostLeaves = 32;

class LevelParser {
 public:
  LevelParser(std::string_view text, AttributeIndex attribute, std::span<const KnownAttribute> attributes)
      : scan_(text), attribute_(attribute), attributes_(attributes) {}

  Level parse() {
    Level level = any(0);
    if (!scan_.at_end())
      fail(scan_.rest().starts_with(')')
               ? "a closing parenthesis without an opening one"
               : fmt::format("unexpected {} after the level; expected: and, or, or nothing", in_quotes(scan_.rest())));
    // A single measure of another attribute counts as a combined level.
    return level.attribute ? combine(Combination::all, one_part(std::move(level))) : level;
  }

 private:
  [[noreturn]] void fail(std::string message) const { throw TextMistake{scan_.offset(), std::move(message)}; }

  Level any(int depth) {
    return list(Combination::any, "or", [&] { return all(depth); });
  }
  Level all(int depth) {
    return list(Combination::all, "and", [&] { return one(depth); });
  }

  template <class Next>
  Level list(Combination combination, std::string_view word, const Next& next) {
    std::vector<Level> parts = one_part(next());
    while (scan_.take_word(word)) parts.push_back(next());
    return parts.size() == 1 ? std::move(parts.front()) : combine(combination, std::move(parts));
  }

  Level one(int depth) {
    if (depth > kMaxNestedParentheses)
      fail(fmt::format("too many parentheses inside each other; {} are allowed", kMaxNestedParentheses));
    if (scan_.take_word("not")) return combine(Combination::negation, one_part(one(depth + 1)));
    if (scan_.take("(")) {
      Level level = any(depth + 1);
      if (!scan_.take(")"))
        fail(scan_.at_end()
                 ? "a closing parenthesis is missing"
                 : fmt::format("expected and, or, or a closing parenthesis, found {}", in_quotes(scan_.rest())));
      return level;
    }
    if (++num_leaves_ > kMostLeaves) fail(fmt::format("a level has at most {} measures", kMostLeaves));
    return parse_leaf(scan_, attribute_, attributes_);
  }

  static std::vector<Level> one_part(Level level) {
    std::vector<Level> parts;
    parts.push_back(std::move(level));
    return parts;
  }

  /// Combines levels into one. A part of the same kind, which was in parentheses, is replaced by its own parts.
  static Level combine(Combination combination, std::vector<Level> parts) {
    Level level;
    level.measure = Measure::combined;
    level.combination = combination;
    const bool negation = combination == Combination::negation;
    for (Level& part : parts) {
      if (!negation && part.measure == Measure::combined && part.combination == combination)
        std::move(part.parts.begin(), part.parts.end(), std::back_inserter(level.parts));
      else
        level.parts.push_back(std::move(part));
    }
    for (const Level& part : level.parts) {
      const bool is_list = part.measure == Measure::combined && part.combination != Combination::negation;
      if (negation)
        level.text = "not ";
      else if (!level.text.empty())
        level.text += combination == Combination::all ? " and " : " or ";
      level.text += is_list ? "(" + part.text + ")" : part.text;
    }
    return level;
  }

  TextScanner scan_;
  AttributeIndex attribute_;
  std::span<const KnownAttribute> attributes_;
  std::size_t num_leaves_ = 0;
};

}  // namespace

Parsed<Level> parse_level(std::string_view text, AttributeIndex attribute, std::span<const KnownAttribute> attributes) {
  try {
    return {LevelParser(text, attribute, attributes).parse(), 0, {}};
  } catch (const TextMistake& mistake) {
    return {std::nullopt, mistake.offset, mistake.message};
  }
}

}  // namespace onefold::config
