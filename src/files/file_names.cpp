#include "files/file_names.hpp"

#include <glob.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "onefold/record/error.hpp"

namespace onefold::files {

std::vector<std::string> local_expand(const std::string& entry, const std::string& where) {
  struct stat status {};
  if (::stat(entry.c_str(), &status) == 0) return {entry};
  const int reason = errno;
  if (entry.find_first_of("*?[") == std::string::npos)
    throw Error(ExitCode::input,
                where + entry + ": " + (reason == ENOENT ? "there is no such file" : std::strerror(reason)));

  // glob(3) would sort by locale; we sort by bytes.
  glob_t found{};
  const int result = ::glob(entry.c_str(), GLOB_NOSORT, nullptr, &found);
  const std::unique_ptr<glob_t, void (*)(glob_t*)> guard(&found, ::globfree);
  if (result == GLOB_NOMATCH) throw Error(ExitCode::input, where + entry + ": no file matches");
  if (result != 0) throw Error(ExitCode::input, where + entry + ": the directory cannot be read");
  std::vector<std::string> names(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  std::sort(names.begin(), names.end());
  return names;
}

FileIdentity local_identity(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw Error(ExitCode::input, path + ": " + std::strerror(errno));
  return {status.st_dev, status.st_ino};
}

}  // namespace onefold::files
