// Whether phones and postcodes are those of the region that the job says.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "cleanse/phones.hpp"
#include "cleanse/postcodes.hpp"
#include "reading/judge.hpp"

namespace onefold::reading {

namespace {

constexpr std::array<std::string_view, 20> kRegions = {"US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT",
                                                       "PL", "SE", "DK", "NO", "IE", "PT", "AU", "CA", "BR", "IN"};
// Of so few values, shares say nothing.
constexpr std::size_t kFewValues = 20;
// Another region must read this share of the values, and as much more than that of the job.
constexpr double kReadsWell = 0.8;
constexpr double kReadsBetter = 0.25;
// Of whole postcodes: so many stand beside those that have lost zeros.
constexpr double kSomeWhole = 0.1;
// Of another region, whole codes are so many times as frequent: no region has more codes that begin with a zero.
constexpr double kMostWhole = 2;

double share(std::size_t part, std::size_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

/// Numbers with digits enough to be a phone, and without a country code.
std::vector<std::string> national_phones(const std::vector<std::string>& sample) {
  std::vector<std::string> phones;
  for (const std::string& value : sample) {
    const auto digits = std::ranges::count_if(value, [](char c) { return c >= '0' && c <= '9'; });
    if (digits >= 6 && value.find('+') == std::string::npos && !value.starts_with("00")) phones.push_back(value);
  }
  return phones;
}

Warnings warn_of_phones(const std::string& place, const std::string& region, const std::vector<std::string>& sample) {
  const auto phones = national_phones(sample);
  if (phones.size() < kFewValues) return {};
  // In countries whose numbers may have almost any length, a number has its trunk prefix.
  const auto read_by = [&](const std::string& by) {
    const bool needs_zero = by == "DE" || by == "AT";
    return share(static_cast<std::size_t>(std::ranges::count_if(phones,
                                                                [&](const auto& phone) {
                                                                  const auto first = phone.find_first_of("0123456789");
                                                                  return (!needs_zero || phone[first] == '0') &&
                                                                         cleanse::is_valid_national_phone(phone, by);
                                                                })),
                 phones.size());
  };
  const double now = read_by(region);
  if (now > 1 - kReadsBetter) return {};
  double most = 0;
  std::string best;
  for (const std::string_view other : kRegions)
    if (const double read = read_by(std::string(other)); read > most) most = read, best = other;
  if (most < kReadsWell || most < now + kReadsBetter) return {};
  Warnings warnings;
  warnings.push_back(
      {"region", fmt::format("{}: region {} reads {:.0f} % of a sample of the phones without a country "
                             "code, region {} would read {:.0f} %. Set region = \"{}\" in its [[source]] "
                             "if they are from there",
                             place, region, 100 * now, best, 100 * most, best)});
  return warnings;
}

Warnings warn_of_postcodes(const std::string& place, const std::string& region,
                           const std::vector<std::string>& sample) {
  // Without a region, zeros do not come back.
  const cleanse::PostcodeCleanser as_written("");
  cleanse::TextBuffer buffer;
  std::vector<std::string> postcodes;
  for (std::string value : sample) {
    std::ranges::transform(value, value.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
    postcodes.emplace_back(as_written(value, buffer));
  }
  if (postcodes.size() < kFewValues) return {};
  const auto read_by = [&](std::string_view by) {
    return share(static_cast<std::size_t>(std::ranges::count_if(
                     postcodes, [&](const auto& code) { return cleanse::has_postcode_form(code, by); })),
                 postcodes.size());
  };
  const std::size_t own_digits = cleanse::postcode_digits(region);
  if (region != "GB" && own_digits == 0) return {};
  const auto share_of_length = [&](std::size_t least, std::size_t most) {
    return share(static_cast<std::size_t>(std::ranges::count_if(postcodes,
                                                                [&](const std::string& code) {
                                                                  return code.size() >= least && code.size() <= most &&
                                                                         std::ranges::all_of(code, [](char c) {
                                                                           return c >= '0' && c <= '9';
                                                                         });
                                                                })),
                 postcodes.size());
  };
  // Beside whole codes, those that lack one or two digits have lost their zeros.
  const auto lost_zeros = [&](std::string_view by) {
    const std::size_t digits = cleanse::postcode_digits(by);
    return digits > 2 ? share_of_length(digits - 2, digits - 1) : 0.0;
  };
  double now = read_by(region);
  if (now >= kSomeWhole) now += lost_zeros(region);
  const auto read_elsewhere = [&](std::string_view by) {
    const double whole = read_by(by);
    return whole >= kMostWhole * lost_zeros(by) ? whole + lost_zeros(by) : whole;
  };
  double most = 0;
  for (const std::string_view other : kRegions)
    if (other == "GB" || cleanse::postcode_digits(other) > 0) most = std::max(most, read_elsewhere(other));
  if (most < kReadsWell || most < now + kReadsBetter) return {};
  std::vector<std::string_view> best;
  for (const std::string_view other : kRegions)
    if ((other == "GB" || cleanse::postcode_digits(other) > 0) && read_elsewhere(other) + 0.02 >= most)
      best.push_back(other);
  // A region without digits changes no digits, so it matters only where zeros are to come back.
  const std::size_t digits = cleanse::postcode_digits(best.front());
  if (own_digits == 0 && (digits == 0 || share_of_length(digits - 1, digits - 1) == 0)) return {};
  Warnings warnings;
  warnings.push_back(
      {"region", fmt::format("{}: {:.0f} % of a sample of the postcodes have the form of region {}, {:.0f} "
                             "% that of {}{}. Set region in its [[source]] to the right one: zeros that a "
                             "spreadsheet dropped come back by region",
                             place, 100 * now, region, 100 * most, fmt::join(best, ", "),
                             own_digits > 0 && digits < own_digits
                                 ? fmt::format(", unless they are those of {} that have lost their zeros", region)
                                 : "")});
  return warnings;
}

}  // namespace

Warnings warn_of_regions(const config::Job& job, std::span<const columns::CleansedAttribute> cleansed) {
  Warnings warnings;
  for (std::uint32_t s = 0; s < job.sources.size(); ++s)
    for (AttributeIndex a = 0; a < cleansed.size(); ++a) {
      if (s >= cleansed[a].samples.size()) continue;
      const auto attribute = config::attribute_of(job, s, a);
      const std::string place = fmt::format("source {}: attribute {}", job.sources[s].name, attribute.name);
      add(warnings, attribute.type == AttributeType::phone
                        ? warn_of_phones(place, attribute.region, cleansed[a].samples[s])
                        : warn_of_postcodes(place, attribute.region, cleansed[a].samples[s]));
    }
  return warnings;
}

}  // namespace onefold::reading
