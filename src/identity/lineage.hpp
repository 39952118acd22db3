// How the PINs of a run came about: what /runs, /history, /retired and /crosswalk say.
#pragma once

#include <cstdint>
#include <vector>

#include "identity/assign_pins.hpp"
#include "identity/history.hpp"
#include "identity/locks.hpp"
#include "identity/previous_result.hpp"
#include "onefold/record/warning.hpp"
#include "record/columns.hpp"
#include "result/identity_tables.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

/// Records that the previous result had, or knew of, and that are not in this run.
struct DepartedRecords {
  DepartedNames names;
  std::vector<std::int64_t> pins, first_pins;
  std::vector<std::int32_t> first_runs, last_runs;
};

/// A record of this rank in the previous result.
struct KnownRecord {
  enum State : std::int32_t { kUnknown, kThere, kDeparted };
  std::int64_t pin = kNoPin;
  std::int64_t first_pin = kNoPin;
  std::int32_t first_run = 0;
  std::int32_t state = kUnknown;
};

struct RetiredPin {
  std::int64_t pin = kNoPin;
  std::int64_t forward = kNoPin;
  std::int32_t run = 0;
};

/// Counts are global, rows those of this rank.
struct Lineage {
  std::int32_t run = 1;  ///< number of this run
  std::uint64_t pins_minted = 0;
  std::uint64_t num_records = 0;
  std::vector<std::uint64_t> events = std::vector<std::uint64_t>(kNumPinEvents);  ///< [event]
  std::uint64_t num_moved_records = 0;
  std::uint64_t num_departed_records = 0;  ///< in this run
  std::vector<std::string> lost_sources;   ///< of the previous result: this job has none of the name
  std::uint64_t num_known_records = 0;     ///< that the previous result knew
  std::uint64_t num_rounds = 0;            ///< of assign_pins
  std::uint64_t num_first_customers = 0;   ///< of a previous result without history: customers that a rank will read
  std::uint64_t num_locks_broken = 0;
  std::vector<std::uint64_t> content_keys;  ///< [local record] if the job says identity = "content"; otherwise empty

  // With a previous result only.
  std::vector<KnownRecord> records;  ///< [local record]
  DepartedRecords departed_now;      ///< in the order of the previous result
  DepartedRecords departed_before;   ///< likewise; they follow those of all ranks
  std::uint64_t num_departed = 0;    ///< both, of all ranks
  std::vector<CarriedPin> carried;   ///< ascending by (row, PIN)
  std::vector<HistoryRow> rows;      ///< of this run, ascending by PIN
  std::vector<RetiredPin> retired;   ///< ascending by PIN
};

/// The customers of a run, in the order of their content; the ranks share them in blocks.
struct OrderedCustomers {
  BlockDistribution distribution;
  std::vector<std::uint64_t> sizes;      ///< [customer of this rank] number of its records
  std::vector<std::uint64_t> of_record;  ///< [local record] its customer
  std::vector<Lock> decided_locks;       ///< of the lists of decisions, ascending by record; equal on all ranks
};

/// Pure. The space in which the PINs of a job are minted, for pin_of_counter().
[[nodiscard]] std::uint64_t space_of_pins(const config::Job& job);

/// Collective. Gives the customers PINs of the previous result, and new ones to the others. `keys`: [local record].
/// Memory: about 150 bytes per record of either result, and 60 per PIN that was ever minted, shared by the ranks.
[[nodiscard]] Lineage carry_over(const Context& context, const Columns& columns, const PreviousResult& previous,
                                 const std::vector<TextKey>& keys, const OrderedCustomers& customers,
                                 std::vector<std::int64_t>& pins);

}  // namespace onefold::identity
