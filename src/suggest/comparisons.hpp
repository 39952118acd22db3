// Which levels compare an attribute, where those of its type can be bettered. No MPI.
#pragma once

#include <string>
#include <vector>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

struct Comparison {
  std::size_t attribute = 0;  ///< of the schema
  std::vector<std::string> levels;
  std::optional<bool> term_frequency;  ///< none: by type
  std::string why;
};

/// `by_text`: things are known by a text, and the model is learnt from the candidate pairs, whose words agree more or
/// less by construction: many steps of agreement then.
[[nodiscard]] std::vector<Comparison> choose_comparisons(const Records& records, const Schema& schema,
                                                         const LikelyMatches& matches, bool by_text);

/// Steps of TF-IDF similarity.
[[nodiscard]] std::vector<std::string> levels_of_texts();

/// Characters of a distinct value.
[[nodiscard]] double mean_length(const CodedValues& values);

/// Sets `compare` of attributes that would count what others say once more, or that cannot be compared, with a remark.
void leave_out_repetitions(const Records& records, Schema& schema, config::Task task);

}  // namespace onefold::suggest
