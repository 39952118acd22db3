// A folder for a test that works with files, gone at the end with all that is in it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace onefold::test {

/// Of one process, or made by rank 0 and the same on all ranks. The communicator is a template parameter, so that tests
/// without MPI need not link it.
class ScratchFolder {
 public:
  /// Local.
  ScratchFolder() {
    make();
    require();
  }
  /// Collective to make and to destroy.
  template <class Communicator>
  explicit ScratchFolder(const Communicator& world)
      : is_root_(world.is_root()), barrier_([&world] { world.barrier(); }) {
    if (is_root_) make();
    world.broadcast(path_);
    require();
  }
  ~ScratchFolder() {
    barrier_();
    std::error_code ignored;
    if (is_root_) std::filesystem::remove_all(path_, ignored);
    barrier_();
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::size_t num_files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
  }
  /// Collective if the folder is. Writes a file, which afterwards all ranks can read, and returns its path.
  std::string write(const std::string& name, std::string_view bytes) const {
    if (is_root_) {
      std::ofstream out(*this / name, std::ios::binary);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      EXPECT_TRUE(out.flush()) << "cannot write " << name;
    }
    barrier_();
    return *this / name;
  }

 private:
  void make() {
    path_ = (std::filesystem::temp_directory_path() / "onefold_test_XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  void require() const {
    if (path_.empty()) throw std::runtime_error("no temporary folder can be made");
  }

  bool is_root_ = true;
  std::function<void()> barrier_ = [] {};
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
