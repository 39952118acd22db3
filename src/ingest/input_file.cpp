#include "ingest/input_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "csv/byte_order_mark.hpp"
#include "ingest/column_mapping.hpp"
#include "ingest/decoded_row.hpp"
#include "ingest/examine_text.hpp"
#include "ingest/file_names.hpp"
#include "ingest/ingest.hpp"
#include "ingest/read_lines.hpp"
#include "onefold/record/error.hpp"
#include "tables/open_table.hpp"

namespace onefold::ingest {

namespace {

constexpr std::size_t kPeekBytes = 64U << 10;

std::string where_of(const config::SourceConfig& source, const std::string& path) {
  return fmt::format("source \"{}\", {}: ", source.name, path);
}

/// The first row of a file that is not a blank line.
struct FirstRow {
  std::vector<std::string> values;
  std::size_t num_fields = 0;
  std::optional<csv::Defect> defect;
  std::uint64_t next_offset = 0;
  std::uint64_t next_line = 1;
};

/// Sets content_begin to the first byte after a byte-order mark. Returns the first row, if there is one.
std::optional<FirstRow> peek(InputFile& file, csv::Dialect dialect, csv::ParserLimits limits,
                             const std::string& where) {
  const auto source = open_from_front(file);
  std::array<char, 3> start{};
  std::size_t num_start = 0;
  while (num_start < start.size()) {
    const std::size_t got = source->read(std::span(start).subspan(num_start));
    if (got == 0) break;
    num_start += got;
  }
  const std::string_view first_bytes(start.data(), num_start);
  const bool has_mark = first_bytes == csv::kByteOrderMark;
  file.content_begin = has_mark ? csv::kByteOrderMark.size() : 0;

  csv::CsvParser parser(dialect, limits, file.content_begin, 1);
  std::optional<DecodedRow> decoded;
  if (file.decoding == bytes::Decoding::values) decoded.emplace(parser, file.encoding);
  if (!has_mark && num_start > 0) {
    std::copy_n(start.begin(), num_start, parser.prepare(num_start).begin());
    parser.commit(num_start);
  }
  while (true) {
    switch (parser.next()) {
      case csv::CsvParser::Step::row: {
        if (parser.is_blank()) continue;
        FirstRow row{{},
                     parser.num_fields(),
                     decoded ? decoded->defect() : parser.defect(),
                     parser.next_offset(),
                     parser.next_line()};
        if (!row.defect)
          for (std::size_t i = 0; i < row.num_fields; ++i)
            row.values.emplace_back(decoded ? decoded->value(i) : parser.value(i));
        return row;
      }
      case csv::CsvParser::Step::need_bytes: {
        const std::size_t got = source->read(parser.prepare(kPeekBytes));
        parser.commit(got);
        if (got == 0) parser.finish();
        continue;
      }
      case csv::CsvParser::Step::cut_off:
        throw Error(
            ExitCode::input,
            fmt::format(
                "{}is cut off inside quotes: the row that begins on line {} has an opening quote without a closing one",
                where, parser.line()));
      case csv::CsvParser::Step::row_too_long:
        throw Error(ExitCode::input,
                    fmt::format("{}the row that begins on line {} has more than {} bytes; is a closing quote missing?",
                                where, parser.line(), limits.max_row_bytes));
      case csv::CsvParser::Step::end:
        return std::nullopt;
    }
  }
}

/// Reads the header and maps the columns of one file.
void examine_header(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes,
                    csv::ParserLimits limits) {
  const std::string where = where_of(source, file.path);
  const auto row = peek(file, dialect_of(source), limits, where);
  if (!row)
    throw Error(ExitCode::input,
                where + "is empty, it has no header; leave the file out, or set header = false in its [[source]]");
  if (row->defect)
    throw Error(ExitCode::input,
                fmt::format("{}the header is malformed ({}); are delimiter and quote of its [[source]] right?", where,
                            name_of(reason_of(*row->defect))));
  file.field_of_slot = map_by_name(source, num_attributes, row->values, where);
  file.num_fields = static_cast<std::uint32_t>(row->num_fields);
  file.content_begin = row->next_offset;
  file.content_line = row->next_line;
}

void examine_table(InputFile& file, const config::SourceConfig& source, std::size_t num_attributes) {
  const auto table = tables::open_table(source.shape, source.text, file.path);
  file.field_of_slot = map_by_name(source, num_attributes, table->columns(), where_of(source, file.path));
  file.num_fields = static_cast<std::uint32_t>(table->columns().size());
  file.size = table->num_units();
  file.bytes_per_unit = std::max<std::uint64_t>(1, table->bytes_per_unit());
  file.whole = file.size <= 1;
}

/// All files of a source without headers must have as many fields as the first row of the source, so the way a source
/// is split into files makes no difference.
void examine_headerless(std::span<InputFile> files, const config::SourceConfig& source, std::size_t num_attributes,
                        csv::ParserLimits limits) {
  std::uint32_t num_fields = 0;
  for (InputFile& file : files) {
    const auto row = peek(file, dialect_of(source), limits, where_of(source, file.path));
    if (row && num_fields == 0) num_fields = static_cast<std::uint32_t>(row->num_fields);
  }
  for (InputFile& file : files) {
    file.num_fields = num_fields;
    file.field_of_slot = num_fields == 0
                             ? std::vector<std::int32_t>(kFirstAttributeSlot + num_attributes, kNoField)
                             : map_by_position(source, num_attributes, num_fields, where_of(source, file.path));
  }
}

}  // namespace

std::unique_ptr<bytes::ByteSource> open_from_front(const InputFile& file) {
  auto source = bytes::open_compressed(file.path, file.compression);
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
  if (job.sources.empty())
    throw Error(ExitCode::job, "the job has no source; add a [[source]] with name, files and columns");
  for (std::uint32_t s = 0; s < job.sources.size(); ++s) {
    const auto& source = job.sources[s];
    const std::size_t first = files.size();
    for (const auto& entry : source.files) {
      for (const auto& path : local_expand(entry, fmt::format("source \"{}\", ", source.name))) {
        InputFile file{.source = s, .path = path};
        naming_source(source, [&] {
          if (tables::is_table(source.shape)) return examine_table(file, source, job.attributes.size());
          local_examine_text(file, source);
          if (tables::is_lines(source.shape))
            return local_examine_lines(file, source, job.attributes.size(), limits);
          if (source.has_column_names()) examine_header(file, source, job.attributes.size(), limits);
        });
        files.push_back(std::move(file));
      }
    }
    if (files.size() == first) throw Error(ExitCode::input, fmt::format("source \"{}\" names no files", source.name));
    if (!source.has_column_names() && !tables::is_table(source.shape))
      naming_source(
          source, [&] { examine_headerless(std::span(files).subspan(first), source, job.attributes.size(), limits); });
  }
  return files;
}

void broadcast_files(const mpi::Communicator& world, std::vector<InputFile>& files, int root) {
  // Pack numbers into one array and names into one string: two broadcasts for any number of files.
  std::vector<std::uint64_t> numbers;
  std::string names;
  if (world.rank() == root) {
    for (const auto& file : files) {
      numbers.insert(numbers.end(), {file.source, file.size, static_cast<std::uint64_t>(file.compression),
                                     file.content_begin, file.content_line, file.num_fields, file.path.size(),
                                     file.field_of_slot.size(), file.bytes_per_unit, file.whole ? 1U : 0U,
                                     static_cast<std::uint64_t>(file.decoding), file.encoding.size()});
      for (const auto field : file.field_of_slot)
        numbers.push_back(static_cast<std::uint64_t>(static_cast<std::int64_t>(field)));
      names += file.path + file.encoding;
    }
  }
  world.broadcast(numbers, root);
  world.broadcast(names, root);
  files.clear();
  std::size_t name_at = 0;
  for (std::size_t at = 0; at < numbers.size();) {
    const std::uint64_t* number = &numbers[at];
    InputFile file{static_cast<std::uint32_t>(number[0]),
                   names.substr(name_at, number[6]),
                   number[1],
                   number[8],
                   number[9] != 0,
                   static_cast<bytes::Compression>(number[2]),
                   static_cast<bytes::Decoding>(number[10]),
                   names.substr(name_at + number[6], number[11]),
                   number[3],
                   number[4],
                   static_cast<std::uint32_t>(number[5]),
                   {}};
    for (std::uint64_t i = 0; i < number[7]; ++i)
      file.field_of_slot.push_back(static_cast<std::int32_t>(static_cast<std::int64_t>(number[12 + i])));
    name_at += number[6] + number[11];
    at += 12 + number[7];
    files.push_back(std::move(file));
  }
}

}  // namespace onefold::ingest
