#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "onefold/generate/generate.hpp"
#include "onefold/record/error.hpp"
#include "reference/naive_csv.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::generate {
namespace {

namespace fs = std::filesystem;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All files of a folder by name.
std::map<std::string, std::string> contents(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files[entry.path().filename().string()] = read(entry.path().string());
  return files;
}

Options options_for(const std::string& folder, std::uint64_t num_records, std::uint64_t rows_per_chunk = 100) {
  Options options;
  options.folder = folder;
  options.num_records = num_records;
  options.rows_per_chunk = rows_per_chunk;
  return options;
}

ExitCode code_of(const mpi::Communicator& world, const Options& options) {
  try {
    write_population(world, options);
    return ExitCode::ok;
  } catch (const Error& error) {
    return error.code();
  }
}

TEST(Generate, bytes_do_not_depend_on_the_number_of_ranks_nor_on_chunks) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  // Each rank alone is a program of one rank; only the first one writes.
  const auto alone = world.split(world.rank());
  for (const std::uint64_t num_records : {1, 2, 3, 10, 1000, 12345})
    for (const std::uint64_t num_parts : {1, 3}) {
      // For several parts, one population with fewer rows than files and one with more suffice, because a sanitizer
      // makes each one slow.
      if (num_parts > 1 && num_records != 2 && num_records != 1000) continue;
      const std::string name = std::to_string(num_records) + "_" + std::to_string(num_parts);
      auto options = options_for(scratch / ("all_" + name), num_records, 97);
      options.num_parts = num_parts;
      const auto summary = write_population(world, options);
      if (world.is_root()) {
        auto options_alone = options_for(scratch / ("one_" + name), num_records, 8192);
        options_alone.num_parts = num_parts;
        const auto summary_alone = write_population(alone, options_alone);
        EXPECT_EQ(contents(options.folder), contents(options_alone.folder));
        EXPECT_EQ(summary.num_bytes, summary_alone.num_bytes);
        for (std::size_t s = 0; s < kNumSources; ++s) {
          EXPECT_EQ(summary.sources[s].num_missing, summary_alone.sources[s].num_missing);
          EXPECT_EQ(summary.sources[s].num_with_flaw, summary_alone.sources[s].num_with_flaw);
        }
      }
      world.barrier();
    }
}

TEST(Generate, truth_covers_every_record_once_and_the_number_of_records_is_exact) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  for (const std::uint64_t num_records : {1, 2, 3, 10, 1000, 12345}) {
    const auto options = options_for(scratch / std::to_string(num_records), num_records);
    const auto summary = write_population(world, options);
    if (!world.is_root()) continue;
    std::set<std::pair<std::string, std::string>> ids;
    const std::map<std::string, std::pair<char, std::size_t>> forms = {
        {"crm", {',', 10}}, {"webshop", {';', 9}}, {"callcentre", {'\t', 8}}};
    for (const auto& [source, form] : forms) {
      const auto rows = reference::parse_csv(read(options.folder + "/" + source + ".csv"), form.first);
      EXPECT_EQ(rows.at(0).size(), form.second) << "the file has its header";
      for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].size(), form.second);
        EXPECT_TRUE(ids.emplace(source, rows[i].front()).second) << "an id comes twice in " << source;
      }
    }
    EXPECT_EQ(ids.size(), num_records);
    const auto truth = reference::parse_csv(read(options.folder + "/truth.csv"), ',');
    EXPECT_EQ(truth.at(0), (std::vector<std::string>{"source", "source_id", "true_id"}));
    EXPECT_EQ(truth.size(), num_records + 1);
    std::set<std::string> persons;
    for (std::size_t i = 1; i < truth.size(); ++i) {
      EXPECT_EQ(ids.erase({truth[i].at(0), truth[i].at(1)}), 1U)
          << "the truth names a record that does not exist, or twice";
      persons.insert(truth[i].at(2));
    }
    EXPECT_TRUE(ids.empty());
    EXPECT_EQ(persons.size(), summary.num_persons);
  }
}

TEST(Generate, parts_are_the_same_rows_in_more_files_each_with_a_header) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  const auto whole = options_for(scratch / "whole", 1000);
  auto parts = options_for(scratch / "parts", 1000);
  parts.num_parts = 4;
  write_population(world, whole);
  write_population(world, parts);
  if (world.is_root()) {
    const auto files = contents(parts.folder);
    EXPECT_EQ(files.size(), 14U);
    EXPECT_EQ(files.at("truth.csv"), read(whole.folder + "/truth.csv"));
    for (const auto source : kSourceNames) {
      const std::string all = read(whole.folder + "/" + std::string(source) + ".csv");
      const std::string header = all.substr(0, all.find('\n') + 1);
      std::string joined = header;
      for (int part = 1; part <= 4; ++part) {
        const auto& bytes = files.at(std::string(source) + "_000" + std::to_string(part) + ".csv");
        EXPECT_TRUE(bytes.starts_with(header));
        joined += bytes.substr(header.size());
      }
      EXPECT_EQ(joined, all);
    }
  }
  world.barrier();
}

/// The rows of changes.csv without its header.
std::vector<std::vector<std::string>> changes_in(const std::string& folder) {
  auto rows = reference::parse_csv(read(folder + "/changes.csv"), ',');
  rows.erase(rows.begin());
  return rows;
}

/// SOURCE:ID of each record, with its true id.
std::map<std::string, std::string> truth_in(const std::string& folder) {
  auto rows = reference::parse_csv(read(folder + "/truth.csv"), ',');
  std::map<std::string, std::string> truth;
  for (std::size_t i = 1; i < rows.size(); ++i) truth[rows[i].at(0) + ":" + rows[i].at(1)] = rows[i].at(2);
  EXPECT_EQ(truth.size() + 1, rows.size()) << "an id comes twice";
  return truth;
}

Options next_wave(const std::string& of, const std::string& folder) {
  Options options = read_population(of);
  options.compared_wave = options.wave++;
  options.folder = folder;
  options.rows_per_chunk = 97;
  return options;
}

TEST(Generate, changes_lead_from_the_truth_of_one_wave_to_that_of_the_next) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  std::string before = scratch / "wave1";
  write_population(world, options_for(before, 20'000));
  for (int wave = 2; wave <= 4; ++wave) {
    const auto options = next_wave(before, scratch / ("wave" + std::to_string(wave)));
    write_population(world, options);
    if (world.is_root()) {
      auto truth = truth_in(before);
      std::map<std::string, int> counts;
      std::vector<std::pair<std::string, std::string>> added;
      for (const auto& row : changes_in(options.folder)) {
        const auto &id = row.at(1), &previous_id = row.at(2), &true_id = row.at(3), &change = row.at(4);
        ++counts[change];
        EXPECT_EQ(previous_id.empty(), change == "new" || change == "reissued") << change;
        EXPECT_EQ(id.empty(), change == "removed") << change;
        EXPECT_EQ(id == previous_id, change == "changed") << change;
        if (!previous_id.empty()) {
          EXPECT_EQ(truth.at(row.at(0) + ":" + previous_id), true_id);
          truth.erase(row.at(0) + ":" + previous_id);
        }
        if (!id.empty()) added.emplace_back(row.at(0) + ":" + id, true_id);
      }
      for (const auto& [id, true_id] : added) EXPECT_TRUE(truth.emplace(id, true_id).second) << "the id is in use";
      EXPECT_EQ(truth, truth_in(options.folder));
      for (const char* change : {"new", "reissued", "removed", "renamed", "changed"})
        EXPECT_GT(counts[change], 10) << change << " in wave " << wave;
      EXPECT_LT(counts["changed"], 20'000 / 20);
    }
    world.barrier();
    before = options.folder;
  }
}

TEST(Generate, records_that_no_change_names_are_the_same_in_the_next_wave) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  write_population(world, options_for(scratch / "first", 5'000));
  auto options = next_wave(scratch / "first", scratch / "second");
  options.num_parts = 2;
  write_population(world, options);
  if (world.is_root()) {
    std::set<std::string> changed;
    for (const auto& row : changes_in(options.folder))
      if (row.at(0) == "crm") changed.insert({row.at(1), row.at(2)});
    const auto rows_by_id = [&](const std::vector<std::string>& names) {
      std::map<std::string, std::vector<std::string>> rows;
      for (const auto& name : names)
        for (const auto& row : reference::parse_csv(read(scratch / name), ','))
          if (!changed.contains(row.front())) rows[row.front()] = row;
      return rows;
    };
    EXPECT_EQ(rows_by_id({"first/crm.csv"}), rows_by_id({"second/crm_0001.csv", "second/crm_0002.csv"}));
  }
  world.barrier();
}

TEST(Generate, bytes_of_a_later_wave_do_not_depend_on_the_number_of_ranks) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  const auto alone = world.split(world.rank());
  write_population(world, options_for(scratch / "first", 3'000));
  const auto options = next_wave(scratch / "first", scratch / "all");
  write_population(world, options);
  if (world.is_root()) {
    auto options_alone = next_wave(scratch / "first", scratch / "one");
    options_alone.rows_per_chunk = 8192;
    write_population(alone, options_alone);
    EXPECT_EQ(contents(options.folder), contents(options_alone.folder));
  }
  world.barrier();
}

TEST(Generate, says_what_a_later_wave_needs) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  auto options = options_for(scratch / "x", 10);
  options.wave = kMaxWaves + 1;
  EXPECT_EQ(code_of(world, options), ExitCode::usage);
  options.wave = options.compared_wave = 2;
  EXPECT_EQ(code_of(world, options), ExitCode::usage);
  EXPECT_THROW(static_cast<void>(read_population(scratch / "nowhere")), Error);
  if (world.is_root()) std::ofstream(scratch / "population.json") << "{";
  world.barrier();
  EXPECT_THROW(static_cast<void>(read_population(scratch / ".")), Error);
  world.barrier();
}

TEST(Generate, another_seed_gives_another_population) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  auto options = options_for(scratch / "one", 500);
  write_population(world, options);
  options.folder = scratch / "two";
  options.seed = 2;
  write_population(world, options);
  if (world.is_root()) {
    EXPECT_NE(read(scratch / "one/crm.csv"), read(scratch / "two/crm.csv"));
  }
  world.barrier();
}

TEST(Generate, refuses_an_existing_population_unless_told_to_overwrite_and_then_leaves_no_old_parts) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  auto options = options_for(scratch / "out", 300);
  options.num_parts = 3;
  write_population(world, options);
  const auto before = contents(options.folder);
  world.barrier();

  options.num_parts = 1;
  EXPECT_EQ(code_of(world, options), ExitCode::output);
  if (world.is_root()) {
    EXPECT_EQ(contents(options.folder), before) << "a refusal changes nothing";
    std::ofstream(options.folder + "/notes.csv") << "mine\n";
    std::ofstream(options.folder + "/crm.csv.onefold-partial") << "of a killed run\n";
  }
  world.barrier();
  options.overwrite = true;
  EXPECT_EQ(code_of(world, options), ExitCode::ok);
  if (world.is_root()) {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : contents(options.folder)) names.push_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"callcentre.csv", "crm.csv", "notes.csv", "population.json", "truth.csv",
                                               "webshop.csv"}));
    struct stat status {};
    EXPECT_EQ(::stat((options.folder + "/crm.csv").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
  }
  world.barrier();
}

TEST(Generate, never_replaces_a_file_of_the_user_and_says_which_one) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  const auto own = options_for(scratch / "own", 300);
  write_population(world, own);
  const std::string crm = world.is_root() ? read(own.folder + "/crm.csv") : std::string();
  const std::string crm_header = crm.substr(0, crm.find('\n') + 1);
  const std::vector<std::pair<std::string, std::string>> files = {
      {"crm.csv", "customer_no,name\n1,Ada\n"},
      {"crm.csv", crm_header + "17,Ada,,,,,,,,\n"},
      {"crm.csv", ""},
      {"crm_0004.csv", "mine\n"},
      {"truth.csv", "source,source_id,true_id\n"},
      {"truth.csv", "source,source_id,true_id\ncrm,17,4\n"},
      {"webshop.csv", crm},
  };
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& [name, bytes] = files[i];
    auto options = options_for(scratch / ("mine" + std::to_string(i)), 20);
    if (world.is_root()) {
      fs::create_directory(options.folder);
      std::ofstream(options.folder + "/" + name) << bytes;
    }
    world.barrier();
    for (const bool overwrite : {false, true}) {
      options.overwrite = overwrite;
      try {
        write_population(world, options);
        ADD_FAILURE() << name << " number " << i;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::output);
        EXPECT_NE(std::string(error.what()).find(name + " was not written by"), std::string::npos) << error.what();
      }
      if (world.is_root()) {
        EXPECT_EQ(contents(options.folder), (std::map<std::string, std::string>{{name, bytes}})) << "number " << i;
      }
    }
    world.barrier();
  }
}

TEST(Generate, leaves_a_fifo_and_a_folder_with_the_name_of_a_population_file) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  auto options = options_for(scratch / "out", 20);
  options.overwrite = true;
  if (world.is_root()) {
    fs::create_directory(options.folder);
    EXPECT_EQ(::mkfifo((options.folder + "/crm.csv").c_str(), 0600), 0);
  }
  world.barrier();
  EXPECT_EQ(code_of(world, options), ExitCode::output);
  world.barrier();
  if (world.is_root()) {
    EXPECT_TRUE(fs::is_fifo(options.folder + "/crm.csv"));
    fs::remove(options.folder + "/crm.csv");
    fs::create_directories(options.folder + "/crm.csv/inside");
  }
  world.barrier();
  EXPECT_EQ(code_of(world, options), ExitCode::output);
  world.barrier();
  EXPECT_TRUE(fs::is_directory(options.folder + "/crm.csv/inside"));
}

// A run that was killed while it renamed its files leaves some of them, and temporary ones.
TEST(Generate, overwrites_what_an_earlier_or_interrupted_run_has_left_whatever_its_size) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  for (const std::uint64_t num_records : {1, 2, 3, 40, 3000})
    for (const std::uint64_t num_parts : {1, 3}) {
      auto options =
          options_for(scratch / (std::to_string(num_records) + "_" + std::to_string(num_parts)), num_records);
      options.num_parts = num_parts;
      write_population(world, options);
      if (world.is_root()) {
        fs::remove(options.folder + "/truth.csv");
        std::ofstream(options.folder + "/truth.csv.onefold-partial") << std::string(9, '\0');
      }
      world.barrier();
      options.overwrite = true;
      options.seed = 9;
      EXPECT_EQ(code_of(world, options), ExitCode::ok) << num_records << " records, " << num_parts << " parts";
      if (world.is_root()) {
        EXPECT_FALSE(fs::exists(options.folder + "/truth.csv.onefold-partial"));
      }
      // The truth of an earlier run is recognised, too.
      EXPECT_EQ(code_of(world, options), ExitCode::ok) << num_records << " records, " << num_parts << " parts";
    }
}

TEST(Generate, wrong_arguments_and_folders_end_with_their_exit_codes_on_all_ranks) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  auto options = options_for(scratch / "out", 0);
  EXPECT_EQ(code_of(world, options), ExitCode::usage);
  options.num_records = 10;
  options.num_parts = 0;
  EXPECT_EQ(code_of(world, options), ExitCode::usage);
  options.num_parts = 1;
  options.duplicates_mean = 0.5;
  EXPECT_EQ(code_of(world, options), ExitCode::usage);
  options.duplicates_mean = 2;
  options.folder = scratch / "no/such/parent";
  EXPECT_EQ(code_of(world, options), ExitCode::output);
  if (world.is_root()) std::ofstream(scratch / "file") << "x";
  world.barrier();
  options.folder = scratch / "file";
  EXPECT_EQ(code_of(world, options), ExitCode::output);
}

TEST(Generate, a_file_that_cannot_be_made_is_reported_on_all_ranks_and_leaves_no_others) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  const auto options = options_for(scratch / "out", 5000);
  // The temporary file of the web shop cannot be created, because a folder has its name.
  if (world.is_root()) fs::create_directories(options.folder + "/webshop.csv.onefold-partial/inside");
  world.barrier();
  EXPECT_EQ(code_of(world, options), ExitCode::output);
  if (world.is_root()) {
    EXPECT_EQ(std::distance(fs::directory_iterator(options.folder), {}), 1);
  }
  world.barrier();
}

TEST(Generate, a_full_disk_is_reported_on_all_ranks_and_leaves_no_files) {
  const auto& world = test::world();
  const test::ScratchFolder scratch(world);
  const auto options = options_for(scratch / "out", 5000);
  // A limit on file size makes a write fail half-way, like a full disk. It must not end the process by a signal.
  const auto previous_action = std::signal(SIGXFSZ, SIG_IGN);
  rlimit unlimited{};
  ::getrlimit(RLIMIT_FSIZE, &unlimited);
  rlimit small = unlimited;
  small.rlim_cur = 100'000;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const ExitCode code = code_of(world, options);
  ::setrlimit(RLIMIT_FSIZE, &unlimited);
  std::signal(SIGXFSZ, previous_action);
  EXPECT_EQ(code, ExitCode::output);
  world.barrier();
  EXPECT_TRUE(fs::is_empty(options.folder));
}

}  // namespace
}  // namespace onefold::generate
