// A delta gives the same customers, PINs, golden records and edges as a run over all rows with the same model.
#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "onefold/record/error.hpp"
#include "onefold/result/result_reader.hpp"
#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/delta_table.hpp"
#include "result/edge_scores.hpp"
#include "result/edges_table.hpp"
#include "result/identity_tables.hpp"
#include "result/record_names.hpp"
#include "result/record_values_table.hpp"
#include "support/small_jobs.hpp"
#include "verify/verify_result.hpp"

namespace onefold::pipeline {

using namespace onefold::test;

namespace {

/// The rows of a source by their id, without the id.
using SourceRows = std::map<std::string, std::string>;
/// What changes in a source from one month to the next.
struct MonthOfSource {
  SourceRows rows;   ///< all of them, as they are then
  SourceRows given;  ///< new and changed ones
  std::vector<std::string> deleted;
};
using Month = std::map<std::string, MonthOfSource>;

SourceRows first_rows(std::uint64_t source, std::size_t count) {
  SourceRows rows;
  for (const std::string& row : rows_of_source(source, count)) {
    const auto comma = row.find(',');
    rows[row.substr(0, comma)] = row.substr(comma + 1);
  }
  return rows;
}

/// Numbers out of a hundred rows that change, are deleted and come.
struct Rates {
  std::uint64_t changed = 0, deleted = 0, added = 0;
};

Month next_month(const Month& before, const Rates& rates, std::uint64_t seed) {
  Month after;
  std::uint64_t source = 0;
  for (const auto& [name, month] : before) {
    MonthOfSource& next = after[name];
    // Values of other rows, so that records move between customers.
    const SourceRows others = first_rows(seed % 7 + source, 400);
    std::uint64_t n = mix(seed, ++source);
    const auto value = [&] { return std::next(others.begin(), static_cast<std::ptrdiff_t>(mix(n, 5) % 400))->second; };
    for (const auto& [id, row] : month.rows) {
      const std::uint64_t lot = mix(++n, 1) % 100;
      if (lot < rates.deleted) {
        next.deleted.push_back(id);
      } else if (lot < rates.deleted + rates.changed) {
        next.rows[id] = next.given[id] = value();
      } else {
        next.rows[id] = row;
      }
    }
    for (std::uint64_t i = 0; i < month.rows.size() * rates.added / 100; ++i, ++n) {
      const std::string id = "n" + std::to_string(seed) + "-" + std::to_string(i);
      next.rows[id] = next.given[id] = value();
    }
  }
  return after;
}

/// How the deltas of a job say what is deleted, and which sources are deltas.
struct Form {
  std::vector<std::string> deltas = {"a", "b"};
  bool lists_deletions = false;  ///< in a file of ids, not in a column
};

/// Everything that must not depend on how the rows came in, by names of records.
struct Picture {
  std::map<std::string, std::int64_t> pins;
  std::map<std::int64_t, std::vector<std::string>> golden;
  std::map<std::pair<std::string, std::string>, std::tuple<double, std::size_t>> edges;
  std::map<std::pair<std::string, std::string>, std::int64_t> cuts;
  std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> history;
  std::vector<std::pair<std::int64_t, std::int64_t>> retired;
  std::map<std::string, std::vector<std::string>> values;
};

const std::vector<std::string> kAttributes = {"given_name", "surname", "birth_date", "email", "postcode"};

Picture picture_of(const std::string& path) {
  Picture out;
  const result::ResultReader file(path);
  const result::RecordNames names(file);
  const auto name = [&](std::int64_t record) {
    return record < 0 ? std::string() : std::string(names.source(record)) + ":" + std::string(names.id(record));
  };
  const auto pins = result::RecordsTable::kPin.read_all(file);
  for (std::size_t i = 0; i < pins.size(); ++i) out.pins[name(static_cast<std::int64_t>(i))] = pins[i];
  const auto customers = result::CustomersTable::kPin.read_all(file);
  const auto updated = result::RecordValuesTable::kUpdated.read_all(file);
  for (std::size_t i = 0; i < pins.size(); ++i)
    out.values[name(static_cast<std::int64_t>(i))].push_back(std::to_string(updated[i]));
  for (const std::string& attribute : kAttributes) {
    const result::LineageColumns lineage(attribute);
    const auto golden = result::CustomersTable::golden(attribute).read_all(file);
    const auto cleansed = result::CustomersTable::cleansed(attribute).read_all(file);
    const auto record = lineage.record.read_all(file), runner_up = lineage.runner_up.read_all(file);
    for (std::size_t c = 0; c < customers.size(); ++c)
      for (const std::string& text :
           {std::string(golden[c]), std::string(cleansed[c]), name(record[c]), name(runner_up[c])})
        out.golden[customers[c]].push_back(text);
    const auto values = result::RecordValuesTable::value(attribute).read_all(file);
    for (std::size_t i = 0; i < pins.size(); ++i)
      out.values[name(static_cast<std::int64_t>(i))].emplace_back(values[i]);
  }
  const auto left = result::EdgesTable::kLeft.read_all(file), right = result::EdgesTable::kRight.read_all(file);
  const auto scores = result::EdgeScoring(file).read(0, left.size());
  for (std::size_t e = 0; e < left.size(); ++e)
    out.edges[std::minmax(name(left[e]), name(right[e]))] = {scores.weight_log2[e],
                                                             static_cast<std::size_t>(scores.rule[e])};
  const auto pin = result::HistoryTable::kPin.read_all(file), other = result::HistoryTable::kOther.read_all(file);
  const auto event = result::HistoryTable::kEvent.read_all(file);
  for (std::size_t i = 0; i < pin.size(); ++i) out.history.emplace_back(pin[i], event[i], other[i]);
  const auto gone = result::RetiredTable::kPin.read_all(file), forward = result::RetiredTable::kForward.read_all(file);
  for (std::size_t i = 0; i < gone.size(); ++i) out.retired.emplace_back(gone[i], forward[i]);
  if (!result::CutsTable::kLeft.is_in(file)) return out;
  const auto cut_left = result::CutsTable::kLeft.read_all(file), cut_right = result::CutsTable::kRight.read_all(file);
  const auto reason = result::CutsTable::kReason.read_all(file);
  for (std::size_t i = 0; i < cut_left.size(); ++i)
    out.cuts[std::minmax(name(cut_left[i]), name(cut_right[i]))] = static_cast<std::int64_t>(reason[i]);
  return out;
}

/// One message for the first difference: whole pictures are too long to read.
template <typename Map>
void expect_same(const Map& delta, const Map& full, const std::string& what) {
  EXPECT_EQ(delta.size(), full.size()) << what;
  std::size_t num_different = 0;
  for (auto a = delta.begin(), b = full.begin(); a != delta.end() && b != full.end(); ++a, ++b)
    if (*a != *b && ++num_different == 1)
      ADD_FAILURE() << what << ": " << ::testing::PrintToString(*a) << " instead of " << ::testing::PrintToString(*b);
  EXPECT_EQ(num_different, 0U) << what;
}

void expect_equal(const Picture& delta, const Picture& full) {
  expect_same(delta.values, full.values, "values");
  expect_same(delta.edges, full.edges, "edges");
  expect_same(delta.cuts, full.cuts, "cuts");
  expect_same(delta.pins, full.pins, "pins");
  expect_same(delta.golden, full.golden, "golden");
  expect_same(delta.history, full.history, "history");
  expect_same(delta.retired, full.retired, "retired");
}

class Deltas : public ::testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] static bool is_delta(const Form& form, const std::string& source) {
    return std::ranges::find(form.deltas, source) != form.deltas.end();
  }

  /// A job over all rows, or, with a form, over what changed.
  [[nodiscard]] config::Job job(const std::string& output, const Month& month, const std::string& previous = "",
                                const Form* form = nullptr, const std::string& more = "") const {
    std::string text = "[job]\nname = \"t\"\noutput = \"" + path(output + ".h5") + "\"\n";
    for (const auto& [name, of_source] : month) {
      const bool delta = form != nullptr && is_delta(*form, name);
      write(output + "_" + name, delta ? of_source.given : of_source.rows,
            delta ? of_source.deleted : std::vector<std::string>{}, form);
      text += "[[source]]\nname = \"" + name + "\"\nfiles = \"" + path(output + "_" + name + ".csv") +
              "\"\nid = \"id\"\nupdated = \"changed\"\ncolumns = { given_name = \"first\", surname = \"last\", "
              "birth_date = \"dob\", email = \"mail\", postcode = \"zip\" }\n";
      if (!delta) continue;
      text += "delta = true\n";
      text += form->lists_deletions ? "deleted_ids = \"" + path(output + "_" + name + ".gone") + "\"\n"
                                    : "deleted = { column = \"op\", values = [\"D\", \"X\"] }\n";
    }
    text += rules_ + more;
    if (!previous.empty()) text += "[merge]\nprevious = \"" + path(previous + ".h5") + "\"\n";
    if (!previous.empty() && form == nullptr) text += "[model]\nfrequencies = \"frozen\"\n";
    return config::parse_job(text, "test.toml");
  }

  void write(const std::string& name, const SourceRows& rows, const std::vector<std::string>& deleted,
             const Form* form) const {
    const bool lists = form != nullptr && form->lists_deletions;
    if (world().is_root()) {
      std::ofstream out(path(name + ".csv"), std::ios::binary), gone(path(name + ".gone"), std::ios::binary);
      out << "id,first,last,dob,mail,zip,changed,op\n";
      // Deletions stand among the other rows.
      auto next = deleted.begin();
      const auto write_deleted = [&] {
        if (next == deleted.end()) return;
        if (lists)
          gone << *next << "\n";
        else
          out << *next << ",,,,,,," << (deleted.size() % 2 == 0 ? "D" : "X") << "\n";
        ++next;
      };
      for (const auto& [id, row] : rows) {
        out << id << "," << row << ",U\n";
        write_deleted();
      }
      while (next != deleted.end()) write_deleted();
    }
    world().barrier();
  }

  static void expect_verified(const std::string& path) {
    for (const auto& check : verify::verify_result(path).checks)
      EXPECT_TRUE(check.passed) << path << ": " << check.detail;
  }

  [[nodiscard]] Month first_month(std::size_t num_a, std::size_t num_b) const {
    Month month;
    month["a"].rows = first_rows(0, num_a);
    month["b"].rows = first_rows(1, num_b);
    return month;
  }

  /// Runs the month as a delta and over all rows, and compares the results.
  void expect_delta_equals_full(const Month& month, const std::string& previous, const std::string& name,
                                const Form& form = {}, const std::string& more = "") const {
    run(world(), job(name, month, previous, &form, more));
    run(world(), job(name + "_full", month, previous, nullptr, more));
    if (world().is_root()) {
      expect_equal(picture_of(path(name + ".h5")), picture_of(path(name + "_full.h5")));
      expect_verified(path(name + ".h5"));
    }
    world().barrier();
  }

  std::string rules_ = kOneKeyEach;
  const ScratchFolder folder_{test::world()};
};

const std::string kTermFrequencies =
    "[[comparison]]\nattribute = \"given_name\"\n[[comparison]]\nattribute = \"surname\"\nterm_frequency = true\n"
    "[[comparison]]\nattribute = \"birth_date\"\n[[comparison]]\nattribute = \"email\"\nterm_frequency = true\n"
    "[[comparison]]\nattribute = \"postcode\"\n[cluster]\nthreshold = \"best_f1\"\n";

TEST_F(Deltas, equal_a_run_over_all_rows) {
  rules_ = kOneKeyEach + kTermFrequencies;
  Month month = first_month(220, 170);
  run(world(), job("m0", month));
  std::string previous = "m0";
  const Rates rates[] = {{8, 4, 6}, {0, 0, 0}, {0, 9, 0}, {100, 0, 10}, {3, 1, 0}};
  for (std::uint64_t m = 0; m < std::size(rates); ++m) {
    SCOPED_TRACE("month " + std::to_string(m + 1));
    month = next_month(month, rates[m], test::kSeed + m);
    const std::string name = "m" + std::to_string(m + 1);
    expect_delta_equals_full(month, previous, name, {.lists_deletions = m % 2 == 0});
    previous = name;
  }
}

TEST_F(Deltas, of_one_source_beside_a_full_extract_of_another) {
  Month month = first_month(200, 150);
  run(world(), job("first", month));
  month = next_month(month, {6, 3, 5}, test::kSeed);
  expect_delta_equals_full(month, "first", "second", {.deltas = {"b"}});
  if (world().is_root()) {
    const auto table = result::DeltaTable::read(result::ResultReader(path("second.h5")));
    for (std::size_t s = 0; s < 2; ++s) {
      const auto& of_source = month.at(s == 0 ? "a" : "b");
      EXPECT_EQ(table.num_new[s] + table.changed[s], static_cast<std::int64_t>(of_source.given.size()));
      EXPECT_EQ(table.deleted[s], static_cast<std::int64_t>(of_source.deleted.size()));
      EXPECT_GT(table.unchanged[s], 100);
    }
    EXPECT_GT(table.edges_carried[0], 50);
  }
  world().barrier();
}

TEST_F(Deltas, keep_rules_with_several_keys_and_oversized_blocks) {
  rules_ = kSeveralKeys + kTermFrequencies;
  Month month = first_month(260, 200);
  run(world(), job("first", month));
  month = next_month(month, {7, 4, 7}, test::kSeed + 11);
  expect_delta_equals_full(month, "first", "second");
}

TEST_F(Deltas, between_sources_only) {
  Month month = first_month(200, 160);
  const std::string link = "[cluster]\nmethod = \"components\"\n";
  auto first = job("first", month, "", nullptr, link);
  first.task = config::Task::link;
  run(world(), first);
  month = next_month(month, {9, 4, 7}, test::kSeed + 3);
  const Form form;
  auto delta = job("second", month, "first", &form, link), full = job("second_full", month, "first", nullptr, link);
  delta.task = full.task = config::Task::link;
  run(world(), delta);
  run(world(), full);
  if (world().is_root()) expect_equal(picture_of(path("second.h5")), picture_of(path("second_full.h5")));
  world().barrier();
}

TEST_F(Deltas, do_not_depend_on_the_number_of_ranks) {
  Month month = first_month(150, 100);
  run(world(), job("first", month));
  month = next_month(month, {8, 4, 8}, test::kSeed + 5);
  const Form form{.deltas = {"a"}};
  const auto later = job("second", month, "first", &form);
  const std::string together = run(world(), later);
  const auto alone = world().split(world().rank());
  auto mine = later;
  mine.output = path("alone" + std::to_string(world().rank()) + ".h5");
  mine.work_dir = mine.output + ".work";
  EXPECT_EQ(run(alone, mine), together);
}

TEST_F(Deltas, score_only_pairs_with_a_changed_record) {
  Month month = first_month(200, 150);
  run(world(), job("first", month));
  month = next_month(month, {0, 0, 0}, 1);
  const Form form;
  run(world(), job("same", month, "first", &form));
  if (world().is_root()) {
    const result::ResultReader file(path("same.h5"));
    const auto table = result::DeltaTable::read(file);
    EXPECT_EQ(table.pairs_scored[0], 0);
    EXPECT_EQ(table.edges_dropped[0], 0);
    EXPECT_EQ(table.edges_carried[0], static_cast<std::int64_t>(result::EdgesTable::kLeft.num_rows(file)));
    const auto first = picture_of(path("same.h5"));
    EXPECT_GT(first.edges.size(), 100U);
  }
  world().barrier();
}

TEST_F(Deltas, score_all_pairs_again_if_values_are_compared_otherwise) {
  Month month = first_month(200, 150);
  rules_ = kOneKeyEach + "[[attribute]]\nname = \"email\"\ntype = \"email\"\n";
  run(world(), job("first", month));
  month = next_month(month, {5, 2, 5}, test::kSeed + 9);
  const std::string dummies = "dummies = [\"user5@mail.example\"]\n";
  expect_delta_equals_full(month, "first", "second", {}, dummies);
  if (world().is_root()) {
    const auto table = result::DeltaTable::read(result::ResultReader(path("second.h5")));
    EXPECT_EQ(table.edges_carried[0], 0);
    EXPECT_GT(table.unchanged[0], 100);
  }
  world().barrier();
}

TEST_F(Deltas, count_deletions_of_records_that_are_not_there) {
  Month month = first_month(80, 60);
  run(world(), job("first", month));
  month["a"].deleted = {"nobody", "id3", "nobody"};
  month["a"].rows.erase("id3");
  const Form form{.lists_deletions = true};
  run(world(), job("second", month, "first", &form));
  if (world().is_root()) {
    const auto table = result::DeltaTable::read(result::ResultReader(path("second.h5")));
    EXPECT_EQ(table.unknown_deletions, (std::vector<std::int64_t>{1, 0}));
    EXPECT_EQ(table.deleted, (std::vector<std::int64_t>{1, 0}));
    expect_verified(path("second.h5"));
  }
  world().barrier();
  config::RunOptions strict;
  strict.strict = true;
  auto refused = job("strict", month, "first", &form);
  EXPECT_THROW(run(world(), refused, strict), Error);
}

TEST_F(Deltas, refuse_an_id_that_is_given_and_deleted) {
  Month month = first_month(60, 40);
  run(world(), job("first", month));
  month["a"].given["id5"] = month["a"].rows["id5"];
  month["a"].deleted = {"id5"};
  const Form form;
  EXPECT_THROW(run(world(), job("second", month, "first", &form)), Error);
}

TEST_F(Deltas, refuse_a_previous_result_that_cannot_be_added_to) {
  const auto expect_refused = [&](const config::Job& refused, const std::string& says) {
    try {
      run(world(), refused);
      ADD_FAILURE() << "accepted; expected: " << says;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_NE(std::string(error.what()).find(says), std::string::npos) << error.what();
    }
  };
  const Month month = first_month(60, 40);
  const Form form;
  run(world(), job("bare", month, "", nullptr, "[output]\nvalues = \"none\"\n"));
  expect_refused(job("x1", month, "bare", &form), "[output] values");
  run(world(), job("first", month));
  Month fewer;
  fewer["a"] = month.at("a");
  expect_refused(job("x2", fewer, "first", &form), "it has the source b");
  expect_refused(job("x3", month, "first", &form, "[[attribute]]\nname = \"postcode\"\ntype = \"text\"\n"),
                 "postcode has the type");
  auto other = job("x4", month, "first", &form);
  other.attributes.push_back({.name = "phone", .type = AttributeType::phone});
  expect_refused(other, "does not hold the attribute phone");
  expect_refused(job("x5", month, "first", &form, "[cluster]\nreview_threshold = 0.0001\n"), "review_threshold");
}

}  // namespace
}  // namespace onefold::pipeline
