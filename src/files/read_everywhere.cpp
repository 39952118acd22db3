#include "files/read_everywhere.hpp"

#include <fstream>
#include <sstream>

#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {

std::string read_everywhere(const mpi::Communicator& world, const std::string& path, const std::string& what) {
  std::string text;
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    require_regular_file(path, what);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (!file || !(content << file.rdbuf())) throw Error(ExitCode::input, "cannot read the " + what + " " + path);
    text = content.str();
  });
  world.broadcast(text);
  return text;
}

}  // namespace onefold::files
