// A file descriptor that closes itself, with calls that either do all that was asked or throw an Error naming the file.
// Private to store/. Local.
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

  /// Makes a new file that only its owner may read. What stood under this name before is unlinked, never followed or
  /// reused.
  static PosixFile create(const std::string& path);
  /// For writing again to a file that create() made.
  static PosixFile reopen(const std::string& path);
  static PosixFile open(const std::string& path);

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] std::uint64_t size() const;
  void write(std::span<const char> bytes);
  void write_at(std::uint64_t offset, std::span<const char> bytes);
  /// False when the file ends before all of `bytes`.
  [[nodiscard]] bool read_at(std::uint64_t offset, std::span<char> bytes) const;
  /// Closed, after it was flushed to the disk if `durable`; either may be where a full disk shows.
  void close(bool durable);

 private:
  PosixFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

/// Replaces `to`. If `durable`, the new name is on the disk afterwards, as far as the file system can promise it.
void rename_file(const std::string& from, const std::string& to, bool durable);

/// True when something was removed; a file that is not there is no error.
bool remove_file(const std::string& path);

/// Error(output) about `path`, in words and with the system's reason (errno).
[[noreturn]] void throw_output_error(const std::string& path, const std::string& what, int reason);

}  // namespace onefold::files
