#include "exports/export_csv.hpp"

#include <charconv>
#include <cmath>
#include <concepts>

#include "csv/write_field.hpp"
#include "result/read_tables.hpp"
#include "result/record_names.hpp"

namespace onefold::exports {

namespace {

constexpr std::size_t kFlushBytes = 1 << 20;

// Lines on their way to the sink.
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

// Names of a small table; an index that is not in it is an error of the file.
std::string_view name_at(const TextColumn& names, std::int64_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= names.size())
    throw Error(ExitCode::input, "the result file refers to a source, file or rule that it does not hold");
  return names[static_cast<std::size_t>(index)];
}

void export_records(const result::ResultReader& file, CsvLines& csv) {
  const bool has_truth = file.has("/records/true_id");
  for (const char* name : {"source", "source_id", "pin", "cluster_id", "row"}) csv.field(name);
  if (has_truth) csv.field("true_id");
  csv.end_line();
  const TextColumn sources = result::all_text(file, "/sources/name");
  result::for_each_slice(file.num_rows("/records/source"), [&](std::uint64_t first, std::uint64_t count) {
    const auto source = file.read_int32("/records/source", first, count);
    const auto id = file.read_text_column("/records/source_id", first, count);
    const auto pin = file.read_int64("/records/pin", first, count);
    const auto cluster = file.read_int64("/records/cluster_id", first, count);
    const auto row = file.read_int64("/records/row", first, count);
    const auto truth = has_truth ? file.read_text_column("/records/true_id", first, count) : TextColumn{};
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.field(name_at(sources, source[i])).field(id[i]).field(pin[i]).field(cluster[i]).field(row[i]);
      if (has_truth) csv.field(truth[i]);
      csv.end_line();
    }
  });
}

void export_customers(const result::ResultReader& file, CsvLines& csv) {
  const TextColumn attributes = result::all_text(file, "/attributes/name");
  for (const char* name : {"pin", "cluster_id", "size"}) csv.field(name);
  const bool has_structures = file.has("/customers/centrality");
  if (has_structures)
    for (const char* name :
         {"links", "density", "bridges", "bridge_split", "articulation_points", "weakest_link_log2", "centrality"})
      csv.field(name);
  for (std::size_t a = 0; a < attributes.size(); ++a) csv.field(attributes[a]);
  for (std::size_t a = 0; a < attributes.size(); ++a) csv.field(std::string(attributes[a]) + "_origin");
  csv.end_line();
  const result::RecordNames names(file);
  result::for_each_slice(file.num_rows("/customers/pin"), [&](std::uint64_t first, std::uint64_t count) {
    const auto pin = file.read_int64("/customers/pin", first, count);
    const auto cluster = file.read_int64("/customers/cluster_id", first, count);
    const auto size = file.read_int64("/customers/size", first, count);
    std::vector<std::int64_t> links;
    std::vector<std::int32_t> bridges, split, points;
    std::vector<double> density, weakest, centrality;
    if (has_structures) {
      links = file.read_int64("/customers/links", first, count);
      density = file.read_double("/customers/density", first, count);
      bridges = file.read_int32("/customers/bridges", first, count);
      split = file.read_int32("/customers/bridge_split", first, count);
      points = file.read_int32("/customers/articulation_points", first, count);
      weakest = file.read_double("/customers/weakest_link_log2", first, count);
      centrality = file.read_double("/customers/centrality", first, count);
    }
    std::vector<TextColumn> golden;
    std::vector<std::vector<std::int64_t>> origin;
    for (std::size_t a = 0; a < attributes.size(); ++a) {
      golden.push_back(file.read_text_column("/customers/golden/" + std::string(attributes[a]), first, count));
      origin.push_back(file.read_int64("/customers/origin/" + std::string(attributes[a]), first, count));
    }
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.field(pin[i]).field(cluster[i]).field(size[i]);
      if (has_structures) {
        // Of customers that hang on no link, or were too large to be looked at, there is no such number.
        const auto finite = [&](double number) {
          if (std::isfinite(number))
            csv.field(number);
          else
            csv.field("");
        };
        csv.field(links[i]);
        finite(density[i]);
        csv.field(bridges[i]).field(split[i]).field(points[i]);
        finite(weakest[i]);
        finite(centrality[i]);
      }
      for (const TextColumn& values : golden) csv.field(values[i]);
      for (const auto& records : origin) {
        if (records[i] == -1)
          csv.field("");
        else
          csv.record(names, records[i]);
      }
      csv.end_line();
    }
  });
}

void export_edges(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"left_source", "left_id", "right_source", "right_id", "probability"}) csv.field(name);
  const bool has_rivals = file.has("/edges/probability_among_rivals");
  if (has_rivals) csv.field("probability_among_rivals");
  for (const char* name : {"weight_log2", "rule", "link"}) csv.field(name);
  csv.end_line();
  const result::RecordNames names(file);
  const TextColumn rules = result::all_text(file, "/blocking/rule");
  const double threshold = result::single_double(file, "/cluster/threshold_weight_log2");
  result::for_each_slice(file.num_rows("/edges/left"), [&](std::uint64_t first, std::uint64_t count) {
    const auto left = file.read_int64("/edges/left", first, count);
    const auto right = file.read_int64("/edges/right", first, count);
    const auto probability = file.read_double("/edges/probability", first, count);
    const auto weight = file.read_double("/edges/weight_log2", first, count);
    const auto rule = file.read_int32("/edges/rule", first, count);
    const auto among_rivals =
        has_rivals ? file.read_double("/edges/probability_among_rivals", first, count) : std::vector<double>{};
    for (std::uint64_t i = 0; i < count; ++i) {
      csv.field(names.source(left[i])).field(names.id(left[i])).field(names.source(right[i])).field(names.id(right[i]));
      csv.field(probability[i]);
      if (has_rivals) csv.field(among_rivals[i]);
      csv.field(weight[i]).field(name_at(rules, rule[i])).field(weight[i] >= threshold ? "1" : "0").end_line();
    }
  });
}

void export_quarantine(const result::ResultReader& file, CsvLines& csv) {
  for (const char* name : {"source", "file", "line", "row", "reason"}) csv.field(name);
  csv.end_line();
  const TextColumn sources = result::all_text(file, "/sources/name");
  result::for_each_slice(file.num_rows("/quarantine/source"), [&](std::uint64_t first, std::uint64_t count) {
    const auto source = file.read_int32("/quarantine/source", first, count);
    const auto path = file.read_text_column("/quarantine/file", first, count);
    const auto line = file.read_int64("/quarantine/line", first, count);
    const auto row = file.read_int64("/quarantine/row", first, count);
    const auto reason = file.read_text_column("/quarantine/reason", first, count);
    for (std::uint64_t i = 0; i < count; ++i)
      csv.field(name_at(sources, source[i])).field(path[i]).field(line[i]).field(row[i]).field(reason[i]).end_line();
  });
}

}  // namespace

void export_csv(const result::ResultReader& file, ExportTable table, const ByteSink& sink) {
  CsvLines csv(sink);
  switch (table) {
    case ExportTable::records:
      export_records(file, csv);
      break;
    case ExportTable::customers:
      export_customers(file, csv);
      break;
    case ExportTable::edges:
      export_edges(file, csv);
      break;
    case ExportTable::quarantine:
      export_quarantine(file, csv);
      break;
  }
  csv.flush();
}

}  // namespace onefold::exports
