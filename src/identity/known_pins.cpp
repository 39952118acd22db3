#include "identity/known_pins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "identity/history.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"
#include "record/spread_search.hpp"
#include "result/customers_table.hpp"
#include "result/row_slices.hpp"

namespace onefold::identity {

namespace {

/// What one row of the previous result says about a PIN. In the order in which the facts about it are put together.
enum class Fact : std::int32_t { minted, retired, customer, no_customer };
struct PinFact {
  std::int64_t pin = kNoPin;
  std::int64_t number = 0;  ///< of records; no_customer: the PIN that it leads to
  Fact fact = Fact::minted;
  std::int32_t run = 0;
};

bool is_birth(PinEvent event) { return event == PinEvent::created || event == PinEvent::split_from; }
bool is_death(PinEvent event) { return event == PinEvent::merged_into || event == PinEvent::retired; }

/// Local. The facts in this rank's part of the rows.
std::vector<PinFact> read_facts(const PreviousResult& previous, int rank, int num_ranks) {
  std::vector<PinFact> facts;
  const auto& file = previous.file();
  const auto add = [&](const PinFact& fact) {
    if (fact.pin < 1 || fact.pin >= kPinEnd || fact.number < 0 || fact.number >= kPinEnd)
      throw Error(ExitCode::input,
                  fmt::format("[merge]: previous: {}: it holds a PIN out of range: it is damaged", file.path()));
    facts.push_back(fact);
  };
  const auto for_each = [&](std::uint64_t num_rows, auto use) {
    const BlockDistribution rows(num_rows, num_ranks);
    for (std::uint64_t first = rows.begin(rank); first < rows.end(rank); first += result::kSliceRows)
      use(first, std::min(result::kSliceRows, rows.end(rank) - first));
  };
  for_each(result::CustomersTable::kPin.num_rows(file), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = result::CustomersTable::kPin.read(file, first, count);
    const auto size = result::CustomersTable::kSize.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      add({pin[i], size[i], Fact::customer, 0});
      if (previous.is_first_run()) add({pin[i], 0, Fact::minted, 1});
    }
  });
  for_each(previous.num_history(), [&](std::uint64_t first, std::uint64_t count) {
    for (const auto& row : read_history(file, first, count)) {
      if (is_birth(row.event)) add({row.pin, 0, Fact::minted, row.run});
      if (is_death(row.event)) add({row.pin, row.records_before, Fact::retired, row.run});
    }
  });
  const bool has_retired = result::RetiredTable::kPin.is_in(file);
  for_each(has_retired ? result::RetiredTable::kPin.num_rows(file) : 0, [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = result::RetiredTable::kPin.read(file, first, count);
    const auto forward = result::RetiredTable::kForward.read(file, first, count);
    const auto run = result::RetiredTable::kRun.read(file, first, count);
    for (std::uint64_t i = 0; i < count; ++i) add({pin[i], forward[i], Fact::no_customer, run[i]});
  });
  return facts;
}

}  // namespace

std::vector<KnownPin> read_known_pins(const mpi::Communicator& world, const PreviousResult& previous) {
  std::vector<PinFact> facts;
  mpi::run_locally(world, [&] { facts = read_facts(previous, world.rank(), world.size()); });
  facts = mpi::exchange_by_owner(world, std::move(facts),
                                 [&](const PinFact& fact) { return owner_of_pin(fact.pin, world.size()); });
  std::sort(facts.begin(), facts.end(), [](const PinFact& a, const PinFact& b) {
    return std::tuple(a.pin, a.fact, a.run) < std::tuple(b.pin, b.fact, b.run);
  });
  std::vector<KnownPin> known;
  bool is_sound = true;
  for (std::size_t i = 0; i < facts.size();) {
    KnownPin pin{.pin = facts[i].pin};
    int num_ends = 0;  // it has a customer, or it is retired: exactly one of them
    for (; i < facts.size() && facts[i].pin == pin.pin; ++i) {
      const PinFact& fact = facts[i];
      switch (fact.fact) {
        case Fact::minted:
          is_sound = is_sound && pin.first_run == 0;
          pin.first_run = fact.run;
          break;
        case Fact::retired:
          pin.records = fact.number;  // the last time counts
          break;
        case Fact::customer:
          pin.records = fact.number;
          ++num_ends;
          break;
        case Fact::no_customer:
          pin.forward = fact.number;
          pin.retired_run = fact.run;
          ++num_ends;
          break;
      }
    }
    is_sound = is_sound && pin.first_run > 0 && num_ends == 1;
    known.push_back(pin);
  }
  mpi::run_locally(world, [&] {
    if (!is_sound)
      throw Error(ExitCode::input, fmt::format("[merge]: previous: {}: its PINs and its history contradict each other: "
                                               "it is damaged; onefold verify tells more",
                                               previous.file().path()));
  });
  return known;
}

const KnownPin* find_pin(const std::vector<KnownPin>& known, std::int64_t pin) {
  // PINs are spread evenly.
  const auto at = first_not_below(known, static_cast<std::uint64_t>(std::max<std::int64_t>(0, pin)),
                                  [](const KnownPin& one) { return static_cast<std::uint64_t>(one.pin); });
  return at == known.size() || known[at].pin != pin ? nullptr : &known[at];
}

}  // namespace onefold::identity
