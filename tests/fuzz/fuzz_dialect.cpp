// fuzz_dialect SECONDS [SEED]: changes tables at random and guesses their dialect. Prints the text and ends with exit
// code 1 if a run would read other rows than those by which the guess was made, or if the keys of a job do not say what
// was guessed (support/read_by_dialect.hpp).
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "bytes/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "support/read_by_dialect.hpp"

namespace onefold {
namespace {

using fuzz::Random;

std::string mutated(std::string text, Random& random) {
  const std::vector<std::string> pieces = {"\"",    "\"\"", "\n",         "\r\n",      "\r",      ",",
                                           ";",     "||",   "\\",         "#",         " \"",     "'",
                                           "x,y\n", "\t",   "  ",         "\xC3\xA9",  "sep=;\n", "Total;;\n",
                                           "\n\n",  "----", "2020-01-02", "{\"a\":1}", "id;",     " | "};
  for (std::uint64_t n = 1 + random.below(8); n > 0; --n) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(5)) {
      case 0:
        text.erase(at, random.below(20));
        break;
      case 1:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(120)));
        break;
      case 2:
        text.resize(at);
        break;
      default:
        text.insert(at, random.one_of(pieces));
    }
  }
  return text.substr(0, 6000);
}

std::string fault_of(const std::string& text) {
  // A byte that is no UTF-8 puts a row into quarantine, so that only crashes count.
  try {
    const auto part = sniff::guess_dialect({text, false, text});
    (void)sniff::rows_of(text, false, part, 50);
    const auto dialect = sniff::guess_dialect({text, true, {}});
    return bytes::is_utf8(text) ? test::fault_of(text, dialect) : "";
  } catch (const std::exception& error) {
    return fmt::format("an exception: {}", error.what());
  }
}

std::vector<std::string> tables() {
  std::vector<std::string> seeds = {
      "sep=;\nid;x\n1;2\n", "# note\nid||x\n1||\"2\"\n2||3\n",
      "Customers\n\nID       NAME       DOB\n-------- ---------- ----------\n"
      "1        Ann        1980-01-02\n2        Bob Smith  1981-02-03\n\n2 rows selected.\n",
      "{\"id\": 1, \"name\": \"Ann\"}\n{\"id\": 2, \"name\": \"Bob\"}\n"};
  for (const std::string delimiter : {",", ";", "\t", "|", "||"}) {
    std::string& text = seeds.emplace_back("id" + delimiter + "name" + delimiter + "birth_date\n");
    for (int i = 0; i < 30; ++i)
      text += fmt::format("{}{}{}{}19{}-01-02\n", i, delimiter, i % 7 == 0 ? "\"Smith, \"\"Ann\"\"\"" : "Ann",
                          delimiter, 50 + i);
    text += "Total" + delimiter + delimiter + "30\n";
  }
  std::string& fixed = seeds.emplace_back();
  for (int i = 0; i < 20; ++i) fixed += fmt::format("{:>6} {:<12}{:<10}{:>8}\n", i * i, "Ann", "Smith", 7 * i);
  return seeds;
}

int run(double seconds, std::uint64_t seed) {
  Random random(seed);
  auto seeds = tables();
  const std::size_t num_kept = seeds.size();
  for (std::size_t i = 0; i < num_kept; ++i) seeds.push_back(seeds[i]);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t num_cases = 0;
  for (; std::chrono::steady_clock::now() < end; ++num_cases) {
    std::string text = mutated(random.one_of(seeds), random);
    if (const std::string fault = fault_of(text); !fault.empty()) {
      text = fuzz::shrunk(text, [](const std::string& less) { return !fault_of(less).empty(); });
      const auto dialect = sniff::guess_dialect({text, true, {}});
      std::fputs(
          fmt::format("case {} of seed {}: {}; delimiter {:?}, quote {:?}, escape {:?}, comment {:?}, data line {}, "
                      "header {}, footer {}, {} columns: {:?}\n",
                      num_cases, seed, fault_of(text), dialect.text.delimiter, dialect.text.quote, dialect.text.escape,
                      dialect.text.comment, dialect.data_line, dialect.text.header_rows, dialect.text.footer_lines,
                      dialect.num_fields, text)
              .c_str(),
          stdout);
      return 1;
    }
    // What the last texts looked like is changed further; the tables themselves stay.
    seeds[num_kept + random.below(num_kept)] = text;
  }
  std::fputs(fmt::format("{} texts\n", num_cases).c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace onefold

int main(int argc, char** argv) {
  return onefold::run(argc > 1 ? std::atof(argv[1]) : 5, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
}
