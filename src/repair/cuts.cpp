#include "repair/cuts.hpp"

#include <fmt/format.h>

#include "memory/memory_budget.hpp"
#include "progress/format.hpp"

namespace onefold::repair {

Cuts make_cuts(const Context& context, std::uint64_t num_records) {
  return {context.world, context.work, {num_records, memory::MemoryBudget(context).run_bytes()}};
}

void finish_cuts(const Context& context, Cuts& cuts) {
  cuts.finish();
  context.statistics.add_global("links_cut", cuts.num_rows());
  if (cuts.num_rows() > 0)
    context.progress.say(fmt::format("repair: {} links cut", progress::with_thousands(cuts.num_rows())));
}

std::uint64_t count_cuts(const Context& context, const Cuts& cuts, CutReason reason, FixedWeight least) {
  std::uint64_t count = 0;
  mpi::run_locally(context.world, [&] {
    cuts.for_each_local([&](const CutLink& cut) { count += cut.reason == reason && cut.weight >= least ? 1 : 0; });
  });
  return context.world.sum(count);
}

}  // namespace onefold::repair
