// Reasons to doubt a result that are no failures.
#pragma once

#include <string>
#include <vector>

namespace onefold {

/// A reason to doubt a result. `text` is a sentence or two: what was seen, and what to do. It names attributes, rules
/// and counts, never an attribute value.
struct Warning {
  std::string code;  ///< the kind of doubt, for programs: "hardly_a_link". docs/warnings.md lists all kinds
  std::string text;
  bool operator==(const Warning&) const = default;
};
using Warnings = std::vector<Warning>;

inline void add(Warnings& warnings, const Warnings& more) { warnings.insert(warnings.end(), more.begin(), more.end()); }

}  // namespace onefold
