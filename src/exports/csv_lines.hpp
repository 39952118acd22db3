// Lines of an exported table.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "csv/write_field.hpp"
#include "exports/export_csv.hpp"
#include "onefold/record/error.hpp"
#include "result/identity_tables.hpp"
#include "result/record_names.hpp"

namespace onefold::exports {

inline constexpr std::size_t kFlushBytes = 1 << 20;

/// Lines that are waiting to be passed to the sink.
class CsvLines {
 public:
  explicit CsvLines(const ByteSink& sink) : sink_(sink) {}

  CsvLines& field(std::string_view value) {
    separate();
    csv::append_field(buffer_, value);
    return *this;
  }
  template <typename Number>
  requires std::integral<Number> || std::floating_point<Number> CsvLines& field(Number value) {
    separate();
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    buffer_.append(digits, end.ptr);
    return *this;
  }
  /// A PIN as people see it; empty if there is none.
  CsvLines& pin(std::int64_t number) {
    if (number == kNoPin) return field("");
    return field(result::shown_pin(number));
  }
  /// source:source_id of a record, in one field.
  CsvLines& record(const result::RecordNames& names, std::int64_t id) {
    name_.assign(names.source(id));
    name_ += ':';
    name_ += names.id(id);
    return field(name_);
  }
  void end_line() {
    buffer_ += '\n';
    at_start_ = true;
    if (buffer_.size() >= kFlushBytes) flush();
  }
  void flush() {
    sink_(buffer_);
    buffer_.clear();
  }

 private:
  void separate() {
    if (!at_start_) buffer_ += ',';
    at_start_ = false;
  }
  const ByteSink& sink_;
  std::string buffer_;
  std::string name_;
  bool at_start_ = true;
};

/// Names from a small table. Throws if the index is outside it: then the file is damaged.
[[nodiscard]] inline std::string_view name_at(const TextColumn& names, std::int64_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= names.size())
    throw Error(ExitCode::input, "the result file refers to a source, file or rule that it does not hold");
  return names[static_cast<std::size_t>(index)];
}

}  // namespace onefold::exports
