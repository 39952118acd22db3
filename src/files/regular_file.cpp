#include "files/regular_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "onefold/record/error.hpp"

namespace onefold::files {

namespace {

std::string why_not_regular(mode_t mode) {
  if (S_ISREG(mode)) return {};
  const char* kind = "something else";
  if (S_ISDIR(mode)) kind = "a folder";
  if (S_ISFIFO(mode)) kind = "a FIFO";
  if (S_ISSOCK(mode)) kind = "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) kind = "a device";
  return fmt::format("it is {}, not a regular file", kind);
}

// Pipes without a name are in a file system of their own. They have or had a writer, so reading them ends.
bool is_pipe_without_name(int descriptor) {
  struct statfs system {};
  return ::fstatfs(descriptor, &system) == 0 && system.f_type == PIPEFS_MAGIC;
}

// Returns 0, or the errno of the failure.
int read_up_to(int descriptor, std::size_t max_bytes, std::string& text) {
  char buffer[1 << 16];
  while (text.size() < max_bytes) {
    const ssize_t count = ::read(descriptor, buffer, std::min(sizeof buffer, max_bytes - text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) break;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

std::string why_not_regular(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::strerror(errno);
  return why_not_regular(info.st_mode);
}

void require_regular_file(const std::string& path, const std::string& what) {
  if (const auto reason = why_not_regular(path); !reason.empty())
    throw Error(ExitCode::input, fmt::format("cannot read the {} {}: {}", what, path, reason));
}

ReadText read_text(const std::string& path, std::size_t max_bytes) {
  // Opening a FIFO would wait for a writer; with O_NONBLOCK it does not, and regular files are not affected.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int reason = errno;
    // A socket cannot be opened: name its kind instead of "No such device or address".
    const std::string kind = reason == ENXIO ? why_not_regular(path) : std::string();
    return {{}, kind.empty() ? std::strerror(reason) : kind};
  }
  struct stat info {};
  ReadText read;
  if (::fstat(descriptor, &info) != 0) {
    read.reason = std::strerror(errno);
  } else if (S_ISFIFO(info.st_mode) && is_pipe_without_name(descriptor)) {
    // Make it blocking again: otherwise reading would fail while the writer pauses. The caller does not share this
    // descriptor.
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
  } else {
    read.reason = why_not_regular(info.st_mode);
  }
  if (read.reason.empty())
    if (const int reason = read_up_to(descriptor, max_bytes, read.text); reason != 0)
      read.reason = std::strerror(reason);
  ::close(descriptor);
  return read;
}

}  // namespace onefold::files
