// The sections of a job file, in the order in which read_job.cpp reads them.
#pragma once

#include <string>
#include <vector>

#include "config/parse_text.hpp"
#include "config/table_reader.hpp"
#include "onefold/config/job.hpp"
#include "onefold/config/read_job.hpp"

namespace onefold::config {

/// `attribute = "COLUMN"` of a source, before attributes are known; one for each column of `attribute = ["A", "B"]`.
struct NamedColumn {
  std::string attribute;
  std::string column;
  const toml::key* key;
};
using NamedColumns = std::vector<NamedColumn>;  // of a source, in the order of the file

struct SourceColumns {
  std::vector<NamedColumns> of_source;
  bool complete = true;  ///< false: columns could not be read, so that nobody knows which attributes there are
};

/// What [job] says about all blocking rules.
struct JobDefaults {
  std::uint64_t max_pairs;
};

JobDefaults read_job_section(TableReader& root, Reading& reading, const Overrides& overrides, Job& job);
/// Fills Job::sources but for their columns, which come back.
SourceColumns read_sources(TableReader& root, Reading& reading, Job& job);
/// Fills Job::attributes (declared ones, then those that only sources name) and the columns of the sources.
std::vector<KnownAttribute> read_attributes(TableReader& root, Reading& reading, const SourceColumns& columns,
                                            Job& job);
void read_blocking(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes,
                   const JobDefaults& defaults, Job& job);
void read_comparisons(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job);
void read_model(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job);
void read_cluster(TableReader& root, Reading& reading, Job& job);
void read_merge(TableReader& root, Reading& reading, Job& job);
void read_cleanse(TableReader& root, Reading& reading, Job& job);

/// Keys of a rule; mistakes are noted. Empty when there is one.
std::vector<KeyExpression> read_keys(TableReader& table, const std::vector<PlacedText>& texts,
                                     const std::vector<KnownAttribute>& attributes);

/// Writes Job::resolved_toml and Job::digest_toml.
void write_resolved(Job& job);

inline constexpr std::string_view kTaskNames[] = {"dedupe", "link"};
/// In the order of Training.
inline constexpr std::string_view kTrainingNames[] = {"em", "truth", "fixed", "candidates"};
inline constexpr std::string_view kClusterMethodNames[] = {"components", "repair"};
inline constexpr std::string_view kLastingNames[] = {"never", "together", "alone"};
inline constexpr std::string_view kOversizedNames[] = {"error", "skip", "split"};
inline constexpr std::string_view kSurvivorshipNames[] = {"most_recent", "most_frequent", "longest", "source_priority",
                                                          "union"};

}  // namespace onefold::config
