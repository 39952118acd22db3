// Checks the bytes of a row. One pass, 16 bytes per step, recognises the common case: ASCII without NUL.
#pragma once

#include <string_view>

namespace onefold::csv {

struct ByteKinds {
  bool has_nul = false;
  bool has_non_ascii = false;
};

/// Local.
[[nodiscard]] ByteKinds byte_kinds(std::string_view bytes);

/// Local. Whether the bytes are well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing above
/// U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

}  // namespace onefold::csv
