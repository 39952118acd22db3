// Finds likely matches of things that a text identifies (products, publications, places), without a model. No MPI.
//
// Two records are a likely match if each is the nearest of the other by the words of the main text, weighted by rarity
// (TF-IDF cosine), and they are near enough. EM fails on such data, because things of one brand or one year share many
// words; the nearest record is far less sensitive to this. Words that occur in more than kCommonWord records find no
// candidates. Cost: O(sum over words of frequency^2), at most kCommonWord candidates per word.
#pragma once

#include <optional>

#include "suggest/likely_matches.hpp"

namespace onefold::suggest {

/// The text that identifies things: it has several words, is nearly always present and rarely shared; the shortest such
/// text is taken. Nothing if the records describe persons, or no attribute qualifies.
[[nodiscard]] std::optional<std::size_t> main_text(const Records& records, const Schema& schema);

/// For files that write the same facts in different columns, one file in the name, another in a description. Returns
/// the main text and all other compared texts, ascending, to be compared as one text. Returns nothing if no text that
/// most records of a file have is longer than the main text: authors and venues hold other facts than a title.
[[nodiscard]] std::vector<std::size_t> texts_to_join(const Records& records, const Schema& schema,
                                                     std::size_t main_text);

[[nodiscard]] LikelyMatches find_nearest_texts(const Records& records, const Schema& schema, std::size_t attribute,
                                               const RuleBook& book);

}  // namespace onefold::suggest
