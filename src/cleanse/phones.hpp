// Phone numbers in E.164 ("+442079460958"), as libphonenumber reads them with a default region.
//
// libphonenumber takes 8 to 20 microseconds a number, most of it in regular expressions. Numbers in the everyday
// spellings of a few numbering plans are therefore read by `read_by_plan` in some 30 ns, with the same result (property
// test against the library); the others are remembered in a small cache, since a source repeats its odd ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::cleanse {

/// True for a region code that libphonenumber knows, in upper case.
[[nodiscard]] bool is_phone_region(const std::string& region);

class PhoneCleanser {
 public:
  /// `region` is one that `is_phone_region`.
  explicit PhoneCleanser(std::string region);

  /// Replaces `phone` by the E.164 form; or by the digits, when the library makes nothing of them and they are at least
  /// 5 (after a + when one was written). False, and `phone` of no use, for anything less.
  bool operator()(std::string_view folded, std::string& phone);

  /// The two ways. The first declines (false) whatever it does not know for certain; the second is the definition.
  [[nodiscard]] bool read_by_plan(std::string_view folded, std::string& phone) const;
  [[nodiscard]] bool read_by_library(std::string_view folded, std::string& phone) const;

 private:
  struct Slot {
    std::string written, phone;
    bool valid = false;
  };
  std::string region_;
  int plan_ = -1;  ///< of region_, in the table of plans; -1: none
  std::vector<Slot> cache_;
};

}  // namespace onefold::cleanse
