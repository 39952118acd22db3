#include "ingest/examine_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "bytes/detect_encoding.hpp"
#include "bytes/kind_of.hpp"
#include "bytes/replayed.hpp"
#include "bytes/utf8.hpp"
#include "onefold/record/error.hpp"
#include "tables/open_table.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kBeginningBytes = 1U << 20;
constexpr std::size_t kNumPlaces = 16;
constexpr std::size_t kPlaceBytes = 64U << 10;
constexpr std::uint64_t kMaxBytesAfterFirst = std::uint64_t{256} << 20;
constexpr std::uint64_t kMaxOtherLines = 10'000;
/// A text in an 8-bit encoding may by chance have one or two sequences that are UTF-8.
constexpr std::size_t kMinUtf8Characters = 3;

std::string_view name_of(config::Shape shape) {
  if (shape == config::Shape::ndjson) return "ndjson";
  return shape == config::Shape::fixed_width ? "fixed_width" : "csv";
}

/// `shape` as its name, and "ndjson" for a caller that takes any text of rows.
void refuse_kind(const InputFile& file, std::string_view first_bytes, bool is_unpacked, std::string_view shape) {
  const auto kind = bytes::kind_of(first_bytes.substr(0, bytes::kKindBytes), is_unpacked ? "" : file.path);
  if (kind && kind->format != shape) throw Error(ExitCode::input, file.path + ": " + kind->refusal());
}

/// Control characters and zero bytes that no text has. 0x01 and 0x1c to 0x1f separate fields and records in some
/// systems.
void refuse_binary(const InputFile& file, std::string_view beginning) {
  static constexpr auto kIsControl = [] {
    std::array<std::uint8_t, 256> is_control{};
    for (std::size_t byte = 0; byte < 0x1c; ++byte) is_control[byte] = 1;
    for (const char c : {'\x01', '\t', '\n', '\r', '\f', '\x1a', '\x1b'}) is_control[static_cast<unsigned char>(c)] = 0;
    return is_control;
  }();
  std::size_t count = 0;
  for (const char c : beginning) count += kIsControl[static_cast<unsigned char>(c)];
  if (count * 10 > beginning.size())
    throw Error(ExitCode::input, file.path + ": is no text, and of no kind that is known; export it as CSV");
}

bool is_utf16_or_32(std::string_view encoding) {
  return encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32");
}

/// The 8-bit encodings that the program proposes are few, so the message says how to look for a better one.
std::string advice(const bytes::EncodingGuess& guess, const config::SourceConfig& source) {
  if (guess.encoding.empty())
    return fmt::format("its encoding cannot be told ({}): name it with encoding = \"...\" in [[source]] {}",
                       guess.reason, source.name);
  return fmt::format("by its content it is {}: set encoding = \"{}\" in [[source]] {}", guess.encoding, guess.encoding,
                     source.name);
}

/// Throws if the lines counted are in another encoding, or in two.
void judge(const InputFile& file, const config::SourceConfig& source, const bytes::Utf8Census& census,
           std::uint64_t line) {
  if (census.is_utf8()) return;
  const auto guess = bytes::detect_8_bit(census.other_lines());
  if (census.is_mixed())
    throw Error(ExitCode::input,
                fmt::format("{}:{}: is not UTF-8, while other lines are: the file has two encodings in it{}; convert "
                            "its parts to UTF-8 one by one, or set encoding = \"UTF-8\" in [[source]] {} and "
                            "[job] max_quarantine to leave such lines out",
                            file.path, line,
                            guess.encoding.empty() ? "" : ", UTF-8 and by its content " + guess.encoding, source.name));
  throw Error(ExitCode::input, fmt::format("{}:{}: is not UTF-8; {}", file.path, line, advice(guess, source)));
}

std::uint64_t line_at(const InputFile& file, std::uint64_t offset) {
  const auto source = bytes::open_plain(file.path, 0, offset);
  std::vector<char> chunk(kBeginningBytes);
  std::uint64_t line = 1;
  while (const std::size_t got = source->read(chunk))
    line +=
        static_cast<std::uint64_t>(std::count(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got), '\n'));
  return line;
}

/// Looks at places all over a plain file, and not only at its beginning.
void judge_places(const InputFile& file, const config::SourceConfig& source) {
  if (file.size <= kBeginningBytes + kPlaceBytes) return;
  const bytes::FileHandle handle(file.path);
  std::string place(kPlaceBytes, '\0');
  for (std::size_t i = 1; i <= kNumPlaces; ++i) {
    const std::uint64_t offset = kBeginningBytes + (file.size - kPlaceBytes - kBeginningBytes) / kNumPlaces * i;
    const std::string_view bytes(place.data(), handle.read_at(offset, place));
    // Whole lines only.
    const std::size_t begin = bytes.find('\n');
    if (begin == std::string_view::npos) continue;
    bytes::Utf8Census census;
    census.add(bytes.substr(begin + 1));
    if (census.num_lines_other() > 0)
      judge(file, source, census, line_at(file, offset + begin + 1) + census.first_line_other() - 1);
  }
}

/// The bytes that the parser of the shape looks for.
std::string structure_of(config::Shape shape, const config::TextFormat& text) {
  if (shape != config::Shape::csv) return {};
  std::string structure = text.delimiter + text.comment;
  for (const char c : {text.quote, text.escape})
    if (c != '\0') structure += c;
  return structure;
}

void take_encoding(InputFile& file, const std::string& encoding, config::Shape shape, const config::TextFormat& text) {
  file.decoding = bytes::decoding_of(encoding, structure_of(shape, text));
  file.encoding = file.decoding == bytes::Decoding::none ? std::string() : encoding;
}

/// The job names an encoding: it must fit the mark and what can be told for certain. Returns its usual name.
std::string require_stated(const InputFile& file, const std::string& stated, std::string_view beginning,
                           const bytes::EncodingGuess& guess) {
  const std::string name = bytes::usual_name(stated);
  const auto mark = bytes::byte_order_mark(beginning);
  const auto refuse = [&](const std::string& what) {
    throw Error(ExitCode::input,
                fmt::format("{}: {}, while its [[source]] says encoding = \"{}\"; correct or leave out encoding",
                            file.path, what, stated));
  };
  const bool is_wide = is_utf16_or_32(guess.encoding);
  if (is_wide != is_utf16_or_32(name) && !beginning.empty() && !guess.encoding.empty()) {
    if (is_wide) refuse(fmt::format("is {}, because {}", guess.encoding, guess.reason));
    if (beginning.size() >= 8) refuse("has no zero bytes beside the characters of ASCII, and cannot be " + name);
  }
  if (is_wide) {
    // "UTF-16" alone leaves the byte order to the file.
    if (name != "UTF-16" && name != "UTF-32" && name != guess.encoding)
      refuse(fmt::format("is {}, because {}", guess.encoding, guess.reason));
    return guess.encoding;
  }
  const std::string_view content = beginning.substr(mark.num_bytes);
  const auto num_characters =
      std::ranges::count_if(content, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U; });
  if (name != "UTF-8" && guess.encoding == "UTF-8" && !bytes::is_ascii(content) &&
      bytes::length_of_utf8(content) + 4 > content.size() &&
      static_cast<std::size_t>(num_characters) >= kMinUtf8Characters &&
      bytes::decoding_of(name, {}) == bytes::Decoding::values)
    refuse("is UTF-8, because all its characters outside ASCII are");
  return name;
}

void examine(InputFile& file, config::Shape shape, const config::TextFormat& text,
             const config::SourceConfig* strict_source) {
  const std::string_view taken = strict_source == nullptr ? "ndjson" : name_of(shape);
  {
    const bytes::FileHandle handle(file.path);
    file.size = handle.size();
    std::string head(bytes::kKindBytes, '\0');
    head.resize(handle.read_at(0, head));
    file.compression = bytes::compression_of(file.path, head);
    file.member = text.member;
    if (!file.member.empty() && file.compression != bytes::Compression::zip)
      throw Error(ExitCode::input,
                  file.path + ": is no zip archive, while its [[source]] says member; leave member out");
    if (bytes::decoding_of(text.encoding.empty() ? "UTF-8" : text.encoding, {}) != bytes::Decoding::stream)
      refuse_kind(file, head, false, taken);
  }
  const bool is_packed = file.compression != bytes::Compression::none;
  const std::string beginning = local_read_beginning(file, kBeginningBytes);
  const auto guess = bytes::detect_encoding(beginning, beginning.size() < kBeginningBytes);
  if (is_packed && !is_utf16_or_32(guess.encoding)) refuse_kind(file, beginning, true, taken);
  if (!text.encoding.empty()) {
    take_encoding(file, require_stated(file, text.encoding, beginning, guess), shape, text);
  } else {
    if (guess.mark_lies) {
      const auto mark = bytes::byte_order_mark(beginning);
      const std::string how = strict_source == nullptr ? "is " + guess.encoding : advice(guess, *strict_source);
      if (mark.encoding != "UTF-8" || (guess.encoding != "UTF-8" && strict_source != nullptr))
        throw Error(ExitCode::input,
                    fmt::format("{}: begins with the byte-order mark of {}, but what follows is not {}; {}", file.path,
                                mark.encoding, mark.encoding,
                                mark.encoding == "UTF-8"
                                    ? how
                                    : fmt::format("remove its first {} bytes, or fetch it again", mark.num_bytes)));
    }
    if (is_utf16_or_32(guess.encoding)) {
      take_encoding(file, guess.encoding, shape, text);
    } else {
      refuse_binary(file, beginning);
      if (strict_source != nullptr) {
        bytes::Utf8Census census;
        census.add(beginning);
        if (beginning.size() < kBeginningBytes) census.finish();
        judge(file, *strict_source, census, census.first_line_other());
        if (!is_packed) judge_places(file, *strict_source);
      }
    }
  }
  file.whole = is_packed || file.decoding == bytes::Decoding::stream;
}

}  // namespace

std::string local_read_beginning(const InputFile& file, std::size_t max_bytes) {
  return bytes::read_first(*bytes::open_compressed(file.path, file.compression, file.member), max_bytes);
}

void local_examine_text(InputFile& file, const config::SourceConfig& source) {
  examine(file, source.shape, source.text, &source);
}

void local_examine_text_leniently(InputFile& file, config::Shape shape, const config::TextFormat& text) {
  examine(file, shape, text, nullptr);
}

bytes::Utf8Census local_census(const InputFile& file) {
  const auto bytes = bytes::open_compressed(file.path, file.compression, file.member);
  std::vector<char> chunk(kBeginningBytes);
  bytes::Utf8Census census;
  std::uint64_t after_first = 0;
  while (after_first < kMaxBytesAfterFirst && census.num_lines_other() < kMaxOtherLines) {
    const std::size_t got = bytes->read(chunk);
    if (got == 0) {
      census.finish();
      break;
    }
    census.add({chunk.data(), got});
    if (census.num_lines_other() > 0) after_first += got;
  }
  return census;
}

void require_utf8(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                  std::vector<std::uint32_t> local_suspects) {
  // A table is no text, and that of a database has no path.
  std::erase_if(local_suspects, [&](std::uint32_t f) {
    const auto& source = job.sources[files[f].source];
    return files[f].decoding != bytes::Decoding::none || !source.text.encoding.empty() ||
           tables::is_table(source.shape);
  });
  const auto sort_once = [](std::vector<std::uint32_t>& list) {
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  sort_once(local_suspects);
  auto suspects = world.gather_all(local_suspects);
  sort_once(suspects);
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (const std::uint32_t f : suspects) {
      const auto& source = job.sources[files[f].source];
      const auto census = local_census(files[f]);
      naming_source(source, [&] { judge(files[f], source, census, census.first_line_other()); });
    }
  });
}

}  // namespace onefold::ingest
