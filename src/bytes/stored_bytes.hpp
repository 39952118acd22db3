// What the readers of compressed files share. Local.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bytes/byte_source.hpp"
#include "onefold/record/error.hpp"

namespace onefold::bytes {

/// The stored bytes of a file, one buffer at a time.
class StoredBytes {
 public:
  explicit StoredBytes(const std::string& path) : file_(path), buffer_(std::size_t{1} << 20) {}
  [[nodiscard]] const std::string& path() const { return file_.path(); }
  [[nodiscard]] std::span<char> rest() { return {buffer_.data() + begin_, end_ - begin_}; }
  void take(std::size_t num_bytes) { begin_ += num_bytes; }
  [[nodiscard]] std::uint64_t taken() const { return offset_ - (end_ - begin_); }
  /// False at the end of the file.
  bool refill() {
    if (begin_ < end_) return true;
    begin_ = 0;
    end_ = file_.read_at(offset_, buffer_);
    offset_ += end_;
    return end_ > 0;
  }

 private:
  FileHandle file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
};

[[noreturn]] inline void throw_damaged(const std::string& path, const char* format, const std::string& what) {
  throw Error(ExitCode::input,
              path + ": the " + format + " stream " + what + "; the file is damaged or not complete, fetch it again");
}

[[nodiscard]] std::unique_ptr<ByteSource> open_bzip2(const std::string& path);
[[nodiscard]] std::unique_ptr<ByteSource> open_xz(const std::string& path);

}  // namespace onefold::bytes
