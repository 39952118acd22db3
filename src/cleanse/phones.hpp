// Cleanses phone numbers to E.164 ("+442079460958"), as libphonenumber reads them with a default region.
//
// libphonenumber takes microseconds per number, mostly in regular expressions. `read_by_plan` therefore reads the
// common spellings of a few numbering plans, with the same result (a property test compares it with the library). A
// small cache keeps the results of other spellings, because a source repeats them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::cleanse {

/// Whether libphonenumber knows this region code, which must be in upper case.
[[nodiscard]] bool is_phone_region(const std::string& region);

/// Whether a phone as written, without a country code, is a number that libphonenumber takes for valid in this region.
/// Takes microseconds.
[[nodiscard]] bool is_valid_national_phone(std::string_view raw, const std::string& region);

class PhoneCleanser {
 public:
  /// `region` must satisfy `is_phone_region`.
  explicit PhoneCleanser(std::string region);

  /// Replaces `phone` by the E.164 form. If the library cannot read the number but it has at least 5 digits, `phone`
  /// becomes the digits, after a + if one was written. Otherwise returns false, and `phone` is undefined.
  bool operator()(std::string_view folded, std::string& phone);

  /// The two ways. The first returns false for any number that it cannot read with certainty; the second is the
  /// definition.
  [[nodiscard]] bool read_by_plan(std::string_view folded, std::string& phone) const;
  [[nodiscard]] bool read_by_library(std::string_view folded, std::string& phone) const;

 private:
  struct Slot {
    std::string written, phone;
    bool valid = false;
  };
  std::string region_;
  int plan_ = -1;  ///< index in the table of plans of region_; -1 if it is not there
  std::vector<Slot> cache_;
};

}  // namespace onefold::cleanse
