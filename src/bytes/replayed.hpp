// Reads the first bytes of a source, and gives them again.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>

#include "bytes/byte_source.hpp"

namespace onefold::bytes {

/// Gives bytes that were read already, then the others.
class Replayed final : public ByteSource {
 public:
  Replayed(std::string first, std::unique_ptr<ByteSource> source)
      : first_(std::move(first)), source_(std::move(source)) {}
  [[nodiscard]] std::size_t read(std::span<char> target) override;
  [[nodiscard]] std::uint64_t stored_bytes_taken() const override { return source_->stored_bytes_taken(); }

 private:
  std::string first_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> source_;
};

/// Reads up to `num_bytes` bytes; fewer only at the end.
[[nodiscard]] std::string read_first(ByteSource& source, std::size_t num_bytes);

}  // namespace onefold::bytes
