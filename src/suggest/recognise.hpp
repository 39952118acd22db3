// Recognises the content of each column, and joins columns of several files into attributes. No MPI.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cleanse/date_evidence.hpp"
#include "cleanse/number_evidence.hpp"
#include "onefold/config/job.hpp"
#include "onefold/record/attribute.hpp"
#include "sniff/input.hpp"
#include "suggest/suggest.hpp"
#include "vocabulary/column_names.hpp"
#include "vocabulary/column_profile.hpp"

namespace onefold::suggest {

using sniff::Input;
using sniff::read_input;
using sniff::SampledRow;
using sniff::Table;
using vocabulary::as_attribute_name;
using vocabulary::is_specific;
using vocabulary::Meaning;
using vocabulary::meaning_of;
using vocabulary::names_a_truth;
using vocabulary::names_agree;
using vocabulary::Profile;
using vocabulary::profile_of;
using vocabulary::words_of_name;

enum class Role : std::uint8_t { attribute, id, updated, truth, left_out };

/// A column of a table.
struct Column {
  std::uint32_t table = 0;
  std::size_t index = 0;
  std::string name;
  Profile profile;
  Meaning meaning = Meaning::unknown;
  Role role = Role::left_out;
  std::string why;  ///< reason, for a column that is left out
  AttributeType type = AttributeType::text;
  std::vector<std::string> formats;          ///< for a date; empty: in forms that need none, or its order is open
  cleanse::DateEvidence date_evidence = {};  ///< for dates and times: what the values prove about their order
  cleanse::NumberEvidence numbers = {};      ///< for a number: what its values prove about its decimal mark
  DateReading dates = {};                    ///< for a date: how a run reads it
  std::string region;                        ///< for a phone or a postcode; empty if unknown
  std::string pattern;                       ///< for a truth; may be empty
  std::string carried;  ///< reason, for an attribute that is carried and not compared; usually empty
  /// Set if the column holds further values of an attribute: the column with the first ones, an index into
  /// Schema::columns. Both columns belong to the same table.
  std::optional<std::size_t> further_of;
  /// Only for a column with further columns: the text that joins their parts to one value. If it is empty, each column
  /// holds a value of its own.
  std::string joined_with;
  /// Whether dates can have the day or the month first, and no value tells which.
  [[nodiscard]] bool has_open_dates() const {
    return type == AttributeType::birth_date && cleanse::doubt_of(date_evidence) == cleanse::DateDoubt::open;
  }
};

/// Columns of several files with the same meaning.
struct Attribute {
  std::string name;
  AttributeType type = AttributeType::text;
  Meaning meaning = Meaning::unknown;
  std::vector<std::string> formats;
  std::string region;
  std::vector<std::string> dummies;
  std::vector<std::optional<std::size_t>> column_of_table;  ///< index into Schema::columns
  std::vector<std::vector<std::size_t>> further_columns;    ///< [table] more columns; usually none
  std::vector<config::Split> split_of_table;                ///< [table] how the column is split; usually not at all
  std::vector<config::SplitPart> part_of_table;             ///< [table] the part of it that the attribute gets
  std::string joined_with;         ///< the text that joins the parts, if several columns hold parts of one value
  double share_missing = 0;        ///< among all records
  std::uint64_t num_distinct = 0;  ///< number of distinct cleansed values in the sample
  bool compare = true;
  bool in_rules = true;  ///< whether blocking rules may read it; false if it does not help to identify a record
  std::string remark;    ///< reason why it is not compared
  std::optional<AttributeType> given_up;  ///< the type that cannot read most values of a file, so that it became text
  bool has_several = false;               ///< a column holds several values by itself
  /// Whether a table has several columns with values of their own, or a column several values.
  [[nodiscard]] bool is_array() const;
};

struct Schema {
  std::vector<Column> columns;  ///< columns of table 0 in order, then of table 1, ...
  std::vector<Attribute> attributes;
};

/// The columns of each table by itself, without attributes.
[[nodiscard]] std::vector<Column> recognise_columns(const Input& input, const Options& options);

[[nodiscard]] Schema recognise(const Input& input, const Options& options);

}  // namespace onefold::suggest
