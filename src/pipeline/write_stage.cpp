// Golden records, and everything else, into the result file. Large columns go window by window: a range of global rows,
// shared by the ranks, the same whatever their number.
#include <algorithm>
#include <functional>
#include <limits>
#include <memory>
#include <span>

#include "edge_runs.hpp"
#include "merge_windows.hpp"
#include "onefold/cleanse/cleanser.hpp"
#include "onefold/merge/golden_elements.hpp"
#include "onefold/merge/golden_origins.hpp"
#include "onefold/merge/golden_record.hpp"
#include "onefold/pipeline/stages.hpp"
#include "onefold/record/memory.hpp"
#include "onefold/store/result_file.hpp"
#include "parked.hpp"
#include "result_tables.hpp"
#include "rival_odds.hpp"
#include "write_memory.hpp"

namespace onefold::pipeline {

namespace {

using store::ResultWriter;

void write_records(const Context& context, const Columns& columns, const SourceFacts& facts, const Customers& customers,
                   const WindowNeeds& needs, ResultWriter& writer) {
  const auto& world = context.world;
  const std::uint64_t num_records = columns.distribution.num_global();
  writer.write("/records/pin", customers.record_pins);
  writer.write("/records/cluster_id", as_signed(customers.record_clusters));

  auto source = writer.begin_numbers<std::int32_t>("/records/source", num_records);
  auto row = writer.begin_numbers<std::int64_t>("/records/row", num_records);
  auto source_id = writer.begin_text("/records/source_id", num_records, facts.source_id_bounds);
  std::optional<store::TextStream> true_id;
  if (facts.has_true_ids) true_id.emplace(writer.begin_text("/records/true_id", num_records, facts.true_id_bounds));
  const std::uint64_t max_rows = window_rows(context, needs);
  for (std::uint64_t begin = 0; begin < num_records; begin += max_rows) {
    const BlockDistribution window(std::min(max_rows, num_records - begin), world.size());
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

// Collective. [origin] the text of that record among the `raw` ones of all ranks; empty where there is none.
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
  for (std::size_t row = 0; row < raw.size(); ++row) shown.push_back(merge::shown_value(raw[row], attribute));
  return shown;
}

std::function<std::string_view(std::string_view)> cleanser_of_elements(const config::Job& job,
                                                                       AttributeIndex attribute) {
  config::AttributeConfig one = job.attributes[attribute];
  one.is_array = false;
  auto cleanser = std::make_shared<cleanse::Cleanser>(one, cleanse::load_dummy_values(job.cleanse));
  return [cleanser](std::string_view element) { return cleanser->cleanse(element); };
}

// Customers of one record hang on nothing; those that were not looked at are said to be unknown.
void write_structures(const cluster::Clusters& clusters, const std::vector<CustomerStructure>& structures,
                      ResultWriter& writer) {
  using Structure = cluster::ClusterStructure;
  const auto write_column = [&](const std::string& name, auto value_of) {
    std::vector<decltype(value_of(Structure{}, 0))> values;
    values.reserve(clusters.size());
    auto next = structures.begin();
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      const bool is_one = next == structures.end() || next->customer != clusters.id(c);
      values.push_back(value_of(is_one ? Structure{.size = 1, .centre = clusters.id(c)} : next->links,
                                clusters.begins[c + 1] - clusters.begins[c]));
      if (!is_one) ++next;
    }
    writer.write("/customers/" + name, values);
  };
  const auto write_count = [&](const std::string& name, std::uint32_t Structure::*count) {
    write_column(name, [&](const Structure& s, std::uint64_t) {
      return s.size == 0 ? -1 : static_cast<std::int32_t>(s.*count);
    });
  };
  write_column("links", [](const Structure& s, std::uint64_t) { return static_cast<std::int64_t>(s.links); });
  write_column("density", [](const Structure& s, std::uint64_t size) { return cluster::density_of(size, s.links); });
  write_count("bridges", &Structure::bridges);
  write_count("bridge_split", &Structure::bridge_split);
  write_count("articulation_points", &Structure::articulation_points);
  write_column("weakest_link_log2", [](const Structure& s, std::uint64_t) {
    if (s.size == 0) return std::numeric_limits<double>::quiet_NaN();
    return s.weakest_link == cluster::kUnbreakable ? std::numeric_limits<double>::infinity()
                                                   : model::to_double(s.weakest_link);
  });
  write_column("centrality", [](const Structure& s, std::uint64_t) { return cluster::centrality_of(s); });
  write_column("centre", [](const Structure& s, std::uint64_t) {
    return s.size == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(s.centre);
  });
}

void write_customers(const Context& context, const Columns& columns, std::vector<CustomerStructure> structures,
                     Customers& customers, const WindowNeeds& needs, ResultWriter& writer) {
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
  write_structures(customers.clusters, structures, writer);
  std::vector<CustomerStructure>().swap(structures);
  const std::uint64_t num_customers = world.sum(customers.clusters.size());
  auto windows = make_merge_windows(world, columns.distribution, customers.clusters, window_rows(context, needs));
  customers.clusters = {};
  release_free_memory();
  {
    std::vector<std::int64_t> updated;
    mpi::run_locally(world, [&] { updated = read_parked_moments(context, columns); });
    for (auto& window : windows)
      window.updated = window.fetch.values<std::int64_t>([&](std::uint64_t local_row) { return updated[local_row]; });
  }
  // Attribute by attribute: this rank's records' values are in memory once. Members send what their rule compares; the
  // text of those that survive follows.
  for (AttributeIndex a = 0; a < job.attributes.size(); ++a) {
    const auto rule = job.merge.rules[a];
    TextColumn raw;
    std::vector<std::uint64_t> value_ids;
    std::vector<std::uint64_t> spellings;
    const bool is_array = job.attributes[a].is_array;
    const bool takes_all = rule == config::SurvivorshipRule::all_elements;
    mpi::run_locally(world, [&] {
      raw = read_parked_values(context, columns, a);
      if (is_array && !takes_all) raw = shown_values(raw, job.attributes[a]);
      value_ids = read_parked_value_ids(context, columns, a);
      if (!merge::wants_spelling(rule)) return;
      spellings.resize(raw.size());
      for (std::size_t row = 0; row < raw.size(); ++row) spellings[row] = merge::spelling(rule, raw[row]);
    });
    store::TextBounds bounds = store::bounds_of(raw);
    bounds = {world.max(bounds.max_value_bytes), world.any(bounds.has_nul)};
    // How long the elements of all members are nobody knows yet.
    if (takes_all) bounds.max_value_bytes = std::numeric_limits<std::uint64_t>::max();
    auto golden = writer.begin_text("/customers/golden/" + job.attributes[a].name, num_customers, bounds);
    auto origin = writer.begin_numbers<std::int64_t>("/customers/origin/" + job.attributes[a].name, num_customers);
    for (const auto& window : windows) {
      const auto cleansed = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return value_ids[row]; });
      std::vector<std::uint64_t> spelling;
      if (merge::wants_spelling(rule))
        spelling = window.fetch.values<std::uint64_t>([&](std::uint64_t row) { return spellings[row]; });
      std::vector<std::int64_t> origins;
      mpi::run_locally(world, [&] {
        origins = merge::golden_origins(
            rule, {window.begins, window.members, columns.source_ends, window.updated, cleansed, spelling},
            job.merge.source_priority);
      });
      if (takes_all) {
        const TextColumn members = window.fetch.texts(raw);
        TextColumn elements;
        mpi::run_locally(world, [&] {
          elements = merge::golden_elements(
              job.attributes[a], {window.begins, window.members, columns.source_ends, window.updated, cleansed, {}},
              members, job.merge.source_priority, cleanser_of_elements(job, a));
        });
        golden.append(elements);
      } else {
        golden.append(texts_of_origins(context, columns, raw, origins));
      }
      origin.append(origins);
    }
    golden.finish();
    origin.finish();
    work.remove_product(parked_attribute(a));
    work.remove_product(parked_value_ids(a));
    progress.update(a + 1, job.attributes.size());
  }
}

void write_edges(const Context& context, const Columns& columns, const model::Model& model, const ScoredPairs& pairs,
                 const WindowNeeds& needs, ResultWriter& writer) {
  const RivalOdds rivals(context, columns, pairs.edges);
  const auto space = model.pattern_space();
  const std::size_t num_comparisons = space.num_comparisons();
  const std::size_t num_term_frequencies = pairs.edges.num_term_frequencies;
  const std::uint64_t num_edges = pairs.edges.num_edges;
  auto left = writer.begin_numbers<std::int64_t>("/edges/left", num_edges);
  auto right = writer.begin_numbers<std::int64_t>("/edges/right", num_edges);
  auto weight = writer.begin_numbers<double>("/edges/weight_log2", num_edges);
  auto probability = writer.begin_numbers<double>("/edges/probability", num_edges);
  std::optional<store::NumberStream<double>> among_rivals;
  if (rivals.groups().num_groups > 0)
    among_rivals.emplace(writer.begin_numbers<double>("/edges/probability_among_rivals", num_edges));
  auto pattern = writer.begin_numbers<std::int64_t>("/edges/pattern", num_edges);
  auto rule = writer.begin_numbers<std::int32_t>("/edges/rule", num_edges);
  auto level = writer.begin_numbers<std::int8_t>("/edges/level", num_edges, num_comparisons);
  std::optional<store::NumberStream<double>> term_frequency;
  if (num_term_frequencies > 0)
    term_frequency.emplace(writer.begin_numbers<double>("/edges/term_frequency_log2", num_edges, num_term_frequencies));
  for_each_edge_window(context, pairs.edges, window_rows(context, needs), [&](const score::EdgeList& edges) {
    left.append(as_signed(edges.left));
    right.append(as_signed(edges.right));
    pattern.append(as_signed(edges.pattern));
    rule.append(std::vector<std::int32_t>(edges.rule.begin(), edges.rule.end()));
    std::vector<double> numbers(edges.size());
    std::transform(edges.weight.begin(), edges.weight.end(), numbers.begin(), model::to_double);
    weight.append(numbers);
    std::transform(edges.weight.begin(), edges.weight.end(), numbers.begin(), model::probability_of);
    probability.append(numbers);
    if (among_rivals) among_rivals->append(rivals.probabilities(edges));
    std::vector<std::int8_t> levels;
    levels.reserve(edges.size() * num_comparisons);
    for (const auto p : edges.pattern)
      for (std::size_t c = 0; c < num_comparisons; ++c) levels.push_back(static_cast<std::int8_t>(space.level(p, c)));
    level.append(levels);
    std::vector<std::int8_t>().swap(levels);
    if (!term_frequency) return;
    numbers.resize(edges.term_frequency.size());
    std::transform(edges.term_frequency.begin(), edges.term_frequency.end(), numbers.begin(), model::to_double);
    term_frequency->append(numbers);
  });
  for (const auto& product : pairs.edges.products) context.work.remove_product(product);
  left.finish();
  right.finish();
  weight.finish();
  probability.finish();
  if (among_rivals) {
    among_rivals->finish();
    writer.write_once("/sources/rival_group", rivals.groups().group_of_source);
    writer.write_once("/model/rival_partners",
                      std::vector<std::int64_t>{static_cast<std::int64_t>(rivals.groups().partners)});
  }
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

void write_repair(const Context& context, const StewardLists& lists, const Cuts& cuts, const WindowNeeds& needs,
                  ResultWriter& writer) {
  const auto& cluster = context.job.cluster;
  const bool repairs = cluster.method == config::ClusterMethod::repair;
  writer.write_text("/cluster/method", repairs ? "repair" : "components");
  if (!repairs) return;
  writer.write_once("/cluster/support", std::vector<double>{cluster.support});
  const auto write_list = [&](const std::string& name, const std::vector<cluster::Link>& list) {
    std::vector<std::int64_t> left;
    std::vector<std::int64_t> right;
    for (const auto& link : list) {
      left.push_back(static_cast<std::int64_t>(link.left));
      right.push_back(static_cast<std::int64_t>(link.right));
    }
    writer.write_once(name + "_left", left);
    writer.write_once(name + "_right", right);
  };
  write_list("/cluster/must_link", lists.must_link);
  write_list("/cluster/cannot_link", lists.cannot_link);

  const std::uint64_t num_cuts = cuts.edges.num_edges;
  auto left = writer.begin_numbers<std::int64_t>("/cuts/left", num_cuts);
  auto right = writer.begin_numbers<std::int64_t>("/cuts/right", num_cuts);
  auto weight = writer.begin_numbers<double>("/cuts/weight_log2", num_cuts);
  auto reason = writer.begin_numbers<std::int8_t>("/cuts/reason", num_cuts);
  for_each_edge_window(context, cuts.edges, window_rows(context, needs), [&](const score::EdgeList& edges) {
    left.append(as_signed(edges.left));
    right.append(as_signed(edges.right));
    std::vector<double> numbers(edges.size());
    std::transform(edges.weight.begin(), edges.weight.end(), numbers.begin(), model::to_double);
    weight.append(numbers);
    reason.append(std::vector<std::int8_t>(edges.rule.begin(), edges.rule.end()));
  });
  for (const auto& product : cuts.edges.products) context.work.remove_product(product);
  left.finish();
  right.finish();
  weight.finish();
  reason.finish();
}

}  // namespace

std::string run_write_stage(const Context& context, const SourceFacts& facts, const Columns& columns,
                            const BlockPlan& plan, const model::Model& model, const ScoredPairs& pairs,
                            const StewardLists& lists, const Cuts& cuts, Structures structures, Customers customers) {
  Stage stage(context, "write", "attributes");
  const auto& job = context.job;
  const WriteNeeds needs = measure_write_needs(context, columns.distribution);
  const std::uint64_t least_records =
      columns.distribution.num_global() / static_cast<std::uint64_t>(context.world.size());
  const std::uint64_t least_structures = context.world.min(structures.customers.size());
  require_memory_to_write(context, needs,
                          -kMembershipBytes * static_cast<std::int64_t>(least_records) -
                              static_cast<std::int64_t>(least_structures * sizeof(CustomerStructure)));
  ResultWriter writer(context.world, job.output, job.overwrite, static_cast<int>(job.compression_level));
  write_sources(context, facts, writer);
  write_records(context, columns, facts, customers, needs.records, writer);
  std::vector<std::int64_t>().swap(customers.record_pins);
  std::vector<RecordId>().swap(customers.record_clusters);
  write_edges(context, columns, model, pairs, needs.edges, writer);
  write_repair(context, lists, cuts, needs.edges, writer);
  write_customers(context, columns, std::move(structures.customers), customers, needs.customers, writer);
  write_model(context, plan, model, pairs, writer);
  write_quarantine(facts, writer);
  write_statistics(context, writer);
  std::string digest = writer.publish();
  stage.finish(columns.distribution.num_global(), "records");
  return digest;
}

}  // namespace onefold::pipeline
