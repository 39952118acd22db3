#include "result/result_column.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::result {

namespace {

constexpr const char* kInDigest = "in_content_digest";

// Sent instead of a number of rows if a rank cannot append its rows.
constexpr std::uint64_t kWrong = ~std::uint64_t{0};

// Throws on all ranks if a count is kWrong: `counts` are equal on all ranks.
void refuse_wrong(std::span<const std::uint64_t> counts, const std::string& what) {
  if (std::find(counts.begin(), counts.end(), kWrong) != counts.end()) throw Error(ExitCode::internal, what);
}

h5::Handle copy_of(hid_t type) { return {H5Tcopy(type), H5Tclose}; }

// Collective. Marks the dataset, or the group of a text column, as part of the content digest or not.
void mark(const mpi::Communicator& world, ChunkFile& file, const std::string& name, Digested digested) {
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    file.through_hdf5(name, [&](hid_t opened_file) {
      const h5::Handle object(H5Oopen(opened_file, name.c_str(), H5P_DEFAULT), H5Oclose);
      const h5::Handle space(H5Screate(H5S_SCALAR), H5Sclose);
      const h5::Handle attribute(
          H5Acreate2(object.get(), kInDigest, H5T_STD_I8LE, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
      const std::int8_t value = digested == Digested::yes ? 1 : 0;
      h5::checked(H5Awrite(attribute.get(), H5T_NATIVE_INT8, &value));
    });
  });
}

std::span<const char> bytes_of(std::span<const std::int64_t> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

// Rows that have the same layout in memory and in the file.
RowBytes rows_of(std::span<const char> bytes, std::uint64_t row_bytes) {
  return [bytes, row_bytes](std::uint64_t first, std::uint64_t count, std::vector<char>&) {
    return bytes.subspan(first * row_bytes, count * row_bytes);
  };
}

void add_part(const mpi::Communicator& world, RowStream& stream, WrittenDataset& written) {
  if (world.is_root()) written.parts.push_back({stream.shape(), stream.take_checks()});
}

std::uint64_t sum_before(std::span<const std::uint64_t> counts, int rank) {
  return std::accumulate(counts.begin(), counts.begin() + rank, std::uint64_t{0});
}

std::uint64_t sum_of(std::span<const std::uint64_t> counts) {
  return sum_before(counts, static_cast<int>(counts.size()));
}

}  // namespace

template <>
const NumberType& number_type<std::int8_t>() {
  static const NumberType type{"int8", 1, [] { return H5T_STD_I8LE; }};
  return type;
}
template <>
const NumberType& number_type<std::int16_t>() {
  static const NumberType type{"int16", 2, [] { return H5T_STD_I16LE; }};
  return type;
}
template <>
const NumberType& number_type<std::int32_t>() {
  static const NumberType type{"int32", 4, [] { return H5T_STD_I32LE; }};
  return type;
}
template <>
const NumberType& number_type<std::int64_t>() {
  static const NumberType type{"int64", 8, [] { return H5T_STD_I64LE; }};
  return type;
}
template <>
const NumberType& number_type<float>() {
  static const NumberType type{"float32", 4, [] { return H5T_IEEE_F32LE; }};
  return type;
}
template <>
const NumberType& number_type<double>() {
  static const NumberType type{"float64", 8, [] { return H5T_IEEE_F64LE; }};
  return type;
}

NumberColumn::NumberColumn(const mpi::Communicator& world, ChunkFile& file, const NumberType& type,
                           const NumberShape& shape)
    : world_(world) {
  const auto& [name, num_rows, width, digested] = shape;
  rows_.emplace(world, file,
                DatasetShape{.name = name, .element_bytes = type.num_bytes, .width = width, .num_rows = num_rows},
                world.is_root() ? copy_of(type.file_type()) : h5::Handle());
  mark(world, file, name, digested);
  written_.dataset = {name, type.name, num_rows, std::max<std::uint64_t>(1, width), {}, digested};
}

void NumberColumn::append(std::span<const char> local) {
  const std::uint64_t row_bytes = rows_->shape().row_bytes();
  const bool is_whole = local.size() % row_bytes == 0;
  const auto counts = world_.gather_all(std::vector<std::uint64_t>{is_whole ? local.size() / row_bytes : kWrong});
  refuse_wrong(counts, written_.dataset.name + " gets rows that are not whole");
  written_.dataset.digest += digest_of_rows(local, row_bytes, num_rows_ + sum_before(counts, world_.rank()));
  rows_->append(counts, rows_of(local, row_bytes));
  num_rows_ += sum_of(counts);
}

WrittenDataset NumberColumn::finish() {
  rows_->finish();
  add_part(world_, *rows_, written_);
  return std::move(written_);
}

TextColumnWriter::TextColumnWriter(const mpi::Communicator& world, ChunkFile& file, const std::string& name,
                                   std::uint64_t num_rows, Digested digested)
    : world_(world),
      // The offset of each row, and after them the end of the last one.
      offsets_(world, file, DatasetShape{.name = name + "/offsets", .element_bytes = 8, .num_rows = num_rows + 1},
               world.is_root() ? copy_of(H5T_STD_I64LE) : h5::Handle()),
      bytes_(world, file, DatasetShape{.name = name + "/bytes", .element_bytes = 1, .grows = true},
             world.is_root() ? copy_of(H5T_STD_U8LE) : h5::Handle()) {
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    file.through_hdf5(name, [&](hid_t opened_file) {
      const h5::Handle group(H5Gopen2(opened_file, name.c_str(), H5P_DEFAULT), H5Gclose);
      set_text_attribute(group.get(), kLayoutAttribute, kTextLayout);
    });
  });
  mark(world, file, name, digested);
  written_.dataset = {name, "text", num_rows, 1, {}, digested};
}

void TextColumnWriter::append(const TextColumn& local) {
  const std::span<const char> bytes = local.bytes();
  struct Part {
    std::uint64_t rows, bytes;
  };
  std::vector<std::uint64_t> counts;
  std::vector<std::uint64_t> byte_counts;
  for (const Part& part : world_.gather_all(std::vector<Part>{{local.size(), bytes.size()}})) {
    counts.push_back(part.rows);
    byte_counts.push_back(part.bytes);
  }
  written_.dataset.digest += digest_of_texts(local, num_rows_ + sum_before(counts, world_.rank()));
  append_offsets(local, counts, num_bytes_ + sum_before(byte_counts, world_.rank()));
  bytes_.append(byte_counts, rows_of(bytes, 1));
  num_rows_ += sum_of(counts);
  num_bytes_ += sum_of(byte_counts);
}

void TextColumnWriter::append_offsets(const TextColumn& local, std::span<const std::uint64_t> counts,
                                      std::uint64_t first_byte) {
  offsets_.append(counts, [&](std::uint64_t first, std::uint64_t count, std::vector<char>& buffer) {
    buffer.resize(count * 8);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t row = first + i;
      const std::uint64_t offset = first_byte + (row == 0 ? 0 : local.ends()[row - 1]);
      std::memcpy(buffer.data() + i * 8, &offset, 8);
    }
    return std::span<const char>(buffer);
  });
}

WrittenDataset TextColumnWriter::finish() {
  // One row more, on rank 0.
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world_.size()), 0);
  counts[0] = 1;
  const std::int64_t end[1] = {static_cast<std::int64_t>(num_bytes_)};
  offsets_.append(counts, rows_of(bytes_of(end), 8));
  bytes_.finish();
  offsets_.finish();
  add_part(world_, offsets_, written_);
  add_part(world_, bytes_, written_);
  return std::move(written_);
}

}  // namespace onefold::result
