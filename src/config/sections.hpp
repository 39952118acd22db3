// Readers of the sections of a job file, in the order in which parse_job() calls them.
#pragma once

#include <string>
#include <vector>

#include "config/file_shape.hpp"
#include "document/table_reader.hpp"
#include "expressions/parse_text.hpp"
#include "onefold/config/job.hpp"
#include "onefold/config/read_job.hpp"

namespace onefold::config {

/// `attribute = "COLUMN"` of a source, before the attributes are known; `attribute = ["A", "B"]` gives two of them.
struct NamedColumn {
  std::string attribute;
  ColumnExpression from;
  const toml::key* key;
  bool has_mistake = false;
};
using NamedColumns = std::vector<NamedColumn>;  // those of one source, in the order of the file

/// `formats = { ATTRIBUTE = [...] }` of a source, before the attributes are known.
struct NamedFormats {
  std::string attribute;
  std::vector<std::string> formats;
  const toml::key* key;
};

struct SourceColumns {
  std::vector<NamedColumns> of_source;
  std::vector<std::vector<NamedFormats>> formats_of_source = {};
  std::vector<NamedColumns> updated_of_source = {};
  bool complete = true;  ///< false: because of a mistake in columns it is unknown which attributes they supply
};

/// Values that [job] sets for all blocking rules.
struct JobDefaults {
  std::uint64_t max_pairs;
};

JobDefaults read_job_section(TableReader& root, Reading& reading, const Overrides& overrides, Job& job);
/// Fills Job::sources except their columns, and returns these.
SourceColumns read_sources(TableReader& root, Reading& reading, Job& job);
/// Reads the name of a column, or its position if columns have no names; positions are stored as decimal text. Notes a
/// mistake and returns false if the node is neither.
bool read_column_name(TableReader& table, std::string_view key, const toml::node& node, bool has_names,
                      std::string& column);
/// Reads the value of one attribute in `columns`: an expression, or a list of them.
void read_column_expressions(Reading& reading, TableReader& source, const toml::key& key, const toml::node& value,
                             bool has_names, NamedColumns& columns);
/// The part that an attribute gets from a text that is split, unless the job says which; nothing if neither its type
/// nor its name tells.
[[nodiscard]] std::optional<SplitPart> part_of(Split split, std::optional<AttributeType> type, std::string_view name);
/// Whether a text that is split so has this part.
[[nodiscard]] bool has_part(Split split, SplitPart part);
/// Fills what a [[source]] says about the shape and the text of its files. SourceConfig::files is known already.
void read_text_format(TableReader& table, SourceConfig& source);
/// Reads the keys of a [[source]] that say that it is a delta, and which records it deletes. The id is known already.
void read_delta(TableReader& table, Reading& reading, bool has_names, SourceConfig& source);
/// Settles what deltas need of other sections: `merge` must name a previous result.
void settle_deltas(TableReader& merge, Job& job);
/// Reads the keys of a [[source]] that is a database, and fills its shape. Returns false if it is none.
bool read_database(TableReader& table, SourceConfig& source);
/// Fills Job::attributes (first the declared ones, then those that only sources name) and the columns of the sources.
std::vector<KnownAttribute> read_attributes(TableReader& root, Reading& reading, const SourceColumns& columns,
                                            Job& job);
void read_blocking(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes,
                   const JobDefaults& defaults, Job& job);
void read_comparisons(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job);
void read_model(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job);
void read_cluster(TableReader& root, Reading& reading, Job& job);
void read_merge(TableReader& root, Reading& reading, Job& job);
/// Reads `decisions` and `unknown` of [merge].
void read_decisions(TableReader& merge, Job& job);
/// The keys of [merge] that say where PINs come from.
void read_identity(TableReader& merge, Reading& reading, Job& job);
/// Keys of a [[source]] that say how it writes values. Returns the formats, whose attributes are not known yet.
std::vector<NamedFormats> read_writing(TableReader& table, Reading& reading, SourceConfig& source);
/// Gives the formats of the sources to the attributes that they name.
void settle_formats(Reading& reading, const SourceColumns& columns, const std::vector<KnownAttribute>& attributes,
                    Job& job);
/// Reads `updated_of` of a [[source]], whose attributes are not known yet.
void read_updated_of(TableReader& table, Reading& reading, bool has_names, NamedColumns& columns);
/// Gives the columns of updated_of to the sources, once the attributes are known.
void settle_updated_of(Reading& reading, const SourceColumns& columns, const std::vector<KnownAttribute>& attributes,
                       Job& job);
/// Keys that a [[source]] and an [[attribute]] share. False: absent, or a mistake, which is noted.
bool read_region_key(TableReader& table, std::string& region);
bool read_decimal_key(TableReader& table, char& decimal);
/// Notes a mistake in each format that has no directive.
void require_directives(TableReader& table, const std::vector<PlacedText>& formats);
void read_reading(TableReader& root, Reading& reading, const std::vector<KnownAttribute>& attributes, Job& job);
void read_cleanse(TableReader& root, Reading& reading, Job& job);
void read_output(TableReader& root, Reading& reading, Job& job);

/// Returns the keys of a rule. Notes mistakes; returns no keys if there is a mistake.
std::vector<KeyExpression> read_keys(TableReader& table, const std::vector<PlacedText>& texts,
                                     const std::vector<KnownAttribute>& attributes);

/// Writes Job::resolved_toml and Job::digest_toml.
void write_resolved(Job& job);

inline constexpr std::string_view kRecordNamingNames[] = {"id", "content"};
inline constexpr std::string_view kTaskNames[] = {"dedupe", "link"};
/// In the order of Training.
inline constexpr std::string_view kTrainingNames[] = {"em", "truth", "fixed", "candidates"};
inline constexpr std::string_view kClusterMethodNames[] = {"components", "repair"};
/// The threshold with the highest expected F1.
inline constexpr std::string_view kBestF1 = "best_f1";
inline constexpr std::string_view kLastingNames[] = {"never", "together", "alone"};
/// In the order of UnknownRecords.
inline constexpr std::string_view kUnknownNames[] = {"error", "report"};
inline constexpr std::string_view kOversizedNames[] = {"error", "skip", "split"};
/// In the order of KeptValues.
inline constexpr std::string_view kKeptValuesNames[] = {"none", "raw", "raw+cleansed"};
/// In the order of SurvivorshipRule.
inline constexpr std::string_view kSurvivorshipNames[] = {
    "most_recent", "most_frequent", "longest", "source_priority", "union", "first", "min", "max", "any", "trust"};

}  // namespace onefold::config
