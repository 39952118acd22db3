#include "hdf5/chunk_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "files/output_path.hpp"
#include "onefold/record/error.hpp"

namespace onefold::result {

namespace {

// HDF5's own time stamps are off: they would make the files of two runs differ.
h5::Handle creation_list(hid_t kind) {
  h5::Handle list(H5Pcreate(kind), H5Pclose);
  h5::checked(H5Pset_obj_track_times(list.get(), false));
  return list;
}

}  // namespace

std::uint64_t chunk_rows_for(std::uint64_t num_rows, std::uint64_t row_bytes, std::uint64_t chunk_bytes) {
  if (num_rows == 0) return 1;
  const std::uint64_t most = std::max<std::uint64_t>(1, chunk_bytes / row_bytes);
  const std::uint64_t num_chunks = (num_rows + most - 1) / most;
  return (num_rows + num_chunks - 1) / num_chunks;
}

void set_text_attribute(hid_t object, const std::string& name, const std::string& text) {
  const h5::Handle type = h5::text_type(std::max<std::size_t>(1, text.size()));
  const h5::Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const h5::Handle attribute(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose);
  const std::string value = text.empty() ? std::string(1, '\0') : text;
  h5::checked(H5Awrite(attribute.get(), type.get(), value.data()));
}

ChunkFile::ChunkFile(std::string path, std::string shown_path, int compression_level, ChunkSizes chunk_sizes)
    : sizes(chunk_sizes),
      filter(compression_level),
      path_(std::move(path)),
      shown_path_(std::move(shown_path)),
      compression_level_(compression_level) {}

ChunkFile::~ChunkFile() {
  // If the file is still open, it is about to be removed: HDF5 need not find space for data that is not written yet.
  log_.discard = true;
  file_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
}

void ChunkFile::create() {
  through_hdf5("", [&](hid_t) {
    const h5::Handle access = placing_access_list(log_);
    const h5::Handle creation = creation_list(H5P_FILE_CREATE);
    // Places depend only on the order of calls: freed space is not used again.
    h5::checked(H5Pset_file_space_strategy(creation.get(), H5F_FSPACE_STRATEGY_AGGR, false, 1));
    file_ = h5::Handle(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose);
  });
}

void ChunkFile::open() {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor_ < 0)
    throw Error(ExitCode::output, fmt::format("cannot open {} for writing: {}", shown_path_, std::strerror(errno)));
}

void ChunkFile::close() {
  if (file_.is_open()) through_hdf5("", [&](hid_t) { file_.close(); });
  // Every rank flushes: on a network file system a node knows only its own writes. EINVAL: this file cannot be flushed.
  const bool flushed = fsync(descriptor_) == 0 || errno == EINVAL;
  const int reason = errno;
  const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
  if (!flushed || !closed)
    throw Error(ExitCode::output,
                fmt::format("cannot flush {} to the disk: {}", shown_path_, std::strerror(flushed ? errno : reason)));
}

void ChunkFile::through_hdf5(const std::string& object, const std::function<void(hid_t file)>& work) {
  std::string reason;
  try {
    work(file_.get());
  } catch (const h5::Failure& failure) {
    reason = failure.what();
  }
  if (!log_.failure.empty()) reason = log_.failure;
  if (!reason.empty())
    throw Error(ExitCode::output,
                fmt::format("cannot write {}{}to {}: {}", object, object.empty() ? "" : " ", shown_path_, reason));
}

void ChunkFile::make_groups(const std::string& object) {
  for (auto slash = object.find('/', 1); slash != std::string::npos; slash = object.find('/', slash + 1)) {
    const std::string group = object.substr(0, slash);
    if (!groups_.insert(group).second) continue;
    const h5::Handle creation = creation_list(H5P_GROUP_CREATE);
    h5::Handle(H5Gcreate2(file_.get(), group.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Gclose).close();
  }
}

h5::Handle ChunkFile::make_dataset(const DatasetShape& shape, hid_t type) {
  make_groups(shape.name);
  const int rank = shape.width > 0 ? 2 : 1;
  const hsize_t dims[2] = {shape.num_rows, shape.width};
  // HDF5 refuses a chunk larger than a dataset that cannot grow, so a dataset without rows must be able to grow.
  const bool may_grow = shape.grows || shape.num_rows == 0;
  const hsize_t max_dims[2] = {may_grow ? H5S_UNLIMITED : shape.num_rows, shape.width};
  const hsize_t chunk[2] = {shape.chunk_rows, shape.width};
  const h5::Handle space(H5Screate_simple(rank, dims, max_dims), H5Sclose);
  const h5::Handle creation = creation_list(H5P_DATASET_CREATE);
  h5::checked(H5Pset_chunk(creation.get(), rank, chunk));
  // The filters in the order of the bits of PackedChunk::mask.
  h5::checked(H5Pset_shuffle(creation.get()));
  h5::checked(H5Pset_deflate(creation.get(), static_cast<unsigned>(compression_level_)));
  h5::checked(H5Pset_fletcher32(creation.get()));
  return {H5Dcreate2(file_.get(), shape.name.c_str(), type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
          H5Dclose};
}

std::uint64_t ChunkFile::place(hid_t dataset, std::uint64_t first_row, const PackedChunk& chunk) {
  const hsize_t offset[2] = {first_row, 0};
  h5::checked(H5Dwrite_chunk(dataset, H5P_DEFAULT, chunk.mask, offset, chunk.num_bytes, log_.placeholder()));
  const PlacementLog::Place place = log_.take();
  if (place.num_bytes != chunk.num_bytes) throw h5::Failure("HDF5 gave a chunk no place of its size");
  return place.address;
}

void ChunkFile::require_space(std::uint64_t num_bytes) const {
  files::require_free_space(path_, shown_path_, num_bytes);
}

void ChunkFile::write_at(std::uint64_t address, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(address));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0)
      throw Error(ExitCode::output,
                  fmt::format("cannot write {}: {}", shown_path_, std::strerror(count < 0 ? errno : ENOSPC)));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    address += static_cast<std::uint64_t>(count);
  }
}

}  // namespace onefold::result
