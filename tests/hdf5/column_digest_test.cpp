#include "onefold/hdf5/column_digest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <xxhash.h>

#include <cstring>

namespace onefold::result {
namespace {

std::span<const char> bytes_of(const std::vector<std::int64_t>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * 8};
}

__extension__ typedef unsigned __int128 Wide;

// One row at a time, with the library's own function instead of the inlined one, in 128-bit arithmetic.
std::string naive_digest(std::span<const char> rows, std::uint64_t row_bytes, std::uint64_t first_row) {
  Wide sum = 0;
  for (std::uint64_t row = 0; row * row_bytes < rows.size(); ++row) {
    const XXH128_hash_t hash = XXH3_128bits_withSeed(rows.data() + row * row_bytes, row_bytes, first_row + row);
    sum += (static_cast<Wide>(hash.high64) << 64) | hash.low64;
  }
  return ColumnDigest{static_cast<std::uint64_t>(sum), static_cast<std::uint64_t>(sum >> 64)}.hex();
}

RC_GTEST_PROP(ColumnDigest, equals_the_naive_sum_for_every_row_width,
              (const std::vector<char>& bytes, std::uint32_t first)) {
  for (const std::uint64_t width : {1, 2, 4, 8, 12, 24, 300}) {
    const auto rows = std::span(bytes).first(bytes.size() / width * width);
    RC_ASSERT(digest_of_rows(rows, width, first).hex() == naive_digest(rows, width, first));
  }
}

RC_GTEST_PROP(ColumnDigest, does_not_depend_on_how_the_rows_are_cut,
              (const std::vector<std::int64_t>& values, std::uint32_t place)) {
  const std::size_t cut = values.empty() ? 0 : place % (values.size() + 1);
  const std::vector<std::int64_t> head(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(cut));
  const std::vector<std::int64_t> tail(values.begin() + static_cast<std::ptrdiff_t>(cut), values.end());
  ColumnDigest sum = digest_of_rows(bytes_of(tail), 8, cut);
  sum += digest_of_rows(bytes_of(head), 8, 0);
  RC_ASSERT(sum == digest_of_rows(bytes_of(values), 8, 0));
}

TEST(ColumnDigest, changes_when_rows_are_exchanged) {
  EXPECT_NE(digest_of_rows(bytes_of({1, 2}), 8, 0), digest_of_rows(bytes_of({2, 1}), 8, 0));
  EXPECT_NE(digest_of_text("", 0), digest_of_text("", 1));
}

TEST(ContentDigest, depends_on_names_and_shapes_but_neither_on_order_nor_on_excluded_datasets) {
  const DatasetDigest a{"/a", "int64", 2, 1, {1, 2}, Digested::yes};
  const DatasetDigest b{"/b", "int64", 2, 1, {1, 2}, Digested::yes};
  const DatasetDigest time{"/time", "float64", 2, 1, {5, 2}, Digested::no};
  DatasetDigest wide = b;
  wide.width = 2;
  const auto digest = [](const std::vector<DatasetDigest>& sets) { return content_digest_of(sets); };
  EXPECT_EQ(digest({a, b}), digest({b, time, a}));
  EXPECT_NE(digest({a}), digest({b}));
  EXPECT_NE(digest({a, b}), digest({a, wide}));
  EXPECT_EQ(digest({a}).size(), 32U);
}

}  // namespace
}  // namespace onefold::result
