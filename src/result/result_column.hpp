// Columns of the result file while they are written: a stream of rows (two streams for texts) and its digest.
// Collective over the ranks of the communicator that the column receives; all of them throw the same Error.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hdf5/row_stream.hpp"
#include "result/result_writer.hpp"

namespace onefold::result {

/// A dataset of HDF5 that belongs to a column. Known on the rank that created it.
struct WrittenPart {
  DatasetShape shape;
  std::vector<ChunkCheck> chunks;  ///< what reading back must find
};

/// Result of a finished column: its row of /verification with the digest of this rank's rows, and on rank 0 its
/// datasets: one of numbers, or the offsets and the bytes of texts.
struct WrittenDataset {
  DatasetDigest dataset;
  std::vector<WrittenPart> parts;
};

/// How the file stores a number.
struct NumberType {
  const char* name;  ///< int8, int16, int32, int64, float32, float64
  std::uint64_t num_bytes;
  hid_t (*file_type)();
};
template <typename T>
[[nodiscard]] const NumberType& number_type();
template <>
const NumberType& number_type<std::int8_t>();
template <>
const NumberType& number_type<std::int16_t>();
template <>
const NumberType& number_type<std::int32_t>();
template <>
const NumberType& number_type<std::int64_t>();
template <>
const NumberType& number_type<float>();
template <>
const NumberType& number_type<double>();

/// Name and size of a column of numbers.
struct NumberShape {
  std::string name;
  std::uint64_t num_rows = 0;
  std::uint64_t width = 0;  ///< columns of a matrix; 0: a vector
  Digested digested = Digested::yes;
};

/// A vector or a matrix of numbers.
class NumberColumn {
 public:
  NumberColumn(const mpi::Communicator& world, ChunkFile& file, const NumberType& type, const NumberShape& shape);
  /// Appends whole rows, one after another.
  void append(std::span<const char> local);
  [[nodiscard]] WrittenDataset finish();

 private:
  const mpi::Communicator& world_;
  std::optional<RowStream> rows_;
  WrittenDataset written_;
  std::uint64_t num_rows_ = 0;  ///< so far
};

/// A column of texts: the offset of each, and the bytes of all.
class TextColumnWriter {
 public:
  TextColumnWriter(const mpi::Communicator& world, ChunkFile& file, const std::string& name, std::uint64_t num_rows,
                   Digested digested);
  void append(const TextColumn& local);
  [[nodiscard]] WrittenDataset finish();

 private:
  void append_offsets(const TextColumn& local, std::span<const std::uint64_t> counts, std::uint64_t first_byte);

  const mpi::Communicator& world_;
  RowStream offsets_;
  RowStream bytes_;
  WrittenDataset written_;
  std::uint64_t num_rows_ = 0;
  std::uint64_t num_bytes_ = 0;
};

}  // namespace onefold::result
