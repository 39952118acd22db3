#include "files/regular_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "onefold/record/error.hpp"

namespace onefold::files {

std::string why_not_regular(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return std::strerror(errno);
  if (S_ISREG(info.st_mode)) return {};
  const char* kind = "something else";
  if (S_ISDIR(info.st_mode)) kind = "a folder";
  if (S_ISFIFO(info.st_mode)) kind = "a FIFO";
  if (S_ISSOCK(info.st_mode)) kind = "a socket";
  if (S_ISCHR(info.st_mode) || S_ISBLK(info.st_mode)) kind = "a device";
  return fmt::format("it is {}, not a regular file", kind);
}

void require_regular_file(const std::string& path, const std::string& what) {
  if (const auto reason = why_not_regular(path); !reason.empty())
    throw Error(ExitCode::input, fmt::format("cannot read the {} {}: {}", what, path, reason));
}

}  // namespace onefold::files
