// A first look at the quality of data: what stands in each column of some files, with a job or without.
//
//   in    files, or a job; with a job also how its attributes read the columns
//   out   per column: how many values there are, how long, of which shapes, what they seem to be; with a job what is
//         filled, dummy and unreadable
//
// It looks at the sample that suggest takes: all rows of small files, some 100,000 rows of large ones, chosen by a hash
// of their position. No value appears unless it is asked for. One process reads; memory: the sample.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/job.hpp"
#include "onefold/record/attribute.hpp"

namespace onefold::profile {

/// A text and the number of values that have it.
struct Frequency {
  std::string text;
  std::uint64_t count = 0;
};

/// How a column is read as an attribute of a job.
struct ColumnOutcome {
  std::string source, attribute;  ///< attribute: a name, or "updated"
  std::uint64_t filled = 0, missing = 0, dummy = 0, unreadable = 0;
};

struct ColumnProfile {
  std::string name;
  std::string guess;  ///< what suggest takes it for: "surname", "birth_date %d.%m.%Y", "left out: has no value"
  std::uint64_t num_present = 0;
  std::uint64_t num_distinct = 0;  ///< in the sample
  std::uint64_t least_length = 0, most_length = 0;
  double mean_length = 0;               ///< in characters
  std::vector<Frequency> shapes;        ///< the most frequent ones first; ties in alphabetical order
  std::vector<Frequency> values;        ///< likewise; empty unless asked for
  std::vector<ColumnOutcome> outcomes;  ///< with a job: of each attribute that the column supplies
};

struct TableProfile {
  std::string file;
  std::uint64_t num_rows = 0;       ///< without the header
  std::uint64_t num_malformed = 0;  ///< rows that a run would put into quarantine
  std::uint64_t num_examined = 0;   ///< rows of the sample
  std::vector<ColumnProfile> columns;
};

/// Local. Throws Error(input) if a file cannot be used.
[[nodiscard]] std::vector<TableProfile> profile_files(const std::vector<std::string>& files, bool show_values);

/// Local. The files of all sources of a job.
[[nodiscard]] std::vector<TableProfile> profile_job(const config::Job& job, bool show_values);

}  // namespace onefold::profile
