#include "ingest/read_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "csv/byte_order_mark.hpp"
#include "document/nearest_name.hpp"
#include "ingest/column_mapping.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/row_taker.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "tables/json_line.hpp"
#include "tables/text_lines.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kMaxPathsInMessage = 40;
constexpr std::uint64_t kLinesBetweenReports = 4096;
/// Lines that tell which paths there are.
constexpr std::size_t kMaxLinesLookedAt = 10'000;
constexpr std::size_t kMaxBytesLookedAt = 8U << 20;
/// The first bytes of a file, which tell how its lines end.
constexpr std::size_t kBytesOfLineEnd = 64U << 10;

[[noreturn]] void throw_too_long(const std::string& path, std::uint64_t line, std::uint64_t max_bytes) {
  throw Error(ExitCode::input, fmt::format("{}:{}: the line has more than {} bytes; is every row on a line of its own?",
                                           path, line, max_bytes));
}

/// A reader that stands at the first line that begins in the segment.
struct OpenLines {
  bytes::LineReader lines;
  const tables::WithoutFooter* without_footer = nullptr;  ///< of a file that is read whole
};

OpenLines open_lines(const SegmentTask& task, tables::LineCounter& counter) {
  const InputFile& file = task.file;
  const std::uint64_t begin = task.segment.begin;
  const bytes::LineLimits limits{task.limits.max_row_bytes, tables::kLinePadding, task.chunk_bytes, file.line_end};
  if (file.whole) {
    auto source = open_from_front(file);
    bytes::skip(*source, begin);
    const std::uint64_t num_footer_lines = task.source.text.footer_lines;
    const tables::WithoutFooter* without_footer = nullptr;
    if (num_footer_lines > 0) {
      auto text = std::make_unique<tables::WithoutFooter>(std::move(source), num_footer_lines, file.line_end);
      without_footer = text.get();
      source = std::move(text);
    }
    return {
        {std::make_unique<tables::CountedLines>(std::move(source), begin, counter), {begin, task.start.line}, limits},
        without_footer};
  }
  const auto open_at = [&](std::uint64_t offset) {
    return std::make_unique<tables::CountedLines>(bytes::open_plain(file.path, offset, file.size), offset, counter);
  };
  if (begin == file.content_begin) return {{open_at(begin), {begin, task.start.line}, limits}};
  // The line end before the first line may be the last byte of the segment before.
  char before = '\0';
  (void)bytes::open_plain(file.path, begin - 1, begin)->read({&before, 1});
  bytes::LineReader lines(open_at(begin - 1),
                          {begin - 1, before == file.line_end ? task.start.line - 1 : task.start.line}, limits);
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
  if (paths.size() > kMaxPathsInMessage)
    out += fmt::format(" and {}{} more", paths.size() < tables::JsonPaths::kMaxPaths ? "" : "at least ",
                       paths.size() - kMaxPathsInMessage);
  return out;
}

/// A path that differs in upper and lower case only is listed, but not taken for the one that is asked for, because
/// members of an object may differ so.
void require_none_missing(const InputFile& file, const config::SourceConfig& source,
                          const std::vector<std::string>& missing, bool has_records) {
  if (missing.empty()) return;
  const auto paths = local_look_at_paths(file);
  // If no line is an object, that is the greater mistake, and quarantine tells of it.
  if (!has_records && paths.empty()) return;
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
  for (const std::string* column : {&source.id, &source.updated, &source.truth, &source.deleted})
    if (is_path(*column)) refuse("an id, a time of change, a true id and a mark of deleted rows are one value");
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

char local_line_end(const InputFile& file) {
  const std::string beginning = bytes::read_first(*open_from_front(file), kBytesOfLineEnd);
  return csv::ends_lines_with_carriage_returns(beginning, '\0') ? '\r' : '\n';
}

csv::RowKind kind_of_line(std::string_view line, const config::TextFormat& text) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return csv::RowKind::blank;
  return text.comment.empty() || !line.starts_with(text.comment) ? csv::RowKind::row : csv::RowKind::comment;
}

std::vector<tables::JsonPath> local_look_at_paths(const InputFile& file) {
  bytes::LineReader lines(
      open_from_front(file), {},
      {csv::ParserLimits{}.max_row_bytes, tables::kLinePadding, std::size_t{1} << 20, file.line_end});
  std::optional<bytes::ValueDecoder> decoder;
  if (file.decoding == bytes::Decoding::values) decoder.emplace(file.encoding);
  tables::JsonPaths paths;
  for (std::size_t n = 0; n < kMaxLinesLookedAt && lines.position().offset < kMaxBytesLookedAt; ++n) {
    if (lines.next() != bytes::LineReader::Step::line) break;
    std::string_view line = lines.line();
    if (n == 0 && line.starts_with(csv::kByteOrderMark)) line.remove_prefix(csv::kByteOrderMark.size());
    if (decoder) line = decoder->decode(line).value_or(std::string_view());
    paths.take(line);
  }
  return paths.paths();
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
  add(source.deleted);
  for (const auto& updated : source.updated_of) add(updated.column);
  for_each_mapped_column(source, [&](AttributeIndex, bool, const std::string& column) { add(column); });
  return paths;
}

void local_examine_lines(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes,
                         csv::ParserLimits limits) {
  std::vector<std::string> columns;
  if (source.shape == config::Shape::ndjson) {
    // Rows differ in their paths: whether the source has them is known once all rows are read.
    columns = asked_paths(source);
  } else {
    for (const auto& column : source.text.widths) columns.push_back(column.name);
  }
  file.num_fields = static_cast<std::uint32_t>(columns.size());
  file.field_of_slot = map_by_name(source, num_attributes, columns, where_of(source, file.path));
  // Lines that are no rows.
  file.line_end = local_line_end(file);
  bytes::LineReader lines(open_from_front(file), {}, {limits.max_row_bytes, 0, std::size_t{64} << 10, file.line_end});
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
    if (n >= source.text.skip_lines && kind_of_line(lines.line(), source.text) == csv::RowKind::row)
      file.header_lines.emplace_back(lines.line().substr(has_mark ? csv::kByteOrderMark.size() : 0));
    ++(n < source.text.skip_lines ? file.lines.skipped : file.lines.header);
    ++file.lines.all;
  }
  if (!file.whole && source.text.footer_lines > 0) local_leave_footer_out(file, source.text.footer_lines);
}

namespace {

/// Adds what the line at `place` has.
void note_paths(const tables::LineFields& fields, const FirstLine& place, std::vector<SeenPath>& seen) {
  for (SeenPath& path : seen) {
    if (!path.several.is_there() && fields.has_several(path.field)) path.several = place;
    if (!fields.is_lost(path.field)) continue;
    path.lost.add(place);
    ++path.num_lost;
  }
}

}  // namespace

void local_read_lines(const SegmentTask& task, TrueIdPattern& true_id, BatchBuilder& batches, LocalCounts& counts,
                      const std::function<void(std::uint64_t)>& progress) {
  const InputFile& file = task.file;
  RowTaker taker(task, true_id, batches, counts);
  const auto fields = tables::make_line_fields(task.source.shape, task.source.text, asked_paths(task.source),
                                               task.limits.max_field_bytes);
  LineRow row(file, *fields);
  tables::LineCounter counter(task.segment.begin, task.segment.end, file.line_end);
  OpenLines opened = open_lines(task, counter);
  bytes::LineReader& lines = opened.lines;
  std::vector<SeenPath> seen;
  for (std::uint32_t f = 0; f < fields->num_fields(); ++f) seen.push_back({.source = file.source, .field = f});
  for (std::uint64_t n = 1;; ++n) {
    const auto step = lines.next();
    // A line that begins after the end of the segment belongs to the next one.
    if (step == bytes::LineReader::Step::end || lines.position().offset >= task.segment.end) break;
    if (step == bytes::LineReader::Step::too_long)
      throw_too_long(file.path, lines.position().line, task.limits.max_row_bytes);
    if (const auto kind = kind_of_line(lines.line(), task.source.text); kind != csv::RowKind::row) {
      taker.lines().add(kind, 1);
      continue;
    }
    if (is_repeated_header(file, lines.line())) {
      ++taker.lines().repeated_header;
      continue;
    }
    row.take(lines.line(), lines.position().line);
    taker.take(row);
    if (!row.defect()) note_paths(*fields, {task.segment.file, row.line()}, seen);
    if (progress && n % kLinesBetweenReports == 0)
      progress(file.whole ? lines.source().stored_bytes_taken()
                          : std::min(lines.offset_read(), task.segment.end) - task.segment.begin);
  }
  if (opened.without_footer != nullptr)
    taker.lines().footer = csv::count_lines(opened.without_footer->footer(), file.line_end);
  // Counted from the bytes, so that a line which no row accounts for is missed.
  taker.lines().all = counter.count(file.whole || task.segment.end == file.size) + taker.lines().footer;
  counts.segments.push_back(taker.counts());
  if (task.source.shape != config::Shape::ndjson) return;
  for (SeenPath& path : seen) {
    path.is_seen = fields->has_seen(path.field) ? 1 : 0;
    if (path.is_seen > 0 || path.num_lost > 0) counts.seen_paths.push_back(path);
  }
}

namespace {

/// One for each path of each source, in this order.
std::vector<SeenPath> merged(std::vector<SeenPath> parts) {
  std::ranges::sort(parts, {}, [](const SeenPath& path) { return std::tuple(path.source, path.field); });
  std::vector<SeenPath> out;
  for (const SeenPath& part : parts) {
    if (out.empty() || out.back().source != part.source || out.back().field != part.field) {
      out.push_back(part);
      continue;
    }
    out.back().is_seen |= part.is_seen;
    out.back().num_lost += part.num_lost;
    out.back().several.add(part.several);
    out.back().lost.add(part.lost);
  }
  return out;
}

/// A member on the way to `path` has values in some rows.
std::string describe_lost_values(const config::SourceConfig& source, const std::string& path, const SeenPath& seen,
                                 const std::vector<InputFile>& files) {
  std::string above;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
    above += (above.empty() ? "" : " or ") + shown_name(path.substr(0, dot));
  return fmt::format(
      "source \"{}\": {} a value where {} needs an object, first line {} of {}; map {} too, or these "
      "values are lost",
      source.name, seen.num_lost == 1 ? "1 row has" : fmt::format("{} rows have", seen.num_lost), shown_name(path),
      seen.lost.line, files[seen.lost.file].path, above);
}

}  // namespace

Warnings require_paths(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                       const std::vector<SourceCounts>& sources, const std::vector<SeenPath>& local_seen) {
  const auto is_ndjson = [](const auto& source) { return source.shape == config::Shape::ndjson; };
  if (std::ranges::none_of(job.sources, is_ndjson)) return {};
  // At most one for each path and rank.
  const auto seen = merged(world.gather_all(merged(local_seen)));
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
      const auto& source = job.sources[s];
      if (!is_ndjson(source)) continue;
      std::vector<std::string> missing = asked_paths(source);
      for (const SeenPath& path : seen) {
        if (path.source != s || path.is_seen == 0) continue;
        const std::string name = std::exchange(missing[path.field], std::string());
        if (path.several.is_there())
          require_takes_several(job, source, name, files[path.several.file].path, path.several.line);
      }
      std::erase(missing, std::string());
      require_none_missing(*std::ranges::find(files, s, &InputFile::source), source, missing, sources[s].records > 0);
    }
  });
  Warnings warnings;
  for (const SeenPath& path : seen)
    if (path.num_lost > 0)
      warnings.push_back(
          {"lost_values", describe_lost_values(job.sources[path.source],
                                               asked_paths(job.sources[path.source])[path.field], path, files)});
  return warnings;
}

}  // namespace onefold::ingest
