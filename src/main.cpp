#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "onefold/record/error.hpp"

namespace {

using onefold::ExitCode;

// Executes what needs no MPI: help, version, mistakes in the arguments, and verbs that one process executes. Returns the
// exit code; nothing for other verbs. Starting MPI takes a good part of a second, and these verbs are to answer at once.
std::optional<int> run_alone(const onefold::cli::CommandLine& line) {
  using namespace onefold;
  try {
    if (!line.verb) {
      if (line.code != ExitCode::ok) throw Error(line.code, line.text);
      cli::write_to_stdout(line.text);
      return static_cast<int>(ExitCode::ok);
    }
    const bool is_done = std::visit(
        []<typename Arguments>(const Arguments& arguments) {
          if constexpr (cli::ExecutedAlone<Arguments>) cli::execute_alone(arguments);
          return cli::ExecutedAlone<Arguments>;
        },
        *line.verb);
    return is_done ? std::optional(static_cast<int>(ExitCode::ok)) : std::nullopt;
  } catch (const Error& error) {
    std::fprintf(stderr, "onefold: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "onefold: out of memory\n");
    return static_cast<int>(ExitCode::limit);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "onefold: internal error: %s\n", error.what());
    return static_cast<int>(ExitCode::internal);
  }
}

int run(const onefold::cli::CommandLine& line, const onefold::mpi::Communicator& world) {
  using namespace onefold;
  if (line.verb) {
    std::visit([&](const auto& arguments) { cli::execute(world, arguments); }, *line.verb);
    return static_cast<int>(ExitCode::ok);
  }
  if (line.code != ExitCode::ok) throw Error(line.code, line.text);
  cli::print(world, [&] { return line.text; });
  return static_cast<int>(ExitCode::ok);
}

// Starts the program again with settings for the allocator, which the C library reads only when a process begins. The
// heap then lies on huge pages, and freed memory stays in it for reuse until the pipeline returns it because
// memory_per_rank is near. Touching new memory can take a large part of the processor time on a virtual machine.
// Settings that the user has made are not changed.
void use_huge_pages(char** argv) {
  if (getenv("GLIBC_TUNABLES") != nullptr) return;
  setenv("GLIBC_TUNABLES",
         "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=17179869184:"
         "glibc.malloc.top_pad=8388608",
         1);
  // Uses the program's own path; otherwise lists of processes would show it as "exe".
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = '\0';
  execv(path, argv);
}

}  // namespace

int main(int argc, char** argv) {
  onefold::cli::occupy_closed_descriptors();
  // All ranks have the same arguments.
  const auto line = onefold::cli::parse_arguments(std::vector<std::string>(argv + 1, argv + argc));
  // A process that a launcher has started must take part in MPI, or the others would wait for it.
  if (!onefold::mpi::is_launched())
    if (const auto code = run_alone(line)) return *code;
  use_huge_pages(argv);
  // Writing beyond the file size limit then fails instead of killing the process.
  std::signal(SIGXFSZ, SIG_IGN);
  const onefold::mpi::Environment environment(&argc, &argv);
  const auto world = onefold::mpi::Communicator::world();
  try {
    return run(line, world);
  } catch (const onefold::Error& error) {
    // All ranks have agreed on this error before it was thrown.
    if (world.is_root()) std::fprintf(stderr, "onefold: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    // The other ranks do not know of this failure and would wait forever, so abort.
    std::fprintf(stderr, "onefold: rank %d: internal error: %s\n", world.rank(), error.what());
    if (world.size() > 1) world.abort(static_cast<int>(onefold::ExitCode::internal));
    return static_cast<int>(onefold::ExitCode::internal);
  }
}
