#include "databases/row_sorter.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <queue>
#include <utility>

#include "files/posix_file.hpp"
#include "onefold/record/error.hpp"
#include "tables/row_file.hpp"

namespace onefold::databases {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::uint64_t kLeastBuffer = 32U << 10;
constexpr std::uint64_t kMostBuffer = 4U << 20;
constexpr std::uint64_t kWriteBytes = 1U << 20;

std::uint64_t prefix_of(std::string_view id) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < sizeof prefix; ++i)
    prefix = (prefix << 8U) | (i < id.size() ? static_cast<unsigned char>(id[i]) : 0U);
  return prefix;
}

/// Whether row `a` comes before row `b`.
bool is_before(const char* a, const char* b) {
  if (const int order = tables::first_value(a).compare(tables::first_value(b)); order != 0) return order < 0;
  return std::string_view(a, tables::row_bytes(a)) < std::string_view(b, tables::row_bytes(b));
}

/// Reads the rows of a stretch of a run one after the other.
class RunReader {
 public:
  RunReader(std::string path, std::uint64_t begin, std::uint64_t end, std::uint64_t buffer_bytes)
      : path_(std::move(path)), at_(begin), end_(end), buffer_bytes_(buffer_bytes), buffer_at_(begin) {}

  /// The row at the current position; null at the end.
  const char* row() {
    if (at_ >= end_) return nullptr;
    need(sizeof(std::uint32_t));
    size_ = tables::row_bytes(buffer_.data() + (at_ - buffer_at_));
    need(size_);
    return buffer_.data() + (at_ - buffer_at_);
  }
  [[nodiscard]] std::uint64_t row_size() const { return size_; }
  [[nodiscard]] std::uint64_t offset() const { return at_; }
  void advance() { at_ += size_; }

 private:
  void need(std::uint64_t num_bytes) {
    if (at_ + num_bytes <= buffer_at_ + buffer_.size()) return;
    const std::uint64_t wanted = std::max(num_bytes, std::min(buffer_bytes_, end_ - at_));
    buffer_.resize(wanted);
    buffer_at_ = at_;
    // Opened for each buffer: there may be more runs than a process may have open files.
    if (at_ + num_bytes > end_ || !files::PosixFile::open(path_).read_at(at_, buffer_))
      throw Error(ExitCode::input, path_ + ": this work file is damaged; run the job again");
  }

  std::string path_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::uint64_t buffer_bytes_;
  std::uint64_t buffer_at_;
  std::uint64_t size_ = 0;
  std::string buffer_;
};

/// Where a stretch of a run begins.
struct RunCut {
  std::uint64_t offset = 0;
  std::uint64_t row = 0;
};

/// The first row whose id is not below `splitter`.
RunCut find_cut(const SortedRun& run, std::string_view splitter) {
  // The rows before a block are not above its first row, so the cut is in the last block that begins below.
  auto block = std::ranges::lower_bound(run.blocks, splitter, {}, &SortedRun::Block::key);
  if (block == run.blocks.begin()) return {};
  --block;
  RunReader reader(run.path, block->offset, run.num_bytes, kLeastBuffer);
  std::uint64_t row = block->row;
  for (const char* at = reader.row(); at != nullptr && tables::first_value(at) < splitter; at = reader.row()) {
    reader.advance();
    ++row;
  }
  return {reader.offset(), row};
}

/// Collective. The ids at which the stretches of ranks 1, 2, ... begin; some may be equal.
std::vector<std::string> choose_splitters(const mpi::Communicator& world, const std::vector<SortedRun>& runs) {
  if (world.size() == 1) return {};
  std::string local;
  for (const SortedRun& run : runs)
    for (const auto& block : run.blocks) {
      local += static_cast<char>(block.key.size());
      local += block.key;
    }
  std::vector<std::string> keys;
  for (const std::string& text : world.gather_all(local))
    for (std::size_t at = 0; at < text.size();) {
      const auto length = static_cast<std::size_t>(static_cast<unsigned char>(text[at]));
      keys.push_back(text.substr(at + 1, length));
      at += 1 + length;
    }
  std::ranges::sort(keys);
  std::vector<std::string> splitters;
  const auto num_ranks = static_cast<std::size_t>(world.size());
  for (std::size_t r = 1; r < num_ranks; ++r)
    splitters.push_back(keys.empty() ? std::string() : keys[keys.size() * r / num_ranks]);
  return splitters;
}

/// Runs of all ranks, and the cuts of each: num_ranks + 1.
struct AllRuns {
  std::vector<std::string> paths;
  std::vector<RunCut> cuts;
  std::size_t cuts_per_run = 0;

  [[nodiscard]] const RunCut& cut(std::size_t run, std::size_t rank) const { return cuts[run * cuts_per_run + rank]; }
  /// Bytes and rows before the stretch of a rank.
  [[nodiscard]] RunCut before(std::size_t rank) const {
    RunCut sum;
    for (std::size_t run = 0; run < paths.size(); ++run) {
      sum.offset += cut(run, rank).offset;
      sum.row += cut(run, rank).row;
    }
    return sum;
  }
};

/// Collective.
AllRuns cut_runs(const mpi::Communicator& world, const std::vector<SortedRun>& runs) {
  const auto splitters = choose_splitters(world, runs);
  std::vector<RunCut> local_cuts;
  std::string local_paths;
  mpi::run_locally(world, [&] {
    for (const SortedRun& run : runs) {
      local_cuts.push_back({});
      for (const auto& splitter : splitters) local_cuts.push_back(find_cut(run, splitter));
      local_cuts.push_back({run.num_bytes, run.num_rows});
      local_paths += run.path + '\n';
    }
  });
  AllRuns all;
  all.cuts_per_run = splitters.size() + 2;
  all.cuts = world.gather_all(local_cuts);
  for (const std::string& paths : world.gather_all(local_paths))
    for (std::size_t at = 0; at < paths.size();) {
      const std::size_t end = paths.find('\n', at);
      all.paths.push_back(paths.substr(at, end - at));
      at = end + 1;
    }
  return all;
}

/// Local. Merges the stretch of a rank.
void merge_runs(const AllRuns& all, std::size_t rank, std::uint64_t run_bytes, tables::RowFileWriter& writer) {
  const std::uint64_t buffer =
      std::clamp<std::uint64_t>(run_bytes / std::max<std::size_t>(1, all.paths.size()), kLeastBuffer, kMostBuffer);
  std::vector<std::unique_ptr<RunReader>> readers;
  struct Head {
    const char* row;
    std::size_t reader;
  };
  const auto is_after = [](const Head& a, const Head& b) { return is_before(b.row, a.row); };
  std::priority_queue<Head, std::vector<Head>, decltype(is_after)> heads(is_after);
  for (std::size_t run = 0; run < all.paths.size(); ++run) {
    const RunCut& begin = all.cut(run, rank);
    const RunCut& end = all.cut(run, rank + 1);
    if (begin.offset == end.offset) continue;
    readers.push_back(std::make_unique<RunReader>(all.paths[run], begin.offset, end.offset, buffer));
    heads.push({readers.back()->row(), readers.size() - 1});
  }
  while (!heads.empty()) {
    const Head head = heads.top();
    heads.pop();
    RunReader& reader = *readers[head.reader];
    writer.write({head.row, reader.row_size()});
    reader.advance();
    if (const char* next = reader.row()) heads.push({next, head.reader});
  }
}

}  // namespace

RowSorter::RowSorter(const scratch::WorkDirectory& work, std::string name, SorterSizes sizes)
    : work_(work), name_(std::move(name)), sizes_(sizes) {}

RowSorter::~RowSorter() {
  try {
    for (const SortedRun& run : runs_) files::remove_file(run.path);
  } catch (const std::exception&) {
    // The work directory removes what is left.
  }
}

void RowSorter::add(std::string_view row) {
  if (!entries_.empty() && bytes_.size() + row.size() + entries_.size() * sizeof(Entry) > sizes_.run_bytes) write_run();
  entries_.push_back({prefix_of(tables::first_value(row.data())), bytes_.size()});
  bytes_ += row;
  ++num_rows_;
}

void RowSorter::mark() {
  write_run();
  marked_runs_ = runs_.size();
  marked_rows_ = num_rows_;
}

void RowSorter::forget() {
  bytes_.clear();
  entries_.clear();
  for (; runs_.size() > marked_runs_; runs_.pop_back()) files::remove_file(runs_.back().path);
  num_rows_ = marked_rows_;
}

void RowSorter::write_run() {
  if (entries_.empty()) return;
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    return is_before(bytes_.data() + a.offset, bytes_.data() + b.offset);
  });
  SortedRun run{
      .path = work_.temporary_path(name_), .num_rows = entries_.size(), .num_bytes = bytes_.size(), .blocks = {}};
  auto file = files::PosixFile::create(run.path);
  runs_.push_back({.path = run.path});  // so that it is removed if the disk is full
  std::string buffer;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const char* row = bytes_.data() + entries_[i].offset;
    const std::uint64_t size = tables::row_bytes(row);
    if (run.blocks.empty() || at >= run.blocks.back().offset + sizes_.block_bytes)
      run.blocks.push_back({std::string(tables::first_value(row).substr(0, kKeyBytes)), at, i});
    buffer.append(row, size);
    at += size;
    if (buffer.size() >= kWriteBytes) file.write(buffer), buffer.clear();
  }
  file.write(buffer);
  file.close(false);
  runs_.back() = std::move(run);
  bytes_.clear();
  entries_.clear();
}

RowSorter::Sorted RowSorter::write(const mpi::Communicator& world, const std::vector<std::string>& columns) {
  // 1. The last rows become a run; its memory is needed for merging.
  mpi::run_locally(world, [&] {
    write_run();
    bytes_.shrink_to_fit();
    entries_.shrink_to_fit();
  });
  // 2. All runs are cut in the same places.
  const AllRuns all = cut_runs(world, runs_);
  const auto rank = static_cast<std::size_t>(world.rank());
  const RunCut total = all.before(static_cast<std::size_t>(world.size()));
  const tables::RowFileShape shape{columns, total.row, total.offset};
  // 3. One rank makes the file, then each merges its stretch.
  Sorted sorted{{}, total.row};
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    sorted.path = work_.temporary_path(name_);
    tables::RowFileWriter::create(sorted.path, shape);
  });
  world.broadcast(sorted.path);
  mpi::run_locally(world, [&] {
    const RunCut before = all.before(rank);
    tables::RowFileWriter writer(sorted.path, shape, before.row, before.offset);
    merge_runs(all, rank, sizes_.run_bytes, writer);
    writer.finish();
  });
  return sorted;
}

}  // namespace onefold::databases
