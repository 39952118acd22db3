// Messages from one rank to each owner about some of the owner's records, in a few bytes per record. The records
// ascend, so only the distance to the previous record is written, with one more bit and, if that bit is set, a value.
//
//   a record   distance to the record expected next, doubled, plus 1 if a value follows: 7 bits per byte, low ones
//              first (LEB128); the record expected next is the owner's first one, then the one after the last written
//   its value  as IdWidth stores it
//
// A record takes one byte if every 64th is mentioned, two if every 8192nd is. A rank mentions a record at most once,
// and mentions none of its own, which need no message. Local.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cluster/huge_pages.hpp"
#include "onefold/cluster/packed_links.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

class AscendingWriter {
 public:
  /// For at most `most_records` records, and as many values. Only bytes that are written take up memory.
  AscendingWriter(const BlockDistribution& distribution, IdWidth width, std::uint64_t most_records, bool with_values)
      : distribution_(distribution),
        width_(width),
        // Two bytes each; up to four more if the distance is 8192 or above, which cannot happen often.
        bytes_(most_records * (2 + (with_values ? width.num_bytes() : 0)) + distribution.num_global() / 2048 + 8),
        at_(bytes_.data()),
        begin_(at_),
        counts_(static_cast<std::size_t>(distribution.num_ranks()), 0),
        end_of_owner_(distribution.end(0)) {}

  /// `record` must be above all earlier records.
  void write(RecordId record) { write_number(advance_to(record) << 1); }
  void write(RecordId record, RecordId value) {
    write_number(advance_to(record) << 1 | 1);
    width_.store(value, at_);
    at_ += width_.num_bytes();
  }

  /// All messages, in the order of owners; counts()[rank] bytes for each. Call after the last record.
  [[nodiscard]] std::span<const unsigned char> bytes() const { return {bytes_.data(), at_}; }
  [[nodiscard]] const std::vector<std::uint64_t>& counts() {
    counts_[static_cast<std::size_t>(owner_)] = static_cast<std::uint64_t>(at_ - begin_);
    return counts_;
  }

 private:
  std::uint64_t advance_to(RecordId record) {
    if (record >= end_of_owner_) {
      counts_[static_cast<std::size_t>(owner_)] = static_cast<std::uint64_t>(at_ - begin_);
      begin_ = at_;
      owner_ = distribution_.owner(record);
      expected_ = distribution_.begin(owner_);
      end_of_owner_ = distribution_.end(owner_);
    }
    const std::uint64_t distance = record - expected_;
    expected_ = record + 1;
    return distance;
  }
  void write_number(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) *at_++ = static_cast<unsigned char>(number | 0x80);
    *at_++ = static_cast<unsigned char>(number);
  }

  BlockDistribution distribution_;
  IdWidth width_;
  Scratch bytes_;
  unsigned char* at_;
  unsigned char* begin_;  // beginning of the message to owner_
  std::vector<std::uint64_t> counts_;
  int owner_ = 0;
  RecordId expected_ = 0;
  RecordId end_of_owner_;
};

/// Calls use(record, has value, value) for each record of a message to the owner whose first record is `first`.
template <typename Use>
void read_ascending(std::span<const unsigned char> message, RecordId first, IdWidth width, Use use) {
  const unsigned char* at = message.data();
  const unsigned char* const end = at + message.size();
  RecordId expected = first;
  while (at != end) {
    std::uint64_t number = 0;
    unsigned shift = 0;
    for (; (*at & 0x80) != 0; shift += 7) number |= static_cast<std::uint64_t>(*at++ & 0x7f) << shift;
    number |= static_cast<std::uint64_t>(*at++) << shift;
    const RecordId record = expected + (number >> 1);
    expected = record + 1;
    if ((number & 1) == 0) {
      use(record, false, RecordId{0});
    } else {
      use(record, true, width.load(at));
      at += width.num_bytes();
    }
  }
}

}  // namespace onefold::cluster
