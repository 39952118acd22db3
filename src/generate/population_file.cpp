#include "generate/population_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "generate/options_file.hpp"
#include "generate/record.hpp"
#include "onefold/generate/generate.hpp"

namespace onefold::generate {

namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The source whose files may have this name.
std::optional<SourceKind> source_of_file(std::string_view name) {
  if (!name.ends_with(".csv")) return std::nullopt;
  name.remove_suffix(4);
  for (std::size_t s = 0; s < kNumSources; ++s) {
    if (!name.starts_with(kSourceNames[s])) continue;
    const std::string_view rest = name.substr(kSourceNames[s].size());
    if (rest.empty() || (rest.size() == 5 && rest[0] == '_' && is_digits(rest.substr(1))))
      return static_cast<SourceKind>(s);
  }
  return std::nullopt;
}

// The first bytes of a regular file; nothing if it is something else or cannot be read. Does not wait for a FIFO.
std::optional<std::string> beginning_of(const std::string& path) {
  constexpr std::size_t kMaxBytes = 512;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  std::string bytes(kMaxBytes, '\0');
  struct stat status {};
  const bool is_regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  const ::ssize_t got = is_regular ? ::pread(descriptor, bytes.data(), bytes.size(), 0) : -1;
  ::close(descriptor);
  if (got < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

// Removes the text before the next `end`, and `end` itself, from `rest`. Returns the text; all of `rest` if it has no
// `end`.
std::string_view take_until(char end, std::string_view& rest) {
  const std::size_t size = std::min(rest.find(end), rest.size());
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(std::min(size + 1, rest.size()));
  return taken;
}

// Whether source_id_of gives this id to any row.
bool is_source_id(SourceKind source, std::string_view id) {
  const std::size_t first_digit = id.find_last_not_of("0123456789") + 1;
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(id.data() + first_digit, id.data() + id.size(), number);
  if (parsed.ec != std::errc() || number == 0) return false;
  const std::uint64_t first_number = source == SourceKind::webshop ? 10'001 : 1;
  return number >= first_number && source_id_of(source, number - first_number).view() == id;
}

bool is_truth_row(std::string_view row) {
  const std::string_view source_name = take_until(',', row);
  const std::string_view id = take_until(',', row);
  const std::string_view true_id = take_until('\n', row);
  const auto* source = std::find(kSourceNames.begin(), kSourceNames.end(), source_name);
  return source != kSourceNames.end() && is_source_id(static_cast<SourceKind>(source - kSourceNames.begin()), id) &&
         true_id.size() >= 9 && true_id[0] == 'P' && is_digits(true_id.substr(1));
}

}  // namespace

bool is_population_file(std::string_view name) {
  return name == "truth.csv" || name == "changes.csv" || name == kOptionsFile || source_of_file(name);
}

bool was_generated(const std::string& path, std::string_view name) {
  const auto bytes = beginning_of(path);
  if (!bytes) return false;
  if (name == kOptionsFile) return bytes->starts_with(kOptionsBeginning);
  if (name == "changes.csv") return bytes->starts_with(kChangesHeader);
  const auto source = source_of_file(name);
  const std::string_view header = source ? header_of(*source) : kTruthHeader;
  if (!bytes->starts_with(header)) return false;
  std::string_view row = std::string_view(*bytes).substr(header.size());
  // A file of a small population may have no rows; the truth always has one.
  if (!source) return is_truth_row(row);
  return row.empty() || is_source_id(*source, take_until(delimiter_of(*source), row));
}

}  // namespace onefold::generate
