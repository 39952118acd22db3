#include "cli/protect_inputs.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "cli/load_job.hpp"
#include "files/file_names.hpp"
#include "files/output_path.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/job_table.hpp"

namespace onefold::cli {

namespace {

// Names in a work directory have at most about 60 bytes: PRODUCT.rRANK-NUMBER.tmp.1fold.
constexpr std::size_t kLongestProductName = 96;

void add(std::vector<files::Input>& inputs, const std::vector<std::string>& paths, const std::string& what) {
  for (const auto& path : paths) inputs.push_back({path, what});
}

std::vector<files::Input> inputs_of(const config::Job& job) {
  std::vector<files::Input> inputs;
  for (const auto& source : job.sources)
    for (const auto& entry : source.files) {
      std::vector<std::string> paths;
      try {
        paths = files::files_of(entry);
      } catch (const Error&) {
        // There is no such file: nothing to protect. The code that reads it reports the mistake.
      }
      add(inputs, paths, "a file of [[source]] " + source.name);
    }
  for (const auto& source : job.sources)
    add(inputs, source.deleted_ids, "a file of deleted ids of [[source]] " + source.name);
  add(inputs, job.model.labels, "a file of labelled pairs ([model] labels)");
  add(inputs, job.cluster.must_link, "a file of pairs ([cluster] must_link)");
  add(inputs, job.cluster.cannot_link, "a file of pairs ([cluster] cannot_link)");
  add(inputs, job.decisions.files, "a file of decisions ([merge] decisions)");
  add(inputs, job.cleanse.dummy_files, "a file of dummy values ([cleanse] dummies)");
  add(inputs, job.cleanse.alias_files, "a file of aliases ([cleanse] aliases)");
  add(inputs, job.identity.lock, "a file of locked records ([merge] lock)");
  if (!job.identity.previous.empty())
    inputs.push_back({job.identity.previous, "the previous result ([merge] previous)"});
  if (!job.model.file.empty()) inputs.push_back({job.model.file, "the model ([model] file)"});
  return inputs;
}

// The same path can be written in many ways, and a file that does not exist yet has no inode to compare.
std::filesystem::path normal(const std::string& path) {
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(path, ignored);
  const auto canonical = std::filesystem::weakly_canonical(absolute, ignored);
  const auto normal = (ignored ? absolute : canonical).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

}  // namespace

void refuse_job_paths(const config::Job& job, const std::string& job_file) {
  files::refuse_unusable_output(job.output, job.overwrite);
  files::refuse_long_folder_name(job.work_dir, kLongestProductName);
  if (normal(job.output) == normal(job.work_dir))
    throw Error(ExitCode::output,
                fmt::format("output and work directory are both {}: give one of them another name", job.output));
  if (!std::filesystem::exists(job.output)) return;
  files::refuse_to_replace(job.output, std::vector<files::Input>{{job_file, "the job file"}});
  files::refuse_to_replace(job.output, inputs_of(job));
}

void refuse_inputs_of_result(const std::string& output, const std::string& result) {
  if (!std::filesystem::exists(output)) return;
  files::refuse_to_replace(output, std::vector<files::Input>{{result, "the result file"}});
  std::vector<files::Input> inputs;
  try {
    const std::string text = result::JobTable::kResolved.read_row(result::ResultReader(result), 0);
    inputs = inputs_of(config::parse_job(text, result, {}, environment_value));
  } catch (const Error&) {
    return;
  }
  files::refuse_to_replace(output, inputs);
}

}  // namespace onefold::cli
