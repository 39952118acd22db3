// Connected components of the links that one rank holds, by union-find.
//
//   in   links   M links in any order, repetitions and loops allowed; both ends below num_ids
//   out  forest  per record that a link other than a loop touches, ascending: the smallest record of its component
//
// The forest has n entries for n records touched, regardless of M.
// Cost: O(M alpha(n)) time in practice, three passes over the links; 4 bytes per record (5 above 2^32 ids) and an
// IdSet. Rem's algorithm with splicing (Dijkstra, A Discipline of Programming, 1976; found the fastest of its kind by
// Patwary, Blair, Manne, SEA 2010), linking to the smaller index, which makes the root the smallest member.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cluster/id_set.hpp"
#include "onefold/cluster/packed_links.hpp"

namespace onefold::cluster {

class LocalForest {
 public:
  /// Records touched.
  [[nodiscard]] std::uint64_t size() const { return root_low_.size(); }

  /// Calls use(record, root) for all of them, ascending; a root comes before the rest of its tree, with itself as root.
  template <typename Use>
  void for_each(Use use) const {
    std::size_t i = 0;
    members_.for_each([&](RecordId record) {
      use(record, root_low_[i] | (root_high_.empty() ? 0 : RecordId{root_high_[i]} << 32));
      ++i;
    });
  }

 private:
  template <typename Links>
  friend class LocalForestBuilder;
  explicit LocalForest(std::uint64_t num_ids) : members_(num_ids) {}

  IdSet members_;
  std::vector<std::uint32_t> root_low_;   // [size()]
  std::vector<unsigned char> root_high_;  // [size()], or empty while ids have 32 bits
};

/// Local. Throws Error(internal) if an end of a link is not below `num_ids`.
[[nodiscard]] LocalForest local_forest(std::uint64_t num_ids, std::span<const Link> links);
[[nodiscard]] LocalForest local_forest(std::uint64_t num_ids, const PackedLinks& links);

}  // namespace onefold::cluster
