// Keeps surnames that look like a missing value (Null, None, Test: dummy_surname in configs/name_words.txt) if a given
// name stands beside them. Dummies are recognised value by value; only this needs a second attribute of the record.
//
// While surnames are cleansed, the rows with such words are noted: 16 bytes each. If there are any, the raw given names
// of this rank's records are read once more, and the column is copied.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "record/columns.hpp"
#include "scratch/context.hpp"

namespace onefold::columns {

/// Local. The dummies of an attribute that the user says are none: those of the attribute itself, and those of the
/// files of [cleanse] dummies; folded. `dummies`: built-in ones and those of the files.
[[nodiscard]] std::vector<std::string> declared_dummies(const config::AttributeConfig& attribute,
                                                        const cleanse::DummyValues& dummies);

class KeptSurnames {
 public:
  /// Collective. `dummies`: of the job. `attribute` may be any attribute; only surnames beside an attribute of given
  /// names are looked at.
  KeptSurnames(const Context& context, AttributeIndex attribute, const cleanse::DummyValues& dummies);

  /// Local. Notes the rows of `raw` whose values were dropped. `cleansed` ends with these rows.
  void note(const TextColumn& raw, const cleanse::CleansedColumn& cleansed);
  /// Local. Puts those surnames back into `cleansed` that stand beside a given name. Returns their rows, ascending.
  std::vector<std::uint64_t> restore(const Columns& columns, const std::shared_ptr<const cleanse::DummyValues>& dummies,
                                     bool keeps_values, cleanse::CleansedColumn& cleansed) const;

 private:
  struct Candidate {
    std::uint64_t row = 0;
    std::uint32_t word = 0;
  };
  const Context& context_;
  bool is_surname_ = false;
  AttributeIndex given_name_ = 0;
  std::vector<std::string> own_dummies_;  ///< folded
  std::vector<std::string> words_;
  std::vector<Candidate> candidates_;
};

}  // namespace onefold::columns
