// Brings values of chosen records from the ranks that own them: ask once, then fetch as many columns as needed.
//
// Cost for n wanted records: 4 bytes on the wire to ask for one, then the values themselves a column. Memory: 2 n bytes
// here for the order in which they were wanted, 4 bytes a record asked of this rank, by itself or by others. Nothing
// crosses ranks, and nothing is copied on the way, for records that this rank owns.
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
    std::vector<T> answers(foreign_rows_.size());
    for (std::size_t i = 0; i < answers.size(); ++i) answers[i] = answer(std::uint64_t{foreign_rows_[i]});
    const auto received = world_.exchange(answers, asked_counts_);
    std::vector<T>().swap(answers);
    std::vector<T> out(owner_.size());
    std::vector<std::uint64_t> next = first_received();
    std::size_t own = 0;
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = is_own(i) ? answer(std::uint64_t{own_rows_[own++]}) : received[next[owner_[i]]++];
    return out;
  }
  /// The same of a text column with a row for each record of this rank.
  [[nodiscard]] TextColumn texts(const TextColumn& local) const;

 private:
  [[nodiscard]] bool is_own(std::size_t i) const { return owner_[i] == static_cast<std::size_t>(world_.rank()); }
  // [rank] where in what is received the answers of a rank begin.
  [[nodiscard]] std::vector<std::uint64_t> first_received() const;

  const Communicator& world_;
  std::vector<std::uint16_t> owner_;          // [wanted] the rank that answers
  std::vector<std::uint64_t> wanted_counts_;  // [rank] records that it answers for; none for this rank
  std::vector<std::uint32_t> own_rows_;       // local rows that this rank wants of itself, in the order wanted
  std::vector<std::uint32_t> foreign_rows_;   // local rows that others want, in the order of ranks
  std::vector<std::uint64_t> asked_counts_;   // [rank] how many of them; none for this rank
};

}  // namespace onefold::mpi
