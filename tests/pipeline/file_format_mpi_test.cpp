// Runs write exactly the datasets of result/dataset_list.hpp. scripts/lib/check_datasets.py compares the tables of this
// list with docs/file_format.md.
#include <fstream>
#include <map>
#include <set>

#include "onefold/result/result_reader.hpp"
#include "result/customers_table.hpp"
#include "result/dataset_list.hpp"
#include "result/edges_table.hpp"
#include "result/frequencies_table.hpp"
#include "result/patterns_table.hpp"
#include "result/record_values_table.hpp"
#include "support/small_jobs.hpp"

namespace onefold::pipeline {

using namespace onefold::test;
namespace {

// Local. Names of the datasets of a file; reports a failure for each that is not in the list or does not match it.
std::set<std::string> listed_datasets_of(const config::Job& job) {
  std::map<std::string, result::ListedDataset> list;
  for (const auto& dataset : result::list_datasets()) list[dataset.name] = dataset;
  for (const auto& attribute : job.attributes) {
    const std::string golden = result::CustomersTable::golden(attribute.name).name;
    const std::string cleansed = result::CustomersTable::cleansed(attribute.name).name;
    const result::LineageColumns lineage(attribute.name);
    list[golden] = {golden, "text"};
    for (const auto& column :
         {result::RecordValuesTable::value(attribute.name), result::RecordValuesTable::cleansed(attribute.name)})
      list[column.name] = {column.name, "text", result::Presence::optional};
    for (const auto& column :
         {result::RecordValuesTable::present(attribute.name), result::CustomersTable::golden_present(attribute.name)})
      list[column.name] = {column.name, "int8", result::Presence::optional};
    list[cleansed] = {cleansed, "text"};
    for (const auto* column : {&lineage.record, &lineage.runner_up}) list[column->name] = {column->name, "int64"};
    for (const auto* column : {&lineage.score, &lineage.distinct}) list[column->name] = {column->name, "int32"};
    list[lineage.rule.name] = {lineage.rule.name, "int8"};
    for (const auto counted : result::kAllCounted)
      for (const auto& column : {result::FrequenciesTable::key(counted, attribute.name),
                                 result::FrequenciesTable::count(counted, attribute.name)})
        list[column.name] = {column.name, "int64", result::Presence::optional};
    const std::string adjusted = result::EdgesTable::term_frequency(attribute.name).name;
    const std::string adjustment = result::TermFrequenciesTable::adjustment(attribute.name).name;
    list[adjusted] = {adjusted, "int32", result::Presence::optional};
    list[adjustment] = {adjustment, "float64", result::Presence::optional};
  }
  const result::ResultReader file(job.output);
  std::set<std::string> found;
  for (const auto& name : file.datasets()) {
    found.insert(name);
    if (list.contains(name))
      EXPECT_EQ(file.type_of(name), list[name].type) << name;
    else
      ADD_FAILURE() << name << " is in no table of src/result";
  }
  for (const auto& [name, dataset] : list)
    EXPECT_TRUE(dataset.presence == result::Presence::optional || found.contains(name)) << name;
  return found;
}

TEST(FileFormat, has_the_datasets_that_runs_write_and_no_others) {
  const ScratchFolder folder(test::world());
  write_source(folder, "a", rows_of_source(0, 240), 1);
  write_source(folder, "b", rows_of_source(1, 180), 1);
  if (test::world().is_root()) {
    std::ofstream(folder / "must.csv") << "left,right\na:id0,b:id100\n";
    std::ofstream(folder / "cannot.csv") << "left,right\na:id1,b:id1\n";
  }
  test::world().barrier();

  std::vector<config::Job> jobs;
  // The smallest set: components, without truth, dependence and term frequencies.
  auto& least = jobs.emplace_back(make_job(folder, 1, "least.h5"));
  least.cluster.method = config::ClusterMethod::components;
  for (auto& comparison : least.comparisons) comparison.term_frequency = false;
  // Everything: repair with lists, rivals, truth, dependence and term frequencies.
  auto& most = jobs.emplace_back(make_job(folder, 1, "most.h5"));
  most.sources[1].unique = true;
  most.merge.groups.push_back({.attributes = {0, 1}});
  most.cluster.method = config::ClusterMethod::repair;
  most.cluster.must_link = {folder / "must.csv"};
  most.cluster.cannot_link = {folder / "cannot.csv"};
  for (auto& source : most.sources) source.truth = "mail";
  most.cluster.threshold_rule.kind = config::ThresholdRule::Kind::best_f1;
  most.model.dependence = config::Dependence::estimated;
  most.model.dependence_minimum = 0.01;
  for (auto& comparison : most.comparisons) comparison.term_frequency = true;

  // The next month, with decisions, of sources whose records have no ids; some rows are gone.
  write_source(folder, "a", rows_of_source(0, 200), 2);
  write_source(folder, "b", rows_of_source(1, 180), 2);
  if (test::world().is_root())
    std::ofstream(folder / "decisions.csv") << "kind,left,right,attribute,value,who,when,why\n"
                                               "override,a:id0,,email,x@example.org,Ada,2026-03-01,she said so\n";
  test::world().barrier();
  auto& before = jobs.emplace_back(make_job(folder, 1, "before.h5"));
  auto& after = jobs.emplace_back(make_job(folder, 2, "after.h5"));
  after.decisions.files = {folder / "decisions.csv"};
  for (auto* job : {&before, &after}) {
    job->sources[1].id.clear();
    job->identity.naming = config::RecordNaming::content;
  }
  after.identity.previous = before.output;

  // What changed in a source since; one row deletes a record.
  jobs.push_back(make_job(folder, 1, "all.h5"));
  if (test::world().is_root())
    std::ofstream(folder / "change.csv") << "id,first,last,dob,mail,zip,changed,op\n"
                                            "id3,Ada,Smith,1960-01-11,ada@mail.example,AB1 2CD,2024-02-01,\n"
                                            "id5,,,,,,,D\n";
  test::world().barrier();
  auto& delta = jobs.emplace_back(make_job(folder, 1, "delta.h5"));
  delta.sources[0].files = {folder / "change.csv"};
  delta.sources[0].delta = true;
  delta.sources[0].deleted = "op";
  delta.sources[0].deleted_values = {"D"};
  delta.model.frozen = true;
  delta.identity.previous = folder / "all.h5";

  std::set<std::string> written;
  for (const auto& job : jobs) {
    run(test::world(), job);
    if (test::world().is_root()) written.merge(listed_datasets_of(job));
    test::world().barrier();
  }
  if (test::world().is_root()) {
    for (const auto& dataset : result::list_datasets())
      EXPECT_TRUE(written.contains(dataset.name)) << dataset.name << " was written by none of these jobs";
  }
}

}  // namespace
}  // namespace onefold::pipeline
