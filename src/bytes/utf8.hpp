// Whether bytes are UTF-8. Local.
#pragma once

#include <cstddef>
#include <string_view>

namespace onefold::bytes {

/// Length of the longest beginning of `bytes` that is well-formed UTF-8.
[[nodiscard]] std::size_t length_of_utf8(std::string_view bytes);
[[nodiscard]] inline bool is_utf8(std::string_view bytes) { return length_of_utf8(bytes) == bytes.size(); }
/// Length of the longest beginning of `bytes` that is ASCII.
[[nodiscard]] std::size_t length_of_ascii(std::string_view bytes);
[[nodiscard]] inline bool is_ascii(std::string_view bytes) { return length_of_ascii(bytes) == bytes.size(); }

}  // namespace onefold::bytes
