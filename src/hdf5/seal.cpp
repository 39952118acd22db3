#include "hdf5/seal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>
#include <system_error>
#include <vector>

namespace onefold::result {

namespace {

constexpr std::string_view kMagic = "onefold-seal-1 ";

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void read_exactly(int descriptor, char* out, std::uint64_t count, std::uint64_t offset) {
  while (count > 0) {
    const ssize_t got = pread(descriptor, out, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot read");
    if (got == 0) throw std::system_error(EIO, std::generic_category(), "the file ends early");
    out += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::uint64_t>(got);
  }
}

std::uint64_t from_hex(std::string_view digits, bool& valid) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  valid = valid && result.ec == std::errc() && result.ptr == digits.data() + digits.size();
  return value;
}

std::string text_of(const Seal& seal) {
  std::string text = fmt::format("{}{} {:016x}", kMagic, seal.digest.hex(), seal.num_bytes);
  text.resize(kSealBytes - 1, ' ');
  return text + "\n";
}

}  // namespace

ColumnDigest digest_of_blocks(int descriptor, std::uint64_t num_bytes, std::uint64_t first, std::uint64_t last) {
  ColumnDigest sum;
  std::vector<char> block(first < last ? kSealBlockBytes : 0);
  for (std::uint64_t index = first; index < last; ++index) {
    const std::uint64_t begin = index * kSealBlockBytes;
    const std::uint64_t count = std::min(kSealBlockBytes, num_bytes - begin);
    read_exactly(descriptor, block.data(), count, begin);
    sum += digest_of_rows(std::span(block).first(count), count, index);
  }
  return sum;
}

void append_seal(int descriptor, const Seal& seal) {
  const std::string text = text_of(seal);
  const ssize_t written = pwrite(descriptor, text.data(), text.size(), static_cast<off_t>(seal.num_bytes));
  if (written >= 0 && static_cast<std::uint64_t>(written) != kSealBytes) errno = ENOSPC;
  if (written < 0 || static_cast<std::uint64_t>(written) != kSealBytes) fail("cannot write the seal");
}

std::optional<Seal> read_seal(int descriptor) {
  struct stat status {};
  if (fstat(descriptor, &status) != 0) fail("cannot stat");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size < kSealBytes) return std::nullopt;
  std::string text(kSealBytes, '\0');
  read_exactly(descriptor, text.data(), kSealBytes, size - kSealBytes);
  if (!text.starts_with(kMagic)) return std::nullopt;
  const std::string_view digits = std::string_view(text).substr(kMagic.size());
  bool valid = true;
  Seal seal;
  seal.digest.high = from_hex(digits.substr(0, 16), valid);
  seal.digest.low = from_hex(digits.substr(16, 16), valid);
  seal.num_bytes = from_hex(digits.substr(33, 16), valid);
  // A seal that is itself damaged counts as a seal that does not match: only onefold writes the magic word.
  if (!valid || text_of(seal) != text || seal.num_bytes != size - kSealBytes)
    return Seal{.digest = {}, .num_bytes = size - kSealBytes};
  return seal;
}

std::optional<FileLength> length_of(int descriptor) {
  // Versions 0 and 1 of the superblock store the size of addresses at byte 13, later versions at byte 9. The base
  // address and one more address come before the end-of-file address.
  constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  constexpr std::uint64_t kMaxSuperblockBytes = 52;
  struct stat status {};
  if (fstat(descriptor, &status) != 0) fail("cannot stat");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  std::array<char, kMaxSuperblockBytes> start{};
  if (size < start.size()) return std::nullopt;
  read_exactly(descriptor, start.data(), start.size(), 0);
  if (!std::string_view(start.data(), start.size()).starts_with(kSignature)) return std::nullopt;
  const auto byte = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(start[at])); };
  const std::uint64_t version = byte(8);
  if (version > 3 || byte(version < 2 ? 13 : 9) != 8) return std::nullopt;
  const std::size_t base = version == 0 ? 24 : version == 1 ? 28 : 12;
  FileLength length{.num_bytes = size};
  for (std::size_t i = 0; i < 8; ++i) length.hdf5_bytes |= byte(base + 16 + i) << (8 * i);
  return length;
}

}  // namespace onefold::result
