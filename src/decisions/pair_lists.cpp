#include "decisions/pair_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

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

// A row number in the form that the program writes: digits without leading zeros.
std::optional<std::uint64_t> row_number(std::string_view id) {
  std::uint64_t row = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), row);
  if (failure != std::errc{} || end != id.data() + id.size() || id.front() == '0') return std::nullopt;
  return row;
}

class ListParser {
 public:
  ListParser(const config::Job& job, std::string_view content, const std::string& path, PairList& list,
             SoughtRecords& sought)
      : job_(job), rows_(content, path), list_(list), sought_(sought) {
    const auto header = header_of(list.kind);
    std::vector<std::string> fields;
    if (!rows_.next(fields) || fields != header)
      throw Error(ExitCode::input,
                  fmt::format("{}{}: expected the header {}", prefix_of(list.kind), path, fmt::join(header, ",")));
    list_.files.push_back(path);
  }

  void parse() {
    std::vector<std::string> fields;
    const std::size_t num_fields = header_of(list_.kind).size();
    while (rows_.next(fields)) {
      if (fields.size() != num_fields)
        refuse(fmt::format("expected {}; found {} fields", fmt::join(header_of(list_.kind), ","), fields.size()));
      ListedPair pair{key_of(fields[0]), key_of(fields[1]), 1, static_cast<std::uint32_t>(list_.files.size() - 1),
                      rows_.line()};
      if (list_.kind == ListKind::labels) pair.label = label_of(fields[2]);
      if (pair.left == pair.right) refuse("the same record stands on both sides");
      list_.pairs.push_back(pair);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ExitCode::input, fmt::format("{}{}: {}", prefix_of(list_.kind), rows_.place(), what));
  }

  // Spaces and tabs around the name and around the colon are ignored.
  TextKey key_of(std::string_view name) {
    const auto colon = name.find(':');
    const auto source_name = csv::without_outer_blanks(name.substr(0, colon));
    const auto id =
        colon == std::string_view::npos ? std::string_view{} : csv::without_outer_blanks(name.substr(colon + 1));
    if (source_name.empty() || id.empty())
      refuse("expected records as SOURCE:ID, with the name of the source and the id in that source");
    const auto found = std::find_if(job_.sources.begin(), job_.sources.end(),
                                    [&](const auto& source) { return source.name == source_name; });
    if (found == job_.sources.end()) {
      std::vector<std::string> names;
      for (const auto& source : job_.sources) names.push_back(source.name);
      refuse(fmt::format("a record is named whose source the job does not have; its sources are {}",
                         fmt::join(names, ", ")));
    }
    const auto source = static_cast<std::uint32_t>(found - job_.sources.begin());
    const TextKey key = record_key(source, id);
    if (!found->id.empty())
      sought_.add(key);
    else if (const auto row = row_number(id))
      sought_.add_row({source, *row, key});
    return key;
  }

  double label_of(const std::string& text) const {
    double label = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), label);
    if (failure != std::errc{} || end != text.data() + text.size() || !(label >= 0 && label <= 1))
      refuse("expected a label from 0 (no match) to 1 (match)");
    return label;
  }

  const config::Job& job_;
  csv::CsvRows rows_;
  PairList& list_;
  SoughtRecords& sought_;
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

void parse_list(const config::Job& job, std::string_view content, const std::string& path, PairList& list,
                SoughtRecords& sought) {
  ListParser(job, content, path, list, sought).parse();
}

PairList read_list(const config::Job& job, ListKind kind, SoughtRecords& sought) {
  PairList list{.kind = kind};
  for (const auto& path : files_of(job, kind)) {
    if (const auto reason = files::why_not_regular(path); !reason.empty())
      throw Error(ExitCode::input, fmt::format("{}cannot read {}: {}", prefix_of(kind), path, reason));
    const files::MappedFile file(path, "list");
    parse_list(job, file.content(), path, list, sought);
  }
  return list;
}

}  // namespace onefold::decisions
