#include <sys/stat.h>

#include <algorithm>
#include <functional>

#include "onefold/result/result_reader.hpp"
#include "record/hash.hpp"
#include "result/result_writer.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"

namespace onefold::result {
namespace {

using test::ScratchFolder;

// Cuts 0 .. rows at random places, the same on all ranks: some ranks get nothing.
std::pair<std::uint64_t, std::uint64_t> random_share(const mpi::Communicator& world, std::uint64_t rows,
                                                     std::uint64_t deal) {
  std::vector<std::uint64_t> cuts = {0, rows};
  for (int r = 1; r < world.size(); ++r)
    cuts.push_back(scale_to(mix(test::kSeed + deal, static_cast<std::uint64_t>(r) / 2), rows + 1));
  std::sort(cuts.begin(), cuts.end());
  return {cuts[static_cast<std::size_t>(world.rank())], cuts[static_cast<std::size_t>(world.rank()) + 1]};
}

std::int64_t number(std::uint64_t row) { return static_cast<std::int64_t>(mix(3, row) >> (row % 40)); }
std::string short_text(std::uint64_t row) {
  return row % 7 == 0 ? "" : "v\xc3\xa9" + std::to_string(mix(5, row) % 100'000);
}
std::string long_text(std::uint64_t row) { return std::string(row % 300, 'a') + std::to_string(row); }

// Large enough for several chunks and, in /big, two windows.
std::string write_columns(const mpi::Communicator& world, const std::string& path, std::uint64_t rows,
                          std::uint64_t deal, std::uint64_t big_rows) {
  const auto [begin, end] = random_share(world, rows, deal);
  std::vector<std::int8_t> bytes;
  std::vector<std::int32_t> ints;
  std::vector<std::int64_t> longs;
  std::vector<double> doubles;
  TextColumn texts;
  TextColumn long_texts;
  for (std::uint64_t row = begin; row < end; ++row) {
    for (std::uint64_t k = 0; k < 3; ++k) bytes.push_back(static_cast<std::int8_t>(number(row + k) % 5));
    ints.push_back(static_cast<std::int32_t>(number(row)));
    longs.push_back(number(row));
    doubles.push_back(static_cast<double>(number(row)) / 1024);
    texts.push_back(short_text(row));
    long_texts.push_back(long_text(row));
  }
  std::vector<std::int64_t> big;
  const auto [big_begin, big_end] = random_share(world, big_rows, deal + 100);
  for (std::uint64_t row = big_begin; row < big_end; ++row) big.push_back(number(row) % 16);

  ResultWriter writer(world, path, false, 1);
  writer.write("/a/int32", ints);
  writer.write("/a/int64", longs);
  writer.write("/a/b/double", doubles);
  writer.write_matrix("/a/b/matrix", bytes, 3);
  writer.write("/text/short", texts);
  writer.write("/text/long", long_texts, Digested::no);
  writer.write("/big", big);
  writer.write_text("/job", "one\ntwo");
  writer.describe("/a", "numbers");
  return writer.publish();
}

TEST(ResultFile, has_the_same_bytes_for_any_number_of_ranks_and_any_cut) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  const auto alone = world.split(world.rank());
  for (const std::uint64_t rows : {0U, 1U, 5U, 200'000U}) {
    const std::uint64_t big_rows = rows == 200'000U ? 5'000'000 : rows;
    const std::string name = std::to_string(rows) + ".h5";
    const std::string digest = write_columns(world, folder / ("all" + name), rows, rows, big_rows);
    std::string digest_alone = digest;
    if (world.is_root()) digest_alone = write_columns(alone, folder / ("one" + name), rows, 77, big_rows);
    EXPECT_EQ(digest, digest_alone);
    if (world.is_root()) {
      EXPECT_TRUE(test::read_whole(folder / ("all" + name)) == test::read_whole(folder / ("one" + name)))
          << rows << " rows";
    }
    world.barrier();
  }
}

TEST(ResultFile, gives_back_what_was_written_in_any_slices) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  constexpr std::uint64_t kRows = 70'000;
  write_columns(world, folder / "x.h5", kRows, 1, 10);
  const ResultReader reader(folder / "x.h5");
  EXPECT_EQ(reader.seal_state(), SealState::holds);
  EXPECT_EQ(reader.datasets(),
            (std::vector<std::string>{"/a/b/double", "/a/b/matrix", "/a/int32", "/a/int64", "/big", "/job",
                                      "/text/long", "/text/short", "/verification/dataset", "/verification/digest",
                                      "/verification/in_content_digest", "/verification/rows"}));
  EXPECT_EQ(reader.names_in("/a"), (std::vector<std::string>{"b", "int32", "int64"}));
  EXPECT_TRUE(reader.names_in("/nowhere").empty());
  EXPECT_FALSE(reader.has("/a/nothing/here"));
  EXPECT_EQ(reader.width("/a/b/matrix"), 3U);
  EXPECT_EQ(reader.num_rows("/text/long"), kRows);
  EXPECT_EQ(reader.type_of("/text/long"), "text");
  EXPECT_EQ(reader.read_text("/job"), "one\ntwo");
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{12'345}, kRows - 3, kRows}) {
    const std::uint64_t count = std::min<std::uint64_t>(kRows - first, 66'000);
    const auto ints = reader.read_int32("/a/int32", first, count);
    const auto longs = reader.read_int64("/a/int64", first, count);
    const auto doubles = reader.read_double("/a/b/double", first, count);
    const auto matrix = reader.read_int8("/a/b/matrix", first, count);
    const auto texts = reader.read_text_column("/text/short", first, count);
    const auto long_texts = reader.read_text_column("/text/long", first, count);
    std::uint64_t wrong = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t row = first + i;
      wrong += ints[i] != static_cast<std::int32_t>(number(row)) || longs[i] != number(row) ||
               doubles[i] != static_cast<double>(number(row)) / 1024 ||
               matrix[3 * i + 2] != static_cast<std::int8_t>(number(row + 2) % 5) || texts[i] != short_text(row) ||
               long_texts[i] != long_text(row);
    }
    EXPECT_EQ(wrong, 0U) << "from row " << first;
  }
  EXPECT_THROW((void)reader.read_int64("/a/int64", kRows, 1), Error);
  EXPECT_THROW((void)reader.read_int64("/a/int32", 0, 1), Error);
  EXPECT_THROW((void)reader.read_int64("/missing", 0, 1), Error);
}

TEST(ResultFile, columns_without_rows_and_texts_without_bytes_are_read_back) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  {
    ResultWriter writer(world, folder / "x.h5", false, 9);
    writer.write("/none", std::span<const std::int64_t>{});
    writer.write("/texts", TextColumn{});
    writer.write_matrix("/matrix", std::span<const double>{}, 4);
    TextColumn empty;
    empty.push_back("");
    writer.write_once("/empty", empty);
    TextColumn nul;
    nul.push_back(std::string_view("a\0b\0", 4));
    writer.write("/nul", nul);
    writer.write_text("/text", "");
    writer.publish();
  }
  const ResultReader reader(folder / "x.h5");
  EXPECT_EQ(reader.num_rows("/none"), 0U);
  EXPECT_EQ(reader.read_text_column("/texts", 0, 0).size(), 0U);
  EXPECT_EQ(reader.width("/matrix"), 4U);
  EXPECT_EQ(reader.read_text_column("/empty", 0, 1)[0], "");
  EXPECT_EQ(reader.num_rows("/nul"), static_cast<std::uint64_t>(world.size()));
  EXPECT_EQ(reader.read_text_column("/nul", 0, 1)[0], std::string_view("a\0b\0", 4));
  EXPECT_EQ(reader.read_text("/text"), "");
}

TEST(ResultFile, a_column_of_texts_may_say_which_of_them_are_missing) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  TextColumn texts;
  for (const char* text : {"", "a", ""}) texts.push_back(text);
  for (const std::int8_t last : {1, 0}) {
    ResultWriter writer(world, folder / "x.h5", true, 1);
    writer.write("/text", texts);
    writer.write("/text/present", std::vector<std::int8_t>{1, 1, last});
    writer.publish();
    const ResultReader reader(folder / "x.h5");
    EXPECT_EQ(reader.datasets().front(), "/text");
    EXPECT_EQ(reader.datasets()[1], "/text/present") << "it has its own rows and digest in /verification";
    EXPECT_EQ(reader.read_int8("/text/present", 2, 1)[0], last);
    EXPECT_EQ(reader.read_text_column("/text", 0, 3)[1], "a");
    world.barrier();
  }
}

ExitCode code_of(const std::function<void()>& work, std::string* message = nullptr) {
  try {
    work();
  } catch (const Error& error) {
    if (message != nullptr) *message = error.what();
    return error.code();
  }
  return ExitCode::ok;
}

TEST(ResultFile, is_refused_on_all_ranks_before_anything_is_written) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  if (world.is_root()) test::write_whole(folder / "there.h5", "precious");
  world.barrier();
  std::string message;
  EXPECT_EQ(code_of([&] { ResultWriter(world, folder / "there.h5", false, 1); }, &message), ExitCode::output);
  EXPECT_NE(message.find("--overwrite"), std::string::npos) << message;
  EXPECT_EQ(code_of([&] { ResultWriter(world, folder / "no/such.h5", false, 1); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { ResultWriter(world, folder.path(), true, 1); }), ExitCode::output);
  EXPECT_EQ(code_of([&] { ResultWriter(world, folder / "x.h5", false, 10); }), ExitCode::output);
  world.barrier();
  EXPECT_EQ(folder.num_files(), 1U);
  EXPECT_EQ(test::read_whole(folder / "there.h5"), "precious");
}

TEST(ResultFile, leaves_nothing_behind_and_the_old_output_alone_when_it_is_not_published) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  if (world.is_root()) test::write_whole(folder / "x.h5", "precious");
  world.barrier();
  {
    ResultWriter writer(world, folder / "x.h5", true, 1);
    writer.write("/a", std::vector<std::int64_t>(1000, 7));
    EXPECT_EQ(code_of([&] { writer.require_space(std::uint64_t{1} << 60); }), ExitCode::output);
  }
  world.barrier();
  EXPECT_EQ(folder.num_files(), 1U);
  EXPECT_EQ(test::read_whole(folder / "x.h5"), "precious");
}

TEST(ResultFile, replaces_an_output_with_overwrite_and_is_private) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  for (int run = 0; run < 2; ++run) {
    ResultWriter writer(world, folder / "x.h5", run == 1, 1);
    writer.write("/a", std::vector<std::int32_t>{run});
    writer.publish();
  }
  struct stat status {};
  EXPECT_EQ(stat((folder / "x.h5").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(ResultReader(folder / "x.h5").read_int32("/a", 0, 1).front(), 1);
  EXPECT_EQ(folder.num_files(), 1U);
}

TEST(ResultFile, an_error_of_one_rank_inside_a_step_is_thrown_by_all) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  ResultWriter writer(world, folder / "x.h5", false, 1);
  writer.write("/a", std::vector<std::int32_t>{1});
  // The same name twice: HDF5 refuses it on all ranks.
  std::string message;
  EXPECT_EQ(code_of([&] { writer.write("/a", std::vector<std::int32_t>{1}); }, &message), ExitCode::output);
  EXPECT_NE(message.find("/a"), std::string::npos) << message;
  // A matrix with incomplete rows on the last rank only.
  const std::vector<std::int8_t> uneven(world.rank() == world.size() - 1 ? 5 : 4, 1);
  EXPECT_EQ(code_of([&] { writer.write_matrix("/m", uneven, 2); }), ExitCode::internal);
}

TEST(ResultReader, refuses_what_is_not_a_result_file) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  if (world.is_root()) {
    test::write_whole(folder / "text.h5", "source,id\n");
    test::write_whole(folder / "empty.h5", "");
    for (const std::string name : {"text.h5", "empty.h5", "missing.h5", ""})
      EXPECT_EQ(code_of([&] { ResultReader(folder / name); }), ExitCode::input) << name;
  }
}

TEST(ResultReader, never_crashes_on_damaged_files) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::tiny_result(60, true));
  if (world.is_root()) {
    const std::string good = test::read_whole(folder / "x.h5");
    const auto read_everything = [&](const std::string& path) {
      return code_of([&] {
        const ResultReader reader(path);
        for (const auto& name : reader.datasets()) (void)reader.digest_of(name, 0, reader.num_rows(name));
      });
    };
    ASSERT_EQ(read_everything(folder / "x.h5"), ExitCode::ok);
    std::uint64_t undetected = 0;
    for (std::uint64_t trial = 0; trial < 200; ++trial) {
      std::string bad = good;
      // Half of the flips hit the first 8 KiB, which are mostly metadata.
      const std::uint64_t bit = scale_to(mix(test::kSeed, trial), 8 * (trial % 2 == 0 ? 8192 : good.size()));
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
      test::write_whole(folder / "bad.h5", bad);
      undetected += read_everything(folder / "bad.h5") != ExitCode::input;
    }
    // Only the bits of the first word of the seal are unprotected.
    EXPECT_LE(undetected, 1U);
    for (std::uint64_t trial = 0; trial < 100; ++trial) {
      const std::uint64_t size = scale_to(mix(test::kSeed + 1, trial), good.size() - 80);
      test::write_whole(folder / "bad.h5", good.substr(0, size));
      EXPECT_EQ(read_everything(folder / "bad.h5"), ExitCode::input) << size;
    }
    // Without the seal the content is intact.
    test::write_whole(folder / "bad.h5", good.substr(0, good.size() - 80));
    EXPECT_EQ(read_everything(folder / "bad.h5"), ExitCode::ok);
  }
}

}  // namespace
}  // namespace onefold::result
