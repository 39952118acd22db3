// What the files that are compiled for one instruction set give to the rest. They include nothing that has inline
// functions of its own, which the linker might take from them for everybody.
#pragma once

#include <cstddef>
#include <cstdint>

namespace onefold::similarity::detail {

/// Rows of PaddedTexts, and pairs of them.
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
  GradeKernel short_grades;    ///< texts of 16 characters
  GradeKernel medium_grades;   ///< of 32
  DistanceKernel levenshtein;  ///< of 16
  DistanceKernel damerau_levenshtein;
};

extern const PaddedKernels kPaddedAvx2, kPaddedAvx512;

}  // namespace onefold::similarity::detail
