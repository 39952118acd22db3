// Keeps --overwrite from replacing a file that the program reads. All functions are local and throw Error(output).
#pragma once

#include <string>

#include "onefold/config/job.hpp"

namespace onefold::cli {

/// Throws when a run of `job`, read from `job_file`, would replace one of its own inputs (the job file, files of
/// sources, labels, lists, dummies, aliases, the model), or cannot work because a path is too long or stands for two
/// things.
void refuse_job_paths(const config::Job& job, const std::string& job_file);

/// Throws when `output` is the result file that is read, or an input of the job that made that result. What the result
/// file cannot tell is passed over: those who read it say what is wrong with it.
void refuse_inputs_of_result(const std::string& output, const std::string& result);

}  // namespace onefold::cli
