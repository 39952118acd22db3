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

}  // namespace onefold::repair
