// Which levels compare an attribute, where those of its type can be bettered. No MPI.
#pragma once

#include <string>
#include <vector>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

struct Comparison {
  std::size_t attribute = 0;             ///< of the schema
  std::vector<std::string> levels;
  std::optional<bool> term_frequency;    ///< none: by type
  std::string why;
};

[[nodiscard]] std::vector<Comparison> choose_comparisons(const Records& records, const Schema& schema, const LikelyMatches& matches);

/// Sets `compare` of attributes that would count what others say once more, or that cannot be compared, with a remark.
void leave_out_repetitions(const Records& records, Schema& schema, config::Task task);

}  // namespace onefold::suggest
