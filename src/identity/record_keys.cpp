#include "identity/record_keys.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "mpi/ask_owners.hpp"
#include "mpi/fetch.hpp"
#include "scratch/raw_records.hpp"

namespace onefold::identity {

namespace {

// Customers whose members are fetched at once.
constexpr std::uint64_t kCustomersPerWindow = 1 << 20;

// Spaces of text_key() that no name of a source hashes into by chance matter as little as equal hashes do.
constexpr std::uint64_t kContentSpace = 0x636f6e74656e74;   // "content"
constexpr std::uint64_t kCustomerSpace = 0x637573746f6d65;  // "custome"

std::string_view bytes_of_key(const TextKey& key) { return {reinterpret_cast<const char*>(&key), sizeof key}; }

struct EqualRow {
  std::uint64_t content = 0;
  RecordId record = 0;
};

/// Collective. Makes the keys of equal rows different: the second row with a content gets another key, and so on.
void number_equal_rows(const mpi::Communicator& world, const Columns& columns, std::vector<std::uint64_t>& contents) {
  std::vector<EqualRow> rows;
  for (std::size_t row = 0; row < contents.size(); ++row)
    if (contents[row] != 0) rows.push_back({contents[row], columns.first_record + row});
  const auto numbered = mpi::ask_owners<std::uint64_t>(
      world, rows,
      [&](const EqualRow& row) {
        return static_cast<int>(scale_to(row.content, static_cast<std::uint64_t>(world.size())));
      },
      [](const std::vector<EqualRow>& asked) {
        std::vector<std::size_t> order(asked.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
          return std::pair(asked[a].content, asked[a].record) < std::pair(asked[b].content, asked[b].record);
        });
        std::vector<std::uint64_t> keys(asked.size());
        std::uint64_t place = 0;
        for (std::size_t i = 0; i < order.size(); ++i) {
          const EqualRow& row = asked[order[i]];
          place = i > 0 && asked[order[i - 1]].content == row.content ? place + 1 : 0;
          keys[order[i]] = std::max<std::uint64_t>(1, mix(row.content, place));
        }
        return keys;
      });
  std::size_t next = 0;
  for (auto& content : contents)
    if (content != 0) content = numbered[next++];
}

/// Local. The sum over the attributes of a hash of name and value: the order of attributes does not matter.
void add_contents(const Context& context, const Columns& columns, std::vector<std::uint64_t>& contents) {
  const auto& job = context.job;
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const std::uint64_t seed = hash_bytes(job.attributes[a].name);
    scratch::for_each_raw_page(context, columns, a, [&](const scratch::RowPage& page) {
      for (std::size_t i = 0; i < page.size(); ++i) {
        const RecordId record = page.first_id() + i;
        if (!job.sources[columns.source_of(record)].id.empty() || page.text(0, i).empty()) continue;
        contents[record - columns.first_record] += hash_bytes(page.text(0, i), seed);
      }
    });
  }
  for (std::size_t row = 0; row < contents.size(); ++row) {
    const auto& source = job.sources[columns.source_of(columns.first_record + row)];
    contents[row] =
        source.id.empty() ? std::max<std::uint64_t>(1, mix(hash_bytes(source.name), contents[row])) : 0;
  }
}

}  // namespace

TextKey key_of_id(std::string_view source_name, std::string_view id) { return text_key(id, hash_bytes(source_name)); }

TextKey key_of_content(std::string_view source_name, std::uint64_t content_key) {
  return text_key({reinterpret_cast<const char*>(&content_key), sizeof content_key},
                  mix(hash_bytes(source_name), kContentSpace));
}

RecordKeys make_record_keys(const Context& context, const Columns& columns) {
  const auto& job = context.job;
  RecordKeys out;
  const bool some_lack_ids =
      std::any_of(job.sources.begin(), job.sources.end(), [](const auto& source) { return source.id.empty(); });
  if (some_lack_ids) {
    out.content_keys.resize(columns.num_local_rows, 0);
    mpi::run_locally(context.world, [&] { add_contents(context, columns, out.content_keys); });
    number_equal_rows(context.world, columns, out.content_keys);
  }
  mpi::run_locally(context.world, [&] {
    out.keys.reserve(columns.num_local_rows);
    const scratch::TextSliceReader reader(context.work, scratch::kRawRecords, scratch::kRawRecordSchema);
    reader.for_each_page(columns.first_record, columns.first_record + columns.num_local_rows,
                         [&](const scratch::RowPage& page) {
                           for (std::size_t i = 0; i < page.size(); ++i) {
                             const auto& source = job.sources[columns.source_of(page.first_id() + i)];
                             out.keys.push_back(source.id.empty()
                                                    ? key_of_content(source.name, out.content_keys[out.keys.size()])
                                                    : key_of_id(source.name, page.text(0, i)));
                           }
                         });
  });
  return out;
}

std::vector<TextKey> content_of_customers(const mpi::Communicator& world, const Columns& columns,
                                          const cluster::Clusters& clusters, const std::vector<TextKey>& keys) {
  std::vector<TextKey> contents;
  contents.reserve(clusters.size());
  const std::uint64_t num_windows = world.max((clusters.size() + kCustomersPerWindow - 1) / kCustomersPerWindow);
  for (std::uint64_t window = 0; window < num_windows; ++window) {
    const std::size_t begin = std::min<std::size_t>(clusters.size(), window * kCustomersPerWindow);
    const std::size_t end = std::min<std::size_t>(clusters.size(), begin + kCustomersPerWindow);
    const std::span<const RecordId> members(clusters.members.data() + clusters.begins[begin],
                                            clusters.begins[end] - clusters.begins[begin]);
    const mpi::Fetch fetch(world, columns.distribution, members);
    const auto of_members = fetch.values<TextKey>([&](std::uint64_t row) { return keys[row]; });
    for (std::size_t c = begin; c < end; ++c) {
      const auto first = of_members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[c] - clusters.begins[begin]);
      const auto last = of_members.begin() + static_cast<std::ptrdiff_t>(clusters.begins[c + 1] - clusters.begins[begin]);
      // Hashed once more: the smallest of many hashes is smaller than that of few, and nothing shall tell the size.
      contents.push_back(text_key(bytes_of_key(*std::min_element(first, last)), kCustomerSpace));
    }
  }
  return contents;
}

std::vector<std::uint64_t> positions_of(const mpi::Communicator& world, const std::vector<TextKey>& keys) {
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(world.size()), 0);
  for (const TextKey& key : keys) ++counts[static_cast<std::size_t>(owner_of(key, world.size()))];
  std::vector<std::uint64_t> first(counts);
  std::uint64_t sum = 0;
  for (auto& n : first) sum += std::exchange(n, sum);
  std::vector<std::uint64_t> next(first);
  std::vector<TextKey> outgoing(keys.size());
  for (const TextKey& key : keys) outgoing[next[static_cast<std::size_t>(owner_of(key, world.size()))]++] = key;
  std::vector<std::uint64_t> received_counts;
  const auto received = world.exchange(outgoing, counts, &received_counts);
  std::vector<TextKey>().swap(outgoing);
  std::vector<std::size_t> order(received.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Stable: equal keys, which only equal hashes give, stay in the order of the records.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return received[a] < received[b]; });
  const std::uint64_t before = world.exclusive_sum(received.size());
  std::vector<std::uint64_t> positions(received.size());
  for (std::size_t i = 0; i < order.size(); ++i) positions[order[i]] = before + i;
  const auto returned = world.exchange(positions, received_counts);
  std::vector<std::uint64_t> out(keys.size());
  next = first;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = returned[next[static_cast<std::size_t>(owner_of(keys[i], world.size()))]++];
  return out;
}

}  // namespace onefold::identity
