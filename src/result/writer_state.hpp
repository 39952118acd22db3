// Shared by the two halves of ResultWriter: result_writer.cpp (writing) and publish.cpp (reading back, renaming).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hdf5/chunk_file.hpp"
#include "result/result_column.hpp"
#include "result/result_writer.hpp"

namespace onefold::result {

struct ResultWriter::State {
  const mpi::Communicator& world;
  const mpi::Communicator alone;  ///< this rank only, for datasets that rank 0 writes by itself
  std::string path;
  std::string temporary;
  bool overwrite = false;
  bool is_open = false;  ///< the temporary file exists and is ours to remove; equal on all ranks
  std::unique_ptr<ChunkFile> file;
  /// In the order in which they were finished, with the digests of this rank's rows. For datasets that are written
  /// once, only rank 0 knows shape and digest.
  std::vector<WrittenDataset> datasets;
  std::uint64_t num_open_columns = 0;
  std::string deferred_failure;  ///< rank 0 only: failure of a call that is not collective

  State(const mpi::Communicator& world_in, std::string path_in, bool overwrite_in);
  ~State();

  /// Collective. Makes the temporary file.
  void open(int compression_level, ChunkSizes sizes);
  /// Collective. All ranks throw the failure of a call that was not collective.
  void throw_deferred() const;
  /// Rank 0 writes; the others only list the dataset. A failure is deferred.
  void on_root(const DatasetDigest& dataset, const std::function<WrittenDataset()>& write);
  void write_once(const std::string& name, const NumberType& type, std::span<const char> rows, Digested digested);
  void write_texts_once(const std::string& name, const TextColumn& rows, Digested digested);
  void describe(const std::string& object, const std::string& attribute, const std::string& text);

  /// Collective. The steps of publish().
  void agree_on_datasets(std::size_t first);
  [[nodiscard]] std::vector<DatasetDigest> digests() const;
  void write_verification_table();
  void close_file();
  void read_back();
  void seal();
};

}  // namespace onefold::result
