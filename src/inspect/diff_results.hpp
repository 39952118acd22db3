// What has changed between two results: customers, their golden values, and the records of each source.
//
// Customers are compared by PIN if the later result carries the PINs of the earlier one on. Otherwise they are matched
// by their records, as PINs are carried over. Records are the same if source name and id are the same; sources
// that the job of the later result has renamed have their new name.
//
// Local: one process. Memory: 48 bytes per record of either result, 40 per customer, and one attribute of both at a
// time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "onefold/result/result_reader.hpp"

namespace onefold::inspect {

struct SourceChange {
  std::string name;
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  std::uint64_t added = 0;     ///< records that only the later result has
  std::uint64_t departed = 0;  ///< records that only the earlier result has
  std::uint64_t moved = 0;     ///< records whose customer of before is there, without them
};

struct AttributeChange {
  std::string name;
  std::uint64_t customers = 0;  ///< in both results, with another golden value
};

struct ResultDiff {
  bool has_same_pins = false;  ///< the later result carries the PINs of the earlier one on
  std::uint64_t customers_before = 0;
  std::uint64_t customers_after = 0;
  std::uint64_t kept = 0;        ///< the same records
  std::uint64_t grown = 0;       ///< has records that it did not have
  std::uint64_t shrunk = 0;      ///< lost records, and has no new ones
  std::uint64_t merged = 0;      ///< of the earlier result: its records are in another customer
  std::uint64_t retired = 0;     ///< of the earlier result: none of its records is left
  std::uint64_t split = 0;       ///< of the later result: its records were in another customer
  std::uint64_t created = 0;     ///< of the later result: none of its records was there
  std::uint64_t overridden = 0;  ///< of the later result: a steward has set golden values that were not set so before
  std::vector<AttributeChange> attributes;
  std::vector<SourceChange> sources;
};

/// One change of a customer.
struct CustomerChange {
  std::string kind;          ///< grown, shrunk, merged, retired, split, new, value, overridden
  std::int64_t old_pin = 0;  ///< 0: none. Of a customer that was split off: that of its records before
  std::int64_t new_pin = 0;  ///< of a merged customer: the one that has its records
  std::int64_t records_before = 0;
  std::int64_t records = 0;
  std::string_view attribute, before, after;  ///< of a value
};

/// Throws Error(input) if records of a source cannot be named. `use` gets each change; no change for customers that
/// were kept with all their values.
[[nodiscard]] ResultDiff diff_results(const result::ResultReader& before, const result::ResultReader& after,
                                      const std::function<void(const CustomerChange&)>& use);

}  // namespace onefold::inspect
