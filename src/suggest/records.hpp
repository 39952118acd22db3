// The sample as records: values cleansed as in a run, stored as codes. No MPI.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suggest/recognise.hpp"

namespace onefold::suggest {

/// Values of one attribute. Code 0: missing.
struct CodedValues {
  std::vector<std::uint32_t> codes;   ///< [record]
  std::vector<std::string> texts;     ///< [code], ascending
  std::vector<std::uint32_t> counts;  ///< [code] number of records
  /// How many values of a table stand there, and cannot be read.
  struct Read {
    std::uint64_t written = 0;
    std::uint64_t unreadable = 0;
  };
  std::vector<Read> of_table;  ///< [table of the input]
  [[nodiscard]] std::size_t num_present() const { return codes.size() - counts[0]; }
};

struct Records {
  std::vector<std::uint32_t> table;          ///< [record] index into Input::tables
  std::vector<CodedValues> attributes;       ///< [attribute of the schema]
  double rate = 1;                           ///< share of all records that is in the sample
  std::vector<std::uint64_t> rows_of_table;  ///< over the whole input
  [[nodiscard]] std::size_t size() const { return table.size(); }
};

/// Cleanses the sample. Attributes of type full_name supply given name and surname as in a run.
[[nodiscard]] Records cleanse_sample(const Input& input, const Schema& schema);

/// The declaration of an attribute in the job.
[[nodiscard]] config::AttributeConfig declaration_of(const Attribute& attribute);
/// The same as the source of this table writes the values.
[[nodiscard]] config::AttributeConfig declaration_in(const Schema& schema, const Attribute& attribute,
                                                     std::uint32_t table);

/// Whether the attribute is a full name that only supplies given name and surname.
[[nodiscard]] bool is_split(const Schema& schema, std::size_t attribute);

}  // namespace onefold::suggest
