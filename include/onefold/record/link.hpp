// A pair of records that we claim to be one customer.
#pragma once

#include "onefold/record/record_id.hpp"

namespace onefold {

/// An undirected link between two records.
struct Link {
  RecordId left = 0;
  RecordId right = 0;
};

}  // namespace onefold
