// The sample as records: cleansed values as a run would have them, in codes. No MPI.
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
  std::vector<std::uint32_t> counts;  ///< [code] records
  [[nodiscard]] std::size_t num_present() const { return codes.size() - counts[0]; }
};

struct Records {
  std::vector<std::uint32_t> table;          ///< [record] index into Input::tables
  std::vector<CodedValues> attributes;       ///< [attribute of the schema]
  double rate = 1;                           ///< share of all records that are here
  std::vector<std::uint64_t> rows_of_table;  ///< of the whole input
  [[nodiscard]] std::size_t size() const { return table.size(); }
};

/// Cleanses the sample. Attributes of type full_name fill given name and surname as in a run.
[[nodiscard]] Records cleanse_sample(const Input& input, const Schema& schema);

/// The same with tables put together into sources: table t becomes the position of the group that holds it.
[[nodiscard]] Records by_source(Records records, const std::vector<std::vector<std::uint32_t>>& groups);

/// How an attribute is declared in the job.
[[nodiscard]] config::AttributeConfig declaration_of(const Attribute& attribute);

/// Whether the job carries full names only to fill given name and surname from them.
[[nodiscard]] bool is_split(const Schema& schema, std::size_t attribute);

}  // namespace onefold::suggest
