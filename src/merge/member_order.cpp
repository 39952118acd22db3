#include "merge/member_order.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "scratch/raw_records.hpp"

namespace onefold::merge {

namespace {

// [source] Its place in the order of names.
std::vector<std::uint32_t> order_of_sources(const config::Job& job) {
  std::vector<std::uint32_t> by_name(job.sources.size());
  std::iota(by_name.begin(), by_name.end(), 0U);
  std::ranges::sort(by_name, {}, [&](std::uint32_t source) { return std::string_view(job.sources[source].name); });
  std::vector<std::uint32_t> place(by_name.size());
  for (std::uint32_t i = 0; i < by_name.size(); ++i) place[by_name[i]] = i;
  return place;
}

}  // namespace

MemberOrder order_by_name(const Context& context, const Columns& columns) {
  const auto ids = std::make_shared<TextColumn>();
  mpi::run_locally(context.world, [&] { *ids = scratch::read_source_ids(context, columns); });
  return [&context, &columns, ids, places = order_of_sources(context.job)](std::span<const std::uint64_t> begins,
                                                                           std::span<RecordId> members) {
    std::vector<RecordId> wanted;
    for (std::size_t c = 0; c + 1 < begins.size(); ++c)
      if (begins[c + 1] - begins[c] > 1)
        wanted.insert(wanted.end(), members.begin() + static_cast<std::ptrdiff_t>(begins[c]),
                      members.begin() + static_cast<std::ptrdiff_t>(begins[c + 1]));
    const TextColumn names = mpi::Fetch(context.world, columns.distribution, wanted).texts(*ids);
    mpi::run_locally(context.world, [&] {
      std::size_t first = 0;
      std::vector<std::size_t> order;
      for (std::size_t c = 0; c + 1 < begins.size(); ++c) {
        const std::size_t size = begins[c + 1] - begins[c];
        if (size < 2) continue;
        order.resize(size);
        std::iota(order.begin(), order.end(), first);
        std::vector<std::uint32_t> place(size);
        for (std::size_t i = 0; i < size; ++i) place[i] = places[columns.source_of(wanted[first + i])];
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
          if (place[a - first] != place[b - first]) return place[a - first] < place[b - first];
          if (const auto by_id = names[a] <=> names[b]; by_id != 0) return by_id < 0;
          return wanted[a] < wanted[b];
        });
        for (std::size_t i = 0; i < size; ++i) members[begins[c] + i] = wanted[order[i]];
        first += size;
      }
    });
  };
}

}  // namespace onefold::merge
