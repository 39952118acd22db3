#include "hdf5/placing_driver.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "support/scratch_folder.hpp"

namespace onefold::result {
namespace {

constexpr std::size_t kChunk = 1000;

// An HDF5 file with a dataset of two chunks, whose bytes are not written.
std::array<PlacementLog::Place, 2> make_file(const std::string& path, PlacementLog& log) {
  ::close(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  h5::Handle file;
  {
    // As in ChunkFile: when the file is closed the access list no longer exists, and only the file refers to the
    // driver.
    const h5::Handle access = placing_access_list(log);
    file = h5::Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose);
  }
  std::array<PlacementLog::Place, 2> places;
  {
    const hsize_t rows = 2 * kChunk;
    const hsize_t chunk = kChunk;
    const h5::Handle space(H5Screate_simple(1, &rows, nullptr), H5Sclose);
    const h5::Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    h5::checked(H5Pset_chunk(creation.get(), 1, &chunk));
    const h5::Handle set(
        H5Dcreate2(file.get(), "numbers", H5T_STD_I32LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
        H5Dclose);
    for (std::size_t i = 0; i < 2; ++i) {
      const hsize_t first = i * kChunk;
      h5::checked(H5Dwrite_chunk(set.get(), H5P_DEFAULT, 0, &first, 4 * kChunk, log.placeholder()));
      places[i] = log.take();
    }
  }
  file.close();
  return places;
}

TEST(PlacingDriver, tells_where_chunks_belong_and_hdf5_reads_what_was_written_there) {
  const test::ScratchFolder folder;
  const std::string path = folder / "x.h5";
  PlacementLog log;
  const auto places = make_file(path, log);
  EXPECT_EQ(log.failure, "");
  std::vector<std::int32_t> numbers(2 * kChunk);
  std::iota(numbers.begin(), numbers.end(), 7);
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(places[i].num_bytes, 4 * kChunk);
    ASSERT_EQ(::pwrite(descriptor, numbers.data() + i * kChunk, 4 * kChunk, static_cast<off_t>(places[i].address)),
              static_cast<ssize_t>(4 * kChunk));
  }
  ::close(descriptor);

  const h5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const h5::Handle set(H5Dopen2(file.get(), "numbers", H5P_DEFAULT), H5Dclose);
  std::vector<std::int32_t> found(2 * kChunk);
  h5::checked(H5Dread(set.get(), H5T_NATIVE_INT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, found.data()));
  EXPECT_EQ(found, numbers);
}

// H5FD_close drops the file's reference before it calls the driver: that must not be the last reference.
TEST(PlacingDriver, stays_registered_when_no_list_and_no_file_uses_it) {
  const test::ScratchFolder folder;
  PlacementLog log;
  hid_t driver = -1;
  {
    const h5::Handle access = placing_access_list(log);
    driver = H5Pget_driver(access.get());
  }
  ASSERT_GT(H5Iis_valid(driver), 0);
  make_file(folder / "x.h5", log);
  EXPECT_GT(H5Iis_valid(driver), 0);
  EXPECT_EQ(log.failure, "");
}

TEST(PlacingDriver, notes_the_first_failure_and_writes_nothing_more) {
  h5::silence();
  const test::ScratchFolder folder;
  PlacementLog log;
  const h5::Handle access = placing_access_list(log);
  EXPECT_LT(H5Fcreate((folder / "missing/x.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), 0);
  EXPECT_NE(log.failure.find("cannot open"), std::string::npos) << log.failure;
  EXPECT_TRUE(log.discard);
}

}  // namespace
}  // namespace onefold::result
