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

// A process id has at most 7 digits on Linux.
constexpr std::string_view kLongestTemporarySuffix = ".tmp.4194304";

std::string_view name_in_folder(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The longest name in `folder`, or the longest path, in bytes. If the system states no limit, that of Linux.
std::size_t longest(const std::string& folder, int which) {
  const long bytes = ::pathconf(folder.c_str(), which);
  if (bytes > 0) return static_cast<std::size_t>(bytes) - (which == _PC_PATH_MAX ? 1 : 0);  // PATH_MAX counts the NUL
  return which == _PC_PATH_MAX ? 4095 : 255;
}

// Shortens a path of the user for a message.
std::string shown(const std::string& path) {
  constexpr std::size_t kEnd = 60;
  if (path.size() <= 4 * kEnd) return path;
  return fmt::format("{}...{}", path.substr(0, kEnd), path.substr(path.size() - kEnd));
}

void refuse_long_output_name(const std::string& path, const std::string& folder) {
  const std::size_t name_bytes = name_in_folder(path).size();
  const std::size_t most = longest(folder, _PC_NAME_MAX) - kLongestTemporarySuffix.size();
  if (name_bytes > most)
    throw Error(ExitCode::output,
                fmt::format("output {}: its name has {} bytes, of at most {} (a temporary name is {} bytes longer): "
                            "give a shorter name",
                            shown(path), name_bytes, most, kLongestTemporarySuffix.size()));
  const std::size_t most_of_path = longest(folder, _PC_PATH_MAX) - kLongestTemporarySuffix.size();
  if (path.size() > most_of_path)
    throw Error(ExitCode::output, fmt::format("output {}: its path has {} bytes, of at most {}: give a shorter path",
                                              shown(path), path.size(), most_of_path));
}

}  // namespace

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string temporary_name_of(const std::string& path) { return fmt::format("{}.tmp.{}", path, getpid()); }

void refuse_unusable_output(const std::string& path, bool overwrite) {
  if (path.empty()) throw Error(ExitCode::output, "the name of the output is empty");
  struct stat status {};
  const std::string folder = folder_of(path);
  if (stat(folder.c_str(), &status) != 0)
    fail(fmt::format("output {}: folder {} cannot be used (create it first)", shown(path), shown(folder)), errno);
  if (!S_ISDIR(status.st_mode))
    throw Error(ExitCode::output, fmt::format("output {}: {} is not a folder", path, folder));
  refuse_long_output_name(path, folder);
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

void refuse_long_folder_name(const std::string& path, std::size_t max_name_bytes) {
  const std::string parent = folder_of(path);
  const std::size_t name_bytes = name_in_folder(path).size();
  if (const std::size_t most = longest(parent, _PC_NAME_MAX); name_bytes > most)
    throw Error(ExitCode::output, fmt::format("work directory {}: its name has {} bytes, of at most {}: give a shorter "
                                              "--work-dir",
                                              shown(path), name_bytes, most));
  if (const std::size_t most = longest(parent, _PC_PATH_MAX) - max_name_bytes - 1; path.size() > most)
    throw Error(ExitCode::output, fmt::format("work directory {}: its path has {} bytes, of at most {}: give a shorter "
                                              "--work-dir",
                                              shown(path), path.size(), most));
}

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat first {
  }, second{};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

void refuse_to_replace(const std::string& output, std::span<const Input> inputs) {
  for (const Input& input : inputs)
    if (is_same_file(output, input.path))
      throw Error(
          ExitCode::output,
          fmt::format("output {} is {}, {}: inputs are never replaced, give another name for the output", shown(output),
                      input.what, input.path == output ? "which is read" : "which is read as " + shown(input.path)));
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
      static_cast<std::uint64_t>(status.st_blocks) * 512 + num_bytes > limit.rlim_cur)  // sparse: count its blocks
    throw Error(ExitCode::output,
                fmt::format("output {} would exceed the file size limit of this process, {} kB (ulimit -f)", shown_path,
                            limit.rlim_cur / 1024));
}

void sync_to_disk(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail(fmt::format("cannot open {}", path), errno);
  const int code = fsync(descriptor);
  const int error_number = errno;
  close(descriptor);
  // Some file systems cannot sync folders and return EINVAL.
  if (code != 0 && error_number != EINVAL) fail(fmt::format("cannot flush {} to the disk", path), error_number);
}

void rename_into_place(const std::string& temporary, const std::string& path, bool overwrite) {
  int code = renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), overwrite ? 0U : RENAME_NOREPLACE);
  // The file system does not support this flag.
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
  temporary_ = temporary_name_of(path_);
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
  if (fsync(descriptor_) != 0 && errno != EINVAL) fail(fmt::format("cannot flush {} to the disk", path_), errno);
  rename_into_place(temporary_, path_, overwrite_);
  close(descriptor_);
  descriptor_ = -1;
}

}  // namespace onefold::files
