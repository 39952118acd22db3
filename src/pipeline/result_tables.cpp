#include "result_tables.hpp"

#include <algorithm>

namespace onefold::pipeline {

using store::Digested;
using store::ResultWriter;

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
  std::vector<std::int8_t> unique;
  for (const auto& source : job.sources) unique.push_back(source.unique ? 1 : 0);
  writer.write_once("/sources/unique", unique);
  TextColumn files;
  for (const auto& file : facts.files) files.push_back(file);
  writer.write_once("/sources/file", files, Digested::no);
  writer.write_once("/sources/file_source",
                    std::vector<std::int32_t>(facts.file_sources.begin(), facts.file_sources.end()), Digested::no);

  TextColumn attributes;
  TextColumn types;
  for (const auto& attribute : job.attributes) {
    attributes.push_back(attribute.name);
    types.push_back(name_of(attribute.type));
  }
  writer.write_once("/attributes/name", attributes);
  writer.write_once("/attributes/type", types);
  std::vector<std::int8_t> conflict;
  for (const auto& attribute : job.attributes) conflict.push_back(attribute.conflict ? 1 : 0);
  writer.write_once("/attributes/conflict", conflict);
  writer.write_text("/job/resolved", job.resolved_toml, Digested::no);
  writer.write_text("/job/decisive", job.digest_toml);
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
  std::vector<std::int64_t> skipped;
  for (const auto& rule : plan.rules) skipped.push_back(static_cast<std::int64_t>(rule.num_skipped_rows));
  writer.write_once("/blocking/skipped_records", skipped);

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
  if (!model.dependence.empty()) {
    std::vector<std::int32_t> first, second, first_level, second_level;
    std::vector<double> correction;
    for (const auto& pair : model.dependence) {
      const std::size_t width = model.comparisons[pair.second].levels.size();
      for (std::size_t i = 0; i < pair.correction.size(); ++i) {
        // A missing value is corrected by nothing.
        if (i < width || i % width == 0) continue;
        first.push_back(static_cast<std::int32_t>(pair.first));
        second.push_back(static_cast<std::int32_t>(pair.second));
        first_level.push_back(static_cast<std::int32_t>(i / width));
        second_level.push_back(static_cast<std::int32_t>(i % width));
        correction.push_back(model::to_double(pair.correction[i]));
      }
    }
    writer.write_once("/dependence/first", first);
    writer.write_once("/dependence/second", second);
    writer.write_once("/dependence/first_level", first_level);
    writer.write_once("/dependence/second_level", second_level);
    writer.write_once("/dependence/correction_log2", correction);
  }
  writer.write_text("/model/json", model::to_json(model));
  writer.write_once("/model/prior", std::vector<double>{model.prior});
  writer.write_once("/model/prior_weight_log2", std::vector<double>{model::to_double(model.prior_weight)});
}

void write_quarantine(const SourceFacts& facts, ResultWriter& writer) {
  std::vector<std::int32_t> source;
  std::vector<std::int64_t> row;
  std::vector<std::int64_t> line;
  TextColumn reason;
  TextColumn file;
  for (const auto& r : facts.quarantine) {
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

}  // namespace onefold::pipeline
