#include "cluster/link_reducer.hpp"

#include <utility>

#include "cluster/local_forest.hpp"
#include "onefold/record/error.hpp"

namespace onefold::cluster {

LinkReducer::LinkReducer(std::uint64_t num_ids, std::uint64_t least_links)
    : num_ids_(num_ids),
      least_links_(std::max<std::uint64_t>(least_links, 2)),
      most_links_(least_links_),
      links_(num_ids) {}

void LinkReducer::add(std::span<const Link> links) {
  num_added_ += links.size();
  for (const Link& link : links) {
    if (link.left >= num_ids_ || link.right >= num_ids_)
      throw Error(ExitCode::internal, "broken invariant: a link joins existing records");
    if (link.left == link.right) continue;
    if (links_.size() >= most_links_) reduce();
    links_.push_back(link);
  }
}

PackedLinks LinkReducer::take() {
  most_links_ = least_links_;
  num_added_ = 0;
  return std::exchange(links_, PackedLinks(num_ids_));
}

void LinkReducer::reduce() {
  const LocalForest forest = local_forest(num_ids_, links_);
  // Allocates memory for all links up to the next reduction at once, because growing would hold the links twice.
  links_.release();
  links_.reserve(std::max(least_links_, forest.size() + forest.size() / 2));
  forest.for_each([&](RecordId record, RecordId root) {
    if (record != root) links_.push_back({root, record});
  });
  // The next reduction follows after half as many new links as are left. On average each link is therefore processed
  // three times, for any number of links.
  most_links_ = std::max(least_links_, links_.size() + links_.size() / 2);
}

}  // namespace onefold::cluster
