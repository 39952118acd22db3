// onefold run JOB.toml: reads the sources, matches, merges, writes one HDF5 file.
#include "onefold/pipeline/run.hpp"

#include <fmt/format.h>

#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/protect_inputs.hpp"
#include "cli/reading_report.hpp"
#include "cli/standard_output.hpp"
#include "cli/verbs.hpp"
#include "progress/format.hpp"

namespace onefold::cli {

namespace {

std::string reason_of(const pipeline::RunSummary& s) {
  if (!s.threshold_reason.empty()) return s.threshold_reason;
  if (!s.expected_precision) return "as the job says";
  return fmt::format("as the job says; by the model: expected precision {:.4f}, recall {:.4f}", *s.expected_precision,
                     *s.expected_recall);
}

/// "3 lines are no rows: 2 of delimiters only, 1 comment\n"; empty if there are none.
std::string lines_left_out(const pipeline::RunSummary::LinesLeftOut& lines) {
  using progress::with_thousands;
  const std::uint64_t sum = lines.delimiters + lines.comment + lines.skipped + lines.footer + lines.repeated_header;
  if (sum == 0) return "";
  std::string parts;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", with_thousands(count), what);
  };
  add(lines.delimiters, "of delimiters or blanks only");
  add(lines.comment, "of comments");
  add(lines.skipped, "above the header");
  add(lines.footer, "below the last row");
  add(lines.repeated_header, "equal to the header");
  return fmt::format("{} {} left out as no row: {}\n", with_thousands(sum), sum == 1 ? "line is" : "lines are", parts);
}

std::string text_of(const pipeline::RunSummary& s, const config::Job& job) {
  using progress::with_thousands;
  std::string out =
      fmt::format("{} records of {} rows are {} customers, the largest of {} records ({} rows in quarantine)\n",
                  with_thousands(s.num_records), with_thousands(s.num_rows_read), with_thousands(s.num_customers),
                  with_thousands(s.largest_customer), with_thousands(s.num_quarantined));
  out += lines_left_out(s.lines_left_out);
  if (s.delta)
    fmt::format_to(std::back_inserter(out),
                   "delta: {} records new, {} changed, {} deleted, {} unchanged; {} edges of unchanged records kept\n",
                   with_thousands(s.delta->records_new), with_thousands(s.delta->records_changed),
                   with_thousands(s.delta->records_deleted), with_thousands(s.delta->records_unchanged),
                   with_thousands(s.delta->edges_carried));
  if (s.pins)
    fmt::format_to(std::back_inserter(out),
                   "PINs: {} kept, {} grown, {} shrunk, {} merged, {} retired; {} created, {} split off, {} "
                   "reinstated; {} records moved to another customer\n",
                   with_thousands(s.pins->kept), with_thousands(s.pins->grown), with_thousands(s.pins->shrunk),
                   with_thousands(s.pins->merged_into), with_thousands(s.pins->retired),
                   with_thousands(s.pins->created), with_thousands(s.pins->split_from),
                   with_thousands(s.pins->reinstated), with_thousands(s.pins->moved_records));
  if (s.num_customers_on_a_bridge > 0)
    fmt::format_to(std::back_inserter(out),
                   "{} customers depend on one link with two or more records on each side (/customers/bridge_split)\n",
                   with_thousands(s.num_customers_on_a_bridge));
  fmt::format_to(std::back_inserter(out), "{} candidate pairs, {} edges, {} of them links\n",
                 with_thousands(s.num_candidate_pairs), with_thousands(s.num_edges), with_thousands(s.num_links));
  fmt::format_to(std::back_inserter(out), "threshold {}: {}\n", s.threshold, reason_of(s));
  if (s.expected_completeness)
    fmt::format_to(std::back_inserter(out),
                   "the blocking rules propose an estimated {:.4f} of all matches, by capture and recapture\n",
                   *s.expected_completeness);
  fmt::format_to(std::back_inserter(out), "result: {}\ncontent digest: {}\n", s.output, s.content_digest);
  out += reading_text(job, s.reading);
  for (const auto& warning : s.warnings)
    fmt::format_to(std::back_inserter(out), "warning {}: {}\n", warning.code, warning.text);
  return out;
}

std::string json_of(const pipeline::RunSummary& summary, const config::Job& job, int num_ranks,
                    const std::string& statistics) {
  nlohmann::ordered_json out;
  out["output"] = summary.output;
  out["content_digest"] = summary.content_digest;
  out["rows_read"] = summary.num_rows_read;
  out["records"] = summary.num_records;
  out["quarantined"] = summary.num_quarantined;
  const auto& lines = summary.lines_left_out;
  out["lines_left_out"] = {{"delimiters", lines.delimiters},
                           {"comment", lines.comment},
                           {"skipped", lines.skipped},
                           {"footer", lines.footer},
                           {"repeated_header", lines.repeated_header}};
  out["candidate_pairs"] = summary.num_candidate_pairs;
  out["edges"] = summary.num_edges;
  out["links"] = summary.num_links;
  out["customers"] = summary.num_customers;
  out["largest_customer"] = summary.largest_customer;
  out["customers_on_a_bridge"] = summary.num_customers_on_a_bridge;
  if (summary.delta)
    out["delta"] = {{"records_new", summary.delta->records_new},
                    {"records_changed", summary.delta->records_changed},
                    {"records_unchanged", summary.delta->records_unchanged},
                    {"records_deleted", summary.delta->records_deleted},
                    {"unknown_deletions", summary.delta->unknown_deletions},
                    {"edges_carried", summary.delta->edges_carried},
                    {"edges_dropped", summary.delta->edges_dropped},
                    {"pairs_scored", summary.num_candidate_pairs}};
  if (summary.delta && summary.delta->drift) {
    const auto& drift = *summary.delta->drift;
    out["delta"]["drift"] = {{"threshold", drift.threshold},
                             {"links", drift.links},
                             {"links_gained", drift.links_gained},
                             {"links_lost", drift.links_lost},
                             {"largest_change_log2", drift.largest_change_log2},
                             {"largest_comparison", drift.largest_comparison}};
  }
  if (summary.pins)
    out["pins"] = {{"kept", summary.pins->kept},
                   {"grown", summary.pins->grown},
                   {"shrunk", summary.pins->shrunk},
                   {"merged_into", summary.pins->merged_into},
                   {"retired", summary.pins->retired},
                   {"created", summary.pins->created},
                   {"split_from", summary.pins->split_from},
                   {"reinstated", summary.pins->reinstated},
                   {"overridden", summary.pins->overridden},
                   {"moved_records", summary.pins->moved_records}};
  out["threshold"] = summary.threshold;
  out["threshold_reason"] = summary.threshold_reason.empty() ? "as the job says" : summary.threshold_reason;
  if (summary.expected_precision) out["expected_precision"] = *summary.expected_precision;
  if (summary.expected_recall) out["expected_recall"] = *summary.expected_recall;
  if (summary.expected_completeness) out["expected_completeness"] = *summary.expected_completeness;
  out["warnings"] = nlohmann::ordered_json::array();
  for (const auto& warning : summary.warnings)
    out["warnings"].push_back({{"code", warning.code}, {"text", warning.text}});
  out["reading"] = reading_json(job, summary.reading, summary.files);
  out["ranks"] = num_ranks;
  out["statistics"] = nlohmann::ordered_json::parse(statistics);
  return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

void execute(const mpi::Communicator& world, const RunArguments& arguments) {
  const config::Job job = load_job(world, arguments.job);
  if (arguments.dry_run) return print(world, [&] { return job.resolved_toml; });
  mpi::run_locally(world, [&] {
    if (world.is_root()) refuse_job_paths(job, arguments.job.job_file);
  });
  progress::Progress progress(progress::options_for_stderr(world.is_root(), arguments.quiet || arguments.json));
  progress::Statistics statistics;
  const auto summary = pipeline::run_job(world, job, progress, statistics, {.strict = arguments.strict});
  statistics.finish(world);
  print(
      world,
      [&] { return arguments.json ? json_of(summary, job, world.size(), statistics.json()) : text_of(summary, job); },
      fmt::format("the result {} is complete", summary.output));
}

}  // namespace onefold::cli
