#include "exports/export_csv.hpp"
#include "onefold/record/pin.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::exports {
namespace {

std::vector<std::string> lines_of(const std::string& path, ExportTable table) {
  std::string all;
  export_csv(result::ResultReader(path), table, [&](std::string_view bytes) { all += bytes; });
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = all.find('\n', begin);
    lines.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// 12 records: crm has 0 .. 3 (rows 1 .. 4), shop has 4 .. 11 (rows 1 .. 4, 6 .. 9).
class ExportCsv : public testing::Test {
 protected:
  ExportCsv() : folder_(test::world()), path_(folder_ / "x.h5") {
    const auto alone = world_.split(world_.rank());
    if (world_.is_root()) test::write_tiny(alone, path_, test::tiny_result(12));
    world_.barrier();
  }
  const mpi::Communicator& world_ = test::world();
  test::ScratchFolder folder_;
  std::string path_;
};

TEST_F(ExportCsv, exports_its_tables_as_csv) {
  if (!world_.is_root()) return;
  const auto records = lines_of(path_, ExportTable::records);
  ASSERT_EQ(records.size(), 13U);
  EXPECT_EQ(records[0], "source,source_id,pin,cluster_id,row,true_id");
  EXPECT_EQ(records[1], "crm,c:1," + pin_text(1'000'000) + ",0,1,t0");
  EXPECT_EQ(records[9], "shop,s-6," + pin_text(1'000'042) + ",6,6,t6");

  const auto customers = lines_of(path_, ExportTable::customers);
  ASSERT_EQ(customers.size(), 5U);
  EXPECT_EQ(customers[0],
            "pin,cluster_id,size,links,density,bridges,bridge_split,articulation_points,weakest_link_log2,centrality,"
            "name,note,name_origin,note_origin");
  EXPECT_EQ(customers[1], pin_text(1'000'000) + ",0,3,2,0.6666666666666666,2,1,1,4.5,1,\"N\xc3\xa4me, 0\",note,crm:c:3,crm:c:1");
  EXPECT_EQ(customers[3], pin_text(1'000'042) + ",6,3,2,0.6666666666666666,2,1,1,4.5,1,,note,,shop:s-3")
      << "a missing value has no origin";

  const auto edges = lines_of(path_, ExportTable::edges);
  EXPECT_EQ(edges[0], "left_source,left_id,right_source,right_id,probability,weight_log2,rule,link");
  EXPECT_EQ(edges[1], "crm,c:1,crm,c:2,0.989072192895632,6.5,surname + year(birth_date),1");
  EXPECT_EQ(edges[2], "crm,c:1,crm,c:3,0.7708306705345105,1.75,surname + year(birth_date),0");

  // A first run: all records and PINs are new.
  const auto crosswalk = lines_of(path_, ExportTable::crosswalk);
  ASSERT_EQ(crosswalk.size(), 13U);
  EXPECT_EQ(crosswalk[0], "source,source_id,pin,previous_pin,first_pin,first_run,last_run,deleted");
  EXPECT_EQ(crosswalk[9], "shop,s-6," + pin_text(1'000'042) + ",," + pin_text(1'000'042) + ",1,1,0");
  const auto history = lines_of(path_, ExportTable::history);
  ASSERT_EQ(history.size(), 5U);
  EXPECT_EQ(history[1], "1," + pin_text(1'000'000) + ",created,0,3,");
  EXPECT_EQ(lines_of(path_, ExportTable::forwards), (std::vector<std::string>{"pin,forward_pin,retired_in_run"}));

  const auto quarantine = lines_of(path_, ExportTable::quarantine);
  ASSERT_EQ(quarantine.size(), 2U);
  EXPECT_EQ(quarantine[0], "source,file,line,row,reason,last_line");
  EXPECT_EQ(quarantine[1], "shop,shop.csv,6,5,stray_quote,6");
}

TEST_F(ExportCsv, of_a_second_run_shows_what_became_of_records_and_pins) {
  const auto alone = world_.split(world_.rank());
  if (!world_.is_root()) return;
  const std::string path = folder_ / "second.h5";
  test::write_tiny(alone, path, test::with_second_run(test::tiny_result(12)));
  const std::string p = pin_text(1'000'000);
  const std::string q = pin_text(test::kMergedPin);
  const auto crosswalk = lines_of(path, ExportTable::crosswalk);
  ASSERT_EQ(crosswalk.size(), 14U);
  EXPECT_EQ(crosswalk[3], "crm,c:3," + p + "," + q + "," + q + ",1,2,0");
  EXPECT_EQ(crosswalk[13], "crm,gone," + p + "," + p + "," + p + ",1,1,1");
  const auto history = lines_of(path, ExportTable::history);
  EXPECT_EQ(history[6], "2," + q + ",merged_into,1,0," + p);
  EXPECT_EQ(lines_of(path, ExportTable::forwards)[1], q + "," + p + ",2");
}

}  // namespace
}  // namespace onefold::exports
