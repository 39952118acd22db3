// Decides the decimal mark of a whole column: 1.234 is a thousand in one column, and one and a bit in another. One
// value such as 1.234,56 or 12,5 decides for all.
//
//   in    the raw values of a column of one source, while it is ingested
//   out   counts of what they prove; exact integers, which ranks sum
//   then  the decimal mark
//
// Cost: a few nanoseconds per value, without folding.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace onefold::cleanse {

/// The decimal mark that a value proves. `ambiguous`: its only mark stands before exactly three digits, and may
/// separate thousands.
enum class NumberProof : std::uint8_t { point, comma, ambiguous };
using NumberEvidence = std::array<std::uint64_t, 3>;  ///< [NumberProof] number of values

/// Counts what the values of one column prove.
class NumberWitness {
 public:
  /// `raw` has no outer blanks; a currency and a sign may stand around the number.
  void add(std::string_view raw);
  [[nodiscard]] const NumberEvidence& evidence() const { return evidence_; }

 private:
  void count(NumberProof proof) { ++evidence_[static_cast<std::size_t>(proof)]; }
  NumberEvidence evidence_{};
};

/// Pure. What the values of a column prove.
[[nodiscard]] NumberEvidence evidence_of_numbers(std::span<const std::string_view> values);

/// Pure. The mark with the most proofs; '\0' if there is none: then each value is read by itself.
[[nodiscard]] char decimal_of(const NumberEvidence& evidence);

/// Why the decision may be wrong.
///   open            values are ambiguous, and no value proves a mark
///   contradictory   values are ambiguous, and others prove different marks
enum class NumberDoubt : std::uint8_t { none, open, contradictory };
[[nodiscard]] NumberDoubt doubt_of(const NumberEvidence& evidence);
/// Number of values that may be read wrongly.
[[nodiscard]] std::uint64_t num_doubtful(const NumberEvidence& evidence);

}  // namespace onefold::cleanse
