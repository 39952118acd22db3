// Golden records, and everything else, into the result file. Large columns go window by window: a range of global rows, shared by the
// ranks, the same whatever their number.
#include <fmt/format.h>

#include "edge_runs.hpp"
#include "merge_windows.hpp"
#include "onefold/merge/golden_column.hpp"
#include "onefold/pipeline/stages.hpp"
#include "onefold/record/memory.hpp"
#include "onefold/store/result_file.hpp"
#include "parked.hpp"
#include "result_tables.hpp"

namespace onefold::pipeline {

namespace {

using store::ResultWriter;

// Rows of a window: at two ranks, some 300 MB of members' values or edges on each.
constexpr std::uint64_t kWindowRows = 8 << 20;

std::uint64_t window_rows(const Context& context) {
  return context.options.window_rows > 0 ? context.options.window_rows : kWindowRows;
}

void write_records(const Context& context, const Columns& columns, const SourceFacts& facts, const Customers& customers,
                   ResultWriter& writer) {
  const auto& world = context.world;
  const std::uint64_t num_records = columns.distribution.num_global();
  std::vector<std::int64_t> as_signed(customers.record_clusters.begin(), customers.record_clusters.end());
  writer.write("/records/pin", customers.record_pins);
  writer.write("/records/cluster_id", as_signed);
  std::vector<std::int64_t>().swap(as_signed);

  auto source = writer.begin_numbers<std::int32_t>("/records/source", num_records);
  auto row = writer.begin_numbers<std::int64_t>("/records/row", num_records);
  auto source_id = writer.begin_text("/records/source_id", num_records, facts.source_id_bounds);
  std::optional<store::TextStream> true_id;
  if (facts.has_true_ids) true_id.emplace(writer.begin_text("/records/true_id", num_records, facts.true_id_bounds));
  for (std::uint64_t begin = 0; begin < num_records; begin += window_rows(context)) {
    const BlockDistribution window(std::min(window_rows(context), num_records - begin), world.size());
    ParkedRecords records;
    mpi::run_locally(world, [&] {
      records = read_parked_records(context, facts, columns, begin + window.begin(world.rank()),
                                    begin + window.end(world.rank()));
    });
    source.append(records.source);
    row.append(records.row);
    source_id.append(records.source_id);
    if (true_id) true_id->append(records.true_id);
  }
  source.finish();
  row.finish();
  source_id.finish();
  if (true_id) true_id->finish();
}

void write_customers(const Context& context, const Columns& columns, Customers& customers, ResultWriter& writer) {
  const auto& [world, node, job, work, progress, statistics, options] = context;
  {
    const auto& clusters = customers.clusters;
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> sizes;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      ids.push_back(static_cast<std::int64_t>(clusters.id(c)));
      sizes.push_back(static_cast<std::int64_t>(clusters.begins[c + 1] - clusters.begins[c]));
    }
    writer.write("/customers/pin", customers.pins);
    writer.write("/customers/cluster_id", ids);
    writer.write("/customers/size", sizes);
  }
  const std::uint64_t num_customers = world.sum(customers.clusters.size());
  auto windows = make_merge_windows(world, columns.distribution, customers.clusters, window_rows(context));
  customers.clusters = {};
  release_free_memory();
  {
    std::vector<std::int64_t> updated;
    mpi::run_locally(world, [&] { updated = read_parked_moments(context, columns); });
    for (auto& window : windows)
      window.updated = window.fetch.values<std::int64_t>([&](std::uint64_t local_row) { return updated[local_row]; });
  }
  // Attribute by attribute: this rank's records' values are in memory once, and the windows' members fetch theirs.
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    TextColumn raw;
    std::vector<std::uint64_t> value_ids;
    mpi::run_locally(world, [&] {
      raw = read_parked_values(context, columns, a);
      value_ids = read_parked_value_ids(context, columns, a);
    });
    store::TextBounds bounds = store::bounds_of(raw);
    bounds = {world.max(bounds.max_value_bytes), world.any(bounds.has_nul)};
    auto golden = writer.begin_text("/customers/golden/" + job.attributes[a].name, num_customers, bounds);
    auto origin = writer.begin_numbers<std::int64_t>("/customers/origin/" + job.attributes[a].name, num_customers);
    for (const auto& window : windows) {
      const auto cleansed = window.fetch.values<std::uint64_t>([&](std::uint64_t local_row) { return value_ids[local_row]; });
      const TextColumn values = window.fetch.texts(raw);
      merge::GoldenColumn column;
      mpi::run_locally(world, [&] {
        column = merge::golden_column(job.merge.rules[a],
                                      {window.begins, window.members, columns.source_ends, window.updated, cleansed, values},
                                      job.merge.source_priority);
      });
      golden.append(column.value);
      origin.append(column.origin);
    }
    golden.finish();
    origin.finish();
    work.remove_product(parked_attribute(a));
    work.remove_product(parked_value_ids(a));
    progress.update(a + 1, job.attributes.size());
  }
}

void write_edges(const Context& context, const model::Model& model, const ScoredPairs& pairs, ResultWriter& writer) {
  const auto space = model.pattern_space();
  const std::size_t num_comparisons = space.num_comparisons();
  const std::size_t num_term_frequencies = pairs.edges.num_term_frequencies;
  const std::uint64_t num_edges = pairs.edges.num_edges;
  auto left = writer.begin_numbers<std::int64_t>("/edges/left", num_edges);
  auto right = writer.begin_numbers<std::int64_t>("/edges/right", num_edges);
  auto weight = writer.begin_numbers<double>("/edges/weight_log2", num_edges);
  auto probability = writer.begin_numbers<double>("/edges/probability", num_edges);
  auto pattern = writer.begin_numbers<std::int64_t>("/edges/pattern", num_edges);
  auto rule = writer.begin_numbers<std::int32_t>("/edges/rule", num_edges);
  auto level = writer.begin_numbers<std::int8_t>("/edges/level", num_edges, num_comparisons);
  std::optional<store::NumberStream<double>> term_frequency;
  if (num_term_frequencies > 0)
    term_frequency.emplace(writer.begin_numbers<double>("/edges/term_frequency_log2", num_edges, num_term_frequencies));
  const auto signed_of = [](const std::vector<std::uint64_t>& values) { return std::vector<std::int64_t>(values.begin(), values.end()); };
  for_each_edge_window(context, pairs.edges, window_rows(context), [&](const score::EdgeList& edges) {
    left.append(signed_of(edges.left));
    right.append(signed_of(edges.right));
    pattern.append(signed_of(edges.pattern));
    rule.append(std::vector<std::int32_t>(edges.rule.begin(), edges.rule.end()));
    std::vector<double> numbers;
    for (const auto w : edges.weight) numbers.push_back(model::to_double(w));
    weight.append(numbers);
    numbers.clear();
    for (const auto w : edges.weight) numbers.push_back(model::probability_of(w));
    probability.append(numbers);
    std::vector<std::int8_t> levels;
    levels.reserve(edges.size() * num_comparisons);
    for (const auto p : edges.pattern)
      for (std::size_t c = 0; c < num_comparisons; ++c) levels.push_back(static_cast<std::int8_t>(space.level(p, c)));
    level.append(levels);
    if (!term_frequency) return;
    numbers.clear();
    for (const auto adjustment : edges.term_frequency) numbers.push_back(model::to_double(adjustment));
    term_frequency->append(numbers);
  });
  for (const auto& product : pairs.edges.products) context.work.remove_product(product);
  left.finish();
  right.finish();
  weight.finish();
  probability.finish();
  pattern.finish();
  rule.finish();
  level.finish();
  if (term_frequency) term_frequency->finish();

  const auto& cluster = context.job.cluster;
  writer.write_once("/cluster/threshold", std::vector<double>{cluster.threshold});
  writer.write_once("/cluster/threshold_weight_log2",
                    std::vector<double>{model::to_double(model::weight_of_probability(cluster.threshold))});
  writer.write_once("/cluster/review_threshold", std::vector<double>{cluster.review_threshold});
  writer.write_once("/cluster/link_only", std::vector<std::int8_t>{context.job.task == config::Task::link});
}

}  // namespace

std::string run_write_stage(const Context& context, const SourceFacts& facts, const Columns& columns, const BlockPlan& plan,
                            const model::Model& model, const ScoredPairs& pairs, Customers customers) {
  Stage stage(context, "write", "attributes");
  const auto& job = context.job;
  ResultWriter writer(context.world, job.output, job.overwrite, static_cast<int>(job.compression_level));
  write_sources(context, facts, writer);
  write_records(context, columns, facts, customers, writer);
  customers.record_pins = {};
  customers.record_clusters = {};
  write_edges(context, model, pairs, writer);
  write_customers(context, columns, customers, writer);
  write_model(context, plan, model, pairs, writer);
  write_quarantine(facts, writer);
  write_statistics(context, writer);
  std::string digest = writer.publish();
  stage.finish(columns.distribution.num_global(), "records");
  return digest;
}

}  // namespace onefold::pipeline
