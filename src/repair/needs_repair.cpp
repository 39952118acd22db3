#include "repair/needs_repair.hpp"

#include <algorithm>

namespace onefold::repair {

namespace {

// Number of members whose values are requested at the same time.
constexpr std::uint64_t kMembersAtOnce = 1 << 18;
// Lasting values never separate two single records (repair/repair.hpp).
constexpr std::size_t kLeastThatDiffer = 3;
// Number of records that must agree on a decisive value before it counts as the value of another customer. A single
// record may be wrong.
constexpr std::size_t kRecordsThatAgree = 2;

// Decides by the values of one component's members. Values are numbers; 0 means missing.
class ValuesOfMembers {
 public:
  explicit ValuesOfMembers(const config::Job& job) {
    const auto lasting = lasting_attributes(job);
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
      const bool lasts = std::find(lasting.begin(), lasting.end(), a) != lasting.end();
      if (!job.attributes[a].conflict && !lasts) continue;
      attributes_.push_back(a);
      may_conflict_.push_back(job.attributes[a].conflict);
      lasting_.push_back(lasts ? lasting_of(job.attributes[a]) : config::Lasting::never);
    }
  }
  [[nodiscard]] const std::vector<AttributeIndex>& attributes() const { return attributes_; }

  // `values`: [attribute][member]; those of the component begin at `first`. Sorts its own scratch memory.
  [[nodiscard]] bool need_repair(const std::vector<std::vector<std::uint64_t>>& values, std::size_t first,
                                 std::size_t count) {
    std::size_t num_differing = 0;
    for (std::size_t a = 0; a < attributes_.size(); ++a) {
      const auto begin = values[a].begin() + static_cast<std::ptrdiff_t>(first);
      sorted_.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
      std::sort(sorted_.begin(), sorted_.end());
      std::size_t num_values = 0;
      std::size_t num_agreeing = 0;  // number of values that several members have
      for (auto at = sorted_.begin(); at != sorted_.end();) {
        const auto end = std::upper_bound(at, sorted_.end(), *at);
        if (*at != 0) {
          ++num_values;
          num_agreeing += end - at >= static_cast<std::ptrdiff_t>(kRecordsThatAgree) ? 1 : 0;
        }
        at = end;
      }
      if (num_values < 2) continue;
      if (may_conflict_[a]) return true;
      if (lasting_[a] == config::Lasting::never || count < kLeastThatDiffer) continue;
      if (++num_differing == 2) return true;
      if (lasting_[a] == config::Lasting::decisive && num_agreeing >= 2) return true;
    }
    return false;
  }

 private:
  std::vector<AttributeIndex> attributes_;
  std::vector<bool> may_conflict_;
  std::vector<config::Lasting> lasting_;
  std::vector<std::uint64_t> sorted_;
};

// Collective. The components among `wanted` (of this rank, ascending) that need repair because of their members'
// values.
std::vector<std::size_t> find_by_values(const Context& context, const Columns& columns,
                                        const cluster::Clusters& clusters, std::span<const std::size_t> wanted,
                                        ValuesOfMembers& of_members) {
  std::vector<std::size_t> found;
  for (std::size_t begin = 0; context.world.any(begin < wanted.size());) {
    std::vector<RecordId> members;
    std::size_t end = begin;
    for (; end < wanted.size() && members.size() < kMembersAtOnce; ++end)
      members.insert(members.end(),
                     clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[wanted[end]]),
                     clusters.members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[wanted[end] + 1]));
    const mpi::Fetch fetch(context.world, columns.distribution, members);
    std::vector<std::vector<std::uint64_t>> values;
    for (const auto attribute : of_members.attributes())
      values.push_back(
          fetch.values<std::uint64_t>([&](std::uint64_t row) { return columns.attributes[attribute].value_id(row); }));
    std::size_t first = 0;
    for (; begin < end; ++begin) {
      const std::size_t count = clusters.begins[wanted[begin] + 1] - clusters.begins[wanted[begin]];
      if (of_members.need_repair(values, first, count)) found.push_back(wanted[begin]);
      first += count;
    }
  }
  return found;
}

}  // namespace

std::vector<AttributeIndex> conflict_attributes(const config::Job& job) {
  std::vector<AttributeIndex> attributes;
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
    if (job.attributes[a].conflict) attributes.push_back(a);
  return attributes;
}

std::vector<AttributeIndex> lasting_attributes(const config::Job& job) {
  const auto is_compared = [&](AttributeIndex attribute) {
    return std::any_of(job.comparisons.begin(), job.comparisons.end(),
                       [&](const auto& comparison) { return comparison.attribute == attribute; });
  };
  std::vector<AttributeIndex> attributes;
  for (const auto lasting : {config::Lasting::decisive, config::Lasting::corroborated})
    for (AttributeIndex a = 0; a < job.attributes.size(); ++a)
      if (lasting_of(job.attributes[a]) == lasting && is_compared(a)) attributes.push_back(a);
  return attributes;
}

std::vector<std::size_t> find_components_that_need_repair(const Context& context, const Columns& columns,
                                                          const decisions::Decisions& lists,
                                                          const cluster::Components& components,
                                                          const ComponentsInParts& parts) {
  const auto& job = context.job;
  const bool has_unique =
      std::any_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.unique; });
  ValuesOfMembers of_members(job);
  const auto labels = labels_of_pairs(context, columns, lists.cannot_link, components.labels);
  std::vector<RecordId> kept_apart;
  for (std::size_t p = 0; p < labels.size(); p += 2)
    if (labels[p] == labels[p + 1]) kept_apart.push_back(labels[p]);
  std::sort(kept_apart.begin(), kept_apart.end());

  const auto& clusters = parts.clusters;
  const auto has_twins = [&](std::size_t c) {
    // Members ascend, so their sources ascend too.
    std::uint32_t last = columns.source_of(clusters.id(c));
    for (std::uint64_t m = clusters.begins[c] + 1; m < clusters.begins[c + 1]; ++m) {
      const std::uint32_t source = columns.source_of(clusters.members[m]);
      if (source == last && job.sources[source].unique) return true;
      last = source;
    }
    return false;
  };
  std::vector<std::size_t> need_repair;
  std::vector<std::size_t> complete;  // components that only their members' values can contradict
  for (std::size_t c = 0; c < clusters.size(); ++c) {
    const std::uint64_t size = clusters.begins[c + 1] - clusters.begins[c];
    // Larger components that were not broken have enough links to stay as they are.
    if (size < 2 || size > job.cluster.max_repair_size) continue;
    if (parts.links[c] < pairs_of(size) || (has_unique && has_twins(c)) ||
        std::binary_search(kept_apart.begin(), kept_apart.end(), clusters.id(c)))
      need_repair.push_back(c);
    else if (!of_members.attributes().empty())
      complete.push_back(c);
  }
  if (of_members.attributes().empty()) return need_repair;
  const auto by_values = find_by_values(context, columns, clusters, complete, of_members);
  std::vector<std::size_t> all(need_repair.size() + by_values.size());
  std::merge(need_repair.begin(), need_repair.end(), by_values.begin(), by_values.end(), all.begin());
  return all;
}

}  // namespace onefold::repair
