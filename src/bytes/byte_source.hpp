// Reads the bytes of an input file from front to back: plain files from any offset; gzip, Zstandard, bzip2, xz
// and members of zip files are unpacked. Memory: none for plain files; a buffer and the decompressor's window for
// compressed ones. Files are never mapped: a file that shrinks while it is read must cause an error, not a signal.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace onefold::bytes {

enum class Compression : std::uint8_t { none, gzip, zstd, bzip2, xz, zip };

/// So many first bytes of a file tell its compression.
inline constexpr std::size_t kMagicBytes = 8;

/// An open file, read by offset.
class FileHandle {
 public:
  /// Throws Error(input), which names file and reason, if the file cannot be opened or is not a regular file.
  explicit FileHandle(const std::string& path);
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Throws Error(input) if the system cannot report the size.
  [[nodiscard]] std::uint64_t size() const;
  /// Returns fewer bytes than `target` holds only at the end of the file.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<char> target) const;

 private:
  std::string path_;
  int descriptor_ = -1;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills `target` from its beginning. Returns the number of bytes, which may be smaller than `target`; 0 at the end.
  [[nodiscard]] virtual std::size_t read(std::span<char> target) = 0;
  /// The number of bytes of the stored file that have been read.
  [[nodiscard]] virtual std::uint64_t stored_bytes_taken() const = 0;
};

/// Reads and discards bytes.
void skip(ByteSource& source, std::uint64_t num_bytes);

/// Decides by the first bytes of the file. If they are no known magic number, decides by the name (.gz, .zst, .bz2,
/// .xz, .zip), so that a damaged file is not read as text.
[[nodiscard]] Compression compression_of(const std::string& path, std::string_view first_bytes);

/// Bytes [begin, end) of a plain file. Reading throws Error(input) if the file has become shorter than `end`.
[[nodiscard]] std::unique_ptr<ByteSource> open_plain(const std::string& path, std::uint64_t begin, std::uint64_t end);
/// The unpacked bytes; those of a plain file as they are. Reading throws Error(input), which names the file, if the
/// stream is damaged or ends early. `member`: the file of a zip archive that is meant; empty: the only one.
[[nodiscard]] std::unique_ptr<ByteSource> open_compressed(const std::string& path, Compression compression,
                                                          const std::string& member = {});

}  // namespace onefold::bytes
