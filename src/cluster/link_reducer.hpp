// Reduces links to a forest while they are added: a block of n records that are all linked with each other leaves n - 1
// links, not n (n - 1) / 2.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "onefold/cluster/packed_links.hpp"

namespace onefold::cluster {

/// Local. Links between records below `num_ids` that connect the same records as all links that were added.
/// Memory for n records touched by links: 8 bytes per link kept (10 above 2^32 ids), of which there are at most
/// 3/2 max(n, least_links); while they are reduced, 4 n and at most min(8 n, num_ids / 4) bytes more.
/// Time: each link passes through a local forest at most three times on average.
class LinkReducer {
 public:
  /// Reduces for the first time when `least_links` were added; small in tests.
  explicit LinkReducer(std::uint64_t num_ids, std::uint64_t least_links = std::uint64_t{1} << 20);

  /// Throws Error(internal) if an end is not below `num_ids`.
  void add(std::span<const Link> links);
  void add(const Link& link) { add(std::span(&link, 1)); }

  /// Links that were added, including loops and repetitions.
  [[nodiscard]] std::uint64_t num_added() const { return num_added_; }
  /// The links that are kept.
  [[nodiscard]] const PackedLinks& links() const { return links_; }
  /// The links that are kept, for find_components. Leaves the reducer empty.
  [[nodiscard]] PackedLinks take();

 private:
  void reduce();

  std::uint64_t num_ids_;
  std::uint64_t least_links_;
  std::uint64_t most_links_;  // number of links at which they are reduced
  std::uint64_t num_added_ = 0;
  PackedLinks links_;
};

}  // namespace onefold::cluster
