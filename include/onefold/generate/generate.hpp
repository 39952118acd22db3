// Writes a population with known truth: the same British-flavoured people as three systems know them (a CRM, a web
// shop, a call centre), each with its own columns, formats and error habits, and truth.csv, which says who is who.
//
// The bytes are a function of num_records, num_parts, seed and duplicates_mean; neither the number of ranks nor
// rows_per_chunk shows. Any row can be computed alone: row -> permutation -> (person, copy) -> hash(seed, person,
// copy). Cost: about a microsecond a record, shared by all ranks; memory: two buffers of rows_per_chunk rows a rank.
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

/// What a record holds; a source without such a column counts it as missing.
enum class Field : std::uint8_t { given_name, surname, birth_date, email, phone, street, town, postcode };
inline constexpr std::size_t kNumFields = 8;
inline constexpr std::array<std::string_view, kNumFields> kFieldNames = {
    "given_name", "surname", "birth_date", "email", "phone", "street", "town", "postcode"};

/// How a record departs from what is true of its person.
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
  dummy,  // from here on: not errors of spelling
};
inline constexpr std::size_t kNumFlaws = 11;
inline constexpr std::array<std::string_view, kNumFlaws> kFlawNames = {
    "typo",          "misread",           "misheard",   "transposed_digits", "truncated",
    "swapped_names", "swapped_day_month", "wrong_date", "nickname",          "initial",
    "dummy"};
inline constexpr std::uint32_t kSpellingFlaws = (1U << static_cast<unsigned>(Flaw::nickname)) - 1;

struct Options {
  std::string folder;                   ///< created when missing; its parent must exist
  std::uint64_t num_records = 100'000;  ///< in all sources together; 1 .. kMaxRecords
  std::uint64_t seed = 1;
  std::uint64_t num_parts = 1;   ///< files per source; 1 .. kMaxParts
  double duplicates_mean = 2.2;  ///< records per person; 1 .. kMaxDuplicatesMean
  bool overwrite = false;
  std::uint64_t rows_per_chunk = 8192;  ///< rows a rank makes at a time; does not show in the output
};
inline constexpr std::uint64_t kMaxRecords = 1'000'000'000'000;
inline constexpr std::uint64_t kMaxParts = 9999;
inline constexpr double kMaxDuplicatesMean = 4;

/// Counts over all ranks.
struct SourceSummary {
  std::uint64_t num_records = 0;
  std::uint64_t num_with_error = 0;  ///< at least one flaw of spelling
  std::array<std::uint64_t, kNumFields> num_missing{};
  std::array<std::uint64_t, kNumFlaws> num_with_flaw{};
};
struct Summary {
  std::uint64_t num_persons = 0;
  std::uint64_t num_bytes = 0;  ///< of all files
  std::array<SourceSummary, kNumSources> sources{};
};

/// Collective. Writes folder/{crm,webshop,callcentre}.csv (or SOURCE_0001.csv ... when num_parts > 1) and
/// folder/truth.csv, under temporary names, renamed when all are whole. With `overwrite`, population files that are
/// there are replaced, or removed when this population has no file of that name. Throws Error(usage) and Error(output),
/// the same on all ranks.
Summary write_population(const mpi::Communicator& world, const Options& options);

}  // namespace onefold::generate
