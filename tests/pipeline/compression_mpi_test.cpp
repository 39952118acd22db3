// The compression level of the output does not affect its content.
#include <filesystem>

#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

TEST(Compression, levels_0_and_6_give_the_same_content_digest) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  const auto job_with = [&](const std::string& level) {
    return make_job(folder, 1, "level" + level + ".h5", "compression_level = " + level + "\n");
  };
  EXPECT_EQ(run(test::world(), job_with("0")), run(test::world(), job_with("6")));
  EXPECT_EQ(job_with("0").digest_toml, job_with("6").digest_toml);
  EXPECT_NE(job_with("0").resolved_toml, job_with("6").resolved_toml);
}

}  // namespace
}  // namespace onefold::pipeline
