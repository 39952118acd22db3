#include "sniff/candidates.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "csv/dialect.hpp"

namespace onefold::sniff {

namespace {

constexpr std::size_t kLinesForCandidates = 300;
constexpr std::size_t kMaxDelimiterBytes = 8;
constexpr std::size_t kMaxSequences = 8;
// A delimiter stands in most lines. Text that goes on over lines lowers its share.
constexpr double kShareOfLines = 0.3;

constexpr std::array<std::string_view, 4> kUsual = {",", ";", "\t", "|"};
// Symbols of several bytes that tables are cut by: section sign, broken bar, not sign, pilcrow, middle dot, thorn and
// the like.
constexpr std::array<std::string_view, 9> kSymbols = {"\xC2\xA7", "\xC2\xA6", "\xC2\xAC", "\xC2\xB6",    "\xC2\xB7",
                                                      "\xC2\xA4", "\xC3\xBE", "\xC3\xB7", "\xE2\x80\xA2"};

bool is_word_or_quote(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0 || c == '"' ||
         c == '\'' || c == '\\';
}

// Bytes that stand inside words, numbers and addresses; alone they delimit nothing.
bool stands_inside_values(char c) { return std::string_view(".-_@/+()[]{}<>?").find(c) != std::string_view::npos; }

double prior_of(std::string_view delimiter) {
  if (std::ranges::find(kUsual, delimiter) != kUsual.end()) return 1;
  if (delimiter == " ") return 0.5;
  if (delimiter == ":") return 0.7;
  return delimiter.size() == 1 ? 0.9 : 0.97;
}

/// How many lines a text occurs in.
struct Occurrence {
  std::string text;
  std::size_t num_lines = 0;
};

// Single bytes and symbols, the most usual first.
std::vector<Occurrence> single_delimiters(const std::vector<std::string_view>& lines) {
  std::vector<Occurrence> found;
  const auto offer = [&](std::string_view delimiter) {
    const auto num_lines = static_cast<std::size_t>(
        std::ranges::count_if(lines, [&](std::string_view line) { return line.find(delimiter) != line.npos; }));
    if (num_lines > 0) found.push_back({std::string(delimiter), num_lines});
  };
  for (const auto usual : kUsual) offer(usual);
  for (int byte = 1; byte < 0x7f; ++byte) {
    const char c = static_cast<char>(byte);
    if (is_word_or_quote(c) || stands_inside_values(c) || c == '\n' || c == '\r') continue;
    if (const std::string_view text(&c, 1); std::ranges::find(kUsual, text) == kUsual.end()) offer(text);
  }
  for (const auto symbol : kSymbols) offer(symbol);
  return found;
}

// Sequences of two and more marks and blanks, as they stand between two words.
std::vector<Occurrence> sequences(const std::vector<std::string_view>& lines) {
  std::map<std::string, std::size_t> num_lines;
  for (const auto line : lines) {
    std::set<std::string_view> of_line;
    for (std::size_t begin = 0; begin < line.size();) {
      std::size_t end = begin;
      while (end < line.size() && !is_word_or_quote(line[end])) ++end;
      const auto sequence = line.substr(begin, end - begin);
      // A dash between blanks is a mark too.
      const bool is_apart = sequence.starts_with(' ') && sequence.ends_with(' ');
      const bool has_mark =
          std::ranges::any_of(sequence, [&](char c) { return c != ' ' && (is_apart || !stands_inside_values(c)); });
      const bool is_line_end = sequence.find_first_of("\r\n") != std::string_view::npos;
      if (sequence.size() >= 2 && sequence.size() <= kMaxDelimiterBytes && begin > 0 && has_mark && !is_line_end)
        of_line.insert(sequence);
      begin = end + 1;
    }
    for (const auto sequence : of_line) ++num_lines[std::string(sequence)];
  }
  std::vector<Occurrence> found;
  for (const auto& [text, count] : num_lines) found.push_back({text, count});
  std::ranges::stable_sort(found, [](const Occurrence& a, const Occurrence& b) {
    return a.num_lines != b.num_lines ? a.num_lines > b.num_lines : a.text.size() < b.text.size();
  });
  // A delimiter is at most as long as all sequences that empty cells make of it. The shortest ones come along.
  if (found.size() > kMaxSequences) found.resize(kMaxSequences);
  return found;
}

bool occurs(std::string_view text, std::initializer_list<std::string_view> pieces) {
  std::string sought;
  for (const auto piece : pieces) sought += piece;
  return text.find(sought) != std::string_view::npos;
}

// Whether a cell may begin with the quote.
bool opens_cells(std::string_view text, std::string_view delimiter, char quote) {
  const std::string_view q(&quote, 1);
  return text.starts_with(q) || occurs(text, {delimiter, q}) || occurs(text, {delimiter, " ", q}) ||
         occurs(text, {"\n", q}) || occurs(text, {"\r", q});
}

}  // namespace

std::vector<Candidate> candidates_of(const Stretch& stretch) {
  const std::string_view text = stretch.text;
  auto lines = lines_of(stretch, kLinesForCandidates);
  std::string said;
  if (!lines.empty()) {
    said = csv::delimiter_of_sep_line(lines.front());
    if (!said.empty()) lines.erase(lines.begin());
  }
  std::erase_if(lines, [](std::string_view line) { return line.find_first_not_of(" \t") == line.npos; });
  std::vector<Occurrence> delimiters = single_delimiters(lines);
  for (auto& sequence : sequences(lines)) delimiters.push_back(std::move(sequence));
  // A file of a few rows below titles has its delimiter in two lines.
  const double least =
      std::max(std::min(2.0, static_cast<double>(lines.size())), kShareOfLines * static_cast<double>(lines.size()));
  std::vector<Candidate> candidates;
  for (const auto& delimiter : delimiters) {
    const bool is_usual = prior_of(delimiter.text) == 1;
    if (!is_usual && delimiter.text != said && static_cast<double>(delimiter.num_lines) < least) continue;
    Candidate candidate;
    candidate.text.delimiter = delimiter.text;
    candidate.prior = delimiter.text == said ? 1.5 : prior_of(delimiter.text);
    // Without a quote at the beginning of a cell, the usual one is as good as any.
    std::vector<char> quotes = {'"'};
    if (opens_cells(text, delimiter.text, '\'')) quotes.push_back('\'');
    if (occurs(text, {"\""})) quotes.push_back('\0');
    for (const char quote : quotes) {
      candidate.text.quote = quote;
      candidate.text.escape = '\0';
      candidates.push_back(candidate);
      const bool escapes = (quote != '\0' && occurs(text, {"\\", std::string_view(&quote, 1)})) ||
                           occurs(text, {"\\", delimiter.text}) || occurs(text, {"\\\\", delimiter.text});
      if (!escapes) continue;
      candidate.text.escape = '\\';
      candidates.push_back(candidate);
    }
  }
  return candidates;
}

std::vector<std::string> comments_of(const Stretch& stretch) {
  const auto lines = lines_of(stretch, 4 * kLinesForCandidates);
  std::vector<std::string> found;
  // "+-" and "|-" begin the rules of tables that are drawn with characters.
  for (const std::string_view mark : {"#", "//", "--", "%", "+-", "|-"}) {
    const auto num_lines = static_cast<std::size_t>(
        std::ranges::count_if(lines, [&](std::string_view line) { return line.starts_with(mark); }));
    if (num_lines > 0 && 2 * num_lines < lines.size() + 1) found.emplace_back(mark);
  }
  return found;
}

}  // namespace onefold::sniff
