#include "inspect/job_of_result.hpp"

#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "result/job_table.hpp"

namespace onefold::inspect {

std::optional<config::Job> job_of(const result::ResultReader& file) {
  if (!result::JobTable::kResolved.is_in(file)) return std::nullopt;
  try {
    return config::parse_job(result::JobTable::kResolved.read_row(file, 0), file.path());
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace onefold::inspect
