#include "similarity/short_texts.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"
#include "similarity/positions.hpp"
#include "similarity/short_kernels.hpp"
#include "similarity/utf8.hpp"

namespace onefold::similarity {
namespace {

constexpr std::uint64_t swap_bytes(std::uint64_t word) {
  std::uint64_t swapped = 0;
  for (int byte = 0; byte < 8; ++byte) swapped |= ((word >> (8 * byte)) & 0xFF) << (8 * (7 - byte));
  return swapped;
}

/// Whether one of the first `size` bytes of the two words is zero.
bool has_nul(const std::array<std::uint64_t, 2>& words, std::size_t size) {
  // Sets a byte's top bit if the byte is zero, or if a byte below it is zero. That is enough to detect a zero.
  const auto zero_bytes = [](std::uint64_t word) {
    return (word - 0x0101010101010101ULL) & ~word & 0x8080808080808080ULL;
  };
  const std::uint64_t low = zero_bytes(words[0]) & low_bits(8 * std::min<std::size_t>(size, 8));
  const std::uint64_t high = size > 8 ? zero_bytes(words[1]) & low_bits(8 * (size - 8)) : 0;
  return (low | high) != 0;
}

/// Compares one pair after the other; works on every processor.
template <class Texts>
void grades_portable(const Texts& texts, std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                     std::span<const std::uint32_t> thresholds_e4, std::uint8_t* grades) {
  for (std::size_t k = 0; k < left.size(); ++k) {
    const JaroMatch match = jaro_match(texts.text(left[k]), texts.text(right[k]), thresholds_e4.front());
    std::uint8_t grade = 0;
    while (grade < thresholds_e4.size() && jaro_winkler_at_least(match, thresholds_e4[grade])) ++grade;
    grades[k] = grade;
  }
}

void distances_portable(EditBound edits, const ShortTexts& texts, std::span<const std::uint32_t> left,
                        std::span<const std::uint32_t> right, std::uint8_t* distances) {
  const auto distance = edits.kind == Edits::levenshtein ? levenshtein_up_to : damerau_levenshtein_up_to;
  for (std::size_t k = 0; k < left.size(); ++k)
    distances[k] = static_cast<std::uint8_t>(distance(texts.text(left[k]), texts.text(right[k]), edits.bound));
}

/// The kernels for the instruction set; nullptr for the portable path.
const detail::PaddedKernels* kernels_for(Simd simd) {
#if defined(__x86_64__)
  if (simd == Simd::avx512) return &detail::kPaddedAvx512;
  if (simd == Simd::avx2) return &detail::kPaddedAvx2;
#endif
  static_cast<void>(simd);
  return nullptr;
}

template <class Texts>
detail::PaddedPairs pairs_of(const Texts& texts, std::span<const std::uint32_t> left,
                             std::span<const std::uint32_t> right) {
  return {texts.bytes(), texts.order(), left.data(), right.data(), left.size()};
}

template <class Texts>
void grades_of(Simd simd, const Texts& texts, std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
               std::span<const std::uint32_t> thresholds_e4, std::uint8_t* grades) {
  if (left.empty()) return;
  if (thresholds_e4.empty()) {
    std::fill_n(grades, left.size(), std::uint8_t{0});
  } else if (const auto* kernels = kernels_for(simd)) {
    const auto kernel = Texts::kMaxLength == ShortTexts::kMaxLength ? kernels->short_grades : kernels->medium_grades;
    kernel(pairs_of(texts, left, right), thresholds_e4.data(), thresholds_e4.size(), grades);
  } else {
    grades_portable(texts, left, right, thresholds_e4, grades);
  }
}

}  // namespace

template <std::size_t kMax>
void PaddedTexts<kMax>::set(std::size_t row, std::string_view text) {
  order_[row] = kDoesNotFit;
  if (text.size() > kMaxLength || !is_ascii(text)) return;
  std::array<std::uint64_t, kMaxLength / 8> words{};
  for (std::size_t at = 0; at < text.size(); at += 16) {
    const std::string_view piece = text.substr(at, 16);
    const std::array<std::uint64_t, 2> two = up_to_16_bytes(piece);
    if (has_nul(two, piece.size())) return;
    std::copy(two.begin(), two.end(), words.begin() + static_cast<std::ptrdiff_t>(at / 8));
  }
  std::memcpy(bytes_[row].data(), words.data(), kMaxLength);
  order_[row] = static_cast<std::uint64_t>(text.size()) << 56 | swap_bytes(words[0]) >> 8;
}
template class PaddedTexts<16>;
template class PaddedTexts<32>;

void jaro_winkler_grades(Simd simd, const ShortTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades) {
  grades_of(simd, texts, left, right, thresholds_e4, grades);
}
void jaro_winkler_grades(Simd simd, const MediumTexts& texts, std::span<const std::uint32_t> left,
                         std::span<const std::uint32_t> right, std::span<const std::uint32_t> thresholds_e4,
                         std::uint8_t* grades) {
  grades_of(simd, texts, left, right, thresholds_e4, grades);
}

void edit_distances(Simd simd, EditBound edits, const ShortTexts& texts, std::span<const std::uint32_t> left,
                    std::span<const std::uint32_t> right, std::uint8_t* distances) {
  if (left.empty()) return;
  if (const auto* kernels = kernels_for(simd)) {
    const auto kernel = edits.kind == Edits::levenshtein ? kernels->levenshtein : kernels->damerau_levenshtein;
    kernel(pairs_of(texts, left, right), edits.bound, distances);
  } else {
    distances_portable(edits, texts, left, right, distances);
  }
}

}  // namespace onefold::similarity
