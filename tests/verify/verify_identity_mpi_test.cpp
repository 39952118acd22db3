// A second run whose history, forwards or crosswalk was written wrongly is found out.
#include <functional>

#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"
#include "verify/verify_result.hpp"

namespace onefold::verify {

namespace {

using test::TinyLineage;
using test::TinyResult;

struct WrongLineage {
  const char* check;
  const char* what;
  std::function<void(TinyLineage&)> change;
};

std::int64_t& count_of(TinyLineage& lineage, PinEvent event) {
  return lineage.runs.events[static_cast<std::size_t>(event)][1];
}

/// The first check that fails; empty: none.
std::string failed_check(const test::ScratchFolder& folder, const mpi::Communicator& alone, const TinyResult& tiny) {
  test::write_tiny(alone, folder / "x.h5", tiny);
  for (const auto& check : verify_result(folder / "x.h5").checks)
    if (!check.passed) return check.name;
  return "";
}

}  // namespace

TEST(VerifyIdentity, finds_wrong_histories_forwards_and_crosswalks) {
  const test::ScratchFolder folder(test::world());
  const auto alone = test::world().split(test::world().rank());
  if (!test::world().is_root()) return;
  EXPECT_EQ(failed_check(folder, alone, test::with_second_run(test::tiny_result(100))), "");
  const std::vector<WrongLineage> cases = {
      {"history", "a PIN too many", [](TinyLineage& t) { t.minted_too_many = 1; }},
      {"history", "an event twice", [](TinyLineage& t) { t.history.push_back(t.history.back()); }},
      {"history", "an event less", [](TinyLineage& t) { t.history.pop_back(); }},
      {"history", "another event", [](TinyLineage& t) { t.history.end()[-2].event = PinEvent::reinstated; }},
      {"history", "a PIN created twice", [](TinyLineage& t) { t.history.end()[-2].event = PinEvent::created; }},
      {"history", "other records before", [](TinyLineage& t) { t.history.end()[-2].records_before = 2; }},
      {"history", "other records after", [](TinyLineage& t) { t.history.end()[-2].records = 4; }},
      {"history", "records of a retired PIN", [](TinyLineage& t) { t.history.end()[-1].records = 1; }},
      {"history", "merged into nobody", [](TinyLineage& t) { t.history.end()[-1].other = 0; }},
      {"history", "a run out of order", [](TinyLineage& t) { t.history.end()[-1].run = 1; }},
      {"history", "a run too many", [](TinyLineage& t) { t.history.end()[-1].run = 3; }},
      {"history", "another count", [](TinyLineage& t) { ++count_of(t, PinEvent::grown); }},
      {"history", "another count of kept ones", [](TinyLineage& t) { ++count_of(t, PinEvent::kept); }},
      {"history", "customers that do not add up", [](TinyLineage& t) { ++t.runs.customers[0]; }},
      {"history", "a forward that leads to itself", [](TinyLineage& t) { t.retired_forward[0] = test::kMergedPin; }},
      {"history", "a forward to an unknown PIN", [](TinyLineage& t) { t.retired_forward[0] = 77; }},
      {"history", "retired in another run", [](TinyLineage& t) { t.retired_run[0] = 1; }},
      {"history", "not retired", [](TinyLineage& t) { t.retired_pin[0] = 1'000'000; }},
      {"crosswalk", "another previous PIN", [](TinyLineage& t) { t.previous_pin[3] = 1'000'000; }},
      {"crosswalk", "not there before", [](TinyLineage& t) { t.previous_pin[4] = -1; }},
      {"crosswalk", "an unknown first PIN", [](TinyLineage& t) { t.first_pin[4] = 77; }},
      {"crosswalk", "first seen later", [](TinyLineage& t) { t.first_run[4] = 2; }},
      {"crosswalk", "last seen earlier", [](TinyLineage& t) { t.last_run[4] = 1; }},
      {"crosswalk", "a row less", [](TinyLineage& t) { t.first_run.pop_back(); }},
      {"crosswalk", "nobody departed", [](TinyLineage& t) { t.runs.departed_records[1] = 0; }},
      {"crosswalk", "a PIN that is not retired", [](TinyLineage& t) { t.carried_pin[0] = 1'000'000; }},
      {"crosswalk", "a row out of range", [](TinyLineage& t) { t.carried_row[0] = 1000; }}};
  for (const auto& wrong : cases) {
    TinyResult tiny = test::with_second_run(test::tiny_result(100));
    wrong.change(tiny.lineage);
    EXPECT_EQ(failed_check(folder, alone, tiny), wrong.check) << wrong.what;
  }
}

TEST(VerifyIdentity, a_first_run_has_created_all_its_pins) {
  const test::ScratchFolder folder(test::world());
  const auto alone = test::world().split(test::world().rank());
  if (!test::world().is_root()) return;
  EXPECT_EQ(failed_check(folder, alone, test::tiny_result(100)), "");
  TinyResult tiny = test::tiny_result(100);
  tiny.lineage.minted_too_many = 1;
  EXPECT_EQ(failed_check(folder, alone, tiny), "history");
}

}  // namespace onefold::verify
