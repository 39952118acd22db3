// Ranges of equal keys in sorted sequences, and the first few items of a sequence that is not kept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace onefold::evaluate {

/// Calls use(range) for each maximal range of items with equal `key(item)`.
template <typename T, typename Key, typename Use>
void for_each_run(std::span<T> items, const Key& key, const Use& use) {
  for (std::size_t begin = 0; begin < items.size();) {
    std::size_t end = begin + 1;
    while (end < items.size() && key(items[end]) == key(items[begin])) ++end;
    use(items.subspan(begin, end - begin));
    begin = end;
  }
}

/// Keeps the first `limit` of the offered items in the order of `before`.
template <typename T, typename Before>
class Foremost {
 public:
  Foremost(std::size_t limit, Before before) : limit_(limit), before_(before) {}
  void offer(const T& item) {
    if (limit_ == 0) return;
    if (items_.size() == limit_) {
      if (!before_(item, items_.front())) return;
      std::pop_heap(items_.begin(), items_.end(), before_);
      items_.pop_back();
    }
    items_.push_back(item);
    std::push_heap(items_.begin(), items_.end(), before_);
  }
  [[nodiscard]] std::vector<T> sorted() const {
    std::vector<T> sorted = items_;
    std::sort(sorted.begin(), sorted.end(), before_);
    return sorted;
  }
  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  std::size_t limit_;
  Before before_;
  std::vector<T> items_;  // a heap with the last item in front
};

}  // namespace onefold::evaluate
