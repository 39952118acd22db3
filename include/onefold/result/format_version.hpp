// The version of the result file's format.
#pragma once

namespace onefold::result {

/// Readers accept any minor version of their major version.
inline constexpr int kFormatMajor = 1;
inline constexpr int kFormatMinor = 2;

}  // namespace onefold::result
