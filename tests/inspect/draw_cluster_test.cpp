#include "inspect/draw_cluster.hpp"

#include <gtest/gtest.h>

#include <cstddef>

namespace onefold::inspect {
namespace {

// Springs between records that are all linked with each other may move for ever.
TEST(DrawCluster, ends_for_records_that_are_all_linked_and_for_rings) {
  for (std::size_t size = 2; size <= 24; ++size)
    for (const bool is_ring : {false, true}) {
      CustomerPage page;
      page.records.resize(size);
      for (std::size_t left = 0; left < size; ++left)
        for (std::size_t right = left + 1; right < size; ++right)
          if (!is_ring || right == left + 1 || (left == 0 && right + 1 == size))
            page.links.push_back({.left = left, .right = right, .weight_log2 = 10});
      const std::string drawing = drawing_of(page);
      EXPECT_NE(drawing.find("</svg>"), std::string::npos) << size;
      EXPECT_EQ(drawing.find("\"nan"), std::string::npos) << size;
      EXPECT_EQ(drawing.find("\"-nan"), std::string::npos) << size;
    }
}

}  // namespace
}  // namespace onefold::inspect
