#include "suggest/regions.hpp"

#include <algorithm>
#include <map>

#include "vocabulary/countries.hpp"

namespace onefold::suggest {

namespace {

// A region is certain if it has this share of the evidence, and the evidence occurs in this share of the values.
constexpr double kCertain = 0.8;
constexpr double kOftenEnough = 0.02;
constexpr std::size_t kValuesRead = 5000;

using Votes = std::map<std::string, std::size_t>;

// The region with nearly all votes, if enough of the values voted.
std::string winner(const Votes& votes, std::size_t num_values) {
  std::size_t all = 0, most = 0;
  std::string best;
  for (const auto& [region, count] : votes) {
    all += count;
    if (count > most) most = count, best = region;
  }
  const bool enough = static_cast<double>(all) >= kOftenEnough * static_cast<double>(num_values) && all >= 2;
  return enough && static_cast<double>(most) >= kCertain * static_cast<double>(all) ? best : "";
}

// What the columns of a table say about its country.
struct Evidence {
  Votes countries, prefixes, states, streets;
  std::size_t num_countries = 0, num_phones = 0, num_states = 0, num_addresses = 0;
  bool british_postcodes = false, four_digits = false;

  void read(const Column& column, const std::vector<std::string_view>& values) {
    if (column.type == AttributeType::postcode) {
      british_postcodes |= column.profile.british_postcode >= 0.4;
      four_digits |= column.profile.all_digits > 0.5 && column.profile.mean_length < 4.5;
    }
    const auto num_read = std::min(values.size(), kValuesRead);
    for (std::size_t i = 0; i < num_read; ++i) {
      if (column.meaning == Meaning::country) {
        // Other countries count against each known one, under no name.
        ++countries[vocabulary::region_of_country(values[i])];
      } else if (column.meaning == Meaning::state) {
        for (const auto& region : vocabulary::regions_of_state(values[i])) ++states[region];
      } else if (column.type == AttributeType::phone) {
        if (auto region = vocabulary::region_of_prefix(values[i]); !region.empty()) ++prefixes[region];
      } else if (column.type == AttributeType::address) {
        for (const auto& region : vocabulary::regions_of_street(values[i])) ++streets[region];
      }
    }
    num_countries += column.meaning == Meaning::country ? num_read : 0;
    num_states += column.meaning == Meaning::state ? num_read : 0;
    num_phones += column.type == AttributeType::phone ? num_read : 0;
    num_addresses += column.type == AttributeType::address ? num_read : 0;
  }
  // From the surest to the least sure.
  [[nodiscard]] std::string country() const {
    if (const auto region = winner(countries, num_countries); !region.empty()) return region;
    if (british_postcodes) return "GB";
    if (const auto region = winner(prefixes, num_phones); !region.empty()) return region;
    // The codes of a few states occur elsewhere: half of the values must be codes of this country.
    if (const auto region = winner(states, num_states); !region.empty() && states.at(region) * 2 > num_states)
      return region;
    const auto region = winner(streets, num_addresses);
    return region == "DE" && four_digits ? "" : region;
  }
};

}  // namespace

std::string region_of_postcodes(const Profile& postcodes, const std::string& country) {
  if (postcodes.num_present == 0) return "";
  if (postcodes.british_postcode >= 0.4) return "GB";
  if (!country.empty() && country != "GB") return country;
  // Four digits are those of AU, AT, CH, BE, DK and others; five, 01067 among them, those of DE, FR, IT, ES and US.
  return "";
}

std::string region_of_phones(const std::vector<std::string_view>& phones, const std::string& country) {
  Votes prefixes;
  std::size_t national = 0, american = 0, british = 0;
  for (std::size_t i = 0; i < std::min(phones.size(), kValuesRead); ++i) {
    if (const auto region = vocabulary::region_of_prefix(phones[i]); !region.empty()) {
      ++prefixes[region];
      continue;
    }
    const std::string digits = vocabulary::digits_of(phones[i]);
    if (digits.size() < 7) continue;
    ++national;
    american += digits.size() == 10 && digits[0] >= '2' ? 1 : 0;
    british += digits.size() == 11 && digits[0] == '0' && digits[1] != '0' ? 1 : 0;
  }
  if (const auto region = winner(prefixes, phones.size()); !region.empty()) return region;
  // French numbers begin with 0; those of Quebec, whose streets have French names, do not.
  if (!country.empty() && !(country == "FR" && american * 2 > national)) return country;
  if (national > 0 && american * 2 > national) return "US";
  // German numbers have 9 to 12 digits, French ones 10, British ones nearly always 11.
  if (national > 0 && british * 10 > national * 8) return "GB";
  return "";
}

void set_regions(std::vector<Column>& columns, std::uint32_t table,
                 const std::vector<std::vector<std::string_view>>& values_of) {
  Evidence evidence;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (columns[c].table == table && columns[c].role == Role::attribute) evidence.read(columns[c], values_of[c]);
  const std::string country = evidence.country();
  for (std::size_t c = 0; c < columns.size(); ++c) {
    auto& column = columns[c];
    if (column.table != table || column.role != Role::attribute) continue;
    if (column.type == AttributeType::postcode) column.region = region_of_postcodes(column.profile, country);
    if (column.type == AttributeType::phone) column.region = region_of_phones(values_of[c], country);
  }
}

}  // namespace onefold::suggest
