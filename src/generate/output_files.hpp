// The files of a population: created under temporary names, written by all ranks at offsets, renamed once all are
// complete.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::generate {

class OutputFiles {
 public:
  /// Collective. Creates the folder if it is missing, and an empty temporary file for each of `names`. Throws if the
  /// folder already contains population files (of any number of parts), unless `overwrite`. Always throws if it
  /// contains a file with the name of a population file that `generate` has not written: that file belongs to the user.
  OutputFiles(const mpi::Communicator& world, std::string folder, std::vector<std::string> names, bool overwrite);
  /// Removes the temporary files on rank 0 unless publish() was called.
  ~OutputFiles();
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;

  /// Local. Writes all of `bytes` at `offset` of the temporary file `index`. Cheapest if `index` seldom changes.
  void local_write(std::size_t index, std::string_view bytes, std::uint64_t offset);

  /// Collective. Flushes to disk, gives the files their final names, and removes population files that are not among
  /// them.
  void publish();

 private:
  /// Owns a file descriptor. Local.
  class Descriptor {
   public:
    Descriptor() = default;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    void open(const std::string& path, int flags);
    void flush_and_close();
    [[nodiscard]] int get() const { return fd_; }

   private:
    int fd_ = -1;
    std::string path_;
  };
  /// A file that is written repeatedly, and changes.csv and truth.csv next to it.
  struct OpenFile {
    std::size_t index = 0;
    Descriptor descriptor;
  };
  [[nodiscard]] std::string final_path(std::size_t index) const;
  [[nodiscard]] std::string temporary_path(std::size_t index) const;
  void local_prepare(bool overwrite);
  void local_remove_temporaries() noexcept;

  const mpi::Communicator& world_;
  std::string folder_;
  std::vector<std::string> names_;
  std::vector<std::string> superseded_;  ///< on rank 0: population files of an earlier run
  OpenFile open_[3];
  bool published_ = false;
};

}  // namespace onefold::generate
