// [output]: which values the result keeps. Its path and its compression are keys of [job].
#include "config/sections.hpp"

namespace onefold::config {

void read_output(TableReader& root, Reading& reading, Job& job) {
  const auto* table = root.read_table("output");
  if (table == nullptr) return;
  TableReader section(reading, *table, "[output]");
  std::size_t values = 0;
  if (section.read_choice("values", values, kKeptValuesNames)) job.result.values = static_cast<KeptValues>(values);
  section.report_unknown_keys();
}

}  // namespace onefold::config
