#include "scratch/stage_usage.hpp"

#include <sys/resource.h>

#include <fstream>
#include <string>

namespace onefold {

StageUsage usage_so_far() {
  StageUsage used;
  struct rusage own {};
  getrusage(RUSAGE_SELF, &own);
  const auto microseconds = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_usec);
  };
  used.processor_microseconds = microseconds(own.ru_utime) + microseconds(own.ru_stime);
  used.page_faults = static_cast<std::uint64_t>(own.ru_minflt + own.ru_majflt);
  std::ifstream io("/proc/self/io");
  std::string name;
  for (std::uint64_t value = 0; io >> name >> value;) {
    if (name == "rchar:") used.bytes_read = value;
    if (name == "wchar:") used.bytes_written = value;
  }
  return used;
}

}  // namespace onefold
