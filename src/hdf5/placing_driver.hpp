// A file driver for HDF5 that does not write the bytes of chunks: HDF5 chooses their places and keeps the index, and
// the rank that has the bytes writes them there. One process opens the file with this driver; chunks never pass through
// it.
//
// H5Dwrite_chunk gets the size of a chunk and, in place of its bytes, PlacementLog::placeholder(). HDF5 hands raw data
// to its driver unchanged (this file has no page buffer, and HDF5's accumulator takes metadata only). The driver knows
// the placeholder by its address, notes where the chunk belongs, and writes nothing.
// Everything else (the metadata) is ordinary reading and writing of a POSIX file.
//
// The driver hides failed writes from HDF5, because after a failed close HDF5 keeps an id of an object that it has
// freed. The log holds the failure. The caller checks the log after each call of HDF5. After a failure the driver
// writes nothing more.
#pragma once

#include <cstdint>
#include <string>

#include "hdf5/hdf5.hpp"

namespace onefold::result {

/// What the driver and its caller share. Must outlive the file.
class PlacementLog {
 public:
  struct Place {
    std::uint64_t address = 0;
    std::uint64_t num_bytes = 0;  ///< 0: no chunk was seen
  };

  [[nodiscard]] const void* placeholder() const { return &placeholder_; }
  /// Returns the place of the last chunk and forgets it.
  [[nodiscard]] Place take() { return std::exchange(place_, {}); }
  void note(Place place) { place_ = place; }

  /// Reason of the first system call that failed; empty if none has failed.
  std::string failure;
  /// True: the driver writes nothing more, because the file will be removed.
  bool discard = false;

 private:
  char placeholder_ = 0;
  Place place_;
};

/// Returns a file access list for H5Fcreate. The file must exist. Throws h5::Failure.
[[nodiscard]] h5::Handle placing_access_list(PlacementLog& log);

}  // namespace onefold::result
