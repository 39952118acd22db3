#include "ingest/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "ingest/duplicate_ids.hpp"
#include "onefold/record/error.hpp"

namespace onefold::ingest {

void require_rows(const config::Job& job, const std::vector<InputFile>& files,
                  const std::vector<SourceCounts>& sources) {
  for (std::uint32_t s = 0; s < sources.size(); ++s) {
    // A delta without rows says that nothing changed.
    if (sources[s].rows_read > 0 || job.sources[s].delta) continue;
    const auto is_of_source = [&](const InputFile& file) { return file.source == s; };
    const auto first = std::find_if(files.begin(), files.end(), is_of_source);
    const auto count = std::count_if(files.begin(), files.end(), is_of_source);
    throw Error(
        ExitCode::input,
        fmt::format(
            "source \"{}\" has no rows: {}{} {} {}; give it a file with rows, or take the source out of the job",
            job.sources[s].name, first->path, count > 1 ? fmt::format(" (and {} more)", count - 1) : "",
            count > 1 ? "hold" : "holds", job.sources[s].text.header_rows > 0 ? "a header only" : "nothing"));
  }
}

void require_few_quarantined(const mpi::Communicator& world, const config::Job& job,
                             const std::vector<InputFile>& files, const LocalCounts& local) {
  const std::uint64_t count = world.sum(local.num_quarantined);
  if (count <= job.max_quarantine) return;
  const auto is_before = [](const QuarantinedRow& a, const QuarantinedRow& b) {
    return std::tie(a.source, a.row) < std::tie(b.source, b.row);
  };
  std::vector<QuarantinedRow> local_first;
  if (!local.quarantine.empty())
    local_first.push_back(*std::min_element(local.quarantine.begin(), local.quarantine.end(), is_before));
  const auto firsts = world.gather_all(local_first);
  const QuarantinedRow& first = *std::min_element(firsts.begin(), firsts.end(), is_before);
  const InputFile& file = files[first.file];
  std::string detail;
  if (first.reason == Reason::wrong_number_of_fields && first.num_fields == file.num_fields)
    detail = fmt::format(" (it has a value beyond the {} columns that the header names)", file.empty_from);
  else if (first.reason == Reason::wrong_number_of_fields)
    detail = fmt::format(" (it has {} field{}, expected {}{})", first.num_fields, first.num_fields == 1 ? "" : "s",
                         file.num_fields, first.num_fields == 1 ? ": is the delimiter right?" : "");
  if (first.reason == Reason::stray_quote) detail = fmt::format(" ({})", describe(first.fault));
  if (first.reason == Reason::field_too_long) detail = fmt::format(" (more than {} bytes)", job.max_field_bytes);
  if (first.reason == Reason::invalid_utf8)
    detail = file.encoding.empty() ? std::string(" (other lines are UTF-8)")
                                   : fmt::format(" (bytes that the encoding {} does not have)", file.encoding);
  throw Error(ExitCode::limit,
              fmt::format("{} malformed row{}, and the job tolerates {}; the first is source \"{}\", {}:{}: {}{}; "
                          "correct the input, or set [job] "
                          "max_quarantine to go on without such rows",
                          count, count == 1 ? "" : "s", job.max_quarantine, job.sources[first.source].name, file.path,
                          first.line, name_of(first.reason), detail));
}

void require_one_line_end(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                          const LocalCounts& local) {
  std::vector<HiddenRows> local_first;
  if (local.hidden_rows) local_first.push_back(*local.hidden_rows);
  const auto firsts = world.gather_all(local_first);
  if (firsts.empty()) return;
  const auto place = [](const HiddenRows& hidden) { return std::tuple(hidden.file, hidden.line); };
  const HiddenRows& first = *std::ranges::min_element(firsts, {}, place);
  const InputFile& file = files[first.file];
  const bool is_return = file.line_end == '\n';
  throw Error(
      ExitCode::input,
      fmt::format("source \"{}\", {}:{}: {} rows stand on this line, with {} between them, while the first rows "
                  "of the file end in {}; write all its line ends alike",
                  job.sources[file.source].name, file.path, first.line, first.num_rows,
                  is_return ? "carriage returns alone" : "line feeds",
                  is_return ? "line feeds" : "carriage returns alone"));
}

void require_unique_ids(const mpi::Communicator& world, const config::Job& job, const Places& places,
                        const std::vector<QuarantinedRow>& local_quarantine, IdHashes hashes,
                        std::uint64_t max_in_flight) {
  // No structured binding here: not all compilers let C++20 lambdas capture one.
  const auto& files = places.files;
  const auto& segments = places.segments;
  const auto& numbering = places.numbering;
  const DuplicateIds found = find_duplicate_ids(world, numbering.stretches, std::move(hashes), max_in_flight);
  if (found.num_repeats == 0) return;
  const auto quarantine = quarantined_rows(world.gather_all(local_quarantine), job.sources.size());
  std::uint32_t source = 0;
  const auto place = [&](RecordId id) {
    std::size_t s = 0;
    while (id >= numbering.records_end[s]) ++s;
    const std::uint32_t file = segments[s].file;
    source = files[file].source;
    const std::uint64_t row = row_of(id, numbering.sources[source], quarantine[source]);
    return fmt::format("row {} (row {} of {})", row, row - numbering.rows_before_file[file], files[file].path);
  };
  const std::string first_place = place(found.first);
  const std::string repeat_place = place(found.repeat);
  const std::string others =
      found.num_repeats > 1 ? fmt::format("; {} rows repeat an id in all", found.num_repeats) : "";
  throw Error(
      ExitCode::input,
      fmt::format(
          "source \"{}\": {} and {} have the same id in column \"{}\"{}; remove the repeated rows, or name a column "
          "that is unique",
          job.sources[source].name, first_place, repeat_place, job.sources[source].id, others));
}

}  // namespace onefold::ingest
