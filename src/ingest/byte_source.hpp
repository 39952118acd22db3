// Bytes of an input file from front to back: plain from any offset, gzip and Zstandard unpacked on the way.
// Memory: nothing for plain files, a buffer and the unpacker's window for compressed ones. Never maps a file: a file
// that shrinks while it is read must end in an error, not in a signal.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace onefold::ingest {

enum class Compression : std::uint8_t { none, gzip, zstd };

/// An open file, read by offset.
class FileHandle {
 public:
  /// Throws Error(input) naming the file and the reason.
  explicit FileHandle(const std::string& path);
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Throws Error(input) for a directory, or anything else that has no size.
  [[nodiscard]] std::uint64_t size() const;
  /// Fewer bytes than asked for only at the end of the file.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<char> target) const;

 private:
  std::string path_;
  int descriptor_ = -1;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills `target` from its beginning; 0: the end. May give fewer bytes than asked for.
  [[nodiscard]] virtual std::size_t read(std::span<char> target) = 0;
  /// Bytes of the file, as it is stored, that were taken so far.
  [[nodiscard]] virtual std::uint64_t stored_bytes_taken() const = 0;
};

/// By the first bytes of the file; by its name (.gz, .zst) when they say nothing, so that a damaged file is not read as
/// text.
[[nodiscard]] Compression compression_of(const std::string& path, std::string_view first_bytes);

/// Bytes [begin, end) of a plain file; a file that is shorter than `end` by now throws.
[[nodiscard]] std::unique_ptr<ByteSource> open_plain(const std::string& path, std::uint64_t begin, std::uint64_t end);
/// The unpacked bytes. Reading throws Error(input) naming the file when the stream is damaged or ends early.
[[nodiscard]] std::unique_ptr<ByteSource> open_compressed(const std::string& path, Compression compression);

}  // namespace onefold::ingest
