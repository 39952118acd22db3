#include "mpi/transports.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace onefold::mpi {

namespace {

using Environment = std::map<std::string, std::string>;

std::vector<TransportSetting> settings_in(const Environment& environment) {
  return transport_settings([&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

const std::vector<TransportSetting> kAlone = {
    {"OMPI_MCA_ess_singleton_isolated", "1"}, {"OMPI_MCA_pml", "ob1"}, {"OMPI_MCA_btl", "self"}};
const std::vector<TransportSetting> kOnOneNode = {{"OMPI_MCA_pml", "ob1"}};

}  // namespace

TEST(Transports, a_process_without_launcher_starts_none) {
  EXPECT_EQ(settings_in({}), kAlone);
  EXPECT_EQ(settings_in({{"OMPI_MCA_rmaps_base_oversubscribe", "1"}}), kAlone);
}

TEST(Transports, ranks_of_one_node_share_memory) {
  EXPECT_EQ(settings_in({{"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "4"}}), kOnOneNode);
}

TEST(Transports, ranks_of_several_nodes_and_of_other_launchers_get_no_settings) {
  EXPECT_TRUE(settings_in({{"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}}).empty());
  EXPECT_TRUE(settings_in({{"OMPI_COMM_WORLD_SIZE", "4"}}).empty());
  EXPECT_TRUE(settings_in({{"PMI_RANK", "0"}, {"PMI_SIZE", "4"}}).empty());
  EXPECT_TRUE(settings_in({{"PMIX_RANK", "0"}}).empty());
}

TEST(Transports, a_choice_of_the_user_holds) {
  for (const char* name : {"OMPI_MCA_pml", "OMPI_MCA_btl", "OMPI_MCA_mtl"}) {
    EXPECT_TRUE(settings_in({{name, "cm"}}).empty()) << name;
    EXPECT_TRUE(settings_in({{"OMPI_COMM_WORLD_SIZE", "1"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "1"}, {name, "cm"}}).empty())
        << name;
  }
}

}  // namespace onefold::mpi
