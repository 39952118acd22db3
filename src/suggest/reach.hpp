// Rules for records that no chosen rule reaches. No MPI.
//
// Likely matches are found among records with many values. Records that have few (a name and nothing else, an e-mail
// address and nothing else) have few likely matches, so rules chosen by what they find may need attributes that a whole
// group of records lacks. Such a group could never be linked.
#pragma once

#include "suggest/choose_rules.hpp"

namespace onefold::suggest {

/// Adds rules to `choice` until at most one record in 200 has no key in any rule, as far as there are rules within the
/// budget. Each time the cheapest of those rules is taken that reach nearly as many of them as any other.
void reach_all_records(const RuleBook& book, const Records& records, std::uint64_t budget, Choice& choice);

}  // namespace onefold::suggest
