#include "files/output_path.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::files {

namespace {

[[noreturn]] void fail(const std::string& what, int error_number) {
  throw Error(ExitCode::output, what + ": " + std::strerror(error_number));
}

constexpr const char* kExists = "output {} exists already: give --overwrite to replace it, or another name";

}  // namespace

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void refuse_unusable_output(const std::string& path, bool overwrite) {
  if (path.empty()) throw Error(ExitCode::output, "the name of the output is empty");
  struct stat status {};
  const std::string folder = folder_of(path);
  if (stat(folder.c_str(), &status) != 0)
    fail(fmt::format("output {}: folder {} cannot be used (create it first)", path, folder), errno);
  if (!S_ISDIR(status.st_mode))
    throw Error(ExitCode::output, fmt::format("output {}: {} is not a folder", path, folder));
  if (lstat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode))
      throw Error(ExitCode::output, fmt::format("output {} is a folder: give the name of a file", path));
    if (!overwrite) throw Error(ExitCode::output, fmt::format(kExists, path));
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
      throw Error(ExitCode::output, fmt::format("output {} is not an ordinary file: it is not replaced", path));
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    fail(fmt::format("output {}: no file can be made in folder {}", path, folder), errno);
}

int create_private_file(const std::string& path) {
  if (unlink(path.c_str()) != 0 && errno != ENOENT) fail(fmt::format("cannot replace {}", path), errno);
  const int descriptor = open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) fail(fmt::format("cannot create {}", path), errno);
  return descriptor;
}

void require_free_space(const std::string& path, const std::string& shown_path, std::uint64_t num_bytes) {
  struct statvfs space {};
  if (statvfs(path.c_str(), &space) == 0 && space.f_blocks > 0) {
    const std::uint64_t free_bytes = static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize;
    if (free_bytes < num_bytes)
      throw Error(ExitCode::output,
                  fmt::format("no space for output {}: {} kB more are needed, {} kB are free in {}", shown_path,
                              num_bytes / 1024 + 1, free_bytes / 1024, folder_of(shown_path)));
  }
  struct rlimit limit {};
  struct stat status {};
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && stat(path.c_str(), &status) == 0 &&
      static_cast<std::uint64_t>(status.st_blocks) * 512 + num_bytes > limit.rlim_cur)  // sparse: what is there counts
    throw Error(ExitCode::output,
                fmt::format("output {} would pass the limit of file sizes of this process, {} kB (ulimit -f)",
                            shown_path, limit.rlim_cur / 1024));
}

void sync_to_disk(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(fmt::format("cannot open {}", path), errno);
  const int code = fsync(descriptor);
  const int error_number = errno;
  close(descriptor);
  // Some file systems cannot sync folders: EINVAL is their way to say so.
  if (code != 0 && error_number != EINVAL) fail(fmt::format("cannot bring {} to the disk", path), error_number);
}

void rename_into_place(const std::string& temporary, const std::string& path, bool overwrite) {
  int code = renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), overwrite ? 0U : RENAME_NOREPLACE);
  // A file system that knows no flags.
  if (code != 0 && errno == EINVAL && !overwrite) {
    if (access(path.c_str(), F_OK) == 0) throw Error(ExitCode::output, fmt::format(kExists, path));
    code = rename(temporary.c_str(), path.c_str());
  }
  if (code != 0 && errno == EEXIST && !overwrite) throw Error(ExitCode::output, fmt::format(kExists, path));
  if (code != 0) fail(fmt::format("cannot rename {} to {}", temporary, path), errno);
  sync_to_disk(folder_of(path));
}

OutputFile::OutputFile(std::string path, bool overwrite) : path_(std::move(path)), overwrite_(overwrite) {
  refuse_unusable_output(path_, overwrite_);
  temporary_ = fmt::format("{}.tmp.{}", path_, getpid());
  descriptor_ = create_private_file(temporary_);
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(fmt::format("cannot write {}", path_), written == 0 ? ENOSPC : errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::publish() {
  if (fsync(descriptor_) != 0 && errno != EINVAL) fail(fmt::format("cannot bring {} to the disk", path_), errno);
  rename_into_place(temporary_, path_, overwrite_);
  close(descriptor_);
  descriptor_ = -1;
}

}  // namespace onefold::files
