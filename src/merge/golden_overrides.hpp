// Values that stewards set by hand, found for the customers of this run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "decisions/overrides.hpp"
#include "identity/customers.hpp"
#include "identity/overridden.hpp"
#include "onefold/mpi/communicator.hpp"
#include "onefold/record/warning.hpp"
#include "scratch/context.hpp"

namespace onefold::merge {

/// The override of each golden value that has one, ascending by customer and attribute. Customers are numbered over all
/// ranks, in the order in which they are written.
class GoldenOverrides {
 public:
  GoldenOverrides() = default;
  GoldenOverrides(const decisions::Overrides& overrides, std::vector<decisions::CustomerOverride> winners)
      : overrides_(&overrides), winners_(std::move(winners)) {}

  [[nodiscard]] bool empty() const { return winners_.empty(); }
  /// Calls use(customer - first, value) for the overrides of an attribute of customers first .. first + count - 1.
  template <typename Use>
  void for_each(AttributeIndex attribute, std::uint64_t first, std::uint64_t count, Use&& use) const {
    for (const auto& winner : winners_) {
      const auto& row = overrides_->rows[winner.row];
      if (row.attribute == attribute && winner.customer >= first && winner.customer < first + count)
        use(winner.customer - first, std::string_view(row.value));
    }
  }

 private:
  const decisions::Overrides* overrides_ = nullptr;
  std::vector<decisions::CustomerOverride> winners_;
};

struct FoundOverrides {
  GoldenOverrides golden;
  std::uint64_t num_applied = 0;
  std::uint64_t num_superseded = 0;
  std::vector<identity::SetValue> local_set;  ///< the values in `golden` of customers of this rank
};

/// Collective. Finds the customer of each override: the one that has its PIN, else the one that has its record. Throws
/// Error(input) if two overrides of one golden value contradict each other. Needs the members of the customers.
[[nodiscard]] FoundOverrides find_overrides(const mpi::Communicator& world, const decisions::Overrides& overrides,
                                            const identity::Customers& customers);

/// Collective. Warns of values that their attribute's type cannot read: they would be missing among the values that are
/// fit to load.
[[nodiscard]] Warnings warn_of_overrides(const Context& context, const decisions::Overrides& overrides);

}  // namespace onefold::merge
