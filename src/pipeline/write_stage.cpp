#include "edge_runs.hpp"
#include "onefold/mpi/fetch.hpp"
#include "onefold/merge/golden_column.hpp"
#include "onefold/pipeline/stages.hpp"
#include "onefold/store/result_file.hpp"
#include "parked.hpp"

namespace onefold::pipeline {

namespace {

using store::Digested;
using store::ResultWriter;

std::vector<std::int64_t> as_signed(std::span<const std::uint64_t> values) { return {values.begin(), values.end()}; }

// What ingest parked, back in memory: this rank's records.
struct ParkedRecords {
  TextColumn source_id;
  TextColumn true_id;
  std::vector<std::int64_t> row;
  std::vector<std::int64_t> updated;
};

// Collective.
ParkedRecords take_back_records(const Context& context, const SourceFacts& facts, const Columns& columns) {
  ParkedRecords records;
  const auto quarantined =
      ingest::quarantined_rows(context.world.gather_all(facts.local_quarantine), facts.sources.size());
  mpi::run_locally(context.world, [&] {
    const store::TextSliceReader reader(context.work, kParkedRecords, kParkedRecordSchema);
    reader.for_each_page(columns.first_record, columns.first_record + columns.num_local_rows, [&](const store::RowPage& page) {
      for (std::size_t i = 0; i < page.size(); ++i) {
        const RecordId id = page.first_id() + i;
        const std::uint32_t source = columns.source_of(id);
        const std::uint64_t row = ingest::row_of(id, facts.sources[source], quarantined[source]);
        // Without an id of its own a record is known by its row.
        if (context.job.sources[source].id.empty())
          records.source_id.push_back(std::to_string(row));
        else
          records.source_id.push_back(page.text(0, i));
        records.row.push_back(static_cast<std::int64_t>(row));
        records.updated.push_back(static_cast<std::int64_t>(page.wide(0, i)));
      }
      page.append_text(1, records.true_id);
    });
  });
  return records;
}

TextColumn take_back_attribute(const Context& context, const Columns& columns, AttributeIndex attribute) {
  TextColumn raw;
  mpi::run_locally(context.world, [&] {
    const store::TextSliceReader reader(context.work, parked_attribute(attribute), kParkedAttributeSchema);
    reader.for_each_page(columns.first_record, columns.first_record + columns.num_local_rows, [&](const store::RowPage& page) {
      page.append_text(0, raw);
    });
  });
  return raw;
}

void write_sources(const Context& context, const SourceFacts& facts, ResultWriter& writer) {
  const auto& job = context.job;
  TextColumn names;
  for (const auto& source : job.sources) names.push_back(source.name);
  writer.write_once("/sources/name", names);
  const auto counts = [&](auto member) {
    std::vector<std::int64_t> values;
    for (const auto& source : facts.sources) values.push_back(static_cast<std::int64_t>(source.*member));
    return values;
  };
  writer.write_once("/sources/rows_read", counts(&ingest::SourceCounts::rows_read));
  writer.write_once("/sources/records", counts(&ingest::SourceCounts::records));
  writer.write_once("/sources/quarantined", counts(&ingest::SourceCounts::quarantined));
  writer.write_once("/sources/first_record_id", counts(&ingest::SourceCounts::first_record));
  TextColumn files;
  for (const auto& file : facts.files) files.push_back(file);
  writer.write_once("/sources/file", files, Digested::no);
  writer.write_once("/sources/file_source", std::vector<std::int32_t>(facts.file_sources.begin(), facts.file_sources.end()),
                    Digested::no);

  TextColumn attributes;
  TextColumn types;
  for (const auto& attribute : job.attributes) {
    attributes.push_back(attribute.name);
    types.push_back(name_of(attribute.type));
  }
  writer.write_once("/attributes/name", attributes);
  writer.write_once("/attributes/type", types);
  writer.write_text("/job/resolved", job.resolved_toml, Digested::no);
  writer.write_text("/job/decisive", job.digest_toml);
}

void write_records(const Columns& columns, const SourceFacts& facts, const ParkedRecords& records, const Customers& customers,
                   ResultWriter& writer) {
  std::vector<std::int32_t> source;
  source.reserve(columns.num_local_rows);
  for (std::uint64_t row = 0; row < columns.num_local_rows; ++row)
    source.push_back(static_cast<std::int32_t>(columns.source_of(columns.first_record + row)));
  writer.write("/records/source", source);
  writer.write("/records/source_id", records.source_id);
  writer.write("/records/row", records.row);
  writer.write("/records/pin", customers.record_pins);
  writer.write("/records/cluster_id", as_signed(customers.record_clusters));
  if (facts.has_true_ids) writer.write("/records/true_id", records.true_id);
}

void write_customers(const Context& context, const Columns& columns, const ParkedRecords& records, const Customers& customers,
                     ResultWriter& writer) {
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

  // Members' values come to the rank that owns the cluster, one attribute at a time.
  const mpi::Fetch fetch(context.world, columns.distribution, clusters.members);
  std::vector<std::uint32_t> source;
  for (const RecordId id : clusters.members) source.push_back(columns.source_of(id));
  const auto updated = fetch.values<std::int64_t>([&](std::uint64_t row) { return records.updated[row]; });
  for (AttributeIndex a = 0; a < context.job.attributes.size(); ++a) {
    const auto cleansed = fetch.values<std::uint64_t>([&](std::uint64_t row) { return columns.attributes[a].value_id(row); });
    const TextColumn raw = fetch.texts(take_back_attribute(context, columns, a));
    const auto golden = merge::golden_column(context.job.merge.rules[a],
                                             {clusters.begins, clusters.members, source, updated, cleansed, raw},
                                             context.job.merge.source_priority);
    const auto& name = context.job.attributes[a].name;
    writer.write("/customers/golden/" + name, golden.value);
    writer.write("/customers/origin/" + name, golden.origin);
    context.progress.update(a + 1, context.job.attributes.size());
  }
}

void write_edges(const Context& context, const model::Model& model, const ScoredPairs& pairs, ResultWriter& writer) {
  score::EdgeList edges;
  for_each_edge_window(context, pairs.edges, UINT64_MAX, [&](score::EdgeList window) { edges = std::move(window); });
  const auto space = model.pattern_space();
  writer.write("/edges/left", as_signed(edges.left));
  writer.write("/edges/right", as_signed(edges.right));
  std::vector<double> weight;
  std::vector<double> probability;
  for (const auto w : edges.weight) {
    weight.push_back(model::to_double(w));
    probability.push_back(model::probability_of(w));
  }
  writer.write("/edges/weight_log2", weight);
  writer.write("/edges/probability", probability);
  writer.write("/edges/pattern", as_signed(edges.pattern));
  writer.write("/edges/rule", std::vector<std::int32_t>(edges.rule.begin(), edges.rule.end()));
  std::vector<std::int8_t> levels;
  for (const auto pattern : edges.pattern)
    for (std::size_t c = 0; c < space.num_comparisons(); ++c) levels.push_back(static_cast<std::int8_t>(space.level(pattern, c)));
  writer.write_matrix("/edges/level", levels, space.num_comparisons());
  if (!pairs.term_frequency_comparisons.empty()) {
    std::vector<double> adjustments;
    for (const auto adjustment : edges.term_frequency) adjustments.push_back(model::to_double(adjustment));
    writer.write_matrix("/edges/term_frequency_log2", adjustments, pairs.term_frequency_comparisons.size());
  }
  const auto& cluster = context.job.cluster;
  writer.write_once("/cluster/threshold", std::vector<double>{cluster.threshold});
  writer.write_once("/cluster/threshold_weight_log2",
                    std::vector<double>{model::to_double(model::weight_of_probability(cluster.threshold))});
  writer.write_once("/cluster/review_threshold", std::vector<double>{cluster.review_threshold});
  writer.write_once("/cluster/link_only", std::vector<std::int8_t>{context.job.task == config::Task::link});
}

void write_model(const Context& context, const BlockPlan& plan, const model::Model& model, const ScoredPairs& pairs,
                 ResultWriter& writer) {
  const auto& job = context.job;
  TextColumn rules;
  std::vector<std::int64_t> all_pairs;
  for (std::size_t r = 0; r < job.blocking.size(); ++r) {
    rules.push_back(job.blocking[r].name);
    all_pairs.push_back(static_cast<std::int64_t>(plan.rules[r].num_pairs));
  }
  writer.write_once("/blocking/rule", rules);
  writer.write_once("/blocking/pairs", all_pairs);
  writer.write_once("/blocking/new_pairs", as_signed(pairs.new_pairs));

  TextColumn names;
  std::vector<std::int32_t> num_levels;
  std::vector<std::int32_t> adjustment_column(model.comparisons.size(), -1);
  for (std::size_t t = 0; t < pairs.term_frequency_comparisons.size(); ++t)
    adjustment_column[pairs.term_frequency_comparisons[t]] = static_cast<std::int32_t>(t);
  std::vector<std::int32_t> level_comparison;
  std::vector<std::int32_t> level_number;
  TextColumn level_text;
  std::vector<double> m;
  std::vector<double> u;
  std::vector<double> weight;
  TextColumn m_origin;
  TextColumn u_origin;
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    names.push_back(model.comparisons[c].name);
    num_levels.push_back(static_cast<std::int32_t>(model.comparisons[c].levels.size()));
    for (std::size_t l = 0; l < model.comparisons[c].levels.size(); ++l) {
      const auto& level = model.comparisons[c].levels[l];
      level_comparison.push_back(static_cast<std::int32_t>(c));
      level_number.push_back(static_cast<std::int32_t>(l));
      level_text.push_back(level.text);
      m.push_back(level.m);
      u.push_back(level.u);
      weight.push_back(model::to_double(level.weight));
      m_origin.push_back(level.m_origin);
      u_origin.push_back(level.u_origin);
    }
  }
  writer.write_once("/comparisons/name", names);
  writer.write_once("/comparisons/num_levels", num_levels);
  writer.write_once("/comparisons/term_frequency_column", adjustment_column);
  writer.write_once("/comparisons/level/comparison", level_comparison);
  writer.write_once("/comparisons/level/level", level_number);
  writer.write_once("/comparisons/level/text", level_text);
  writer.write_once("/comparisons/level/m", m);
  writer.write_once("/comparisons/level/u", u);
  writer.write_once("/comparisons/level/weight_log2", weight);
  writer.write_once("/comparisons/level/m_origin", m_origin);
  writer.write_once("/comparisons/level/u_origin", u_origin);
  writer.write_text("/model/json", model::to_json(model));
  writer.write_once("/model/prior", std::vector<double>{model.prior});
  writer.write_once("/model/prior_weight_log2", std::vector<double>{model::to_double(model.prior_weight)});
}

// Collective. Quarantined rows are few (max_quarantine): one order for all, written once.
void write_quarantine(const Context& context, const SourceFacts& facts, ResultWriter& writer) {
  auto rows = context.world.gather(std::span<const ingest::QuarantinedRow>(facts.local_quarantine));
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.source != b.source ? a.source < b.source : a.row < b.row;
  });
  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row;
  std::vector<std::int64_t> line;
  TextColumn reason;
  TextColumn file;
  for (const auto& r : rows) {
    source.push_back(static_cast<std::int32_t>(r.source));
    row.push_back(static_cast<std::int64_t>(r.row));
    line.push_back(static_cast<std::int64_t>(r.line));
    reason.push_back(ingest::name_of(r.reason));
    file.push_back(facts.files[r.file]);
  }
  writer.write_once("/quarantine/source", source);
  writer.write_once("/quarantine/row", row);
  writer.write_once("/quarantine/reason", reason);
  writer.write_once("/quarantine/file", file, Digested::no);
  writer.write_once("/quarantine/line", line, Digested::no);
}

// What the stages before this one measured.
void write_statistics(const Context& context, ResultWriter& writer) {
  report::Statistics so_far = context.statistics;
  so_far.finish(context.world);
  TextColumn stages;
  std::vector<double> seconds;
  std::vector<std::int64_t> memory;
  TextColumn counters;
  std::vector<std::int64_t> values;
  for (const auto& stage : so_far.stages()) {
    stages.push_back(stage.name);
    seconds.push_back(stage.seconds);
    memory.push_back(static_cast<std::int64_t>(stage.peak_memory_bytes));
    for (const auto& counter : stage.counters) {
      counters.push_back(stage.name + "." + counter.name);
      values.push_back(static_cast<std::int64_t>(counter.value));
    }
  }
  writer.write_once("/statistics/stage", stages, Digested::no);
  writer.write_once("/statistics/seconds", seconds, Digested::no);
  writer.write_once("/statistics/peak_memory_bytes", memory, Digested::no);
  writer.write_once("/statistics/counter", counters);
  writer.write_once("/statistics/value", values);
  writer.write_once("/statistics/ranks", std::vector<std::int64_t>{context.world.size()}, Digested::no);
}

}  // namespace

std::string run_write_stage(const Context& context, const SourceFacts& facts, const Columns& columns, const BlockPlan& plan,
                            const model::Model& model, const ScoredPairs& pairs, const Customers& customers) {
  Stage stage(context, "write", "attributes");
  const auto& job = context.job;
  ResultWriter writer(context.world, job.output, job.overwrite, static_cast<int>(job.compression_level));
  const ParkedRecords records = take_back_records(context, facts, columns);
  write_sources(context, facts, writer);
  write_records(columns, facts, records, customers, writer);
  write_customers(context, columns, records, customers, writer);
  write_edges(context, model, pairs, writer);
  write_model(context, plan, model, pairs, writer);
  write_quarantine(context, facts, writer);
  write_statistics(context, writer);
  std::string digest = writer.publish();
  stage.finish(columns.distribution.num_global(), "records");
  return digest;
}

}  // namespace onefold::pipeline
