// Proves from a result file alone that it is complete and correct: no row is lost, each record has one customer and one
// PIN, clusters are exactly the components of the links, weights add up, and golden values come from members.
//
// Local: one process. Reads columns in slices. Memory for N records and C customers: 24 N + 24 C bytes, and one bit per
// input row. Time O(N + E * comparisons); most of it unpacks the file twice (digests, then logic).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onefold::verify {

/// The detail of a check that an earlier failure made impossible.
inline constexpr std::string_view kNotChecked = "not checked";

struct Check {
  std::string name;  ///< "conservation"
  bool passed = false;
  std::string detail;  ///< counts, or what is wrong and in which row; never an attribute value
};

struct Verification {
  std::vector<Check> checks;   ///< in order; after a failed one, other than a missing seal, kNotChecked
  std::string content_digest;  ///< recomputed; empty unless all checks passed
  [[nodiscard]] bool passed() const { return !content_digest.empty(); }
};

/// Throws Error(input) if `path` cannot be read or is not a result file of this format. A damaged file makes a check
/// fail. So does a file without a seal, because every version of the format has one; its content is checked all the
/// same.
[[nodiscard]] Verification verify_result(const std::string& path);

}  // namespace onefold::verify
