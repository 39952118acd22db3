#include "tables/row_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::tables {

namespace {

constexpr std::uint64_t kMagic = 0x73776f7264316f66ULL;
constexpr std::size_t kBufferBytes = 1U << 20;
constexpr std::uint8_t kNoDefect = 0xff;
constexpr std::size_t kRowHeaderBytes = 5;

struct RowFileHeader {
  std::uint64_t magic = kMagic;
  std::uint64_t num_rows = 0;
  std::uint64_t num_columns = 0;
  std::uint64_t name_bytes = 0;
  std::uint64_t num_row_bytes = 0;
};

std::uint32_t u32_at(const char* bytes) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

void append_u32(std::string& out, std::size_t value) {
  const auto narrow = static_cast<std::uint32_t>(value);
  std::array<char, sizeof narrow> bytes{};
  std::memcpy(bytes.data(), &narrow, sizeof narrow);
  out.append(bytes.data(), bytes.size());
}

/// Stands for the length of a missing value.
constexpr std::uint32_t kMissingLength = ~std::uint32_t{0};

std::string name_bytes_of(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& column : columns) append_u32(out, column.size()), out += column;
  return out;
}

template <typename T>
std::span<char> as_chars(T& value) {
  return {reinterpret_cast<char*>(&value), sizeof value};
}

std::uint64_t num_entries(std::uint64_t num_rows) { return (num_rows + kRowsPerEntry - 1) / kRowsPerEntry; }

std::uint64_t index_begin(const RowFileHeader& header) { return sizeof(RowFileHeader) + header.name_bytes; }
std::uint64_t rows_begin(const RowFileHeader& header) {
  return index_begin(header) + num_entries(header.num_rows) * sizeof(std::uint64_t);
}

RowFileHeader header_of(const RowFileShape& shape) {
  return {.num_rows = shape.num_rows,
          .num_columns = shape.columns.size(),
          .name_bytes = name_bytes_of(shape.columns).size(),
          .num_row_bytes = shape.num_row_bytes};
}

[[noreturn]] void refuse_row_file(const std::string& path) {
  throw Error(ExitCode::input, path + ": this work file is damaged; run the job again");
}

/// Reads rows [row, end) from the offset of the first one.
class RowFileReader final : public RowReader {
 public:
  RowFileReader(const std::string& path, const RowFileHeader& header, TablePart part)
      : path_(path), file_(files::PosixFile::open(path)), header_(header), row_(part.begin), end_(part.end) {
    fields_.resize(header.num_columns);
    if (row_ >= end_) return;
    std::uint64_t entry = row_ / kRowsPerEntry;
    if (!file_.read_at(index_begin(header_) + entry * sizeof entry, as_chars(at_))) refuse_row_file(path_);
    for (row_ = entry * kRowsPerEntry; row_ < part.begin;) {
      if (!next()) refuse_row_file(path_);
    }
    taken_ = 0;
  }

  bool next() override {
    if (row_ >= end_) return false;
    // 1. The bytes of the row.
    const char* bytes = need(sizeof(std::uint32_t));
    const std::uint64_t size = row_bytes(bytes);
    if (size < kRowHeaderBytes) refuse_row_file(path_);
    bytes = need(size);
    // 2. Its fields.
    defect_ = static_cast<std::uint8_t>(bytes[sizeof(std::uint32_t)]);
    std::uint64_t at = kRowHeaderBytes;
    for (std::string_view& field : fields_) {
      const std::uint64_t length = at + sizeof(std::uint32_t) > size ? size : u32_at(bytes + at);
      at += sizeof(std::uint32_t);
      if (length == kMissingLength && at <= size) {
        field = {};
        continue;
      }
      if (at + length > size) refuse_row_file(path_);
      field = {bytes + at, length};
      at += length;
    }
    row_size_ = size;
    at_ += size;
    ++row_;
    ++taken_;
    return true;
  }
  [[nodiscard]] std::size_t num_fields() const override { return fields_.size(); }
  [[nodiscard]] std::string_view value(std::size_t field) override { return fields_[field]; }
  [[nodiscard]] std::optional<csv::Defect> defect() const override {
    return defect_ == kNoDefect ? std::nullopt : std::optional(static_cast<csv::Defect>(defect_));
  }
  [[nodiscard]] std::uint64_t line() const override { return row_; }
  [[nodiscard]] std::uint64_t num_row_bytes() const override { return row_size_; }
  [[nodiscard]] std::uint64_t units_taken() const override { return taken_; }

 private:
  /// The bytes from at_ on, at least `num_bytes`.
  const char* need(std::uint64_t num_bytes) {
    const std::uint64_t file_end = rows_begin(header_) + header_.num_row_bytes;
    if (at_ + num_bytes > file_end) refuse_row_file(path_);
    if (at_ < buffer_at_ || at_ + num_bytes > buffer_at_ + buffer_.size()) {
      buffer_.resize(std::max<std::uint64_t>(num_bytes, std::min<std::uint64_t>(kBufferBytes, file_end - at_)));
      if (!file_.read_at(at_, buffer_)) refuse_row_file(path_);
      buffer_at_ = at_;
    }
    return buffer_.data() + (at_ - buffer_at_);
  }

  std::string path_;
  files::PosixFile file_;
  RowFileHeader header_;
  std::uint64_t row_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t at_ = 0;
  std::uint64_t row_size_ = 0;
  std::uint64_t taken_ = 0;
  std::uint8_t defect_ = kNoDefect;
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;
  std::vector<std::string_view> fields_;
};

class RowFileTable final : public Table {
 public:
  explicit RowFileTable(const std::string& path) : path_(path) {
    const auto file = files::PosixFile::open(path);
    if (file.size() < sizeof header_ || !file.read_at(0, as_chars(header_)) || header_.magic != kMagic ||
        header_.name_bytes > file.size())
      refuse_row_file(path_);
    std::string names(header_.name_bytes, '\0');
    if (!file.read_at(sizeof header_, names)) refuse_row_file(path_);
    std::size_t at = 0;
    for (std::uint64_t c = 0; c < header_.num_columns; ++c) {
      if (at + sizeof(std::uint32_t) > names.size()) refuse_row_file(path_);
      const std::size_t length = u32_at(names.data() + at);
      at += sizeof(std::uint32_t);
      if (at + length > names.size()) refuse_row_file(path_);
      columns_.push_back(names.substr(at, length));
      at += length;
    }
  }
  [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
  [[nodiscard]] std::uint64_t num_units() const override { return header_.num_rows; }
  [[nodiscard]] std::uint64_t bytes_per_unit() const override {
    return header_.num_rows == 0 ? 1 : header_.num_row_bytes / header_.num_rows;
  }
  [[nodiscard]] std::unique_ptr<RowReader> read(TablePart part, const std::vector<std::size_t>&) override {
    part.end = std::min(part.end, header_.num_rows);
    return std::make_unique<RowFileReader>(path_, header_, part);
  }

 private:
  std::string path_;
  RowFileHeader header_;
  std::vector<std::string> columns_;
};

}  // namespace

void append_row(std::string& out, std::span<const std::string_view> values, std::optional<csv::Defect> defect) {
  std::uint64_t size = 1;
  for (const std::string_view value : values) size += sizeof(std::uint32_t) + value.size();
  if (size > std::numeric_limits<std::uint32_t>::max() / 2)
    throw Error(ExitCode::input, "a row of the query has more than 2 GiB; select fewer columns");
  append_u32(out, size);
  out += static_cast<char>(defect ? static_cast<std::uint8_t>(*defect) : kNoDefect);
  for (const std::string_view value : values) {
    append_u32(out, value.data() == nullptr ? kMissingLength : value.size());
    out += value;
  }
}

std::uint64_t row_bytes(const char* bytes) { return sizeof(std::uint32_t) + std::uint64_t{u32_at(bytes)}; }

std::string_view first_value(const char* bytes) {
  const std::uint32_t length = u32_at(bytes + kRowHeaderBytes);
  if (length == kMissingLength) return {};
  return {bytes + kRowHeaderBytes + sizeof(std::uint32_t), length};
}

void RowFileWriter::create(const std::string& path, const RowFileShape& shape) {
  auto file = files::PosixFile::create(path);
  RowFileHeader header = header_of(shape);
  file.write(as_chars(header));
  file.write(name_bytes_of(shape.columns));
  file.close(false);
}

RowFileWriter::RowFileWriter(const std::string& path, const RowFileShape& shape, std::uint64_t first_row,
                             std::uint64_t first_byte)
    : file_(files::PosixFile::reopen(path)), next_row_(first_row), first_entry_(num_entries(first_row)) {
  const RowFileHeader header = header_of(shape);
  index_at_ = index_begin(header);
  at_ = rows_begin(header) + first_byte;
  buffer_at_ = at_;
}

void RowFileWriter::write(std::string_view row) {
  if (next_row_ % kRowsPerEntry == 0) entries_.push_back(at_);
  if (buffer_.size() + row.size() > kBufferBytes) flush();
  buffer_ += row;
  at_ += row.size();
  ++next_row_;
}

void RowFileWriter::flush() {
  file_.write_at(buffer_at_, buffer_);
  buffer_at_ += buffer_.size();
  buffer_.clear();
}

void RowFileWriter::finish() {
  flush();
  if (!entries_.empty())
    file_.write_at(index_at_ + first_entry_ * sizeof(std::uint64_t),
                   {reinterpret_cast<const char*>(entries_.data()), entries_.size() * sizeof(std::uint64_t)});
  file_.close(false);
}

std::unique_ptr<Table> open_row_file(const std::string& path) { return std::make_unique<RowFileTable>(path); }

}  // namespace onefold::tables
