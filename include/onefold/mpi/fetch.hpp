// Brings values of chosen records from the ranks that own them: ask once, then fetch as many columns as needed.
//
// Cost for n wanted records: 8 n bytes to ask, then the values themselves a column. Memory: 16 n bytes here, 8 bytes a
// record asked of this rank. Nothing crosses ranks for records that this rank owns.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/record/text_column.hpp"

namespace onefold::mpi {

/// Construction and every fetch are collective; a rank may want nothing. The communicator must outlive the object.
class Fetch {
 public:
  /// `wanted` in any order, repetitions allowed.
  Fetch(const Communicator& world, const BlockDistribution& distribution, std::span<const RecordId> wanted);

  /// Values of the wanted records, in the order in which they were wanted. `answer(row)` gives the value of this rank's
  /// local row (record distribution.begin(rank) + row).
  template <Trivial T, typename Answer>
  [[nodiscard]] std::vector<T> values(Answer answer) const {
    std::vector<T> answers(asked_.size());
    for (std::size_t i = 0; i < asked_.size(); ++i) answers[i] = answer(asked_[i]);
    const auto received = world_.exchange(answers, asked_counts_);
    std::vector<T> out(position_.size());
    for (std::size_t at = 0; at < received.size(); ++at) out[position_[at]] = received[at];
    return out;
  }
  /// The same of a text column with a row for each record of this rank.
  [[nodiscard]] TextColumn texts(const TextColumn& local) const;

 private:
  const Communicator& world_;
  std::vector<std::uint64_t> position_;        // place on the wire -> place in `wanted`
  std::vector<std::uint64_t> asked_;           // local rows that others, or this rank, want
  std::vector<std::uint64_t> asked_counts_;    // [rank] how many of them
};

}  // namespace onefold::mpi
