// A set of record ids that numbers its members in ascending order. It maps sparse global ids to dense local indices,
// and removes repetitions from questions to other ranks.
//
//   assign(ids, in any order, with repetitions); then for_each visits the members in ascending order; index_of(id) is
//   the number of members visited before id.
//
// Two levels of bitmaps with counts: a word of the upper level marks which words of 32 ids have members, and only these
// words exist. Nothing is sorted and no id is stored. Cost for n insertions among N possible ids: O(n + N / 1024)
// time; N / 128 bytes for the upper level, which stays in the cache, and 8 bytes per word with a member: at most N / 4
// for dense members, at most 8 bytes per member for scattered ones.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

class IdSet {
 public:
  /// Ids are 0 .. num_ids - 1.
  explicit IdSet(std::uint64_t num_ids) : upper_((num_ids + kUpperIds - 1) / kUpperIds) {}

  /// Replaces the members. `for_each_id(insert)` must call insert(id) for each; it is called twice and must do the same
  /// each time. Throws Error(limit) above 2^32 - 1 members.
  template <typename ForEachId>
  void assign(ForEachId for_each_id) {
    for (Word& word : upper_) word = {};
    for_each_id([&](RecordId id) { upper_[id / kUpperIds].bits |= bit(id / kWordIds); });
    make_lower();
    Batch batch(lower_);
    for_each_id([&](RecordId id) { batch.insert(slot_of(id), id); });
    batch.flush();
    number_members();
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Number of members below the member `id`.
  [[nodiscard]] std::uint32_t index_of(RecordId id) const { return index_at(slot_of(id), id); }

  /// index_of in two steps, so that callers can prefetch the memory of the second step.
  [[nodiscard]] std::uint32_t slot_of(RecordId id) const { return upper_[id / kUpperIds].rank_of(id / kWordIds); }
  void prefetch_slot(std::uint32_t slot) const { __builtin_prefetch(&lower_[slot]); }
  [[nodiscard]] std::uint32_t index_at(std::uint32_t slot, RecordId id) const { return lower_[slot].rank_of(id); }

  /// Calls use(id) for all members, ascending.
  template <typename Use>
  void for_each(Use use) const {
    std::size_t slot = 0;
    for (std::size_t u = 0; u < upper_.size(); ++u)
      for (std::uint32_t words = upper_[u].bits; words != 0; words &= words - 1) {
        const RecordId first = u * kUpperIds + static_cast<RecordId>(std::countr_zero(words)) * kWordIds;
        for (std::uint32_t ids = lower_[slot++].bits; ids != 0; ids &= ids - 1)
          use(first + static_cast<RecordId>(std::countr_zero(ids)));
      }
  }

 private:
  static constexpr std::uint64_t kWordIds = 32;
  static constexpr std::uint64_t kUpperIds = kWordIds * 32;

  [[nodiscard]] static std::uint32_t bit(std::uint64_t at) { return std::uint32_t{1} << (at % 32); }

  struct Word {
    std::uint32_t bits = 0;
    std::uint32_t num_before = 0;  // bits set in all words before this one
    [[nodiscard]] std::uint32_t rank_of(std::uint64_t at) const {
      return num_before + count_bits(bits & (bit(at) - 1));
    }
  };

  // std::popcount is a library call if the target is plain x86-64.
  [[nodiscard]] static std::uint32_t count_bits(std::uint32_t bits) {
    bits -= bits >> 1 & 0x55555555u;
    bits = (bits & 0x33333333u) + (bits >> 2 & 0x33333333u);
    return ((bits + (bits >> 4)) & 0x0f0f0f0fu) * 0x01010101u >> 24;
  }

  // Members on their way into the lower level: the memory of a batch is fetched before it is used, so that waits
  // overlap.
  class Batch {
   public:
    explicit Batch(std::vector<Word>& words) : words_(words) {}
    void insert(std::uint32_t slot, RecordId id) {
      __builtin_prefetch(&words_[slot], 1);
      waiting_[filled_++] = {slot, bit(id)};
      if (filled_ == waiting_.size()) flush();
    }
    void flush() {
      for (std::size_t i = 0; i < filled_; ++i) words_[waiting_[i].slot].bits |= waiting_[i].bit;
      filled_ = 0;
    }

   private:
    struct Waiting {
      std::uint32_t slot, bit;
    };
    std::vector<Word>& words_;
    std::array<Waiting, 64> waiting_;
    std::size_t filled_ = 0;
  };

  static std::uint64_t number(std::span<Word> words);
  void make_lower();
  void number_members();

  std::vector<Word> upper_;  // [num_ids / 1024] a bit for each word of the lower level
  std::vector<Word> lower_;  // the words that have members, ascending
  std::uint64_t size_ = 0;
};

}  // namespace onefold::cluster
