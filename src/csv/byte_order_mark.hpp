// Byte-order marks at the beginning of text files. Local.
#pragma once

#include <string>
#include <string_view>

namespace onefold::csv {

/// The mark of UTF-8. It belongs to no value.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Throws Error(input), which begins with `where`, if a file with these first bytes is UTF-16.
void refuse_utf16(std::string_view first_bytes, const std::string& where);

}  // namespace onefold::csv
