// Changes texts at random for some seconds and reads them: lines of JSON, bytes in all encodings, values of Excel.
//   fuzz_texts [SECONDS [SEED]]     ends with 1 and prints the text in hexadecimal if a reading contradicts another
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/detect_encoding.hpp"
#include "bytes/encoding.hpp"
#include "bytes/kind_of.hpp"
#include "bytes/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "support/byte_pieces.hpp"
#include "support/encoded.hpp"
#include "tables/json_line.hpp"
#include "tables/xlsx_values.hpp"

namespace {

using namespace onefold;
using fuzz::Random;

std::string changed(std::string text, Random& random) {
  constexpr std::string_view kSigns =
      "{}[]\",:\\/ \t\n\r-+.eE0123456789truefalsnu\0\xC3\xA4\xED\xA0\x80\xF0\x9F\x98\x80\xFF";
  const std::uint64_t num_changes = 1 + random.below(4);
  for (std::uint64_t i = 0; i < num_changes; ++i) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(5)) {
      case 0:
        text.insert(at, 1, kSigns[random.below(kSigns.size())]);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1 + random.below(4));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      case 3:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(20)));
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

[[noreturn]] void fail(const std::string& what, std::string_view text) {
  fmt::print(stderr, "{}:\n", what);
  for (const char c : text) fmt::print(stderr, "{:02x}", static_cast<unsigned char>(c));
  fmt::print(stderr, "\n");
  std::exit(1);
}

/// Compares what the lines are taken for with another parser of the same library, which checks all of a text.
class JsonTarget {
 public:
  JsonTarget() : fields_(tables::make_json_line({"a", "b.c", "d"}, 1 << 20)) {}
  void run(const std::string& line) {
    const std::string padded = line + std::string(tables::kLinePadding, '\0');
    fields_->take(std::string_view(padded).substr(0, line.size()));
    const auto defect = fields_->defect();
    for (std::size_t f = 0; f < fields_->num_fields() && !defect; ++f)
      if (!bytes::is_utf8(fields_->value(f))) fail("a value is not UTF-8", line);
    paths_.take(line);
    simdjson::dom::element element;
    const auto error = parser_.parse(line).get(element);
    // Numbers beyond 64 bits are no fault here, and objects where a value is asked for are one.
    if (error == simdjson::NUMBER_ERROR) return;
    const bool is_object = error == simdjson::SUCCESS && element.is_object();
    if (!is_object && !defect) fail("a line that is no JSON object is taken for one", line);
    const auto is_value = [&](const char* path) {
      const auto found = element.at_pointer(path);
      return found.error() != simdjson::SUCCESS || (!found.is_object() && !found.is_array());
    };
    if (is_object && defect == csv::Defect::invalid_json && is_value("/a") && is_value("/b/c") && is_value("/d") &&
        is_value("/b") && line.find('.') == std::string::npos && line.find('\\') == std::string::npos &&
        std::ranges::count(line, '"') < 12)
      fail("a JSON object is not taken for one", line);
  }

 private:
  std::unique_ptr<tables::LineFields> fields_;
  tables::JsonPaths paths_;
  simdjson::dom::parser parser_;
};

std::string decoded_in_pieces(std::string_view text, const std::string& encoding, std::size_t piece) {
  const auto source = bytes::decoded(std::make_unique<test::BytePieces>(std::string(text), piece), encoding);
  std::string out;
  std::vector<char> buffer(1000);
  while (const std::size_t got = source->read(buffer)) out.append(buffer.data(), got);
  return out;
}

void run_encodings(const std::string& text, Random& random) {
  constexpr const char* kEncodings[] = {"windows-1252", "windows-1250", "ISO-8859-1", "UTF-16LE", "UTF-16BE",
                                        "UTF-16",       "UTF-32LE",     "Shift_JIS",  "GB18030",  "EUC-KR",
                                        "ISO-2022-JP",  "IBM1047",      "UTF-7",      "KOI8-R",   "Big5"};
  const std::string encoding = kEncodings[random.below(std::size(kEncodings))];
  const std::string whole = decoded_in_pieces(text, encoding, text.size() + 1);
  if (decoded_in_pieces(text, encoding, 1 + random.below(7)) != whole) fail(encoding + " depends on cuts", text);
  std::string rest = whole;
  std::erase(rest, bytes::kUndecodable);
  if (!bytes::is_utf8(rest)) fail(encoding + " becomes no UTF-8", text);
  if (bytes::decoding_of(encoding, ",") == bytes::Decoding::values) {
    bytes::ValueDecoder decoder(encoding);
    const auto value = decoder.decode(text);
    if (value && *value != whole) fail(encoding + ": a value and a stream differ", text);
  }
  (void)bytes::detect_encoding(text, random.below(2) == 0);
  (void)bytes::kind_of(text, "");
}

void run_values(const std::string& text, Random& random) {
  const auto form = tables::form_of_code(text.substr(0, random.below(20)));
  (void)tables::shown_number(text.substr(random.below(text.size() + 1)), form, random.below(2) == 0);
  (void)tables::without_escapes(text);
  (void)tables::column_of_reference(text);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  Random random(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  const std::vector<std::string> seeds = {
      R"({"a":"x","b":{"c":[1,2.5e3,true,null]},"d":"\u00e4\ud83d\ude00"})",
      R"({ "b" : [ { "c" : "p" }, { "c" : -0 } ], "z" : { "y" : [ [], {} ] } })",
      R"({"d":"","a":123456789012345678901234567890})",
      "id;name\r\n1;M\xFCller\r\n2;\xC3\xA4\n",
      test::as_utf16("\uFEFFid\n1\n", false),
      test::as_utf16("\U0001F600a\n", false),
      "45351.5 yyyy\\-mm\\-dd;@ [$-407]0.00E+00 _x000D_ AB12",
      "\x8E\x52\x93\x63,\x1B$B;3\x1B(B,+AOQ-",
  };
  JsonTarget json;
  std::uint64_t num_runs = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (num_runs % 256 != 0 || std::chrono::steady_clock::now() < end) {
    std::string text = seeds[random.below(seeds.size())];
    for (std::uint64_t i = random.below(4); i > 0; --i) text = changed(std::move(text), random);
    json.run(text);
    run_encodings(text, random);
    run_values(text, random);
    ++num_runs;
  }
  fmt::print("{} texts\n", num_runs);
}
