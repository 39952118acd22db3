#include "bytes/utf8.hpp"

#include <unicode/utf8.h>

#include <cstdint>
#include <cstring>

namespace onefold::bytes {

std::size_t length_of_ascii(std::string_view bytes) {
  std::size_t i = 0;
  for (std::uint64_t word = 0; i + sizeof word <= bytes.size(); i += sizeof word) {
    std::memcpy(&word, bytes.data() + i, sizeof word);
    if ((word & 0x8080808080808080ULL) != 0) break;
  }
  while (i < bytes.size() && (static_cast<unsigned char>(bytes[i]) & 0x80U) == 0) ++i;
  return i;
}

std::size_t length_of_utf8(std::string_view bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    i += length_of_ascii(bytes.substr(i));
    if (i == bytes.size()) break;
    // Sizes above 2 GiB do not fit what ICU counts with: look at one character at a time.
    const std::string_view rest = bytes.substr(i, U8_MAX_LENGTH);
    int32_t taken = 0;
    UChar32 character = 0;
    U8_NEXT(rest.data(), taken, static_cast<int32_t>(rest.size()), character);
    if (character < 0) return i;
    i += static_cast<std::size_t>(taken);
  }
  return i;
}

}  // namespace onefold::bytes
