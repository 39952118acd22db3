#include "files/posix_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "files/output_path.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {

namespace {

// Linux transfers at most 2 GiB per call; smaller calls make it cheap to repeat interrupted ones.
constexpr std::size_t kMaxTransferBytes = std::size_t{1} << 30;

// Repeats `call(done, rest)` until everything is transferred. Returns the number of bytes before the end of the file.
template <typename Call>
std::uint64_t transfer_all(std::uint64_t total, Call call, int& reason) {
  std::uint64_t done = 0;
  reason = 0;
  while (done < total) {
    const ssize_t count =
        call(done, static_cast<std::size_t>(std::min<std::uint64_t>(total - done, kMaxTransferBytes)));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) reason = errno;
    if (count <= 0) break;
    done += static_cast<std::uint64_t>(count);
  }
  return done;
}

}  // namespace

void throw_output_error(const std::string& path, const std::string& what, int reason) {
  const char* advice = "";
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG)
    advice = "; free space there or name another work directory";
  if (reason == EACCES || reason == EROFS || reason == EPERM) advice = "; name a work directory that you may write to";
  throw Error(ExitCode::output, fmt::format("cannot {} {}: {}{}", what, path, std::strerror(reason), advice));
}

PosixFile::~PosixFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

PosixFile PosixFile::create(const std::string& path) {
  remove_file(path);
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) throw_output_error(path, "make the work file", errno);
  return {descriptor, path};
}

PosixFile PosixFile::reopen(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) throw_output_error(path, "open the work file", errno);
  return {descriptor, path};
}

PosixFile PosixFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw Error(ExitCode::input, fmt::format("cannot read the work file {}: {}", path, std::strerror(errno)));
  return {descriptor, path};
}

std::uint64_t PosixFile::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0)
    throw Error(ExitCode::input, fmt::format("cannot read the work file {}: {}", path_, std::strerror(errno)));
  return static_cast<std::uint64_t>(status.st_size);
}

void PosixFile::write(std::span<const char> bytes) {
  int reason = 0;
  const auto call = [&](std::uint64_t done, std::size_t rest) {
    return ::write(descriptor_, bytes.data() + done, rest);
  };
  if (transfer_all(bytes.size(), call, reason) != bytes.size())
    throw_output_error(path_, "write the work file", reason == 0 ? ENOSPC : reason);
}

void PosixFile::write_at(std::uint64_t offset, std::span<const char> bytes) {
  int reason = 0;
  const auto call = [&](std::uint64_t done, std::size_t rest) {
    return ::pwrite(descriptor_, bytes.data() + done, rest, static_cast<off_t>(offset + done));
  };
  if (transfer_all(bytes.size(), call, reason) != bytes.size())
    throw_output_error(path_, "write the work file", reason == 0 ? ENOSPC : reason);
}

bool PosixFile::read_at(std::uint64_t offset, std::span<char> bytes) const {
  int reason = 0;
  const auto call = [&](std::uint64_t done, std::size_t rest) {
    return ::pread(descriptor_, bytes.data() + done, rest, static_cast<off_t>(offset + done));
  };
  const std::uint64_t done = transfer_all(bytes.size(), call, reason);
  if (reason != 0)
    throw Error(ExitCode::input, fmt::format("cannot read the work file {}: {}", path_, std::strerror(reason)));
  return done == bytes.size();
}

void PosixFile::close(bool durable) {
  if (durable && ::fsync(descriptor_) != 0) throw_output_error(path_, "flush the work file", errno);
  // On Linux even a failed close frees the descriptor: it must not be closed twice.
  if (::close(std::exchange(descriptor_, -1)) != 0) throw_output_error(path_, "close the work file", errno);
}

void rename_file(const std::string& from, const std::string& to, bool durable) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw_output_error(to, "rename a work file to", errno);
  if (!durable) return;
  const std::string folder = folder_of(to);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_output_error(folder, "open the work directory", errno);
  // Some file systems cannot sync a folder and return EINVAL; nothing more can be done there.
  const int reason = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (reason != 0 && reason != EINVAL) throw_output_error(folder, "flush the work directory", reason);
}

bool remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return true;
  if (errno == ENOENT) return false;
  throw_output_error(path, "remove the old work file", errno);
}

}  // namespace onefold::files
