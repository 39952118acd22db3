// How the program writes a file that the user asked for. It refuses early if writing cannot succeed, writes to a
// temporary name that only the owner can read, and renames the complete file. All functions are local; failures throw
// Error(output) with the path.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace onefold::files {

/// Returns the folder part of `path`; "." if there is none.
[[nodiscard]] std::string folder_of(const std::string& path);

/// Returns the name under which this process writes `path` until it is complete.
[[nodiscard]] std::string temporary_name_of(const std::string& path);

/// Throws unless a file `path` can be created: its folder exists and is writable, the path and its temporary name are
/// not too long, and `path` does not exist, or is a file and `overwrite` is true.
void refuse_unusable_output(const std::string& path, bool overwrite);

/// Throws if a folder `path` cannot hold files with names of up to `max_name_bytes` bytes because its own name or their
/// paths would be too long.
void refuse_long_folder_name(const std::string& path, std::size_t max_name_bytes);

/// A file that is read, for a message: "the job file", "a file of [[source]] crm".
struct Input {
  std::string path;
  std::string what;
};

/// Whether both paths lead to the same file: same device and inode, symbolic links followed. False if one does not
/// exist.
[[nodiscard]] bool is_same_file(const std::string& a, const std::string& b);

/// Throws if `output` is one of the inputs: the same path, or another name (hard or symbolic link) of the same file.
/// Inputs that do not exist are ignored.
void refuse_to_replace(const std::string& output, std::span<const Input> inputs);

/// Creates an empty file that only its owner can read, and returns its descriptor. Replaces a file of this name that an
/// earlier process with the same process id has left.
[[nodiscard]] int create_private_file(const std::string& path);

/// Throws if `num_bytes` more bytes do not fit in the file system of `path`, an existing file, or exceed the file size
/// limit of this process. Does nothing if the file system does not report its free space.
void require_free_space(const std::string& path, const std::string& shown_path, std::uint64_t num_bytes);

/// Flushes the content of a file, or the names in a folder, to the disk.
void sync_to_disk(const std::string& path);

/// Renames a file and flushes the new name to the disk. Throws if `path` exists by now, unless `overwrite`.
void rename_into_place(const std::string& temporary, const std::string& path, bool overwrite);

/// A file that is written from beginning to end. publish() gives it its final name; without publish(), nothing is left.
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
