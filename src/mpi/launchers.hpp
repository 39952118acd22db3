// What launchers of MPI programs set in the environment of each process.
#pragma once

namespace onefold::mpi {

/// Open MPI; MPICH, Intel MPI and Slurm (PMI); PMIx; Cray PALS; Flux.
inline constexpr const char* kLauncherVariables[] = {"OMPI_COMM_WORLD_SIZE", "PMI_RANK",      "PMI_SIZE", "PMIX_RANK",
                                                     "PALS_RANKID",          "FLUX_TASK_RANK"};

}  // namespace onefold::mpi
