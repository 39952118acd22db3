// CPU time of reading and cleansing the sources of a job, step by step:
//   mpirun -n P ingest_bench JOB.toml WORK_FOLDER [repetitions]
//   read     files -> batches, which are discarded
//   park     files -> batches -> raw pages in WORK_FOLDER, as the ingest stage does
//   back     raw pages -> columns, attribute by attribute
//   cleanse  raw pages -> cleansed columns, one line per attribute; compared value by value with the Cleanser (naive)
// Prints sizes, then one line per step: user and system seconds of the slowest rank, minimum over the repetitions.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "cleanse/cleanse_column.hpp"
#include "ingest/ingest.hpp"
#include "ingest/raw_record_sink.hpp"
#include "onefold/config/read_job.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "scratch/raw_records.hpp"
#include "scratch/text_slices.hpp"

namespace {

using namespace onefold;

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class CountingSink final : public ingest::RowSink {
 public:
  void take(ingest::RawBatch& batch) override { num_rows += batch.size(); }
  std::uint64_t num_rows = 0;
};

class Times {
 public:
  explicit Times(const mpi::Communicator& world) : world_(world) {}
  /// Adds to the time of the step in this repetition.
  void measure(const std::string& step, const std::function<void()>& work) {
    world_.barrier();
    const double begin = cpu_seconds();
    work();
    const auto micros = static_cast<std::uint64_t>(1e6 * (cpu_seconds() - begin));
    if (!now_.contains(step)) order_.push_back(step);
    now_[step] += 1e-6 * static_cast<double>(world_.max(micros));
  }
  void end_repetition() {
    for (const auto& step : order_) {
      const auto at = best_.try_emplace(step, now_[step]).first;
      at->second = std::min(at->second, now_[step]);
    }
    if (shown_.empty()) shown_ = order_;
    now_.clear();
    order_.clear();
  }
  void print() const {
    for (const auto& step : shown_)
      std::printf("ingest_bench step=%s cpu_seconds=%.3f\n", step.c_str(), best_.at(step));
  }

 private:
  const mpi::Communicator& world_;
  std::map<std::string, double> now_;
  std::map<std::string, double> best_;
  std::vector<std::string> order_;
  std::vector<std::string> shown_;  ///< of the first repetition, which has all steps
};

config::Job read_job(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return config::parse_job(text.str(), path, {}, [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
}

// Cleanses each value on its own: the definition of a cleansed column.
bool is_right(const TextColumn& raw, cleanse::Cleanser& cleanser, const cleanse::CleansedColumn& found) {
  std::string cleansed;
  bool right = found.values.size() == raw.size() && found.hashes.size() == raw.size();
  for (std::size_t row = 0; right && row < raw.size(); ++row) {
    if (raw[row].empty() || !cleanser(raw[row], cleansed)) cleansed.clear();
    right = found.values[row] == cleansed && found.hashes[row] == (cleansed.empty() ? 0 : hash_bytes(cleansed));
  }
  return right;
}

int run(const mpi::Communicator& world, const std::string& job_path, const std::string& folder, int repetitions) {
  const config::Job job = read_job(job_path);
  const auto dummies = cleanse::load_dummy_values(job.cleanse);
  Times times(world);
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    CountingSink counting;
    times.measure("read", [&] { (void)ingest::read_sources(world, job, counting); });
    if (repetition == 0) {
      const std::uint64_t num_rows = world.sum(counting.num_rows);
      if (world.is_root())
        std::printf("%d ranks, %llu records, %zu attributes\n", world.size(), static_cast<unsigned long long>(num_rows),
                    job.attributes.size());
    }

    scratch::WorkDirectory work(world, folder, 1);
    ingest::Ingested ingested;
    times.measure("park", [&] {
      ingest::RawRecordSink sink(job, work, ingest::all_raw_records(job));
      ingested = ingest::read_sources(world, job, sink);
      sink.publish(world, work, ingested.local_stretches);
    });
    const std::uint64_t first = ingested.distribution.begin(world.rank());
    const std::uint64_t last = ingested.distribution.end(world.rank());
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
      const scratch::TextSliceReader reader(work, scratch::raw_attribute(a), scratch::kRawAttributeSchema);
      TextColumn raw;
      times.measure("back",
                    [&] { reader.for_each_page(first, last, [&](const auto& page) { page.append_text(0, raw); }); });
      cleanse::CleansedColumn cleansed;
      // Reads page by page into the same memory, as a caller would that converts the values to codes.
      times.measure("cleanse:" + job.attributes[a].name, [&] {
        cleanse::ColumnCleanser cleanser(job.attributes[a], dummies);
        TextColumn page_values;
        reader.for_each_page(first, last, [&](const scratch::RowPage& page) {
          page_values.clear();
          page.append_text(0, page_values);
          cleansed.clear();
          cleanser.append(page_values, cleansed);
        });
      });
      if (repetition > 0) continue;
      cleansed.clear();
      cleanse::ColumnCleanser cleanser(job.attributes[a], dummies);
      cleanser.append(raw, cleansed);
      cleanse::Cleanser naive(job.attributes[a], dummies);
      bool right = true;
      times.measure("naive:" + job.attributes[a].name, [&] { right = is_right(raw, naive, cleansed); });
      if (world.any(!right)) {
        if (world.is_root()) std::printf("wrong values of %s\n", job.attributes[a].name.c_str());
        return 1;
      }
    }
    work.remove_all();
    times.end_repetition();
  }
  if (world.is_root()) times.print();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  mpi::Environment environment(&argc, &argv);
  const auto world = mpi::Communicator::world();
  if (argc < 3) return 2;
  try {
    return run(world, argv[1], argv[2], argc > 3 ? std::atoi(argv[3]) : 3);
  } catch (const Error& error) {
    if (world.is_root()) std::printf("%s\n", error.what());
    return static_cast<int>(error.code());
  }
}
