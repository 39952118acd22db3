// Splits a key or level into words, numbers and punctuation, and records the byte where each begins.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace onefold::config {

/// Thrown inside the two parsers only, which turn it into a Parsed with this mistake.
struct TextMistake {
  std::size_t offset;
  std::string message;
};

class TextScanner {
 public:
  explicit TextScanner(std::string_view text) : text_(text) { skip_blanks(); }

  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  /// The text from here on, for a message.
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  /// Takes a word [A-Za-z_][A-Za-z0-9_]*. Empty if there is none.
  std::string_view word() {
    const std::size_t begin = at_;
    if (at_ < text_.size() && is_letter(text_[at_]))
      while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return taken_from(begin);
  }
  /// Takes digits with at most one decimal point. Empty if there are none.
  std::string_view number() {
    const std::size_t begin = at_;
    bool point = false;
    while (at_ < text_.size() && (is_digit(text_[at_]) || (!point && at_ > begin && text_[at_] == '.'))) {
      point |= text_[at_] == '.';
      ++at_;
    }
    return taken_from(begin);
  }
  bool take(std::string_view punctuation) {
    if (text_.substr(at_, punctuation.size()) != punctuation) return false;
    at_ += punctuation.size();
    skip_blanks();
    return true;
  }
  /// Takes this word. A word followed by a point is the name of an attribute and is not taken.
  bool take_word(std::string_view wanted) {
    const std::size_t begin = at_;
    if (word() == wanted && (at_end() || text_[at_] != '.')) return true;
    at_ = begin;
    return false;
  }

  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

 private:
  std::string_view taken_from(std::size_t begin) {
    const auto taken = text_.substr(begin, at_ - begin);
    if (!taken.empty()) skip_blanks();
    return taken;
  }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace onefold::config
