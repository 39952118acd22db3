#include "record/spread_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace onefold {
namespace {

std::size_t found(const std::vector<std::uint64_t>& keys, std::uint64_t key) {
  return first_not_below(keys, key, [](std::uint64_t k) { return k; });
}

TEST(SpreadSearch, finds_what_a_binary_search_finds) {
  for (const std::size_t count : {0U, 1U, 2U, 7U, 8U, 9U, 100U, 5000U})
    for (std::uint64_t form = 0; form < 4; ++form) {
      std::vector<std::uint64_t> keys;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t hash = mix(form, i);
        // Spread evenly, with repetitions, in lumps, and all equal.
        keys.push_back(form == 0 ? hash : form == 1 ? hash % 50 : form == 2 ? hash % 3 << 62 | hash % 100 : 17);
      }
      std::ranges::sort(keys);
      std::vector<std::uint64_t> sought = {0, 1, 17, 18, 49, std::uint64_t{1} << 63, ~std::uint64_t{0}};
      for (std::size_t i = 0; i < keys.size(); i += 1 + count / 100) {
        sought.push_back(keys[i]);
        sought.push_back(keys[i] + 1);
        sought.push_back(keys[i] - 1);
      }
      for (const std::uint64_t key : sought)
        EXPECT_EQ(found(keys, key), static_cast<std::size_t>(std::ranges::lower_bound(keys, key) - keys.begin()))
            << count << " keys of form " << form;
    }
}

}  // namespace
}  // namespace onefold
