#include "cluster/id_set.hpp"

#include <limits>

#include "cluster/huge_pages.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

// Counts the bits before each word, and returns the number of all bits.
std::uint64_t IdSet::number(std::span<Word> words) {
  std::uint64_t sum = 0;
  for (Word& word : words) {
    word.num_before = static_cast<std::uint32_t>(sum);
    sum += count_bits(word.bits);
  }
  if (sum > std::numeric_limits<std::uint32_t>::max())
    throw Error(ExitCode::limit, "too many linked records on one rank: use more ranks");
  return sum;
}

void IdSet::make_lower() {
  const std::uint64_t num_words = number(upper_);
  // Keeps the memory for the next use, unless it is much too large or too small.
  if (lower_.capacity() < num_words || lower_.capacity() > 4 * num_words + 1024) {
    std::vector<Word>().swap(lower_);
    lower_ = array_in_huge_pages<Word>(num_words);
  } else {
    lower_.assign(num_words, Word{});
  }
}

void IdSet::number_members() { size_ = number(lower_); }

}  // namespace onefold::cluster
