// The resolved job: what a job file says, with every default filled in. One struct per stage; defaults stand here and
// nowhere else. Parsing and checking are in `config/read_job.hpp`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "onefold/config/key_expression.hpp"
#include "onefold/config/level.hpp"
#include "onefold/record/attribute.hpp"

namespace onefold::similarity {
class AliasTable;
}

namespace onefold::config {

/// An attribute that a source supplies, and the column it comes from. An attribute with several columns has as many
/// mappings, one behind the other, in the order of the job file.
struct ColumnMapping {
  AttributeIndex attribute = 0;
  std::string column;  ///< header name, or a 1-based position when the file has no header
};

struct SourceConfig {
  std::string name;
  std::vector<std::string> files;  ///< as written, ${NAME} replaced; globs allowed; order is the order of rows
  std::string id;                  ///< column; unique within the source
  std::string updated;             ///< column with the time of the last change, or empty
  std::string truth;               ///< column with the true customer, for `evaluate`, or empty
  std::string truth_pattern;       ///< regular expression whose first group is the true customer, or empty: the value
  char delimiter = ',';
  char quote = '"';  ///< '\0': no quoting
  bool header = true;
  bool unique = false;  ///< no customer is in this source twice
  std::vector<ColumnMapping> columns;
};

/// Whether customers keep their value for life, for cluster repair: two groups that differ in two such values, or in
/// one that speaks alone, are two customers (cluster/repair.hpp).
enum class Lasting : std::uint8_t { never, together, alone };

/// How values of one attribute are cleansed.
struct AttributeConfig {
  std::string name;
  AttributeType type = AttributeType::text;
  std::vector<std::string> formats;  ///< dates: strptime formats tried in order; empty: recognised formats
  std::string region = "GB";         ///< phones, postcodes: ISO 3166 region of numbers without a country code
  std::vector<std::string> dummies;  ///< further dummy values of this attribute, as written by the user
  char separator = '\0';             ///< splits a field into elements; '\0': none
  bool is_array = false;  ///< records may have several values: there is a separator, or a source maps several columns
  bool transliterate = false;      ///< names, places and text in other scripts are written in Latin letters
  bool compare = true;             ///< false: carried and merged, but not compared unless a [[comparison]] says so
  bool conflict = false;           ///< records with different values are two customers
  std::optional<Lasting> lasting;  ///< nothing: by type, lasting_of()
};

/// As the job says, else dates of birth alone and given names together with others.
[[nodiscard]] inline Lasting lasting_of(const AttributeConfig& attribute) {
  if (attribute.lasting) return *attribute.lasting;
  if (attribute.type == AttributeType::birth_date) return Lasting::alone;
  return attribute.type == AttributeType::given_name ? Lasting::together : Lasting::never;
}

struct CleanseConfig {
  std::vector<std::string> dummy_files;  ///< files of dummy values, `type: value` a line; besides the built-in list
  std::vector<std::string> alias_files;  ///< files of aliases, `name: alias, alias` a line; besides the built-in list
};

/// What is done about a block of more than max_block_size records.
///   error   the job stops and names rule, size and hash of the key
///   skip    its records have no key in this rule, and are reported
///   split   its records get `split_by` as a further key; what is still too large then, or lacks that key, is skipped
enum class Oversized : std::uint8_t { error, skip, split };

/// A blocking rule: records with equal keys, none of them missing, become candidate pairs.
struct BlockingRule {
  std::vector<KeyExpression> on;
  std::string name;                          ///< "surname + year(birth_date)"
  std::uint64_t max_pairs = 10'000'000'000;  ///< more candidate pairs than this stop the job
  std::uint64_t max_block_size = 0;          ///< records; 0: no limit
  Oversized oversized = Oversized::error;
  std::vector<KeyExpression> split_by;
};

/// Levels are tried in order; "missing" goes before them and "else" after them, both implied.
struct ComparisonConfig {
  AttributeIndex attribute = 0;
  std::string name;  ///< the attribute's name
  std::vector<Level> levels;
  bool term_frequency = false;  ///< adjust the exact level by how frequent the shared value is
  bool reads_arrays = false;    ///< values that levels look at may be lists of elements
  double term_frequency_fuzzy =
      0;  ///< 0 to 1: the share of the adjustment that other levels get, by the more frequent of the two values
  double term_frequency_minimum = 0;  ///< share of the records: a rarer value counts as this frequent
  std::vector<double> m;              ///< of the levels and else, given by the user; empty: learnt
  std::vector<double> u;              ///< likewise
  std::shared_ptr<const similarity::AliasTable> aliases = {};  ///< what alias means; none: the built-in table
};

/// Whose values the leaves of the levels compare: the comparison's own attribute and those named before a measure.
/// Ascending.
[[nodiscard]] std::vector<AttributeIndex> attributes_compared(const ComparisonConfig& comparison);
/// These, and the other attributes of swapped(...) and the like: all whose values must be at hand. Ascending.
[[nodiscard]] std::vector<AttributeIndex> attributes_read(const ComparisonConfig& comparison);

/// Where the prior (probability that two random records match) comes from.
struct PriorConfig {
  enum class Kind { estimated, fixed, rules } kind = Kind::estimated;
  double probability = 0;                         ///< fixed
  std::vector<std::vector<KeyExpression>> rules;  ///< rules: pairs with all keys of one rule equal are taken as matches
  double recall = 0.7;                            ///< rules: the share of all matches that they find
};

/// Where m and u come from. em: from the records alone, u from random pairs and m from each rule's. truth: m from the
/// records with a true id. fixed: the job gives all of them. candidates: both, and the prior, from the candidate pairs
/// of some records, by all rules together.
enum class Training : std::uint8_t { em, truth, fixed, candidates };

/// Whether what two comparisons say is corrected for saying the same thing.
enum class Dependence : std::uint8_t { none, estimated };

struct ModelConfig {
  Training train = Training::em;
  std::uint64_t partners = 1;  ///< candidates: records of the same customer that a record has, about; 0: any number
  std::vector<std::string> labels;  ///< CSV files of labelled pairs
  Dependence dependence = Dependence::none;
  double dependence_minimum = 0.2;  ///< bits, on average among matches, from which two comparisons are corrected
  std::string file;                 ///< read the model from here instead of training
  PriorConfig prior;
  std::uint64_t max_random_pairs = 1'000'000;  ///< for u
  std::uint64_t max_training_pairs = 200'000;  ///< per blocking rule, for m
  std::uint32_t starts = 4;                    ///< of EM; the likeliest end wins
  std::uint32_t max_iterations = 1000;         ///< of EM
  double convergence = 1e-6;                   ///< largest change of an m or of lambda at which EM stops
};

/// components   records connected by links are a cluster
/// repair       the same, then taken apart where the evidence of all pairs of a component is against it
enum class ClusterMethod : std::uint8_t { components, repair };

struct ClusterConfig {
  double threshold = 0.95;         ///< match probability from which an edge is a link
  double review_threshold = 0.01;  ///< edges from here on are kept for clerical review and for threshold sweeps
  ClusterMethod method = ClusterMethod::repair;
  double support = 0.2;  ///< repair: mean match probability of the pairs of two groups from which they may be one
  std::uint64_t max_repair_size =
      2000;  ///< repair: of more records not all pairs are scored; such components are broken first
  std::vector<std::string> must_link;    ///< files of pairs that a steward says are one customer
  std::vector<std::string> cannot_link;  ///< files of pairs that a steward says are two
};

/// all_elements (`union` in the job file): of array attributes, the elements of all members together.
enum class SurvivorshipRule : std::uint8_t { most_recent, most_frequent, longest, source_priority, all_elements };

struct MergeConfig {
  SurvivorshipRule fallback = SurvivorshipRule::most_recent;  ///< `default` in the job file, as written or by type
  std::vector<SurvivorshipRule> rules;                        ///< per attribute, resolved
  std::vector<std::uint32_t> source_priority;                 ///< source indices, best first
};

struct Job;

/// The same table for all comparisons. `content` stands for what was read from the job's files: it counts in the
/// digest.
void set_aliases(Job& job, std::shared_ptr<const similarity::AliasTable> aliases, std::uint64_t content);

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
  std::uint64_t max_quarantine = 0;         ///< malformed rows in all sources together that are tolerated
  std::uint64_t max_field_bytes = 1 << 20;  ///< a longer field sends its row to quarantine
  std::uint32_t compression_level = 1;      ///< deflate level of the output

  std::vector<SourceConfig> sources;
  std::vector<AttributeConfig> attributes;
  CleanseConfig cleanse;
  std::vector<BlockingRule> blocking;
  std::vector<ComparisonConfig> comparisons;
  ModelConfig model;
  ClusterConfig cluster;
  MergeConfig merge;

  std::string resolved_toml;  ///< the whole job with every default filled in; parses back to an equal job
  std::string digest_toml;    ///< the same without output, work_dir, file names and memory: what decides the result
};

}  // namespace onefold::config
