// Generates a population with known truth: the same British-style people in the data of three systems (a CRM, a web
// shop, a call centre), each with its own columns, formats and typical errors. truth.csv assigns each record to its
// person. Later waves are the extracts of the following months: most records as before, some changed, removed and new.
//
// The output is a function of num_records, num_parts, seed, duplicates_mean and the wave. It does not depend on the
// number of ranks or on rows_per_chunk. Any row can be computed on its own: row -> permutation -> (person, copy) ->
// hash(seed, person, copy). Cost: about a microsecond per record, divided among the ranks; memory per rank: two buffers
// of rows_per_chunk rows.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "onefold/mpi/communicator.hpp"

namespace onefold::generate {

enum class SourceKind : std::uint8_t { crm, webshop, callcentre };
inline constexpr std::size_t kNumSources = 3;
inline constexpr std::array<std::string_view, kNumSources> kSourceNames = {"crm", "webshop", "callcentre"};

/// The fields of a record. A source without the column counts the field as missing.
enum class Field : std::uint8_t { given_name, surname, birth_date, email, phone, street, town, postcode };
inline constexpr std::size_t kNumFields = 8;
inline constexpr std::array<std::string_view, kNumFields> kFieldNames = {
    "given_name", "surname", "birth_date", "email", "phone", "street", "town", "postcode"};

/// The ways in which a record differs from the true values of its person.
enum class Flaw : std::uint8_t {
  typo,
  misread,
  misheard,
  transposed_digits,
  truncated,
  swapped_names,
  swapped_day_month,
  wrong_date,
  nickname,
  initial,
  dummy,  // this flaw and later ones are not spelling errors
};
inline constexpr std::size_t kNumFlaws = 11;
inline constexpr std::array<std::string_view, kNumFlaws> kFlawNames = {
    "typo",          "misread",           "misheard",   "transposed_digits", "truncated",
    "swapped_names", "swapped_day_month", "wrong_date", "nickname",          "initial",
    "dummy"};
inline constexpr std::uint32_t kSpellingFlaws = (1U << static_cast<unsigned>(Flaw::nickname)) - 1;

struct Options {
  std::string folder;                   ///< created if missing; its parent must exist
  std::uint64_t num_records = 100'000;  ///< in all sources together; 1 .. kMaxRecords
  std::uint64_t seed = 1;
  std::uint64_t num_parts = 1;   ///< files per source; 1 .. kMaxParts
  double duplicates_mean = 2.2;  ///< records per person; 1 .. kMaxDuplicatesMean
  bool overwrite = false;
  std::uint64_t wave = 1;               ///< 1 .. kMaxWaves
  std::uint64_t compared_wave = 0;      ///< changes.csv compares with this wave; 0: there is no changes.csv
  std::uint64_t rows_per_chunk = 8192;  ///< rows that a rank generates per round; the output does not depend on it
};
inline constexpr std::uint64_t kMaxRecords = 1'000'000'000'000;
inline constexpr std::uint64_t kMaxParts = 9999;
inline constexpr double kMaxDuplicatesMean = 4;
inline constexpr std::uint64_t kMaxWaves = 24;

/// Local. The options with which the population in `folder` was written, from its population.json; those of the next
/// waves differ in folder, parts and waves. Throws Error(input) if there is none, or it cannot be read.
[[nodiscard]] Options read_population(const std::string& folder);

/// Counts over all ranks.
struct SourceSummary {
  std::uint64_t num_records = 0;
  std::uint64_t num_with_error = 0;  ///< records with at least one spelling error
  std::array<std::uint64_t, kNumFields> num_missing{};
  std::array<std::uint64_t, kNumFlaws> num_with_flaw{};
};
struct Summary {
  std::uint64_t num_persons = 0;
  std::uint64_t num_bytes = 0;  ///< of all files
  std::array<SourceSummary, kNumSources> sources{};
};

/// Collective. Writes folder/{crm,webshop,callcentre}.csv (SOURCE_0001.csv ... if num_parts > 1), folder/truth.csv,
/// folder/population.json (the options) and, with `compared_wave`, folder/changes.csv: one row per record that is new,
/// removed, entered again or has another id.
/// The files have temporary names until all are complete. With `overwrite`, existing population files are replaced, or
/// removed if this population has no file of that name. A file of the user with such a name is never replaced:
/// Error(output). Throws Error(usage) or Error(output), the same on all ranks.
Summary write_population(const mpi::Communicator& world, const Options& options);

}  // namespace onefold::generate
