#include <cstdio>
#include <memory>
#include <string>

#include "support/mpi_test.hpp"

namespace onefold::test {

namespace {

std::unique_ptr<mpi::Communicator> g_world;

// Only rank 0 prints as long as no test fails; failures of other ranks are sent to it and printed with their rank.
class AllRanksListener : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo&) override { failures_.clear(); }
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (result.failed())
      failures_ += std::string(result.file_name() != nullptr ? result.file_name() : "?") + ":" +
                   std::to_string(result.line_number()) + ": " + result.message() + "\n";
  }
  void OnTestEnd(const testing::TestInfo& info) override {
    const auto all = world().gather_all(failures_);
    if (!world().is_root()) return;
    for (std::size_t rank = 1; rank < all.size(); ++rank)
      if (!all[rank].empty())
        std::printf("%s.%s failed on rank %zu:\n%s", info.test_suite_name(), info.name(), rank, all[rank].c_str());
    std::fflush(stdout);
  }
  std::string failures_;
};

}  // namespace

const mpi::Communicator& world() { return *g_world; }

}  // namespace onefold::test

int main(int argc, char** argv) {
  onefold::mpi::Environment environment(&argc, &argv);
  onefold::test::g_world = std::make_unique<onefold::mpi::Communicator>(onefold::mpi::Communicator::world());
  testing::InitGoogleTest(&argc, argv);
  auto& listeners = testing::UnitTest::GetInstance()->listeners();
  if (!onefold::test::world().is_root()) delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new onefold::test::AllRanksListener);
  const bool failed = RUN_ALL_TESTS() != 0;
  const bool failed_anywhere = onefold::test::world().any(failed);
  onefold::test::g_world.reset();
  return failed_anywhere ? 1 : 0;
}
