#include "columns/frequencies.hpp"

#include <algorithm>
#include <string>

#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "result/sources_table.hpp"

namespace onefold::columns {

namespace {

using result::Counted;
using result::FrequenciesTable;

// Per row: wide {key, count}.
constexpr scratch::RowSchema kFrequencySchema{0, 2, 0};
std::string frequencies_of(Counted counted, AttributeIndex attribute) {
  return std::string("frequency-") + result::name_of(counted) + "-" + std::to_string(attribute);
}

std::span<const std::uint64_t> as_unsigned(const std::vector<std::int64_t>& values) {
  return {reinterpret_cast<const std::uint64_t*>(values.data()), values.size()};
}

// Collective. The counts of a previous result that this rank owns, ascending by key.
std::vector<KeyCount> read_owned(const mpi::Communicator& world, const result::ResultReader& previous, Counted counted,
                                 const std::string& attribute) {
  const auto ranks = static_cast<std::uint64_t>(world.size());
  std::vector<KeyCount> read;
  std::vector<std::uint64_t> num_sent(ranks, 0);
  mpi::run_locally(world, [&] {
    const auto key = FrequenciesTable::key(counted, attribute);
    if (!key.is_in(previous)) return;
    const std::uint64_t num_rows = key.num_rows(previous);
    const auto rank = static_cast<std::uint64_t>(world.rank());
    const std::uint64_t first = num_rows * rank / ranks, last = num_rows * (rank + 1) / ranks;
    const auto keys = key.read(previous, first, last - first);
    const auto counts = FrequenciesTable::count(counted, attribute).read(previous, first, last - first);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      read.push_back({as_unsigned(keys)[i], static_cast<std::uint64_t>(counts[i])});
      ++num_sent[scale_to(read.back().key, ranks)];
    }
  });
  // Rows ascend, and so do owners.
  return world.exchange(read, num_sent);
}

bool has_attributes_of(const result::ResultReader& previous, const config::Job& job) {
  if (!FrequenciesTable::kPresent.is_in(previous)) return false;
  const auto names = result::AttributesTable::kName.read_all(previous);
  bool same = names.size() == job.attributes.size() && FrequenciesTable::kPresent.num_rows(previous) == names.size();
  for (std::size_t a = 0; same && a < names.size(); ++a) same = names[a] == job.attributes[a].name;
  return same;
}

}  // namespace

AttributeFrequencies::AttributeFrequencies(const Context& context, AttributeIndex attribute,
                                           const result::ResultReader* previous)
    : context_(context), attribute_(attribute), previous_(previous) {
  if (previous_ == nullptr) return;
  mpi::run_locally(context.world, [&] {
    old_present_ = static_cast<std::uint64_t>(FrequenciesTable::kPresent.read_row(*previous_, attribute));
  });
}

std::uint64_t AttributeFrequencies::num_weighed(std::uint64_t num_present) const {
  return previous_ == nullptr ? num_present : old_present_;
}

void AttributeFrequencies::keep(Kind& kind, std::span<const KeyCount> counts) {
  std::vector<std::uint64_t> keys, numbers;
  for (const KeyCount& entry : counts) {
    if (entry.count < 2) continue;
    keys.push_back(entry.key);
    numbers.push_back(entry.count);
  }
  if (!keys.empty()) kind.writer->append({{}, {keys, numbers}, {}});
}

void AttributeFrequencies::begin(Counted counted, Kind& kind) {
  if (kind.writer) return;
  if (previous_ != nullptr)
    kind.old = read_owned(context_.world, *previous_, counted, context_.job.attributes[attribute_].name);
  mpi::run_locally(context_.world, [&] {
    kind.writer.emplace(context_.work, frequencies_of(counted, attribute_), kFrequencySchema);
    keep(kind, kind.old);
  });
}

void AttributeFrequencies::settle(Counted counted, std::span<KeyCount> counts) {
  Kind& kind = kinds_[static_cast<std::size_t>(counted)];
  begin(counted, kind);
  mpi::run_locally(context_.world, [&] {
    if (previous_ == nullptr) return keep(kind, counts);
    auto old = kind.old.begin();
    for (KeyCount& entry : counts) {
      old = std::lower_bound(old, kind.old.end(), entry.key,
                             [](const KeyCount& a, std::uint64_t key) { return a.key < key; });
      entry.count = old != kind.old.end() && old->key == entry.key ? old->count : 1;
    }
  });
}

void AttributeFrequencies::finish() {
  for (const Counted counted : result::kAllCounted) {
    Kind& kind = kinds_[static_cast<std::size_t>(counted)];
    if (!kind.writer) continue;
    const std::uint64_t first = context_.world.exclusive_sum(kind.writer->num_rows());
    std::optional<scratch::Slice> slice;
    mpi::run_locally(context_.world, [&] { slice = kind.writer->close(first); });
    context_.work.publish(frequencies_of(counted, attribute_), slice);
    kind.writer.reset();
    kind.old = {};
  }
}

std::unique_ptr<result::ResultReader> open_frozen_result(const Context& context) {
  std::unique_ptr<result::ResultReader> previous;
  if (!context.job.model.frozen) return previous;
  const std::string& path = context.job.identity.previous;
  mpi::run_locally(context.world, [&] {
    previous = std::make_unique<result::ResultReader>(path);
    if (!has_attributes_of(*previous, context.job))
      throw Error(ExitCode::input, path +
                                       " has no frequencies of the attributes of this job: [model] frequencies = "
                                       "\"frozen\" needs a result of the same attributes; leave the key out");
  });
  return previous;
}

void write_frequencies(const Context& context, const std::vector<ColumnFacts>& facts, result::ResultWriter& writer) {
  const auto& world = context.world;
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto rank = static_cast<std::uint64_t>(world.rank());
  // All ranks together hold this many rows at once; 32 bytes each.
  constexpr std::uint64_t kWindowRows = 1 << 20;
  for (AttributeIndex a = 0; a < context.job.attributes.size(); ++a)
    for (const Counted counted : result::kAllCounted) {
      const std::string product = frequencies_of(counted, a);
      const auto& slices = context.work.slices(product);
      if (slices.empty()) continue;
      const std::uint64_t num_rows = slices.back().last;
      auto key = FrequenciesTable::key(counted, context.job.attributes[a].name).begin(writer, num_rows);
      auto count = FrequenciesTable::count(counted, context.job.attributes[a].name).begin(writer, num_rows);
      for (std::uint64_t begin = 0; begin < num_rows; begin += kWindowRows) {
        const std::uint64_t size = std::min(kWindowRows, num_rows - begin);
        std::vector<std::int64_t> keys, counts;
        mpi::run_locally(world, [&] {
          const scratch::TextSliceReader reader(context.work, product, kFrequencySchema);
          reader.for_each_page(begin + size * rank / ranks, begin + size * (rank + 1) / ranks, [&](const auto& page) {
            for (std::size_t row = 0; row < page.size(); ++row) {
              keys.push_back(static_cast<std::int64_t>(page.wide(0, row)));
              counts.push_back(static_cast<std::int64_t>(page.wide(1, row)));
            }
          });
        });
        key.append(keys);
        count.append(counts);
      }
      key.finish();
      count.finish();
      context.work.remove_product(product);
    }
  std::vector<std::int64_t> present;
  for (const auto& of_attribute : facts) present.push_back(static_cast<std::int64_t>(of_attribute.num_weighed));
  FrequenciesTable::kPresent.write_once(writer, present);
}

}  // namespace onefold::columns
