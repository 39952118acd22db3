#include "ingest/read_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "csv/byte_order_mark.hpp"
#include "document/nearest_name.hpp"
#include "ingest/column_mapping.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/row_taker.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "tables/json_line.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kMaxPathsInMessage = 40;
constexpr std::uint64_t kNoLine = SeenPath{}.line;
constexpr std::uint64_t kLinesBetweenReports = 4096;
/// Lines that tell which paths there are.
constexpr std::size_t kMaxLinesLookedAt = 10'000;
constexpr std::size_t kMaxBytesLookedAt = 8U << 20;

[[noreturn]] void throw_too_long(const std::string& path, std::uint64_t line, std::uint64_t max_bytes) {
  throw Error(ExitCode::input, fmt::format("{}:{}: the line has more than {} bytes; is every row on a line of its own?",
                                           path, line, max_bytes));
}

/// A reader that stands at the first line that begins in the segment.
struct OpenLines {
  bytes::LineReader lines;
  const WithoutFooter* without_footer = nullptr;  ///< of a file that is read whole
};

OpenLines open_lines(const SegmentTask& task) {
  const InputFile& file = task.file;
  const std::uint64_t begin = task.segment.begin;
  const bytes::LineLimits limits{task.limits.max_row_bytes, tables::kLinePadding, task.chunk_bytes};
  if (file.whole) {
    auto source = open_from_front(file);
    bytes::skip(*source, begin);
    const std::uint64_t num_footer_lines = task.source.text.footer_lines;
    if (num_footer_lines == 0) return {{std::move(source), {begin, task.start.line}, limits}};
    auto text = std::make_unique<WithoutFooter>(std::move(source), num_footer_lines, '\n');
    const auto* const without_footer = text.get();
    return {{std::move(text), {begin, task.start.line}, limits}, without_footer};
  }
  if (begin == file.content_begin)
    return {{bytes::open_plain(file.path, begin, file.size), {begin, task.start.line}, limits}};
  // The line feed before the first line may be the last byte of the segment before.
  char before = '\0';
  (void)bytes::open_plain(file.path, begin - 1, begin)->read({&before, 1});
  bytes::LineReader lines(bytes::open_plain(file.path, begin - 1, file.size),
                          {begin - 1, before == '\n' ? task.start.line - 1 : task.start.line}, limits);
  if (lines.next() == bytes::LineReader::Step::too_long)
    throw_too_long(file.path, lines.position().line, limits.max_line_bytes);
  return {std::move(lines)};
}

/// A name from a file is foreign text: without control characters, and not long.
std::string shown_name(const std::string& name) { return config::in_quotes(name); }

std::string listed_paths(const std::vector<tables::JsonPath>& paths) {
  if (paths.empty()) return "no JSON object stands on any line of its beginning";
  std::string out = "its rows have: ";
  for (std::size_t i = 0; i < paths.size() && i < kMaxPathsInMessage; ++i)
    out += (i == 0 ? "" : ", ") + shown_name(paths[i].path);
  if (paths.size() > kMaxPathsInMessage) out += fmt::format(" and {} more", paths.size() - kMaxPathsInMessage);
  return out;
}

void require_some_row_has(const InputFile& file, const config::SourceConfig& source,
                          const std::vector<std::string>& missing, const std::vector<tables::JsonPath>& paths) {
  if (missing.empty()) return;
  std::string names;
  for (const std::string& path : missing) names += (names.empty() ? "" : ", ") + shown_name(path);
  throw Error(ExitCode::input, fmt::format("source \"{}\", {}: no row has {}; {}; write a path with full stops, as in "
                                           "customer.firstName",
                                           source.name, file.path, names, listed_paths(paths)));
}

/// Throws if a path at which a row has several values is that of an attribute, or of a column, that takes one.
void require_takes_several(const config::Job& job, const config::SourceConfig& source, const std::string& path,
                           const std::string& file, std::uint64_t line) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ExitCode::input, fmt::format("source \"{}\", {}:{}: has several values in {}; {}", source.name, file,
                                             line, shown_name(path), why));
  };
  const auto is_path = [&](const std::string& column) { return csv::without_outer_blanks(column) == path; };
  for (const std::string* column : {&source.id, &source.updated, &source.truth})
    if (is_path(*column)) refuse("an id, a time of change and a true id are one value");
  for (const auto& updated : source.updated_of)
    if (is_path(updated.column)) refuse("a time of change is one value");
  for_each_mapped_column(source, [&](AttributeIndex attribute, bool, const std::string& column) {
    if (is_path(column) && !job.attributes[attribute].is_array)
      refuse(fmt::format("set array = true in [[attribute]] {}", job.attributes[attribute].name));
  });
}

}  // namespace

LineRow::LineRow(const InputFile& file, tables::LineFields& fields) : fields_(fields) {
  if (file.decoding == bytes::Decoding::values) decoder_.emplace(file.encoding);
}

void LineRow::take(std::string_view line, std::uint64_t number) {
  line_ = number;
  num_bytes_ = line.size();
  undecodable_ = false;
  if (decoder_) {
    const auto text = decoder_->decode(line);
    undecodable_ = !text;
    if (undecodable_) return;
    // The line itself has bytes behind it; what is decoded must get them.
    if (text->data() != line.data()) {
      decoded_.assign(*text).append(tables::kLinePadding, '\0');
      line = std::string_view(decoded_).substr(0, text->size());
    }
  }
  fields_.take(line);
}

csv::RowKind kind_of_line(std::string_view line, const config::TextFormat& text) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return csv::RowKind::blank;
  return text.comment.empty() || !line.starts_with(text.comment) ? csv::RowKind::row : csv::RowKind::comment;
}

PathsLookedAt local_look_at_paths(const InputFile& file, std::uint64_t max_line_bytes) {
  bytes::LineReader lines(open_from_front(file), {}, {max_line_bytes, tables::kLinePadding, std::size_t{1} << 20});
  tables::JsonPaths paths;
  PathsLookedAt found;
  for (std::size_t n = 0; n < kMaxLinesLookedAt && lines.position().offset < kMaxBytesLookedAt; ++n) {
    const auto step = lines.next();
    if (step != bytes::LineReader::Step::line) {
      found.is_all = step == bytes::LineReader::Step::end;
      break;
    }
    std::string_view line = lines.line();
    if (n == 0 && line.starts_with(csv::kByteOrderMark)) line.remove_prefix(csv::kByteOrderMark.size());
    paths.take(line);
  }
  found.paths = paths.paths();
  return found;
}

std::vector<std::string> asked_paths(const config::SourceConfig& source) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& path) {
    const std::string trimmed(csv::without_outer_blanks(path));
    if (!trimmed.empty() && std::ranges::find(paths, trimmed) == paths.end()) paths.push_back(trimmed);
  };
  add(source.id);
  add(source.updated);
  add(source.truth);
  for (const auto& updated : source.updated_of) add(updated.column);
  for_each_mapped_column(source, [&](AttributeIndex, bool, const std::string& column) { add(column); });
  return paths;
}

void local_examine_lines(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes,
                         csv::ParserLimits limits) {
  std::vector<std::string> columns;
  if (source.shape == config::Shape::ndjson) {
    columns = asked_paths(source);
    const PathsLookedAt found = local_look_at_paths(file, limits.max_row_bytes);
    // A path that differs in upper and lower case only is what was meant, as in the header of a CSV file; but it is not
    // taken for it, because members of an object may differ so.
    std::vector<std::string> missing;
    for (const std::string& path : columns)
      if (std::ranges::find(found.paths, path, &tables::JsonPath::path) == found.paths.end()) missing.push_back(path);
    // Another file of the source may have the path; all rows tell.
    if (found.is_all && !found.paths.empty() && source.files.size() == 1 && source.files.front() == file.path)
      require_some_row_has(file, source, missing, found.paths);
  } else {
    for (const auto& column : source.text.widths) columns.push_back(column.name);
  }
  file.num_fields = static_cast<std::uint32_t>(columns.size());
  file.field_of_slot =
      map_by_name(source, num_attributes, columns, fmt::format("source \"{}\", {}: ", source.name, file.path));
  // Lines that are no rows.
  bytes::LineReader lines(open_from_front(file), {}, {limits.max_row_bytes, 0, std::size_t{64} << 10});
  const std::uint64_t num_skipped = source.text.skip_lines + source.text.header_rows;
  file.content_begin = 0;
  for (std::uint64_t n = 0; n <= num_skipped; ++n) {
    const auto step = lines.next();
    if (step == bytes::LineReader::Step::too_long)
      throw_too_long(file.path, lines.position().line, limits.max_row_bytes);
    const bool has_mark = n == 0 && step == bytes::LineReader::Step::line && file.decoding != bytes::Decoding::stream &&
                          lines.line().starts_with(csv::kByteOrderMark);
    file.content_begin = lines.position().offset + (has_mark ? csv::kByteOrderMark.size() : 0);
    file.content_line = lines.position().line;
    if (step == bytes::LineReader::Step::end || n == num_skipped) break;
    ++(n < source.text.skip_lines ? file.lines.skipped : file.lines.header);
    ++file.lines.all;
  }
  if (!file.whole && source.text.footer_lines > 0) local_leave_footer_out(file, source.text.footer_lines);
}

void local_read_lines(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                      const std::function<void(std::uint64_t)>& progress) {
  const InputFile& file = task.file;
  RowTaker taker(task, true_id, batches, counts);
  const auto fields = tables::make_line_fields(task.source.shape, task.source.text, asked_paths(task.source),
                                               task.limits.max_field_bytes);
  LineRow row(file, *fields);
  OpenLines opened = open_lines(task);
  bytes::LineReader& lines = opened.lines;
  std::vector<SeenPath> seen;
  for (std::uint32_t f = 0; f < fields->num_fields(); ++f) seen.push_back({file.source, f, task.segment.file});
  for (std::uint64_t n = 1;; ++n) {
    const auto step = lines.next();
    // A line that begins after the end of the segment belongs to the next one.
    if (step == bytes::LineReader::Step::end || lines.position().offset >= task.segment.end) break;
    if (step == bytes::LineReader::Step::too_long)
      throw_too_long(file.path, lines.position().line, task.limits.max_row_bytes);
    ++taker.lines().all;
    if (const auto kind = kind_of_line(lines.line(), task.source.text); kind != csv::RowKind::row) {
      taker.lines().add(kind, 1);
      continue;
    }
    row.take(lines.line(), lines.position().line);
    taker.take(row);
    for (SeenPath& path : seen)
      if (path.line == kNoLine && fields->has_several(path.field) && !row.defect()) path.line = row.line();
    if (progress && n % kLinesBetweenReports == 0)
      progress(file.whole ? lines.source().stored_bytes_taken()
                          : std::min(lines.offset_read(), task.segment.end) - task.segment.begin);
  }
  if (opened.without_footer != nullptr && !opened.without_footer->footer().empty()) {
    const std::string_view footer = opened.without_footer->footer();
    taker.lines().footer = csv::count_byte(footer, '\n') + (footer.ends_with('\n') ? 0 : 1);
    taker.lines().all += taker.lines().footer;
  }
  counts.segments.push_back(taker.counts());
  if (task.source.shape != config::Shape::ndjson) return;
  for (const SeenPath& path : seen)
    if (fields->has_seen(path.field)) counts.seen_paths.push_back(path);
}

void require_paths(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                   const std::vector<SeenPath>& local_seen) {
  const auto is_ndjson = [](const auto& source) { return source.shape == config::Shape::ndjson; };
  if (std::ranges::none_of(job.sources, is_ndjson)) return;
  // At most one for each path and rank: of several segments the first line counts.
  std::vector<SeenPath> local = local_seen;
  std::ranges::sort(local, {}, [](const SeenPath& path) {
    return std::tuple(path.source, path.field, path.line == kNoLine, path.file, path.line);
  });
  const auto is_same = [](const SeenPath& a, const SeenPath& b) { return a.source == b.source && a.field == b.field; };
  local.erase(std::unique(local.begin(), local.end(), is_same), local.end());
  const auto seen = world.gather_all(local);
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
      const auto& source = job.sources[s];
      if (!is_ndjson(source)) continue;
      const auto paths = asked_paths(source);
      std::vector<std::string> missing;
      for (std::uint32_t f = 0; f < paths.size(); ++f) {
        SeenPath first{s, f};
        bool is_there = false;
        for (const SeenPath& path : seen) {
          if (path.source != s || path.field != f) continue;
          if (path.line != kNoLine &&
              (first.line == kNoLine || std::tie(path.file, path.line) < std::tie(first.file, first.line)))
            first = path;
          is_there = true;
        }
        if (!is_there) missing.push_back(paths[f]);
        if (first.line != kNoLine) require_takes_several(job, source, paths[f], files[first.file].path, first.line);
      }
      const auto file = std::ranges::find(files, s, &InputFile::source);
      // If no row could be read, that is the greater mistake, and quarantine tells of it.
      if (missing.size() < paths.size())
        require_some_row_has(*file, source, missing, local_look_at_paths(*file, kMaxBytesLookedAt).paths);
    }
  });
}

}  // namespace onefold::ingest
