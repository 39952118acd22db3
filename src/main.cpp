#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done; 1 internal error; 2 wrong arguments; 3 mistakes in the job file; 4 input cannot be used;\n"
    "5 output exists or cannot be written; 6 a stated limit was passed; 7 verification failed.";

int run(int argc, char** argv, const onefold::mpi::Communicator& world) {
  using namespace onefold;
  CLI::App app{"onefold finds the records that are the same customer and merges them: match and merge over MPI."};
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", ONEFOLD_VERSION);
  const std::vector<cli::Verb> verbs = {cli::add_run(app),      cli::add_plan(app),    cli::add_export(app),
                                        cli::add_evaluate(app), cli::add_explain(app), cli::add_verify(app),
                                        cli::add_generate(app), cli::add_suggest(app), cli::add_sample(app)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // All ranks have the same arguments: one speaks for all.
    const int code = world.is_root() ? app.exit(error) : error.get_exit_code();
    return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  for (const auto& verb : verbs)
    if (verb.command->parsed()) return verb.run(world);
  return static_cast<int>(ExitCode::usage);
}

// Starts the program again with the allocator's settings, which the C library reads only when a process begins: the
// heap lies on huge pages, and what is freed stays in it, to be used again, until the pipeline gives it back because
// memory_per_rank is near. Touching new memory was measured to take a fifth of all processor time on a virtual machine.
// Settings of the user's own are left alone.
void use_huge_pages(char** argv) {
  if (getenv("GLIBC_TUNABLES") != nullptr) return;
  setenv("GLIBC_TUNABLES",
         "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=17179869184:"
         "glibc.malloc.top_pad=8388608",
         1);
  // By its own name, or it would be called "exe" in lists of processes.
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  execv(path, argv);
}

}  // namespace

int main(int argc, char** argv) {
  use_huge_pages(argv);
  // A limit on file sizes is to be an error of a write, not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);
  const onefold::mpi::Environment environment(&argc, &argv);
  const auto world = onefold::mpi::Communicator::world();
  try {
    return run(argc, argv, world);
  } catch (const onefold::Error& error) {
    // The same on all ranks, agreed before it was thrown.
    if (world.is_root()) std::fprintf(stderr, "onefold: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    // One rank's trouble that the others do not know of: they must not wait for it.
    std::fprintf(stderr, "onefold: rank %d: internal error: %s\n", world.rank(), error.what());
    if (world.size() > 1) world.abort(static_cast<int>(onefold::ExitCode::internal));
    return static_cast<int>(onefold::ExitCode::internal);
  }
}
