// The manifest of a work directory as text: one line with version and XXH3-64 of the rest, then JSON that people can
// read. Private to store/.
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

/// Nothing when the text is damaged or of another version.
[[nodiscard]] std::optional<WorkManifest> manifest_from_text(const std::string& text);

}  // namespace onefold::scratch
