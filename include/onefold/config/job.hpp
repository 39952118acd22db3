// The resolved job: the content of a job file with every default filled in. One struct per stage. This header is the
// only place for defaults, except those that depend on an attribute's type. parse_job() makes a Job.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/merge.hpp"
#include "onefold/expressions/key_expression.hpp"
#include "onefold/expressions/level.hpp"
#include "onefold/record/attribute.hpp"

namespace onefold::similarity {
class AliasTable;
}

namespace onefold::config {

/// How the text of a column is split into parts.
///   given_first    a name: given names before the surname
///   surname_first  a name: the surname before the given names; with a comma, every name is read so
///   address        an address in one line
enum class Split : std::uint8_t { none, given_first, surname_first, address };

/// A part of a text that is split. `whole` is the text itself.
enum class SplitPart : std::uint8_t {
  whole,
  given_name,
  surname,
  middle_initial,
  title,
  suffix,
  organisation,
  street,
  street_name,
  house_number,
  postcode,
  city,
  state,
};

/// What an attribute gets from a row: the text of a column, a constant, or several of them joined; of this text what
/// `pattern` finds; and of that a part. It is evaluated in this order.
struct ColumnExpression {
  std::string column;                               ///< header name, or a 1-based position when the file has no header
  std::optional<std::string> value = std::nullopt;  ///< a constant, in place of a column
  std::vector<ColumnExpression> joined = {};        ///< parts of one value, in place of a column
  std::string with = " ";                           ///< between parts that are joined, and between groups of `pattern`
  std::string pattern = {};                         ///< regular expression of ICU; empty: the whole text
  Split split = Split::none;
  SplitPart part = SplitPart::whole;

  /// Whether the value is that of a column as it is written.
  [[nodiscard]] bool is_plain() const { return !value && joined.empty() && pattern.empty() && split == Split::none; }
  bool operator==(const ColumnExpression&) const = default;
};

/// One value of an attribute that a source supplies. An attribute with several values has one mapping for each; they
/// are adjacent and in the order of the job file.
struct ColumnMapping {
  AttributeIndex attribute = 0;
  ColumnExpression from;
};

/// Calls `visit` with every column that the expression reads, in order.
template <typename Visit>
void for_each_column(const ColumnExpression& expression, Visit&& visit) {
  for (const ColumnExpression& part : expression.joined) for_each_column(part, visit);
  if (expression.joined.empty() && !expression.value) visit(expression.column);
}

/// What a source is read from. Follows from the names of its files, or from the keys that it has; `format` in the job
/// file says otherwise.
enum class Shape : std::uint8_t { csv, fixed_width, ndjson, parquet, xlsx, odbc, postgresql };

/// A column of a file of fixed width: characters `first` to `last` of each line, from 1.
struct FixedColumn {
  std::string name;
  std::uint32_t first = 1;
  std::uint32_t last = 1;
  bool operator==(const FixedColumn&) const = default;
};

/// How the text of a file is written: its characters, rows and fields.
struct TextFormat {
  std::string encoding;             ///< a name that ICU knows; empty: what the byte-order mark says, else UTF-8
  std::string delimiter = ",";      ///< between two fields; 1 to 8 bytes
  char quote = '"';                 ///< around a field; '\0': nothing is quoted
  char escape = '\0';               ///< stands before a quote or itself inside a field; '\0': quotes are doubled
  std::string comment;              ///< a line that begins so is no row; empty: there are none
  std::uint32_t skip_lines = 0;     ///< lines above the header, or above the first row
  std::uint32_t header_rows = 1;    ///< rows that name the columns, one name above the other; 0: columns have no names
  std::uint32_t footer_lines = 0;   ///< lines below the last row
  std::vector<FixedColumn> widths;  ///< of fixed_width
  std::string sheet;                ///< of xlsx; empty: the only one that is not empty
  std::string member;               ///< of zip archives: the file in them; empty: the only one
  bool operator==(const TextFormat&) const = default;
};

/// Whether a source of this shape is read by a query, not from files.
[[nodiscard]] constexpr bool is_database(Shape shape) { return shape == Shape::odbc || shape == Shape::postgresql; }

/// Where a source that is a database is read from. Holds no password.
struct DatabaseConfig {
  std::string connection;     ///< connection string of ODBC or of libpq, ${NAME} replaced
  std::string query;          ///< may hold {part} and {parts}; several ranks then read side by side
  std::string count;          ///< query for the number of rows of all parts together; empty: derived from `query`
  std::uint32_t parts = 0;    ///< 0: the number of ranks, at most kMaxDefaultParts
  std::string password_env;   ///< environment variable with the password; empty: ONEFOLD_PASSWORD_SOURCE
  std::string password_file;  ///< file with the password, mode 0600; empty: none
  std::string shown_name;     ///< stands for the database in messages and in the result: "odbc:claims"
};
inline constexpr std::uint32_t kMaxDefaultParts = 32;

/// Formats of strptime of one attribute.
struct AttributeFormats {
  AttributeIndex attribute = 0;
  std::vector<std::string> formats;
};

/// How a source writes values. What is empty here is as its [[attribute]] says; see attribute_of().
struct WritingConfig {
  std::vector<AttributeFormats> formats;     ///< of attributes of type birth_date
  std::vector<std::string> updated_formats;  ///< of the column `updated`; empty: recognise the format
  char decimal = '\0';                       ///< numbers: '.' or ','; '\0': as the attribute says
  std::string region;                        ///< phones, postcodes; empty: as the attribute says
};

/// The column with the time at which the values of an attribute changed.
struct UpdatedColumn {
  AttributeIndex attribute = 0;
  std::string column;
  bool operator==(const UpdatedColumn&) const = default;
};

struct SourceConfig {
  std::string name;
  Shape shape = Shape::csv;
  std::vector<std::string> files;  ///< paths and globs, ${NAME} replaced; their order is the order of the rows
  std::string id;                  ///< column with the id of the row, unique within the source, or empty
  std::string updated;             ///< column with the time of the last change, or empty
  /// Attributes whose values have a time of change of their own, ascending, and the column that holds it.
  std::vector<UpdatedColumn> updated_of;
  std::string truth;          ///< column with the true customer, for `evaluate`, or empty
  std::string truth_pattern;  ///< regular expression; its first group is the true customer. Empty: the whole value
  TextFormat text;
  DatabaseConfig database;  ///< of odbc and postgresql
  bool unique = false;      ///< no customer has two records in this source
  /// The files hold only new and changed rows. All other records of the source are kept from the previous result.
  bool delta = false;
  std::string deleted;                      ///< column that says whether a row deletes the record with its id, or empty
  std::vector<std::string> deleted_values;  ///< the values of this column that say so
  std::vector<std::string> deleted_ids;     ///< files with ids of deleted records, one per line
  std::vector<ColumnMapping> columns;

  /// Whether columns are named. Otherwise they are positions.
  [[nodiscard]] bool has_column_names() const {
    return text.header_rows > 0 || (shape != Shape::csv && shape != Shape::xlsx);
  }
  WritingConfig writing;
};

/// Whether a customer keeps this value for life. Cluster repair uses it: two groups of records are two customers if
/// they differ in one decisive value, or in two corroborated ones.
///   never         the value changes (`never` in the job file)
///   corroborated  lasting; a second lasting value must differ too (`together`)
///   decisive      lasting; a difference in this value alone decides (`alone`)
enum class Lasting : std::uint8_t { never, corroborated, decisive };

/// The last year that two digits of a date of birth mean by default: nobody is born in the future. It is the year of
/// this release and not of the run, so that a job gives the same result in every year.
inline constexpr std::uint64_t kDefaultPivot = 2026;

/// How values of one attribute are cleansed.
struct AttributeConfig {
  std::string name;
  AttributeType type = AttributeType::text;
  std::vector<std::string> formats;  ///< dates: strptime formats, tried in order; empty: recognise the format
  /// Dates: the last year that two digits can mean; 2026 makes 26 the year 2026, and 27 the year 1927.
  std::uint64_t pivot = kDefaultPivot;
  char decimal = '\0';               ///< numbers: '.' or ','; '\0': the form of each value decides
  std::string region = "GB";         ///< phones, postcodes: ISO 3166 region of numbers without a country code
  std::vector<std::string> dummies;  ///< additional dummy values, as the user wrote them
  char separator = '\0';             ///< splits a field into elements; '\0': the field is one value
  bool is_declared_array = false;    ///< `array` in the job file
  /// A record may have several values: it is declared so, separator is set, or a source maps several columns.
  bool is_array = false;
  bool transliterate = false;      ///< transliterate names, places and text from other scripts to Latin letters
  bool compare = true;             ///< false: merged, but compared only if a [[comparison]] names the attribute
  bool conflict = false;           ///< two records with different values are never one customer
  std::optional<Lasting> lasting;  ///< nothing: the type decides, see lasting_of()
};

/// The job's setting; by default dates of birth are decisive and given names corroborated.
[[nodiscard]] inline Lasting lasting_of(const AttributeConfig& attribute) {
  if (attribute.lasting) return *attribute.lasting;
  if (attribute.type == AttributeType::birth_date) return Lasting::decisive;
  return attribute.type == AttributeType::given_name ? Lasting::corroborated : Lasting::never;
}

/// How many values may be unreadable: a value stands there, and its type cannot read it.
struct ReadingConfig {
  static constexpr double kMaxUnreadable = 0.2;
  double max_unreadable = kMaxUnreadable;          ///< share of the values of an attribute in a source
  std::vector<double> max_unreadable_of;           ///< [attribute]
  double max_unreadable_updated = kMaxUnreadable;  ///< of the column `updated`
};

struct CleanseConfig {
  std::vector<std::string> dummy_files;  ///< one `type: value` per line; added to the built-in dummy values
  std::vector<std::string> alias_files;  ///< one `name: alias, alias` per line; added to the built-in aliases
};

/// What happens to a block of more than max_block_size records.
///   error   the job stops; the message names the rule, the size and the hash of the key
///   skip    its records have no key in this rule; the run reports how many
///   split   `split_by` is added to the key of its records; blocks that are still too large and records without that
///           additional key are skipped
enum class Oversized : std::uint8_t { error, skip, split };

/// A blocking rule: two records that have all keys and agree on all of them are a candidate pair.
struct BlockingRule {
  std::vector<KeyExpression> on;
  std::string name;                          ///< "surname + year(birth_date)"
  std::uint64_t max_pairs = 10'000'000'000;  ///< the job stops when the rule proposes more
  std::uint64_t max_block_size = 0;          ///< records; 0: no limit
  Oversized oversized = Oversized::error;
  std::vector<KeyExpression> split_by;
};

/// Levels are tried in order. The level "missing" is always before them and the level "else" after them; neither is in
/// `levels`.
struct ComparisonConfig {
  AttributeIndex attribute = 0;
  std::string name;  ///< the attribute's name
  std::vector<Level> levels;
  bool term_frequency = false;  ///< adjust the weight of the exact level by the frequency of the shared value
  bool reads_arrays = false;    ///< an attribute that a level reads is an array
  /// Share (0 to 1) of the term-frequency adjustment that the other levels get. The more frequent of the two values
  /// counts.
  double term_frequency_fuzzy = 0;
  double term_frequency_minimum = 0;  ///< lowest frequency, as a share of the records, that the adjustment uses
  std::vector<double> m;              ///< m probability per level and of else, given by the user; empty: learnt
  std::vector<double> u;              ///< u probability, likewise
  std::shared_ptr<const similarity::AliasTable> aliases = {};  ///< for the measure alias; null: the built-in table
};

/// The attributes whose values the levels compare: the comparison's own, and those named before a measure. Ascending.
[[nodiscard]] std::vector<AttributeIndex> attributes_compared(const ComparisonConfig& comparison);
/// All attributes that evaluating the levels reads: attributes_compared(), and the arguments of swapped(...) and
/// crossed(...). Ascending.
[[nodiscard]] std::vector<AttributeIndex> attributes_read(const ComparisonConfig& comparison);

/// Source of the prior: the probability that two random records match.
struct PriorConfig {
  enum class Kind { estimated, fixed, rules } kind = Kind::estimated;
  double probability = 0;                         ///< fixed
  std::vector<std::vector<KeyExpression>> rules;  ///< rules: pairs that agree on all keys of one rule count as matches
  double recall = 0.7;                            ///< rules: share of all matches that the rules find
};

/// Source of m and u.
///   em          u from random pairs; m and the prior by expectation maximisation on the candidate pairs of all rules
///   truth       m from records with a true id
///   fixed       the job gives all of them
///   candidates  m, u and the prior from the candidate pairs that all rules together propose for a sample of records
enum class Training : std::uint8_t { em, truth, fixed, candidates };

/// Whether the weights of two comparisons are corrected if they depend on each other.
enum class Dependence : std::uint8_t { none, estimated };

struct ModelConfig {
  Training train = Training::em;
  /// `partners` in the job file; used with Training::candidates. The number of other records of its customer that a
  /// record is expected to have; 0: any number.
  std::uint64_t expected_matches_per_record = 1;
  std::vector<std::string> labels;  ///< CSV files of labelled pairs
  Dependence dependence = Dependence::none;
  double dependence_minimum = 0.2;  ///< smallest dependence, in bits averaged over matches, that is corrected
  std::string file;                 ///< path of a model to use instead of training; empty: train
  /// `frequencies` in the job file: whether model, threshold, frequencies and oversized blocks are those of the
  /// previous result ([merge] previous). A model file replaces the model only.
  bool frozen = false;
  PriorConfig prior;
  std::uint64_t max_random_pairs = 1'000'000;  ///< to estimate u
  std::uint64_t max_training_pairs = 200'000;  ///< per blocking rule, to estimate m
  std::uint32_t starts = 4;                    ///< EM starts; the one with the highest likelihood is used
  std::uint32_t max_iterations = 1000;         ///< EM iterations per start
  double convergence = 1e-6;                   ///< EM stops when nothing changes by more than this

  [[nodiscard]] bool is_trained() const { return file.empty() && !frozen; }
};

///   components   a cluster is a connected component of links
///   repair       components are then split if the evidence of all their pairs contradicts them
enum class ClusterMethod : std::uint8_t { components, repair };

/// Who decides the threshold.
///   fixed      the job gives the number
///   best_f1    the run: the number with the highest expected pairwise F1, by the trained model
///   precision  the run: the lowest number whose links are expected to have at least this precision
struct ThresholdRule {
  enum class Kind : std::uint8_t { fixed, best_f1, precision } kind = Kind::fixed;
  double precision = 0;
};

struct ClusterConfig {
  ThresholdRule threshold_rule;
  double threshold = 0.95;         ///< an edge of this match probability or more is a link; see decide_threshold()
  std::string threshold_reason;    ///< how a run decided the threshold, one line; empty if it did not
  double review_threshold = 0.01;  ///< pairs of this probability or more are edges: for review and threshold sweeps
  ClusterMethod method = ClusterMethod::repair;
  double support = 0.2;  ///< repair: lowest mean match probability of all pairs of two groups that may be merged
  /// repair: all pairs of a component of at most this many records are scored; larger components are split first.
  std::uint64_t max_repair_size = 2000;
  std::vector<std::string> must_link;    ///< files of pairs that a steward says are one customer
  std::vector<std::string> cannot_link;  ///< files of pairs that a steward says are two customers
};

/// What becomes of a decision that names a record or a customer that is gone.
enum class UnknownRecords : std::uint8_t { error, report };

/// `decisions` and `unknown` of [merge].
struct DecisionsConfig {
  std::vector<std::string> files;  ///< a decisions.csv each
  UnknownRecords unknown = UnknownRecords::error;
};

/// Which values of records the result keeps.
///   none           none: only golden records hold values
///   raw            each value as its source wrote it, and the time of the last change
///   raw_cleansed   `raw+cleansed` in the job file: each cleansed value too
enum class KeptValues : std::uint8_t { none, raw, raw_cleansed };

struct OutputConfig {
  KeptValues values = KeptValues::raw;
};

/// What names a record of a source without ids in the next run.
///   id        nothing: then PINs cannot be carried over
///   content   the values of its row
enum class RecordNaming : std::uint8_t { id, content };

struct RenamedSource {
  std::string old_name;      ///< in the previous result
  std::uint32_t source = 0;  ///< in this job
};

/// Where PINs come from. Keys of [merge].
struct IdentityConfig {
  std::string previous;  ///< the result whose PINs are carried over; empty: the first run
  RecordNaming naming = RecordNaming::id;
  std::string pin_space;  ///< mixed into the permutation that scatters PINs; empty: the one that all jobs share
  std::vector<RenamedSource> renamed;
  std::vector<std::string> lock;  ///< files of records that keep a PIN
};

struct Job;

/// Pure. Whether a source is a delta.
[[nodiscard]] bool has_delta(const Job& job);

/// Pure. Whether a source has a column with the time of change of this attribute (`updated_of`).
[[nodiscard]] bool has_updated_of(const Job& job, AttributeIndex attribute);

/// Pure. How the values of an attribute are cleansed that come from a source.
[[nodiscard]] AttributeConfig attribute_of(const Job& job, std::uint32_t source, AttributeIndex attribute);

/// Gives all comparisons this table of aliases. `content_hash` is a hash of the alias files of the job; it becomes part
/// of the job's digest.
void set_aliases(Job& job, std::shared_ptr<const similarity::AliasTable> aliases, std::uint64_t content_hash);

/// Gives a job with another rule than `fixed` the threshold that a run decided. The review threshold and support are
/// lowered to it where they lie above. The resolved job then holds the number and the reason; the job's digest does not
/// change.
void decide_threshold(Job& job, double threshold, const std::string& reason);
/// Gives a job without `as_of` the day that a run decided, in days since 1970. The job's digest does not change.
void decide_as_of(Job& job, std::int64_t days);
/// Pure. "2026-11-30", from days since 1970.
[[nodiscard]] std::string iso_date(std::int64_t days);

/// dedupe: pairs within and between sources. link: pairs between sources only.
enum class Task : std::uint8_t { dedupe, link };

struct Job {
  std::string name;
  std::string output;
  std::string work_dir;
  bool overwrite = false;
  Task task = Task::dedupe;
  std::uint64_t seed = 1;
  std::uint64_t memory_per_rank_bytes = 4ULL << 30;
  std::uint64_t max_quarantine = 0;         ///< tolerated malformed rows, all sources together
  std::uint64_t max_field_bytes = 1 << 20;  ///< rows with a longer field go to quarantine
  std::uint32_t compression_level = 1;      ///< deflate level of the output

  std::vector<SourceConfig> sources;
  std::vector<AttributeConfig> attributes;
  CleanseConfig cleanse;
  ReadingConfig reading;
  std::vector<BlockingRule> blocking;
  std::vector<ComparisonConfig> comparisons;
  ModelConfig model;
  ClusterConfig cluster;
  MergeConfig merge;
  DecisionsConfig decisions;
  OutputConfig result;  ///< [output]
  IdentityConfig identity;

  std::string resolved_toml;  ///< the whole job with every default filled in; parsing it gives an equal job
  std::string digest_toml;    ///< the part that affects the result: without output, work_dir, file names and memory
};

}  // namespace onefold::config
