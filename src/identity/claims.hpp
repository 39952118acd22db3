// Counts how many records of each PIN are in each customer.
#pragma once

#include <cstdint>
#include <vector>

#include "identity/assign_pins.hpp"

namespace onefold::identity {

/// Local. Adds claims up: ascending by (PIN, customer), each once.
void add_up(std::vector<Claim>& claims);

/// Collective. Sends the claims of records to the owners of their PINs and adds them up there. Memory: 32 bytes per
/// claim, up to three times.
[[nodiscard]] std::vector<Claim> count_claims(const mpi::Communicator& world, std::vector<Claim> claims);

/// Pure. The claims of a PIN among claims that are ascending.
[[nodiscard]] std::span<const Claim> claims_of(const std::vector<Claim>& claims, std::int64_t pin);

/// Pure. The customer with most records of the PIN; of equal ones the first by content. kNoCustomer: none.
[[nodiscard]] std::uint64_t customer_with_most(std::span<const Claim> claims);

}  // namespace onefold::identity
