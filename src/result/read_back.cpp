#include "result/read_back.hpp"

#include <algorithm>
#include <stdexcept>

#include "bytes/chunk_filter.hpp"
#include "hdf5/hdf5.hpp"

namespace onefold::result {

namespace {

[[noreturn]] void fail(const std::string& name, const char* what) { throw std::runtime_error(name + " " + what); }

/// Compares chunks of one file. Keeps its buffers from dataset to dataset.
class ChunkComparer {
 public:
  explicit ChunkComparer(hid_t file) : file_(file) {}

  /// Whether the chunks `first` .. `last` - 1 are as they were written.
  [[nodiscard]] bool is_equal(const ExpectedDataset& expected, std::uint64_t first, std::uint64_t last) {
    const h5::Handle set(H5Dopen2(file_, expected.name.c_str(), H5P_DEFAULT), H5Dclose);
    require_shape(expected, set.get());
    for (std::uint64_t chunk = first; chunk < last; ++chunk)
      if (found(expected, set.get(), chunk) != expected.chunks[chunk]) return false;
    return true;
  }

 private:
  static void require_shape(const ExpectedDataset& expected, hid_t set) {
    const h5::Handle space(H5Dget_space(set), H5Sclose);
    const h5::Handle type(H5Dget_type(set), H5Tclose);
    const h5::Handle creation(H5Dget_create_plist(set), H5Pclose);
    const int rank = expected.width > 0 ? 2 : 1;
    hsize_t dims[2] = {0, 0};
    hsize_t chunk[2] = {0, 0};
    if (H5Sget_simple_extent_ndims(space.get()) != rank || H5Pget_chunk(creation.get(), 2, chunk) != rank)
      fail(expected.name, "has another number of dimensions than was written");
    h5::checked(H5Sget_simple_extent_dims(space.get(), dims, nullptr));
    if (dims[0] != expected.num_rows || dims[1] != expected.width || chunk[0] != expected.chunk_rows ||
        chunk[1] != expected.width || H5Tget_size(type.get()) != expected.element_bytes)
      fail(expected.name, "has another shape than was written");
  }

  /// Stops at the first part that differs: the other hashes are then 0.
  [[nodiscard]] ChunkCheck found(const ExpectedDataset& expected, hid_t set, std::uint64_t chunk) {
    const hsize_t offset[2] = {chunk * expected.chunk_rows, 0};
    hsize_t num_bytes = 0;
    h5::checked(H5Dget_chunk_storage_size(set, offset, &num_bytes));
    ChunkCheck check{.num_bytes = num_bytes};
    if (num_bytes != expected.chunks[chunk].num_bytes) return check;
    stored_.resize(num_bytes);
    std::uint32_t mask = 0;
    h5::checked(H5Dread_chunk(set, H5P_DEFAULT, offset, &mask, stored_.data()));
    check.stored_hash = hash_of_chunk(stored_, mask);
    if (!is_unfiltered(chunk)) return check;
    rows_.resize(expected.chunk_rows * std::max<std::uint64_t>(1, expected.width) * expected.element_bytes);
    if (unfilter_.apply(stored_, mask, expected.element_bytes, rows_)) check.rows_hash = hash_of_chunk(rows_);
    return check;
  }

  hid_t file_;
  std::vector<char> stored_, rows_;
  bytes::ChunkUnfilter unfilter_;
};

}  // namespace

std::vector<ExpectedDataset> expected_datasets(const mpi::Communicator& world,
                                               std::span<const WrittenDataset> written) {
  struct Shape {
    std::uint64_t num_rows, width, chunk_rows, element_bytes, num_chunks;
  };
  std::vector<Shape> shapes;
  std::vector<ChunkCheck> chunks;
  if (world.is_root())
    for (const WrittenDataset& column : written)
      for (const auto& [shape, checks] : column.parts) {
        shapes.push_back({shape.num_rows, shape.width, shape.chunk_rows, shape.element_bytes, checks.size()});
        chunks.insert(chunks.end(), checks.begin(), checks.end());
      }
  world.broadcast(shapes);
  world.broadcast(chunks);
  std::vector<ExpectedDataset> out;
  auto next_shape = shapes.begin();
  auto next_chunk = chunks.begin();
  for (const WrittenDataset& column : written) {
    const bool is_text = column.dataset.type == "text";
    for (const char* part : is_text ? std::vector{"/offsets", "/bytes"} : std::vector{""}) {
      const Shape& shape = *next_shape++;
      const auto end = next_chunk + static_cast<std::ptrdiff_t>(shape.num_chunks);
      out.push_back({column.dataset.name + part, shape.num_rows, shape.width, shape.chunk_rows, shape.element_bytes,
                     std::vector<ChunkCheck>(next_chunk, end)});
      next_chunk = end;
    }
  }
  return out;
}

std::string read_back_share(const std::string& path, std::span<const ExpectedDataset> datasets, std::uint64_t rank,
                            std::uint64_t num_ranks) {
  const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  h5::checked(H5Pset_file_locking(access.get(), false, true));
  const h5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  ChunkComparer comparer(file.get());
  // Contiguous shares; the larger shares rotate over the ranks, so that tiny datasets are spread.
  std::uint64_t num_before = 0;
  for (const ExpectedDataset& expected : datasets) {
    const std::uint64_t num_chunks = expected.chunks.size();
    // A dataset without chunks is checked too: it must exist and have no rows.
    const std::uint64_t num_parts = std::max<std::uint64_t>(1, num_chunks);
    const auto begin_of = [&](std::uint64_t r) { return (num_parts * r + num_before % num_ranks) / num_ranks; };
    const std::uint64_t first = begin_of(rank);
    const std::uint64_t last = begin_of(rank + 1);
    num_before += num_parts;
    if (first < last && !comparer.is_equal(expected, first, std::min(last, num_chunks))) return expected.name;
  }
  return {};
}

}  // namespace onefold::result
