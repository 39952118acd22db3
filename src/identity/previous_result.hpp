// The previous result of a job, from which PINs are carried over: what makes it unusable, and its rows, read by all
// ranks in equal slices. Every rank opens the file by itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onefold/record/pin.hpp"
#include "onefold/record/record_id.hpp"
#include "onefold/result/result_reader.hpp"
#include "record/text_key.hpp"
#include "result/identity_tables.hpp"
#include "scratch/context.hpp"

namespace onefold::identity {

/// A record of the previous result, or one that an earlier result had.
struct OldRecord {
  TextKey key;
  std::int64_t pin = kNoPin;        ///< of an earlier record: the last one that it had
  std::int64_t first_pin = kNoPin;  ///< the first one that it had
  std::int32_t first_run = 0;
  std::int32_t last_run = 0;
};

/// The part of the old records that a rank has read.
struct OldSlice {
  std::vector<OldRecord> records;   ///< rows of /records
  std::vector<OldRecord> departed;  ///< rows of /crosswalk after them
};

/// A retired PIN that a record had when it was retired.
struct CarriedPin {
  std::uint64_t row = 0;  ///< of /crosswalk
  std::int64_t pin = kNoPin;
};

/// Names of records that are no longer there, as /crosswalk keeps them.
struct DepartedNames {
  TextColumn source, id;
  std::vector<std::int64_t> content_keys;  ///< 0: named by its id
};

class PreviousResult {
 public:
  /// Local; throws the same Error(input) on all ranks if the file cannot be read, is damaged, has no PINs to carry
  /// over, belongs to another job, or names its records in another way than this job does.
  PreviousResult(const Context& context, result::SealCheck check);

  [[nodiscard]] const result::ResultReader& file() const { return file_; }
  [[nodiscard]] const result::RunsTable& runs() const { return runs_; }
  [[nodiscard]] std::uint64_t pins_minted() const { return pins_minted_; }
  [[nodiscard]] std::uint64_t num_records() const { return num_records_; }
  [[nodiscard]] std::uint64_t num_departed() const { return num_departed_; }
  [[nodiscard]] std::uint64_t num_carried() const;
  /// Names of its sources that this job does not have, under any name.
  [[nodiscard]] const std::vector<std::string>& lost_sources() const { return lost_sources_; }
  [[nodiscard]] std::uint64_t num_history() const;
  /// Whether it was a first run, which has no history: all customers were created in run 1.
  [[nodiscard]] bool is_first_run() const { return runs_.size() == 1; }

  // Local. Each reads the part of one rank; throws Error(input).
  [[nodiscard]] OldSlice read_records(int rank) const;
  [[nodiscard]] std::vector<CarriedPin> read_carried(int rank) const;
  /// Names of the records of read_records() for which `wanted` is true, in their order.
  [[nodiscard]] DepartedNames names_of_records(int rank, const std::vector<bool>& wanted) const;
  [[nodiscard]] DepartedNames names_of_departed(int rank, const std::vector<bool>& wanted) const;

 private:
  void require_same_job() const;
  void read_sources();
  [[noreturn]] void refuse(const std::string& what) const;
  void require_pin(std::int64_t pin) const;
  /// The name of a source today.
  [[nodiscard]] std::string name_now(std::string_view then) const;

  const config::Job& job_;
  int num_ranks_;
  result::ResultReader file_;
  result::RunsTable runs_;
  std::uint64_t pins_minted_ = 0;
  std::uint64_t num_records_ = 0;
  std::uint64_t num_departed_ = 0;
  std::vector<std::string> sources_;  // [source of the file] its name today
  std::vector<std::string> lost_sources_;
};

/// Collective. Throws as PreviousResult does. Does nothing if the job has no previous result.
void refuse_unusable_previous(const Context& context);

}  // namespace onefold::identity
