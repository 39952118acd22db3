#include "onefold/hdf5/column_digest.hpp"

#include <fmt/format.h>

#include <algorithm>

// Inlined, so that hashing 8 bytes is a few instructions without a call.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace onefold::result {

namespace {

ColumnDigest hash_of(const char* bytes, std::size_t count, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes, count, seed);
  return {hash.low64, hash.high64};
}

// The length is a constant here, so the compiler keeps only the one branch of XXH3 that applies.
template <std::size_t kRowBytes>
ColumnDigest digest_of_short_rows(std::span<const char> rows, std::uint64_t first_row) {
  ColumnDigest sum;
  const std::uint64_t count = rows.size() / kRowBytes;
  for (std::uint64_t row = 0; row < count; ++row)
    sum += hash_of(rows.data() + row * kRowBytes, kRowBytes, first_row + row);
  return sum;
}

}  // namespace

std::string ColumnDigest::hex() const { return fmt::format("{:016x}{:016x}", high, low); }

ColumnDigest digest_of_rows(std::span<const char> rows, std::uint64_t row_bytes, std::uint64_t first_row) {
  switch (row_bytes) {
    case 0:
      return {};
    case 1:
      return digest_of_short_rows<1>(rows, first_row);
    case 4:
      return digest_of_short_rows<4>(rows, first_row);
    case 8:
      return digest_of_short_rows<8>(rows, first_row);
    default:
      break;
  }
  ColumnDigest sum;
  const std::uint64_t count = rows.size() / row_bytes;
  for (std::uint64_t row = 0; row < count; ++row)
    sum += hash_of(rows.data() + row * row_bytes, row_bytes, first_row + row);
  return sum;
}

ColumnDigest digest_of_text(std::string_view text, std::uint64_t row) { return hash_of(text.data(), text.size(), row); }

ColumnDigest digest_of_texts(const TextColumn& texts, std::uint64_t first_row) {
  ColumnDigest sum;
  for (std::size_t row = 0; row < texts.size(); ++row) sum += digest_of_text(texts[row], first_row + row);
  return sum;
}

std::string content_digest_of(std::span<const DatasetDigest> datasets) {
  std::vector<std::string> lines;
  for (const DatasetDigest& set : datasets)
    if (set.digested == Digested::yes)
      lines.push_back(fmt::format("{} {} {} {} {}\n", set.name, set.type, set.rows, set.width, set.digest.hex()));
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return hash_of(all.data(), all.size(), 0).hex();
}

}  // namespace onefold::result
