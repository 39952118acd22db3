// Wrong indexes and wrong values of records are found, whatever is wrong with them.
#include <algorithm>
#include <functional>

#include "inspect/verify_result.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::inspect {
namespace {

using test::TinyIndexes;
using test::TinyResult;

// Rank 0 writes the result and returns the name of the first check that fails; empty if all pass.
std::string first_failure(const test::ScratchFolder& folder, const TinyResult& tiny) {
  const auto alone = test::world().split(test::world().rank());
  if (!test::world().is_root()) return {};
  test::write_tiny(alone, folder / "x.h5", tiny);
  for (const auto& check : verify_result(folder / "x.h5").checks)
    if (!check.passed) return check.name;
  return {};
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
    const std::string failure = first_failure(folder, tiny);
    if (test::world().is_root()) {
      EXPECT_EQ(failure, "indexes") << what;
    }
  }
}

TEST(VerifyValues, finds_a_golden_value_that_its_origin_does_not_have) {
  const test::ScratchFolder folder(test::world());
  TinyResult tiny = test::tiny_result(100);
  tiny.value_name = test::values_of(tiny, tiny.golden_name, tiny.origin_name);
  std::string failure = first_failure(folder, tiny);
  if (test::world().is_root()) {
    EXPECT_EQ(failure, "");
  }
  tiny.value_name[static_cast<std::size_t>(tiny.origin_name[0])] += " ";
  failure = first_failure(folder, tiny);
  if (test::world().is_root()) {
    EXPECT_EQ(failure, "values");
  }
  tiny.keeps_values = false;
  failure = first_failure(folder, tiny);
  if (test::world().is_root()) {
    EXPECT_EQ(failure, "") << "nothing to compare with";
  }
}

TEST(VerifyValues, finds_an_element_of_an_array_that_no_member_has) {
  const test::ScratchFolder folder(test::world());
  TinyResult tiny = test::tiny_result(9);
  tiny.separator = {"", "; "};
  tiny.golden_note = {"a; b", "c", ""};
  tiny.origin_note = {1, 4, -1};
  tiny.value_note = {"b", " a ; x", "", "", "c; d", "", "z", "", ""};
  std::string failure = first_failure(folder, tiny);
  if (test::world().is_root()) {
    EXPECT_EQ(failure, "") << "elements of two members";
  }
  tiny.golden_note[1] = "c; a";
  failure = first_failure(folder, tiny);
  if (test::world().is_root()) {
    EXPECT_EQ(failure, "values") << "an element of another customer";
  }
}

}  // namespace
}  // namespace onefold::inspect
