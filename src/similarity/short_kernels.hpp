// What the files that are compiled for one instruction set give to the rest. They include nothing that has inline
// functions of its own, which the linker might take from them for everybody.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold::similarity::detail {

/// Rows of ShortTexts, and pairs of them.
struct ShortPairs {
  const char* bytes;
  const std::uint64_t* order;
  const std::uint32_t* left;
  const std::uint32_t* right;
  std::size_t count;
};

using GradeKernel = void (*)(const ShortPairs&, const std::uint32_t* thresholds_e4, std::size_t num_thresholds,
                             std::uint8_t* grades);
using DistanceKernel = void (*)(const ShortPairs&, std::uint32_t bound, std::uint8_t* distances);

void jaro_winkler_grades_avx2(const ShortPairs&, const std::uint32_t*, std::size_t, std::uint8_t*);
void jaro_winkler_grades_avx512(const ShortPairs&, const std::uint32_t*, std::size_t, std::uint8_t*);
void levenshtein_avx2(const ShortPairs&, std::uint32_t, std::uint8_t*);
void levenshtein_avx512(const ShortPairs&, std::uint32_t, std::uint8_t*);
void damerau_levenshtein_avx2(const ShortPairs&, std::uint32_t, std::uint8_t*);
void damerau_levenshtein_avx512(const ShortPairs&, std::uint32_t, std::uint8_t*);

}  // namespace onefold::similarity::detail
