// A record before it is put into the form of its source: what the source knows of a person at a moment, with its
// errors.
#pragma once

#include <array>
#include <cstdint>

#include "generate/cluster_plan.hpp"
#include "generate/population.hpp"
#include "generate/random.hpp"
#include "generate/row_buffer.hpp"
#include "generate/text.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

/// How a source treats its data: how often, of 10,000 records, something happens to a field or a record.
struct Habits {
  std::array<std::uint16_t, kNumFields> missing{};
  std::array<std::uint16_t, kNumFields> mistyped{};  ///< the birth date: change_date
  std::array<std::uint16_t, kNumFields> dummy{};
  std::uint16_t no_address = 0;  ///< street, town and postcode missing together
  std::uint16_t misheard_given_name = 0;
  std::uint16_t misheard_surname = 0;
  std::uint16_t misread = 0;  ///< one of the names, street or postcode
  std::uint16_t transposed_phone = 0;
  std::uint16_t swapped_day_month = 0;
  std::uint16_t swapped_names = 0;
  std::uint16_t nickname = 0;
  std::uint16_t initial = 0;    ///< instead of the given name
  std::uint16_t truncated = 0;  ///< surname or street, by a narrow column
  std::uint16_t truncated_surname_size = 10;
  std::uint16_t truncated_street_size = 16;
  std::uint16_t landline = 0;
  std::uint16_t secondary_email = 0;
};
[[nodiscard]] const Habits& habits_of(SourceKind source);

/// An empty text, or `has_birth_date` false: missing.
struct Record {
  Text given_name;
  Text surname;
  bool has_birth_date = true;
  bool dummy_birth_date = false;
  Date birth_date;
  Text email;
  Text phone;  ///< national digits without the leading 0, unless a dummy
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

/// `random` is used up in part; what follows in it decides on the form.
[[nodiscard]] Record make_record(const Population& population, SourceKind source, std::uint64_t person, Stream& random);

/// The line of column names of a source, line end included.
[[nodiscard]] std::string_view header_of(SourceKind source);
[[nodiscard]] char delimiter_of(SourceKind source);
/// The id that row `row` (from 0) of a source has in its files.
[[nodiscard]] Text source_id_of(SourceKind source, std::uint64_t row);
/// Appends a row in the form of the source, into which it puts the texts of `record` first.
void append_record(SourceKind source, const Text& source_id, Record& record, Stream& random, RowBuffer& out);

}  // namespace onefold::generate
