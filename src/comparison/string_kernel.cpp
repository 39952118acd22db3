#include "comparison/string_kernel.hpp"

#include <algorithm>

#include "onefold/similarity/edit_distance.hpp"
#include "onefold/similarity/jaro_winkler.hpp"

namespace onefold::comparison {

StringKernel::StringKernel(Kind kind, RowTexts& texts, similarity::Simd simd, std::size_t max_pairs)
    : kind_(kind), texts_(texts), simd_(simd), results_(max_pairs), found_(max_pairs) {
  for (List* list : {&short_pairs_, &medium_pairs_}) {
    list->left.resize(max_pairs);
    list->right.resize(max_pairs);
    list->position.resize(max_pairs);
  }
}

void StringKernel::set_thresholds(std::vector<std::uint32_t> thresholds_e4) {
  if (thresholds_e4.empty()) return;
  thresholds_e4_ = std::move(thresholds_e4);
  std::sort(thresholds_e4_.begin(), thresholds_e4_.end());
  sieve_.emplace(thresholds_e4_.front());
}

std::uint32_t StringKernel::result_of_threshold(std::uint32_t threshold_e4) const {
  const auto at = std::lower_bound(thresholds_e4_.begin(), thresholds_e4_.end(), threshold_e4);
  return static_cast<std::uint32_t>(at - thresholds_e4_.begin()) + 1;
}

const std::uint8_t* StringKernel::run(const OpenPairs& open, bool dense) {
  std::uint8_t* const results = results_.data();
  if (has_run_) return results;
  has_run_ = true;
  if (dense && texts_.all_fit_short() && open.all_of_call) {
    run_short({open.left, open.size}, {open.right, open.size}, results);
    return results;
  }
  std::uint32_t* const left = short_pairs_.left.data();
  std::uint32_t* const right = short_pairs_.right.data();
  std::uint16_t* const position = short_pairs_.position.data();
  std::size_t num_short = 0;
  medium_pairs_.size = 0;
  for (std::size_t k = 0; k < open.size; ++k) {
    const std::uint32_t a = open.left[k], b = open.right[k];
    const std::uint16_t at = open.position[k];
    left[num_short] = a;
    right[num_short] = b;
    position[num_short] = at;
    const bool both_short = texts_.fits_short(a) & texts_.fits_short(b);
    if (!both_short) sort_longer_pair(a, b, at, dense);
    num_short += both_short;
  }
  short_pairs_.size = num_short;
  run_short(short_pairs_.lefts(), short_pairs_.rights(), found_.data());
  for (std::size_t k = 0; k < num_short; ++k) results[position[k]] = found_[k];
  similarity::jaro_winkler_grades(simd_, texts_.medium_texts(), medium_pairs_.lefts(), medium_pairs_.rights(),
                                  thresholds_e4_, found_.data());
  for (std::size_t k = 0; k < medium_pairs_.size; ++k) results[medium_pairs_.position[k]] = found_[k];
  return results;
}

void StringKernel::run_short(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                             std::uint8_t* results) const {
  const similarity::ShortTexts& texts = texts_.short_texts();
  switch (kind_) {
    case Kind::jaro_winkler:
      return similarity::jaro_winkler_grades(simd_, texts, left, right, thresholds_e4_, results);
    case Kind::levenshtein:
      return similarity::edit_distances(simd_, {similarity::Edits::levenshtein, most_edits_}, texts, left, right,
                                        results);
    case Kind::damerau_levenshtein:
      return similarity::edit_distances(simd_, {similarity::Edits::damerau_levenshtein, most_edits_}, texts, left,
                                        right, results);
  }
}

/// Handles a pair with a text that is not short: the sieve rejects it, or the medium kernel takes it, or it is compared
/// here.
void StringKernel::sort_longer_pair(std::uint32_t left, std::uint32_t right, std::uint16_t position, bool dense) {
  if (kind_ == Kind::jaro_winkler) {
    // Computing a bag costs more than a comparison, so it pays only for rows in many pairs.
    if (dense && !sieve_->may_reach(texts_.letter_bag(left), texts_.letter_bag(right))) {
      results_[position] = 0;
      return;
    }
    if (texts_.fits_medium(left) && texts_.fits_medium(right)) {
      const std::size_t at = medium_pairs_.size++;
      medium_pairs_.left[at] = left;
      medium_pairs_.right[at] = right;
      medium_pairs_.position[at] = position;
      return;
    }
  }
  results_[position] = result_of_one(left, right);
}

std::uint8_t StringKernel::result_of_one(std::uint32_t left, std::uint32_t right) const {
  RowTexts::Buffer left_buffer, right_buffer;
  const std::string_view a = texts_.text(left, left_buffer);
  const std::string_view b = texts_.text(right, right_buffer);
  if (kind_ == Kind::levenshtein) return static_cast<std::uint8_t>(similarity::levenshtein_up_to(a, b, most_edits_));
  if (kind_ == Kind::damerau_levenshtein)
    return static_cast<std::uint8_t>(similarity::damerau_levenshtein_up_to(a, b, most_edits_));
  // A missing part is similar to nothing.
  if (a.empty() || b.empty()) return 0;
  const auto match = similarity::jaro_match(a, b, thresholds_e4_.front());
  std::uint8_t grade = 0;
  while (grade < thresholds_e4_.size() && similarity::jaro_winkler_at_least(match, thresholds_e4_[grade])) ++grade;
  return grade;
}

}  // namespace onefold::comparison
