#include "mpi/transports.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "mpi/launchers.hpp"

namespace onefold::mpi {

bool TransportSetting::operator==(const TransportSetting& other) const {
  return std::string_view(name) == other.name && std::string_view(value) == other.value;
}

std::vector<TransportSetting> transport_settings(const std::function<const char*(const char*)>& value_of) {
  const auto is_set = [&](const char* name) { return value_of(name) != nullptr; };
  // mpirun --mca passes its choices to the ranks in these variables.
  for (const char* name : {"OMPI_MCA_pml", "OMPI_MCA_btl", "OMPI_MCA_mtl"})
    if (is_set(name)) return {};
  if (std::ranges::none_of(kLauncherVariables, is_set))
    return {{"OMPI_MCA_ess_singleton_isolated", "1"}, {"OMPI_MCA_pml", "ob1"}, {"OMPI_MCA_btl", "self"}};
  const char* const num_ranks = value_of("OMPI_COMM_WORLD_SIZE");
  const char* const num_on_node = value_of("OMPI_COMM_WORLD_LOCAL_SIZE");
  if (num_ranks == nullptr || num_on_node == nullptr || std::string_view(num_ranks) != num_on_node) return {};
  return {{"OMPI_MCA_pml", "ob1"}};
}

void choose_transports() {
  for (const TransportSetting& setting : transport_settings([](const char* name) { return std::getenv(name); }))
    setenv(setting.name, setting.value, 1);
}

}  // namespace onefold::mpi
