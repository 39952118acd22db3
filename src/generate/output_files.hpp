// The files of a population: made under temporary names, written by all ranks at offsets, renamed when all are whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onefold/mpi/communicator.hpp"

namespace onefold::generate {

class OutputFiles {
 public:
  /// Collective. Makes the folder when it is missing and an empty temporary file for each of `names`. Refuses when
  /// there are population files in the folder (of any number of parts), unless `overwrite`.
  OutputFiles(const mpi::Communicator& world, std::string folder, std::vector<std::string> names, bool overwrite);
  /// Without publish(): rank 0 removes the temporary files.
  ~OutputFiles();
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;

  /// Local. Writes all of `bytes` at `offset` of the temporary file `index`. Cheapest when `index` seldom changes.
  void local_write(std::size_t index, std::string_view bytes, std::uint64_t offset);

  /// Collective. Flushes to disk, gives the files their names, removes population files that are none of these.
  void publish();

 private:
  /// Local. The file that was open is flushed and closed.
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
  /// A file that is written to again and again, and truth.csv beside it.
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
  std::vector<std::string> superseded_;  ///< on rank 0: population files of before
  OpenFile open_[2];
  bool published_ = false;
};

/// Whether a file of this name is, or may be, part of a population: crm.csv, crm_0001.csv, truth.csv ...
[[nodiscard]] bool is_population_file(std::string_view name);

}  // namespace onefold::generate
