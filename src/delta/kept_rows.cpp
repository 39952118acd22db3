#include "delta/kept_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "files/mapped_file.hpp"
#include "files/regular_file.hpp"
#include "ingest/batch_builder.hpp"
#include "ingest/input_file.hpp"
#include "mpi/ask_owners.hpp"
#include "mpi/exchange_by_owner.hpp"
#include "onefold/record/error.hpp"
#include "record/date_reading.hpp"
#include "record/list_file.hpp"
#include "result/row_slices.hpp"

namespace onefold::delta {

namespace {

using ingest::GivenId;

bool is_smaller(const GivenId& a, const GivenId& b) {
  return std::tie(a.key, a.source, a.is_deletion) < std::tie(b.key, b.source, b.is_deletion);
}
bool is_same_id(const GivenId& a, const GivenId& b) { return a.key == b.key && a.source == b.source; }

// Local. The ids in the files of a source, one per line.
void read_listed_ids(const config::SourceConfig& source, std::uint32_t number, std::vector<GivenId>& ids) {
  for (const std::string& path : source.deleted_ids) {
    if (const auto reason = files::why_not_regular(path); !reason.empty())
      throw Error(ExitCode::input,
                  fmt::format("source \"{}\": deleted_ids: cannot read {}: {}", source.name, path, reason));
    const files::MappedFile file(path, "list");
    for_each_entry(file.content(), [&](std::size_t, std::string_view id) {
      ids.push_back({record_key(number, id), number, 1});
    });
  }
}

}  // namespace

KeptRows::KeptRows(const Context& context, const PreviousRecords& previous)
    : context_(context), previous_(previous), changes_(context.job.sources.size()) {}

std::uint64_t KeptRows::num_previous(std::uint32_t source) const {
  return context_.job.sources[source].delta ? previous_.sources()[source].count : 0;
}

std::vector<GivenId> KeptRows::add_listed_ids(std::span<const GivenId> given) const {
  std::vector<GivenId> ids(given.begin(), given.end());
  mpi::run_locally(context_.world, [&] {
    if (!context_.world.is_root()) return;
    for (std::uint32_t s = 0; s < context_.job.sources.size(); ++s) read_listed_ids(context_.job.sources[s], s, ids);
  });
  return ids;
}

void KeptRows::require_one_meaning(const std::vector<GivenId>& owned) const {
  const auto& job = context_.job;
  std::vector<std::uint64_t> num_both(job.sources.size(), 0);
  for (std::size_t i = 1; i < owned.size(); ++i)
    if (is_same_id(owned[i - 1], owned[i]) && owned[i - 1].is_deletion != owned[i].is_deletion)
      ++num_both[owned[i].source];
  context_.world.sum_in_place(num_both);
  for (std::size_t s = 0; s < num_both.size(); ++s)
    if (num_both[s] > 0)
      throw Error(
          ExitCode::input,
          fmt::format("source \"{}\": the delta gives {} record{} and deletes {} too; each id must either have a "
                      "row or be deleted",
                      job.sources[s].name, num_both[s], num_both[s] == 1 ? "" : "s", num_both[s] == 1 ? "it" : "them"));
}

void KeptRows::count(const std::vector<GivenId>& owned, const std::vector<bool>& is_found) {
  std::vector<std::uint64_t> sums(4 * changes_.size(), 0);
  for (std::size_t i = 0; i < owned.size(); ++i) {
    const bool is_repeated = i > 0 && is_same_id(owned[i - 1], owned[i]);
    if (!is_repeated) ++sums[4 * owned[i].source + 2 * owned[i].is_deletion + (is_found[i] ? 1 : 0)];
  }
  context_.world.sum_in_place(sums);
  for (std::uint32_t s = 0; s < changes_.size(); ++s) {
    SourceChanges& changes = changes_[s];
    changes.num_new = sums[4 * s];
    changes.num_changed = sums[4 * s + 1];
    changes.num_unknown_deletions = sums[4 * s + 2];
    changes.num_deleted = sums[4 * s + 3];
    changes.num_unchanged = num_previous(s) - changes.num_changed - changes.num_deleted;
  }
}

std::vector<KeptRows::Gone> KeptRows::find_gone(const std::vector<GivenId>& owned) {
  const auto& world = context_.world;
  std::vector<Gone> gone;
  std::vector<bool> is_found(owned.size(), false);
  struct Sought {
    TextKey key;
    std::uint64_t source;
  };
  const auto find = [&](const Sought& sought) -> std::uint8_t {
    const GivenId wanted{sought.key, static_cast<std::uint32_t>(sought.source), 0};
    const auto at = std::lower_bound(owned.begin(), owned.end(), wanted, is_smaller);
    if (at == owned.end() || !is_same_id(*at, wanted)) return 0;
    is_found[static_cast<std::size_t>(at - owned.begin())] = true;
    return 1;
  };
  const bool is_empty = world.sum(owned.size()) == 0;
  for (std::uint32_t s = 0; s < changes_.size() && !is_empty; ++s) {
    const BlockDistribution rows(num_previous(s), world.size());
    for (std::uint64_t window = 0; window < rows.size(0); window += result::kSliceRows) {
      const std::uint64_t begin = std::min(rows.begin(world.rank()) + window, rows.end(world.rank()));
      const std::uint64_t count = std::min(result::kSliceRows, rows.end(world.rank()) - begin);
      std::vector<Sought> sought;
      mpi::run_locally(world, [&] {
        const TextColumn ids = previous_.read_ids(previous_.sources()[s].first + begin, count);
        sought.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i) sought.push_back({record_key(s, ids[i]), s});
      });
      const auto is_named = mpi::ask_owners_singly<std::uint8_t>(
          world, sought, [&](const Sought& one) { return owner_of(one.key, world.size()); }, find);
      for (std::uint64_t i = 0; i < count; ++i)
        if (is_named[i] != 0) gone.push_back({s, begin + i});
    }
  }
  count(owned, is_found);
  return gone;
}

void KeptRows::settle(std::span<const GivenId> given, std::span<const ingest::KeptPart> parts) {
  const auto& world = context_.world;
  auto owned = mpi::exchange_by_owner(world, add_listed_ids(given),
                                      [&](const GivenId& id) { return owner_of(id.key, world.size()); });
  std::ranges::sort(owned, is_smaller);
  require_one_meaning(owned);
  auto gone = find_gone(owned);
  // The rank that reads the part in which a record stands: parts ascend by source and position.
  gone = mpi::exchange_by_owner(world, std::move(gone), [&](const Gone& one) {
    const auto at = std::upper_bound(parts.begin(), parts.end(), one, [](const Gone& a, const ingest::KeptPart& part) {
      return std::tuple(a.source, a.position) < std::tuple(std::uint64_t{part.source}, part.begin);
    });
    return (at - 1)->rank;
  });
  std::ranges::sort(gone, [](const Gone& a, const Gone& b) {
    return std::tie(a.source, a.position) < std::tie(b.source, b.position);
  });
  auto next = gone.begin();
  for (const auto& part : parts) {
    if (part.rank != world.rank()) continue;
    LocalPart& local = parts_.emplace_back();
    local.part = part;
    for (; next != gone.end() && next->source == part.source && next->position < part.end; ++next)
      local.gone.push_back(next->position);
  }
}

std::uint64_t KeptRows::read(const ingest::KeptPart& part, ingest::BatchBuilder& batches) {
  const auto local = std::ranges::find_if(
      parts_, [&](const LocalPart& one) { return one.part.source == part.source && one.part.begin == part.begin; });
  auto gone = local->gone.begin();
  std::uint64_t num_rows = 0;
  const std::uint64_t first_of_source = previous_.sources()[part.source].first;
  for (std::uint64_t begin = part.begin; begin < part.end;) {
    // Windows end where chunks of the file do.
    const std::uint64_t row = first_of_source + begin;
    const std::uint64_t count = std::min(result::kSliceRows - row % result::kSliceRows, part.end - begin);
    const PreviousRows rows = previous_.read_rows(row, count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (gone != local->gone.end() && *gone == begin + i) {
        ++gone;
        continue;
      }
      std::uint64_t row_bytes = rows.source_id[i].size();
      batches.add(ingest::kIdSlot, rows.source_id[i]);
      if (!rows.true_id.empty() && batches.keeps(ingest::kTruthSlot)) batches.add(ingest::kTruthSlot, rows.true_id[i]);
      for (std::size_t a = 0; a < rows.attributes.size(); ++a) {
        row_bytes += rows.attributes[a][i].size();
        batches.add(ingest::kFirstAttributeSlot + a, rows.attributes[a][i]);
      }
      batches.add_moment(pack_moment(rows.updated[i]));
      batches.end_row(row_bytes);
      ++num_rows;
    }
    begin += count;
  }
  return num_rows;
}

void KeptRows::number(std::size_t index, RecordId first) {
  const auto& [part, gone] = parts_[index];
  const std::uint64_t first_of_source = previous_.sources()[part.source].first;
  std::uint64_t begin = part.begin;
  const auto add = [&](std::uint64_t end) {
    if (end > begin) runs_.push_back({first_of_source + begin, first, end - begin});
    first += end - begin;
    begin = end + 1;
  };
  for (const std::uint64_t position : gone) add(position);
  if (begin <= part.end) add(part.end);
}

}  // namespace onefold::delta
