// Cleanses postcodes for matching, and repairs what spreadsheets and typists do to them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cleanse/text_buffer.hpp"

namespace onefold::cleanse {

/// Number of digits of a postcode of this region; 0 if it has letters, or is not known. Upper case.
[[nodiscard]] std::size_t postcode_digits(std::string_view region);

/// Whether a cleansed postcode has the form of this region. True for regions whose form is not known.
[[nodiscard]] bool has_postcode_form(std::string_view cleansed, std::string_view region);

class PostcodeCleanser {
 public:
  explicit PostcodeCleanser(std::string_view region = "GB");

  /// The letters and digits of folded text; empty if there are none. Returns a view into `folded` or `buffer`.
  ///   any region    2139.0 -> 2139; D-20537, DE 20537 -> 20537 (as many digits as the country has)
  ///   with digits   the zeros that a spreadsheet dropped, at most two: US 2139 -> 02139, 2139-4301 -> 021394301
  ///   GB            a space before the inward part: "sw1a 1aa"; O and 0, I and 1 as their places demand
  [[nodiscard]] std::string_view operator()(std::string_view folded, TextBuffer& buffer) const;

 private:
  std::string region_;
  std::size_t digits_ = 0;
};

}  // namespace onefold::cleanse
