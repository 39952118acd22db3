#include "onefold/config/read_job.hpp"

#include <fmt/format.h>

#include "config/sections.hpp"
#include "document/document.hpp"
#include "document/text.hpp"

namespace onefold::config {

Job parse_job(std::string_view text, const std::string& file_name, const Overrides& overrides,
              const Environment& environment) {
  // 1. Make one document from the file and the command line. From here on, mistakes are collected.
  toml::table document = parse_document(text, file_name);
  Reading reading{Mistakes(file_name, text, overrides.sets), environment};
  apply_sets(document, overrides.sets, reading);

  // 2. Read its sections. Sources name attributes, and all later sections refer to these.
  Job job;
  TableReader root(reading, document, "");
  const JobDefaults defaults = read_job_section(root, reading, overrides, job);
  const auto columns = read_sources(root, reading, job);
  const auto attributes = read_attributes(root, reading, columns, job);
  settle_formats(reading, columns, attributes, job);
  settle_updated_of(reading, columns, attributes, job);
  read_cleanse(root, reading, job);
  read_reading(root, reading, attributes, job);
  read_blocking(root, reading, attributes, defaults, job);
  read_comparisons(root, reading, attributes, job);
  read_model(root, reading, attributes, job);
  read_cluster(root, reading, job);
  read_merge(root, reading, job);
  read_output(root, reading, job);
  root.report_unknown_keys();
  reading.mistakes.throw_if_any();

  // 3. Write the resolved job, for --dry-run and for the output file.
  write_resolved(job);
  return job;
}

JobDefaults read_job_section(TableReader& root, Reading& reading, const Overrides& overrides, Job& job) {
  JobDefaults defaults{BlockingRule{}.max_pairs};
  const toml::table nothing;
  const auto* table = root.read_table("job");
  if (table == nullptr && root.find("job") != nullptr) return defaults;
  TableReader section(reading, table == nullptr ? nothing : *table, "[job]");

  if (section.find("name") == nullptr)
    section.mistake("name is missing; write, for example: name = \"customers\"");
  else if (section.read("name", job.name) && job.name.empty())
    section.mistake_of("name", *section.find("name"), "expected a name, found an empty string");

  // The command line takes precedence: the file's values of these keys are then not even checked.
  const auto path_from = [&](std::string_view key, std::string_view option, const std::optional<std::string>& given,
                             std::string& path) {
    if (!given) return section.read_path(key, path);
    section.find(key);
    path = *given;
    if (path.empty() || !is_utf8(path) || path.find('\0') != std::string::npos) {
      section.mistake(fmt::format("{}: expected a path in UTF-8, not empty", option));
      return false;
    }
    return true;
  };
  const bool has_output = path_from("output", "--output", overrides.output, job.output);
  if (!has_output && !overrides.output && section.find("output") == nullptr)
    section.mistake("output is missing; write, for example: output = \"out/customers.h5\", or give --output");
  job.work_dir = job.output + ".work";
  path_from("work_dir", "--work-dir", overrides.work_dir, job.work_dir);
  section.read("overwrite", job.overwrite);
  job.overwrite = job.overwrite || overrides.overwrite;

  std::size_t task = 0;
  if (section.read_choice("task", task, kTaskNames)) job.task = static_cast<Task>(task);
  section.read("seed", job.seed, 0, INT64_MAX);
  section.read_size("memory_per_rank", job.memory_per_rank_bytes, 1ULL << 20, 1ULL << 50);
  section.read("max_quarantine", job.max_quarantine, 0, INT64_MAX);
  section.read_size("max_field_bytes", job.max_field_bytes, 1, 1ULL << 30);
  section.read("max_pairs", defaults.max_pairs, 1, INT64_MAX);
  std::uint64_t compression_level = job.compression_level;
  if (section.read("compression_level", compression_level, 0, 9))
    job.compression_level = static_cast<std::uint32_t>(compression_level);
  section.report_unknown_keys();
  return defaults;
}

void read_cleanse(TableReader& root, Reading& reading, Job& job) {
  const auto* table = root.read_table("cleanse");
  if (table == nullptr) return;
  TableReader section(reading, *table, "[cleanse]");
  section.read_paths("dummies", job.cleanse.dummy_files);
  section.read_paths("aliases", job.cleanse.alias_files);
  section.report_unknown_keys();
}

}  // namespace onefold::config
