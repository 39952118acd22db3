// Which bytes a row is made of: the common case, printable ASCII, is told from all others in one pass of 16 bytes a
// step.
#pragma once

#include <string_view>

namespace onefold::csv {

struct ByteKinds {
  bool has_nul = false;
  bool has_non_ascii = false;
};

/// Local.
[[nodiscard]] ByteKinds byte_kinds(std::string_view bytes);

/// Local. Well-formed UTF-8 as of Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

}  // namespace onefold::csv
