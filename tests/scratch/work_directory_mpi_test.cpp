#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <numeric>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "scratch/work_directory.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::scratch {
namespace {

using test::ScratchFolder;
using Names = std::vector<std::string>;

constexpr std::uint64_t kJob = 42;

// The value of id `i`, which every rank can compute.
std::uint64_t value_of(std::uint64_t id) { return mix(test::kSeed, id); }

std::vector<std::uint64_t> values_of(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t id = first; id < last; ++id) values.push_back(value_of(id));
  return values;
}

// Cuts [0, num_ids) at random into one range per rank; some are empty. Equal on all ranks.
std::vector<std::uint64_t> random_cuts(std::uint64_t seed, std::uint64_t num_ids, int num_ranks) {
  std::vector<std::uint64_t> cuts = {0, num_ids};
  for (int i = 1; i < num_ranks; ++i)
    cuts.push_back(mix(seed, 2U * static_cast<std::uint64_t>(i)) % 3 == 0
                       ? cuts.back()
                       : scale_to(mix(seed, 2U * static_cast<std::uint64_t>(i) + 1), num_ids + 1));
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

std::optional<Slice> local_write(const WorkDirectory& work, const std::string& product, std::uint64_t first,
                                 std::uint64_t last) {
  ProductWriter writer(work, product);
  const auto values = values_of(first, last);
  // In two calls, the second of which may be empty.
  const std::size_t half = values.size() / 2;
  writer.append_values(std::span(values).first(half));
  writer.append_values(std::span(values).subspan(half));
  return writer.close(first, last, values.size());
}

std::vector<std::uint64_t> local_read_all(const WorkDirectory& work, const std::string& product) {
  std::vector<std::uint64_t> all;
  const ProductReader reader(work, product);
  for (std::size_t i = 0; i < reader.slices().size(); ++i) {
    const auto values = reader.read_values<std::uint64_t>(i);
    std::vector<char> streamed;
    reader.stream(i, [&](std::span<const char> piece) { streamed.insert(streamed.end(), piece.begin(), piece.end()); });
    EXPECT_EQ(std::string(streamed.begin(), streamed.end()),
              std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::uint64_t)));
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

// The exit code of the Error that `work` throws; ok if it throws nothing.
template <typename Work>
ExitCode exit_code_of(Work work, const std::string& expected_in_message = "") {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(expected_in_message), std::string::npos) << error.what();
    return error.code();
  }
  return ExitCode::ok;
}

TEST(WorkDirectory, what_some_ranks_write_any_number_of_ranks_reads) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  for (const std::uint64_t num_ids : {0ULL, 1ULL, 1'000ULL, 300'000ULL}) {
    const std::string path = scratch / ("work" + std::to_string(num_ids));
    const auto cuts = random_cuts(test::kSeed + num_ids, num_ids, world.size());
    {
      WorkDirectory work(world, path, kJob, Keep::products);
      std::optional<Slice> slice;
      const auto rank = static_cast<std::size_t>(world.rank());
      mpi::run_locally(world, [&] { slice = local_write(work, "values", cuts[rank], cuts[rank + 1]); });
      EXPECT_FALSE(work.has_product("values")) << "before it is published";
      work.publish("values", slice);
      EXPECT_TRUE(work.has_product("values"));
      EXPECT_EQ(local_read_all(work, "values"), values_of(0, num_ids));
      world.barrier();
    }
    // Another run, with the ranks of the same parity.
    const auto some = world.split(world.rank() % 2);
    if (world.rank() % 2 == 0) {
      WorkDirectory work(some, path, kJob, Keep::products);
      EXPECT_TRUE(work.has_product("values"));
      EXPECT_FALSE(work.has_product("others"));
      EXPECT_EQ(local_read_all(work, "values"), values_of(0, num_ids));
      work.remove_all();
    }
    world.barrier();
    EXPECT_FALSE(std::filesystem::exists(path)) << "a folder that a run made goes with its last file";
  }
}

TEST(WorkDirectory, a_rank_may_give_several_slices) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kJob);
  const auto rank = static_cast<std::uint64_t>(world.rank());
  const auto size = static_cast<std::uint64_t>(world.size());
  std::vector<Slice> slices;
  // Two writers are open at once; the ranges of different ranks interleave.
  for (const std::uint64_t part : {size + rank, rank})
    slices.push_back(*local_write(work, "values", 10 * part, 10 * part + 10));
  work.publish("values", slices);
  EXPECT_EQ(local_read_all(work, "values"), values_of(0, 20 * size));
  world.barrier();
}

TEST(WorkDirectory, slices_that_overlap_are_a_defect) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kJob);
  std::vector<Slice> slices;
  if (world.is_root()) slices = {*local_write(work, "values", 0, 10), *local_write(work, "values", 9, 12)};
  EXPECT_EQ(exit_code_of([&] { work.publish("values", slices); }, "overlap"), ExitCode::internal);
  world.barrier();
}

TEST(WorkDirectory, products_and_folder_are_for_the_owner_only_and_end_with_the_run_unless_kept) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  {
    WorkDirectory work(world, scratch / "work", kJob);
    work.publish("values", world.is_root() ? local_write(work, "values", 0, 10) : std::nullopt);
    struct stat status {};
    EXPECT_EQ(::stat(work.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
    for (const auto& name : test::names_in(work.path())) {
      EXPECT_EQ(::stat((work.path() + "/" + name).c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
    }
    EXPECT_EQ(test::names_in(work.path()), (Names{"lock.1fold", "manifest.1fold", "values.0-10.1fold"}));
    world.barrier();
  }
  world.barrier();
  EXPECT_FALSE(std::filesystem::exists(scratch / "work"));
}

TEST(WorkDirectory, replacing_a_product_removes_slices_that_are_no_longer_in_it) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kJob);
  const auto rewrite = [&](std::uint64_t first, std::uint64_t last) {
    work.publish("values", world.is_root() ? local_write(work, "values", first, last) : std::nullopt);
  };
  rewrite(0, 10);
  rewrite(0, 7);
  EXPECT_EQ(local_read_all(work, "values"), values_of(0, 7));
  EXPECT_EQ(test::names_in(work.path()), (Names{"lock.1fold", "manifest.1fold", "values.0-7.1fold"}));
  // remove_product is collective, so it waits for ranks that are still looking at the folder.
  work.remove_product("values");
  EXPECT_FALSE(work.has_product("values"));
  EXPECT_EQ(test::names_in(work.path()), (Names{"lock.1fold", "manifest.1fold"}));
  world.barrier();
}

TEST(WorkDirectory, opening_removes_what_a_killed_run_left_and_never_what_others_put_there) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  const std::string path = scratch / "work";
  if (world.is_root()) {
    std::filesystem::create_directory(path);
    for (const auto* name : {"notes.txt", "my.1fold", "values.1-2.1fold.bak", "values.r3-1.tmp.1fold",
                             "values.5-9.1fold", "manifest.1fold.tmp"})
      test::write_whole(path + "/" + name, "anything");
  }
  world.barrier();
  {
    WorkDirectory work(world, path, kJob, Keep::products);
    EXPECT_EQ(test::names_in(path), (Names{"lock.1fold", "my.1fold", "notes.txt", "values.1-2.1fold.bak"}));
    world.barrier();
    work.remove_all();
  }
  EXPECT_EQ(test::names_in(path), (Names{"my.1fold", "notes.txt", "values.1-2.1fold.bak"}));
  world.barrier();
}

TEST(WorkDirectory, products_of_another_job_are_not_taken_over) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  {
    WorkDirectory work(world, scratch / "work", kJob, Keep::products);
    work.publish("values", world.is_root() ? local_write(work, "values", 0, 10) : std::nullopt);
  }
  world.barrier();
  WorkDirectory work(world, scratch / "work", kJob + 1, Keep::products);
  EXPECT_FALSE(work.has_product("values"));
  EXPECT_EQ(test::names_in(work.path()), (Names{"lock.1fold"}));
  world.barrier();
}

TEST(WorkDirectory, a_product_with_a_missing_or_shortened_slice_is_not_there) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kJob);
  work.publish("values", world.is_root() ? local_write(work, "values", 0, 1'000) : std::nullopt);
  EXPECT_TRUE(work.has_product("values"));
  world.barrier();
  if (world.is_root()) std::filesystem::resize_file(work.path() + "/values.0-1000.1fold", 8'000);
  world.barrier();
  EXPECT_FALSE(work.has_product("values"));
  world.barrier();
  if (world.is_root()) std::filesystem::remove(work.path() + "/values.0-1000.1fold");
  world.barrier();
  EXPECT_FALSE(work.has_product("values"));
  world.barrier();
}

TEST(WorkDirectory, a_folder_that_cannot_be_made_or_is_in_use_is_refused_on_all_ranks) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  EXPECT_EQ(exit_code_of([&] { WorkDirectory(world, scratch / "no/such/folder", kJob); }, "does not exist"),
            ExitCode::output);
  if (world.is_root()) test::write_whole(scratch / "file", "");
  world.barrier();
  EXPECT_EQ(exit_code_of([&] { WorkDirectory(world, scratch / "file", kJob); }, "is a file"), ExitCode::output);

  const WorkDirectory first(world, scratch / "work", kJob);
  EXPECT_EQ(exit_code_of([&] { WorkDirectory(world, scratch / "work", kJob); }, "in use"), ExitCode::output);
  world.barrier();
}

TEST(WorkDirectory, a_full_disk_is_an_error_and_leaves_no_file) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  const WorkDirectory work(world, scratch / "work", kJob);
  // A limit on file size replaces a full disk: it works for root and for any user, on every system.
  struct rlimit former {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &former), 0);
  const auto former_handler = std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit small = former;
  small.rlim_cur = 100'000;
  const auto rank = static_cast<std::uint64_t>(world.rank());
  ::setrlimit(RLIMIT_FSIZE, &small);
  const ExitCode code = exit_code_of(
      [&] { (void)local_write(work, "values", rank * 100'000, rank * 100'000 + 50'000); }, "free space there");
  ::setrlimit(RLIMIT_FSIZE, &former);
  std::signal(SIGXFSZ, former_handler);
  EXPECT_EQ(code, ExitCode::output);
  world.barrier();
  EXPECT_EQ(test::names_in(work.path()), (Names{"lock.1fold"}));
  world.barrier();
}

TEST(WorkDirectory, a_manifest_with_any_bit_flipped_or_cut_off_is_refused) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  const auto alone = world.split(world.rank());
  if (world.is_root()) {
    const std::string path = scratch / "work";
    {
      WorkDirectory work(alone, path, kJob, Keep::products);
      work.publish("values", local_write(work, "values", 0, 10));
    }
    const std::string manifest = test::read_whole(path + "/manifest.1fold");
    EXPECT_NE(manifest.find("payload_hash"), std::string::npos);
    const auto reopen = [&] { WorkDirectory(alone, path, kJob, Keep::products); };
    std::size_t num_accepted = 0;
    for (std::uint64_t i = 0; i < 1'000; ++i) {
      std::string damaged = manifest;
      const std::uint64_t bit = scale_to(mix(test::kSeed, i), 8 * manifest.size());
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
      if (i % 2 == 1) damaged = manifest.substr(0, bit / 8);
      test::write_whole(path + "/manifest.1fold", damaged);
      num_accepted += exit_code_of(reopen, "manifest.1fold") != ExitCode::input;
    }
    EXPECT_EQ(num_accepted, 0U);
    test::write_whole(path + "/manifest.1fold", manifest);
    EXPECT_EQ(exit_code_of(reopen), ExitCode::ok);
  }
  world.barrier();
}

}  // namespace
}  // namespace onefold::scratch
