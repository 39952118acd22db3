#include "parts/split_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "cleanse/fold.hpp"
#include "cleanse/text_buffer.hpp"
#include "cleanse/words.hpp"
#include "parts/address_words.hpp"

namespace onefold::parts {

namespace {

using cleanse::is_digit;

using enum AddressWord;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_plain_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool has_digit(std::string_view text) { return std::ranges::any_of(text, is_digit); }

/// 9 for a digit, A for a letter of the English alphabet, all else as it is: "SW1A" is AA9A.
std::string shape_of(std::string_view text) {
  std::string shape(text);
  for (char& c : shape) c = is_digit(c) ? '9' : is_plain_letter(c) ? 'A' : c;
  return shape;
}

using Words = std::span<const std::string_view>;

/// The words as cleansing writes them.
std::string folded(Words words) {
  std::string text, fold;
  for (const std::string_view word : words) (text += text.empty() ? "" : " ") += word;
  cleanse::TextBuffer buffer;
  cleanse::fold(text, fold);
  return std::string(cleanse::trim(cleanse::join_words(fold, buffer)));
}
bool is_words(AddressWord kind, Words words) { return !words.empty() && is_address_word(kind, folded(words)); }
bool is_word(AddressWord kind, std::string_view word) { return is_words(kind, {&word, 1}); }

/// The words as written, with one blank between them.
std::string joined(Words words) {
  std::string text;
  for (const std::string_view word : words) (text += text.empty() ? "" : " ") += word;
  return text;
}

struct Line {
  std::vector<std::vector<std::string_view>> segments;  ///< words between commas and line breaks

  explicit Line(std::string_view raw) {
    std::vector<std::string_view> words;
    const auto close = [&] {
      if (!words.empty()) segments.push_back(std::move(words));
      words.clear();
    };
    for (std::size_t i = 0; i < raw.size();) {
      const char c = raw[i];
      if (c == ',' || c == ';' || c == '\n' || c == '\r' || c == '|') {
        close();
        ++i;
      } else if (c == ' ' || c == '\t') {
        ++i;
      } else if (raw.substr(i).starts_with("\u00a0")) {
        i += 2;
      } else {
        const std::size_t end = std::min(raw.find_first_of(",;\n\r| \t", i), raw.size());
        words.push_back(raw.substr(i, end - i));
        i = end;
      }
    }
    close();
  }
};

enum class Code { before_or_behind_city, behind_city };

struct FoundCode {
  std::size_t begin = 0, end = 0;  ///< words
  std::string text;
  Code kind = Code::before_or_behind_city;
  std::size_t num_digits = 0;
};

/// "D-20537", "CH-8001", "DE 20537" without the country.
std::string_view without_country(std::string_view word) {
  const std::size_t dash = word.find('-');
  const bool is_prefix = dash != std::string_view::npos && dash >= 1 && dash <= 3 && dash + 1 < word.size() &&
                         std::ranges::all_of(word.substr(0, dash), is_plain_letter) && is_digit(word[dash + 1]);
  return is_prefix ? word.substr(dash + 1) : word;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> shapes) {
  return std::ranges::find(shapes, text) != shapes.end();
}

/// The postcode that begins with word `at`.
std::optional<FoundCode> code_at(Words words, std::size_t at) {
  const std::string_view word = without_country(words[at]);
  const std::string shape = shape_of(word);
  const std::string_view next = at + 1 < words.size() ? words[at + 1] : std::string_view();
  const std::string next_shape = shape_of(next);
  const auto found = [&](std::size_t num_words, Code kind) {
    std::string text(word);
    if (num_words == 2) (text += ' ') += next;
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
    return FoundCode{at, at + num_words, std::move(text), kind, digits};
  };
  const bool capitals =
      std::ranges::none_of(word, [](char c) { return c >= 'a' && c <= 'z'; }) || std::ranges::none_of(word, is_capital);
  if (is_one_of(shape, {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"}) && next_shape == "9AA" && capitals)
    return found(2, Code::behind_city);
  if (is_one_of(shape, {"A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"}) && capitals)
    return found(1, Code::behind_city);
  if (shape == "A9A" && next_shape == "9A9") return found(2, Code::behind_city);
  if (shape == "A9A9A9") return found(1, Code::behind_city);
  // Eircode
  if (is_one_of(shape, {"A99", "A9A"}) && next.size() == 4 && has_digit(next) && !std::ranges::all_of(next, is_digit) &&
      std::ranges::all_of(next, [](char c) { return is_digit(c) || is_capital(c); }))
    return found(2, Code::behind_city);
  if (shape == "9999" && next.size() == 2 && is_capital(next[0]) && is_capital(next[1]) && at + 2 < words.size())
    return found(2, Code::before_or_behind_city);
  if (shape == "999" && next_shape == "99") return found(2, Code::before_or_behind_city);
  if (is_one_of(shape, {"99999", "9999", "999999", "99-999", "9999-999", "99999-999", "99999-9999", "9999AA"}))
    return found(1, Code::before_or_behind_city);
  return std::nullopt;
}

/// Without what stands behind a city: a country, "CEDEX 08", "(RM)", "- SP".
Words without_tail(Words city) {
  while (!city.empty()) {
    const std::string_view last = city.back();
    const bool in_brackets = last.front() == '(' && last.back() == ')';
    const bool is_number = std::ranges::all_of(last, is_digit);
    const bool is_country = city.size() > 1 && (last == "-" || is_word(country, last));
    const bool is_cedex = city.size() > 1 && folded(city.last(1)) == "cedex";
    const bool is_number_of_cedex = city.size() > 2 && is_number && folded(city.subspan(city.size() - 2, 1)) == "cedex";
    const bool is_province = city.size() > 2 && last.size() == 2 && is_capital(last[0]) && is_capital(last[1]) &&
                             city[city.size() - 2] == "-";
    if (in_brackets || is_country || is_cedex) {
      city = city.first(city.size() - 1);
    } else if (is_number_of_cedex || is_province) {
      city = city.first(city.size() - 2);
    } else if (city.size() == 2 && is_number && last.size() <= 2) {
      city = city.first(1);  // "Paris 12"
    } else {
      break;
    }
  }
  return city;
}

bool is_city(Words words) {
  if (words.empty() || words.size() > 6) return false;
  for (const std::string_view word : words) {
    if (has_digit(word)) return false;
    if (is_word(unit, word)) return false;
  }
  const std::string last = folded(words.last(1));
  if (folded(words).empty() || is_word(street_first, words.front())) return false;
  const bool is_street = is_address_word(street, last) || last.ends_with("strasse") || last.ends_with("straat") ||
                         (last.size() > 5 && (last.ends_with("str") || last.ends_with("gasse")));
  return !(is_street && words.size() > 1) && !last.ends_with("strasse") && !last.ends_with("straat");
}

class AddressSplitter {
 public:
  explicit AddressSplitter(std::string_view raw) : line_(raw) {
    for (const auto& words : line_.segments) segments_.emplace_back(words);
    while (segments_.size() > 1 && is_words(country, segments_.back())) segments_.pop_back();
  }

  AddressParts split() {
    for (std::size_t s = segments_.size(); s-- > 0;) {
      const Words words = segments_[s];
      for (std::size_t at = words.size(); at-- > 0;) {
        const auto code = code_at(words, at);
        // "SW1A 1AA" is not found again without its first word.
        if (!code || (at > 0 && code_at(words, at - 1) && code_at(words, at - 1)->end > at)) continue;
        if (try_code(s, *code)) {
          split_street();
          return std::move(parts_);
        }
      }
    }
    if (city_without_code()) {
      split_street();
      return std::move(parts_);
    }
    return {};
  }

 private:
  bool try_code(std::size_t s, const FoundCode& code) {
    const Words words = segments_[s];
    Words behind = words.subspan(code.end);
    const Words before = words.first(code.begin);
    if (!behind.empty() && is_words(country, behind)) behind = {};
    parts_ = {};
    const bool good = code.kind == Code::behind_city || (behind.empty() && !before.empty())
                          ? behind.empty() && code_is_last(s, before, code)
                      : behind.empty() ? code_is_alone(s)
                                       : city_behind(s, before, behind, code);
    if (good) parts_.postcode = code.text;
    return good;
  }

  /// "20537 Hamburg", "Hauptstr. 5 20537 Hamburg"
  bool city_behind(std::size_t s, Words before, Words behind, const FoundCode& code) {
    // "D 20537 Hamburg"
    if (code.begin == 1 && before[0].size() <= 2 && std::ranges::all_of(before[0], is_capital)) before = {};
    Words city = without_tail(behind);
    // Italian provinces: "00184 Roma RM"
    if (code.num_digits == 5 && city.size() > 1 && city.back().size() == 2 && is_capital(city.back()[0]) &&
        is_capital(city.back()[1]))
      city = city.first(city.size() - 1);
    if (!is_city(city)) return false;
    if (!before.empty()) {
      if (folded(before).empty() || (code.num_digits < 5 && !has_digit(before.back()) && s == 0)) return false;
      take_street(s, before);
    } else if (s > 0) {
      take_street(s, {});
    } else {
      // "20537 Hamburg, Hauptstr. 5"
      if (segments_.size() > 1 && std::ranges::none_of(std::span(segments_).subspan(1), [](Words other) {
            return std::ranges::any_of(other, has_digit);
          }))
        return false;
      // A house number before an American street.
      if (segments_.size() == 1 && code.num_digits < 5) return false;
      take_street_behind(1);
    }
    parts_.city = joined(city);
    return true;
  }

  /// "London SW1A 1AA", "Hamburg 20537", "DC 20500"
  bool code_is_last(std::size_t s, Words before, const FoundCode& code) {
    Words city = before;
    if (!city.empty() && city.back() == "-") city = city.first(city.size() - 1);
    for (std::size_t n = std::min<std::size_t>(3, city.size()); n > 0; --n)
      if (is_words(state, city.last(n)) && (n < city.size() || (s > 0 && is_city(segments_[s - 1])))) {
        parts_.state = joined(city.last(n));
        city = city.first(city.size() - n);
        break;
      }
    if (is_words(county, city)) city = {};
    if (city.empty()) return s > 0 ? city_is_segment(s - 1) : false;
    if (s > 0 && is_city(city)) {
      take_street(s, {});
      parts_.city = joined(city);
      return true;
    }
    return city_behind_street(s, city, code);
  }

  /// "12 High Street London SW1A 1AA": the city begins behind the last word of the street.
  bool city_behind_street(std::size_t s, Words words, const FoundCode& code) {
    std::size_t end = 0;
    for (std::size_t i = 1; i < words.size(); ++i)
      if (is_word(street, words[i]) || has_digit(words[i])) end = i + 1;
    while (end > 0 && end + 1 < words.size() && is_word(direction, words[end])) ++end;
    const bool is_number_behind = end > 0 && has_digit(words[end - 1]);
    if (end > 0 && is_city(words.subspan(end)) && (is_number_behind || has_digit(words[0]) || s > 0)) {
      take_street(s, words.first(end));
      parts_.city = joined(words.subspan(end));
      return true;
    }
    if (code.kind != Code::behind_city && parts_.state.empty()) return false;
    take_street(s, words);
    return true;
  }

  /// "Hamburg, 20537", "20537, Hamburg, Hauptstr. 5"
  bool code_is_alone(std::size_t s) {
    if (s > 0 && is_city(without_tail(segments_[s - 1]))) return city_is_segment(s - 1);
    if (s + 1 >= segments_.size() || !is_city(without_tail(segments_[s + 1]))) return false;
    parts_.city = joined(without_tail(segments_[s + 1]));
    if (s > 0)
      take_street(s, {});
    else
      take_street_behind(s + 2);
    return true;
  }

  /// A segment before the postcode is the city, or county or state with the city before it.
  bool city_is_segment(std::size_t s) {
    if (s > 1 && parts_.state.empty() && is_words(state, segments_[s])) {
      parts_.state = joined(segments_[s]);
      --s;
    } else if (s > 1 && is_words(county, segments_[s])) {
      --s;
    }
    const Words city = without_tail(segments_[s]);
    if (!is_city(city)) {
      // The whole of it is a street.
      take_street(s + 1, {});
      return true;
    }
    parts_.city = joined(city);
    take_street(s, {});
    return true;
  }

  bool city_without_code() {
    parts_ = {};
    if (segments_.size() < 2) return false;
    std::size_t s = segments_.size() - 1;
    if (s > 1 && (is_words(state, segments_[s]) || is_words(county, segments_[s]))) {
      if (is_words(state, segments_[s])) parts_.state = joined(segments_[s]);
      --s;
    }
    if (!is_city(segments_[s]) ||
        std::ranges::none_of(std::span(segments_).first(s), [](Words w) { return std::ranges::any_of(w, has_digit); }))
      return false;
    parts_.city = joined(segments_[s]);
    take_street(s, {});
    return true;
  }

  /// The street: all segments before `s`, and `more` words of it.
  void take_street(std::size_t s, Words more) {
    street_.assign(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(s));
    if (!more.empty()) street_.push_back(more);
  }
  void take_street_behind(std::size_t s) {
    street_.assign(segments_.begin() + static_cast<std::ptrdiff_t>(std::min(s, segments_.size())), segments_.end());
  }

  /// Writes the street, and finds its house number.
  void split_street() {
    for (const Words words : street_) (parts_.street += parts_.street.empty() ? "" : ", ") += joined(words);
    parts_.street_name = parts_.street;
    for (std::size_t i = 0; i < street_.size(); ++i) {
      Words words = street_[i];
      if (words.empty() || is_word(unit, words.front())) continue;
      std::size_t first = words.size(), count = 0;
      const bool number_alone = words.size() == 1 && has_digit(words[0]) && i > 0;  // "Calle Mayor, 3"
      if (words.size() > 1 || number_alone) {
        if (is_digit(words.back().front()))
          first = words.size() - 1, count = 1;
        else if (words.size() > 2 && is_digit(words[words.size() - 2].front()) && words.back().size() == 1)
          first = words.size() - 2, count = 2;  // "5 a"
        else if (is_digit(words.front().front()) && words.size() > 1)
          first = 0, count = words.size() > 2 && is_address_suffix(words[1]) ? 2 : 1;
      }
      if (count == 0) continue;
      parts_.house_number = joined(words.subspan(first, count));
      parts_.street_name.clear();
      for (std::size_t j = 0; j < street_.size(); ++j) {
        std::string text = joined(street_[j]);
        if (j == i) {
          const std::string head = joined(words.first(first));
          const std::string tail = joined(words.subspan(first + count));
          text = fmt::format("{}{}{}", head, head.empty() || tail.empty() ? "" : " ", tail);
        }
        if (!text.empty()) (parts_.street_name += parts_.street_name.empty() ? "" : ", ") += text;
      }
      return;
    }
  }
  static bool is_address_suffix(std::string_view word) {
    const std::string text = folded({&word, 1});
    return text == "bis" || text == "ter" || text == "quater";
  }

  Line line_;
  std::vector<Words> segments_;
  std::vector<Words> street_;
  AddressParts parts_;
};

}  // namespace

AddressParts split_address(std::string_view raw) { return AddressSplitter(raw).split(); }

}  // namespace onefold::parts
