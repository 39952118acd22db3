// Proves from a result file alone that it is whole and right: nothing lost, one customer and one PIN a record, clusters
// that are exactly the components of the links, weights that add up, golden values that come from members.
//
// Local: one process. Columns are read in slices; held are, for N records and C customers, 24 N + 24 C bytes and a bit
// a row. Time O(N + E * comparisons), dominated by unpacking the file twice (digests, then logic).
#pragma once

#include <string>
#include <vector>

namespace onefold::inspect {

struct Check {
  std::string name;  ///< "conservation"
  bool passed = false;
  std::string detail;  ///< counts; what is wrong and in which row. Never an attribute value.
};

struct Verification {
  std::vector<Check> checks;   ///< in order; a check that an earlier failure makes impossible fails as "not checked"
  std::string content_digest;  ///< recomputed; empty unless all checks passed
  [[nodiscard]] bool passed() const { return !content_digest.empty(); }
};

/// Throws Error(input) when `path` cannot be read or is not a result file of this format; a damaged one is a failed
/// check.
[[nodiscard]] Verification verify_result(const std::string& path);

}  // namespace onefold::inspect
