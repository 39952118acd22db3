#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "onefold/record/error.hpp"
#include "onefold/record/record_id.hpp"
#include "record/hash.hpp"
#include "scratch/text_slices.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::scratch {
namespace {

using test::ScratchFolder;

constexpr std::uint64_t kTextJob = 7;
constexpr RowSchema kSchema{.num_text = 2, .num_wide = 1, .num_narrow = 1};

// Rows by formula: many empty values, some long ones, bytes of every kind.
std::string text_of(std::uint64_t id, std::uint64_t column) {
  const std::uint64_t random = mix(test::kSeed + column, id);
  const std::uint64_t length = random % 3 == 0 ? 0 : random % 1'000 == 1 ? 5'000 : random % 17;
  std::string text;
  for (std::uint64_t i = 0; i < length; ++i) text.push_back(static_cast<char>(mix(random, i)));
  return text;
}
std::uint64_t wide_of(std::uint64_t id) { return mix(test::kSeed + 10, id); }
std::uint32_t narrow_of(std::uint64_t id) { return static_cast<std::uint32_t>(mix(test::kSeed + 11, id)); }

std::optional<Slice> local_write(const WorkDirectory& work, const std::string& product, std::uint64_t first,
                                 std::uint64_t last, std::uint64_t rows_per_page) {
  TextSliceWriter writer(work, product, kSchema, rows_per_page);
  // Appends in batches, as ingest does.
  constexpr std::uint64_t kBatch = 5'000;
  for (std::uint64_t begin = first; begin < last; begin += kBatch) {
    std::array<TextColumn, 2> text;
    std::vector<std::uint64_t> wide;
    std::vector<std::uint32_t> narrow;
    for (std::uint64_t id = begin; id < std::min(last, begin + kBatch); ++id) {
      for (std::uint64_t column = 0; column < text.size(); ++column) text[column].push_back(text_of(id, column));
      wide.push_back(wide_of(id));
      narrow.push_back(narrow_of(id));
    }
    writer.append({{&text[0], &text[1]}, {wide}, {narrow}});
  }
  return writer.close(first);
}

// Compares the columns of a page, copied as a whole, with its single values. Returns the number of differences.
std::uint64_t num_wrong_in_copies(const RowPage& page) {
  std::uint64_t num_wrong = 0;
  for (std::uint32_t column = 0; column < 2; ++column) {
    TextColumn copy;
    copy.push_back("before");
    page.append_text(column, copy);
    num_wrong += copy.size() != page.size() + 1 || copy[0] != "before";
    for (std::size_t row = 0; row < page.size(); ++row) num_wrong += copy[row + 1] != page.stored_text(column, row);
  }
  std::vector<std::uint64_t> wide(page.size());
  std::vector<std::uint32_t> narrow(page.size());
  page.copy_wide(0, wide);
  page.copy_narrow(0, narrow);
  for (std::size_t row = 0; row < page.size(); ++row)
    num_wrong += wide[row] != page.wide(0, row) || narrow[row] != page.narrow(0, row);
  return num_wrong;
}

// Reads [first, last) and compares every value with the formula. Returns the number of rows read.
std::uint64_t local_read(const WorkDirectory& work, const std::string& product, std::uint64_t first,
                         std::uint64_t last) {
  const TextSliceReader reader(work, product, kSchema);
  std::uint64_t next = first;
  std::uint64_t num_wrong = 0;
  reader.for_each_page(first, last, [&](const RowPage& page) {
    num_wrong += page.first_id() != next;
    for (std::size_t row = 0; row < page.size(); ++row, ++next) {
      for (std::uint32_t column = 0; column < 2; ++column)
        num_wrong += page.stored_text(column, row) != text_of(next, column) ||
                     page.text(column, row) != without_mark(text_of(next, column));
      num_wrong += page.wide(0, row) != wide_of(next) || page.narrow(0, row) != narrow_of(next);
    }
    num_wrong += num_wrong_in_copies(page);
  });
  EXPECT_EQ(num_wrong, 0U);
  return next - first;
}

TEST(TextSlices, any_range_is_read_by_any_number_of_ranks_for_any_pages) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  for (const std::uint64_t rows_per_page : {1ULL, 63ULL, 65'536ULL}) {
    const std::uint64_t num_rows = 20'000;
    const std::string path = scratch / ("work" + std::to_string(rows_per_page));
    {
      WorkDirectory work(world, path, kTextJob, Keep::products);
      // The last rank has no rows if there are other ranks.
      const BlockDistribution writers(num_rows, std::max(1, world.size() - 1));
      std::optional<Slice> slice;
      if (world.rank() < writers.num_ranks())
        slice = local_write(work, "rows", writers.begin(world.rank()), writers.end(world.rank()), rows_per_page);
      work.publish("rows", slice);
      const BlockDistribution readers(num_rows, world.size());
      EXPECT_EQ(local_read(work, "rows", readers.begin(world.rank()), readers.end(world.rank())),
                readers.size(world.rank()));
      for (std::uint64_t i = 0; i < 20; ++i) {
        const std::uint64_t a = scale_to(mix(i, 1), num_rows + 1);
        const std::uint64_t b = scale_to(mix(i, 2), num_rows + 1);
        EXPECT_EQ(local_read(work, "rows", std::min(a, b), std::max(a, b)), std::max(a, b) - std::min(a, b));
      }
      world.barrier();
    }
    const auto some = world.split(world.rank() % 2);
    if (world.rank() % 2 == 0) {
      const WorkDirectory work(some, path, kTextJob, Keep::products);
      const BlockDistribution readers(num_rows, some.size());
      EXPECT_EQ(local_read(work, "rows", readers.begin(some.rank()), readers.end(some.rank())),
                readers.size(some.rank()));
      some.barrier();
    }
    world.barrier();
  }
}

TEST(TextSlices, no_rows_at_all_are_a_product_too) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kTextJob);
  work.publish("rows", local_write(work, "rows", 0, 0, 10));
  EXPECT_TRUE(work.has_product("rows"));
  EXPECT_EQ(local_read(work, "rows", 0, 0), 0U);
  world.barrier();
}

TEST(TextSlices, the_extent_of_a_range_is_that_of_its_pages) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kTextJob);
  std::vector<Slice> slices;
  if (world.is_root()) slices = {*local_write(work, "rows", 0, 100, 10), *local_write(work, "rows", 100, 250, 10)};
  work.publish("rows", slices);
  const TextSliceReader reader(work, "rows", kSchema);
  // Per row: two ends, a wide and a narrow number, and its texts.
  const auto page_bytes = [](std::uint64_t first) {
    std::uint64_t bytes = 0;
    for (std::uint64_t id = first; id < first + 10; ++id)
      bytes += 4 + 4 + 8 + 4 + text_of(id, 0).size() + text_of(id, 1).size();
    return bytes;
  };
  for (const auto& [first, last] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
           {0, 250}, {5, 6}, {95, 131}, {240, 250}, {7, 7}, {300, 400}}) {
    PageExtent expected;
    for (std::uint64_t page = 0; page < 250; page += 10)
      if (first < last && page + 10 > first && page < last) {
        expected.num_bytes += page_bytes(page);
        expected.largest_bytes = std::max(expected.largest_bytes, page_bytes(page));
      }
    const auto extent = reader.extent(first, last);
    EXPECT_EQ(extent.num_bytes, expected.num_bytes) << first << " " << last;
    EXPECT_EQ(extent.largest_bytes, expected.largest_bytes) << first << " " << last;
  }
  world.barrier();
}

std::size_t num_open_files() {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) count += entry.exists();
  return count;
}

TEST(TextSlices, finished_writers_hold_no_file_open_and_are_closed_when_their_ids_are_known) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  const auto alone = world.split(world.rank());
  constexpr std::uint64_t kNumSlices = 200;
  constexpr std::uint64_t kRows = 7;
  if (world.is_root()) {
    for (const Keep keep : {Keep::nothing, Keep::products}) {
      WorkDirectory work(alone, scratch / "work", kTextJob, keep);
      const std::size_t open_before = num_open_files();
      std::vector<TextSliceWriter> writers;
      for (std::uint64_t s = 0; s < kNumSlices; ++s) {
        writers.emplace_back(work, "rows", kSchema);
        TextSliceWriter& writer = writers.back();
        // Every third slice stays empty.
        if (s % 3 != 2) {
          std::array<TextColumn, 2> text;
          std::vector<std::uint64_t> wide;
          std::vector<std::uint32_t> narrow;
          const std::uint64_t first = kRows * (s - s / 3);
          for (std::uint64_t id = first; id < first + kRows; ++id) {
            for (std::uint64_t column = 0; column < text.size(); ++column) text[column].push_back(text_of(id, column));
            wide.push_back(wide_of(id));
            narrow.push_back(narrow_of(id));
          }
          writer.append({{&text[0], &text[1]}, {wide}, {narrow}});
        }
        writer.finish();
        writer.finish();
        EXPECT_LE(num_open_files(), open_before);
      }
      std::vector<Slice> slices;
      std::uint64_t next = 0;
      for (auto& writer : writers) {
        const std::uint64_t num_rows = writer.num_rows();
        if (const auto slice = writer.close(next)) slices.push_back(*slice);
        next += num_rows;
      }
      writers.clear();
      work.publish("rows", slices);
      EXPECT_TRUE(work.has_product("rows"));
      EXPECT_EQ(local_read(work, "rows", 0, next), next);
      EXPECT_EQ(local_read(work, "rows", 3, next - 3), next - 6);
      work.remove_all();
    }
  }
  world.barrier();
}

TEST(TextSlices, ids_that_the_product_does_not_hold_are_a_defect_not_silence) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kTextJob);
  std::vector<Slice> slices;
  if (world.is_root()) slices = {*local_write(work, "rows", 0, 100, 10), *local_write(work, "rows", 150, 200, 10)};
  work.publish("rows", slices);
  EXPECT_EQ(local_read(work, "rows", 30, 100), 70U);
  EXPECT_EQ(local_read(work, "rows", 160, 200), 40U);
  for (const std::uint64_t last : {101ULL, 151ULL, 200ULL}) EXPECT_THROW(local_read(work, "rows", 90, last), Error);
  EXPECT_THROW(local_read(work, "rows", 199, 201), Error);
  world.barrier();
}

TEST(TextSlices, other_columns_than_those_written_are_refused) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  WorkDirectory work(world, scratch / "work", kTextJob);
  work.publish("rows", world.is_root() ? local_write(work, "rows", 0, 100, 10) : std::nullopt);
  const TextSliceReader reader(work, "rows", {.num_text = 1, .num_wide = 1, .num_narrow = 1});
  EXPECT_THROW(reader.for_each_page(0, 1, [](const RowPage&) {}), Error);
  world.barrier();
}

TEST(TextSlices, a_thousand_flipped_bits_and_cuts_are_all_found_and_the_file_is_named) {
  const auto& world = test::world();
  const ScratchFolder scratch(world);
  const auto alone = world.split(world.rank());
  if (world.is_root()) {
    WorkDirectory work(alone, scratch / "work", kTextJob);
    work.publish("rows", local_write(work, "rows", 5, 405, 64));
    const std::string path = work.path() + "/rows.5-405.1fold";
    const std::string whole = test::read_whole(path);
    std::uint64_t num_accepted = 0;
    const auto try_bytes = [&](const std::string& bytes) {
      test::write_whole(path, bytes);
      // Not local_read(): no value may be passed on before its page has been checked.
      std::uint64_t num_wrong = 0;
      try {
        const TextSliceReader reader(work, "rows", kSchema);
        reader.for_each_page(5, 405, [&](const RowPage& page) {
          for (std::size_t row = 0; row < page.size(); ++row)
            for (std::uint32_t column = 0; column < 2; ++column)
              num_wrong += page.text(column, row) != text_of(page.first_id() + row, column);
        });
        ++num_accepted;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
        EXPECT_NE(std::string(error.what()).find(path), std::string::npos) << error.what();
      }
      EXPECT_EQ(num_wrong, 0U);
    };
    for (std::uint64_t i = 0; i < 1'000; ++i) {
      const std::uint64_t bit = scale_to(mix(test::kSeed, i), 8 * whole.size());
      std::string damaged = whole;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
      try_bytes(damaged);
      try_bytes(whole.substr(0, bit / 8));
    }
    try_bytes(whole + '\0');
    EXPECT_EQ(num_accepted, 0U);
    test::write_whole(path, whole);
    EXPECT_EQ(local_read(work, "rows", 5, 405), 400U);
  }
  world.barrier();
}

}  // namespace
}  // namespace onefold::scratch
