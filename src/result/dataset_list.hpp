// All datasets of the format except those per attribute: golden values and their origins, term frequencies.
#pragma once

#include <string>
#include <vector>

#include "result/column.hpp"

namespace onefold::result {

struct ListedDataset {
  std::string name;
  std::string type;  ///< int8, int16, int32, int64, float32, float64, text
  Presence presence = Presence::required;
  Digested digested = Digested::yes;
};

[[nodiscard]] std::vector<ListedDataset> list_datasets();

}  // namespace onefold::result
