// How a file of the user's comes to be: refused early, made under a temporary name for its owner only, renamed when
// whole. Local, all of it. Failures throw Error(output) naming the path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace onefold::files {

/// The folder part of `path`, "." when there is none.
[[nodiscard]] std::string folder_of(const std::string& path);

/// Throws unless a file `path` may be made: no folder of that name, not there yet (or `overwrite`), folder there and
/// writable.
void refuse_unusable_output(const std::string& path, bool overwrite);

/// Makes an empty file that only its owner can read; what an earlier process of the same id left there is replaced.
/// Returns the descriptor.
[[nodiscard]] int create_private_file(const std::string& path);

/// Throws when the file system of `path`, a file that exists, or the process's limit of file sizes has no room for
/// `num_bytes` more. File systems that do not tell their size pass.
void require_free_space(const std::string& path, const std::string& shown_path, std::uint64_t num_bytes);

/// Brings the content of a file, or the names in a folder, to the disk.
void sync_to_disk(const std::string& path);

/// Renames, and makes the new name last. Refuses a target that came into being meanwhile, unless `overwrite`.
void rename_into_place(const std::string& temporary, const std::string& path, bool overwrite);

/// A file written front to back. Without publish() nothing stays behind.
class OutputFile {
 public:
  OutputFile(std::string path, bool overwrite);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  void publish();

 private:
  std::string path_;
  std::string temporary_;
  bool overwrite_;
  int descriptor_ = -1;
};

}  // namespace onefold::files
