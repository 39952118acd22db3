#include "files/read_everywhere.hpp"

#include <fmt/format.h>

#include <limits>

#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {

std::string read_everywhere(const mpi::Communicator& world, const std::string& path, const std::string& what) {
  std::string text;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    ReadText read = read_text(path, std::numeric_limits<std::size_t>::max());
    if (!read.reason.empty())
      throw Error(ExitCode::input, fmt::format("cannot read the {} {}: {}", what, path, read.reason));
    text = std::move(read.text);
  });
  world.broadcast(text);
  return text;
}

}  // namespace onefold::files
