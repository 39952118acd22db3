// Speed, rounds, bytes on the wire and memory of find_components on lists of links made by formula.
//   mpirun -n P components_bench KIND [--records N] [--degree D] [--base-case EDGES] [--repeat R]
// KIND as in link_lists.hpp. Prints sizes, then one line of results in JSON after the word "result". What was timed is
// verified: every link joins records with equal labels, a label is a record of its own component and not above it, and
// there are as many components as the formula has (for random links: as a plain union-find of all links on one rank
// finds). The hash of the labels depends on neither ranks nor the base case.
#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "link_lists.hpp"
#include "mpi/fetch.hpp"
#include "onefold/cluster/components.hpp"
#include "record/hash.hpp"

namespace {

using namespace onefold;

struct Arguments {
  std::string kind;
  std::uint64_t num_records = 20'000'000;
  double mean_degree = 2;
  cluster::ComponentOptions options;
  std::uint64_t repetitions = 5;
};

bool parse(int argc, char** argv, Arguments& arguments) {
  const auto& kinds = bench::link_list_kinds();
  if (argc < 2 || argc % 2 != 0 || std::find(kinds.begin(), kinds.end(), argv[1]) == kinds.end()) return false;
  arguments.kind = argv[1];
  for (int i = 2; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto number = std::strtoull(argv[i + 1], nullptr, 10);
    if (name == "--records")
      arguments.num_records = number;
    else if (name == "--degree")
      arguments.mean_degree = std::strtod(argv[i + 1], nullptr);
    else if (name == "--base-case")
      arguments.options.base_case_edges = number;
    else if (name == "--repeat")
      arguments.repetitions = std::max<std::uint64_t>(number, 1);
    else
      return false;
  }
  return true;
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// A line of /proc/self/status in bytes; 0 if there is no such file.
std::uint64_t status_bytes(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::strtoull(line.c_str() + name.size(), nullptr, 10) * 1024;
  return 0;
}

// Reset the peak, and return freed memory first, so that it does not count.
void reset_peak_memory() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << 5;
}

std::uint64_t count_touched(std::uint64_t num_records, const std::vector<Link>& links) {
  std::vector<bool> touched(num_records, false);
  for (const auto& link : links)
    if (link.left != link.right) touched[link.left] = touched[link.right] = true;
  return static_cast<std::uint64_t>(std::count(touched.begin(), touched.end(), true));
}

// Collective. Components of the links of all ranks, by plain union-find on rank 0.
std::uint64_t count_components(const mpi::Communicator& world, std::uint64_t num_records,
                               const std::vector<Link>& links) {
  const auto all = world.gather(std::span(links));
  std::uint64_t num = num_records;
  if (world.is_root()) {
    std::vector<RecordId> parent(num_records);
    std::iota(parent.begin(), parent.end(), RecordId{0});
    const auto root = [&](RecordId id) {
      while (parent[id] != id) id = parent[id] = parent[parent[id]];
      return id;
    };
    for (const auto& link : all) {
      const RecordId a = root(link.left);
      const RecordId b = root(link.right);
      num -= a != b ? 1 : 0;
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  return world.broadcast_value(num);
}

// Collective. All links join equal labels, so no component is split. The number of components then shows that none are
// merged.
bool links_join_equal_labels(const mpi::Communicator& world, const BlockDistribution& distribution,
                             const std::vector<Link>& links, const std::vector<RecordId>& labels) {
  bool good = true;
  const auto labels_of = [&](auto end) {
    std::vector<RecordId> ends;
    for (const auto& link : links) ends.push_back(link.*end);
    return mpi::Fetch(world, distribution, ends).values<RecordId>([&](std::uint64_t row) { return labels[row]; });
  };
  good = labels_of(&Link::left) == labels_of(&Link::right);
  // In addition, each label must be the smallest record of its component: it is one of its records, and no record is
  // below it.
  const auto of_label =
      mpi::Fetch(world, distribution, labels).values<RecordId>([&](std::uint64_t row) { return labels[row]; });
  const RecordId first = distribution.begin(world.rank());
  for (std::uint64_t row = 0; row < labels.size(); ++row)
    good = good && of_label[row] == labels[row] && labels[row] <= first + row;
  return world.all(good);
}

std::uint64_t hash_of(const mpi::Communicator& world, RecordId first, const std::vector<RecordId>& labels) {
  std::uint64_t sum = 0;
  for (std::uint64_t row = 0; row < labels.size(); ++row) sum += mix(labels[row], first + row);
  return world.sum(sum);
}

struct Measured {
  double seconds = 0;
  std::uint64_t cpu_milliseconds = 0;  // of all ranks
  std::uint64_t peak_bytes = 0;        // of the rank with the most memory, in excess of the memory before
};

}  // namespace

int main(int argc, char** argv) {
  mpi::Environment environment(&argc, &argv);
  const auto world = mpi::Communicator::world();
  Arguments arguments;
  if (!parse(argc, argv, arguments)) {
    if (world.is_root())
      fmt::print(stderr,
                 "components_bench KIND [--records N] [--degree D] [--base-case EDGES] [--repeat R]\nKIND: {}\n",
                 fmt::join(bench::link_list_kinds(), ", "));
    return 2;
  }
  const std::uint64_t num_records = arguments.num_records;
  const BlockDistribution distribution(num_records, world.size());
  const auto [links, formula_components] =
      bench::make_link_list(world, arguments.kind, num_records, arguments.mean_degree);
  const std::uint64_t num_components =
      formula_components ? *formula_components : count_components(world, num_records, links);
  const std::uint64_t num_links = world.sum(links.size());
  const std::uint64_t touched = world.max(count_touched(num_records, links));
  const char* commit = std::getenv("ONEFOLD_COMMIT");
  if (world.is_root())
    fmt::print(
        "{}: commit {}, {} ranks, {} records, {} links, {} components, at most {} records touched by the links of a "
        "rank\n",
        arguments.kind, commit != nullptr ? commit : "unknown", world.size(), num_records, num_links, num_components,
        touched);

  cluster::ComponentCounters counters;
  std::vector<Measured> measured;
  std::uint64_t labels_hash = 0;
  for (std::uint64_t repetition = 0; repetition < arguments.repetitions; ++repetition) {
    reset_peak_memory();
    const std::uint64_t bytes_before = status_bytes("VmRSS:");
    world.barrier();
    const double cpu_before = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    const auto labels = cluster::find_components(world, distribution, links, arguments.options, &counters);
    const double cpu = cpu_seconds() - cpu_before;
    world.barrier();
    Measured& now = measured.emplace_back();
    now.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    now.cpu_milliseconds = world.sum(static_cast<std::uint64_t>(cpu * 1000));
    now.peak_bytes = world.max(status_bytes("VmHWM:") - std::min(bytes_before, status_bytes("VmHWM:")));

    const RecordId first = distribution.begin(world.rank());
    const std::uint64_t hash = hash_of(world, first, labels);
    std::uint64_t num_roots = 0;
    for (std::uint64_t row = 0; row < labels.size(); ++row) num_roots += labels[row] == first + row ? 1 : 0;
    const bool good = repetition > 0 ? hash == labels_hash
                                     : world.sum(num_roots) == num_components &&
                                           links_join_equal_labels(world, distribution, links, labels);
    labels_hash = hash;
    if (!good) {
      if (world.is_root()) fmt::print("wrong labels\n");
      return 1;
    }
  }

  const auto sorted = [&](auto member) {
    auto copy = measured;
    std::sort(copy.begin(), copy.end(), [&](const Measured& a, const Measured& b) { return a.*member < b.*member; });
    return copy;
  };
  const auto by_seconds = sorted(&Measured::seconds);
  const double median = by_seconds[by_seconds.size() / 2].seconds;
  const auto by_cpu = sorted(&Measured::cpu_milliseconds);
  const double links_or_one = static_cast<double>(std::max<std::uint64_t>(num_links, 1));
  if (world.is_root())
    fmt::print(
        "result {{\"benchmark\": \"components\", \"kind\": \"{}\", \"commit\": \"{}\", \"ranks\": {}, \"records\": {}, "
        "\"links\": {}, "
        "\"seconds\": {:.3f}, \"seconds_least\": {:.3f}, \"seconds_most\": {:.3f}, \"cpu_seconds\": {:.3f}, "
        "\"links_per_second\": {:.0f}, \"links_per_cpu_second\": {:.0f}, \"rounds\": {}, \"exchanges\": {}, "
        "\"wire_bytes_per_link\": {:.2f}, \"contracted_edges\": {}, \"touched\": {}, \"peak_bytes_per_rank\": {}, "
        "\"components\": {}, \"labels_hash\": \"{:016x}\"}}\n",
        arguments.kind, commit != nullptr ? commit : "unknown", world.size(), num_records, num_links, median,
        by_seconds.front().seconds, by_seconds.back().seconds,
        static_cast<double>(by_cpu[by_cpu.size() / 2].cpu_milliseconds) / 1000, static_cast<double>(num_links) / median,
        static_cast<double>(num_links) * 1000 /
            static_cast<double>(std::max<std::uint64_t>(by_cpu[by_cpu.size() / 2].cpu_milliseconds, 1)),
        counters.rounds, counters.exchanges, static_cast<double>(counters.bytes_on_wire) / links_or_one,
        counters.contracted_edges, touched, sorted(&Measured::peak_bytes).back().peak_bytes, num_components,
        labels_hash);
  return 0;
}
