#include "generate/output_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "generate/population_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::generate {

namespace {

// A suffix that no other program uses: files that have it are removed without asking.
constexpr std::string_view kTemporarySuffix = ".onefold-partial";

[[noreturn]] void fail(const std::string& what, int error) {
  std::string message = what + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) message += "; free space, or choose another folder with --output";
  throw Error(ExitCode::output, message);
}

}  // namespace

OutputFiles::Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

void OutputFiles::Descriptor::open(const std::string& path, int flags) {
  flush_and_close();
  fd_ = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (fd_ < 0) fail("cannot write " + path, errno);
  path_ = path;
}

void OutputFiles::Descriptor::flush_and_close() {
  if (fd_ < 0) return;
  const int fd = std::exchange(fd_, -1);
  // Delayed allocation: a full disk may become visible only here. EINVAL: the file system has no fsync for this file.
  const int flush_error = ::fsync(fd) != 0 && errno != EINVAL ? errno : 0;
  const int close_error = ::close(fd) != 0 ? errno : 0;
  if (flush_error != 0 || close_error != 0) fail("cannot write " + path_, flush_error != 0 ? flush_error : close_error);
}

OutputFiles::OutputFiles(const mpi::Communicator& world, std::string folder, std::vector<std::string> names,
                         bool overwrite)
    : world_(world), folder_(std::move(folder)), names_(std::move(names)) {
  while (folder_.size() > 1 && folder_.ends_with('/')) folder_.pop_back();
  try {
    mpi::run_locally(world_, [&] {
      if (world_.is_root()) local_prepare(overwrite);
    });
  } catch (...) {
    local_remove_temporaries();
    throw;
  }
}

OutputFiles::~OutputFiles() {
  if (!published_) local_remove_temporaries();
}

std::string OutputFiles::final_path(std::size_t index) const { return folder_ + "/" + names_[index]; }

std::string OutputFiles::temporary_path(std::size_t index) const {
  return final_path(index) + std::string(kTemporarySuffix);
}

void OutputFiles::local_prepare(bool overwrite) {
  struct stat status {};
  if (::stat(folder_.c_str(), &status) != 0) {
    if (errno != ENOENT) fail("cannot use the output folder " + folder_, errno);
    if (::mkdir(folder_.c_str(), 0755) != 0) {
      if (errno == ENOENT)
        throw Error(ExitCode::output, "cannot create the output folder " + folder_ +
                                          ": its parent folder does not exist; create that first");
      fail("cannot create the output folder " + folder_, errno);
    }
  } else if (!S_ISDIR(status.st_mode)) {
    throw Error(ExitCode::output, folder_ + " is a file: --output takes a folder");
  }

  std::error_code error;
  for (std::filesystem::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    std::string name = it->path().filename().string();
    // Temporary files of a killed run belong to no run any more.
    if (name.ends_with(kTemporarySuffix) &&
        is_population_file(std::string_view(name).substr(0, name.size() - kTemporarySuffix.size()))) {
      ::unlink((folder_ + "/" + name).c_str());
      continue;
    }
    if (!is_population_file(name)) continue;
    if (!was_generated(it->path().string(), name))
      throw Error(ExitCode::output,
                  folder_ + "/" + name +
                      " was not written by `onefold generate`, which replaces no other files: move it, or choose "
                      "another folder");
    if (!overwrite)
      throw Error(
          ExitCode::output,
          folder_ + "/" + name + " exists already: choose another folder, or replace the population with --overwrite");
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) superseded_.push_back(std::move(name));
  }
  if (error) fail("cannot read the output folder " + folder_, error.value());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    Descriptor file;
    file.open(temporary_path(i), O_WRONLY | O_CREAT | O_TRUNC);
  }
}

void OutputFiles::local_remove_temporaries() noexcept {
  if (!world_.is_root()) return;
  for (std::size_t i = 0; i < names_.size(); ++i) ::unlink(temporary_path(i).c_str());
}

void OutputFiles::local_write(std::size_t index, std::string_view bytes, std::uint64_t offset) {
  // Three slots: the last two files (changes.csv, truth.csv) are written at the same time as one of the others.
  const std::size_t from_end = names_.size() - index;
  OpenFile& slot = open_[from_end <= 2 ? from_end : 0];
  if (slot.descriptor.get() < 0 || slot.index != index) {
    slot.descriptor.open(temporary_path(index), O_WRONLY);
    slot.index = index;
  }
  while (!bytes.empty()) {
    const ::ssize_t written = ::pwrite(slot.descriptor.get(), bytes.data(), bytes.size(), static_cast<::off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail("cannot write " + final_path(index), written < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void OutputFiles::publish() {
  mpi::run_locally(world_, [&] {
    for (auto& file : open_) file.descriptor.flush_and_close();
  });
  // All ranks have flushed what they wrote: the files are complete.
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (::rename(temporary_path(i).c_str(), final_path(i).c_str()) != 0)
        fail("cannot rename " + temporary_path(i), errno);
    for (const auto& name : superseded_)
      if (::unlink((folder_ + "/" + name).c_str()) != 0 && errno != ENOENT)
        fail("cannot remove " + folder_ + "/" + name, errno);
    // Flush the folder, so that the new names also survive a power failure.
    Descriptor folder;
    folder.open(folder_, O_RDONLY | O_DIRECTORY);
    folder.flush_and_close();
  });
  published_ = true;
}

}  // namespace onefold::generate
