// Estimates whether a file contains duplicates. No MPI.
#pragma once

#include <vector>

#include "suggest/likely_matches.hpp"
#include "suggest/records.hpp"

namespace onefold::suggest {

/// [table] Share of its records that have a near-identical record in the same table: both have values for four of five
/// of all attributes, equal values that are too rare for chance, and otherwise values that are missing in both or spelt
/// alike. Cost: a sort of the sample per attribute.
[[nodiscard]] std::vector<double> near_identical_within(const Records& records, const Schema& schema);

/// What likely matches, within and between tables, say about duplicates within one table.
struct DuplicatesWithin {
  double num_with_partner = 0;  ///< records of the sample with a likely match in another table
  double expected = 0;          ///< of these, how many are expected to have a duplicate in their own table
  bool is_known = false;        ///< whether the sample would show duplicates of one record in a hundred
  [[nodiscard]] double share() const { return num_with_partner > 0 ? expected / num_with_partner : 0; }
};

/// [table] `matches` are those of all pairs of records, within tables too.
///
/// Relatives and look-alikes are likely matches as well, so their number alone decides nothing. Two records of a table
/// that belong to one customer have the same best partner in another table, and of the three links among them the one
/// within the table is the strongest one time in three. Two relatives have different partners, or one of them takes the
/// partner of the other, and then the link between that one and its partner is the strongest.
[[nodiscard]] std::vector<DuplicatesWithin> duplicates_within(const Records& records, const LikelyMatches& matches);

}  // namespace onefold::suggest
