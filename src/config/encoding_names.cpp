#include "config/encoding_names.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "document/nearest_name.hpp"

namespace onefold::config {

namespace {

constexpr std::size_t kNumNearest = 3;

/// The usual names of all encodings, in alphabetical order.
std::vector<std::string> encoding_names() {
  std::vector<std::string> names;
  const int32_t count = ucnv_countAvailable();
  for (int32_t i = 0; i < count; ++i) {
    const char* converter = ucnv_getAvailableName(i);
    for (const char* standard : {"MIME", "IANA"}) {
      UErrorCode status = U_ZERO_ERROR;
      const char* name = ucnv_getStandardName(converter, standard, &status);
      if (U_SUCCESS(status) != 0 && name != nullptr) names.emplace_back(name);
    }
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::string mistake_in_encoding(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const converter = name.empty() ? nullptr : ucnv_open(name.c_str(), &status);
  if (converter != nullptr) ucnv_close(converter);
  if (!name.empty() && U_SUCCESS(status) != 0 && name.find(',') == std::string::npos) return {};
  std::vector<std::string> names = encoding_names();
  std::ranges::stable_sort(names, {}, [&](const std::string& other) { return edit_distance(name, other); });
  std::string nearest;
  for (std::size_t i = 0; i < kNumNearest && i < names.size(); ++i)
    nearest += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", names[i]);
  return fmt::format("the encoding {} is not known; names that come near it: {}", in_quotes(name), nearest);
}

}  // namespace onefold::config
