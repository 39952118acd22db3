#include "evaluate/reviewed.hpp"

#include <algorithm>
#include <span>

#include "evaluate/runs.hpp"
#include "mpi/fetch.hpp"

namespace onefold::evaluate {

namespace {

// A record of a reviewed customer, as it is in the result.
struct Member {
  RecordId cluster;
  std::uint32_t source;
};

// Sizes of some clusters, by source.
class ClusterSizes {
 public:
  // Collective.
  ClusterSizes(const mpi::Communicator& world, std::vector<RecordId> wanted, const std::vector<RecordId>& cluster,
               const std::vector<std::uint32_t>& source, std::uint64_t num_sources)
      : wanted_(std::move(wanted)), num_sources_(num_sources) {
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    counts_.assign(wanted_.size() * num_sources, 0);
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      const auto found = std::lower_bound(wanted_.begin(), wanted_.end(), cluster[i]);
      if (found != wanted_.end() && *found == cluster[i])
        ++counts_[static_cast<std::size_t>(found - wanted_.begin()) * num_sources + source[i]];
    }
    world.sum_in_place(counts_);
  }
  [[nodiscard]] std::uint64_t of_source(RecordId cluster, std::uint32_t source) const {
    return counts_[row(cluster) * num_sources_ + source];
  }
  [[nodiscard]] std::uint64_t all(RecordId cluster) const {
    std::uint64_t sum = 0;
    for (std::uint64_t s = 0; s < num_sources_; ++s) sum += counts_[row(cluster) * num_sources_ + s];
    return sum;
  }

 private:
  [[nodiscard]] std::size_t row(RecordId cluster) const {
    return static_cast<std::size_t>(std::lower_bound(wanted_.begin(), wanted_.end(), cluster) - wanted_.begin());
  }
  std::vector<RecordId> wanted_;
  std::uint64_t num_sources_;
  std::vector<std::uint64_t> counts_;  // [wanted, source]
};

// Figures of the sampled customers, one entry per sample: means over the records of the customer.
struct Figures {
  std::vector<double> right, claimed, actual;  // partners of a record
  std::vector<double> pure, whole;             // B-cubed precision and recall
  std::vector<double> twice_right, claimed_and_actual;
  std::vector<double> ones;
};

void add_customer(Figures& figures, const std::vector<Member>& members, const ClusterSizes& sizes, bool link_only) {
  double right = 0, claimed = 0, actual = 0, pure = 0, whole = 0;
  for (const Member& member : members) {
    std::uint64_t together = 0;     // in this cluster and of this customer
    std::uint64_t no_partners = 0;  // members of `together` that form no pair that counts
    std::uint64_t no_partners_at_all = 0;
    for (const Member& other : members) {
      const bool same_cluster = other.cluster == member.cluster;
      together += same_cluster ? 1 : 0;
      if (!link_only || other.source != member.source) continue;
      no_partners += same_cluster ? 1 : 0;
      ++no_partners_at_all;
    }
    if (!link_only) no_partners = no_partners_at_all = 1;
    const std::uint64_t in_cluster = sizes.all(member.cluster);
    right += static_cast<double>(together - no_partners);
    claimed += static_cast<double>(in_cluster - (link_only ? sizes.of_source(member.cluster, member.source) : 1));
    actual += static_cast<double>(members.size() - no_partners_at_all);
    pure += static_cast<double>(together) / static_cast<double>(in_cluster);
    whole += static_cast<double>(together) / static_cast<double>(members.size());
  }
  const auto n = static_cast<double>(members.size());
  figures.right.push_back(right / n);
  figures.claimed.push_back(claimed / n);
  figures.actual.push_back(actual / n);
  figures.pure.push_back(pure / n);
  figures.whole.push_back(whole / n);
  figures.twice_right.push_back(2 * right / n);
  figures.claimed_and_actual.push_back((claimed + actual) / n);
  figures.ones.push_back(1);
}

}  // namespace

ClusterEstimates estimate_from_records(const mpi::Communicator& world, const ClusteredRecords& records,
                                       const std::vector<ReviewedRecord>& reviewed) {
  // Every rank has the whole sample; rank 0 fetches the data for all.
  std::vector<RecordId> wanted;
  if (world.is_root())
    for (const auto& row : reviewed) wanted.push_back(row.record);
  const mpi::Fetch fetch(world, records.distribution, wanted);
  auto clusters = fetch.values<RecordId>([&](std::uint64_t row) { return records.cluster[row]; });
  auto sources = fetch.values<std::uint32_t>([&](std::uint64_t row) { return records.source[row]; });
  world.broadcast(clusters);
  world.broadcast(sources);
  const ClusterSizes sizes(world, clusters, records.cluster, records.source, records.num_sources);

  ClusterEstimates estimates;
  Figures figures;
  for_each_run(
      std::span<const ReviewedRecord>(reviewed), [](const ReviewedRecord& row) { return row.sample; },
      [&](std::span<const ReviewedRecord> sample) {
        std::vector<Member> members;
        bool is_complete = true;
        for (const ReviewedRecord& row : sample) {
          const auto i = static_cast<std::size_t>(&row - reviewed.data());
          if (row.is_sampled || row.answer == Answer::yes) members.push_back({clusters[i], sources[i]});
          is_complete &= row.is_sampled || row.answer != Answer::none;
        }
        if (is_complete) add_customer(figures, members, sizes, records.link_only);
        ++(is_complete ? estimates.num_samples : estimates.num_left_out);
      });
  estimates.pair_precision = ratio_interval(figures.right, figures.claimed);
  estimates.pair_recall = ratio_interval(figures.right, figures.actual);
  estimates.pair_f1 = ratio_interval(figures.twice_right, figures.claimed_and_actual);
  estimates.b_cubed_precision = ratio_interval(figures.pure, figures.ones);
  estimates.b_cubed_recall = ratio_interval(figures.whole, figures.ones);
  return estimates;
}

PairEstimates estimate_from_pairs(const std::vector<ReviewedPair>& reviewed) {
  PairEstimates estimates;
  std::vector<Stratum> strata(kNumStrata);
  for (const ReviewedPair& row : reviewed) {
    Stratum& stratum = strata[row.pair.stratum];
    stratum.num_pairs = row.stratum_pairs;
    if (row.answer == Answer::none) {
      ++estimates.num_unanswered;
      continue;
    }
    ++estimates.num_pairs;
    ++stratum.num_judged;
    stratum.num_true += row.answer == Answer::yes ? 1 : 0;
  }
  const std::span<const Stratum> all(strata);
  estimates.pair_precision = share_interval(all.first(kFirstApart));
  estimates.recall_of_proposed = part_interval(all.first(kFirstApart), all.subspan(kFirstApart));
  return estimates;
}

}  // namespace onefold::evaluate
