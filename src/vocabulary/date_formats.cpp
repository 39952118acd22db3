#include "vocabulary/date_formats.hpp"

#include <algorithm>
#include <array>

#include "cleanse/cleanser.hpp"

namespace onefold::vocabulary {

namespace {

// Formats that databases and people use; earlier ones win ties.
constexpr std::array kFormats = {
    "%Y-%m-%d",          "%Y/%m/%d",          "%Y.%m.%d", "%Y%m%d",   "%d/%m/%Y",  "%m/%d/%Y", "%d.%m.%Y",
    "%d-%m-%Y",          "%m-%d-%Y",          "%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",  "%d%m%Y",   "%m%d%Y"};
constexpr std::size_t kMaxDates = 5000;
// A further format must read at least this share of all values.
constexpr double kWorthFormat = 0.005;

double share_read(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

DateFormats date_formats_of(std::span<const std::string_view> values) {
  std::vector<std::string_view> left;
  for (const auto value : values)
    if (!value.empty()) left.push_back(value);
  DateFormats result;
  result.evidence = cleanse::evidence_of(left);
  // The first values of a sorted file may have a form of their own.
  const std::size_t step = left.size() / kMaxDates + 1;
  for (std::size_t i = 0; i * step < left.size(); ++i) left[i] = left[i * step];
  left.resize((left.size() + step - 1) / step);
  const std::size_t all = left.size();
  if (all == 0) return result;
  // Values of both orders go to the proven one; the values that prove it may not be among those that are tried.
  const auto formats =
      cleanse::formats_in_order({kFormats.begin(), kFormats.end()}, cleanse::reading_of(result.evidence, {}).order);
  std::vector<cleanse::Cleanser> readers;
  for (const auto& format : formats)
    readers.emplace_back(
        config::AttributeConfig{.name = "date", .type = AttributeType::birth_date, .formats = {format}}, nullptr);
  while (!left.empty() && result.formats.size() < 4) {
    std::size_t best = 0, most = 0;
    for (std::size_t f = 0; f < readers.size(); ++f) {
      std::size_t read = 0;
      for (const auto value : left) {
        const auto date = readers[f].cleanse(value);
        // Dates of distant centuries are numbers that happen to look like a date.
        read += !date.empty() && date >= "1500" && date < "2101" ? 1 : 0;
      }
      if (read > most) most = read, best = f;
    }
    if (share_read(most, all) < kWorthFormat || most == 0) break;
    result.formats.push_back(formats[best]);
    std::erase_if(left, [&](std::string_view value) { return !readers[best].cleanse(value).empty(); });
  }
  result.readable = 1 - share_read(left.size(), all);
  if (cleanse::doubt_of(result.evidence) == cleanse::DateDoubt::open) result.formats.clear();
  return result;
}

}  // namespace onefold::vocabulary
