#include "scratch/work_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "files/posix_file.hpp"
#include "onefold/record/error.hpp"
#include "scratch/work_manifest.hpp"

namespace onefold::scratch {

namespace {

constexpr std::string_view kSuffix = ".1fold";
constexpr std::string_view kManifestName = "manifest.1fold";
constexpr std::string_view kLockName = "lock.1fold";
constexpr std::string_view kMadeFolder = "onefold made this folder\n";

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether this is the name of a slice: PRODUCT.NUMBER-NUMBER.1fold, or unfinished PRODUCT.rNUMBER-NUMBER.tmp.1fold.
bool is_slice_name(std::string_view name) {
  if (!name.ends_with(kSuffix)) return false;
  name.remove_suffix(kSuffix.size());
  const bool temporary = name.ends_with(".tmp");
  if (temporary) name.remove_suffix(4);
  const auto dot = name.find('.');
  if (dot == 0 || dot == std::string_view::npos) return false;
  std::string_view range = name.substr(dot + 1);
  if (temporary) {
    if (!range.starts_with('r')) return false;
    range.remove_prefix(1);
  }
  const auto dash = range.find('-');
  return dash != std::string_view::npos && is_number(range.substr(0, dash)) && is_number(range.substr(dash + 1));
}

std::string in_folder(const std::string& folder, std::string_view name) { return fmt::format("{}/{}", folder, name); }

}  // namespace

WorkDirectory::WorkDirectory(const mpi::Communicator& world, std::string path, std::uint64_t job_digest, Keep keep)
    : world_(world), path_(std::move(path)), job_digest_(job_digest), keep_(keep) {
  while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
  std::string manifest;
  try {
    mpi::run_locally(world_, [&] {
      if (!world_.is_root()) return;
      local_make_folder();
      local_lock();
      if (keep_ == Keep::products) local_read_manifest();
      local_remove_files(true);
      manifest = to_text({job_digest_, products_});
    });
    // The other ranks' nodes must see the same folder; otherwise they would write their slices where no other rank
    // finds them.
    mpi::run_locally(world_, [&] {
      struct stat status {};
      if (::stat(path_.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        throw Error(ExitCode::output, fmt::format("the work directory {} is not there on rank {}: it must be on a file "
                                                  "system that all nodes share",
                                                  path_, world_.rank()));
    });
    world_.broadcast(manifest);
    products_ = manifest_from_text(manifest)->products;
  } catch (...) {
    if (lock_ >= 0) ::close(lock_);  // the destructor does not run if the constructor throws
    throw;
  }
}

WorkDirectory::~WorkDirectory() {
  try {
    if (lock_ >= 0 && keep_ == Keep::nothing) local_remove_folder();
  } catch (const std::exception&) {
    // The next run in this folder removes the remaining files.
  }
  if (lock_ >= 0) ::close(lock_);
}

void WorkDirectory::local_make_folder() {
  if (::mkdir(path_.c_str(), S_IRWXU) == 0) {
    folder_is_ours_ = true;
    return;
  }
  const int reason = errno;
  struct stat status {};
  if (::stat(path_.c_str(), &status) == 0) {
    if (!S_ISDIR(status.st_mode))
      throw Error(ExitCode::output, fmt::format("the work directory {} is a file: name a folder", path_));
    return;
  }
  if (reason == ENOENT)
    throw Error(ExitCode::output,
                fmt::format("cannot make the work directory {}: the folder above it does not exist", path_));
  files::throw_output_error(path_, "make the work directory", reason);
}

void WorkDirectory::local_lock() {
  const std::string path = in_folder(path_, kLockName);
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock_ < 0) files::throw_output_error(path_, "use the work directory", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    throw Error(ExitCode::output,
                fmt::format("the work directory {} is in use by another run: name another one", path_));
  // On file systems without locks two runs may get in; everything else works there.

  // Record whether a run or the user made the folder: this is needed when it is removed, perhaps by a later run.
  if (folder_is_ours_) {
    if (::pwrite(lock_, kMadeFolder.data(), kMadeFolder.size(), 0) != static_cast<ssize_t>(kMadeFolder.size()))
      files::throw_output_error(path, "write the work file", errno == 0 ? ENOSPC : errno);
  } else {
    char text[kMadeFolder.size()];
    folder_is_ours_ = ::pread(lock_, text, sizeof text, 0) == static_cast<ssize_t>(sizeof text) &&
                      std::string_view(text, sizeof text) == kMadeFolder;
  }
}

void WorkDirectory::local_read_manifest() {
  const std::string path = in_folder(path_, kManifestName);
  if (!std::filesystem::exists(path)) return;
  const files::PosixFile file = files::PosixFile::open(path);
  std::string text(file.size(), '\0');
  const auto manifest = file.read_at(0, text) ? manifest_from_text(text) : std::nullopt;
  if (!manifest)
    throw Error(ExitCode::input,
                fmt::format("{} is damaged, or was written by another version of onefold: remove the work "
                            "directory to start afresh",
                            path));
  if (manifest->job_digest == job_digest_) products_ = manifest->products;
}

void WorkDirectory::local_write_manifest() const {
  const std::string path = in_folder(path_, kManifestName);
  const std::string temporary = path + ".tmp";
  files::PosixFile file = files::PosixFile::create(temporary);
  file.write(to_text({job_digest_, products_}));
  file.close(is_durable());
  files::rename_file(temporary, path, is_durable());
}

// Removes slices, finished or not, by their names: all of them, or only those that belong to no product.
void WorkDirectory::local_remove_files(bool strays_only) const {
  std::vector<std::string> wanted;
  if (strays_only)
    for (const auto& [product, slices] : products_)
      for (const auto& slice : slices) wanted.push_back(path_of(product, slice));
  std::sort(wanted.begin(), wanted.end());

  // Remove the manifest first. Files without a manifest are strays, but a manifest without its files would be a false
  // claim.
  if (!strays_only || products_.empty()) files::remove_file(in_folder(path_, kManifestName));
  files::remove_file(in_folder(path_, std::string(kManifestName) + ".tmp"));
  std::error_code error;
  std::vector<std::string> unwanted;
  for (std::filesystem::directory_iterator entry(path_, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const std::string path = in_folder(path_, name);
    if (is_slice_name(name) && !std::binary_search(wanted.begin(), wanted.end(), path)) unwanted.push_back(path);
  }
  if (error) files::throw_output_error(path_, "list the work directory", error.value());
  for (const auto& path : unwanted) files::remove_file(path);
}

void WorkDirectory::local_remove_folder() {
  local_remove_files(false);
  files::remove_file(in_folder(path_, kLockName));
  // This fails if other files are in the folder, and then the folder must stay.
  if (folder_is_ours_) ::rmdir(path_.c_str());
  ::close(std::exchange(lock_, -1));
}

void WorkDirectory::publish(const std::string& product, const std::vector<Slice>& local_slices) {
  // All slices are on disk by now: each rank comes here after it has closed its own.
  std::vector<Slice> slices = world_.gather_all(local_slices);
  std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < slices.size(); ++i)
    if (slices[i].first < slices[i - 1].last)
      throw Error(ExitCode::internal, fmt::format("broken invariant: slices of {} overlap", product));

  const std::vector<Slice> former = std::exchange(products_[product], slices);
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    local_write_manifest();
    for (const auto& slice : former) {
      const std::string path = path_of(product, slice);
      if (std::none_of(slices.begin(), slices.end(), [&](const Slice& s) { return path_of(product, s) == path; }))
        files::remove_file(path);
    }
  });
}

void WorkDirectory::publish(const std::string& product, const std::optional<Slice>& local_slice) {
  publish(product, local_slice ? std::vector<Slice>{*local_slice} : std::vector<Slice>{});
}

bool WorkDirectory::has_product(const std::string& product) const {
  const auto found = products_.find(product);
  if (found == products_.end()) return false;
  // Every rank checks its share of the files.
  bool there = true;
  for (auto i = static_cast<std::size_t>(world_.rank()); i < found->second.size();
       i += static_cast<std::size_t>(world_.size()))
    there = there && local_slice_is_there(*this, product, found->second[i]);
  return world_.all(there);
}

void WorkDirectory::remove_product(const std::string& product) {
  // Wait until no rank reads the product any more.
  world_.barrier();
  const auto found = products_.find(product);
  if (found == products_.end()) return;
  const std::vector<Slice> slices = std::move(found->second);
  products_.erase(found);
  mpi::run_locally(world_, [&] {
    if (!world_.is_root()) return;
    local_write_manifest();
    for (const auto& slice : slices) files::remove_file(path_of(product, slice));
  });
}

void WorkDirectory::remove_all() {
  world_.barrier();
  products_.clear();
  mpi::run_locally(world_, [&] {
    if (world_.is_root()) local_remove_folder();
  });
}

const std::vector<Slice>& WorkDirectory::slices(const std::string& product) const {
  static const std::vector<Slice> kNone;
  const auto found = products_.find(product);
  return found == products_.end() ? kNone : found->second;
}

std::string WorkDirectory::path_of(const std::string& product, const Slice& slice) const {
  return fmt::format("{}/{}.{}-{}{}", path_, product, slice.first, slice.last, kSuffix);
}

std::string WorkDirectory::temporary_path(const std::string& product) const {
  return fmt::format("{}/{}.r{}-{}.tmp{}", path_, product, world_.rank(), num_temporary_++, kSuffix);
}

std::string side_folder(const mpi::Communicator& world, const std::string& work_dir, const std::string& name) {
  std::error_code ignored;
  std::string folder = work_dir + (std::filesystem::is_directory(work_dir, ignored) ? "/" : ".") + name;
  world.broadcast(folder);
  return folder;
}

}  // namespace onefold::scratch
