#include "merge/write_customers.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <span>

#include "cleanse/cleanser.hpp"
#include "merge/golden_elements.hpp"
#include "merge/golden_origins.hpp"
#include "merge/golden_record.hpp"
#include "merge/merge_windows.hpp"
#include "mpi/fetch.hpp"
#include "record/memory.hpp"
#include "result/customers_table.hpp"
#include "scratch/raw_records.hpp"
#include "structure/write_structures.hpp"

namespace onefold::merge {

namespace {

using result::CustomersTable;

// Collective. [origin] The text of that record among the `raw` texts of all ranks; empty if there is no record.
TextColumn texts_of_origins(const Context& context, const Columns& columns, const TextColumn& raw,
                            std::span<const std::int64_t> origins) {
  std::vector<RecordId> wanted;
  wanted.reserve(origins.size());
  for (const auto origin : origins)
    if (origin >= 0) wanted.push_back(static_cast<RecordId>(origin));
  TextColumn found = mpi::Fetch(context.world, columns.distribution, wanted).texts(raw);
  if (wanted.size() == origins.size()) return found;
  TextColumn texts;
  texts.reserve(origins.size(), found.num_bytes());
  std::size_t next = 0;
  for (const auto origin : origins) texts.push_back(origin >= 0 ? found[next++] : std::string_view{});
  return texts;
}

TextColumn shown_values(const TextColumn& raw, const config::AttributeConfig& attribute) {
  TextColumn shown;
  for (std::size_t row = 0; row < raw.size(); ++row) shown.push_back(shown_value(raw[row], attribute));
  return shown;
}

/// Cleanses elements as their sources write them.
ElementCleanser cleanser_of_elements(const config::Job& job, const Columns& columns, AttributeIndex attribute) {
  auto cleansers = std::make_shared<std::map<std::uint32_t, cleanse::Cleanser>>();
  auto dummies = cleanse::load_dummy_values(job.cleanse);
  return [&job, &columns, attribute, cleansers, dummies](std::uint32_t source, std::string_view element) {
    auto found = cleansers->find(source);
    if (found == cleansers->end()) {
      config::AttributeConfig one = config::attribute_of(job, source, attribute);
      one.is_array = false;
      if (one.decimal == '\0') one.decimal = columns.decimal_of(source, attribute);
      const auto& readings = columns.date_readings;
      const DateReading dates = readings.empty() ? DateReading{} : readings[source][attribute];
      found = cleansers->emplace(source, cleanse::Cleanser(one, dummies, dates)).first;
    }
    return found->second.cleanse(element);
  };
}

}  // namespace

void write_customers(const Context& context, const Columns& columns,
                     std::vector<structure::CustomerStructure> structures, identity::Customers& customers,
                     const memory::WindowNeeds& needs, result::ResultWriter& writer) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  {
    const auto& clusters = customers.clusters;
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> sizes;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      ids.push_back(static_cast<std::int64_t>(clusters.id(c)));
      sizes.push_back(static_cast<std::int64_t>(clusters.begins[c + 1] - clusters.begins[c]));
    }
    CustomersTable::kPin.write(writer, customers.pins);
    CustomersTable::kClusterId.write(writer, ids);
    CustomersTable::kSize.write(writer, sizes);
  }
  structure::write_structures(customers.clusters, structures, writer);
  std::vector<structure::CustomerStructure>().swap(structures);
  const std::uint64_t num_customers = world.sum(customers.clusters.size());
  auto windows =
      make_merge_windows(world, columns.distribution, customers.clusters, memory::window_rows(context, needs));
  customers.clusters = {};
  release_free_memory();
  {
    std::vector<std::int64_t> updated;
    mpi::run_locally(world, [&] { updated = scratch::read_raw_moments(context, columns); });
    for (auto& window : windows)
      window.updated = window.fetch.values<std::int64_t>([&](std::uint64_t local_row) { return updated[local_row]; });
  }
  // The values of this rank's records are in memory for one attribute at a time. Members send what the rule compares;
  // then the texts that survive are sent.
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const auto rule = job.merge.rules[a];
    TextColumn raw;
    std::vector<std::uint64_t> value_ids;
    std::vector<std::uint64_t> spellings;
    const bool is_array = job.attributes[a].is_array;
    const bool takes_all = rule == config::SurvivorshipRule::all_elements;
    mpi::run_locally(world, [&] {
      raw = scratch::read_raw_values(context, columns, a);
      if (is_array && !takes_all) raw = shown_values(raw, job.attributes[a]);
      value_ids = scratch::read_cleansed_value_ids(context, columns, a);
      if (!wants_spelling(rule)) return;
      spellings.resize(raw.size());
      for (std::size_t row = 0; row < raw.size(); ++row) spellings[row] = spelling(rule, raw[row]);
    });
    auto golden = CustomersTable::golden(job.attributes[a].name).begin_text(writer, num_customers);
    auto origin = CustomersTable::origin(job.attributes[a].name).begin(writer, num_customers);
    for (const auto& window : windows) {
      const auto cleansed = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return value_ids[row]; });
      std::vector<std::uint64_t> spelling;
      if (wants_spelling(rule))
        spelling = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return spellings[row]; });
      std::vector<std::int64_t> origins;
      mpi::run_locally(world, [&] {
        origins = golden_origins(
            rule, {window.begins, window.members, columns.source_ends, window.updated, cleansed, spelling},
            job.merge.source_priority);
      });
      if (takes_all) {
        const TextColumn members = window.fetch.texts(raw);
        TextColumn elements;
        mpi::run_locally(world, [&] {
          elements = golden_elements(job.attributes[a],
                                     {window.begins, window.members, columns.source_ends, window.updated, cleansed, {}},
                                     members, job.merge.source_priority, cleanser_of_elements(job, columns, a));
        });
        golden.append(elements);
      } else {
        golden.append(texts_of_origins(context, columns, raw, origins));
      }
      origin.append(origins);
    }
    golden.finish();
    origin.finish();
    work.remove_product(scratch::raw_attribute(a));
    work.remove_product(scratch::cleansed_value_ids(a));
    progress.update(a + 1, job.attributes.size());
  }
}

}  // namespace onefold::merge
