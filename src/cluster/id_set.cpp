#include "cluster/id_set.hpp"

#include "onefold/record/error.hpp"

namespace onefold::cluster {

std::uint32_t IdSet::add_page(std::uint64_t place) {
  if (pages_.size() == kNoPage) throw Error(ExitCode::limit, "too many linked records on one rank: use more ranks");
  pages_.emplace_back();
  places_.push_back(place);
  return static_cast<std::uint32_t>(pages_.size() - 1);
}

void IdSet::seal() {
  std::uint64_t num_members = 0;
  for (const Page& page : pages_)
    for (const Word& word : page.words) num_members += static_cast<std::uint64_t>(std::popcount(word.bits));
  ids_.clear();
  ids_.reserve(num_members);

  // The table stands in the order of ids, the pages in that of insertion.
  for (std::uint64_t place = 0; place < page_of_.size(); ++place) {
    if (page_of_[place] == kNoPage) continue;
    Page& page = pages_[page_of_[place]];
    for (std::uint64_t w = 0; w < kPageWords; ++w) {
      page.words[w].num_before = ids_.size();
      const RecordId first = place * kPageIds + w * 64;
      for (std::uint64_t bits = page.words[w].bits; bits != 0; bits &= bits - 1)
        ids_.push_back(first + static_cast<std::uint64_t>(std::countr_zero(bits)));
    }
  }
}

void IdSet::clear() {
  for (const std::uint64_t place : places_) page_of_[place] = kNoPage;
  pages_.clear();
  places_.clear();
  ids_.clear();
}

}  // namespace onefold::cluster
