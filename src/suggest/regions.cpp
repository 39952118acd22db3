#include "suggest/regions.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace onefold::suggest {

namespace {

// A region is certain if it has this share of the evidence, and the evidence occurs in this share of the values.
constexpr double kCertain = 0.8;
constexpr double kOftenEnough = 0.02;
constexpr std::size_t kValuesRead = 5000;

struct Country {
  std::string_view region, calling_code, names;  // names: separated by commas, as words_of_name() writes them
};

constexpr std::array kCountries = {
    Country{"GB", "44", "gb,uk,gbr,united kingdom,great britain,england,scotland,wales,grossbritannien,royaume uni"},
    Country{"US", "1", "us,usa,united states,united states of america,vereinigte staaten,etats unis,estados unidos"},
    Country{"DE", "49", "de,deu,ger,germany,deutschland,allemagne,alemania,germania,duitsland,tyskland,niemcy,d,brd"},
    Country{"FR", "33", "fr,fra,france,frankreich,francia,frankrijk,frankrig,frankrike,francja"},
    Country{"IT", "39", "it,ita,italy,italia,italien,italie,wlochy"},
    Country{"ES", "34", "es,esp,spain,espana,spanien,espagne,spagna,spanje,hiszpania"},
    Country{"PT", "351", "pt,prt,portugal,portogallo"},
    Country{"NL", "31", "nl,nld,netherlands,the netherlands,nederland,niederlande,pays bas,paises bajos,holland"},
    Country{"BE", "32", "be,bel,belgium,belgie,belgique,belgien,belgica"},
    Country{"AT", "43", "at,aut,austria,osterreich,oesterreich,autriche"},
    Country{"CH", "41", "ch,che,switzerland,schweiz,suisse,svizzera"},
    Country{"DK", "45", "dk,dnk,denmark,danmark,danemark"},
    Country{"SE", "46", "se,swe,sweden,sverige,schweden"},
    Country{"NO", "47", "no,nor,norway,norge,norwegen"},
    Country{"FI", "358", "fi,fin,finland,suomi"},
    Country{"PL", "48", "pl,pol,poland,polska,polen,pologne"},
    Country{"CZ", "420", "cz,cze,czech republic,czechia,tschechien"},
    Country{"IE", "353", "ie,irl,ireland,eire,irland"},
    Country{"AU", "61", "au,aus,australia,australien"},
    Country{"NZ", "64", "nz,nzl,new zealand"},
    Country{"IN", "91", "in,ind,india,indien"},
    Country{"BR", "55", "br,bra,brazil,brasil,brasilien"},
    Country{"MX", "52", "mx,mex,mexico,mexiko"},
    Country{"ZA", "27", "za,zaf,south africa,sudafrika"},
    Country{"UA", "380", "ua,ukr,ukraine"},
    Country{"JP", "81", "jp,jpn,japan"},
    Country{"CN", "86", "cn,chn,china"},
};

// Words and endings of streets that one country has, or nearly so. German streets are also those of Austria and
// Switzerland, whose postcodes have four digits.
struct StreetWords {
  std::string_view region, words, endings;  // separated by commas
};
constexpr std::array kStreets = {
    StreetWords{"DE", "strasse,str,platz,gasse,allee", "strasse,str,weg,platz,gasse,allee"},
    StreetWords{"FR", "rue,chemin,impasse,quai,allee,boulevard", ""},
    StreetWords{"IT", "via,viale,piazza,corso,vicolo,strada", ""},
    StreetWords{"ES", "calle,avenida,plaza,paseo,carrer,camino", ""},
    StreetWords{"NL", "", "straat,laan,gracht,plein"},
};

constexpr std::string_view kAmericanStates =
    "al,ak,az,ar,ca,co,ct,de,fl,ga,hi,id,il,in,ia,ks,ky,la,me,md,ma,mi,mn,ms,mo,mt,ne,nv,nh,nj,nm,ny,nc,nd,oh,ok,or,"
    "pa,ri,sc,sd,tn,tx,ut,vt,va,wa,wv,wi,wy,dc";
constexpr std::string_view kAustralianStates = "nsw,vic,qld,wa,sa,tas,act,nt";

template <typename Visit>
void for_each_word(std::string_view text, char separator, const Visit& visit) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    if (end > begin) visit(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

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

void vote_by_street(std::string_view address, Votes& votes) {
  const std::string words = words_of_name(address);
  for (const auto& street : kStreets) {
    bool found = false;
    for_each_word(words, ' ', [&](std::string_view word) {
      for_each_word(street.words, ',', [&](std::string_view known) { found |= word == known; });
      for_each_word(street.endings, ',', [&](std::string_view ending) {
        found |= word.size() > ending.size() + 2 && word.ends_with(ending);
      });
    });
    if (found) ++votes[std::string(street.region)];
  }
}

void vote_by_state(std::string_view state, Votes& votes) {
  const std::string name = words_of_name(state);
  const auto vote = [&](std::string_view states, const char* region) {
    for_each_word(states, ',', [&](std::string_view known) { votes[region] += known == name ? 1 : 0; });
  };
  vote(kAmericanStates, "US");
  vote(kAustralianStates, "AU");
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
        ++countries[region_of_country(values[i])];
      } else if (column.meaning == Meaning::state) {
        vote_by_state(values[i], states);
      } else if (column.type == AttributeType::phone) {
        if (auto region = region_of_prefix(values[i]); !region.empty()) ++prefixes[region];
      } else if (column.type == AttributeType::address) {
        vote_by_street(values[i], streets);
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

std::string region_of_country(std::string_view country) {
  static const auto known = [] {
    std::map<std::string, std::string, std::less<>> regions;
    for (const auto& c : kCountries)
      for_each_word(c.names, ',', [&](std::string_view name) { regions.emplace(name, c.region); });
    return regions;
  }();
  const auto found = known.find(words_of_name(country));
  return found == known.end() ? "" : found->second;
}

std::string region_of_prefix(std::string_view phone) {
  std::string digits = digits_of(phone);
  const auto first = phone.find_first_not_of(" (\"'");
  if (first == phone.npos) return "";
  if (phone[first] != '+') {
    if (!digits.starts_with("00")) return "";
    digits.erase(0, 2);
  }
  std::string_view region, longest;
  for (const auto& country : kCountries)
    if (digits.starts_with(country.calling_code) && country.calling_code.size() > longest.size())
      region = country.region, longest = country.calling_code;
  return std::string(region);
}

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
    if (const auto region = region_of_prefix(phones[i]); !region.empty()) {
      ++prefixes[region];
      continue;
    }
    const std::string digits = digits_of(phones[i]);
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
