#include "identity/assign_pins.hpp"

#include <algorithm>
#include <tuple>

#include "mpi/exchange_by_owner.hpp"

namespace onefold::identity {

namespace {

struct Proposal {
  std::uint64_t customer = 0;
  std::uint64_t locked = 0;
  std::uint64_t records = 0;
  std::int64_t old_records = 0;
  std::int64_t pin = kNoPin;
  std::int32_t first_run = 0;
  std::int32_t unused = 0;  // no byte without a value is sent
};

/// Which of two proposals to the same customer comes first in the order of claims.
bool is_better(const Proposal& a, const Proposal& b) {
  return std::tuple(b.locked, b.records, a.old_records, a.first_run, a.pin) <
         std::tuple(a.locked, a.records, b.old_records, b.first_run, b.pin);
}

/// The claims of a PIN in its order of preference, and how far it has got.
struct Wishes {
  std::size_t next = 0;
  std::size_t end = 0;
};

/// The claims of each PIN: ascending by PIN, then in its order of preference.
std::vector<Wishes> order_wishes(const std::vector<KnownPin>& known, std::vector<Claim>& claims,
                                 const std::vector<std::uint64_t>& taken_by) {
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tuple(a.pin, b.locked, b.records, a.customer) < std::tuple(b.pin, a.locked, a.records, b.customer);
  });
  std::vector<Wishes> wishes(known.size());
  std::size_t at = 0;
  for (std::size_t p = 0; p < known.size(); ++p) {
    while (at < claims.size() && claims[at].pin < known[p].pin) ++at;
    wishes[p].next = at;
    while (at < claims.size() && claims[at].pin == known[p].pin) ++at;
    wishes[p].end = taken_by[p] == kNoCustomer ? at : wishes[p].next;
  }
  return wishes;
}

/// The customers of this rank with the best proposal that each has had.
class ProposedTo {
 public:
  ProposedTo(const Round& round, std::uint64_t first, std::vector<std::int64_t>& pins)
      : round_(round), first_(first), pins_(pins), best_(pins.size()) {}

  /// The PINs that are sent away because of these proposals.
  std::vector<std::int64_t> choose(const std::vector<Proposal>& proposals) {
    std::vector<std::int64_t> refused;
    for (const Proposal& proposal : proposals) {
      const std::size_t c = proposal.customer - first_;
      Proposal& best = best_[c];
      const bool is_fixed = pins_[c] != kNoPin && best.pin == kNoPin;
      const bool is_enough = proposal.locked > 0 || round_.less_than_needed.empty() ||
                             proposal.records > round_.less_than_needed[c];
      if (is_fixed || !is_enough || (best.pin != kNoPin && !is_better(proposal, best))) {
        refused.push_back(proposal.pin);
        continue;
      }
      if (best.pin != kNoPin) refused.push_back(best.pin);
      best = proposal;
      pins_[c] = proposal.pin;
    }
    return refused;
  }

 private:
  const Round& round_;
  std::uint64_t first_;
  std::vector<std::int64_t>& pins_;
  std::vector<Proposal> best_;
};

}  // namespace

std::uint64_t assign_pins(const mpi::Communicator& world, const std::vector<KnownPin>& known, std::vector<Claim> claims,
                          const Round& round, std::vector<std::int64_t>& pins, std::vector<std::uint64_t>& taken_by) {
  taken_by.resize(known.size(), kNoCustomer);
  std::vector<Wishes> wishes = order_wishes(known, claims, taken_by);
  ProposedTo customers(round, round.customers.begin(world.rank()), pins);
  std::vector<std::size_t> free;  // PINs that have no customer and may still propose
  for (std::size_t p = 0; p < known.size(); ++p)
    if (wishes[p].next < wishes[p].end) free.push_back(p);
  std::uint64_t num_rounds = 0;
  while (world.any(!free.empty())) {
    ++num_rounds;
    // 1. Each free PIN proposes to the next customer of its list.
    std::vector<Proposal> proposals;
    proposals.reserve(free.size());
    for (const std::size_t p : free) {
      const Claim& claim = claims[wishes[p].next];
      proposals.push_back({claim.customer, claim.locked, claim.records, known[p].records, known[p].pin,
                           known[p].first_run});
      taken_by[p] = claim.customer;
    }
    // 2. Each customer keeps the best proposal so far.
    auto refused = customers.choose(mpi::exchange_by_owner(
        world, std::move(proposals), [&](const Proposal& proposal) { return round.customers.owner(proposal.customer); }));
    // 3. PINs that were sent away go on to their next claim.
    refused = mpi::exchange_by_owner(world, std::move(refused),
                                     [&](std::int64_t pin) { return owner_of_pin(pin, world.size()); });
    free.clear();
    for (const std::int64_t pin : refused) {
      const auto at = std::lower_bound(known.begin(), known.end(), pin,
                                       [](const KnownPin& a, std::int64_t value) { return a.pin < value; });
      const auto p = static_cast<std::size_t>(at - known.begin());
      taken_by[p] = kNoCustomer;
      if (++wishes[p].next < wishes[p].end) free.push_back(p);
    }
  }
  return num_rounds;
}

}  // namespace onefold::identity
