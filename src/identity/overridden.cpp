#include "identity/overridden.hpp"

#include <algorithm>
#include <tuple>

#include "identity/assign_pins.hpp"
#include "identity/history.hpp"
#include "result/customers_table.hpp"
#include "result/index_tables.hpp"
#include "result/lineage.hpp"
#include "result/row_slices.hpp"

namespace onefold::identity {

namespace {

/// Whether a steward has given the golden value in the file already.
bool is_set(const result::ResultReader& file, std::uint64_t customer, const std::string& attribute,
            std::string_view value) {
  const auto golden = result::CustomersTable::golden(attribute);
  if (!golden.is_in(file)) return false;
  const auto rule = result::LineageColumns(attribute).rule.read_row(file, customer);
  return rule == static_cast<std::int8_t>(result::LineageRule::override_by_steward) &&
         golden.read_row(file, customer) == value;
}

/// Local. Marks values that the previous result has already; a rank reads its share of the index. `set`: ascending by
/// PIN.
std::vector<std::uint64_t> mark_old(const Context& context, const decisions::Overrides& overrides,
                                    const std::vector<SetValue>& set) {
  std::vector<std::uint64_t> is_old(set.size(), 0);
  const PreviousResult previous(context, result::SealCheck::never);
  const auto& file = previous.file();
  const BlockDistribution rows(result::PinIndex::kPin.num_rows(file), context.world.size());
  const int rank = context.world.rank();
  for (std::uint64_t first = rows.begin(rank); first < rows.end(rank); first += result::kSliceRows) {
    const std::uint64_t count = std::min(result::kSliceRows, rows.end(rank) - first);
    const auto pins = result::PinIndex::kPin.read(file, first, count);
    auto at = std::lower_bound(set.begin(), set.end(), pins.front(),
                               [](const SetValue& value, std::int64_t pin) { return value.pin < pin; });
    for (; at != set.end() && at->pin <= pins.back(); ++at) {
      const auto found = std::lower_bound(pins.begin(), pins.end(), at->pin);
      if (*found != at->pin) continue;
      const auto customer =
          result::PinIndex::kCustomer.read_row(file, first + static_cast<std::uint64_t>(found - pins.begin()));
      const auto& row = overrides.rows[at->row];
      if (is_set(file, static_cast<std::uint64_t>(customer), context.job.attributes[row.attribute].name, row.value))
        is_old[static_cast<std::size_t>(at - set.begin())] = 1;
    }
  }
  return is_old;
}

}  // namespace

void add_overridden(const Context& context, const decisions::Overrides& overrides, const std::vector<SetValue>& local,
                    Lineage& lineage) {
  const auto& world = context.world;
  const bool has_previous = !context.job.identity.previous.empty();
  std::uint64_t num_customers = 0;
  if (!overrides.empty()) {
    auto set = world.gather_all(local);
    std::sort(set.begin(), set.end(),
              [](const SetValue& a, const SetValue& b) { return std::tie(a.pin, a.row) < std::tie(b.pin, b.row); });
    std::vector<std::uint64_t> is_old(set.size(), 0);
    if (has_previous) {
      mpi::run_locally(world, [&] { is_old = mark_old(context, overrides, set); });
      world.max_in_place(is_old);
    }
    std::int64_t last = kNoPin;
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (is_old[i] != 0 || set[i].pin == last) continue;
      last = set[i].pin;
      ++num_customers;
      const auto records = static_cast<std::int32_t>(set[i].records);
      if (has_previous && owner_of_pin(last, world.size()) == world.rank())
        lineage.rows.push_back({last, kNoPin, lineage.run, records, records, PinEvent::overridden});
    }
    std::sort(lineage.rows.begin(), lineage.rows.end(), HistoryRow::is_before);
  }
  lineage.events[static_cast<std::size_t>(PinEvent::overridden)] = num_customers;
  if (has_previous) context.statistics.add_global("pins_overridden", num_customers);
}

}  // namespace onefold::identity
