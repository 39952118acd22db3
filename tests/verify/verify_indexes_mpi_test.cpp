// Wrong indexes and wrong values of records are found, whatever is wrong with them.
#include <algorithm>
#include <functional>

#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"
#include "verify/verify_result.hpp"

namespace onefold::verify {
namespace {

using test::TinyIndexes;
using test::TinyResult;

// Collective. Rank 0 writes the result. The name of the first check that fails is `expected`; empty: all pass.
void expect_failure(const test::ScratchFolder& folder, const TinyResult& tiny, const std::string& expected,
                    const char* what) {
  const auto alone = test::world().split(test::world().rank());
  if (!test::world().is_root()) return;
  test::write_tiny(alone, folder / "x.h5", tiny);
  std::string failure;
  for (const auto& check : verify_result(folder / "x.h5").checks)
    if (!check.passed && failure.empty()) failure = check.name;
  EXPECT_EQ(failure, expected) << what;
}

struct WrongIndex {
  const char* what;
  std::function<void(TinyIndexes&)> make;
};

TEST(VerifyIndexes, finds_every_kind_of_wrong_index) {
  const test::ScratchFolder folder(test::world());
  const std::vector<WrongIndex> wrong = {
      {"a member of another customer", [](auto& i) { std::swap(i.members[2], i.members[3]); }},
      {"members that do not ascend", [](auto& i) { std::swap(i.members[1], i.members[2]); }},
      {"a member twice", [](auto& i) { i.members[1] = i.members[2]; }},
      {"a member that does not exist", [](auto& i) { i.members[1] = 100; }},
      {"a negative member", [](auto& i) { i.members[1] = -1; }},
      {"an offset too large", [](auto& i) { ++i.member_offsets[1]; }},
      {"offsets that do not begin with 0",
       [](auto& i) {
         for (auto& offset : i.member_offsets) ++offset;
       }},
      {"an offset less", [](auto& i) { i.member_offsets.pop_back(); }},
      {"PINs that do not ascend",
       [](auto& i) {
         std::swap(i.pin[4], i.pin[5]);
         std::swap(i.pin_customer[4], i.pin_customer[5]);
       }},
      {"a PIN of another customer", [](auto& i) { std::swap(i.pin_customer[4], i.pin_customer[5]); }},
      {"a PIN of no customer", [](auto& i) { i.pin_customer.back() = 34; }},
      {"a PIN less", [](auto& i) { i.pin.pop_back(); }},
      {"a hash of another record", [](auto& i) { std::swap(i.source_id_record[4], i.source_id_record[5]); }},
      {"hashes that do not ascend",
       [](auto& i) {
         std::swap(i.source_id_hash[4], i.source_id_hash[5]);
         std::swap(i.source_id_record[4], i.source_id_record[5]);
       }},
      {"a record twice",
       [](auto& i) {
         i.source_id_hash[5] = i.source_id_hash[4];
         i.source_id_record[5] = i.source_id_record[4];
       }},
      {"a hash more",
       [](auto& i) {
         i.source_id_hash.push_back(i.source_id_hash.back());
         i.source_id_record.push_back(i.source_id_record.back());
       }},
  };
  for (const auto& [what, make] : wrong) {
    TinyResult tiny = test::tiny_result(100);
    tiny.indexes = test::indexes_of(tiny);
    make(*tiny.indexes);
    expect_failure(folder, tiny, "indexes", what);
  }
}

TEST(VerifyValues, finds_a_golden_value_that_its_origin_does_not_have) {
  const test::ScratchFolder folder(test::world());
  TinyResult tiny = test::tiny_result(100);
  tiny.value_name = test::values_of(tiny, tiny.golden_name, tiny.origin_name);
  expect_failure(folder, tiny, "", "values that fit");
  tiny.value_name[static_cast<std::size_t>(tiny.origin_name[0])] += " ";
  expect_failure(folder, tiny, "values", "another value");
  tiny.keeps_values = false;
  expect_failure(folder, tiny, "", "nothing to compare with");
}

TEST(VerifyValues, finds_an_element_of_an_array_that_no_member_has) {
  const test::ScratchFolder folder(test::world());
  TinyResult tiny = test::tiny_result(9);
  tiny.separator = {"", "; "};
  tiny.golden_note = {"a; b", "c", ""};
  tiny.origin_note = {1, 4, -1};
  tiny.rule_of_value[1] = {5, 5, 0};
  tiny.score_of_value[1] = {0, 0, 0};
  tiny.runner_up[1] = {-1, -1, -1};
  tiny.distinct_values[1] = {2, 1, 0};
  tiny.value_note = {"b", " a ; x", "", "", "c; d", "", "z", "", ""};
  expect_failure(folder, tiny, "", "elements of two members");
  tiny.golden_note[1] = "c; a";
  expect_failure(folder, tiny, "values", "an element of another customer");
}

}  // namespace
}  // namespace onefold::verify
