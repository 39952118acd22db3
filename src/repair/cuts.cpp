#include "repair/cuts.hpp"

#include <fmt/format.h>

#include "progress/format.hpp"

namespace onefold::repair {

void count_cuts(const Context& context, Cuts& cuts) {
  context.world.sum_in_place(cuts.edges.left_bins);
  context.world.sum_in_place(cuts.by_reason);
  for (const auto count : cuts.by_reason) cuts.edges.num_edges += count;
  context.statistics.add_global("links_cut", cuts.edges.num_edges);
  if (cuts.edges.num_edges > 0)
    context.progress.say(fmt::format("repair: {} links cut", progress::with_thousands(cuts.edges.num_edges)));
}

}  // namespace onefold::repair
