// A folder for a test that works with files: created by rank 0, the same on all ranks, removed at the end.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::test {

/// Construction and destruction are collective.
class ScratchFolder {
 public:
  explicit ScratchFolder(const mpi::Communicator& world) : world_(world) {
    if (world_.is_root()) {
      path_ = (std::filesystem::temp_directory_path() / "onefold_test_XXXXXX").string();
      if (::mkdtemp(path_.data()) == nullptr) path_.clear();
    }
    world_.broadcast(path_);
  }
  ~ScratchFolder() {
    world_.barrier();
    std::error_code ignored;
    if (world_.is_root() && !path_.empty()) std::filesystem::remove_all(path_, ignored);
    world_.barrier();
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::size_t num_files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
  }
  /// Collective. Rank 0 writes the file; afterwards all ranks can read it.
  void write(const std::string& name, const std::string& bytes) const {
    if (world_.is_root())
      std::ofstream(*this / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    world_.barrier();
  }

 private:
  const mpi::Communicator& world_;
  std::string path_;
};

inline std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_whole(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Names in a folder, sorted. Returns none if the folder does not exist: a rank that left its test here would make the
/// others wait forever.
inline std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace onefold::test
