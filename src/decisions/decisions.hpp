// What people have decided about pairs of records.
#pragma once

#include <string>
#include <vector>

#include "onefold/record/link.hpp"
#include "onefold/record/record_id.hpp"

namespace onefold::decisions {

struct LabelledPair {
  RecordId left = 0, right = 0;  ///< left < right
  bool is_match = false;         ///< the label is at least 0.5
  bool operator==(const LabelledPair&) const = default;
};

/// The must_link and cannot_link lists of [cluster] and the labels of [model]. Every rank holds all of them. In each
/// list left < right, pairs ascend, and no pair occurs twice.
struct Decisions {
  std::vector<Link> must_link;
  std::vector<Link> cannot_link;
  std::vector<LabelledPair> labels;
  std::vector<std::string> label_notes;  ///< which labels were left out, by file and line, and why
};

}  // namespace onefold::decisions
