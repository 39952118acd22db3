// Makes files of the sources that are databases, so that ingest reads, cuts and counts them as it does all files.
#pragma once

#include <vector>

#include "ingest/input_file.hpp"
#include "onefold/config/job.hpp"
#include "scratch/context.hpp"

namespace onefold::ingest {

/// The fetched rows of the databases of a job, as files of the work directory.
class FetchedDatabases {
 public:
  /// Collective. Fetches nothing if no source is a database.
  explicit FetchedDatabases(const Context& context);
  /// Local. Rank 0 removes the files.
  ~FetchedDatabases();
  FetchedDatabases(const FetchedDatabases&) = delete;
  FetchedDatabases& operator=(const FetchedDatabases&) = delete;

  /// The job with a file for each database.
  [[nodiscard]] const config::Job& job() const { return job_; }

 private:
  const Context& context_;
  config::Job job_;
};

/// Once all rows are read: messages and the result name a database, not the file of its rows.
void name_databases(const config::Job& job, std::vector<InputFile>& files);

}  // namespace onefold::ingest
