// What the two halves of ResultWriter share: result_writer.cpp (writing) and publish.cpp (reading back, renaming).
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "onefold/store/result_file.hpp"
#include "store/hdf5.hpp"

namespace onefold::store {

/// Rows of this rank as bytes: gives those of local rows first .. first + count - 1; may fill `buffer` to do so.
using RowBytes =
    std::function<std::span<const char>(std::uint64_t first, std::uint64_t count, std::vector<char>& buffer)>;

/// Which rows of a column are this rank's: global rows begin .. end - 1 of num_global.
struct Slice {
  std::uint64_t num_global = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Collective. Replaces the digests of datasets `first` and later, which are of this rank's rows, by their sums over the ranks.
void add_up_digests(const mpi::Communicator& world, std::vector<DatasetDigest>& datasets, std::size_t first);

struct ResultWriter::State {
  const mpi::Communicator& world;
  std::string path;
  std::string temporary;
  bool overwrite = false;
  int compression_level = 1;
  bool is_open = false;  ///< the temporary file exists and is ours to remove; equal on all ranks
  bool failed = false;   ///< a call of HDF5 failed: closing may need space
  h5::Handle file;
  std::set<std::string> groups;         ///< that exist already
  std::vector<DatasetDigest> datasets;  ///< with the digests of this rank's rows, until publish()

  State(const mpi::Communicator& world_in, std::string path_in, bool overwrite_in, int level);
  ~State();

  /// Collective. Makes the temporary file.
  void open();
  /// Collective. Runs `work`, which may call collective functions of HDF5, and agrees on how it ended: all ranks throw the
  /// same Error(output), or the watchdog ends the job when the others do not come back.
  void together(const std::string& what, const std::function<void()>& work);
  /// Local. Moves the end of the file away, so that gaps between what is written are zeros.
  void extend_by(std::uint64_t num_bytes) const;

  /// Collective. The steps of a dataset. `width`: columns of a matrix, 0 for a vector.
  void make_groups(const std::string& object);
  h5::Handle make_dataset(const std::string& name, hid_t type, std::uint64_t rows, std::uint64_t width,
                          std::uint64_t chunk_rows);
  void write_rows(const std::string& name, hid_t file_type, hid_t memory_type, std::uint64_t row_bytes,
                  std::uint64_t width, const Slice& slice, const RowBytes& local);
  void write_attribute(const std::string& object, const std::string& name, const std::string& text);
  void finish_dataset(const std::string& name, const std::string& type, const Slice& slice, std::uint64_t width,
                      ColumnDigest local_digest, Digested digested);
  [[nodiscard]] Slice slice_of(std::uint64_t num_local) const;
  template <typename T>
  void write_numbers(const std::string& name, std::span<const T> local, std::uint64_t width, Digested digested);
  void write_texts(const std::string& name, const TextColumn& local, Digested digested);
  void write_single_text(const std::string& name, const std::string& text, Digested digested);

  /// Collective. The steps of publish().
  void write_verification_table();
  void close_file();
  void read_back();
  void seal();
};

}  // namespace onefold::store
