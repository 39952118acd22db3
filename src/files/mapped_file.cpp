#include "files/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {

MappedFile::MappedFile(const std::string& path, const std::string& what) {
  const auto fail = [&](int reason) {
    throw Error(ExitCode::input, "cannot read the " + what + " " + path + ": " + std::strerror(reason));
  };
  require_regular_file(path, what);
  // The file may have become a FIFO in the meantime: with O_NONBLOCK, opening it does not block.
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) fail(errno);
  struct stat status {};
  int problem = ::fstat(file, &status) == 0 ? 0 : errno;
  if (problem == 0 && !S_ISREG(status.st_mode)) problem = EINVAL;
  if (problem == 0 && status.st_size > 0) {
    size_ = static_cast<std::size_t>(status.st_size);
    void* const data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (data == MAP_FAILED)
      problem = errno;
    else
      data_ = static_cast<const char*>(data);
  }
  ::close(file);
  if (problem != 0) fail(problem);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace onefold::files
