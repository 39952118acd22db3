// The communication of the component search. Every record v has a parent, which owner(v) stores in a dense array;
// parents lead to a root, which is its own parent. Ranks send labels of records to their owners, ask owners for
// parents, and follow parents to roots. No messages are sent about a rank's own records.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "cluster/ascending_message.hpp"
#include "cluster/id_set.hpp"
#include "cluster/local_forest.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::cluster {

/// The bytes received from all ranks, in the order of ranks.
struct Incoming {
  std::vector<unsigned char> bytes;
  std::vector<std::uint64_t> counts;
};

/// Parents of the members of an IdSet, in its order.
class Parents {
 public:
  Parents(IdWidth width, std::vector<unsigned char> bytes) : width_(width), bytes_(std::move(bytes)) {}
  [[nodiscard]] RecordId operator[](std::uint64_t index) const {
    return width_.load(bytes_.data() + index * width_.num_bytes());
  }

 private:
  IdWidth width_;
  std::vector<unsigned char> bytes_;
};

/// Shared by the steps of the search: the owners of records, a set that removes repetitions, and counts of exchanges.
class OwnerExchange {
 public:
  OwnerExchange(const mpi::Communicator& world, const BlockDistribution& distribution)
      : world_(world),
        distribution_(distribution),
        width_(distribution.num_global()),
        wanted_(distribution.num_global()) {}

  [[nodiscard]] const mpi::Communicator& world() const { return world_; }
  [[nodiscard]] const BlockDistribution& distribution() const { return distribution_; }
  [[nodiscard]] IdWidth width() const { return width_; }
  [[nodiscard]] RecordId first_owned() const { return distribution_.begin(world_.rank()); }
  [[nodiscard]] std::uint64_t num_owned() const { return distribution_.size(world_.rank()); }
  [[nodiscard]] bool owns(RecordId id) const { return id - first_owned() < num_owned(); }
  [[nodiscard]] std::uint64_t num_exchanges() const { return num_exchanges_; }
  /// Most labels, and most questions, received in one exchange.
  [[nodiscard]] std::uint64_t most_labels() const { return most_labels_; }
  [[nodiscard]] std::uint64_t most_questions() const { return most_questions_; }

  /// Collective. Communicator::exchange of bytes, counted.
  [[nodiscard]] Incoming exchange(std::span<const unsigned char> bytes, std::span<const std::uint64_t> counts) {
    ++num_exchanges_;
    Incoming in;
    in.bytes = world_.exchange(bytes, counts, &in.counts);
    return in;
  }

  /// Collective. Sends the root of each record of the forest to the record's owner. Calls use(record, root) for records
  /// of this rank: first with the roots of its own forest, then with those of the other ranks, in the order of ranks.
  /// On the wire: 1 or 2 bytes per root, 5 to 7 bytes per other record, nothing for this rank's own records.
  template <typename Use>
  void tell_roots(LocalForest forest, Use use) {
    const Incoming in = exchange_roots(std::move(forest), use);
    std::uint64_t num_labels = 0;
    for_each_message(in, [&](std::span<const unsigned char> message) {
      read_ascending(message, first_owned(), width_, [&](RecordId record, bool has_root, RecordId root) {
        ++num_labels;
        use(record, has_root ? root : record);
      });
    });
    most_labels_ = std::max(most_labels_, num_labels);
  }

  /// Collective. Calls use(local row, parent's parent) for the local rows that `for_each_row(visit)` visits; it is
  /// called three times and must visit the same rows. Parents of this rank are read at the moment of use, those of
  /// other ranks before. A parent that several rows share is asked for once, so a giant component floods no rank: 5 to
  /// 7 bytes per question with its answer.
  template <typename ForEachRow, typename Use>
  void for_each_grandparent(ForEachRow for_each_row, std::span<const RecordId> local_parent, Use use) {
    ask_for([&](auto want) { for_each_row([&](std::uint64_t row) { want(local_parent[row]); }); }, local_parent,
            [&](auto parent_of) { for_each_row([&](std::uint64_t row) { use(row, parent_of(local_parent[row])); }); });
  }

  /// Collective. `for_each_id(want)` must call want(id) for the records whose parents are needed; it is called twice
  /// and must do the same each time. `then` is given a function from such an id to its parent.
  template <typename ForEachId, typename Then>
  void ask_for(ForEachId for_each_id, std::span<const RecordId> local_parent, Then then) {
    const RecordId first = first_owned(), size = num_owned();
    wanted_.assign([&](auto insert) {
      for_each_id([&](RecordId id) {
        if (id - first >= size) insert(id);
      });
    });
    const Parents parents = fetch_wanted(local_parent);
    then([&](RecordId id) { return id - first < size ? local_parent[id - first] : parents[wanted_.index_of(id)]; });
  }

  /// Collective. Points every one of `local_rows` at its root by pointer doubling: 1 + ceil(log2(longest path)) steps.
  void point_at_roots(std::vector<std::uint32_t> local_rows, std::span<RecordId> local_parent);

 private:
  // Collective. Calls use(record, root) for this rank's records and sends the others. Frees the forest before it sends.
  template <typename Use>
  [[nodiscard]] Incoming exchange_roots(LocalForest forest, Use& use) {
    const RecordId first = first_owned(), size = num_owned();
    AscendingWriter writer(distribution_, width_, forest.size(), true);
    {
      const LocalForest told = std::move(forest);
      told.for_each([&](RecordId record, RecordId root) {
        if (record - first < size)
          use(record, root);
        else if (record == root)
          writer.write(record);
        else
          writer.write(record, root);
      });
    }
    return exchange(writer.bytes(), writer.counts());
  }

  // Calls use(message) for each rank's message.
  template <typename Use>
  static void for_each_message(const Incoming& in, Use use) {
    std::uint64_t begin = 0;
    for (const std::uint64_t count : in.counts) {
      use(std::span(in.bytes).subspan(begin, count));
      begin += count;
    }
  }

  // Collective. The parents of the members of wanted_; this rank owns none of them.
  [[nodiscard]] Parents fetch_wanted(std::span<const RecordId> local_parent);

  const mpi::Communicator& world_;
  const BlockDistribution& distribution_;
  IdWidth width_;
  IdSet wanted_;
  std::uint64_t num_exchanges_ = 0;
  std::uint64_t most_labels_ = 0;
  std::uint64_t most_questions_ = 0;
};

}  // namespace onefold::cluster
