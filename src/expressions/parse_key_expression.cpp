// Parses keys of blocking rules by recursive descent.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

#include "document/nearest_name.hpp"
#include "expressions/parse_text.hpp"
#include "expressions/text_scanner.hpp"

namespace onefold::config {

namespace {

constexpr int kMaxNestedFunctions = 8;
constexpr std::uint32_t kLongestPrefix = 64;

/// The kind of argument that a function takes.
enum class Operand {
  anything,  ///< any value, cleansed dates and numbers included
  writing,   ///< words: neither a date nor a number
  date,      ///< an attribute of type birth_date, plain
  email,     ///< an attribute of type email, plain
};

struct Function {
  std::string_view name;
  KeyFunction function;
  Operand operand;
  bool has_count = false;  ///< a number as last argument
  bool takes_several = false;
};

constexpr std::array<Function, 17> kFunctions = {{
    {"prefix", KeyFunction::prefix, Operand::anything, true},
    {"suffix", KeyFunction::suffix, Operand::anything, true},
    {"year", KeyFunction::year, Operand::date},
    {"month", KeyFunction::month, Operand::date},
    {"day", KeyFunction::day, Operand::date},
    {"phonetic", KeyFunction::phonetic, Operand::writing},
    {"initial", KeyFunction::initial, Operand::writing},
    {"first_word", KeyFunction::first_word, Operand::writing},
    {"last_word", KeyFunction::last_word, Operand::writing},
    {"digits", KeyFunction::digits, Operand::anything},
    {"email_local", KeyFunction::email_local, Operand::email},
    {"email_domain", KeyFunction::email_domain, Operand::email},
    {"sorted", KeyFunction::sorted, Operand::anything, false, true},
    {"words", KeyFunction::words, Operand::writing},
    {"any", KeyFunction::any, Operand::anything},
    {"any_word", KeyFunction::any_word, Operand::writing},
    {"any_ngram", KeyFunction::any_ngram, Operand::anything, true},
}};

class KeyParser {
 public:
  KeyParser(std::string_view text, std::span<const KnownAttribute> attributes) : scan_(text), attributes_(attributes) {}

  KeyExpression parse() {
    KeyExpression key = expression(0);
    if (!scan_.at_end()) fail(fmt::format("unexpected {} after the key", in_quotes(scan_.rest())));
    return key;
  }

 private:
  [[noreturn]] void fail(std::string message) const { throw TextMistake{scan_.offset(), std::move(message)}; }

  KeyExpression expression(int depth) {
    if (depth > kMaxNestedFunctions) fail(fmt::format("functions are nested more than {} deep", kMaxNestedFunctions));
    const std::size_t begin = scan_.offset();
    const std::string_view name = scan_.word();
    if (name.empty())
      fail(scan_.at_end() ? std::string("expected an attribute or a function, as in: prefix(postcode, 4)")
                          : fmt::format("expected an attribute or a function, as in: prefix(postcode, 4); found {}",
                                        in_quotes(scan_.rest())));
    if (scan_.take("(")) return call(name, begin, depth);
    return leaf(name, begin);
  }

  KeyExpression leaf(std::string_view name, std::size_t begin) const {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      names.emplace_back(attributes_[i].name);
      if (attributes_[i].name != name) continue;
      KeyExpression key;
      key.attribute = static_cast<AttributeIndex>(i);
      key.text = name;
      return key;
    }
    for (const Function& function : kFunctions)
      if (function.name == name)
        throw TextMistake{
            begin, fmt::format("the function {} needs an argument in parentheses, as in: {}", name, example(function))};
    throw TextMistake{begin, fmt::format("unknown attribute {}{}", in_quotes(name), suggestion(name, names))};
  }

  KeyExpression call(std::string_view name, std::size_t begin, int depth) {
    const Function* function = nullptr;
    std::vector<std::string_view> names;
    for (const Function& known : kFunctions) {
      names.push_back(known.name);
      if (known.name == name) function = &known;
    }
    if (function == nullptr)
      throw TextMistake{begin, fmt::format("unknown function {}{}", in_quotes(name), suggestion(name, names))};

    KeyExpression key;
    key.function = function->function;
    std::size_t num_multi_valued = gives_several(key.function) ? 1 : 0;
    do {
      if (function->has_count && key.arguments.size() == 1) {
        key.count = count(*function);
        break;
      }
      const std::size_t argument_begin = scan_.offset();
      key.arguments.push_back(expression(depth + 1));
      require_suits(*function, key.arguments.back(), argument_begin);
      if (const auto* inner = key.arguments.back().multi_valued(); inner != nullptr && ++num_multi_valued > 1)
        throw TextMistake{argument_begin, fmt::format("a rule can have one of any, any_word and any_ngram; {} is a "
                                                      "second one",
                                                      inner->text)};
    } while (scan_.take(","));

    if (!scan_.take(")"))
      fail(scan_.at_end()
               ? fmt::format("a closing parenthesis is missing; expected: {}", example(*function))
               : fmt::format("expected a comma or a closing parenthesis, found {}", in_quotes(scan_.rest())));
    if (!function->takes_several && key.arguments.size() != 1)
      throw TextMistake{begin, fmt::format("{} takes one argument; expected: {}", name, example(*function))};
    if (function->takes_several && key.arguments.size() < 2)
      throw TextMistake{begin, fmt::format("{} takes two or more arguments; expected: {}", name, example(*function))};
    if (function->has_count && key.count == 0)
      throw TextMistake{begin, fmt::format("{} needs a number; expected: {}", name, example(*function))};

    key.text = fmt::format("{}(", name);
    for (std::size_t i = 0; i < key.arguments.size(); ++i) key.text += (i == 0 ? "" : ", ") + key.arguments[i].text;
    if (function->has_count) key.text += fmt::format(", {}", key.count);
    key.text += ')';
    return key;
  }

  std::uint32_t count(const Function& function) {
    const std::size_t begin = scan_.offset();
    const std::string_view digits = scan_.number();
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || number < 1 ||
        number > kLongestPrefix)
      throw TextMistake{begin, fmt::format("{} needs a number from 1 to {}; expected: {}", function.name,
                                           kLongestPrefix, example(function))};
    return number;
  }

  void require_suits(const Function& function, const KeyExpression& argument, std::size_t begin) const {
    if (function.operand == Operand::anything) return;
    // An element of an array has the type of the array.
    const bool element = argument.function == KeyFunction::any && !argument.arguments.empty();
    const KeyExpression& value = element ? argument.arguments.front() : argument;
    const bool plain = value.function == KeyFunction::attribute;
    // The value of a function is text without a type.
    const auto type = plain ? attributes_[value.attribute].type : std::optional(AttributeType::text);
    if (!type) return;
    const auto refuse = [&](std::string_view wanted) {
      const std::string found = plain ? fmt::format("{} is of type {}", argument.text, name_of(*type))
                                      : fmt::format("found {}", argument.text);
      throw TextMistake{begin, fmt::format("{} needs {}; {}", function.name, wanted, found)};
    };
    if (function.operand == Operand::date && *type != AttributeType::birth_date)
      refuse("an attribute of type birth_date");
    if (function.operand == Operand::email && *type != AttributeType::email) refuse("an attribute of type email");
    if (function.operand == Operand::writing && (*type == AttributeType::birth_date || *type == AttributeType::number))
      refuse("text, not a date or a number");
  }

  static std::string example(const Function& function) {
    switch (function.operand) {
      case Operand::date:
        return fmt::format("{}(birth_date)", function.name);
      case Operand::email:
        return fmt::format("{}(email)", function.name);
      case Operand::writing:
        return fmt::format("{}(surname)", function.name);
      case Operand::anything:
        break;
    }
    if (function.takes_several) return fmt::format("{}(given_name, surname)", function.name);
    if (function.function == KeyFunction::any_ngram) return "any_ngram(company, 4)";
    if (function.function == KeyFunction::any) return "any(email)";
    if (function.has_count) return fmt::format("{}(postcode, 4)", function.name);
    return fmt::format("{}(address)", function.name);
  }

  TextScanner scan_;
  std::span<const KnownAttribute> attributes_;
};

}  // namespace

Parsed<KeyExpression> parse_key_expression(std::string_view text, std::span<const KnownAttribute> attributes) {
  try {
    return {KeyParser(text, attributes).parse(), 0, {}};
  } catch (const TextMistake& mistake) {
    return {std::nullopt, mistake.offset, mistake.message};
  }
}

}  // namespace onefold::config
