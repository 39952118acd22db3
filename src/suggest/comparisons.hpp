// Chooses comparison levels for attributes for which the default levels of the type can be improved. No MPI.
#pragma once

#include <string>
#include <vector>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

struct Comparison {
  std::size_t attribute = 0;           ///< index in the schema
  std::vector<std::string> levels;     ///< empty: the default of the type
  std::optional<bool> term_frequency;  ///< nothing: the default of the type
  std::string why;
};

/// `by_text` says that a text identifies things and the model is trained on candidate pairs. The words of candidate
/// pairs agree to some degree by construction, so many levels of agreement are needed. Clears `compare` of the least
/// telling attributes if the combinations of all levels cannot be numbered.
[[nodiscard]] std::vector<Comparison> choose_comparisons(const Records& records, Schema& schema,
                                                         const LikelyMatches& matches, bool by_text);

/// Levels of TF-IDF similarity.
[[nodiscard]] std::vector<std::string> levels_of_texts();

/// Mean number of characters of a distinct value.
[[nodiscard]] double mean_length(const CodedValues& values);

/// Clears `compare`, and sets a remark, for attributes that repeat others or cannot be compared, and for those that
/// tell least if there are very many.
void leave_out_repetitions(const Records& records, Schema& schema, config::Task task);

}  // namespace onefold::suggest
