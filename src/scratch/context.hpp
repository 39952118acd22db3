// The objects that all stages of a run share, and the timing of a stage.
#pragma once

#include "onefold/config/job.hpp"
#include "onefold/config/run_options.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/progress/progress.hpp"
#include "onefold/progress/statistics.hpp"
#include "scratch/stage_usage.hpp"
#include "scratch/work_directory.hpp"

namespace onefold {

/// Shared by all stages. The objects that it refers to outlive the run.
struct Context {
  const mpi::Communicator& world;
  const mpi::Communicator& node;  ///< the ranks that share this one's memory
  const config::Job& job;
  scratch::WorkDirectory& work;
  progress::Progress& progress;
  progress::Statistics& statistics;
  const config::RunOptions& options;
};

/// A running stage: times it, shows its progress, and counts its messages and what else it uses.
class Stage {
 public:
  Stage(const Context& context, const char* name, const char* unit)
      : context_(context),
        traffic_before_(context.world.traffic()),
        used_before_(usage_so_far()),
        timer_(context.statistics.time(name)) {
    context_.progress.begin(name, unit);
  }
  /// `count`: number of results of the stage, over all ranks.
  void finish(std::uint64_t count, const char* unit) {
    const mpi::Traffic& traffic = context_.world.traffic();
    context_.statistics.add_load("bytes_sent", traffic.bytes_sent - traffic_before_.bytes_sent);
    context_.statistics.add_load("messages_sent", traffic.messages_sent - traffic_before_.messages_sent);
    context_.statistics.add_load("collectives", traffic.collectives - traffic_before_.collectives);
    const StageUsage used = usage_so_far();
    context_.statistics.add_load("processor_microseconds",
                                 used.processor_microseconds - used_before_.processor_microseconds);
    context_.statistics.add_load("page_faults", used.page_faults - used_before_.page_faults);
    context_.statistics.add_load("bytes_read", used.bytes_read - used_before_.bytes_read);
    context_.statistics.add_load("bytes_written", used.bytes_written - used_before_.bytes_written);
    context_.progress.end(count, unit);
  }

 private:
  const Context& context_;
  mpi::Traffic traffic_before_;
  StageUsage used_before_;
  progress::StageTimer timer_;
};

}  // namespace onefold
