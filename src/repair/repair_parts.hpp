// What the repair stage and the breaking of giant components have in common.
#pragma once

#include <string>
#include <vector>

#include "cluster/component_labels.hpp"
#include "cluster/members.hpp"
#include "decisions/decisions.hpp"
#include "mpi/fetch.hpp"
#include "record/columns.hpp"
#include "record/cut_reason.hpp"
#include "repair/cuts.hpp"
#include "score/edge_runs.hpp"
#include "score/scored_pairs.hpp"
#include "scratch/context.hpp"

namespace onefold::repair {

/// Links whose records are asked about at the same time.
inline constexpr std::uint64_t kLinksAtOnce = 1 << 19;

/// Links that are cut, as a product of the work directory like that of edges: bounded memory, and an order that does
/// not tell who cut.
class CutWriter {
 public:
  /// Local. What is added is counted in `cuts`, for this rank until finish_cuts().
  CutWriter(const Context& context, std::string product, Cuts& cuts);
  /// Local.
  void add(RecordId left, RecordId right, FixedWeight weight, CutReason reason);
  /// Collective.
  void publish();

 private:
  Cuts& cuts_;
  score::EdgeList list_;
  std::uint64_t max_edges_;
  score::EdgeRunWriter runs_;
};

/// Collective. Calls use(links, fetch of their left records) until all ranks have seen their edges at or above
/// `threshold`.
template <typename Use>
void for_each_link_window(const Context& context, const Columns& columns, const score::EdgeSummary& summary,
                          FixedWeight threshold, Use use) {
  const auto& world = context.world;
  score::LocalEdges edges(context, summary);
  bool more = true;
  while (world.any(more)) {
    std::vector<score::LocalEdges::Edge> links;
    mpi::run_locally(world, [&] {
      score::LocalEdges::Edge edge{};
      while (more && links.size() < kLinksAtOnce) {
        more = edges.next(edge);
        if (more && edge.weight >= threshold) links.push_back(edge);
      }
    });
    std::vector<RecordId> left;
    for (const auto& link : links) left.push_back(link.left);
    use(std::span<const score::LocalEdges::Edge>(links), mpi::Fetch(world, columns.distribution, left));
  }
}

/// What the parts of components are told about: which components are looked at more closely, and how large they may be.
struct ComponentsInParts {
  cluster::Clusters clusters;        ///< whose ids this rank owns
  std::vector<std::uint64_t> links;  ///< [cluster] between its members
};

/// Collective. Groups the members and counts the links of components.
[[nodiscard]] ComponentsInParts group_components(const Context& context, const Columns& columns,
                                                 const cluster::Components& components);

/// Collective. Labels of the records of cannot-link pairs: [2 * pair], [2 * pair + 1].
[[nodiscard]] std::vector<RecordId> labels_of_pairs(const Context& context, const Columns& columns,
                                                    std::span<const Link> pairs,
                                                    std::span<const RecordId> labels_of_records);

}  // namespace onefold::repair
