#include "bytes/replayed.hpp"

#include <algorithm>

namespace onefold::bytes {

std::size_t Replayed::read(std::span<char> target) {
  if (at_ == first_.size()) return source_->read(target);
  const std::size_t given = std::min(first_.size() - at_, target.size());
  std::copy_n(first_.begin() + static_cast<std::ptrdiff_t>(at_), given, target.begin());
  at_ += given;
  return given;
}

std::string read_first(ByteSource& source, std::size_t num_bytes) {
  std::string bytes(num_bytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = source.read(std::span(bytes).subspan(filled));
    if (got == 0) break;
    filled += got;
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace onefold::bytes
