#include "files/append_line.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "files/output_path.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {

namespace {

class AppendedFile {
 public:
  explicit AppendedFile(const std::string& path) : path_(path) {
    // O_NONBLOCK: a FIFO would block until somebody reads it.
    descriptor_ = open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) refuse("cannot write", errno);
    struct stat status {};
    if (fstat(descriptor_, &status) != 0) close_and_refuse("cannot look at", errno);
    if (!S_ISREG(status.st_mode)) {
      close(descriptor_);
      throw Error(ExitCode::output, fmt::format("cannot append to {}: it is not a regular file", path_));
    }
    // Some network file systems have no locks; a line is then still written at once.
    while (flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
    if (fstat(descriptor_, &status) != 0) close_and_refuse("cannot look at", errno);
    size_ = status.st_size;
  }
  ~AppendedFile() { close(descriptor_); }
  AppendedFile(const AppendedFile&) = delete;
  AppendedFile& operator=(const AppendedFile&) = delete;

  [[nodiscard]] bool is_empty() const { return size_ == 0; }
  [[nodiscard]] bool ends_in_line_break() const {
    char last = '\n';
    return is_empty() || (pread(descriptor_, &last, 1, size_ - 1) == 1 && last == '\n');
  }
  void append(std::string_view bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t written = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) take_back(written == 0 ? ENOSPC : errno);
      done += static_cast<std::size_t>(written);
    }
    if (fsync(descriptor_) != 0 && errno != EINVAL) take_back(errno);
  }

 private:
  [[noreturn]] void refuse(const char* what, int error_number) const {
    throw Error(ExitCode::output, fmt::format("{} {}: {}", what, path_, std::strerror(error_number)));
  }
  [[noreturn]] void close_and_refuse(const char* what, int error_number) const {
    close(descriptor_);
    refuse(what, error_number);
  }
  [[noreturn]] void take_back(int error_number) const {
    if (ftruncate(descriptor_, size_) != 0)
      throw Error(ExitCode::output, fmt::format("cannot append to {}: {}; its last line may be incomplete", path_,
                                                std::strerror(error_number)));
    refuse("cannot append to", error_number);
  }

  const std::string& path_;
  int descriptor_ = -1;
  off_t size_ = 0;
};

}  // namespace

void append_line(const std::string& path, std::string_view header, std::string_view line) {
  AppendedFile file(path);
  std::string bytes;
  if (file.is_empty()) bytes.append(header).append("\n");
  if (!file.ends_in_line_break()) bytes += '\n';
  const bool is_new = file.is_empty();
  file.append(bytes.append(line));
  if (is_new) sync_to_disk(folder_of(path));
}

}  // namespace onefold::files
