// What stewards have decided about pairs of records.
#pragma once

#include <vector>

#include "onefold/record/link.hpp"

namespace onefold::decisions {

/// Pairs of records that a steward's lists speak of. Equal on all ranks, which hold them all; left < right, ascending,
/// each once.
struct StewardLists {
  std::vector<Link> must_link;
  std::vector<Link> cannot_link;
};

}  // namespace onefold::decisions
