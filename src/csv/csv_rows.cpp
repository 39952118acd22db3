#include "csv/csv_rows.hpp"

#include "onefold/record/error.hpp"

namespace onefold::csv {

CsvRows::CsvRows(std::string_view content, std::string_view path) : content_(content), path_(path) {
  if (content_.starts_with("\xEF\xBB\xBF")) content_.remove_prefix(3);
  const std::string_view header = content_.substr(0, content_.find_first_of("\r\n"));
  for (const char candidate : {',', ';', '\t'})
    if (header.find(candidate) != std::string_view::npos) {
      delimiter_ = candidate;
      break;
    }
}

std::string CsvRows::place() const { return std::string(path_) + " line " + std::to_string(row_line_); }

bool CsvRows::at_line_end() const { return at_ == content_.size() || content_[at_] == '\n' || content_[at_] == '\r'; }

void CsvRows::skip_line_end() {
  if (at_ == content_.size()) return;
  if (content_[at_] == '\r') ++at_;
  if (at_ < content_.size() && content_[at_] == '\n') ++at_;
  ++line_;
}

bool CsvRows::next(std::vector<std::string>& fields) {
  fields.clear();
  while (at_ < content_.size() && at_line_end()) skip_line_end();
  if (at_ == content_.size()) return false;
  row_line_ = line_;
  fields.push_back(read_field());
  while (at_ < content_.size() && content_[at_] == delimiter_) {
    ++at_;
    fields.push_back(read_field());
  }
  skip_line_end();
  return true;
}

std::string CsvRows::read_field() {
  if (at_ < content_.size() && content_[at_] == '"') return read_quoted_field();
  const std::size_t begin = at_;
  while (!at_line_end() && content_[at_] != delimiter_) ++at_;
  return std::string(content_.substr(begin, at_ - begin));
}

std::string CsvRows::read_quoted_field() {
  std::string value;
  ++at_;
  while (at_ < content_.size()) {
    const char c = content_[at_++];
    if (c == '"') {
      if (at_ == content_.size() || content_[at_] != '"') {
        // Text between a closing quote and the delimiter is against the rules, and kept.
        while (!at_line_end() && content_[at_] != delimiter_) value += content_[at_++];
        return value;
      }
      ++at_;
    } else if (c == '\n' || (c == '\r' && (at_ == content_.size() || content_[at_] != '\n'))) {
      ++line_;
    }
    value += c;
  }
  throw Error(ExitCode::input, place() + ": a quote is opened in this row and never closed");
}

}  // namespace onefold::csv
