// Columns that are written append by append.
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <functional>

#include "onefold/result/result_reader.hpp"
#include "record/hash.hpp"
#include "result/result_writer.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::result {
namespace {

using test::ScratchFolder;

// Small, so that columns of a few thousand rows have many chunks and several rounds.
constexpr ChunkSizes kSmall{.chunk_bytes = 2'000, .chunks_per_round = 3};

struct Range {
  std::uint64_t begin, end;
};

// This rank's part of the rows begin .. end - 1: cut at places that are the same on all ranks. Some parts are empty.
Range part_of(const mpi::Communicator& world, Range rows, std::uint64_t deal) {
  std::vector<std::uint64_t> cuts = {rows.begin, rows.end};
  for (int rank = 1; rank < world.size(); ++rank)
    cuts.push_back(rows.begin +
                   scale_to(mix(test::kSeed + deal, static_cast<std::uint64_t>(rank) / 2), rows.end - rows.begin + 1));
  std::sort(cuts.begin(), cuts.end());
  const auto self = static_cast<std::size_t>(world.rank());
  return {cuts[self], cuts[self + 1]};
}

// Windows of rows, the same on all ranks: some are empty, some smaller than a chunk, some of many chunks.
std::vector<Range> windows_of(std::uint64_t rows, std::uint64_t deal) {
  std::vector<std::uint64_t> cuts = {0, rows};
  for (std::uint64_t i = 0; i < 6; ++i) cuts.push_back(scale_to(mix(test::kSeed + 7 * deal, i / 2), rows + 1));
  std::sort(cuts.begin(), cuts.end());
  std::vector<Range> windows;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) windows.push_back({cuts[i], cuts[i + 1]});
  return windows;
}

std::int64_t streamed_number(std::uint64_t row) { return static_cast<std::int64_t>(mix(3, row) >> (row % 50)); }
std::string streamed_short_text(std::uint64_t row) { return row % 7 == 0 ? "" : "v\xc3\xa9" + std::to_string(row); }
std::string streamed_long_text(std::uint64_t row) {
  return std::string(row % 11 == 0 ? 400 : row % 3, 'a') + std::to_string(row);
}
std::string text_with_nul(std::uint64_t row) { return std::string("\0b", row % 3) + std::to_string(row % 10); }

template <typename T>
std::vector<T> numbers_of(Range rows, std::uint64_t width) {
  std::vector<T> out;
  for (std::uint64_t i = rows.begin * width; i < rows.end * width; ++i)
    out.push_back(static_cast<T>(streamed_number(i)));
  return out;
}
TextColumn texts_of(Range rows, std::string (*text)(std::uint64_t)) {
  TextColumn out;
  for (std::uint64_t row = rows.begin; row < rows.end; ++row) out.push_back(text(row));
  return out;
}

// All columns are open at once. `deal` determines how ranks share windows.
std::string write_streams(const mpi::Communicator& world, const std::string& path, std::uint64_t rows,
                          std::uint64_t windows, std::uint64_t deal) {
  ResultWriter writer(world, path, false, 1, kSmall);
  auto longs = writer.begin_numbers<std::int64_t>("/a/int64", rows);
  auto ints = writer.begin_numbers<std::int32_t>("/a/int32", rows, 0, Digested::no);
  auto doubles = writer.begin_numbers<double>("/a/double", rows, 3);
  auto bytes = writer.begin_numbers<std::int8_t>("/a/int8", rows, 5);
  auto short_texts = writer.begin_text("/text/short", rows);
  auto long_texts = writer.begin_text("/text/long", rows);
  auto nul_texts = writer.begin_text("/text/nul", rows);
  for (const Range window : windows_of(rows, windows)) {
    const Range part = part_of(world, window, deal + window.begin);
    longs.append(numbers_of<std::int64_t>(part, 1));
    ints.append(numbers_of<std::int32_t>(part, 1));
    doubles.append(numbers_of<double>(part, 3));
    bytes.append(numbers_of<std::int8_t>(part, 5));
    short_texts.append(texts_of(part, streamed_short_text));
    long_texts.append(texts_of(part, streamed_long_text));
    nul_texts.append(texts_of(part, text_with_nul));
  }
  // Between open columns, and without the other ranks.
  writer.write_once("/once", std::vector<std::int64_t>{1, 2});
  longs.finish();
  ints.finish();
  doubles.finish();
  bytes.finish();
  short_texts.finish();
  long_texts.finish();
  nul_texts.finish();
  return writer.publish();
}

std::string write_whole(const mpi::Communicator& world, const std::string& path, std::uint64_t rows) {
  const Range part = part_of(world, {0, rows}, 5);
  ResultWriter writer(world, path, false, 1);
  writer.write("/a/int64", numbers_of<std::int64_t>(part, 1));
  writer.write("/a/int32", numbers_of<std::int32_t>(part, 1), Digested::no);
  writer.write_matrix("/a/double", numbers_of<double>(part, 3), 3);
  writer.write_matrix("/a/int8", numbers_of<std::int8_t>(part, 5), 5);
  writer.write("/text/short", texts_of(part, streamed_short_text));
  writer.write("/text/long", texts_of(part, streamed_long_text));
  writer.write("/text/nul", texts_of(part, text_with_nul));
  writer.write_once("/once", std::vector<std::int64_t>{1, 2});
  return writer.publish();
}

TEST(ResultStream, gives_the_same_digest_as_whole_columns_and_the_same_bytes_for_any_number_of_ranks) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  const auto alone = world.split(world.rank());
  for (const std::uint64_t rows : {0U, 1U, 10U, 6'000U}) {
    const std::string whole = write_whole(world, folder / ("whole" + std::to_string(rows)), rows);
    for (std::uint64_t windows = 0; windows < (rows > 1 ? 2U : 1U); ++windows) {
      const std::string name = std::to_string(rows) + "_" + std::to_string(windows) + ".h5";
      const std::string digest = write_streams(world, folder / ("all" + name), rows, windows, windows);
      EXPECT_EQ(digest, whole) << name;
      std::string digest_alone = digest;
      if (world.is_root()) digest_alone = write_streams(alone, folder / ("one" + name), rows, windows, 99);
      EXPECT_EQ(digest, digest_alone) << name;
      if (world.is_root()) {
        EXPECT_TRUE(test::read_whole(folder / ("all" + name)) == test::read_whole(folder / ("one" + name))) << name;
      }
      world.barrier();
    }
  }
}

TEST(ResultStream, is_read_by_the_ordinary_library_as_it_was_written) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  constexpr std::uint64_t kRows = 5'000;
  write_streams(world, folder / "x.h5", kRows, 1, 1);
  const ResultReader reader(folder / "x.h5");
  const Range all{0, kRows};
  EXPECT_EQ(reader.read_int64("/a/int64", 0, kRows), numbers_of<std::int64_t>(all, 1));
  EXPECT_EQ(reader.read_int32("/a/int32", 0, kRows), numbers_of<std::int32_t>(all, 1));
  EXPECT_EQ(reader.read_double("/a/double", 0, kRows), numbers_of<double>(all, 3));
  EXPECT_EQ(reader.read_int8("/a/int8", 0, kRows), numbers_of<std::int8_t>(all, 5));
  EXPECT_EQ(reader.width("/a/int8"), 5U);
  const auto num_wrong = [&](const std::string& name, std::string (*text)(std::uint64_t)) {
    const TextColumn found = reader.read_text_column(name, 0, kRows);
    std::uint64_t wrong = 0;
    for (std::uint64_t row = 0; row < kRows; ++row) wrong += found[row] != text(row);
    return wrong;
  };
  EXPECT_EQ(num_wrong("/text/short", streamed_short_text), 0U);
  EXPECT_EQ(num_wrong("/text/long", streamed_long_text), 0U);
  EXPECT_EQ(num_wrong("/text/nul", text_with_nul), 0U);
}

// The message of the error that a call throws on this rank.
std::string failure_of(const std::function<void()>& work, ExitCode code) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST(ResultStream, what_was_announced_is_kept_or_all_ranks_throw) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  const auto ranks = static_cast<std::uint64_t>(world.size());
  ResultWriter writer(world, folder / "x.h5", false, 1);
  auto longer = writer.begin_numbers<std::int32_t>("/longer", ranks - 1);
  failure_of([&] { longer.append(std::vector<std::int32_t>{1}); }, ExitCode::internal);
  auto shorter = writer.begin_numbers<std::int32_t>("/shorter", ranks + 1);
  shorter.append(std::vector<std::int32_t>{1});
  failure_of([&] { shorter.finish(); }, ExitCode::internal);
  auto texts = writer.begin_text("/texts", ranks - 1);
  TextColumn text;
  text.push_back("precious");
  text.push_back("too");
  const std::string message = failure_of([&] { texts.append(text); }, ExitCode::internal);
  EXPECT_NE(message.find("/texts"), std::string::npos);
  EXPECT_EQ(message.find("precious"), std::string::npos) << "a message shows a value";
  failure_of([&] { writer.publish(); }, ExitCode::internal);
}

TEST(ResultStream, what_rank_0_could_not_write_alone_is_thrown_by_all_in_the_next_collective_call) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  {
    ResultWriter writer(world, folder / "x.h5", false, 1);
    writer.write_once("/a", std::vector<std::int64_t>{1});
    writer.write_once("/a", std::vector<std::int64_t>{1});
    writer.write_once("/b", std::vector<std::int64_t>{1});
    const auto publish = [&] { writer.publish(); };
    EXPECT_NE(failure_of(publish, ExitCode::output).find("/a"), std::string::npos);
  }
  world.barrier();
  EXPECT_EQ(folder.num_files(), 0U);
  world.barrier();
}

TEST(ResultStream, what_the_disk_changed_is_noticed_before_the_file_gets_its_name) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  constexpr std::uint64_t kRows = 20'000;
  const std::int64_t value = streamed_number(kRows / 3);
  for (const bool long_texts : {false, true}) {
    {
      // At level 0 the file contains the values unchanged.
      ResultWriter writer(world, folder / "x.h5", false, 0, kSmall);
      const Range part = part_of(world, {0, kRows}, 1);
      if (long_texts)
        writer.write("/column", texts_of(part, streamed_long_text));
      else
        writer.write("/column", numbers_of<std::int64_t>(part, 1));
      if (world.is_root()) {
        const std::string path = std::filesystem::directory_iterator(folder.path())->path();
        const std::string bytes = test::read_whole(path);
        const std::string wanted = long_texts ? streamed_long_text(kRows / 3)
                                              : std::string(reinterpret_cast<const char*>(&value), sizeof value);
        const std::size_t place = bytes.find(wanted);
        EXPECT_NE(place, std::string::npos);
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(place)).put(static_cast<char>(bytes[place] ^ 1));
      }
      world.barrier();
      const std::string message = failure_of([&] { writer.publish(); }, ExitCode::output);
      EXPECT_NE(message.find("/column"), std::string::npos) << message;
      EXPECT_NE(message.find("read back"), std::string::npos) << message;
    }
    world.barrier();
    EXPECT_EQ(folder.num_files(), 0U);
    world.barrier();
  }
}

TEST(ResultStream, a_full_disk_of_any_rank_ends_all_of_them_and_leaves_nothing) {
  const auto& world = test::world();
  const ScratchFolder folder(world);
  // A limit on file size replaces a full disk: it works for root and for any user, on every system.
  struct rlimit former {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &former), 0);
  const auto former_handler = std::signal(SIGXFSZ, SIG_IGN);
  // The limit is hit by the first column, by a later one, or, on rank 0, by the data that HDF5 writes when the file is
  // closed.
  struct Case {
    int rank;
    rlim_t limit;
    bool at_the_end;
  };
  const int last = world.size() - 1;
  for (const Case& full : {Case{0, 20'000, false}, Case{last, 20'000, false}, Case{0, 600'000, false},
                           Case{last, 600'000, false}, Case{0, 1'000, true}}) {
    struct rlimit small = former;
    if (world.rank() == full.rank) small.rlim_cur = full.limit;
    {
      ResultWriter writer(world, folder / "x.h5", false, 0, kSmall);
      if (!full.at_the_end) ::setrlimit(RLIMIT_FSIZE, &small);
      const auto write = [&] {
        for (const std::string name : {"/a", "/b", "/c", "/d"}) {
          auto column = writer.begin_numbers<std::int64_t>(name, 40'000);
          column.append(numbers_of<std::int64_t>(part_of(world, {0, 40'000}, 3), 1));
          column.finish();
        }
        if (full.at_the_end) ::setrlimit(RLIMIT_FSIZE, &small);
        writer.publish();
      };
      EXPECT_NE(failure_of(write, ExitCode::output).find("x.h5"), std::string::npos);
      ::setrlimit(RLIMIT_FSIZE, &former);
    }
    world.barrier();
    EXPECT_EQ(folder.num_files(), 0U) << "limit " << full.limit;
    world.barrier();
  }
  std::signal(SIGXFSZ, former_handler);
}

}  // namespace
}  // namespace onefold::result
