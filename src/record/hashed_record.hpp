// A record and the hash of something that it shares with others.
#pragma once

#include <cstdint>

#include "onefold/record/record_id.hpp"

namespace onefold {

struct HashedRecord {
  std::uint64_t hash = 0;
  RecordId record = 0;
  auto operator<=>(const HashedRecord&) const = default;
};

}  // namespace onefold
