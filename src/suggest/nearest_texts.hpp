// Likely matches of things that are known by a text (products, publications, places), without a model. No MPI.
//
// Two records are a likely match if each is the other's nearest one by the words of the main text, weighted by rarity
// (TF-IDF cosine), and near enough. Words of things repeat far too much within a brand or a year for EM to find its way
// from nothing; who is nearest of all is hardly misled by that. Words that more than kCommonWord records share find no
// partner. Cost: O(sum over words of frequency^2), at most kCommonWord candidates a word.
#pragma once

#include <optional>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

/// The text that things are known by: several words, nearly always there, hardly ever shared, the shorter the better.
/// None where persons are described, or no attribute is such.
[[nodiscard]] std::optional<std::size_t> main_text(const Records& records, const Schema& schema);

/// Where one file describes what the other has in the name: the main text and all others that are compared, ascending,
/// to be looked at as one. Empty where no other text is longer than the main one: authors and venues say what titles do
/// not.
[[nodiscard]] std::vector<std::size_t> texts_to_join(const Records& records, const Schema& schema,
                                                     std::size_t main_text);

[[nodiscard]] LikelyMatches find_nearest_texts(const Records& records, std::size_t attribute, const RuleBook& book);

}  // namespace onefold::suggest
