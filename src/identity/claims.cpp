#include "identity/claims.hpp"

#include <algorithm>
#include <tuple>

#include "mpi/exchange_by_owner.hpp"

namespace onefold::identity {

void add_up(std::vector<Claim>& claims) {
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tuple(a.pin, a.customer) < std::tuple(b.pin, b.customer);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (kept > 0 && claims[kept - 1].pin == claims[i].pin && claims[kept - 1].customer == claims[i].customer) {
      claims[kept - 1].records += claims[i].records;
      claims[kept - 1].locked += claims[i].locked;
    } else {
      claims[kept++] = claims[i];
    }
  }
  claims.resize(kept);
}

std::vector<Claim> count_claims(const mpi::Communicator& world, std::vector<Claim> claims) {
  add_up(claims);
  auto counted = mpi::exchange_by_owner(world, std::move(claims),
                                        [&](const Claim& claim) { return owner_of_pin(claim.pin, world.size()); });
  add_up(counted);
  return counted;
}

std::span<const Claim> claims_of(const std::vector<Claim>& claims, std::int64_t pin) {
  const auto first = std::lower_bound(claims.begin(), claims.end(), pin,
                                      [](const Claim& a, std::int64_t b) { return a.pin < b; });
  const auto last = std::upper_bound(first, claims.end(), pin, [](std::int64_t a, const Claim& b) { return a < b.pin; });
  return {first, last};
}

std::uint64_t customer_with_most(std::span<const Claim> claims) {
  const Claim* best = nullptr;
  for (const Claim& claim : claims)
    if (claim.records > (best == nullptr ? 0 : best->records)) best = &claim;
  return best == nullptr ? kNoCustomer : best->customer;
}

}  // namespace onefold::identity
