// Values that stand for no value. A list has one `type: value` a line; `*` is every type, # begins a comment line, and
// the value `repeated-digit` is the pattern of one digit over and over.
//
// A dummy is recognised whatever its case and blanks, and by what it is cleansed to: "01/01/1900" is "1900-01-01".
// Names and other words are the exception: a dummy with punctuation ("n/a") counts as written only, since its words ("n
// a") may be someone's initials.
#pragma once

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/cleanser.hpp"

namespace onefold::cleanse {

inline constexpr std::size_t kNumTypes = kAttributeTypeNames.size();

class DummyValues {
 public:
  struct OfType {
    std::vector<std::string> values;  ///< as written
    bool repeated_digit = false;
  };

  /// Adds the entries of a list. Throws Error(job) that names `origin` and the line where one cannot be read.
  void add_list(std::string_view list, const std::string& origin);
  void add(AttributeType type, std::string_view value);

  [[nodiscard]] const OfType& of(AttributeType type) const { return types_[static_cast<std::size_t>(type)]; }

 private:
  std::array<OfType, kNumTypes> types_;
};

/// The text of configs/dummies.txt.
[[nodiscard]] std::string_view builtin_dummies();

/// A set of short strings that says no quickly: most values differ from all of them in length, first byte, or some bits
/// that their ends are mixed to.
class ShortSet {
 public:
  void insert(std::string value);
  [[nodiscard]] bool may_begin_with(char c) const { return first_[static_cast<unsigned char>(c)]; }
  [[nodiscard]] std::size_t longest() const { return longest_; }
  [[nodiscard]] bool contains(std::string_view value) const;

 private:
  static constexpr std::size_t kNumBits = 4096;
  [[nodiscard]] static std::size_t bit_of(std::string_view value);

  std::vector<std::string> sorted_;
  std::bitset<kNumBits> ends_;
  std::bitset<256> first_;
  std::bitset<64> sizes_;  ///< the last bit stands for all longer ones
  std::size_t longest_ = 0;
};

/// Whether the digits of a phone or an identifier are one digit over and over, at least the last nine of them: trunk
/// prefixes and calling codes may differ. Fewer than three digits are no pattern.
[[nodiscard]] bool is_repeated_digit(std::string_view value);

}  // namespace onefold::cleanse
