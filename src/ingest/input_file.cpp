#include "ingest/input_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "bytes/replayed.hpp"
#include "csv/byte_order_mark.hpp"
#include "csv/row_width.hpp"
#include "files/file_names.hpp"
#include "ingest/column_mapping.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/ingest.hpp"
#include "ingest/read_lines.hpp"
#include "ingest/text_start.hpp"
#include "onefold/record/error.hpp"
#include "progress/format.hpp"
#include "tables/decoded_row.hpp"
#include "tables/open_table.hpp"
#include "tables/text_lines.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kPeekBytes = 64U << 10;
// One rank needs about a second for it.
constexpr std::uint64_t kLargeFileBytes = 256U << 20;
constexpr std::size_t kMaxColumns = 1U << 20;
// A header of 100,000 columns has a few megabytes.
constexpr std::uint64_t kMaxHeaderBytes = 16U << 20;
// Rows below the header that tell how wide rows are.
constexpr std::size_t kSampledRows = 200;

/// Reads the rows at the beginning of a file, one after the other.
class Peek {
 public:
  Peek(InputFile& file, const config::SourceConfig& source, csv::ParserLimits limits, std::string where)
      : where_(std::move(where)),
        limits_(limits),
        bytes_(open_from_front(file)),
        fed_(bytes::read_first(*bytes_, kStartBytes)) {
    start_ = start_of_text(source.text, fed_);
    file.delimiter = start_.dialect.delimiter;
    file.line_end = start_.dialect.line_end;
    file.content_begin = start_.begin;
    parser_.emplace(start_.dialect, limits, start_.begin, 1);
    parser_->skip_lines(start_.lines_to_skip);
    if (file.decoding == bytes::Decoding::values) decoded_.emplace(*parser_, file.encoding);
    feed(std::string_view(fed_).substr(start_.begin));
  }

  /// The next row that holds something; false at the end, or at the end of the first bytes if `only_first_bytes`.
  /// Counts the lines of the others.
  bool next(LineCounts& lines, bool only_first_bytes = false) {
    while (true) {
      switch (parser_->next()) {
        case csv::CsvParser::Step::row:
          if (parser_->kind() == csv::RowKind::row) return true;
          lines.add(parser_->kind(), parser_->last_line() - parser_->line() + 1);
          continue;
        case csv::CsvParser::Step::need_bytes: {
          if (only_first_bytes) return false;
          std::string more = bytes::read_first(*bytes_, kPeekBytes);
          if (more.empty()) parser_->finish();
          feed(more);
          fed_ += more;
          continue;
        }
        case csv::CsvParser::Step::row_too_long:
          throw Error(ExitCode::input, where_ + describe_too_long_row(parser_->line(), limits_.max_row_bytes));
        case csv::CsvParser::Step::end:
          return false;
      }
    }
  }
  [[nodiscard]] csv::CsvParser& row() { return *parser_; }
  [[nodiscard]] std::optional<csv::Defect> defect() { return decoded_ ? decoded_->defect() : parser_->defect(); }
  [[nodiscard]] std::string_view value(std::size_t field) {
    return decoded_ ? decoded_->value(field) : parser_->value(field);
  }
  /// What has been read so far.
  [[nodiscard]] std::string_view bytes() const { return fed_; }
  [[nodiscard]] const TextStart& start() const { return start_; }

 private:
  void feed(std::string_view bytes) {
    std::copy(bytes.begin(), bytes.end(), parser_->prepare(bytes.size()).begin());
    parser_->commit(bytes.size());
  }

  std::string where_;
  csv::ParserLimits limits_;
  std::unique_ptr<bytes::ByteSource> bytes_;
  std::string fed_;
  TextStart start_;
  std::optional<csv::CsvParser> parser_;
  std::optional<tables::DecodedRow> decoded_;
};

std::string describe_header_fault(const csv::CsvParser& row, csv::Defect defect) {
  if (defect == csv::Defect::stray_quote) return fmt::format("stray_quote: {}", describe(row.quote_fault()));
  return std::string(name_of(reason_of(defect)));
}

/// The rows of names, one above the other.
std::vector<std::vector<std::string>> read_header(Peek& peek, InputFile& file, const config::SourceConfig& source,
                                                  const std::string& where) {
  std::vector<std::vector<std::string>> rows;
  while (rows.size() < source.text.header_rows && peek.next(file.lines)) {
    csv::CsvParser& row = peek.row();
    if (row.num_fields() > kMaxColumns)
      throw Error(ExitCode::input, fmt::format("{}the header has {} columns, more than the {} that can be read; is the "
                                               "delimiter of its [[source]] right?",
                                               where, row.num_fields(), kMaxColumns));
    if (const auto defect = peek.defect())
      throw Error(ExitCode::input, fmt::format("{}the header on line {} is malformed ({}); are delimiter and quote of "
                                               "its [[source]] right?",
                                               where, row.line(), describe_header_fault(row, *defect)));
    file.header_lines.emplace_back(row.row_bytes());
    auto& cells = rows.emplace_back();
    for (std::size_t i = 0; i < row.num_fields(); ++i) cells.emplace_back(peek.value(i));
    file.lines.header += row.last_line() - row.line() + 1;
    file.content_begin = row.next_offset();
    file.content_line = row.next_line();
  }
  return rows;
}

/// The next rows, as far as the first bytes of the file hold them.
std::vector<csv::SampledRow> sample_rows(Peek& peek) {
  std::vector<csv::SampledRow> rows;
  LineCounts ignored;
  while (rows.size() < kSampledRows && peek.next(ignored, true)) {
    csv::CsvParser& row = peek.row();
    if (row.defect()) continue;
    csv::SampledRow& sampled = rows.emplace_back();
    sampled.num_fields = row.num_fields();
    for (std::size_t f = 0; f < row.num_fields(); ++f)
      if (!row.value(f).empty()) sampled.num_filled = f + 1;
  }
  return rows;
}

/// The first column of the job that is one of `names`; empty if there is none.
std::string used_among(const config::SourceConfig& source, const std::vector<std::string>& names) {
  std::vector<std::string> used = {source.id, source.updated, source.truth, source.deleted};
  for (const auto& updated : source.updated_of) used.push_back(updated.column);
  for_each_mapped_column(source, [&](AttributeIndex, bool, const std::string& column) { used.push_back(column); });
  const auto is_repeated = [&](const std::string& column) {
    return std::find(names.begin(), names.end(), csv::without_outer_blanks(column)) != names.end();
  };
  const auto found = std::find_if(used.begin(), used.end(), is_repeated);
  return found == used.end() ? "" : *found;
}

/// Reads the header and maps the columns of one file.
void examine_header(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes,
                    csv::ParserLimits limits) {
  const std::string where = where_of(source, file.path);
  limits.max_row_bytes = std::min(limits.max_row_bytes, kMaxHeaderBytes);
  Peek peek(file, source, limits, where);
  const auto rows = read_header(peek, file, source, where);
  if (rows.empty())
    throw Error(ExitCode::input,
                fmt::format("{}{}; leave the file out, or set header = false in its [[source]]", where,
                            peek.bytes().empty() ? "is empty, it has no header"
                                                 : "has no header, only lines that are blank or left out"));
  if (rows.size() < source.text.header_rows)
    throw Error(
        ExitCode::input,
        fmt::format("{}ends within its header: it has {} row{}, while its [[source]] says header = {}; leave the "
                    "file out, or correct header",
                    where, rows.size(), rows.size() == 1 ? "" : "s", source.text.header_rows));
  file.lines.all = csv::count_lines(peek.bytes().substr(0, file.content_begin), file.line_end);
  const ColumnNames header = name_columns(rows);
  file.field_of_slot = map_by_name(source, num_attributes, header.names, where);
  file.repeated_column = used_among(source, header.repeated);
  const csv::RowWidth width = csv::width_of_rows(header.names.size(), header.num_named, sample_rows(peek));
  file.num_fields = static_cast<std::uint32_t>(width.usual);
  file.empty_from = static_cast<std::uint32_t>(width.empty_from);
}

void examine_table(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes) {
  const auto table = tables::open_table(source.shape, source.text, file.path);
  file.field_of_slot = map_by_name(source, num_attributes, table->columns(), where_of(source, file.path));
  file.num_fields = static_cast<std::uint32_t>(table->columns().size());
  file.size = table->num_units();
  file.bytes_per_unit = std::max<std::uint64_t>(1, table->bytes_per_unit());
  // A table of one unit, such as a sheet of xlsx, is read by one rank.
  file.whole = file.size <= 1;
}

/// All files of a source without headers must have as many fields as the first row of the source, so the way a source
/// is split into files makes no difference.
void examine_headerless(std::span<InputFile> files, const config::SourceConfig& source, std::size_t num_attributes,
                        csv::ParserLimits limits) {
  std::uint32_t num_fields = 0;
  for (InputFile& file : files) {
    Peek peek(file, source, limits, where_of(source, file.path));
    // Lines to skip belong to the beginning, because they can open quotes; all others are counted with the content.
    csv::CsvParser& row = peek.row();
    LineCounts lines;
    if (peek.next(lines) && num_fields == 0) num_fields = static_cast<std::uint32_t>(row.num_fields());
    file.lines.skipped = lines.skipped;
    file.lines.all = lines.skipped;
    file.content_line = 1 + lines.skipped;
    for (std::uint64_t n = 0; n < lines.skipped; ++n) {
      const std::size_t end = peek.bytes().find(file.line_end, file.content_begin);
      file.content_begin = end == std::string_view::npos ? peek.bytes().size() : end + 1;
    }
  }
  for (InputFile& file : files) {
    file.num_fields = num_fields;
    file.field_of_slot = num_fields == 0
                             ? std::vector<std::int32_t>(num_slots(num_attributes), kNoField)
                             : map_by_position(source, num_attributes, num_fields, where_of(source, file.path));
  }
}

}  // namespace

std::string where_of(const config::SourceConfig& source, const std::string& path) {
  return fmt::format("source \"{}\", {}: ", source.name, path);
}

void local_leave_footer_out(InputFile& file, std::uint64_t num_lines) {
  const bytes::FileHandle handle(file.path);
  std::string tail;
  std::size_t begin = std::string::npos;
  std::uint64_t tail_bytes = 0;
  while (begin == std::string::npos && tail_bytes < file.size - file.content_begin) {
    tail_bytes = std::min(std::max<std::uint64_t>(kPeekBytes, 2 * tail_bytes), file.size - file.content_begin);
    tail.resize(tail_bytes);
    (void)handle.read_at(file.size - tail_bytes, tail);
    begin = tables::footer_begin(tail, num_lines, file.line_end);
  }
  if (begin == std::string::npos) begin = 0;
  const std::string_view footer = std::string_view(tail).substr(begin);
  file.lines.footer = csv::count_lines(footer, file.line_end);
  file.lines.all += file.lines.footer;
  file.size -= footer.size();
}

namespace {

/// The files named so far, so that none is read twice unnoticed, however its name is spelled.
class NamedFiles {
 public:
  explicit NamedFiles(const config::Job& job) : job_(job) {}

  /// Throws Error(job) if the source has named the file before. Notes another source that reads it.
  void add(InputFile& file) {
    const auto& source = job_.sources[file.source];
    if (config::is_database(source.shape)) return;
    auto& others = named_[files::local_identity(file.path)];
    for (const auto& [s, path] : others) {
      const auto& other = job_.sources[s];
      if (s == file.source)
        throw Error(ExitCode::job,
                    fmt::format("{}is {}, so that each of its rows would be read twice; name every file once",
                                where_of(source, file.path),
                                path == file.path ? "named twice in files" : "the same file as " + path));
      const bool is_other_sheet = source.shape == config::Shape::xlsx && source.text.sheet != other.text.sheet;
      const bool is_other_member = source.text.member != other.text.member;
      if (file.also_read_by.empty() && !is_other_sheet && !is_other_member) file.also_read_by = other.name;
    }
    others.push_back({file.source, file.path});
  }

 private:
  struct Named {
    std::uint32_t source;
    std::string path;
  };
  const config::Job& job_;
  std::map<files::FileIdentity, std::vector<Named>> named_;
};

/// Decides who reads the file: ranks share a plain file whose dialect masks can split.
void finish_text(InputFile& file, const config::SourceConfig& source) {
  file.whole |= !dialect_of(file, source).is_plain();
  if (!file.whole && source.text.footer_lines > 0) local_leave_footer_out(file, source.text.footer_lines);
}

}  // namespace

std::unique_ptr<bytes::ByteSource> open_from_front(const InputFile& file) {
  auto source = bytes::open_compressed(file.path, file.compression, file.member);
  return file.decoding == bytes::Decoding::stream ? bytes::decoded(std::move(source), file.encoding)
                                                  : std::move(source);
}

void naming_source(const config::SourceConfig& source, const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    const std::string message = error.what();
    if (message.starts_with("source \"")) throw;
    throw Error(error.code(), fmt::format("source \"{}\", {}", source.name, message));
  }
}

std::vector<InputFile> local_examine_files(const config::Job& job, csv::ParserLimits limits) {
  std::vector<InputFile> files;
  NamedFiles named(job);
  if (job.sources.empty())
    throw Error(ExitCode::job, "the job has no source; add a [[source]] with name, files and columns");
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const auto& source = job.sources[s];
    const std::size_t first = files.size();
    for (const auto& entry : source.files) {
      for (const auto& path : files::local_expand(entry, fmt::format("source \"{}\", ", source.name))) {
        InputFile file{.source = s, .path = path};
        named.add(file);
        naming_source(source, [&] {
          if (tables::is_table(source.shape)) return examine_table(file, source, job.attributes.size());
          local_examine_text(file, source);
          if (tables::is_lines(source.shape)) return local_examine_lines(file, source, job.attributes.size(), limits);
          if (!source.has_column_names()) return;
          examine_header(file, source, job.attributes.size(), limits);
          finish_text(file, source);
        });
        files.push_back(std::move(file));
      }
    }
    if (files.size() == first) throw Error(ExitCode::input, fmt::format("source \"{}\" names no files", source.name));
    if (!source.has_column_names() && !tables::is_table(source.shape))
      naming_source(source, [&] {
        const auto of_source = std::span(files).subspan(first);
        examine_headerless(of_source, source, job.attributes.size(), limits);
        for (InputFile& file : of_source) finish_text(file, source);
      });
  }
  return files;
}

Warnings warnings_of(const config::Job& job, const std::vector<InputFile>& files) {
  Warnings warnings;
  for (const InputFile& file : files) {
    if (file.also_read_by.empty()) continue;
    const config::SourceConfig& source = job.sources[file.source];
    if (!warnings.empty() && warnings.back().text.starts_with(fmt::format("source \"{}\"", source.name))) continue;
    warnings.push_back(
        {"repeated_file", fmt::format("{}source \"{}\" reads the same file, so that its rows are records "
                                      "of both; is one of them meant to read another file?",
                                      where_of(source, file.path), file.also_read_by)});
  }
  for (const InputFile& file : files) {
    if (file.repeated_column.empty()) continue;
    const config::SourceConfig& source = job.sources[file.source];
    // Files of one source have the same columns as a rule.
    if (!warnings.empty() && warnings.back().code == "repeated_column" &&
        warnings.back().text.starts_with(fmt::format("source \"{}\"", source.name)))
      continue;
    warnings.push_back(
        {"repeated_column", fmt::format("{}several columns are called \"{}\"; the first one is read. The "
                                        "others are called \"{}_2\" and so on: name the one that is meant",
                                        where_of(source, file.path), file.repeated_column, file.repeated_column)});
  }
  return warnings;
}

std::vector<std::string> notes_on_large_files(const config::Job& job, const std::vector<InputFile>& files) {
  std::vector<std::string> notes;
  std::size_t last = job.sources.size();
  for (const InputFile& file : files) {
    const config::SourceConfig& source = job.sources[file.source];
    if (!file.whole || file.compression != bytes::Compression::none || file.size < kLargeFileBytes ||
        file.source == last || tables::is_table(source.shape))
      continue;
    last = file.source;
    const csv::Dialect dialect = dialect_of(file, source);
    const std::string why = file.decoding == bytes::Decoding::stream ? "it is in " + file.encoding
                            : dialect.delimiter.size() > 1           ? "its delimiter has several bytes"
                            : dialect.escape != '\0'                 ? "it has an escape character"
                                                                     : "it has comments";
    notes.push_back(
        fmt::format("note: {}one rank alone can read this file of {}, because {}; give it in several files, "
                    "or as UTF-8 with a delimiter of one byte and doubled quotes, and all ranks share it",
                    where_of(source, file.path), progress::human_bytes(file.size), why));
  }
  return notes;
}

void broadcast_files(const mpi::Communicator& world, std::vector<InputFile>& files, int root) {
  // Pack numbers into one array and texts into one string: two broadcasts for any number of files.
  std::vector<std::uint64_t> numbers;
  std::string texts;
  const bool packs = world.rank() == root;
  std::size_t at = 0;
  std::size_t text_at = 0;
  const auto number = [&](auto& value) {
    using Value = std::remove_reference_t<decltype(value)>;
    if (packs)
      numbers.push_back(static_cast<std::uint64_t>(value));
    else
      value = static_cast<Value>(numbers[at++]);
  };
  const auto text = [&](std::string& value) {
    std::uint64_t size = value.size();
    number(size);
    if (packs)
      texts += value;
    else
      value = texts.substr(text_at, size), text_at += size;
  };
  const auto each = [&](InputFile& file) {
    for (std::uint64_t* value : {&file.size, &file.bytes_per_unit, &file.content_begin, &file.content_line})
      number(*value);
    for (std::uint32_t* value : {&file.source, &file.num_fields, &file.empty_from}) number(*value);
    LineCounts& lines = file.lines;
    for (std::uint64_t* value :
         {&lines.all, &lines.records, &lines.quarantined, &lines.header, &lines.blank, &lines.delimiters,
          &lines.comment, &lines.skipped, &lines.footer, &lines.repeated_header, &lines.deleted})
      number(*value);
    number(file.whole);
    number(file.compression);
    number(file.decoding);
    text(file.encoding);
    text(file.member);
    number(file.line_end);
    text(file.path);
    text(file.delimiter);
    text(file.repeated_column);
    text(file.also_read_by);
    std::uint64_t num_header_lines = file.header_lines.size();
    number(num_header_lines);
    file.header_lines.resize(num_header_lines);
    for (std::string& line : file.header_lines) text(line);
    std::uint64_t num_slots = file.field_of_slot.size();
    number(num_slots);
    file.field_of_slot.resize(num_slots);
    for (std::int32_t& field : file.field_of_slot) number(field);
  };
  std::uint64_t num_files = files.size();
  if (packs) {
    number(num_files);
    for (InputFile& file : files) each(file);
  }
  world.broadcast(numbers, root);
  world.broadcast(texts, root);
  if (packs) return;
  number(num_files);
  files.assign(num_files, {});
  for (InputFile& file : files) each(file);
}

}  // namespace onefold::ingest
