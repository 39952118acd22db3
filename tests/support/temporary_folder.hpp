// A folder of its own for a test, made by rank 0 and removed with all that is in it.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "onefold/mpi/communicator.hpp"

namespace onefold::test {

/// Collective to make and to destroy.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const mpi::Communicator& world) : world_(world) {
    if (world.is_root()) {
      std::string name = (std::filesystem::temp_directory_path() / "onefold-store-XXXXXX").string();
      if (mkdtemp(name.data()) != nullptr) path_ = name;
    }
    world.broadcast(path_);
  }
  ~TemporaryFolder() {
    world_.barrier();
    std::error_code ignored;
    if (world_.is_root()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t num_files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
  }

 private:
  const mpi::Communicator& world_;
  std::string path_;
};

inline std::string bytes_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace onefold::test
