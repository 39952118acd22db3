#include "scratch/work_manifest.hpp"

#include <fmt/format.h>

#include <sstream>

#include <cereal/archives/json.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "record/hash.hpp"

namespace onefold::scratch {

template <typename Archive>
void serialize(Archive& archive, Slice& slice) {
  archive(cereal::make_nvp("first", slice.first), cereal::make_nvp("last", slice.last),
          cereal::make_nvp("count", slice.count), cereal::make_nvp("payload_bytes", slice.payload_bytes),
          cereal::make_nvp("payload_hash", slice.payload_hash));
}

namespace {

template <typename Archive, typename Manifest>
void serialize_manifest(Archive& archive, Manifest& manifest) {
  archive(cereal::make_nvp("job_digest", manifest.job_digest), cereal::make_nvp("products", manifest.products));
}

std::string first_line(const std::string& json) {
  return fmt::format("1FOLDWRK manifest 1 {:016x}\n", hash_bytes(json));
}

}  // namespace

std::string to_text(const WorkManifest& manifest) {
  std::ostringstream json;
  {
    cereal::JSONOutputArchive archive(json);
    serialize_manifest(archive, manifest);
  }  // the destructor of the archive writes the closing bracket
  return first_line(json.str()) + json.str();
}

std::optional<WorkManifest> manifest_from_text(const std::string& text) {
  const auto end_of_line = text.find('\n');
  if (end_of_line == std::string::npos) return std::nullopt;
  // The hash is right, so the text is exactly what to_text() made: the parser below never sees anything else.
  const std::string json = text.substr(end_of_line + 1);
  if (text.substr(0, end_of_line + 1) != first_line(json)) return std::nullopt;
  std::istringstream stream(json);
  cereal::JSONInputArchive archive(stream);
  WorkManifest manifest;
  serialize_manifest(archive, manifest);
  return manifest;
}

}  // namespace onefold::scratch
