// onefold profile FILE...|JOB.toml: a first look at the quality of data.
#include "profile/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "document/nearest_name.hpp"
#include "onefold/record/error.hpp"
#include "progress/format.hpp"

namespace onefold::cli {

namespace {

using profile::ColumnProfile;
using profile::TableProfile;
using progress::with_thousands;

std::string percent_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : fmt::format("{:.1f} %", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string frequencies(const std::vector<profile::Frequency>& list, std::uint64_t whole) {
  std::string text;
  for (const auto& [value, count] : list)
    text += fmt::format("{}`{}` {}", text.empty() ? "" : ", ", config::printable(value, 60), percent_of(count, whole));
  return text;
}

std::string column_text(const ColumnProfile& column, std::uint64_t num_examined) {
  std::string out = fmt::format("  {}: {} filled, {} distinct", config::printable(column.name, 60),
                                percent_of(column.num_present, num_examined), with_thousands(column.num_distinct));
  if (column.num_present > 0)
    out +=
        fmt::format(", {} to {} characters (mean {:.1f})", column.least_length, column.most_length, column.mean_length);
  if (!column.guess.empty()) out += fmt::format("; {}", column.guess);
  out += '\n';
  if (!column.shapes.empty()) out += fmt::format("    shapes: {}\n", frequencies(column.shapes, column.num_present));
  if (!column.values.empty()) out += fmt::format("    values: {}\n", frequencies(column.values, column.num_present));
  for (const auto& outcome : column.outcomes)
    out += fmt::format("    as {}.{}: {} filled, {} missing, {} dummies, {} unreadable\n", outcome.source,
                       outcome.attribute, with_thousands(outcome.filled), with_thousands(outcome.missing),
                       with_thousands(outcome.dummy), with_thousands(outcome.unreadable));
  return out;
}

std::string profile_text(const std::vector<TableProfile>& tables) {
  std::string out;
  for (const auto& table : tables) {
    out += fmt::format("{}: {} rows, {} columns", table.file, with_thousands(table.num_rows), table.columns.size());
    if (table.num_malformed > 0)
      out += fmt::format(", {} malformed rows left out", with_thousands(table.num_malformed));
    out += table.num_examined == table.num_rows
               ? "; all rows examined\n"
               : fmt::format("; a sample of {} rows examined, and all figures refer to it\n",
                             with_thousands(table.num_examined));
    for (const auto& column : table.columns) out += column_text(column, table.num_examined);
  }
  return out;
}

nlohmann::ordered_json frequency_json(const std::vector<profile::Frequency>& list, const char* name) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& [text, count] : list) out.push_back({{name, text}, {"count", count}});
  return out;
}

std::string profile_json(const std::vector<TableProfile>& tables, bool show_values) {
  auto out = nlohmann::ordered_json::array();
  for (const auto& table : tables) {
    nlohmann::ordered_json of_table = {{"file", table.file},
                                       {"rows", table.num_rows},
                                       {"malformed", table.num_malformed},
                                       {"examined", table.num_examined},
                                       {"columns", nlohmann::ordered_json::array()}};
    for (const auto& column : table.columns) {
      nlohmann::ordered_json entry = {{"name", column.name},
                                      {"filled", column.num_present},
                                      {"distinct", column.num_distinct},
                                      {"least_length", column.least_length},
                                      {"most_length", column.most_length},
                                      {"mean_length", column.mean_length},
                                      {"guess", column.guess},
                                      {"shapes", frequency_json(column.shapes, "shape")}};
      if (show_values) entry["values"] = frequency_json(column.values, "value");
      for (const auto& outcome : column.outcomes)
        entry["attributes"].push_back({{"source", outcome.source},
                                       {"attribute", outcome.attribute},
                                       {"filled", outcome.filled},
                                       {"missing", outcome.missing},
                                       {"dummy", outcome.dummy},
                                       {"unreadable", outcome.unreadable}});
      of_table["columns"].push_back(std::move(entry));
    }
    out.push_back(std::move(of_table));
  }
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void execute(const mpi::Communicator& world, const ProfileArguments& arguments) {
  const bool is_job = std::ranges::any_of(arguments.files, [](const auto& file) { return file.ends_with(".toml"); });
  if (is_job && arguments.files.size() > 1)
    throw Error(ExitCode::usage, "profile: expected one job file, or data files; found both");
  std::vector<TableProfile> tables;
  if (is_job) {
    const config::Job job = load_job(world, {.job_file = arguments.files.front()});
    mpi::run_locally(world, [&] {
      if (world.is_root()) tables = profile::profile_job(job, arguments.show_values);
    });
  } else {
    mpi::run_locally(world, [&] {
      if (world.is_root()) tables = profile::profile_files(arguments.files, arguments.show_values);
    });
  }
  print(world, [&] { return arguments.json ? profile_json(tables, arguments.show_values) : profile_text(tables); });
}

}  // namespace onefold::cli
