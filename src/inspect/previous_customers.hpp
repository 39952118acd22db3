// The customers of the previous result of a job, by their PINs. Local.
#pragma once

#include "decisions/record_names.hpp"
#include "onefold/config/job.hpp"

namespace onefold::inspect {

/// No function if the job has no previous result. The function opens the result when it is called first, and throws as
/// result::ResultReader does. A retired PIN means the customer that has most of its records now. Records are ascending
/// by source name and id; sources have the names of this job.
[[nodiscard]] decisions::PreviousCustomers previous_customers(const config::Job& job);

}  // namespace onefold::inspect
