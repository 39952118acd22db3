// The work directory: the home of the products that stages leave for later stages, and for a later run of the same job.
//
// A product is cut in slices by global id (store/slice_file.hpp), not by rank, so any number of ranks can read it. It
// exists when the manifest names it with all its slices; the manifest is written by rank 0 under a temporary name and
// renamed, after all slices are there. Whatever moment a run is killed at, a product is there and whole, or it is not
// there. The folder is made 0700, files 0600; names and manifest hold product names, ranges, sizes and hashes only.
//
// Cost of publish(): one gather of 40 bytes a slice, one small file. Memory: the list of all slices, on every rank.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "scratch/slice_file.hpp"

namespace onefold::scratch {

/// nothing:   products live as long as the WorkDirectory, what an earlier run left is removed
/// products:  products stay until remove_all(), those of an earlier run of the same job are taken over
enum class Keep { nothing, products };

class WorkDirectory {
 public:
  /// Collective. Makes the folder when it is not there (its parent must be), takes a lock on it, and removes what an
  /// earlier run left and nobody wants. Throws Error(output) when it cannot be used or another run is using it,
  /// Error(input) when products are to be kept and their manifest is damaged.
  WorkDirectory(const mpi::Communicator& world, std::string path, std::uint64_t job_digest, Keep keep = Keep::nothing);
  /// Local. With Keep::nothing rank 0 removes what remove_all() would have removed: on the way out of an error there is
  /// no telling where the other ranks are. A run that ends well calls remove_all(), which waits for those who still
  /// read.
  ~WorkDirectory();
  WorkDirectory(const WorkDirectory&) = delete;
  WorkDirectory& operator=(const WorkDirectory&) = delete;

  /// Collective. Makes a product of the slices that ranks have closed, replacing an earlier one of this name.
  /// Error(internal) when two slices overlap.
  void publish(const std::string& product, const std::vector<Slice>& local_slices);
  void publish(const std::string& product, const std::optional<Slice>& local_slice);
  /// Collective. Is the product in the manifest, and does each slice's file have its length and header? What the
  /// payload holds is checked by those who read it.
  [[nodiscard]] bool has_product(const std::string& product) const;
  /// Collective. Frees the disk of a product that nobody will read again.
  void remove_product(const std::string& product);
  /// Collective. Removes every file that a WorkDirectory makes, and the folder if that leaves it empty and a run made
  /// it. The object can only be destroyed afterwards.
  void remove_all();

  /// Local. Slices of a product in ascending order of ids; none when there is no such product.
  [[nodiscard]] const std::vector<Slice>& slices(const std::string& product) const;
  /// Local.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t job_digest() const { return job_digest_; }
  /// Local. Products that end with the run need not survive a power cut: their files are checked, but not flushed to
  /// the disk.
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

/// Collective. A work directory for something beside a run, inside that of the job or next to it: what a run has left
/// there is not touched.
[[nodiscard]] std::string side_folder(const mpi::Communicator& world, const std::string& work_dir,
                                      const std::string& name);

}  // namespace onefold::scratch
