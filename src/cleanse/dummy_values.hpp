// Dummy values: texts that people enter instead of a value. A list has one `type: value` per line. `*` means every
// type, # begins a comment line, and the value `repeated-digit` means any number that repeats a single digit.
//
// A dummy is recognised in upper or lower case, with any spaces, and in its cleansed form: "01/01/1900" is
// "1900-01-01". Types made of words are the exception: there a dummy with punctuation ("n/a") is recognised only as
// written, because its words ("n a") may be somebody's initials.
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
    std::vector<std::string> values;  ///< raw values
    bool repeated_digit = false;
  };

  /// Adds the entries of a list. Throws Error(job), which names `origin` and the line, if an entry is not readable.
  void add_list(std::string_view list, const std::string& origin);
  void add(AttributeType type, std::string_view value);

  [[nodiscard]] const OfType& of(AttributeType type) const { return types_[static_cast<std::size_t>(type)]; }

 private:
  std::array<OfType, kNumTypes> types_;
};

/// The text of configs/dummies.txt.
[[nodiscard]] std::string_view builtin_dummies();

/// A set of short strings that rejects most values quickly, by length, first byte, or a few bits of a hash of their
/// ends.
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
  std::bitset<64> sizes_;  ///< the last bit stands for all longer strings
  std::size_t longest_ = 0;
};

/// Whether the digits of a phone number or an identifier are all the same, or at least the last nine of them: trunk
/// prefixes and calling codes may differ. Fewer than three digits never count.
[[nodiscard]] bool is_repeated_digit(std::string_view value);

}  // namespace onefold::cleanse
