#include "bytes/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::bytes {

namespace {

class PlainSource final : public ByteSource {
 public:
  PlainSource(const std::string& path, std::uint64_t begin, std::uint64_t end)
      : file_(path), begin_(begin), at_(begin), end_(end) {}

  std::size_t read(std::span<char> target) override {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(target.size(), end_ - at_));
    const std::size_t got = file_.read_at(at_, target.first(wanted));
    if (got < wanted)
      throw Error(ExitCode::input,
                  file_.path() + ": became shorter while it was read; run again when nothing writes to it");
    at_ += got;
    return got;
  }
  std::uint64_t stored_bytes_taken() const override { return at_ - begin_; }

 private:
  FileHandle file_;
  std::uint64_t begin_;
  std::uint64_t at_;
  std::uint64_t end_;
};

}  // namespace

FileHandle::FileHandle(const std::string& path) : path_(path) {
  // Check before opening the file, because opening a FIFO without a writer blocks forever.
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
    throw Error(ExitCode::input, path + ": is a directory; name the files in it, as in \"" + path + "/*.csv\"");
  if (const auto reason = files::why_not_regular(path); !reason.empty())
    throw Error(ExitCode::input, path + ": cannot be opened for reading: " + reason);
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw Error(ExitCode::input, path + ": cannot be opened for reading: " + std::strerror(errno));
}
FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
FileHandle::FileHandle(FileHandle&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

std::uint64_t FileHandle::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0)
    throw Error(ExitCode::input, path_ + ": cannot be examined: " + std::strerror(errno));
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t FileHandle::read_at(std::uint64_t offset, std::span<char> target) const {
  std::size_t done = 0;
  while (done < target.size()) {
    const ssize_t got =
        ::pread(descriptor_, target.data() + done, target.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ExitCode::input, path_ + ": cannot be read: " + std::strerror(errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void skip(ByteSource& source, std::uint64_t num_bytes) {
  std::vector<char> dropped(64U << 10);
  while (num_bytes > 0) {
    const std::size_t got = source.read(std::span(dropped).first(std::min<std::uint64_t>(dropped.size(), num_bytes)));
    if (got == 0) return;
    num_bytes -= got;
  }
}

Compression compression_of(const std::string& path, std::string_view first_bytes) {
  struct Form {
    std::string_view magic;
    std::string_view ending;
    Compression compression;
  };
  using namespace std::string_view_literals;
  constexpr Form kForms[] = {
      {"\x1f\x8b"sv, ".gz", Compression::gzip},
      {"\x28\xb5\x2f\xfd"sv, ".zst", Compression::zstd},
      {"BZh"sv, ".bz2", Compression::bzip2},
      {"\xfd"
       "7zXZ\0"sv,
       ".xz", Compression::xz},
      {"PK\x03\x04"sv, ".zip", Compression::zip},
      {"PK\x05\x06"sv, ".zip", Compression::zip},
  };
  for (const Form& form : kForms)
    if (first_bytes.starts_with(form.magic)) return form.compression;
  for (const Form& form : kForms)
    if (path.ends_with(form.ending)) return form.compression;
  return Compression::none;
}

std::unique_ptr<ByteSource> open_plain(const std::string& path, std::uint64_t begin, std::uint64_t end) {
  return std::make_unique<PlainSource>(path, begin, end);
}

}  // namespace onefold::bytes
