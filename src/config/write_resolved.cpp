// Writes the resolved job as TOML: every default, every implied attribute and comparison, in a fixed order and
// spelling. Parsing it gives an equal job, and the same text again.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config/sections.hpp"
#include "config/write_merge.hpp"
#include "document/text.hpp"

namespace onefold::config {

namespace {

/// The digest form leaves out paths and memory, which do not affect the result.
enum class Form { resolved, digest };

template <typename List, typename ToText>
std::string joined(const List& list, ToText&& to_text) {
  std::string out;
  for (const auto& element : list) out += (out.empty() ? "" : ", ") + to_text(element);
  return out;
}
template <typename List, typename ToText>
std::string toml_list(const List& list, ToText&& to_text) {
  return fmt::format("[{}]", joined(list, to_text));
}

std::string path(const std::string& text) { return toml_string(escape_variables(text)); }
std::string key_text(const KeyExpression& key) { return toml_string(key.text); }
std::string keys(const std::vector<KeyExpression>& on) { return toml_list(on, key_text); }

class JobWriter {
 public:
  JobWriter(const Job& job, Form form) : job_(job), with_places_(form == Form::resolved) {}

  std::string write() {
    if (with_places_)
      out_ += "# The resolved job: what the job file and the command line say, with every default filled in.\n\n";
    job_section();
    for (const SourceConfig& source : job_.sources) source_section(source);
    for (const AttributeConfig& attribute : job_.attributes) attribute_section(attribute);
    for (const BlockingRule& rule : job_.blocking) {
      heading("[[blocking]]");
      line("on", keys(rule.on));
      line("max_pairs", rule.max_pairs);
      if (rule.max_block_size == 0) continue;
      line("max_block_size", rule.max_block_size);
      line("oversized", toml_string(kOversizedNames[static_cast<std::size_t>(rule.oversized)]));
      if (!rule.split_by.empty()) line("split_by", keys(rule.split_by));
    }
    for (const ComparisonConfig& comparison : job_.comparisons) {
      heading("[[comparison]]   # \"missing\" goes before the levels and \"else\" after them");
      line("attribute", toml_string(comparison.name));
      line("levels", toml_list(comparison.levels, [](const Level& level) { return toml_string(level.text); }));
      line("term_frequency", comparison.term_frequency);
      if (comparison.term_frequency) {
        line("term_frequency_fuzzy", toml_float(comparison.term_frequency_fuzzy));
        line("term_frequency_minimum", toml_float(comparison.term_frequency_minimum));
      }
      if (!comparison.m.empty()) line("m", toml_list(comparison.m, toml_float));
      if (!comparison.u.empty()) line("u", toml_list(comparison.u, toml_float));
    }
    model_section();
    heading("[cluster]");
    line("threshold", threshold());
    line("review_threshold", toml_float(job_.cluster.review_threshold));
    cluster_repair();
    merge_section();
    heading("[output]");
    line("values", toml_string(kKeptValuesNames[static_cast<std::size_t>(job_.result.values)]));
    const CleanseConfig& cleanse = job_.cleanse;
    if (with_places_ && !(cleanse.dummy_files.empty() && cleanse.alias_files.empty())) {
      heading("[cleanse]");
      if (!cleanse.dummy_files.empty()) line("dummies", toml_list(cleanse.dummy_files, path));
      if (!cleanse.alias_files.empty()) line("aliases", toml_list(cleanse.alias_files, path));
    }
    if (with_places_) reading_section();
    return std::move(out_);
  }

 private:
  // A limit stops a run or does not; it never changes a result.
  void reading_section() {
    const ReadingConfig& reading = job_.reading;
    heading("[reading]");
    std::string own;
    for (std::size_t a = 0; a < reading.max_unreadable_of.size(); ++a)
      if (reading.max_unreadable_of[a] != reading.max_unreadable)
        own += fmt::format(", {} = {}", job_.attributes[a].name, toml_float(reading.max_unreadable_of[a]));
    if (reading.max_unreadable_updated != reading.max_unreadable)
      own += fmt::format(", updated = {}", toml_float(reading.max_unreadable_updated));
    const std::string share = toml_float(reading.max_unreadable);
    line("max_unreadable", own.empty() ? share : fmt::format("{{ default = {}{} }}", share, own));
  }

  void heading(std::string_view text) {
    out_ += fmt::format("{}{}\n", out_.empty() || out_.ends_with("\n\n") ? "" : "\n", text);
  }
  void line(std::string_view key, const std::string& value) { out_ += fmt::format("{} = {}\n", key, value); }
  void line(std::string_view key, std::uint64_t value) { line(key, std::to_string(value)); }
  void line(std::string_view key, bool value) { line(key, std::string(value ? "true" : "false")); }

  void job_section() {
    heading("[job]");
    line("name", toml_string(job_.name));
    if (with_places_) {
      line("output", path(job_.output));
      line("work_dir", path(job_.work_dir));
      line("overwrite", job_.overwrite);
      line("memory_per_rank", toml_string(format_size(job_.memory_per_rank_bytes)));
    }
    line("task", toml_string(kTaskNames[static_cast<std::size_t>(job_.task)]));
    line("seed", job_.seed);
    line("max_quarantine", job_.max_quarantine);
    line("max_field_bytes", toml_string(format_size(job_.max_field_bytes)));
    // The level does not affect the result either. The digest form keeps the line, so that digests of earlier results
    // hold.
    line("compression_level", std::uint64_t{with_places_ ? job_.compression_level : Job{}.compression_level});
  }

  /// What only some files need is written only where it differs from the default, so that digests of earlier results
  /// hold.
  void text_format(const SourceConfig& source) {
    const auto one = [](char c) { return toml_string(c == '\0' ? "" : std::string(1, c)); };
    const TextFormat& text = source.text;
    // A file may have a name that says something else.
    const bool misnamed = !source.files.empty() && source.shape != shape_by_name(source.files.front());
    if (source.shape != Shape::csv || misnamed)
      line("format", toml_string(kShapeNames[static_cast<std::size_t>(source.shape)]));
    if (text.header_rows > 1)
      line("header", std::uint64_t{text.header_rows});
    else
      line("header", text.header_rows == 1);
    line("delimiter", toml_string(text.delimiter));
    line("quote", one(text.quote));
    if (text.escape != '\0') line("escape", one(text.escape));
    if (!text.encoding.empty()) line("encoding", toml_string(text.encoding));
    if (!text.comment.empty()) line("comment", toml_string(text.comment));
    if (text.skip_lines > 0) line("skip_lines", std::uint64_t{text.skip_lines});
    if (text.footer_lines > 0) line("footer_lines", std::uint64_t{text.footer_lines});
    if (!text.sheet.empty()) line("sheet", toml_string(text.sheet));
    if (!text.member.empty()) line("member", toml_string(text.member));
    if (!text.widths.empty())
      line("widths", toml_list(text.widths, [](const FixedColumn& column) {
             return fmt::format("[{}, {}, {}]", toml_string(column.name), column.first, column.last);
           }));
  }

  /// The digest form states that there is a database, but not which.
  void database(const SourceConfig& source) {
    if (!with_places_) {
      out_ += "# read from a database\n";
      return;
    }
    const DatabaseConfig& from = source.database;
    line(kShapeNames[static_cast<std::size_t>(source.shape)], path(from.connection));
    line("query", toml_string(from.query));
    if (!from.count.empty()) line("count", toml_string(from.count));
    if (from.parts > 0) line("parts", std::uint64_t{from.parts});
    if (!from.password_env.empty()) line("password_env", toml_string(from.password_env));
    if (!from.password_file.empty()) line("password_file", path(from.password_file));
  }

  /// Without a header, columns are positions: numbers, not strings.
  static std::string column_name(const SourceConfig& source, const std::string& name) {
    return source.has_column_names() ? toml_string(name) : name;
  }

  [[nodiscard]] std::string expression(const SourceConfig& source, const ColumnExpression& from,
                                       AttributeIndex attribute) const {
    if (from.is_plain()) return column_name(source, from.column);
    if (from.value) return fmt::format("{{ value = {} }}", toml_string(*from.value));
    std::string keys;
    const auto key = [&](std::string_view name, const std::string& value) {
      keys += fmt::format("{}{} = {}", keys.empty() ? "" : ", ", name, value);
    };
    if (from.joined.empty())
      key("column", column_name(source, from.column));
    else
      key("join", toml_list(from.joined, [&](const auto& part) { return expression(source, part, attribute); }));
    if (!from.joined.empty() || from.with != ColumnExpression{}.with) key("with", toml_string(from.with));
    if (!from.pattern.empty()) key("pattern", toml_string(from.pattern));
    if (from.split != Split::none) {
      const AttributeConfig& config = job_.attributes[attribute];
      key("split", toml_string(kSplitNames[static_cast<std::size_t>(from.split) - 1]));
      if (from.part != part_of(from.split, config.type, config.name))
        key("part", toml_string(kPartNames[static_cast<std::size_t>(from.part) - 1]));
    }
    return fmt::format("{{ {} }}", keys);
  }

  void source_section(const SourceConfig& source) {
    const auto column = [&](const std::string& name) { return column_name(source, name); };
    heading("[[source]]");
    line("name", toml_string(source.name));
    if (is_database(source.shape)) {
      database(source);
    } else {
      if (with_places_) line("files", toml_list(source.files, path));
      text_format(source);
    }
    if (!source.id.empty()) line("id", column(source.id));
    if (source.unique) line("unique", true);
    if (source.delta) line("delta", true);
    if (!source.deleted.empty())
      line("deleted", fmt::format("{{ column = {}, values = {} }}", column(source.deleted),
                                  toml_list(source.deleted_values, toml_string)));
    if (!source.deleted_ids.empty() && with_places_) line("deleted_ids", toml_list(source.deleted_ids, path));
    if (!source.updated.empty()) line("updated", column(source.updated));
    if (!source.updated_of.empty()) {
      const std::string of = joined(source.updated_of, [&](const UpdatedColumn& updated) {
        return fmt::format("{} = {}", job_.attributes[updated.attribute].name, column(updated.column));
      });
      line("updated_of", fmt::format("{{ {} }}", of));
    }
    if (!source.truth.empty())
      line("truth", source.truth_pattern.empty() ? column(source.truth)
                                                 : fmt::format("{{ column = {}, pattern = {} }}", column(source.truth),
                                                               toml_string(source.truth_pattern)));
    // Mappings of one attribute are adjacent.
    std::string columns;
    for (std::size_t first = 0, end = 0; first < source.columns.size(); first = end) {
      const AttributeIndex attribute = source.columns[first].attribute;
      std::vector<std::string> values;
      for (; end < source.columns.size() && source.columns[end].attribute == attribute; ++end)
        values.push_back(expression(source, source.columns[end].from, attribute));
      columns += fmt::format("{}{} = {}", first == 0 ? "" : ", ", job_.attributes[attribute].name,
                             values.size() == 1 ? values[0] : fmt::format("[{}]", fmt::join(values, ", ")));
    }
    line("columns", fmt::format("{{ {} }}", columns));
    writing(source.writing);
  }

  void writing(const WritingConfig& writing) {
    std::string formats = joined(writing.formats, [&](const AttributeFormats& of) {
      return fmt::format("{} = {}", job_.attributes[of.attribute].name, toml_list(of.formats, toml_string));
    });
    if (!writing.updated_formats.empty())
      formats +=
          fmt::format("{}updated = {}", formats.empty() ? "" : ", ", toml_list(writing.updated_formats, toml_string));
    if (!formats.empty()) line("formats", fmt::format("{{ {} }}", formats));
    if (writing.decimal != '\0') line("decimal", toml_string(std::string(1, writing.decimal)));
    if (!writing.region.empty()) line("region", toml_string(writing.region));
  }

  void attribute_section(const AttributeConfig& attribute) {
    heading("[[attribute]]");
    line("name", toml_string(attribute.name));
    line("type", toml_string(onefold::name_of(attribute.type)));
    if (!attribute.formats.empty()) line("formats", toml_list(attribute.formats, toml_string));
    // The default is not in the digest form, so that digests of earlier results hold.
    if (attribute.type == AttributeType::birth_date && (with_places_ || attribute.pivot != kDefaultPivot))
      line("pivot", attribute.pivot);
    if (attribute.decimal != '\0') line("decimal", toml_string(std::string(1, attribute.decimal)));
    if (attribute.type == AttributeType::phone || attribute.type == AttributeType::postcode)
      line("region", toml_string(attribute.region));
    if (attribute.separator != '\0') line("separator", toml_string(std::string(1, attribute.separator)));
    if (attribute.is_declared_array) line("array", true);
    if (!attribute.dummies.empty()) line("dummies", toml_list(attribute.dummies, toml_string));
    if (attribute.transliterate) line("transliterate", true);
    line("compare", attribute.compare);
    if (attribute.conflict) line("conflict", true);
    // Without repair, the job file refuses `lasting`, even with its default value.
    if (attribute.lasting || (job_.cluster.method == ClusterMethod::repair && lasting_of(attribute) != Lasting::never))
      line("lasting", toml_string(kLastingNames[static_cast<std::size_t>(lasting_of(attribute))]));
  }

  void model_section() {
    const ModelConfig& model = job_.model;
    heading("[model]");
    if (model.frozen) line("frequencies", toml_string("frozen"));
    if (model.file.empty())
      line("train", toml_string(kTrainingNames[static_cast<std::size_t>(model.train)]));
    else if (with_places_)
      line("file", path(model.file));
    else
      out_ += "# read from a file\n";
    if (!model.labels.empty()) {
      if (with_places_)
        line("labels", toml_list(model.labels, path));
      else
        out_ += "# labels read from files\n";
    }
    switch (model.prior.kind) {
      case PriorConfig::Kind::estimated:
        line("prior", toml_string("estimated"));
        break;
      case PriorConfig::Kind::fixed:
        line("prior", toml_float(model.prior.probability));
        break;
      case PriorConfig::Kind::rules:
        line("prior", fmt::format("{{ rules = {}, recall = {} }}", toml_list(model.prior.rules, keys),
                                  toml_float(model.prior.recall)));
        break;
    }
    if (model.train == Training::candidates || (!model.file.empty() && model.expected_matches_per_record > 0))
      line("partners", model.expected_matches_per_record);
    line("dependence", toml_string(model.dependence == Dependence::estimated ? "estimated" : "none"));
    line("dependence_minimum", toml_float(model.dependence_minimum));
    line("max_random_pairs", model.max_random_pairs);
    line("max_training_pairs", model.max_training_pairs);
    line("starts", std::uint64_t{model.starts});
    line("max_iterations", std::uint64_t{model.max_iterations});
    line("convergence", toml_float(model.convergence));
  }

  // The rule; in the resolved job of a run, the number that it decided.
  [[nodiscard]] std::string threshold() const {
    const ClusterConfig& cluster = job_.cluster;
    const ThresholdRule& rule = cluster.threshold_rule;
    if (with_places_ && !cluster.threshold_reason.empty())
      return fmt::format("{}    # {}", toml_float(cluster.threshold), cluster.threshold_reason);
    switch (rule.kind) {
      case ThresholdRule::Kind::best_f1:
        return toml_string(kBestF1);
      case ThresholdRule::Kind::precision:
        return fmt::format("{{ precision = {} }}", toml_float(rule.precision));
      case ThresholdRule::Kind::fixed:
        break;
    }
    return toml_float(cluster.threshold);
  }

  void cluster_repair() {
    const ClusterConfig& cluster = job_.cluster;
    line("method", toml_string(kClusterMethodNames[static_cast<std::size_t>(cluster.method)]));
    if (cluster.method != ClusterMethod::repair) return;
    line("support", toml_float(cluster.support));
    line("max_repair_size", cluster.max_repair_size);
    files("must_link", cluster.must_link);
    files("cannot_link", cluster.cannot_link);
  }

  // The digest form states that there are lists, but not their paths.
  void files(std::string_view key, const std::vector<std::string>& list) {
    if (list.empty()) return;
    if (with_places_)
      line(key, toml_list(list, path));
    else
      out_ += fmt::format("# {} from files\n", key);
  }

  void decisions() {
    files("decisions", job_.decisions.files);
    if (job_.decisions.unknown != UnknownRecords::error)
      line("unknown", toml_string(kUnknownNames[static_cast<std::size_t>(job_.decisions.unknown)]));
  }

  void merge_section() {
    std::string before = std::exchange(out_, "");
    decisions();
    identity_keys();
    const std::string keys = std::exchange(out_, std::move(before));
    heading("");
    out_.pop_back();
    out_ += merge_section_of(job_, with_places_, keys);
  }

  // What the previous result is stands in /runs; the digest form states only that there is one.
  void identity_keys() {
    const IdentityConfig& identity = job_.identity;
    if (identity.naming == RecordNaming::content) line("identity", toml_string("content"));
    if (!identity.pin_space.empty()) line("pin_space", toml_string(identity.pin_space));
    if (identity.previous.empty()) return;
    if (with_places_)
      line("previous", path(identity.previous));
    else
      out_ += "# previous result\n";
    if (!identity.renamed.empty())
      out_ += fmt::format("renamed = {{ {} }}\n", joined(identity.renamed, [&](const RenamedSource& renamed) {
                            return fmt::format("{} = {}", toml_string(renamed.old_name),
                                               toml_string(job_.sources[renamed.source].name));
                          }));
    if (identity.lock.empty()) return;
    if (with_places_)
      line("lock", toml_list(identity.lock, path));
    else
      out_ += "# lock from files\n";
  }

  const Job& job_;
  bool with_places_;
  std::string out_;
};

}  // namespace

void write_resolved(Job& job) {
  job.resolved_toml = JobWriter(job, Form::resolved).write();
  job.digest_toml = JobWriter(job, Form::digest).write();
}

void decide_threshold(Job& job, double threshold, const std::string& reason) {
  ClusterConfig& cluster = job.cluster;
  cluster.threshold = threshold;
  cluster.threshold_reason = reason;
  cluster.review_threshold = std::min(cluster.review_threshold, threshold);
  cluster.support = std::min(cluster.support, threshold);
  job.resolved_toml = JobWriter(job, Form::resolved).write();
}

void decide_as_of(Job& job, std::int64_t days) {
  job.merge.as_of = days;
  job.merge.has_decided_as_of = true;
  job.resolved_toml = JobWriter(job, Form::resolved).write();
}

}  // namespace onefold::config
