#include "vocabulary/countries.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "vocabulary/column_names.hpp"

namespace onefold::vocabulary {

namespace {

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

}  // namespace

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

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

std::vector<std::string> regions_of_street(std::string_view address) {
  std::vector<std::string> regions;
  const std::string words = words_of_name(address);
  for (const auto& street : kStreets) {
    bool found = false;
    for_each_word(words, ' ', [&](std::string_view word) {
      for_each_word(street.words, ',', [&](std::string_view known) { found |= word == known; });
      for_each_word(street.endings, ',', [&](std::string_view ending) {
        found |= word.size() > ending.size() + 2 && word.ends_with(ending);
      });
    });
    if (found) regions.emplace_back(street.region);
  }
  return regions;
}

std::vector<std::string> regions_of_state(std::string_view state) {
  std::vector<std::string> regions;
  const std::string name = words_of_name(state);
  const auto look = [&](std::string_view states, const char* region) {
    for_each_word(states, ',', [&](std::string_view known) {
      if (known == name) regions.emplace_back(region);
    });
  };
  look(kAmericanStates, "US");
  look(kAustralianStates, "AU");
  return regions;
}

}  // namespace onefold::vocabulary
