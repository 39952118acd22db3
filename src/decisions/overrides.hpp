// Values of golden records that stewards set by hand, as merge consumes them; and the records and customers that keep
// their PIN, as identity consumes them.
//
// The list names a customer by one of its records (SOURCE:ID) or by a PIN of the previous result. Both are resolved
// before merge. Merge knows the customers of this run, so it says which customer each override is about, and
// settle_overrides() decides between several overrides of one golden value.
//
// All ranks hold all overrides: about 150 bytes each. They are written by hand, so there are few.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "onefold/record/attribute.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::decisions {

/// A row of one of the lists that people write. Messages show it instead of the text of the row.
struct ListPlace {
  std::uint32_t file = 0;
  std::uint64_t line = 0;
  auto operator<=>(const ListPlace&) const = default;
};

struct Override {
  /// The customer that has this PIN after identity; 0: the list names a record. If the list names a retired PIN, the
  /// one that this leads to.
  std::int64_t pin = 0;
  /// The named record. If the list names a PIN: the record of that customer that comes first by source name and id
  /// among those that are still in the input. It finds the customer if no customer of this run has the PIN.
  RecordId record = 0;
  AttributeIndex attribute = 0;
  std::string value;  ///< replaces the surviving value; empty: the golden record has no value
  std::string who;
  std::string when;  ///< YYYY-MM-DD, optionally with a time: texts compare as times do. Empty: before all others
  std::string why;
  ListPlace place;
};

/// This record keeps this PIN, whatever becomes of the customer that it had.
struct Lock {
  RecordId record = 0;
  std::int64_t pin = 0;
  ListPlace place;
};

/// In the order of the lists. Equal on all ranks.
struct Overrides {
  std::vector<std::string> files;
  std::vector<Override> rows;

  [[nodiscard]] bool empty() const { return rows.empty(); }
  /// "FILE line N", for messages.
  [[nodiscard]] std::string text_of(const ListPlace& place) const;
};

/// An override and the customer of this run that it is about.
struct CustomerOverride {
  std::uint64_t customer = 0;  ///< row of the customer, as the caller numbers them
  std::uint32_t row = 0;       ///< of Overrides::rows
  bool operator==(const CustomerOverride&) const = default;
};

struct SettledOverrides {
  std::vector<CustomerOverride> winners;       ///< ascending by customer, then attribute: one for each golden value
  std::vector<std::uint32_t> superseded_rows;  ///< a later override gives another value; ascending
};

/// Local. Decides between overrides of one golden value: the latest wins. Overrides that give the same value do not
/// contradict each other. Throws Error(input), which names the two lines, if two overrides give different values and
/// have the same `when`. `candidates`: in any order.
[[nodiscard]] SettledOverrides settle_overrides(const Overrides& overrides, std::vector<CustomerOverride> candidates);

}  // namespace onefold::decisions
