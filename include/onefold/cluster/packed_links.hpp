// Links in 8 bytes instead of 16: ids below 2^32 take four bytes each, ids below 2^40 five.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// Most records that ids of five bytes can number.
inline constexpr std::uint64_t kMostRecords = std::uint64_t{1} << 40;

/// The format of ids below a number, in memory and on the wire. Local.
class IdWidth {
 public:
  /// `num_ids` is at most kMostRecords.
  explicit IdWidth(std::uint64_t num_ids) : num_bytes_(num_ids > (std::uint64_t{1} << 32) ? 5 : 4) {}
  [[nodiscard]] unsigned num_bytes() const { return num_bytes_; }
  [[nodiscard]] bool wide() const { return num_bytes_ > sizeof(std::uint32_t); }
  [[nodiscard]] RecordId load(const unsigned char* from) const {
    std::uint32_t low = 0;
    std::memcpy(&low, from, sizeof low);
    return wide() ? low | RecordId{from[sizeof low]} << 32 : low;
  }
  void store(RecordId id, unsigned char* to) const {
    const auto low = static_cast<std::uint32_t>(id);
    std::memcpy(to, &low, sizeof low);
    if (wide()) to[sizeof low] = static_cast<unsigned char>(id >> 32);
  }

 private:
  unsigned num_bytes_;
};

/// A sequence of links between records below `num_ids`. Local.
class PackedLinks {
 public:
  explicit PackedLinks(std::uint64_t num_ids) : width_(num_ids) {}
  /// Takes over the bytes() of another object, or of several, one after the other.
  PackedLinks(std::uint64_t num_ids, std::vector<unsigned char> bytes) : width_(num_ids), bytes_(std::move(bytes)) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size() / (2 * width_.num_bytes()); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] Link operator[](std::size_t at) const {
    const unsigned char* from = bytes_.data() + at * 2 * width_.num_bytes();
    return {width_.load(from), width_.load(from + width_.num_bytes())};
  }
  void push_back(const Link& link) {
    bytes_.resize(bytes_.size() + 2 * width_.num_bytes());
    unsigned char* to = bytes_.data() + bytes_.size() - 2 * width_.num_bytes();
    width_.store(link.left, to);
    width_.store(link.right, to + width_.num_bytes());
  }
  void reserve(std::size_t num_links) { bytes_.reserve(num_links * 2 * width_.num_bytes()); }
  /// Removes all links and frees their memory.
  void release() { std::vector<unsigned char>().swap(bytes_); }
  [[nodiscard]] std::span<const unsigned char> bytes() const { return bytes_; }

 private:
  IdWidth width_;
  std::vector<unsigned char> bytes_;
};

}  // namespace onefold::cluster
