#include "decisions/pair_lists.hpp"

#include <fmt/format.h>

#include <charconv>

#include "csv/csv_rows.hpp"
#include "files/mapped_file.hpp"
#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::decisions {

namespace {

const std::vector<std::string>& files_of(const config::Job& job, ListKind kind) {
  if (kind == ListKind::labels) return job.model.labels;
  return kind == ListKind::must_link ? job.cluster.must_link : job.cluster.cannot_link;
}

std::vector<std::string> header_of(ListKind kind) {
  if (kind == ListKind::labels) return {"left", "right", "label"};
  return {"left", "right"};
}

class ListParser {
 public:
  ListParser(std::string_view content, const std::string& path, PairList& list, RecordNames& names)
      : rows_(content, path), list_(list), names_(names) {
    const auto header = header_of(list.kind);
    std::vector<std::string> fields;
    if (!rows_.next(fields) || fields != header)
      throw Error(ExitCode::input,
                  fmt::format("{}{}: expected the header {}", prefix_of(list.kind), path, fmt::join(header, ",")));
    list_.files.push_back(path);
    list_.num_bare_files = static_cast<std::uint32_t>(list_.files.size());
  }

  void parse() {
    std::vector<std::string> fields;
    const std::size_t num_fields = header_of(list_.kind).size();
    const auto refuse_row = [this](const std::string& what) { refuse(what); };
    while (rows_.next(fields)) {
      if (fields.size() != num_fields)
        refuse(fmt::format("expected {}; found {} fields", fmt::join(header_of(list_.kind), ","), fields.size()));
      ListedPair pair = pair_of_names(fields[0], fields[1], names_, refuse_row);
      pair.file = static_cast<std::uint32_t>(list_.files.size() - 1);
      pair.line = rows_.line();
      if (list_.kind == ListKind::labels) pair.label = label_of(fields[2]);
      list_.pairs.push_back(pair);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("{}{}: {}", prefix_of(list_.kind), rows_.place(), what));
  }

  double label_of(const std::string& text) const {
    double label = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), label);
    if (failure != std::errc{} || end != text.data() + text.size() || !(label >= 0 && label <= 1))
      refuse("expected a label from 0 (no match) to 1 (match)");
    return label;
  }

  csv::CsvRows rows_;
  PairList& list_;
  RecordNames& names_;
};

}  // namespace

std::string prefix_of(ListKind kind) {
  switch (kind) {
    case ListKind::must_link:
      return "[cluster]: must_link: ";
    case ListKind::cannot_link:
      return "[cluster]: cannot_link: ";
    case ListKind::labels:
      return "[model]: labels: ";
  }
  return {};
}

std::string PairList::place(const ListedPair& pair) const {
  return fmt::format("{} line {}", files[pair.file], pair.line);
}

std::string PairList::prefix(const ListedPair& pair) const {
  return pair.file < num_bare_files ? prefix_of(kind) : std::string(kDecisionsPrefix);
}

void parse_list(std::string_view content, const std::string& path, PairList& list, RecordNames& names) {
  ListParser(content, path, list, names).parse();
}

PairList read_list(ListKind kind, RecordNames& names) {
  PairList list{.kind = kind};
  for (const auto& path : files_of(names.job(), kind)) {
    if (const auto reason = files::why_not_regular(path); !reason.empty())
      throw Error(ExitCode::input, fmt::format("{}cannot read {}: {}", prefix_of(kind), path, reason));
    const files::MappedFile file(path, "list");
    parse_list(file.content(), path, list, names);
  }
  return list;
}

}  // namespace onefold::decisions
