#include "decisions/append_decision.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <ctime>

#include "files/append_line.hpp"
#include "files/mapped_file.hpp"
#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::decisions {

namespace {

// A row below other columns, or between other delimiters, would be read as something else.
void refuse_other_files(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return;
  if (const auto reason = files::why_not_regular(path); !reason.empty())
    throw Error(ExitCode::output, fmt::format("cannot append to {}: {}", path, reason));
  if (status.st_size == 0) return;
  const files::MappedFile file(path, "list");
  std::string_view content = file.content();
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  const auto after = content.substr(std::min(content.size(), kDecisionsHeader.size()), 1);
  if (!content.starts_with(kDecisionsHeader) || (!after.empty() && after != "\n" && after != "\r"))
    throw Error(ExitCode::output, fmt::format("{} is no list of decisions: its first line is not {}; give another file",
                                              path, kDecisionsHeader));
  (void)parse_decision_rows(file.content(), path);
}

}  // namespace

void append_decision(const std::string& path, const DecisionRow& row) {
  refuse_other_files(path);
  files::append_line(path, kDecisionsHeader, line_of(row));
}

std::string time_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm utc{};
  gmtime_r(&now, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace onefold::decisions
