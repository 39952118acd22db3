// What training decides on one rank and all ranks use: the model, its warnings, and the threshold.
#pragma once

#include <string>

#include "model/completeness.hpp"
#include "model/expected_links.hpp"
#include "model/model.hpp"

namespace onefold::model {

struct Trained {
  Model model;
  Threshold threshold;
  Completeness completeness;
};

/// Exact: from_json of it gives the same bits. For messages between ranks, not for files.
[[nodiscard]] std::string to_message(const Trained& trained);
[[nodiscard]] Trained from_message(const std::string& message, const config::Job& job);

}  // namespace onefold::model
