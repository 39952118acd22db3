// fuzz_csv SECONDS [SEED]: changes texts at random and reads them in all ways that must agree. Prints the text and ends
// with exit code 1 at the first difference.
//
//   parser    in chunks of any size gives the rows of the naive twin
//   lines     each line of the text belongs to one row
//   ranges    wherever the text is cut, LineScan finds the rows that begin there
//   beginning start_of_text, name_columns and footer_begin take any bytes
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "csv/line_states.hpp"
#include "csv/naive_csv.hpp"
#include "fuzz/fuzz.hpp"
#include "ingest/text_start.hpp"
#include "tables/text_lines.hpp"

namespace onefold::csv {
namespace {

using fuzz::Random;

struct Case {
  std::string text;
  Dialect dialect;
  ParserLimits limits;
  std::size_t width = 0;
};

std::string mutated(std::string text, Random& random) {
  const std::vector<std::string> pieces = {
      "\"", "\"\"",     "\n",     "\r\n", "\r", ",",     ";",        "||",
      "\\", "\\\n",     "#",      " \"",  "'",  "x,y\n", "\"a\nb\"", std::string(1, '\0'),
      "\t", "\xC3\xA9", "sep=;\n"};
  for (std::uint64_t n = 1 + random.below(12); n > 0; --n) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(4)) {
      case 0:
        text.erase(at, random.below(20));
        break;
      case 1:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(60)));
        break;
      default:
        text.insert(at, random.one_of(pieces));
    }
  }
  return text.substr(0, 4000);
}

Case make_case(Random& random, std::vector<std::string>& seeds) {
  Case made;
  made.text = mutated(random.one_of(seeds), random);
  made.dialect.delimiter = random.one_of<std::string>({",", ",", ";", "\t", "||", " ", ",;"});
  made.dialect.quote = random.one_of<char>({'"', '"', '"', '\'', '\0'});
  made.dialect.escape = random.one_of<char>({'\0', '\0', '\\'});
  made.dialect.comment = random.one_of<std::string>({"", "", "#"});
  made.dialect.line_end = random.one_of<char>({'\n', '\n', '\r'});
  made.limits = {random.one_of<std::uint64_t>({0, 3, 20, 1U << 20}), 1U << 28};
  made.width = random.one_of<std::size_t>({0, 2, 3, 8});
  // What the last texts looked like is changed further.
  seeds[random.below(seeds.size())] = made.text;
  return made;
}

std::vector<reference::NaiveRow> parse(const Case& given, Random& random) {
  std::vector<reference::NaiveRow> rows;
  CsvParser parser(given.dialect, given.limits, 0, 1);
  parser.expect_fields(given.width);
  std::string_view rest = given.text;
  while (true) {
    switch (parser.next()) {
      case CsvParser::Step::row: {
        auto& row = rows.emplace_back(reference::NaiveRow{{},
                                                          parser.num_fields(),
                                                          parser.line(),
                                                          parser.last_line(),
                                                          parser.offset(),
                                                          parser.kind(),
                                                          parser.has_stray_quote()});
        (void)parser.defect();
        if (!row.stray_quote)
          for (std::size_t f = 0; f < parser.num_fields(); ++f) row.values.emplace_back(parser.value(f));
        break;
      }
      case CsvParser::Step::need_bytes: {
        const std::size_t count = std::min<std::size_t>(rest.size(), 1 + random.below(random.below(2) == 0 ? 8 : 700));
        std::copy_n(rest.begin(), count, parser.prepare(count).begin());
        parser.commit(count);
        rest.remove_prefix(count);
        if (rest.empty()) parser.finish();
        break;
      }
      default:
        return rows;
    }
  }
}

/// Why the ways of reading differ; empty if they agree.
std::string difference(const Case& given, Random& random) {
  const auto expected = reference::naive_parse(given.text, given.dialect, given.limits.max_field_bytes, given.width);
  if (parse(given, random) != expected) return "the parser";
  std::uint64_t next_line = 1;
  for (const auto& row : expected) {
    if (row.line != next_line || row.last_line < row.line) return "the lines of rows";
    next_line = row.last_line + 1;
  }
  const std::uint64_t num_lines = count_byte(given.text, given.dialect.line_end) +
                                  (given.text.empty() || given.text.back() == given.dialect.line_end ? 0 : 1);
  if (next_line != num_lines + 1) return "the number of lines";
  if (!given.dialect.is_plain()) return "";

  const auto read_at = [&](std::uint64_t offset, std::span<char> target) {
    const std::size_t got = std::min<std::size_t>(target.size(), given.text.size() - offset);
    std::copy_n(given.text.begin() + static_cast<std::ptrdiff_t>(offset), got, target.begin());
    return got;
  };
  LineState state = LineState::row;
  for (std::uint64_t begin = 0; begin < given.text.size();) {
    const std::uint64_t end = std::min<std::uint64_t>(given.text.size(), begin + 1 + random.below(300));
    const auto scan = [&] {
      return LineScan({read_at, 0, given.text.size(), 1 + random.below(200)}, given.dialect, given.limits,
                      {given.width, 0}, begin, end);
    };
    const auto first = scan().first_row(state);
    const auto row =
        std::find_if(expected.begin(), expected.end(), [&](const auto& one) { return one.offset >= begin; });
    const bool has_row = row != expected.end() && row->offset < end;
    if (first.has_value() != has_row || (has_row && first->offset != row->offset)) return "the rows of a range";
    state = scan().states().after(state);
    begin = end;
  }
  return "";
}

int run(double seconds, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::string> seeds = {"id,name\n1,\"Ann \"\"A\"\"\"\n2,Bob\n",
                                    "a;b;c\r\n\"x\r\ny\";2;3\r\n\r\n;;\r\n",
                                    "sep=;\nid;x\n1;2\n",
                                    "# note\nid||x\n1||\"2\"\n",
                                    "a\tb\r1\t2\r",
                                    "1,\"two,3\n4,five\",6\n7,8,9\n",
                                    std::string(40, 'x') + ",\"" + std::string(300, 'y') + "\"\n"};
  for (int i = 0; i < 12; ++i) seeds.push_back(seeds[static_cast<std::size_t>(i)]);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t num_cases = 0;
  while (std::chrono::steady_clock::now() < end) {
    Case made = make_case(random, seeds);
    Random chunks(num_cases);
    if (!difference(made, chunks).empty()) {
      made.text = fuzz::shrunk(made.text, [&](const std::string& text) {
        Case less = made;
        less.text = text;
        Random of_case(num_cases);
        return !difference(less, of_case).empty();
      });
      Random again(num_cases);
      const std::string what = difference(made, again);
      std::fputs(fmt::format("case {} of seed {}: {} differs; delimiter {:?}, quote {:?}, escape {:?}, line end {:?}, "
                             "width {}, at most {} bytes: {:?}\n",
                             num_cases, seed, what, made.dialect.delimiter, made.dialect.quote, made.dialect.escape,
                             made.dialect.line_end, made.width, made.limits.max_field_bytes, made.text)
                     .c_str(),
                 stdout);
      return 1;
    }
    config::TextFormat format;
    format.skip_lines = static_cast<std::uint32_t>(random.below(2));
    (void)ingest::start_of_text(format, made.text);
    (void)tables::footer_begin(made.text, 1 + random.below(3), '\n');
    ++num_cases;
  }
  std::fputs(fmt::format("{} cases agree\n", num_cases).c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace onefold::csv

int main(int argc, char** argv) {
  return onefold::csv::run(argc > 1 ? std::atof(argv[1]) : 3, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
}
