// Proves that /runs, /history, /retired and /crosswalk agree with each other and with the customers.
#pragma once

#include <string>

#include "onefold/result/result_reader.hpp"

namespace onefold::verify {

/// Replays the history: every PIN has at most one event in a run, and each event fits to what was before; the counts of
/// each run add up; the PINs that are left are those of the customers, and the others are retired, with forwards that
/// lead to a customer or to nobody. Returns what was proved; throws Error(verification). Memory: 60 bytes per PIN that
/// was ever minted.
std::string check_history(const result::ResultReader& file);

/// Customers that are overridden in the last run have golden values by stewards.
std::string check_overrides(const result::ResultReader& file);

/// The rows of /crosswalk fit to the records, and the records of each PIN before the run to its history.
std::string check_crosswalk(const result::ResultReader& file);

}  // namespace onefold::verify
