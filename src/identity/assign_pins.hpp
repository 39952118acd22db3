// Hands the PINs of the previous result to the customers of this run.
//
//   in   claims   {PIN, customer, records}   "so many records of this PIN are in this customer"
//   out  pins     [customer]                 its PIN, or kNoPin
//
// Claims have one strict total order: more locked records first, then more records, the smaller old customer (more of
// it is here), the older PIN by run, the smaller PIN, the customer that is first by content. Going through them in this
// order, a claim is taken if neither its PIN nor its customer is. No rank has all claims in one place: in each round,
// every PIN without a customer proposes to the next customer of its list, and each customer keeps the best proposal so
// far and sends the others away (Gale and Shapley 1962). Where both sides prefer by one strict order, there is exactly
// one stable assignment, and it is the one of that order: its first claim is in every stable assignment, and so is the
// first of those that are left, and so on. So the result depends neither on ranks nor on the order of the messages.
//
// Rounds: one more than the longest chain in which each refused PIN displaces another one. Along such a chain the claims
// get strictly weaker, so a component of overlapping customers with K records has chains of O(sqrt(K)) different sizes;
// between equal sizes the order is that of PINs, which is random. A month with 4 % merges and splits takes four or five.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "onefold/record/pin.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::identity {

/// The rank that holds what is known about a PIN. Ranges of PINs, so that the ranks together hold them in their order.
[[nodiscard]] inline int owner_of_pin(std::int64_t pin, int num_ranks) {
  return static_cast<int>(static_cast<std::uint64_t>(pin) * static_cast<std::uint64_t>(num_ranks) /
                          static_cast<std::uint64_t>(kPinEnd));
}

inline constexpr std::uint64_t kNoCustomer = ~std::uint64_t{0};

/// What decides between two PINs that have equally many records in a customer.
struct KnownPin {
  std::int64_t pin = kNoPin;
  std::int64_t records = 0;     ///< of its customer in the previous result, or when it was retired
  std::int32_t first_run = 0;   ///< in which it was minted
  std::int32_t retired_run = 0; ///< in which it was retired; 0: its customer is in the previous result
  std::int64_t forward = kNoPin;  ///< of a retired one
  [[nodiscard]] bool is_live() const { return retired_run == 0; }
};

/// Customers are numbered in the order of their content.
struct Claim {
  std::int64_t pin = kNoPin;
  std::uint64_t customer = 0;
  std::uint64_t records = 0;
  std::uint64_t locked = 0;  ///< records that a steward says keep this PIN
};

struct Round {
  const BlockDistribution& customers;
  /// [customer of this rank] A claim without locked records needs more records than this. Empty: none.
  std::span<const std::uint64_t> less_than_needed;
};

/// Collective. `known`: ascending PINs that this rank owns. `claims`: of these PINs, each (PIN, customer) once.
/// `pins`: [customer of this rank]; customers that have one keep it. Returns the number of rounds. `taken_by`:
/// [known] the customer that has the PIN afterwards; kNoCustomer: none. A PIN that has one already makes no claim.
std::uint64_t assign_pins(const mpi::Communicator& world, const std::vector<KnownPin>& known, std::vector<Claim> claims,
                          const Round& round, std::vector<std::int64_t>& pins, std::vector<std::uint64_t>& taken_by);

}  // namespace onefold::identity
