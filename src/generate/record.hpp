// A record before it takes the form of its source: what the source knows of a person at a given time, with its errors.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "generate/cluster_plan.hpp"
#include "generate/population.hpp"
#include "generate/random.hpp"
#include "generate/row_buffer.hpp"
#include "generate/text.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

/// The data quality of a source: the number of records out of 10,000 in which something happens to a field or a record.
struct Habits {
  std::array<std::uint16_t, kNumFields> missing{};
  std::array<std::uint16_t, kNumFields> mistyped{};  ///< for the birth date: change_date
  std::array<std::uint16_t, kNumFields> dummy{};
  std::uint16_t no_address = 0;  ///< street, town and postcode are missing together
  std::uint16_t misheard_given_name = 0;
  std::uint16_t misheard_surname = 0;
  std::uint16_t misread = 0;  ///< in one of the names, street or postcode
  std::uint16_t transposed_phone = 0;
  std::uint16_t swapped_day_month = 0;
  std::uint16_t swapped_names = 0;
  std::uint16_t nickname = 0;
  std::uint16_t initial = 0;    ///< an initial instead of the given name
  std::uint16_t truncated = 0;  ///< surname or street, cut by a narrow column
  std::uint16_t truncated_surname_size = 10;
  std::uint16_t truncated_street_size = 16;
  std::uint16_t landline = 0;
  std::uint16_t secondary_email = 0;
};
[[nodiscard]] const Habits& habits_of(SourceKind source);

/// An empty text, or `has_birth_date` false, means missing.
struct Record {
  Text given_name;
  Text surname;
  bool has_birth_date = true;
  bool dummy_birth_date = false;
  Date birth_date;
  Text email;
  Text phone;  ///< national digits without the leading 0, or a dummy
  bool dummy_phone = false;
  bool landline = false;
  Text street;
  Text town;
  Text postcode;
  char middle_initial = 'A';
  Sex sex = Sex::female;
  Moment updated = 0;
  std::uint32_t flaws = 0;  ///< bit f: Flaw f

  void mark(Flaw flaw) { flaws |= 1U << static_cast<unsigned>(flaw); }
};

/// The record of a person as it was entered at that moment. Uses the first part of `random`; append_record uses the
/// next.
[[nodiscard]] Record make_record(const Population& population, SourceKind source, std::uint64_t person, Moment entered,
                                 Stream& random);

/// The line of column names of truth.csv, with line end.
inline constexpr std::string_view kTruthHeader = "source,source_id,true_id\n";
/// The line of column names of changes.csv, with line end.
inline constexpr std::string_view kChangesHeader = "source,source_id,previous_id,true_id,change\n";
/// The line of column names of a source, with line end.
[[nodiscard]] std::string_view header_of(SourceKind source);
[[nodiscard]] char delimiter_of(SourceKind source);
/// The id of row `row` (from 0) in the files of a source.
[[nodiscard]] Text source_id_of(SourceKind source, std::uint64_t row);
/// Writes the texts of `record` in the form of the source, then appends the row.
void append_record(SourceKind source, const Text& source_id, Record& record, Stream& random, RowBuffer& out);

}  // namespace onefold::generate
