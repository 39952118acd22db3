// The result file while it is written. Rank 0 has it open through HDF5 and places the chunks; every rank writes its own
// chunks at these places.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bytes/chunk_filter.hpp"
#include "hdf5/chunk_sizes.hpp"
#include "hdf5/hdf5.hpp"
#include "hdf5/placing_driver.hpp"

namespace onefold::result {

/// The attribute of a group that makes it a column of texts, and its value: the group holds `offsets` and `bytes`.
inline constexpr const char* kLayoutAttribute = "layout";
inline constexpr const char* kTextLayout = "offsets_and_bytes";

/// A dataset of one or two dimensions, in chunks.
struct DatasetShape {
  std::string name;                 ///< "/records/pin"
  std::uint64_t element_bytes = 1;  ///< of a number
  std::uint64_t width = 0;          ///< columns of a matrix; 0: a vector
  std::uint64_t num_rows = 0;
  std::uint64_t chunk_rows = 1;
  bool grows = false;  ///< `num_rows` may still increase

  [[nodiscard]] std::uint64_t row_bytes() const { return element_bytes * (width > 0 ? width : 1); }
  [[nodiscard]] std::uint64_t num_chunks() const { return (num_rows + chunk_rows - 1) / chunk_rows; }
};

/// Rows per chunk, chosen so that all chunks of a dataset have about the same number of rows.
[[nodiscard]] std::uint64_t chunk_rows_for(std::uint64_t num_rows, std::uint64_t row_bytes, std::uint64_t chunk_bytes);

/// A filtered chunk that has no place yet.
struct PackedChunk {
  std::uint64_t num_bytes = 0;
  std::uint32_t mask = 0;  ///< filters that were skipped
  std::uint32_t unused = 0;
  std::uint64_t stored_hash = 0;  ///< as in ChunkCheck
  std::uint64_t rows_hash = 0;
};

class ChunkFile {
 public:
  /// Local. `shown_path`: the name in messages.
  ChunkFile(std::string path, std::string shown_path, int compression_level, ChunkSizes chunk_sizes);
  ~ChunkFile();
  ChunkFile(const ChunkFile&) = delete;
  ChunkFile& operator=(const ChunkFile&) = delete;

  /// The functions below are local and throw Error(output). open() opens the existing, empty file for writing; on rank
  /// 0, create() makes it an HDF5 file.
  void create();
  void open();
  /// Flushes everything to disk, as far as the file system supports this. Must be the last call.
  void close();

  /// Rank 0 only. Runs calls of HDF5 and turns their failure into an Error(output) about `object`.
  void through_hdf5(const std::string& object, const std::function<void(hid_t file)>& work);
  /// Rank 0 only, within `through_hdf5`. Makes the dataset, and the groups above it that are missing.
  [[nodiscard]] h5::Handle make_dataset(const DatasetShape& shape, hid_t type);
  void make_groups(const std::string& object);
  /// Rank 0 only, within `through_hdf5`. Adds the chunk that begins at `first_row` to the index and returns its place.
  [[nodiscard]] std::uint64_t place(hid_t dataset, std::uint64_t first_row, const PackedChunk& chunk);
  /// Rank 0 only. Throws unless the disk has space for `num_bytes` more.
  void require_space(std::uint64_t num_bytes) const;

  void write_at(std::uint64_t address, std::span<const char> bytes);

  const ChunkSizes sizes;
  bytes::ChunkFilter filter;
  /// Chunks dealt out to the ranks so far; equal on all ranks.
  std::uint64_t num_dealt_chunks = 0;

 private:
  std::string path_;
  std::string shown_path_;
  int compression_level_;
  int descriptor_ = -1;
  PlacementLog log_;
  h5::Handle file_;
  std::set<std::string> groups_;  // groups that exist
};

/// Adds a text attribute to `object`.
void set_text_attribute(hid_t object, const std::string& name, const std::string& text);

}  // namespace onefold::result
