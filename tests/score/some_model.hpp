// A model with arbitrary numbers, in which every level has a weight.
#pragma once

#include "model/model.hpp"

namespace onefold::score {

inline model::Model some_model(const config::Job& job) {
  model::Model model = model::empty_model(job);
  model.prior = 0.01;
  for (auto& comparison : model.comparisons)
    for (std::size_t level = 1; level < comparison.levels.size(); ++level) {
      comparison.levels[level].m = 0.9 / static_cast<double>(level * level);
      comparison.levels[level].u = 0.05 * static_cast<double>(level * level);
    }
  model.update_weights();
  return model;
}

}  // namespace onefold::score
