// Records that no blocking rule reaches: each rule reads an attribute that they lack. They cannot become a link,
// however well they agree with others in what they have.
//
// Only presence of values is looked at. A value may still give no key (an address without digits has no digits()), and
// a record may lose its key because its block is too large; that is counted elsewhere (RuleSize).
// Cost: one bit per record and attribute, 8 bytes per local record; one exchange of the groups by owner.
#pragma once

#include <cstdint>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/mpi/communicator.hpp"
#include "record/columns.hpp"

namespace onefold::block {

/// Records that have the same attributes.
struct UnreachedGroup {
  std::vector<AttributeIndex> present;  ///< of those that are compared or read by a rule; ascending
  std::uint64_t num_records = 0;
};

struct Unreached {
  static constexpr std::size_t kMostGroups = 8;

  std::uint64_t num_records = 0;       ///< of all groups
  std::vector<UnreachedGroup> groups;  ///< the largest ones, in descending order
};

/// Collective. The same on all ranks.
[[nodiscard]] Unreached find_unreached(const mpi::Communicator& world, const config::Job& job, const Columns& columns);

}  // namespace onefold::block
