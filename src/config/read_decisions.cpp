// Reads the keys of [merge] that are about decisions of people.
#include "config/sections.hpp"

namespace onefold::config {

void read_decisions(TableReader& merge, Job& job) {
  merge.read_paths("decisions", job.decisions.files);
  std::size_t unknown = 0;
  if (merge.read_choice("unknown", unknown, kUnknownNames))
    job.decisions.unknown = static_cast<UnknownRecords>(unknown);
}

}  // namespace onefold::config
