#include "result/read_back.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "bytes/chunk_filter.hpp"
#include "hdf5/hdf5.hpp"

namespace onefold::result {

namespace {

[[noreturn]] void fail(const std::string& name, const char* what) { throw std::runtime_error(name + " " + what); }

/// A dataset. The chunk that was read last stays unpacked.
class ChunkReader {
 public:
  ChunkReader(hid_t file, const std::string& name)
      : name_(name), set_(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose) {
    const h5::Handle space(H5Dget_space(set_.get()), H5Sclose);
    const h5::Handle type(H5Dget_type(set_.get()), H5Tclose);
    const h5::Handle creation(H5Dget_create_plist(set_.get()), H5Pclose);
    const int rank = H5Sget_simple_extent_ndims(space.get());
    hsize_t dims[2] = {0, 1};
    hsize_t chunk[2] = {0, 1};
    if (rank != 1 && rank != 2) fail(name_, "is neither a vector nor a matrix");
    h5::checked(H5Sget_simple_extent_dims(space.get(), dims, nullptr));
    if (H5Pget_chunk(creation.get(), 2, chunk) != rank || chunk[0] == 0 || chunk[1] != dims[1])
      fail(name_, "is not in chunks of whole rows");
    element_bytes_ = H5Tget_size(type.get());
    num_rows_ = dims[0];
    chunk_rows_ = chunk[0];
    width_ = dims[1];
    row_bytes_ = element_bytes_ * width_;
    if (row_bytes_ == 0) fail(name_, "has rows without bytes");
  }

  [[nodiscard]] std::uint64_t num_rows() const { return num_rows_; }
  [[nodiscard]] std::uint64_t width() const { return width_; }
  [[nodiscard]] std::uint64_t chunk_rows() const { return chunk_rows_; }
  [[nodiscard]] std::uint64_t row_bytes() const { return row_bytes_; }

  /// The rows of a chunk; fewer in the last one.
  [[nodiscard]] std::span<const char> chunk(std::uint64_t index) {
    const std::uint64_t first_row = index * chunk_rows_;
    if (first_row >= num_rows_) fail(name_, "ends early");
    if (index != unpacked_) {
      const hsize_t offset[2] = {first_row, 0};
      hsize_t num_bytes = 0;
      h5::checked(H5Dget_chunk_storage_size(set_.get(), offset, &num_bytes));
      raw_.resize(chunk_rows_ * row_bytes_);
      // The allowance for the checksum is all that the filters may add.
      if (num_bytes == 0 || num_bytes > raw_.size() + 4) fail(name_, "has a chunk of an impossible size");
      stored_.resize(num_bytes);
      std::uint32_t mask = 0;
      h5::checked(H5Dread_chunk(set_.get(), H5P_DEFAULT, offset, &mask, stored_.data()));
      unpacked_ = kNone;
      if (!unfilter_.apply(stored_, mask, element_bytes_, raw_)) fail(name_, "has a chunk with a wrong checksum");
      unpacked_ = index;
    }
    return std::span<const char>(raw_).first(std::min(chunk_rows_, num_rows_ - first_row) * row_bytes_);
  }

  /// Rows `first` .. `first + count` - 1; uses `buffer` if they do not lie in the unpacked chunk.
  [[nodiscard]] std::span<const char> view(std::uint64_t first, std::uint64_t count, std::vector<char>& buffer) {
    const std::uint64_t begin = unpacked_ * chunk_rows_;
    if (unpacked_ != kNone && first >= begin && first + count <= std::min(num_rows_, begin + chunk_rows_))
      return std::span<const char>(raw_).subspan((first - begin) * row_bytes_, count * row_bytes_);
    read(first, count, buffer);
    return buffer;
  }

  /// Replaces `out` by rows `first` .. `first + count` - 1.
  void read(std::uint64_t first, std::uint64_t count, std::vector<char>& out) {
    if (first > num_rows_ || count > num_rows_ - first) fail(name_, "ends early");
    out.clear();
    while (count > 0) {
      const std::uint64_t skipped = first % chunk_rows_ * row_bytes_;
      const std::span<const char> rows = chunk(first / chunk_rows_).subspan(skipped);
      const std::uint64_t taken = std::min(count, rows.size() / row_bytes_);
      out.insert(out.end(), rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(taken * row_bytes_));
      first += taken;
      count -= taken;
    }
  }

 private:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  std::string name_;
  h5::Handle set_;
  std::uint64_t num_rows_ = 0;
  std::uint64_t width_ = 1;
  std::uint64_t chunk_rows_ = 0;
  std::uint64_t element_bytes_ = 0;
  std::uint64_t row_bytes_ = 0;
  std::uint64_t unpacked_ = kNone;
  std::vector<char> stored_;
  std::vector<char> raw_;
  bytes::ChunkUnfilter unfilter_;
};

// Digest of rows `first` .. `last` - 1 of a column of texts; these rows lie in one chunk of offsets.
ColumnDigest digest_of_texts_in(ChunkReader& offsets, ChunkReader& bytes, std::uint64_t first, std::uint64_t last) {
  ColumnDigest sum;
  std::vector<char> raw;
  std::vector<char> text;
  offsets.read(first, last - first + 1, raw);
  std::vector<std::int64_t> ends(last - first + 1);
  std::copy(raw.begin(), raw.end(), reinterpret_cast<char*>(ends.data()));
  for (std::uint64_t row = first; row < last; ++row) {
    const std::int64_t begin = ends[row - first];
    const std::int64_t end = ends[row - first + 1];
    if (begin < 0 || begin > end) fail("a column of texts", "has offsets that do not ascend");
    const std::span<const char> value =
        bytes.view(static_cast<std::uint64_t>(begin), static_cast<std::uint64_t>(end - begin), text);
    sum += digest_of_text({value.data(), value.size()}, row);
  }
  return sum;
}

ColumnDigest digest_of_chunks(hid_t file, const WrittenDataset& written, std::uint64_t first, std::uint64_t last) {
  const DatasetDigest& set = written.dataset;
  const h5::Handle object(H5Oopen(file, set.name.c_str(), H5P_DEFAULT), H5Oclose);
  ColumnDigest sum;
  if (H5Iget_type(object.get()) == H5I_GROUP) {
    ChunkReader offsets(file, set.name + "/offsets");
    ChunkReader bytes(file, set.name + "/bytes");
    if (set.type != "text" || offsets.num_rows() != set.rows + 1) fail(set.name, "has another shape than was written");
    for (std::uint64_t chunk = first; chunk < last; ++chunk) {
      const std::uint64_t begin = std::min(set.rows, chunk * offsets.chunk_rows());
      const std::uint64_t end = std::min(set.rows, (chunk + 1) * offsets.chunk_rows());
      if (begin < end) sum += digest_of_texts_in(offsets, bytes, begin, end);
    }
    return sum;
  }
  ChunkReader rows(file, set.name);
  if (rows.num_rows() != set.rows || rows.width() != set.width) fail(set.name, "has another shape than was written");
  for (std::uint64_t chunk = first; chunk < last; ++chunk) {
    const std::span<const char> raw = rows.chunk(chunk);
    const std::uint64_t first_row = chunk * rows.chunk_rows();
    sum += digest_of_rows(raw, rows.row_bytes(), first_row);
  }
  return sum;
}

}  // namespace

std::vector<ColumnDigest> read_back_share(const std::string& path, std::span<const WrittenDataset> datasets,
                                          std::uint64_t rank, std::uint64_t num_ranks) {
  const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  h5::checked(H5Pset_file_locking(access.get(), false, true));
  const h5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  std::vector<ColumnDigest> out;
  // Contiguous shares; the larger shares rotate over the ranks, so that tiny datasets are spread.
  std::uint64_t num_before = 0;
  for (const WrittenDataset& written : datasets) {
    const std::uint64_t num_parts = std::max<std::uint64_t>(1, written.num_chunks);
    const auto begin_of = [&](std::uint64_t r) { return (num_parts * r + num_before % num_ranks) / num_ranks; };
    const std::uint64_t first = begin_of(rank);
    const std::uint64_t last = begin_of(rank + 1);
    num_before += num_parts;
    // A dataset without chunks is checked too: it must exist and have no rows.
    out.push_back(first == last ? ColumnDigest{}
                                : digest_of_chunks(file.get(), written, first, std::min(last, written.num_chunks)));
  }
  return out;
}

}  // namespace onefold::result
