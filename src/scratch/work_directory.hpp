// The work directory holds the products that stages leave for later stages, and for a later run of the same job.
//
// A product is cut into slices by global id (scratch/slice_file.hpp), not by rank, so any number of ranks can read it.
// It exists when the manifest names it with all its slices: once all slices are complete, rank 0 writes the manifest
// under a temporary name and renames it. Whenever a run is killed, a product is therefore either complete or absent.
// The folder has mode 0700, files 0600; names and manifest hold only product names, ranges, sizes and hashes.
//
// Cost of publish(): one gather of 40 bytes per slice, one small file. Memory: the list of all slices, on every rank.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "scratch/slice_file.hpp"

namespace onefold::scratch {

/// nothing:   products live as long as the WorkDirectory; those of an earlier run are removed
/// products:  products stay until remove_all(); those of an earlier run of the same job are used again
enum class Keep { nothing, products };

class WorkDirectory {
 public:
  /// Collective. Makes the folder if it does not exist (its parent must), locks it, and removes files of an earlier run
  /// that this one cannot use. Throws Error(output) if the folder cannot be used or another run uses it, Error(input)
  /// if products are to be kept and their manifest is damaged.
  WorkDirectory(const mpi::Communicator& world, std::string path, std::uint64_t job_digest, Keep keep = Keep::nothing);
  /// Local. With Keep::nothing, rank 0 removes all files without waiting for the other ranks, which may be anywhere
  /// after an error. A run that ends normally calls remove_all() first, which waits for ranks that still read.
  ~WorkDirectory();
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;

  /// Collective. Makes a product of the slices that ranks have closed; replaces an earlier one of this name. Throws
  /// Error(internal) if two slices overlap.
  void publish(const std::string& product, const std::vector<Slice>& local_slices);
  void publish(const std::string& product, const std::optional<Slice>& local_slice);
  /// Collective. Whether the manifest names the product and each slice's file has its length and header. Readers check
  /// the payload.
  [[nodiscard]] bool has_product(const std::string& product) const;
  /// Collective. Removes a product that no stage reads again.
  void remove_product(const std::string& product);
  /// Collective. Removes every file of a WorkDirectory. Also removes the folder if a run made it and it is empty now.
  /// Afterwards the object can only be destroyed.
  void remove_all();

  /// Local. Slices of a product in ascending order of ids; none if there is no such product.
  [[nodiscard]] const std::vector<Slice>& slices(const std::string& product) const;
  /// Local.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t job_digest() const { return job_digest_; }
  /// Local. Whether files are flushed to disk: products that end with the run need not survive a power cut.
  [[nodiscard]] bool is_durable() const { return keep_ == Keep::products; }
  [[nodiscard]] std::string path_of(const std::string& product, const Slice& slice) const;
  /// Local. A name that no other rank and no other writer of this rank uses.
  [[nodiscard]] std::string temporary_path(const std::string& product) const;

 private:
  void local_make_folder();
  void local_lock();
  void local_read_manifest();
  void local_write_manifest() const;
  void local_remove_files(bool strays_only) const;
  void local_remove_folder();

  const mpi::Communicator& world_;
  std::string path_;
  std::uint64_t job_digest_ = 0;
  Keep keep_ = Keep::nothing;
  std::map<std::string, std::vector<Slice>> products_;  // equal on all ranks
  bool folder_is_ours_ = false;                         // known to rank 0
  int lock_ = -1;                                       // held by rank 0
  mutable std::uint64_t num_temporary_ = 0;
};

/// Collective. The path of a work directory for a purpose other than a run, inside that of the job or next to it; it
/// does not touch the files of a run.
[[nodiscard]] std::string side_folder(const mpi::Communicator& world, const std::string& work_dir,
                                      const std::string& name);

}  // namespace onefold::scratch
