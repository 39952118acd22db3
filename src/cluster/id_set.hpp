// A set of record ids that numbers its members in ascending order: the bridge from sparse global ids to dense local
// indices, and the deduplication of everything that is asked of other ranks.
//
//   insert ids in any order, repetitions allowed; seal(); then ids()[index_of(id)] == id for every member.
//
// A bitmap in pages of 256 ids (one cache line: four words of bits, each with the number of members before it), so that
// nothing is sorted. Cost for n insertions among N possible ids: O(n + N / 256) time; N / 64 bytes for the table of
// pages, 64 bytes for each page touched: at most N / 4 bytes when members lie dense, 64 n when they are scattered.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

class IdSet {
 public:
  /// Ids are 0 .. num_ids - 1.
  explicit IdSet(std::uint64_t num_ids) : page_of_((num_ids + kPageIds - 1) / kPageIds, kNoPage) {}

  void insert(RecordId id) {
    std::uint32_t& page = page_of_[id / kPageIds];
    if (page == kNoPage) page = add_page(id / kPageIds);
    pages_[page].words[id / 64 % kPageWords].bits |= std::uint64_t{1} << (id % 64);
  }

  /// Numbers the members. After it, nothing is inserted until clear().
  void seal();

  /// All members, ascending. After seal().
  [[nodiscard]] std::span<const RecordId> ids() const { return ids_; }
  [[nodiscard]] std::vector<RecordId> take_ids() { return std::move(ids_); }

  /// Position of a member in ids(). After seal(); `id` was inserted.
  [[nodiscard]] std::uint64_t index_of(RecordId id) const {
    const Word& word = pages_[page_of_[id / kPageIds]].words[id / 64 % kPageWords];
    const std::uint64_t below = (std::uint64_t{1} << (id % 64)) - 1;
    return word.num_before + static_cast<std::uint64_t>(std::popcount(word.bits & below));
  }

  /// Empties the set and keeps its memory, at a cost that depends on the members only.
  void clear();

 private:
  static constexpr std::uint64_t kPageWords = 4;
  static constexpr std::uint64_t kPageIds = kPageWords * 64;
  static constexpr std::uint32_t kNoPage = std::numeric_limits<std::uint32_t>::max();

  struct Word {
    std::uint64_t bits = 0;
    std::uint64_t num_before = 0;
  };
  struct alignas(64) Page {
    Word words[kPageWords];
  };

  std::uint32_t add_page(std::uint64_t place);

  std::vector<std::uint32_t> page_of_;   // [num_ids / kPageIds], kNoPage where no member lies
  std::vector<Page> pages_;              // in the order of first insertion
  std::vector<std::uint64_t> places_;    // [pages_.size()] where each page stands in page_of_
  std::vector<RecordId> ids_;
};

}  // namespace onefold::cluster
