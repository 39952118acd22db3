// Interface of the source files that are compiled for one instruction set. These files include no header with inline
// functions: the linker could pick their copy, compiled for that instruction set, for the whole program.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold::similarity::detail {

/// Rows of PaddedTexts, and the pairs of rows to compare.
struct PaddedPairs {
  const char* bytes;
  const std::uint64_t* order;
  const std::uint32_t* left;
  const std::uint32_t* right;
  std::size_t count;
};

using GradeKernel = void (*)(const PaddedPairs&, const std::uint32_t* thresholds_e4, std::size_t num_thresholds,
                             std::uint8_t* grades);
using DistanceKernel = void (*)(const PaddedPairs&, std::uint32_t bound, std::uint8_t* distances);

struct PaddedKernels {
  GradeKernel short_grades;    ///< for texts of up to 16 characters
  GradeKernel medium_grades;   ///< for texts of up to 32 characters
  DistanceKernel levenshtein;  ///< for texts of up to 16 characters
  DistanceKernel damerau_levenshtein;
};

extern const PaddedKernels kPaddedAvx2, kPaddedAvx512;

}  // namespace onefold::similarity::detail
