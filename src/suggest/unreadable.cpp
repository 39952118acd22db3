#include "suggest/unreadable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sniff/toml_text.hpp"

namespace onefold::suggest {

namespace {

constexpr double kHopeless = 0.5;
// What a run allows without being told, and what the sample may differ from the whole.
constexpr double kAllowed = 0.2, kMargin = 0.05;
constexpr double kWorthWarning = 0.01;

struct Worst {
  std::size_t table = 0;
  double share = 0;
};

// The file of which the largest share of values cannot be read.
Worst worst_of(const CodedValues& values) {
  Worst worst;
  for (std::size_t t = 0; t < values.of_table.size(); ++t) {
    const auto& counts = values.of_table[t];
    if (counts.written == 0) continue;
    const double share = static_cast<double>(counts.unreadable) / static_cast<double>(counts.written);
    if (share > worst.share) worst = {t, share};
  }
  return worst;
}

std::string in_words(const Input& input, const Worst& worst, const Attribute& attribute) {
  return fmt::format("{:.1f} % of the values of {} cannot be read as {}", 100 * worst.share,
                     sniff::in_comment(input.tables[worst.table].path), name_of(attribute.type));
}

}  // namespace

bool give_up_types(const Records& records, Schema& schema) {
  bool any = false;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    Attribute& attribute = schema.attributes[a];
    const Worst worst = worst_of(records.attributes[a]);
    if (worst.share <= kHopeless || attribute.type == AttributeType::text) continue;
    if (attribute.remark.empty())
      attribute.remark =
          fmt::format("read as text: most values of a file cannot be read as {}", name_of(attribute.type));
    attribute.given_up = attribute.type;
    attribute.type = AttributeType::text;
    attribute.formats.clear();
    attribute.region.clear();
    any = true;
  }
  return any;
}

std::string reading_section(const Input& input, const Records& records, const Schema& schema) {
  std::string limits, why;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const Worst worst = worst_of(records.attributes[a]);
    if (worst.share + kMargin <= kAllowed) continue;
    limits += fmt::format("{}{} = {:.2f}", limits.empty() ? "" : ", ", schema.attributes[a].name,
                          std::min(1.0, worst.share + kMargin));
    why += fmt::format("# {}: {}\n", schema.attributes[a].name, in_words(input, worst, schema.attributes[a]));
  }
  if (limits.empty()) return "";
  return fmt::format("{}[reading]\nmax_unreadable = {{ {} }}    # a run stops at more; such values count as missing\n",
                     why, limits);
}

Warnings warn_of_unreadable(const Input& input, const Records& records, const Schema& schema) {
  Warnings warnings;
  for (std::size_t a = 0; a < schema.attributes.size(); ++a) {
    const Worst worst = worst_of(records.attributes[a]);
    if (worst.share <= kWorthWarning) continue;
    warnings.push_back({"unreadable", fmt::format("attribute {}: {} and count as missing", schema.attributes[a].name,
                                                  in_words(input, worst, schema.attributes[a]))});
  }
  return warnings;
}

}  // namespace onefold::suggest
