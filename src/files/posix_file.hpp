// A file of the work directory: a descriptor that closes itself. Each call does all of its work or throws an Error that
// names the file. Local.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace onefold::files {

class PosixFile {
 public:
  PosixFile() = default;
  ~PosixFile();
  PosixFile(PosixFile&& other) noexcept;
  PosixFile& operator=(PosixFile&& other) noexcept;

  /// Makes a new file that only its owner may read. A file of this name is unlinked first; it is never followed (as a
  /// symbolic link) or reused.
  static PosixFile create(const std::string& path);
  /// Opens a file that create() has made, to continue writing.
  static PosixFile reopen(const std::string& path);
  /// Opens a file to read.
  static PosixFile open(const std::string& path);

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] std::uint64_t size() const;
  void write(std::span<const char> bytes);
  void write_at(std::uint64_t offset, std::span<const char> bytes);
  /// Fills `bytes`, starting at `offset`. Returns false if the file ends before that.
  [[nodiscard]] bool read_at(std::uint64_t offset, std::span<char> bytes) const;
  /// Closes the file; if `durable`, flushes it to the disk first. Both can fail because the disk is full.
  void close(bool durable);

 private:
  PosixFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

/// Renames a file and replaces `to`. If `durable`, flushes the folder, so that the new name survives a power cut.
void rename_file(const std::string& from, const std::string& to, bool durable);

/// Removes a file. Returns false if it does not exist.
bool remove_file(const std::string& path);

/// Throws Error(output): "cannot WHAT PATH: ", the system's text for `reason` (an errno), and advice.
[[noreturn]] void throw_output_error(const std::string& path, const std::string& what, int reason);

}  // namespace onefold::files
