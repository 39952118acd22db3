#include "exports/export_customers.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::exports {
namespace {

class ExportCustomers : public testing::Test {
 protected:
  ExportCustomers() : folder_(test::world()), path_(folder_ / "x.h5") {
    const auto alone = world_.split(world_.rank());
    if (world_.is_root()) test::write_tiny(alone, path_, test::tiny_result(12));
    world_.barrier();
  }
  [[nodiscard]] std::string csv(const CustomerColumns& columns) const {
    std::string all;
    export_customers(result::ResultReader(path_), columns, [&](std::string_view bytes) { all += bytes; });
    return all;
  }
  const mpi::Communicator& world_ = test::world();
  test::ScratchFolder folder_;
  std::string path_;
};

TEST_F(ExportCustomers, writes_the_columns_that_are_asked_for_in_this_order) {
  if (!world_.is_root()) return;
  EXPECT_EQ(csv({{"name", "size"}, false}),
            "name,size\n\"N\xc3\xa4me, 0\",3\n\"N\xc3\xa4me, 3\",3\n,3\n\"N\xc3\xa4me, 9\",3\n");
  EXPECT_EQ(csv({{"note_origin"}, false}), "note_origin\ncrm:c:1\ncrm:c:4\nshop:s-3\nshop:s-7\n");
}

TEST_F(ExportCustomers, writes_values_as_other_systems_load_them) {
  if (!world_.is_root()) return;
  EXPECT_EQ(csv({{"name", "note"}, true}).substr(0, 38), "name,note\n\"clean N\xc3\xa4me, 0\",clean note\n");
  // A line that holds nothing but a missing value is no blank line.
  EXPECT_EQ(csv({{"name"}, true}),
            "name\n\"clean N\xc3\xa4me, 0\"\n\"clean N\xc3\xa4me, 3\"\n\"\"\n\"clean N\xc3\xa4me, 9\"\n");
}

TEST_F(ExportCustomers, describes_the_table_for_a_database) {
  if (!world_.is_root()) return;
  const result::ResultReader file(path_);
  EXPECT_EQ(
      create_table_of_customers(file, {{"pin", "weakest_link_log2", "name"}, true}, "my \"table\""),
      "CREATE TABLE \"my \"\"table\"\"\" (\n  \"pin\" text PRIMARY KEY,\n  \"weakest_link_log2\" double precision,\n"
      "  \"name\" text\n);\n");
}

TEST_F(ExportCustomers, refuse_columns_that_customers_do_not_have) {
  if (!world_.is_root()) return;
  try {
    (void)csv({{"pin", "phone"}, false});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    EXPECT_NE(std::string(error.what()).find("--columns: customers have no column phone; expected some of pin, "),
              std::string::npos);
  }
}

}  // namespace
}  // namespace onefold::exports
