#include "sniff/id_candidates.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "record/hash.hpp"
#include "vocabulary/column_names.hpp"

namespace onefold::sniff {

using vocabulary::Meaning;
using vocabulary::meaning_of;
using vocabulary::names_a_truth;

std::vector<IdCandidate> find_id_candidates(const Rows& rows, const std::vector<std::string>& names, bool are_names) {
  std::vector<std::pair<int, IdCandidate>> found;
  for (std::size_t c = 0; c < names.size(); ++c) {
    std::vector<std::string_view> values;
    bool complete = true;
    for (const auto& row : rows) {
      const std::string_view value = c < row.size() ? std::string_view(row[c]) : std::string_view();
      complete &= !value.empty();
      values.push_back(value);
    }
    std::ranges::sort(values);
    if (!complete || values.empty() || std::ranges::adjacent_find(values) != values.end()) continue;
    const Meaning meaning = are_names ? meaning_of(names[c]) : Meaning::unknown;
    const bool is_first = c == 0;
    // Values without spaces: a name that happens to be unique is not an id.
    const bool one_word = std::ranges::none_of(values, [](std::string_view v) { return v.find(' ') != v.npos; });
    const bool has_digits = std::ranges::all_of(
        values, [](std::string_view v) { return v.find_first_of("0123456789") != v.npos && v.find('@') == v.npos; });
    int rank = -1;
    if (meaning == Meaning::row_id)
      rank = is_first ? 0 : 1;
    else if (meaning == Meaning::unknown && one_word && has_digits && values.size() >= 2)
      rank = is_first ? 2 : 3;
    else if (are_names && names_a_truth(names[c]))
      rank = -1;
    if (rank >= 0) found.push_back({rank, {.column = c}});
  }
  std::ranges::stable_sort(found, {}, [](const auto& candidate) { return candidate.first; });
  std::vector<IdCandidate> candidates;
  for (auto& [rank, candidate] : found)
    if (candidates.size() < 2) candidates.push_back(std::move(candidate));
  return candidates;
}

void IdCandidate::note(std::string_view value) {
  whole_numbers &= value.find_first_not_of("0123456789", value.starts_with('-') ? 1 : 0) == value.npos;
  if (!unique || !checked) return;
  if (value.empty())
    unique = false;
  else
    hashes.push_back(hash_bytes(value));
  if (hashes.size() < kMaxCheckedIds) return;
  checked = false;
  hashes = {};
}

void IdCandidate::finish() {
  std::ranges::sort(hashes);
  if (checked && std::ranges::adjacent_find(hashes) != hashes.end()) unique = false;
  if (!unique) hashes = {};
}

bool IdSet::has_any_of(const std::vector<std::uint64_t>& ids) const {
  return std::ranges::any_of(runs_, [&](const auto& run) {
    const auto& few = ids.size() < run.size() ? ids : run;
    const auto& many = ids.size() < run.size() ? run : ids;
    return std::ranges::any_of(few, [&](std::uint64_t id) { return std::ranges::binary_search(many, id); });
  });
}

void IdSet::add(std::vector<std::uint64_t> ids) {
  while (!runs_.empty() && runs_.back().size() <= ids.size()) {
    std::vector<std::uint64_t> merged;
    merged.reserve(ids.size() + runs_.back().size());
    std::ranges::merge(ids, runs_.back(), std::back_inserter(merged));
    ids = std::move(merged);
    runs_.pop_back();
  }
  runs_.push_back(std::move(ids));
}

void keep_hashes_of_first(std::vector<IdCandidate>& candidates, std::size_t max_hashes) {
  const auto first = std::ranges::find_if(candidates, &IdCandidate::unique);
  for (auto candidate = candidates.begin(); candidate != candidates.end(); ++candidate)
    if (candidate != first || candidate->hashes.size() > max_hashes) candidate->hashes = {};
}

}  // namespace onefold::sniff
