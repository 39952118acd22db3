// Fetches values of chosen records from the ranks that own them. Ask once, then fetch any number of columns.
//
// Cost for n wanted records: 4 bytes of traffic per record to ask for it, then the values of each fetched column.
// Memory on this rank: 2 n bytes for the order in which records were wanted, and 4 bytes per record that this rank or
// another asks of it. Records that this rank owns cause no traffic and no intermediate copy.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::mpi {

/// The constructor and every fetch are collective; a rank may want no records. The communicator must outlive the
/// object.
class Fetch {
 public:
  /// `wanted` may have any order and may contain repetitions.
  Fetch(const Communicator& world, const BlockDistribution& distribution, std::span<const RecordId> wanted);

  /// Values of the wanted records, in the order of `wanted`. `answer(row)` returns the value of a local row, which is
  /// record distribution.begin(rank) + row.
  template <Trivial T, typename Answer>
  [[nodiscard]] std::vector<T> values(Answer answer) const {
    std::vector<T> answers(foreign_rows_.size());
    for (std::size_t i = 0; i < answers.size(); ++i) answers[i] = answer(std::uint64_t{foreign_rows_[i]});
    const auto received = world_.exchange(answers, asked_counts_);
    std::vector<T>().swap(answers);
    std::vector<T> out(owner_.size());
    // [rank] Its next answer. Own answers are made block by block, so that no branch depends on the owner, which
    // processors cannot predict.
    std::vector<const T*> next;
    for (const std::uint64_t first : first_received()) next.push_back(received.data() + first);
    std::vector<T> own_answers(kBlock);
    const std::uint32_t* own_row = own_rows_.data();
    for (std::size_t begin = 0; begin < out.size(); begin += kBlock) {
      const std::size_t end = std::min(out.size(), begin + kBlock);
      std::size_t num_own = 0;
      for (std::size_t i = begin; i < end; ++i) num_own += is_own(i) ? 1 : 0;
      for (std::size_t k = 0; k < num_own; ++k) own_answers[k] = answer(std::uint64_t{*own_row++});
      next[static_cast<std::size_t>(world_.rank())] = own_answers.data();
      for (std::size_t i = begin; i < end; ++i) out[i] = *next[owner_[i]]++;
    }
    return out;
  }
  /// The same for a text column with one row per record of this rank.
  [[nodiscard]] TextColumn texts(const TextColumn& local) const;

 private:
  [[nodiscard]] bool is_own(std::size_t i) const { return owner_[i] == static_cast<std::size_t>(world_.rank()); }
  // [rank] The index at which the answers of a rank begin among the received values.
  [[nodiscard]] std::vector<std::uint64_t> first_received() const;

  static constexpr std::size_t kBlock = 1024;

  const Communicator& world_;
  std::vector<std::uint16_t> owner_;          // [wanted] the rank that answers
  std::vector<std::uint64_t> wanted_counts_;  // [rank] number of records that it answers for; 0 for this rank
  std::vector<std::uint32_t> own_rows_;       // local rows that this rank wants from itself, in the order wanted
  std::vector<std::uint32_t> foreign_rows_;   // local rows that other ranks want, ordered by rank
  std::vector<std::uint64_t> asked_counts_;   // [rank] number of rows that it wants; 0 for this rank
};

}  // namespace onefold::mpi
