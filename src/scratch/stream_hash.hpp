// XXH3-64 of bytes that arrive in pieces; equal to hash_bytes() of all of them.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <memory>
#include <span>

namespace onefold::scratch {

class StreamHash {
 public:
  StreamHash() : state_(std::make_unique<XXH3_state_t>()) { XXH3_64bits_reset(state_.get()); }
  void update(std::span<const char> bytes) { XXH3_64bits_update(state_.get(), bytes.data(), bytes.size()); }
  [[nodiscard]] std::uint64_t digest() const { return XXH3_64bits_digest(state_.get()); }

 private:
  std::unique_ptr<XXH3_state_t> state_;
};

}  // namespace onefold::scratch
