// onefold diff OLD.h5 NEW.h5: says what has changed between two results. Rank 0 works, the others wait.
#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/protect_inputs.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "csv/write_field.hpp"
#include "files/output_path.hpp"
#include "inspect/diff_results.hpp"
#include "progress/format.hpp"
#include "result/identity_tables.hpp"
#include "result/unsealed_warning.hpp"

namespace onefold::cli {

namespace {

constexpr std::size_t kDiffBufferBytes = 1 << 20;

std::string diff_text(const DiffArguments& arguments, const inspect::ResultDiff& diff) {
  using progress::with_thousands;
  std::string out = fmt::format("{} -> {}\n", arguments.old_result, arguments.new_result);
  if (!diff.has_same_pins)
    out +=
        "the later result does not carry the PINs of the earlier one on: customers are matched by the records that "
        "they share\n";
  fmt::format_to(std::back_inserter(out), "customers: {} before, {} after\n", with_thousands(diff.customers_before),
                 with_thousands(diff.customers_after));
  const auto line = [&](std::uint64_t count, const char* what) {
    fmt::format_to(std::back_inserter(out), "{:>15}  {}\n", with_thousands(count), what);
  };
  line(diff.kept, "kept, with the same records");
  line(diff.grown, "grown: have records that they did not have");
  line(diff.shrunk, "shrunk: lost records, and have no new ones");
  line(diff.merged, "merged into another customer");
  line(diff.retired, "retired: none of their records is left");
  line(diff.split, "split from another customer");
  line(diff.created, "new: none of their records was there");
  line(diff.overridden, "overridden: a steward has set a golden value");
  out += "golden values that changed, of customers that are in both:\n";
  for (const auto& attribute : diff.attributes) line(attribute.customers, attribute.name.c_str());
  fmt::format_to(std::back_inserter(out), "{:>15} {:>15} {:>15} {:>15} {:>15}  records of source\n", "before", "after",
                 "new", "departed", "moved");
  for (const auto& source : diff.sources)
    fmt::format_to(std::back_inserter(out), "{:>15} {:>15} {:>15} {:>15} {:>15}  {}\n", with_thousands(source.before),
                   with_thousands(source.after), with_thousands(source.added), with_thousands(source.departed),
                   with_thousands(source.moved), source.name);
  return out;
}

std::string diff_json(const DiffArguments& arguments, const inspect::ResultDiff& diff) {
  nlohmann::ordered_json out = {{"old", arguments.old_result},
                                {"new", arguments.new_result},
                                {"same_pins", diff.has_same_pins},
                                {"customers_before", diff.customers_before},
                                {"customers_after", diff.customers_after},
                                {"kept", diff.kept},
                                {"grown", diff.grown},
                                {"shrunk", diff.shrunk},
                                {"merged", diff.merged},
                                {"retired", diff.retired},
                                {"split", diff.split},
                                {"created", diff.created},
                                {"overridden", diff.overridden}};
  out["golden_values_changed"] = nlohmann::ordered_json::object();
  for (const auto& attribute : diff.attributes) out["golden_values_changed"][attribute.name] = attribute.customers;
  out["sources"] = nlohmann::ordered_json::array();
  for (const auto& source : diff.sources)
    out["sources"].push_back({{"source", source.name},
                              {"before", source.before},
                              {"after", source.after},
                              {"new", source.added},
                              {"departed", source.departed},
                              {"moved", source.moved}});
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string csv_line(const inspect::CustomerChange& change, bool show_values) {
  const auto pin = [](std::int64_t number) { return number == kNoPin ? std::string() : shown_pin(number); };
  std::string line = fmt::format("{},{},{},{},{},", change.kind, pin(change.old_pin), pin(change.new_pin),
                                 change.records_before, change.records);
  csv::append_field(line, change.attribute);
  if (show_values) {
    line += ',';
    csv::append_field(line, change.before);
    line += ',';
    csv::append_field(line, change.after);
  }
  return line += '\n';
}

// Local.
void diff(const DiffArguments& arguments) {
  if (arguments.show_values && arguments.csv.empty())
    throw Error(ExitCode::usage, "--show-values writes values to a CSV file: give --csv FILE");
  std::optional<files::OutputFile> csv;
  if (!arguments.csv.empty()) {
    files::refuse_unusable_output(arguments.csv, arguments.overwrite);
    refuse_inputs_of_result(arguments.csv, arguments.old_result);
    refuse_inputs_of_result(arguments.csv, arguments.new_result);
  }
  const result::ResultReader before(arguments.old_result);
  const result::ResultReader after(arguments.new_result);
  result::warn_when_unsealed(before);
  result::warn_when_unsealed(after);
  if (!arguments.csv.empty()) {
    csv.emplace(arguments.csv, arguments.overwrite);
    csv->write(fmt::format("change,old_pin,new_pin,records_before,records,attribute{}\n",
                           arguments.show_values ? ",before,after" : ""));
  }
  std::string lines;
  const auto write_lines = [&] {
    csv->write(lines);
    lines.clear();
  };
  const auto found = inspect::diff_results(before, after, [&](const inspect::CustomerChange& change) {
    if (!csv) return;
    lines += csv_line(change, arguments.show_values);
    if (lines.size() >= kDiffBufferBytes) write_lines();
  });
  if (csv) {
    write_lines();
    csv->publish();
  }
  write_to_stdout(arguments.json ? diff_json(arguments, found) : diff_text(arguments, found));
}

}  // namespace

void execute(const mpi::Communicator& world, const DiffArguments& arguments) {
  mpi::run_locally(world, [&] {
    if (world.is_root()) diff(arguments);
  });
}

}  // namespace onefold::cli
