#include "cli/reading_report.hpp"

#include <fmt/format.h>

#include <iterator>

#include "progress/format.hpp"
#include "reading/report.hpp"

namespace onefold::cli {

std::string reading_text(const config::Job& job, const ReadingReport& report) {
  using progress::with_thousands;
  std::string out;
  for (const auto& column : report) {
    if (column.unreadable == 0 && column.ambiguous == 0) continue;
    fmt::format_to(std::back_inserter(out), "reading {}.{}: {} filled, {} missing, {} dummies, {} unreadable",
                   job.sources[column.source].name, reading::name_of(job, column), with_thousands(column.filled),
                   with_thousands(column.missing), with_thousands(column.dummy), with_thousands(column.unreadable));
    if (column.ambiguous > 0)
      fmt::format_to(std::back_inserter(out), ", {} ambiguous", with_thousands(column.ambiguous));
    out += '\n';
  }
  return out;
}

nlohmann::ordered_json reading_json(const config::Job& job, const ReadingReport& report,
                                    std::span<const std::string> files) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& column : report) {
    nlohmann::ordered_json entry = {{"source", job.sources[column.source].name},
                                    {"attribute", nullptr},
                                    {"filled", column.filled},
                                    {"missing", column.missing},
                                    {"dummy", column.dummy},
                                    {"unreadable", column.unreadable},
                                    {"distinct", column.distinct},
                                    {"ambiguous", column.ambiguous},
                                    {"examples", nlohmann::ordered_json::array()}};
    // The column `updated` is no attribute.
    if (column.attribute) entry["attribute"] = job.attributes[*column.attribute].name;
    entry["times_of_change"] = reading::is_time(column);
    for (const auto& example : column.examples)
      entry["examples"].push_back({{"file", files[example.file]},
                                   {"row_of_file", example.row_of_file},
                                   {"row", example.row},
                                   {"line", example.line}});
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace onefold::cli
