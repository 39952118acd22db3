// The formats in which a column writes dates. No MPI.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::vocabulary {

/// The strptime formats that read the dates among the values, best first, and the share that they read.
struct DateFormats {
  std::vector<std::string> formats;
  double readable = 0;
  bool day_and_month_ambiguous = false;  ///< whether both orders of day and month read every value
};
[[nodiscard]] DateFormats date_formats_of(std::span<const std::string_view> values);

}  // namespace onefold::vocabulary
