#include "cleanse/number_evidence.hpp"

#include <algorithm>

#include "cleanse/numbers.hpp"
#include "cleanse/words.hpp"

namespace onefold::cleanse {
namespace {

constexpr std::string_view kDigits = "0123456789";

constexpr std::uint64_t of(const NumberEvidence& evidence, NumberProof proof) {
  return evidence[static_cast<std::size_t>(proof)];
}

constexpr NumberProof proof_of(char mark) { return mark == '.' ? NumberProof::point : NumberProof::comma; }

}  // namespace

void NumberWitness::add(std::string_view raw) {
  const std::size_t last_mark = raw.find_last_of(".,");
  if (last_mark == std::string_view::npos) return;
  const std::size_t begin = raw.find_first_of(kDigits), end = raw.find_last_of(kDigits);
  if (begin == std::string_view::npos || last_mark < begin || last_mark > end) return;
  const std::string_view number = raw.substr(begin, end - begin + 1);
  const char mark = raw[last_mark], other = mark == '.' ? ',' : '.';
  const std::string_view before = number.substr(0, last_mark - begin), after = number.substr(last_mark - begin + 1);
  if (!all_digits(after)) return;
  if (before.find(mark) != std::string_view::npos) {
    // 1.234.567
    if (is_grouped(number, mark)) count(proof_of(other));
    return;
  }
  if (!all_digits(before)) {
    const bool is_number = std::ranges::any_of(std::string_view{other == ',' ? ", '" : ". '"},
                                               [&](char separator) { return is_grouped(before, separator); });
    if (is_number) count(proof_of(mark));
    return;
  }
  const bool may_be_thousands = after.size() == 3 && before.size() <= 3 && before.front() != '0';
  count(may_be_thousands ? NumberProof::ambiguous : proof_of(mark));
}

NumberEvidence evidence_of_numbers(std::span<const std::string_view> values) {
  NumberWitness witness;
  for (const auto value : values) witness.add(value);
  return witness.evidence();
}

char decimal_of(const NumberEvidence& evidence) {
  const auto points = of(evidence, NumberProof::point), commas = of(evidence, NumberProof::comma);
  return points > commas ? '.' : commas > points ? ',' : '\0';
}

NumberDoubt doubt_of(const NumberEvidence& evidence) {
  if (of(evidence, NumberProof::ambiguous) == 0) return NumberDoubt::none;
  const bool has_point = of(evidence, NumberProof::point) > 0, has_comma = of(evidence, NumberProof::comma) > 0;
  if (has_point && has_comma) return NumberDoubt::contradictory;
  return has_point || has_comma ? NumberDoubt::none : NumberDoubt::open;
}

std::uint64_t num_doubtful(const NumberEvidence& evidence) {
  return doubt_of(evidence) == NumberDoubt::none ? 0 : of(evidence, NumberProof::ambiguous);
}

}  // namespace onefold::cleanse
