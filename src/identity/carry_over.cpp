#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

#include "identity/claims.hpp"
#include "identity/join_records.hpp"
#include "identity/known_pins.hpp"
#include "identity/lineage.hpp"
#include "mpi/ask_owners.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"

namespace onefold::identity {

namespace {

/// What the owner of a customer tells about it.
struct CustomerFacts {
  std::int64_t pin = kNoPin;
  std::int64_t other = kNoPin;  ///< the old PIN of most of its records, if that went to another customer
  std::uint64_t records = 0;
};

/// A claim that was not taken, on its way to the owner of the customer.
struct LostClaim {
  std::uint64_t customer = 0;
  std::uint64_t records = 0;
  std::int64_t old_records = 0;
  std::int64_t pin = kNoPin;
  std::int64_t first_run = 0;
  [[nodiscard]] bool is_better_than(const LostClaim& other) const {
    return std::tuple(other.records, old_records, first_run, pin) <
           std::tuple(records, other.old_records, other.first_run, other.pin);
  }
};

class CarryOver {
 public:
  CarryOver(const Context& context, const Columns& columns, const PreviousResult& previous,
            const OrderedCustomers& customers, std::vector<std::int64_t>& pins)
      : context_(context),
        world_(context.world),
        columns_(columns),
        previous_(previous),
        customers_(customers),
        pins_(pins) {
    lineage_.run = static_cast<std::int32_t>(previous.runs().size() + 1);
    lineage_.num_records = columns.distribution.num_global();
    lineage_.lost_sources = previous.lost_sources();
    if (previous.is_first_run())
      lineage_.num_first_customers =
          static_cast<std::uint64_t>(previous.runs().customers.back()) / static_cast<std::uint64_t>(world_.size()) + 1;
  }

  Lineage carry(const std::vector<TextKey>& keys) {
    known_ = read_known_pins(world_, previous_);
    join(keys);
    claim(keys);
    assign();
    mint();
    compare_customers();
    retire();
    carry_pins();
    count_locks(keys);
    for (auto& count : lineage_.events) count = world_.sum(count);
    lineage_.num_moved_records = world_.sum(lineage_.num_moved_records);
    return std::move(lineage_);
  }

 private:
  void join(const std::vector<TextKey>& keys);
  void keep_departed(const OldSlice& slice, const JoinedRecords& joined);
  void claim(const std::vector<TextKey>& keys);
  void claim_for_locks(const std::vector<TextKey>& keys, std::vector<Claim>& claims);
  void add_decided_locks();
  void claim_for_carried(std::vector<Claim>& claims);
  void assign();
  void mint();
  void compare_customers();
  void retire();
  void carry_pins();
  void count_locks(const std::vector<TextKey>& keys);

  [[nodiscard]] std::uint64_t local_customer(std::uint64_t customer) const {
    return customer - customers_.distribution.begin(world_.rank());
  }
  std::vector<CustomerFacts> ask_customers(const std::vector<std::uint64_t>& asked) const;
  std::vector<std::uint64_t> count_known_records() const;
  void find_lost_claims();
  void count(const HistoryRow& row) { ++lineage_.events[static_cast<std::size_t>(row.event)]; }

  const Context& context_;
  const mpi::Communicator& world_;
  const Columns& columns_;
  const PreviousResult& previous_;
  const OrderedCustomers& customers_;
  std::vector<std::int64_t>& pins_;  // [customer of this rank]
  Lineage lineage_;
  std::vector<Lock> locks_;
  std::vector<KnownPin> known_;          // PINs that this rank owns
  std::vector<std::uint64_t> taken_by_;  // [known PIN] the customer that has it now
  std::vector<CarriedPin> old_carried_;  // this rank's part of the old rows, with rows of the new /crosswalk
  std::vector<Claim> claims_;            // of PINs that had a customer; ascending
  std::vector<Claim> carried_claims_;    // of retired PINs
  std::vector<std::int64_t> others_;     // [customer of this rank] CustomerFacts::other
  std::vector<bool> is_minted_;          // [customer of this rank]
};

void CarryOver::join(const std::vector<TextKey>& keys) {
  OldSlice slice;
  mpi::run_locally(world_, [&] {
    slice = previous_.read_records(world_.rank());
    old_carried_ = previous_.read_carried(world_.rank());
  });
  auto joined = join_records(world_, columns_, slice, keys, lineage_.run - 1);
  lineage_.records = std::move(joined.records);
  lineage_.num_departed_records = joined.num_departed_now;
  lineage_.num_known_records = world_.sum(static_cast<std::uint64_t>(
      std::count_if(lineage_.records.begin(), lineage_.records.end(),
                    [](const KnownRecord& record) { return record.state != KnownRecord::kUnknown; })));
  lineage_.num_departed = joined.num_departed_now + joined.num_departed_before;
  keep_departed(slice, joined);
  // Rows of the old crosswalk become rows of the new one. The rank that has read a row knows.
  const BlockDistribution records(previous_.num_records(), world_.size());
  const BlockDistribution departed(previous_.num_departed(), world_.size());
  const auto rows = mpi::ask_owners_singly<std::uint64_t>(
      world_, old_carried_,
      [&](const CarriedPin& carried) {
        return carried.row < records.num_global() ? records.owner(carried.row)
                                                  : departed.owner(carried.row - records.num_global());
      },
      [&](const CarriedPin& carried) {
        const bool is_there = carried.row < records.num_global();
        return joined.new_rows[is_there ? carried.row - records.begin(world_.rank())
                                        : records.size(world_.rank()) + carried.row - records.num_global() -
                                              departed.begin(world_.rank())];
      });
  for (std::size_t i = 0; i < rows.size(); ++i) old_carried_[i].row = rows[i];
}

void CarryOver::keep_departed(const OldSlice& slice, const JoinedRecords& joined) {
  const auto keep = [&](const std::vector<OldRecord>& records, std::size_t first_row, DepartedRecords& departed) {
    std::vector<bool> is_kept(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      is_kept[i] = joined.new_rows[first_row + i] >= lineage_.num_records;
      if (!is_kept[i]) continue;
      departed.pins.push_back(records[i].pin);
      departed.first_pins.push_back(records[i].first_pin);
      departed.first_runs.push_back(records[i].first_run);
      departed.last_runs.push_back(records[i].last_run);
    }
    return is_kept;
  };
  const auto now = keep(slice.records, 0, lineage_.departed_now);
  const auto before = keep(slice.departed, slice.records.size(), lineage_.departed_before);
  mpi::run_locally(world_, [&] {
    lineage_.departed_now.names = previous_.names_of_records(world_.rank(), now);
    lineage_.departed_before.names = previous_.names_of_departed(world_.rank(), before);
  });
}

void CarryOver::claim(const std::vector<TextKey>& keys) {
  std::vector<Claim> claims;
  std::vector<Claim> carried;
  for (std::size_t row = 0; row < lineage_.records.size(); ++row) {
    const KnownRecord& record = lineage_.records[row];
    if (record.state == KnownRecord::kThere) claims.push_back({record.pin, customers_.of_record[row], 1, 0});
    if (record.state == KnownRecord::kDeparted) carried.push_back({record.pin, customers_.of_record[row], 1, 0});
  }
  claim_for_locks(keys, claims);
  claims_ = count_claims(world_, std::move(claims));
  claim_for_carried(carried);
  carried_claims_ = count_claims(world_, std::move(carried));
  // A record that comes back claims its last PIN only if that is retired.
  std::erase_if(carried_claims_, [&](const Claim& claim) {
    const KnownPin* pin = find_pin(known_, claim.pin);
    return pin == nullptr || pin->is_live();
  });
  const bool is_sound = std::all_of(claims_.begin(), claims_.end(), [&](const Claim& claim) {
    const KnownPin* pin = find_pin(known_, claim.pin);
    return pin != nullptr && (pin->is_live() || claim.records == 0);
  });
  mpi::run_locally(world_, [&] {
    if (!is_sound)
      throw Error(ExitCode::input, fmt::format("[merge]: previous: {}: records have a PIN without a customer: it is "
                                               "damaged; onefold verify tells more",
                                               previous_.file().path()));
  });
}

void CarryOver::claim_for_locks(const std::vector<TextKey>& keys, std::vector<Claim>& claims) {
  locks_ = read_locks(world_, context_.job);
  add_decided_locks();
  if (locks_.empty()) return;
  std::vector<std::uint64_t> is_record(locks_.size(), 0);
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const auto lock = std::lower_bound(locks_.begin(), locks_.end(), keys[row],
                                       [](const Lock& a, const TextKey& key) { return a.record < key; });
    if (lock == locks_.end() || lock->record != keys[row]) continue;
    is_record[static_cast<std::size_t>(lock - locks_.begin())] = 1;
    claims.push_back({lock->pin, customers_.of_record[row], 0, 1});
  }
  for (std::size_t i = 0; i < locks_.size(); ++i)
    if (locks_[i].file == Lock::kDecision) is_record[i] = 1;
  require_known(world_, context_.job, locks_, std::move(is_record), "the record is not in the input");
  std::vector<std::uint64_t> is_pin(locks_.size(), 0);
  for (std::size_t i = 0; i < locks_.size(); ++i)
    is_pin[i] = locks_[i].file == Lock::kDecision || find_pin(known_, locks_[i].pin) != nullptr ? 1 : 0;
  require_known(world_, context_.job, locks_, std::move(is_pin), "the previous result does not know the PIN");
}

// Local: both lists are equal on all ranks.
void CarryOver::add_decided_locks() {
  const auto by_record = [](const Lock& a, const Lock& b) { return a.record < b.record; };
  std::vector<Lock> all;
  std::merge(locks_.begin(), locks_.end(), customers_.decided_locks.begin(), customers_.decided_locks.end(),
             std::back_inserter(all), by_record);
  locks_.clear();
  for (const Lock& lock : all) {
    const bool is_new = locks_.empty() || locks_.back().record != lock.record;
    if (!is_new && locks_.back().pin != lock.pin)
      throw Error(ExitCode::input,
                  "[merge]: lock and decisions: a record is locked to two PINs; take one of the two locks out");
    if (is_new) locks_.push_back(lock);
  }
}

void CarryOver::claim_for_carried(std::vector<Claim>& claims) {
  std::vector<std::uint64_t> there;
  for (const CarriedPin& carried : old_carried_)
    if (carried.row < lineage_.num_records) there.push_back(carried.row);
  const auto customers = mpi::ask_owners_singly<std::uint64_t>(
      world_, there, [&](std::uint64_t row) { return columns_.distribution.owner(row); },
      [&](std::uint64_t row) { return customers_.of_record[row - columns_.first_record]; });
  std::size_t next = 0;
  for (const CarriedPin& carried : old_carried_)
    if (carried.row < lineage_.num_records) claims.push_back({carried.pin, customers[next++], 1, 0});
}

// Collective. [customer of this rank] How many of its records the previous result knew.
std::vector<std::uint64_t> CarryOver::count_known_records() const {
  std::vector<std::uint64_t> of_known;
  for (std::size_t row = 0; row < lineage_.records.size(); ++row)
    if (lineage_.records[row].state != KnownRecord::kUnknown) of_known.push_back(customers_.of_record[row]);
  of_known = mpi::exchange_by_owner(world_, std::move(of_known),
                                    [&](std::uint64_t customer) { return customers_.distribution.owner(customer); });
  std::vector<std::uint64_t> counts(customers_.sizes.size(), 0);
  for (const std::uint64_t customer : of_known) ++counts[local_customer(customer)];
  return counts;
}

void CarryOver::assign() {
  // 1. PINs of the previous result, and those that are locked, go where most of their records are.
  lineage_.num_rounds = assign_pins(world_, known_, claims_, {customers_.distribution, {}}, pins_, taken_by_);
  // 2. A customer that has none gets back a retired PIN that more than half of its known records had.
  auto needed = count_known_records();
  for (auto& count : needed) count /= 2;
  lineage_.num_rounds +=
      assign_pins(world_, known_, carried_claims_, {customers_.distribution, needed}, pins_, taken_by_);
}

void CarryOver::mint() {
  const auto num_new = static_cast<std::uint64_t>(std::count(pins_.begin(), pins_.end(), kNoPin));
  std::uint64_t next = previous_.pins_minted() + world_.exclusive_sum(num_new);
  lineage_.pins_minted = previous_.pins_minted() + world_.sum(num_new);
  mpi::run_locally(world_, [&] {
    if (lineage_.pins_minted >= static_cast<std::uint64_t>(kPinEnd))
      throw Error(ExitCode::limit, "no PINs are left: 2^40 have been minted");
  });
  const std::uint64_t space = space_of_pins(context_.job);
  is_minted_.assign(pins_.size(), false);
  for (std::size_t c = 0; c < pins_.size(); ++c) {
    if (pins_[c] != kNoPin) continue;
    pins_[c] = pin_of_counter(next++, space);
    is_minted_[c] = true;
  }
}

std::vector<CustomerFacts> CarryOver::ask_customers(const std::vector<std::uint64_t>& asked) const {
  return mpi::ask_owners_singly<CustomerFacts>(
      world_, asked, [&](std::uint64_t customer) { return customers_.distribution.owner(customer); },
      [&](std::uint64_t customer) {
        const std::size_t c = local_customer(customer);
        return CustomerFacts{pins_[c], others_[c], customers_.sizes[c]};
      });
}

// Collective. Tells each customer the strongest claim that it did not take, and counts records that went from a
// customer that still has its PIN to another one.
void CarryOver::find_lost_claims() {
  std::vector<LostClaim> lost;
  for (const Claim& claim : claims_) {
    const KnownPin& pin = *find_pin(known_, claim.pin);
    const std::uint64_t taken_by = taken_by_[static_cast<std::size_t>(&pin - known_.data())];
    if (claim.records == 0 || taken_by == claim.customer) continue;
    lost.push_back({claim.customer, claim.records, pin.records, pin.pin, pin.first_run});
    if (taken_by != kNoCustomer) lineage_.num_moved_records += claim.records;
  }
  lost = mpi::exchange_by_owner(world_, std::move(lost),
                                [&](const LostClaim& claim) { return customers_.distribution.owner(claim.customer); });
  std::vector<LostClaim> best(pins_.size());
  for (const LostClaim& claim : lost) {
    LostClaim& of_customer = best[local_customer(claim.customer)];
    if (of_customer.pin == kNoPin || claim.is_better_than(of_customer)) of_customer = claim;
  }
  others_.clear();
  for (const LostClaim& claim : best) others_.push_back(claim.pin);
}

void CarryOver::compare_customers() {
  find_lost_claims();
  std::vector<HistoryRow> rows;
  for (std::size_t c = 0; c < pins_.size(); ++c)
    if (is_minted_[c])
      rows.push_back({pins_[c], others_[c], lineage_.run, static_cast<std::int32_t>(customers_.sizes[c]), 0,
                      others_[c] == kNoPin ? PinEvent::created : PinEvent::split_from});
  lineage_.rows = mpi::exchange_by_owner(world_, std::move(rows),
                                         [&](const HistoryRow& row) { return owner_of_pin(row.pin, world_.size()); });
  std::vector<std::uint64_t> asked;
  for (const std::uint64_t customer : taken_by_)
    if (customer != kNoCustomer) asked.push_back(customer);
  const auto facts = ask_customers(asked);
  std::size_t next = 0;
  for (std::size_t p = 0; p < known_.size(); ++p) {
    if (taken_by_[p] == kNoCustomer) continue;
    const CustomerFacts& customer = facts[next++];
    HistoryRow row{known_[p].pin,       kNoPin, lineage_.run, static_cast<std::int32_t>(customer.records), 0,
                   PinEvent::reinstated};
    if (known_[p].is_live()) {
      std::uint64_t common = 0;
      for (const Claim& claim : claims_of(claims_, row.pin))
        if (claim.customer == taken_by_[p]) common = claim.records;
      row.records_before = static_cast<std::int32_t>(known_[p].records);
      row.event = customer.records > common                                ? PinEvent::grown
                  : static_cast<std::uint64_t>(known_[p].records) > common ? PinEvent::shrunk
                                                                           : PinEvent::kept;
    } else {
      row.other = customer.other;
    }
    if (row.event == PinEvent::kept)
      count(row);
    else
      lineage_.rows.push_back(row);
  }
}

void CarryOver::retire() {
  // 1. Where most records of a PIN without a customer are now.
  std::vector<std::size_t> retired;
  std::vector<std::uint64_t> asked;
  std::vector<bool> has_records;
  for (std::size_t p = 0; p < known_.size(); ++p) {
    if (taken_by_[p] != kNoCustomer) continue;
    retired.push_back(p);
    const std::uint64_t customer =
        customer_with_most(claims_of(known_[p].is_live() ? claims_ : carried_claims_, known_[p].pin));
    has_records.push_back(customer != kNoCustomer);
    if (has_records.back()) asked.push_back(customer);
  }
  const auto facts = ask_customers(asked);
  std::size_t next = 0;
  for (std::size_t i = 0; i < retired.size(); ++i) {
    KnownPin& pin = known_[retired[i]];
    if (has_records[i]) pin.forward = facts[next++].pin;
    if (!pin.is_live()) continue;
    lineage_.rows.push_back({pin.pin, pin.forward, lineage_.run, 0, static_cast<std::int32_t>(pin.records),
                             pin.forward == kNoPin ? PinEvent::retired : PinEvent::merged_into});
  }
  // 2. A PIN that was retired before, and has no record left, goes on to where its successor went.
  std::vector<std::size_t> waiting;
  std::vector<std::int64_t> successors;
  for (std::size_t i = 0; i < retired.size(); ++i) {
    const KnownPin& pin = known_[retired[i]];
    if (has_records[i] || pin.is_live() || pin.forward == kNoPin) continue;
    waiting.push_back(retired[i]);
    successors.push_back(pin.forward);
  }
  const auto resolved = mpi::ask_owners_singly<std::int64_t>(
      world_, successors, [&](std::int64_t pin) { return owner_of_pin(pin, world_.size()); },
      [&](std::int64_t asked_pin) {
        const KnownPin* pin = find_pin(known_, asked_pin);
        if (pin == nullptr) return kNoPin;
        return taken_by_[static_cast<std::size_t>(pin - known_.data())] == kNoCustomer ? pin->forward : pin->pin;
      });
  for (std::size_t i = 0; i < waiting.size(); ++i) known_[waiting[i]].forward = resolved[i];
  for (const std::size_t p : retired)
    lineage_.retired.push_back(
        {known_[p].pin, known_[p].forward, known_[p].is_live() ? lineage_.run : known_[p].retired_run});
  for (const HistoryRow& row : lineage_.rows) count(row);
  std::sort(lineage_.rows.begin(), lineage_.rows.end(),
            [](const HistoryRow& a, const HistoryRow& b) { return a.pin < b.pin; });
}

void CarryOver::carry_pins() {
  // Records whose PIN is retired now remember it, and those that had been away remember theirs.
  std::vector<CarriedPin> carried = std::move(old_carried_);
  for (std::size_t row = 0; row < lineage_.records.size(); ++row)
    if (lineage_.records[row].state != KnownRecord::kUnknown)
      carried.push_back({columns_.first_record + row, lineage_.records[row].pin});
  const auto is_retired = mpi::ask_owners_singly<std::int8_t>(
      world_, carried, [&](const CarriedPin& pair) { return owner_of_pin(pair.pin, world_.size()); },
      [&](const CarriedPin& pair) {
        const KnownPin* pin = find_pin(known_, pair.pin);
        const bool has_customer =
            pin == nullptr || taken_by_[static_cast<std::size_t>(pin - known_.data())] != kNoCustomer;
        return static_cast<std::int8_t>(has_customer ? 0 : 1);
      });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < carried.size(); ++i)
    if (is_retired[i] != 0) carried[kept++] = carried[i];
  carried.resize(kept);
  const BlockDistribution rows(lineage_.num_records + lineage_.num_departed, world_.size());
  lineage_.carried =
      mpi::exchange_by_owner(world_, std::move(carried), [&](const CarriedPin& pair) { return rows.owner(pair.row); });
  const auto as_pair = [](const CarriedPin& pair) { return std::pair(pair.row, pair.pin); };
  std::sort(lineage_.carried.begin(), lineage_.carried.end(),
            [&](const CarriedPin& a, const CarriedPin& b) { return as_pair(a) < as_pair(b); });
  lineage_.carried.erase(
      std::unique(lineage_.carried.begin(), lineage_.carried.end(),
                  [&](const CarriedPin& a, const CarriedPin& b) { return as_pair(a) == as_pair(b); }),
      lineage_.carried.end());
}

void CarryOver::count_locks(const std::vector<TextKey>& keys) {
  if (locks_.empty()) return;
  std::vector<std::uint64_t> asked;
  std::vector<std::int64_t> wanted;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const auto lock = std::lower_bound(locks_.begin(), locks_.end(), keys[row],
                                       [](const Lock& a, const TextKey& key) { return a.record < key; });
    if (lock == locks_.end() || lock->record != keys[row]) continue;
    asked.push_back(customers_.of_record[row]);
    wanted.push_back(lock->pin);
  }
  const auto facts = ask_customers(asked);
  std::uint64_t broken = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) broken += facts[i].pin == wanted[i] ? 0 : 1;
  lineage_.num_locks_broken = world_.sum(broken);
}

}  // namespace

Lineage carry_over(const Context& context, const Columns& columns, const PreviousResult& previous,
                   const std::vector<TextKey>& keys, const OrderedCustomers& customers,
                   std::vector<std::int64_t>& pins) {
  return CarryOver(context, columns, previous, customers, pins).carry(keys);
}

}  // namespace onefold::identity
