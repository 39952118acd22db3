#include "parts/split_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "parts/name_tokens.hpp"

namespace onefold::parts {

namespace {

using enum NameWord;
using cleanse::NameWords;

void append(std::string& text, std::string_view more) {
  if (!text.empty() && !more.empty()) text += ' ';
  text += more;
}

/// Splits the words of one name.
class NameSplitter {
 public:
  NameSplitter(std::vector<NameToken> tokens, config::Split order) : tokens_(std::move(tokens)), order_(order) {
    // Remarks and nicknames in brackets are no part of the name, unless there is nothing else.
    if (std::ranges::any_of(tokens_, [](const NameToken& t) { return !t.in_brackets; }))
      std::erase_if(tokens_, [](const NameToken& t) { return t.in_brackets; });
    any_small_ = std::ranges::any_of(tokens_, &NameToken::has_small);
  }

  NameParts split() {
    if (tokens_.empty()) return {};
    if (is_organisation()) {
      parts_.organisation = parts_.surname = written(tokens_);
      return std::move(parts_);
    }
    std::vector<NameTokens> pieces = pieces_between_commas();
    if (pieces.size() > 1) {
      // "van der Berg, Dr. Juan", "Meier, Hans Dr."
      const NameTokens surname = without_born(strip_back(strip_titles_behind(pieces[0])));
      const NameTokens given = without_born(strip_back(strip_titles_behind(strip_front(pieces[1]))));
      with_comma(surname, given);
    } else {
      // "Meier Hans Dr."
      const bool may_end_with_title = order_ == config::Split::surname_first;
      in_one_piece(without_born(strip_back(may_end_with_title ? strip_titles_behind(pieces[0]) : pieces[0])));
    }
    return std::move(parts_);
  }

 private:
  [[nodiscard]] bool is_small(const NameToken& token) const { return token.starts_small || !any_small_; }

  /// Capitals or full stops show that a word that may be a name is none.
  [[nodiscard]] bool is_marked(const NameToken& token) const {
    return token.num_letters >= 2 &&
           (token.has_point || token.written.find('/') != std::string_view::npos || (token.is_capital && any_small_));
  }

  [[nodiscard]] bool is_organisation() const {
    if (tokens_.size() < 2) return false;
    if (tokens_[0].is(organisation_first) && (tokens_[0].key.size() > 2 || tokens_[0].has_point)) return true;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].is(organisation) || (i > 0 && tokens_[i].is(legal_form))) return true;
      if (i > 1 && tokens_[i].is(partner) && tokens_[i - 1].is(couple)) return true;
    }
    return tokens_.back().is(legal_form_in_capitals) && is_marked(tokens_.back());
  }

  [[nodiscard]] bool is_title(const NameToken& token, bool after_title) const {
    if (token.is(title) || (token.is(abbreviated_title) && token.has_point)) return true;
    if (after_title && token.is(title_part)) return true;
    // "Dipl.-Ing.", "Prof.Dr.med."
    if (!token.has_point || token.folded.find(' ') == std::string::npos) return false;
    const NameWords& words = NameWords::builtin();
    for (std::string_view rest = token.folded; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      if (!words.has(title, word) && !words.has(abbreviated_title, word) && !words.has(title_part, word)) return false;
    }
    return true;
  }

  /// Without remarks, titles and numbers before the name; all of it if nothing would be left.
  NameTokens strip_front(NameTokens name) {
    std::size_t begin = 0;
    bool is_remark = false;
    while (begin < name.size() &&
           (name[begin].is(remark) || name[begin].is(remark_first) || name[begin].is(remark_word)))
      is_remark |= !name[begin++].is(remark_word);
    if (!is_remark) begin = 0;
    const std::size_t titles = begin;
    std::size_t end = begin;
    for (bool after_title = false; begin < name.size(); ++begin) {
      const NameToken& token = name[begin];
      const bool honorary =
          after_title && begin + 1 < name.size() && token.written == "h." && name[begin + 1].written == "c.";
      if (honorary) ++begin;
      const bool now = honorary || is_title(token, after_title);
      // "Mr and Mrs J Smith"
      const bool joins = after_title && token.is(couple);
      if (!now && !joins && token.num_letters > 0) break;
      after_title = now || joins;
      if (now) end = begin + 1;
    }
    if (begin >= name.size()) return name;
    append(parts_.title, written(name.subspan(titles, std::max(titles, end) - titles)));
    return name.subspan(begin);
  }

  NameTokens strip_titles_behind(NameTokens name) {
    std::size_t end = name.size();
    while (end > 1 && is_title(name[end - 1], false) && !name[end - 1].is(generation)) --end;
    append(parts_.title, written(name.subspan(end)));
    return name.first(end);
  }

  [[nodiscard]] bool is_generation(const NameToken& token) const {
    return token.is(generation) || (token.is(abbreviated_generation) && token.has_point);
  }
  [[nodiscard]] bool is_credential(const NameToken& token, bool after_comma) const {
    if (token.is(credential)) return true;
    if (!token.is(credential_in_capitals)) return false;
    // "CARL WEBER MD": of longer names in capitals alone, too.
    const bool is_usual = tokens_.size() > 2 && (token.num_letters > 2 || token.key == "md");
    return after_comma || is_marked(token) || (token.is_capital && is_usual);
  }
  static bool is_remark_behind(const NameToken& token) { return token.is(remark) || token.num_letters == 0; }

  /// Without degrees, generations, remarks and numbers behind the name; at least one word is left.
  NameTokens strip_back(NameTokens name) {
    std::string suffix;
    // "The Weber Family"
    if (name.size() > 2 && name.front().is(remark_word) && name.back().is(remark)) name = name.subspan(1);
    for (; name.size() > 1; name = name.first(name.size() - 1)) {
      const NameToken& last = name.back();
      if (is_generation(last) || (name.size() > 2 && last.is(long_generation))) {
        suffix = suffix.empty() ? std::string(last.written) : fmt::format("{} {}", last.written, suffix);
      } else if (last.key == "d" && name.size() > 2 && name[name.size() - 2].key == "ph") {
        name = name.first(name.size() - 1);
      } else if (!is_credential(last, false) && (!is_remark_behind(last) || last.is(couple))) {
        break;
      }
    }
    append(parts_.suffix, suffix);
    return name;
  }

  [[nodiscard]] bool is_born(const NameToken& token) const {
    if (!token.is(born)) return false;
    const bool has_accent = token.lower != token.key && !token.has_point;
    return has_accent || (token.key != "ne" && (token.has_point || is_small(token)));
  }
  /// "Anna Schmidt geb. Meier" without the name at birth.
  [[nodiscard]] NameTokens without_born(NameTokens name) const {
    for (std::size_t i = 1; i + 1 < name.size(); ++i)
      if (is_born(name[i])) return name.first(i);
    return name;
  }

  /// Whether the words behind a comma are a suffix, a rank or a number, and no given names.
  [[nodiscard]] bool is_epithet(NameTokens piece, NameTokens before) const {
    if (piece.front().written.front() >= '0' && piece.front().written.front() <= '9') return true;
    if (std::ranges::any_of(piece, [](const NameToken& t) { return t.is(rank); })) return true;
    if (piece.size() > 1 && is_born(piece.front())) return true;
    if (std::ranges::all_of(piece, [](const NameToken& t) { return t.is(couple) || is_remark_behind(t); })) return true;
    // "Smith, M.A." and "Rahman, Md" have no other given name.
    const bool alone = before.size() == 1;
    return std::ranges::all_of(piece, [&](const NameToken& t) {
      return is_generation(t) || is_remark_behind(t) || t.key == "ph" || t.key == "d" || t.is(couple) ||
             (is_credential(t, !alone || t.is_capital) && !(alone && t.is_initial()));
    });
  }

  /// The name between commas, without suffixes and titles that stand there alone.
  std::vector<NameTokens> pieces_between_commas() {
    std::vector<NameTokens> pieces;
    const NameTokens all(tokens_);
    for (std::size_t first = 0, end = 0; first < all.size(); first = end) {
      while (end < all.size() && all[end].segment == all[first].segment) ++end;
      NameTokens piece = all.subspan(first, end - first);
      if (pieces.empty()) {
        const bool only_titles = std::ranges::all_of(piece, [&](const NameToken& t) { return is_title(t, false); });
        if (only_titles && end < all.size()) {
          append(parts_.title, written(piece));
          continue;
        }
        pieces.push_back(strip_front(piece));
      } else if (is_epithet(piece, pieces[0])) {
        for (const NameToken& token : piece)
          if (is_generation(token)) append(parts_.suffix, token.written);
      } else {
        pieces.push_back(piece);
      }
    }
    return pieces;
  }

  [[nodiscard]] bool is_particle(const NameToken& token) const {
    const NameWords& words = NameWords::builtin();
    if (words.has(particle, token.lower)) return true;
    if (words.has(particle_in_small_letters, token.lower)) return is_small(token);
    // "O' Brien", "D' Angelo"
    return token.num_letters <= 4 && (token.written.ends_with('\'') || token.written.ends_with("\u2019"));
  }
  /// "von und zu": a word between two particles.
  [[nodiscard]] bool joins_particles(NameTokens name, std::size_t at) const {
    return at > 0 && at + 1 < name.size() && (name[at].is(couple) || name[at].is(connector)) &&
           is_particle(name[at - 1]) && is_particle(name[at + 1]);
  }

  /// Where the surname begins that ends with the last word.
  [[nodiscard]] std::size_t surname_before(NameTokens name, std::size_t last) const {
    std::size_t begin = last;
    while (begin > 0) {
      const NameToken& token = name[begin - 1];
      // "Minh Van Nguyen"
      if (begin == last && token.is(vietnamese_middle) && !token.starts_small && name[last].is(vietnamese_surname))
        break;
      if (is_particle(token))
        --begin;
      else if (joins_particles(name, begin - 1))
        begin -= 2;
      else
        break;
    }
    if (begin == 0 && last == 1 && name[0].is(given_particle)) return 1;
    return begin;
  }

  /// Where the surname ends that begins with the first word.
  [[nodiscard]] std::size_t end_of_first_surname(NameTokens name) const {
    std::size_t end = 0;
    while (end + 1 < name.size() && (is_particle(name[end]) || joins_particles(name, end))) ++end;
    const bool in_capitals = any_small_ && name[end].is_capital;
    ++end;
    while (in_capitals && end + 1 < name.size() && name[end].is_capital) ++end;
    return end;
  }

  static bool is_shouted(const NameToken& token) { return token.is_capital && token.num_letters >= 3; }

  /// "BERG Juan", "Juan BERG MORA": which words are the surname, if capitals tell; [begin, end).
  struct Range {
    std::size_t begin, end;
  };
  [[nodiscard]] std::optional<Range> surname_in_capitals(NameTokens name) const {
    if (!any_small_) return std::nullopt;
    const auto first = std::ranges::find_if(name, is_shouted);
    if (first == name.end()) return std::nullopt;
    const auto behind = std::find_if_not(first, name.end(), is_shouted);
    if (std::any_of(behind, name.end(), is_shouted)) return std::nullopt;
    std::size_t begin = static_cast<std::size_t>(first - name.begin());
    const auto end = static_cast<std::size_t>(behind - name.begin());
    while (begin > 0 && is_particle(name[begin - 1])) --begin;
    if ((begin == 0) == (end == name.size())) return std::nullopt;
    return Range{begin, end};
  }

  [[nodiscard]] bool is_vietnamese(NameTokens name) const {
    if (name.size() < 2 || !name[0].is(vietnamese_surname)) return false;
    constexpr auto is_letter = [](const NameToken& token) {
      // Latin Extended Additional has most letters that only Vietnamese uses: U+1EA0 to U+1EF9.
      for (std::size_t i = 0; i + 2 < token.written.size(); ++i)
        if (token.written[i] == '\xe1' && (token.written[i + 1] == '\xba' || token.written[i + 1] == '\xbb') &&
            (token.written[i + 1] == '\xbb' || static_cast<unsigned char>(token.written[i + 2]) >= 0xa0))
          return true;
      return false;
    };
    return std::ranges::any_of(name, is_letter) ||
           (name.size() > 2 && name[1].is(vietnamese_middle) && !name[1].starts_small);
  }

  void take(NameTokens given, NameTokens surname) {
    parts_.surname = written(surname);
    take_given(given);
  }

  /// Initials behind a full given name are middle initials.
  void take_given(NameTokens given) {
    std::vector<NameToken> full;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (i > 0 && given[i].is_initial() && !given[0].is_initial())
        append(parts_.middle_initial, given[i].written);
      else
        full.push_back(given[i]);
    }
    parts_.given_name = written(full);
  }

  void with_comma(NameTokens surname, NameTokens given) {
    // "Meier, Anna und Peter"
    for (std::size_t i = 1; i < given.size(); ++i)
      if (given[i].is(couple)) given = given.first(i);
    // "Beethoven, Ludwig van"
    std::size_t end = given.size();
    while (end > 1 && ((given[end - 1].starts_small && is_particle(given[end - 1])) || joins_particles(given, end - 1)))
      --end;
    parts_.surname = written(given.subspan(end));
    append(parts_.surname, written(surname));
    take_given(given.first(end));
  }

  void in_one_piece(NameTokens name) {
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
      const bool connects = name[i].is(connector) && name[i].starts_small;
      if ((connects || name[i].is(couple)) && !joins_particles(name, i)) return couple_at(name, i, connects);
    }
    one_person(name);
  }

  /// Two people, or two surnames of one.
  void couple_at(NameTokens name, std::size_t at, bool connects) {
    const NameTokens first = name.first(at);
    const NameTokens second = strip_front(name.subspan(at + 1));
    const bool is_sign = name[at].num_letters == 0;
    if (first.size() == 1 && second.size() == 1) return take({}, name);
    if (first.size() == 1) {
      // "Anna und Peter Meier": the surname is that of both.
      const NameParts other = NameSplitter({second.begin(), second.end()}, order_).split();
      parts_.surname = other.surname;
      return take_given(first);
    }
    const std::size_t begin = surname_before(first, first.size() - 1);
    // "José Ortega y Gasset", "Gloria von Thurn und Taxis"
    const bool is_one_surname = second.size() == 1 && (connects || (!is_sign && begin + 1 < first.size()));
    if (is_one_surname) return take(first.first(begin), name.subspan(begin));
    one_person(first);
  }

  void one_person(NameTokens name) {
    if (order_ == config::Split::surname_first) {
      const std::size_t end = end_of_first_surname(name);
      return take(name.subspan(end), name.first(end));
    }
    if (order_ == config::Split::none) {
      if (const auto surname = surname_in_capitals(name)) {
        const NameTokens given = surname->begin == 0 ? name.subspan(surname->end) : name.first(surname->begin);
        return take(given, name.subspan(surname->begin, surname->end - surname->begin));
      }
      if (is_vietnamese(name)) return take(name.subspan(1), name.first(1));
    }
    if (name.size() == 3 && has_patronymic_end(name[2]) && !has_patronymic_end(name[1]))
      return take(name.subspan(1), name.first(1));
    // "Weber C", "van den Broek J. W.": a surname is no initial.
    std::size_t initials = name.size();
    while (initials > 0 && name[initials - 1].is_initial()) --initials;
    if (initials > 0 && initials < name.size() && !name[0].is_initial()) {
      const bool is_surname = surname_before(name, initials - 1) == 0;
      if (is_surname) return take(name.subspan(initials), name.first(initials));
      append(parts_.middle_initial, written(name.subspan(initials)));
      name = name.first(initials);
    }
    const std::size_t begin = surname_before(name, name.size() - 1);
    take(name.first(begin), name.subspan(begin));
  }

  /// Russian names of three words that end with the patronymic begin with the surname. Abramovich is a surname too, so
  /// the male form counts in Cyrillic letters only.
  static bool has_patronymic_end(const NameToken& token) {
    constexpr std::string_view kEnds[] = {"\u043e\u0432\u0438\u0447",
                                          "\u0435\u0432\u0438\u0447",
                                          "\u043e\u0432\u043d\u0430",
                                          "\u0435\u0432\u043d\u0430",
                                          "ovna",
                                          "evna"};
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return token.lower.ends_with(end); });
  }

  std::vector<NameToken> tokens_;
  config::Split order_;
  bool any_small_ = false;
  NameParts parts_;
};

/// Whether only the definition can tell what a plain word of a name is. The word is in one of the lists.
bool needs_definition(const NameWords& words, std::string_view word, std::size_t at, bool is_last) {
  const auto has = [&](NameWord kind) { return words.has(kind, word); };
  if (has(couple) || has(born) || has(remark) || has(organisation) || has(legal_form) || has(particle_in_small_letters))
    return true;
  if (at == 0 && (has(title) || has(remark_first) || has(remark_word) || has(organisation_first))) return true;
  return is_last && (has(generation) || has(credential) || has(credential_in_capitals) || has(long_generation));
}

/// Whether a word of a list is a title before a name, and nothing else there.
bool is_title_only(const NameWords& words, std::string_view word) {
  if (!words.has(title, word)) return false;
  constexpr NameWord kOthers[] = {couple,
                                  born,
                                  remark,
                                  remark_first,
                                  remark_word,
                                  organisation,
                                  organisation_first,
                                  legal_form,
                                  particle,
                                  particle_in_small_letters,
                                  connector,
                                  vietnamese_surname};
  return std::ranges::none_of(kOthers, [&](NameWord kind) { return words.has(kind, word); });
}

/// The words of a name of plain letters, with their spelling in small letters.
class PlainWords {
 public:
  static constexpr std::size_t kMaxWords = 8;
  static constexpr std::size_t kMaxLetters = 32;

  /// False if the name has other characters, or capitals that tell something.
  [[nodiscard]] bool read(std::string_view raw) {
    std::size_t num_small = 0;
    std::size_t num_capital = 0;
    for (std::size_t i = 0; i < raw.size();) {
      if (raw[i] == ' ') {
        ++i;
        continue;
      }
      if (raw[i] == ',') {
        if (count_ == 0 || comma_ > 0) return false;
        comma_ = count_;
        ++i;
        continue;
      }
      if (count_ == kMaxWords) return false;
      char* const word = lower_.data() + count_ * kMaxLetters;
      std::size_t size = 0;
      const std::size_t begin = i;
      char small_bits = 0;
      for (; i < raw.size() && raw[i] != ' ' && raw[i] != ','; ++i) {
        const char c = static_cast<char>(raw[i] | 0x20);
        if (raw[i] == '.' && count_ == 0 && size > 1 && i + 1 < raw.size() && raw[i + 1] == ' ') {
          begins_with_point_ = true;
          continue;
        }
        if (c < 'a' || c > 'z') {
          // "O'Brien", "Smith-Jones"
          const bool is_inside = i > begin && i + 1 < raw.size() && is_letter(raw[i - 1]) && is_letter(raw[i + 1]);
          if ((raw[i] != '\'' && raw[i] != '-') || !is_inside) return false;
          has_sign_ |= 1U << count_;
          continue;
        }
        if (size == kMaxLetters) return false;
        small_bits = static_cast<char>(small_bits | (raw[i] & 0x20));
        word[size++] = c;
      }
      num_small += small_bits != 0 ? 1 : 0;
      num_capital += small_bits == 0 && size > 1 ? 1 : 0;
      as_written_[count_] = raw.substr(begin, i - begin);
      keys_[count_++] = {word, size};
    }
    // Words in capitals beside words in small letters tell something; an initial does not.
    return count_ > 0 && (num_capital == 0 || num_small == 0) && comma_ < count_;
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  /// Words before the comma; 0 if there is none.
  [[nodiscard]] std::size_t num_before_comma() const { return comma_; }
  /// In small letters, without signs.
  [[nodiscard]] std::string_view key(std::size_t i) const { return keys_[i]; }
  [[nodiscard]] bool is_initial(std::size_t i) const { return keys_[i].size() == 1; }
  /// A hyphen or an apostrophe stands in it.
  [[nodiscard]] bool has_sign(std::size_t i) const { return (has_sign_ >> i & 1U) != 0; }
  /// The first word ends with a full stop, as "Mr." does.
  [[nodiscard]] bool begins_with_point() const { return begins_with_point_; }
  [[nodiscard]] std::string_view written(std::size_t first, std::size_t last) const {
    if (first == last) return {};
    const char* const end = as_written_[last - 1].data() + as_written_[last - 1].size();
    return {as_written_[first].data(), static_cast<std::size_t>(end - as_written_[first].data())};
  }

 private:
  static bool is_letter(char c) { return static_cast<char>(c | 0x20) >= 'a' && static_cast<char>(c | 0x20) <= 'z'; }

  std::array<std::string_view, kMaxWords> as_written_;
  std::array<std::string_view, kMaxWords> keys_;
  std::array<char, kMaxWords * kMaxLetters> lower_;
  std::size_t count_ = 0;
  std::size_t comma_ = 0;
  unsigned has_sign_ = 0;
  bool begins_with_point_ = false;
};

/// "Meier, Hans": names of words that are in no list.
bool split_at_comma(const PlainWords& words, NameViews& parts) {
  for (std::size_t i = 0; i < words.size(); ++i)
    // "Smith, Ph D"; an initial behind a full given name is another part.
    if (words.key(i).size() < 3 || NameWords::builtin().has_any(words.key(i))) return false;
  parts = {words.written(words.num_before_comma(), words.size()), words.written(0, words.num_before_comma()), {}, {}};
  return true;
}

}  // namespace

bool split_plain_name(std::string_view raw, NameViews& parts) {
  PlainWords words;
  if (!words.read(raw)) return false;
  const NameWords& known = NameWords::builtin();
  const std::size_t count = words.size();
  // "Mr. Hans Meier": before words that are in no list.
  const std::size_t first = count > 1 && known.has_any(words.key(0)) && is_title_only(known, words.key(0)) ? 1 : 0;
  if (words.begins_with_point() && first == 0) return false;
  if (words.num_before_comma() > 0) return first == 0 && split_at_comma(words, parts);
  bool any_known = false;
  bool any_connector = false;
  std::size_t initial = 0;  // of the middle; 0: there is none
  for (std::size_t i = first; i < count; ++i) {
    const std::string_view word = words.key(i);
    const bool is_last = i + 1 == count;
    // An initial before the other names is a given name; behind the last one it is a riddle.
    const bool is_middle = words.is_initial(i) && i > first;
    if (words.is_initial(i) && (is_last || (is_middle && (initial > 0 || words.is_initial(first))))) return false;
    if (is_middle) initial = i;
    if (is_last && (word.ends_with("ovna") || word.ends_with("evna"))) return false;
    if (!known.has_any(word)) continue;
    // "Keith E Pratt", and not "José Ortega y Gasset"
    const bool is_capital_letter = is_middle && words.written(i, i + 1).front() < 'a';
    if (is_capital_letter && known.has(connector, word)) {
      any_connector = true;
      continue;
    }
    any_known = true;
    if (is_middle || words.has_sign(i) || needs_definition(known, word, i, is_last)) return false;
  }
  if (any_known && (any_connector || first > 0)) return false;
  std::size_t surname = count - 1;
  if (any_known) {
    if (known.has(vietnamese_surname, words.key(0)) || known.has(vietnamese_surname, words.key(count - 1)))
      return false;
    while (surname > 0 && known.has(particle, words.key(surname - 1))) --surname;
    if (surname == 0 && count == 2 && known.has(given_particle, words.key(0))) surname = 1;
  }
  // Given names on both sides of an initial are no view.
  if (initial > 0 && surname != initial + 1) return false;
  parts = {words.written(first, initial > 0 ? initial : surname), words.written(surname, count),
           initial > 0 ? words.written(initial, initial + 1) : std::string_view(), words.written(0, first)};
  return true;
}

NameParts split_any_name(std::string_view raw, config::Split order) {
  return NameSplitter(tokens_of_name(raw), order).split();
}

NameParts split_name(std::string_view raw, config::Split order) {
  NameViews plain;
  if (order != config::Split::surname_first && split_plain_name(raw, plain))
    return {.given_name = std::string(plain.given_name),
            .surname = std::string(plain.surname),
            .middle_initial = std::string(plain.middle_initial),
            .title = std::string(plain.title)};
  return split_any_name(raw, order);
}

}  // namespace onefold::parts
