// Records as people name them: SOURCE:ID, or a PIN, which names a customer of the previous result. Local, on rank 0.
//
// A name becomes a key, by which ingest finds the record. A PIN has a key of its own, and stands for the first of its
// customer's records that are still in the input; so the lists need to know only keys.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decisions/sought_records.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/pin.hpp"
#include "record/text_key.hpp"

namespace onefold::decisions {

/// A record of the previous result, under the name that its source has in this job.
struct PreviousRecord {
  std::string source;
  std::string id;
};
/// A customer of the previous result.
struct PreviousCustomer {
  std::int64_t pin = 0;                 ///< its PIN there; another one than was looked for if that is retired
  std::vector<PreviousRecord> records;  ///< in an order that depends on their names only
};
/// The customer that a PIN leads to: the one that has it, or, if it is retired, the one that has most of its records;
/// nothing if it leads to nobody. A function without target: the job has no previous result.
using PreviousCustomers = std::function<std::optional<PreviousCustomer>(std::int64_t pin)>;

/// A PIN that a list names, and the records of the customer that it leads to.
struct NamedPin {
  TextKey key;                   ///< stands for the PIN
  std::int64_t leads_to = 0;     ///< the PIN of that customer; 0: no customer
  std::vector<TextKey> records;  ///< empty: no customer of the previous result has the PIN
};

struct ReadName {
  TextKey key;
  std::int64_t pin = 0;       ///< as it is written; 0: the name is SOURCE:ID
  std::int64_t leads_to = 0;  ///< the PIN of the customer that is meant: `pin`, unless that is retired; 0: no customer
  std::string mistake;        ///< empty: none. Does not hold the name
};

class RecordNames {
 public:
  /// All three must outlive the object. Sources without `id` name their records by row.
  RecordNames(const config::Job& job, const PreviousCustomers& previous, SoughtRecords& sought)
      : job_(job), previous_(previous), sought_(sought) {}

  [[nodiscard]] const config::Job& job() const { return job_; }
  [[nodiscard]] bool has_previous() const { return previous_ != nullptr; }
  /// Spaces and tabs around the name and around the colon are ignored. Adds the records to those that are sought.
  ReadName read(std::string_view name);
  /// Whether this PIN leads to a customer of the previous result.
  [[nodiscard]] bool knows(std::int64_t pin) const { return previous_(pin).has_value(); }
  /// The key of the customer with this PIN without the record `other`, which may be one of its own: what somebody means
  /// who compares a record with a customer.
  [[nodiscard]] TextKey key_without(const ReadName& pin, const TextKey& other);
  /// In the order in which the lists name them.
  [[nodiscard]] std::vector<NamedPin> take_pins() { return std::move(pins_); }

 private:
  ReadName read_pin_name(std::string_view name);

  const config::Job& job_;
  const PreviousCustomers& previous_;
  SoughtRecords& sought_;
  std::vector<NamedPin> pins_;
  std::unordered_map<std::int64_t, std::size_t> index_of_pin_;  // into pins_
};

/// Why a text is no PIN, for a message; `fault` is `symbol` or `check`.
[[nodiscard]] std::string mistake_of(PinFault fault);

/// Adds the records that PINs stand for to those that were found.
void find_named_pins(const std::vector<NamedPin>& pins, std::vector<FoundRecord>& found);

}  // namespace onefold::decisions
