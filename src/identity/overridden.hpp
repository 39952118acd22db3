// The event `overridden` of the history: a steward has set a golden value of a customer, and the previous result does
// not have the value by a steward already.
#pragma once

#include <cstdint>
#include <vector>

#include "decisions/overrides.hpp"
#include "identity/lineage.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

/// A golden value of a customer of this rank that a steward has set.
struct SetValue {
  std::int64_t pin = 0;
  std::uint64_t records = 0;  ///< of the customer
  std::uint64_t row = 0;      ///< of Overrides::rows
};

/// Collective. Counts the customers in `lineage`, and adds a row per customer to the history of this run, unless it is
/// a first run. Cost: the index of PINs of the previous result is read once, by all ranks together; nothing if no
/// steward has set a value.
void add_overridden(const Context& context, const decisions::Overrides& overrides, const std::vector<SetValue>& local,
                    Lineage& lineage);

}  // namespace onefold::identity
