// Speed of find_components on links like those of a real run, with the records of each cluster scattered over all ids:
// clusters of 1 to 6 records, each record linked to the one before it and every second one to the first as well.
//   mpirun -n P components_bench [num_records [base_case_edges]]
// Prints sizes, then one line of results. The labels are checked: each component is one cluster, named after its smallest.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "onefold/cluster/components.hpp"
#include "onefold/record/hash.hpp"

namespace {

using onefold::RecordId;
using onefold::mix;

// A pseudo-random permutation of 0 .. num_records - 1 that needs no memory: a Feistel network on the next even number of bits,
// repeated until the value is in range (Black, Rogaway 2002).
class Scatter {
 public:
  explicit Scatter(std::uint64_t num_records) : num_records_(num_records) {
    while ((std::uint64_t{1} << (2 * half_bits_)) < num_records) ++half_bits_;
  }
  [[nodiscard]] RecordId operator()(std::uint64_t x) const {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    do {
      std::uint64_t high = x >> half_bits_;
      std::uint64_t low = x & mask;
      for (std::uint64_t round = 0; round < 4; ++round) {
        const std::uint64_t next = high ^ (mix(round, low) & mask);
        high = low;
        low = next;
      }
      x = high << half_bits_ | low;
    } while (x >= num_records_);
    return x;
  }

 private:
  std::uint64_t num_records_;
  unsigned half_bits_ = 1;
};

std::uint64_t cluster_size(std::uint64_t first) { return 1 + mix(7, first) % 6; }

}  // namespace

int main(int argc, char** argv) {
  onefold::mpi::Environment environment(&argc, &argv);
  const auto world = onefold::mpi::Communicator::world();
  const std::uint64_t num_records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000'000;
  onefold::cluster::ComponentOptions options;
  if (argc > 2) options.base_case_edges = std::strtoull(argv[2], nullptr, 10);
  if (num_records == 0) return 2;
  const Scatter scatter(num_records);

  // All ranks walk through all clusters; each link goes to a rank by its hash.
  const onefold::BlockDistribution distribution(num_records, world.size());
  const RecordId begin = distribution.begin(world.rank());
  std::vector<RecordId> expected(distribution.size(world.rank()));
  std::vector<onefold::cluster::Link> links;
  for (std::uint64_t first = 0; first < num_records; first += cluster_size(first)) {
    const std::uint64_t end = std::min(first + cluster_size(first), num_records);
    RecordId smallest = scatter(first);
    for (std::uint64_t i = first; i < end; ++i) smallest = std::min(smallest, scatter(i));
    for (std::uint64_t i = first; i < end; ++i) {
      const RecordId id = scatter(i);
      if (id >= begin && id - begin < expected.size()) expected[id - begin] = smallest;
      const auto is_mine = [&](std::uint64_t salt) {
        return static_cast<int>(onefold::scale_to(mix(salt, i), static_cast<std::uint64_t>(world.size()))) == world.rank();
      };
      if (i > first && is_mine(1)) links.push_back({scatter(i - 1), id});
      if (i > first + 1 && i % 2 == 0 && is_mine(2)) links.push_back({id, scatter(first)});
    }
  }
  const std::uint64_t num_links = world.sum(links.size());
  if (world.is_root())
    std::printf("%d ranks, %llu records, %llu links\n", world.size(), static_cast<unsigned long long>(num_records),
                static_cast<unsigned long long>(num_links));

  for (int repetition = 0; repetition < 3; ++repetition) {
    world.barrier();
    const auto start = std::chrono::steady_clock::now();
    onefold::cluster::ComponentCounters counters;
    const auto labels = onefold::cluster::find_components(world, distribution, links, options, &counters);
    world.barrier();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (world.any(labels != expected)) {
      if (world.is_root()) std::printf("wrong labels\n");
      return 1;
    }
    if (world.is_root())
      std::printf("components seconds=%.3f links_per_second=%.3g rounds=%llu exchanges=%llu wire_bytes_per_link=%.1f\n", seconds,
                  static_cast<double>(num_links) / seconds, static_cast<unsigned long long>(counters.rounds),
                  static_cast<unsigned long long>(counters.exchanges),
                  static_cast<double>(counters.bytes_on_wire) / static_cast<double>(num_links));
  }
  return 0;
}
