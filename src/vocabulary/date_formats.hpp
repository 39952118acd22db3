// The formats in which a column writes dates. No MPI.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/date_evidence.hpp"

namespace onefold::vocabulary {

/// The strptime formats that read the dates among the values, best first, and the share that they read.
struct DateFormats {
  /// Empty if the order of day and month is open: a format would take one, and a run would not look for a proof.
  std::vector<std::string> formats;
  double readable = 0;
  cleanse::DateEvidence evidence{};  ///< of all values, as a run counts it in a column without formats
};
/// All values count as evidence; formats are tried on some thousands, from all over the column.
[[nodiscard]] DateFormats date_formats_of(std::span<const std::string_view> values);

}  // namespace onefold::vocabulary
