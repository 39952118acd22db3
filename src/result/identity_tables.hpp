// The tables that say how PINs came about: /runs, /history, /retired and /crosswalk.
//
// In a first run every customer was created in it and every record was seen in it for the first time: then the file has
// /runs only. IdentityTables fills in the rest for readers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record/pin_event.hpp"
#include "result/column.hpp"

namespace onefold::result {

/// The file attribute with the number of PINs that were ever minted.
inline const std::string kPinsMinted = "pins_minted";
/// The file attribute with the space of the job's PINs; a file of the common space has none.
inline const std::string kPinSpace = "pin_space";

/// A column of /sources: what names the records of a source across runs.
struct SourceNamingTable {
  static constexpr std::int8_t kByRow = 0;      ///< nothing: the source has no ids, and the file no hashes of rows
  static constexpr std::int8_t kById = 1;       ///< /records/source_id
  static constexpr std::int8_t kByContent = 2;  ///< /crosswalk/content_key
  static inline const Column<std::int8_t> kNaming{"/sources/naming"};
};

/// One row per run, from the first; the last one is the run that wrote the file. A run has its number from 1.
struct RunsTable {
  static inline const Column<Text> kJob{"/runs/job"};
  static inline const Column<Text> kPreviousDigest{"/runs/previous_digest"};
  static inline const Column<std::int64_t> kRecords{"/runs/records"};
  static inline const Column<std::int64_t> kCustomers{"/runs/customers"};
  static inline const Column<std::int64_t> kCreated{"/runs/created"};
  static inline const Column<std::int64_t> kKept{"/runs/kept"};
  static inline const Column<std::int64_t> kGrown{"/runs/grown"};
  static inline const Column<std::int64_t> kShrunk{"/runs/shrunk"};
  static inline const Column<std::int64_t> kMergedInto{"/runs/merged_into"};
  static inline const Column<std::int64_t> kSplitFrom{"/runs/split_from"};
  static inline const Column<std::int64_t> kReinstated{"/runs/reinstated"};
  static inline const Column<std::int64_t> kRetired{"/runs/retired"};
  static inline const Column<std::int64_t> kOverridden{"/runs/overridden", Presence::optional};
  static inline const Column<std::int64_t> kMovedRecords{"/runs/moved_records"};
  static inline const Column<std::int64_t> kDepartedRecords{"/runs/departed_records"};

  TextColumn job, previous_digest;
  std::vector<std::int64_t> records, customers, moved_records, departed_records;
  /// [event][run]; the column of event 0 is not used.
  std::vector<std::vector<std::int64_t>> events = std::vector<std::vector<std::int64_t>>(kNumPinEvents);
  [[nodiscard]] std::size_t size() const { return records.size(); }

  /// Not collective: rank 0 writes.
  void write(ResultWriter& writer) const;
  /// Local. Throws Error(input) if columns differ in length, or there is no row.
  [[nodiscard]] static RunsTable read(const ResultReader& reader);
};

/// All events of all runs, except that a PIN was kept: ascending by run, then by PIN.
struct HistoryTable {
  static inline const Column<std::int64_t> kPin{"/history/pin", Presence::optional};
  static inline const Column<std::int8_t> kEvent{"/history/event", Presence::optional};
  static inline const Column<std::int32_t> kRun{"/history/run", Presence::optional};
  static inline const Column<std::int32_t> kRecords{"/history/records", Presence::optional};
  static inline const Column<std::int32_t> kRecordsBefore{"/history/records_before", Presence::optional};
  static inline const Column<std::int64_t> kOther{"/history/other", Presence::optional};
};

/// PINs without a customer, ascending.
struct RetiredTable {
  static inline const Column<std::int64_t> kPin{"/retired/pin", Presence::optional};
  static inline const Column<std::int64_t> kForward{"/retired/forward", Presence::optional};
  static inline const Column<std::int32_t> kRun{"/retired/run", Presence::optional};
};

/// One row per record, aligned with /records, then one per record that earlier runs had.
struct CrosswalkTable {
  static constexpr std::int64_t kSamePin = 0;    ///< in kPreviousPin and kFirstPin: the PIN that it has now
  static constexpr std::int64_t kNotThere = -1;  ///< in kPreviousPin: the previous run did not have the record
  static inline const Column<std::int64_t> kPreviousPin{"/crosswalk/previous_pin", Presence::optional};
  static inline const Column<std::int64_t> kFirstPin{"/crosswalk/first_pin", Presence::optional};
  static inline const Column<std::int32_t> kFirstRun{"/crosswalk/first_run", Presence::optional};
  static inline const Column<std::int32_t> kLastRun{"/crosswalk/last_run", Presence::optional};
  /// Records that are no longer there: the row i of these is row N + i of the columns above.
  static inline const Column<Text> kDepartedSource{"/crosswalk/departed/source", Presence::optional};
  static inline const Column<Text> kDepartedId{"/crosswalk/departed/source_id", Presence::optional};
  static inline const Column<std::int64_t> kDepartedPin{"/crosswalk/departed/pin", Presence::optional};
  static inline const Column<std::int64_t> kDepartedContent{"/crosswalk/departed/content_key", Presence::optional};
  /// Records that had a retired PIN when it was retired, and had another one afterwards: ascending by row, then by PIN.
  static inline const Column<std::int64_t> kCarriedRow{"/crosswalk/carried/row", Presence::optional};
  static inline const Column<std::int64_t> kCarriedPin{"/crosswalk/carried/pin", Presence::optional};
  /// Names records of sources without ids.
  static inline const Column<std::int64_t> kContentKey{"/crosswalk/content_key", Presence::optional};

  [[nodiscard]] static bool is_in(const ResultReader& reader) { return kFirstRun.is_in(reader); }
};

}  // namespace onefold::result
