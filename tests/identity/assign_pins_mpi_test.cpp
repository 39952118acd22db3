// The assignment by rounds over ranks is that of one strict order, whatever the number of ranks.
#include "identity/assign_pins.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "identity/claims.hpp"
#include "identity/record_keys.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "record/hash.hpp"
#include "support/mpi_test.hpp"

namespace onefold::identity {

using test::world;

namespace {

/// A month of merges, splits and wandering records. Equal on all ranks.
struct World {
  std::vector<KnownPin> pins;
  std::vector<Claim> claims;  // of single records
  std::uint64_t num_customers = 0;
};

World make_world(std::uint64_t seed, std::uint64_t num_records) {
  World out;
  std::uint64_t draws = 0;
  const auto draw = [&](std::uint64_t below) { return scale_to(mix(seed, ++draws), below); };
  std::vector<std::size_t> old_of;
  while (old_of.size() < num_records) {
    const std::uint64_t size = std::min(num_records - old_of.size(), 1 + draw(4) * draw(3));
    old_of.insert(old_of.end(), size, out.pins.size());
    out.pins.push_back({.pin = pin_of_counter(draw(1U << 20U) * 65'536 + out.pins.size()),
                        .records = static_cast<std::int64_t>(size),
                        .first_run = static_cast<std::int32_t>(1 + draw(3))});
  }
  out.num_customers = num_records;
  std::vector<std::uint64_t> customer_of(out.pins.size());
  for (auto& customer : customer_of) customer = draw(out.num_customers);
  for (std::size_t p = 0; p < customer_of.size(); ++p)
    if (draw(6) == 0) customer_of[p] = customer_of[draw(customer_of.size())];
  for (const std::size_t p : old_of)
    out.claims.push_back(
        {out.pins[p].pin, draw(8) == 0 ? customer_of[draw(customer_of.size())] : customer_of[p], 1, 0});
  if (!out.claims.empty() && draw(2) == 0) out.claims[draw(out.claims.size())].locked = 1;
  std::sort(out.pins.begin(), out.pins.end(), [](const KnownPin& a, const KnownPin& b) { return a.pin < b.pin; });
  return out;
}

/// The slow twin: all claims in one order.
std::vector<std::int64_t> assign_in_order(const World& world_of_pins) {
  std::vector<Claim> claims = world_of_pins.claims;
  add_up(claims);
  const auto facts = [&](std::int64_t pin) {
    return *std::find_if(world_of_pins.pins.begin(), world_of_pins.pins.end(),
                         [&](const KnownPin& known) { return known.pin == pin; });
  };
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int32_t, std::int64_t, std::uint64_t>> order;
  for (const Claim& claim : claims) {
    const KnownPin pin = facts(claim.pin);
    order.emplace_back(-static_cast<std::int64_t>(claim.locked), -static_cast<std::int64_t>(claim.records), pin.records,
                       pin.first_run, pin.pin, claim.customer);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::int64_t> pins(world_of_pins.num_customers, kNoPin);
  std::set<std::int64_t> taken;
  for (const auto& [locked, records, size, run, pin, customer] : order)
    if (pins[customer] == kNoPin && taken.insert(pin).second) pins[customer] = pin;
  return pins;
}

/// Collective. The claims are spread over the ranks in some way.
std::vector<std::int64_t> assign_by_rounds(const World& world_of_pins, std::uint64_t seed, std::uint64_t& rounds) {
  std::vector<Claim> local;
  for (std::size_t i = 0; i < world_of_pins.claims.size(); ++i)
    if (mix(seed, i) % static_cast<std::uint64_t>(world().size()) == static_cast<std::uint64_t>(world().rank()))
      local.push_back(world_of_pins.claims[i]);
  std::vector<KnownPin> known;
  for (const KnownPin& pin : world_of_pins.pins)
    if (owner_of_pin(pin.pin, world().size()) == world().rank()) known.push_back(pin);
  const BlockDistribution customers(world_of_pins.num_customers, world().size());
  std::vector<std::int64_t> pins(customers.size(world().rank()), kNoPin);
  std::vector<std::uint64_t> taken_by;
  rounds = assign_pins(world(), known, count_claims(world(), std::move(local)), {customers, {}}, pins, taken_by);
  // Both sides say the same.
  const auto all = world().gather_all(pins);
  for (std::size_t p = 0; p < known.size(); ++p) {
    if (taken_by[p] == kNoCustomer)
      EXPECT_EQ(std::count(all.begin(), all.end(), known[p].pin), 0);
    else
      EXPECT_EQ(all[taken_by[p]], known[p].pin);
  }
  return all;
}

}  // namespace

TEST(AssignPins, is_that_of_one_order_for_any_spread_over_ranks) {
  for (std::uint64_t i = 0; i < test::num_random_cases(60); ++i) {
    const World w = make_world(test::kSeed + i, i % 7 == 0 ? i / 7 : 40 + 13 * i);
    std::uint64_t rounds = 0;
    EXPECT_EQ(assign_by_rounds(w, i, rounds), assign_in_order(w)) << "world " << i;
    EXPECT_EQ(assign_by_rounds(w, i + 1000, rounds), assign_in_order(w)) << "world " << i;
  }
}

TEST(AssignPins, a_month_takes_few_rounds) {
  const World w = make_world(test::kSeed, 20'000);
  std::uint64_t rounds = 0;
  static_cast<void>(assign_by_rounds(w, 1, rounds));
  EXPECT_LE(rounds, 12U);
}

TEST(AssignPins, a_chain_of_customers_that_displace_each_other_ends) {
  // PIN p has n - p records in customer p, and one fewer in the next one: a single shift would move all of them.
  constexpr std::uint64_t kLength = 30;
  World w;
  w.num_customers = kLength + 1;
  for (std::uint64_t p = 0; p < kLength; ++p) {
    w.pins.push_back({.pin = static_cast<std::int64_t>(1 + p * 1'000'000'007), .records = 2 * kLength, .first_run = 1});
    for (std::uint64_t r = 0; r < kLength - p; ++r) w.claims.push_back({w.pins.back().pin, p, 1, 0});
    for (std::uint64_t r = 0; r + p + 1 < kLength; ++r) w.claims.push_back({w.pins.back().pin, p + 1, 1, 0});
  }
  // One PIN more that is stronger in the first customer.
  w.pins.push_back({.pin = kPinEnd - 1, .records = 100, .first_run = 1});
  for (std::uint64_t r = 0; r < kLength + 5; ++r) w.claims.push_back({kPinEnd - 1, 0, 1, 0});
  std::uint64_t rounds = 0;
  EXPECT_EQ(assign_by_rounds(w, 3, rounds), assign_in_order(w));
  EXPECT_LE(rounds, kLength + 2);
}

TEST(AssignPins, a_customer_that_has_a_pin_keeps_it_and_weak_claims_are_refused) {
  const std::vector<KnownPin> all = {{.pin = 5, .records = 3, .first_run = 1},
                                     {.pin = 6, .records = 3, .first_run = 1},
                                     {.pin = 7, .records = 3, .first_run = 1}};
  const bool is_owner = world().rank() == owner_of_pin(5, world().size());
  const BlockDistribution customers(3, world().size());
  std::vector<std::int64_t> pins;
  std::vector<std::uint64_t> needed;
  for (std::uint64_t c = customers.begin(world().rank()); c < customers.end(world().rank()); ++c) {
    pins.push_back(c == 0 ? 99 : kNoPin);
    needed.push_back(c == 1 ? 2 : 0);
  }
  std::vector<std::uint64_t> taken_by;
  std::vector<Claim> claims;
  if (is_owner) claims = {{5, 0, 9, 0}, {6, 1, 2, 0}, {6, 2, 1, 0}, {7, 1, 3, 0}};
  static_cast<void>(assign_pins(world(), is_owner ? all : std::vector<KnownPin>{}, claims, {customers, needed}, pins,
                                taken_by));
  EXPECT_EQ(world().gather_all(pins), (std::vector<std::int64_t>{99, 7, 6}));
}

TEST(ContentOrder, positions_are_those_of_a_sort) {
  std::vector<TextKey> all;
  for (std::uint64_t i = 0; i < 500; ++i) all.push_back({mix(3, i), i});
  const BlockDistribution share(all.size(), world().size());
  const std::vector<TextKey> local(all.begin() + static_cast<std::ptrdiff_t>(share.begin(world().rank())),
                                   all.begin() + static_cast<std::ptrdiff_t>(share.end(world().rank())));
  const auto positions = world().gather_all(positions_of(world(), local));
  auto sorted = all;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(sorted[positions[i]], all[i]);
}

}  // namespace onefold::identity
