#include "config/file_shape.hpp"

namespace onefold::config {

namespace {

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

}  // namespace

Shape shape_by_name(const std::string& path) {
  std::string name = lower_case(path);
  for (const std::string_view packed : {".gz", ".zst", ".bz2", ".xz", ".zip"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  if (name.ends_with(".ndjson") || name.ends_with(".jsonl")) return Shape::ndjson;
  if (name.ends_with(".parquet")) return Shape::parquet;
  if (name.ends_with(".xlsx") || name.ends_with(".xlsm")) return Shape::xlsx;
  return Shape::csv;
}

}  // namespace onefold::config
