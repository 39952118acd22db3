// HDF5's filters as its format describes them, one byte at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::reference {

inline std::string shuffle(std::string_view in, std::size_t element_bytes) {
  const std::size_t count = in.size() / element_bytes;
  std::string out;
  for (std::size_t byte = 0; byte < element_bytes; ++byte)
    for (std::size_t element = 0; element < count; ++element) out += in[element * element_bytes + byte];
  return out + std::string(in.substr(count * element_bytes));
}

// Fletcher's sums in ones' complement arithmetic; each carry is added at once.
inline std::uint32_t fletcher32(std::string_view bytes) {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  const auto add = [](std::uint32_t& sum, std::uint32_t value) {
    sum += value;
    sum = (sum & 0xFFFF) + (sum >> 16);
  };
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const auto high = static_cast<unsigned char>(bytes[i]);
    const auto low = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0;
    add(first, static_cast<std::uint32_t>(high << 8 | low));
    add(second, first);
  }
  return second << 16 | first;
}

}  // namespace onefold::reference
