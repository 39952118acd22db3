// Keeps --overwrite from replacing a file that the program reads. All functions are local and throw Error(output).
#pragma once

#include <string>

#include "onefold/config/job.hpp"

namespace onefold::cli {

/// Throws if a run of `job`, read from `job_file`, would replace one of its own inputs (the job file, files of sources,
/// labels, lists, dummies, aliases, the model), if a path is too long, or if one path is used for two purposes.
void refuse_job_paths(const config::Job& job, const std::string& job_file);

/// Throws if `output` is the result file that is read, or an input of the job that made that result. Does not report a
/// damaged result file: the code that reads it does.
void refuse_inputs_of_result(const std::string& output, const std::string& result);

}  // namespace onefold::cli
