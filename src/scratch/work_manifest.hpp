// The manifest of a work directory as text: one line with the version and the XXH3-64 of the rest, then JSON.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scratch/slice_file.hpp"

namespace onefold::scratch {

struct WorkManifest {
  std::uint64_t job_digest = 0;
  std::map<std::string, std::vector<Slice>> products;
};

[[nodiscard]] std::string to_text(const WorkManifest& manifest);

/// Nothing if the text is damaged or has another version.
[[nodiscard]] std::optional<WorkManifest> manifest_from_text(const std::string& text);

}  // namespace onefold::scratch
