#include "block/common_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "record/hash.hpp"

namespace onefold::block {
namespace {

// [row] keys: some that nearly all rows have, some that few have, rows without any key.
std::vector<std::vector<KeyHash>> some_keys(std::uint64_t seed, std::size_t num_rows, std::size_t num_keys) {
  std::vector<std::vector<KeyHash>> rows(num_rows);
  for (std::size_t row = 0; row < num_rows; ++row) {
    const std::size_t count = mix(seed, row) % 9;
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint64_t draw = mix(seed + k + 1, row);
      rows[row].push_back(mix(7, draw % 3 == 0 ? draw / 8 % 3 : draw / 8 % num_keys));
    }
    std::sort(rows[row].begin(), rows[row].end());
    rows[row].erase(std::unique(rows[row].begin(), rows[row].end()), rows[row].end());
  }
  return rows;
}

bool share(const std::vector<KeyHash>& a, const std::vector<KeyHash>& b) {
  return std::any_of(a.begin(), a.end(), [&](KeyHash key) { return std::binary_search(b.begin(), b.end(), key); });
}

TEST(CommonKeys, are_those_of_looking_at_every_pair) {
  CommonKeys common;  // one object for all cases, so that leftovers of the last rows would show
  for (const std::size_t num_rows : {0U, 1U, 2U, 63U, 64U, 65U, 128U, 129U, 700U, 3U})
    for (const std::size_t num_keys : {1U, 5U, 300U, 1'000'000U})
      for (const std::uint64_t seed : {1U, 2U}) {
        const auto rows = some_keys(seed, num_rows, num_keys);
        common.open(num_rows);
        for (std::uint32_t row = 0; row < num_rows; ++row)
          for (const KeyHash key : rows[row]) common.add(row, key);
        common.close();
        for (std::uint32_t row = 0; row < num_rows; ++row)
          for (const std::uint32_t first : {0U, row + 1, static_cast<std::uint32_t>(num_rows / 2)}) {
            if (first >= num_rows) continue;
            const auto found = common.rows_in_common(row, first);
            std::uint64_t wrong = 0;
            bool any = false;
            for (std::uint32_t other = first; other < num_rows; ++other) {
              const bool bit = (found[other / 64] >> other % 64 & 1) != 0;
              // A key that no other row has is left out.
              if (other != row) wrong += bit != share(rows[row], rows[other]) ? 1 : 0;
              any |= bit;
            }
            ASSERT_EQ(wrong, 0U) << num_rows << " rows, " << num_keys << " keys, row " << row << " from " << first;
            ASSERT_TRUE(common.shares(row) || !any);
          }
      }
}

}  // namespace
}  // namespace onefold::block
