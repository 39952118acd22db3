// Bytes in memory as a ByteSource that gives them in pieces of a fixed size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "bytes/byte_source.hpp"

namespace onefold::test {

class BytePieces final : public bytes::ByteSource {
 public:
  BytePieces(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  std::size_t read(std::span<char> target) override {
    const std::size_t got = std::min({piece_, target.size(), bytes_.size() - at_});
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), got, target.begin());
    at_ += got;
    return got;
  }
  std::uint64_t stored_bytes_taken() const override { return at_; }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

}  // namespace onefold::test
