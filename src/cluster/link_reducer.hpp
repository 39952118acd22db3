// Takes links as scoring finds them and keeps no more than a forest of them: a block in which everything is linked with
// everything leaves as many links as it has records, not half its square.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "onefold/cluster/packed_links.hpp"

namespace onefold::cluster {

/// Local. Links between records below `num_ids`, which connect the same records as all that were added.
/// Memory for n records touched by links: 8 bytes a link kept (10 above 2^32 ids), of which there are at most
/// 3/2 max(n, least_links); while they are reduced 4 n and at most min(8 n, num_ids / 4) bytes more.
/// Time: each link goes through a local forest three times or less on average.
class LinkReducer {
 public:
  /// Reduces for the first time when `least_links` were added; small in tests.
  explicit LinkReducer(std::uint64_t num_ids, std::uint64_t least_links = std::uint64_t{1} << 20);

  /// Throws Error(internal) when an end is not below `num_ids`.
  void add(std::span<const Link> links);
  void add(const Link& link) { add(std::span(&link, 1)); }

  /// All that were added, loops and repetitions too.
  [[nodiscard]] std::uint64_t num_added() const { return num_added_; }
  /// Those that are kept.
  [[nodiscard]] const PackedLinks& links() const { return links_; }
  /// Those that are kept, for find_components; none are left here.
  [[nodiscard]] PackedLinks take();

 private:
  void reduce();

  std::uint64_t num_ids_;
  std::uint64_t least_links_;
  std::uint64_t most_links_;  // are kept before they are reduced
  std::uint64_t num_added_ = 0;
  PackedLinks links_;
};

}  // namespace onefold::cluster
