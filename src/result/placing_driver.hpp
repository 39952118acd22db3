// A file driver for HDF5 that leaves out the chunks: HDF5 chooses their places and keeps the index, whoever has the
// bytes writes them there. One process opens the file with it; the bytes of chunks never pass through that process.
//
// H5Dwrite_chunk is called with the size of a chunk and, in place of its bytes, with PlacementLog::placeholder(). HDF5
// hands raw data to its driver untouched (it has no page buffer here, and its accumulator takes metadata only), so the
// driver knows the placeholder by its address, notes where the chunk belongs, and writes nothing.
// All else (the metadata) is ordinary reading and writing of a POSIX file.
//
// HDF5 never learns of a write that failed: after a failed close it keeps an id of an object that it has freed. The
// failure is in the log, to be looked at after each call of HDF5, and from then on nothing more is written.
#pragma once

#include <cstdint>
#include <string>

#include "result/hdf5.hpp"

namespace onefold::result {

/// What the driver and its user tell each other. Outlives the file.
class PlacementLog {
 public:
  struct Place {
    std::uint64_t address = 0;
    std::uint64_t num_bytes = 0;  ///< 0: no chunk was seen
  };

  [[nodiscard]] const void* placeholder() const { return &placeholder_; }
  /// Where the last chunk goes. Forgets it.
  [[nodiscard]] Place take() { return std::exchange(place_, {}); }
  void note(Place place) { place_ = place; }

  /// Of the first call of the system that failed; empty: none has.
  std::string failure;
  /// Nothing is written any more: the file is going to be removed.
  bool discard = false;

 private:
  char placeholder_ = 0;
  Place place_;
};

/// A file access list for H5Fcreate. The file must exist. Throws h5::Failure.
[[nodiscard]] h5::Handle placing_access_list(PlacementLog& log);

}  // namespace onefold::result
