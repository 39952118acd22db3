#include "hdf5/seal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "hdf5/hdf5.hpp"

namespace onefold::result {
namespace {

// An open file without a name.
class OpenFile {
 public:
  explicit OpenFile(const std::string& bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "onefold_seal_XXXXXX").string();
    descriptor_ = ::mkstemp(name.data());
    ::unlink(name.c_str());
    write(bytes, 0);
  }
  ~OpenFile() { ::close(descriptor_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  void write(const std::string& bytes, std::uint64_t at) {
    EXPECT_EQ(::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at)),
              static_cast<ssize_t>(bytes.size()));
  }
  void truncate(std::uint64_t size) { EXPECT_EQ(::ftruncate(descriptor_, static_cast<off_t>(size)), 0); }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

std::string bytes_of(std::uint64_t count) {
  std::string bytes(count, '\0');
  for (std::uint64_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 7 + i / 256);
  return bytes;
}

Seal seal_of(const OpenFile& file, std::uint64_t num_bytes) {
  return {digest_of_blocks(file.get(), num_bytes, 0, num_seal_blocks(num_bytes)), num_bytes};
}

TEST(Seal, is_read_back_as_it_was_appended) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, kSealBlockBytes, 2 * kSealBlockBytes + 5}) {
    const OpenFile file(bytes_of(size));
    const Seal written = seal_of(file, size);
    append_seal(file.get(), written);
    const auto found = read_seal(file.get());
    ASSERT_TRUE(found.has_value()) << size;
    EXPECT_EQ(found->num_bytes, size);
    EXPECT_EQ(found->digest, written.digest);
    EXPECT_EQ(seal_of(file, size).digest, written.digest);
  }
}

TEST(Seal, is_the_sum_of_the_digests_of_any_shares_of_blocks) {
  constexpr std::uint64_t kSize = 3 * kSealBlockBytes + 17;
  const OpenFile file(bytes_of(kSize));
  ColumnDigest sum = digest_of_blocks(file.get(), kSize, 0, 1);
  sum += digest_of_blocks(file.get(), kSize, 1, 1);
  sum += digest_of_blocks(file.get(), kSize, 1, 4);
  EXPECT_EQ(sum, seal_of(file, kSize).digest);
}

TEST(Seal, changes_with_any_byte_and_with_blocks_that_change_places) {
  constexpr std::uint64_t kSize = 2 * kSealBlockBytes;
  const std::string bytes = bytes_of(kSize);
  const ColumnDigest good = seal_of(OpenFile(bytes), kSize).digest;
  OpenFile flipped(bytes);
  flipped.write("\x01", kSealBlockBytes + 99);
  EXPECT_NE(seal_of(flipped, kSize).digest, good);
  std::string other = bytes;
  other[0] = 'x';
  const std::string swapped = other.substr(kSealBlockBytes) + other.substr(0, kSealBlockBytes);
  EXPECT_NE(seal_of(OpenFile(swapped), kSize).digest, seal_of(OpenFile(other), kSize).digest);
}

TEST(Seal, whose_own_bytes_are_damaged_does_not_hold) {
  constexpr std::uint64_t kSize = 1'000;
  OpenFile file(bytes_of(kSize));
  const Seal written = seal_of(file, kSize);
  append_seal(file.get(), written);
  file.write("?", kSize + 20);
  const auto found = read_seal(file.get());
  ASSERT_TRUE(found.has_value());
  EXPECT_NE(found->digest, written.digest);
}

TEST(Seal, is_missing_if_the_file_is_shorter_or_longer) {
  constexpr std::uint64_t kSize = 1'000;
  OpenFile file(bytes_of(kSize));
  EXPECT_FALSE(read_seal(file.get()).has_value());
  append_seal(file.get(), seal_of(file, kSize));
  file.write("x", kSize + kSealBytes);
  EXPECT_FALSE(read_seal(file.get()).has_value());
  file.truncate(kSize + kSealBytes - 1);
  EXPECT_FALSE(read_seal(file.get()).has_value());
  file.truncate(10);
  EXPECT_FALSE(read_seal(file.get()).has_value());
}

TEST(FileLength, is_read_from_superblocks_of_all_versions) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("onefold_length_" + std::to_string(::getpid()))).string();
  for (const bool newest : {false, true}) {
    {
      const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
      if (newest) h5::checked(H5Pset_libver_bounds(access.get(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST));
      const h5::Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()), H5Fclose);
      const h5::Handle group(H5Gcreate2(file.get(), "g", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
    }
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const auto whole = length_of(descriptor);
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(whole->num_bytes, std::filesystem::file_size(path));
    EXPECT_EQ(whole->hdf5_bytes, whole->num_bytes);
    EXPECT_EQ(::ftruncate(descriptor, static_cast<off_t>(whole->num_bytes - 3)), 0);
    EXPECT_EQ(length_of(descriptor)->hdf5_bytes, whole->hdf5_bytes);
    EXPECT_EQ(length_of(descriptor)->num_bytes, whole->num_bytes - 3);
    ::close(descriptor);
  }
  std::filesystem::remove(path);
}

TEST(FileLength, is_unknown_if_there_is_no_superblock) {
  EXPECT_FALSE(length_of(OpenFile("source,id\n").get()).has_value());
  EXPECT_FALSE(length_of(OpenFile(std::string(1'000, 'x')).get()).has_value());
}

}  // namespace
}  // namespace onefold::result
