// The version of the result file's format.
#pragma once

namespace onefold::result {

/// Readers accept any minor version of their major version.
inline constexpr int kFormatMajor = 2;
inline constexpr int kFormatMinor = 1;

}  // namespace onefold::result
