#include "ingest/column_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unicode/regex.h>

#include <algorithm>

#include "onefold/record/error.hpp"
#include "parts/text_splitter.hpp"
#include "record/elements.hpp"

namespace onefold::ingest {

namespace {

// ICU counts a step per 10,000 states that it saves. A sensible pattern needs less than one for any value.
constexpr std::int32_t kMaxPatternSteps = 200;

/// What a pattern finds in a text.
class PatternSearch {
 public:
  explicit PatternSearch(const std::string& pattern) {
    UErrorCode status = U_ZERO_ERROR;
    regex_ = std::make_unique<icu::RegexMatcher>(icu::UnicodeString::fromUTF8(pattern), 0, status);
    regex_->setTimeLimit(kMaxPatternSteps, status);
    if (U_FAILURE(status))
      throw Error(ExitCode::job,
                  fmt::format("a pattern of columns is not a regular expression of ICU ({})", u_errorName(status)));
  }

  /// Writes the groups of the first match, or the whole match of a pattern without groups. Empty without a match.
  /// Returns false if the search was given up.
  bool find(const std::string& text, std::string_view between, std::string& found) {
    found.clear();
    text_ = icu::UnicodeString::fromUTF8(text);
    regex_->reset(text_);
    UErrorCode status = U_ZERO_ERROR;
    if (regex_->find(status) == 0 || U_FAILURE(status)) return U_SUCCESS(status);
    for (std::int32_t group = std::min(1, regex_->groupCount()); group <= regex_->groupCount(); ++group) {
      const std::int32_t begin = regex_->start(group, status);
      const std::int32_t end = regex_->end(group, status);
      // A group that does not take part in the match begins at -1.
      if (U_FAILURE(status) || begin < 0 || begin == end) continue;
      if (!found.empty()) found += between;
      text_.tempSubStringBetween(begin, end).toUTF8String(found);
    }
    return true;
  }

 private:
  std::unique_ptr<icu::RegexMatcher> regex_;
  icu::UnicodeString text_;
};

/// A text that is split only later, as a full name, is whole.
bool takes_part(const config::ColumnExpression& from) {
  return from.split != config::Split::none && from.part != config::SplitPart::whole;
}

void add_extractions(const config::ColumnExpression& from, Extraction extraction, std::vector<Extraction>& all) {
  for (const auto& part : from.joined) add_extractions(part, extraction, all);
  std::vector<std::string> columns;
  config::for_each_column(from, [&](const std::string& column) { columns.push_back("\"" + column + "\""); });
  extraction.columns = fmt::format("{}", fmt::join(columns, ", "));
  for (const bool is_pattern : {true, false}) {
    if (is_pattern ? from.pattern.empty() : !takes_part(from)) continue;
    extraction.is_pattern = is_pattern;
    all.push_back(extraction);
  }
}

}  // namespace

struct ColumnValues::Node {
  const config::ColumnExpression* from = nullptr;
  AttributeIndex attribute = 0;
  std::size_t column = 0;  ///< number of its column, if it has one
  std::vector<Node> joined;
  std::unique_ptr<PatternSearch> pattern;
  std::size_t counted_pattern = 0, counted_split = 0;
  std::shared_ptr<parts::TextSplitter> splitter;

  Node(const config::ColumnExpression& expression, AttributeIndex of, std::size_t& num_columns,
       std::size_t& num_counted, const std::shared_ptr<parts::TextSplitter>& shared)
      : from(&expression), attribute(of), splitter(shared) {
    for (const auto& part : expression.joined) joined.emplace_back(part, of, num_columns, num_counted, shared);
    if (expression.joined.empty() && !expression.value) column = num_columns++;
    if (!expression.pattern.empty()) {
      pattern = std::make_unique<PatternSearch>(expression.pattern);
      counted_pattern = num_counted++;
    }
    if (takes_part(expression)) counted_split = num_counted++;
  }

  void evaluate(const Field& field, std::vector<ExtractionCounts>& counts, std::string& text) const {
    text.clear();
    if (from->value) {
      text = *from->value;
    } else if (from->joined.empty()) {
      text = field(column);
    } else {
      join(field, counts, text);
    }
    if (pattern != nullptr && !text.empty()) {
      std::string found;
      if (!pattern->find(text, from->with, found)) throw PatternTooSlow{attribute, columns()};
      ++counts[counted_pattern].num_texts;
      counts[counted_pattern].num_found += found.empty() ? 0 : 1;
      text = std::move(found);
    }
    if (takes_part(*from) && !text.empty()) {
      ++counts[counted_split].num_texts;
      std::string part(splitter->part(text, from->split, from->part));
      counts[counted_split].num_found += part.empty() ? 0 : 1;
      text = std::move(part);
    }
  }

  /// Joins the parts that are not empty. Constants alone are no value.
  void join(const Field& field, std::vector<ExtractionCounts>& counts, std::string& text) const {
    std::string part;
    bool has_column = false;
    bool has_text = false;
    for (const Node& node : joined) {
      node.evaluate(field, counts, part);
      has_column |= !node.from->value;
      has_text |= !node.from->value && !part.empty();
      if (!text.empty() && !part.empty()) text += from->with;
      text += part;
    }
    if (has_column && !has_text) text.clear();
  }

  [[nodiscard]] std::string columns() const {
    std::string names;
    config::for_each_column(*from,
                            [&](const std::string& name) { names += (names.empty() ? "\"" : ", \"") + name + "\""; });
    return names;
  }
};

ColumnValues::ColumnValues(const config::SourceConfig& source) {
  std::size_t num_columns = 0;
  std::size_t num_counted = 0;
  const auto splitter = std::make_shared<parts::TextSplitter>();
  for (std::size_t first = 0, end = 0; first < source.columns.size(); first = end) {
    std::vector<Node> values;
    const AttributeIndex attribute = source.columns[first].attribute;
    for (; end < source.columns.size() && source.columns[end].attribute == attribute; ++end)
      values.emplace_back(source.columns[end].from, attribute, num_columns, num_counted, splitter);
    if (values.size() == 1 && values.front().from->is_plain()) continue;
    attributes_.push_back(attribute);
    values_.push_back(std::move(values));
  }
  counts_.resize(num_counted);
}

ColumnValues::~ColumnValues() = default;
ColumnValues::ColumnValues(ColumnValues&&) noexcept = default;

std::string_view ColumnValues::value(std::size_t i, const Field& field) {
  joined_.clear();
  for (const Node& node : values_[i]) {
    node.evaluate(field, counts_, text_);
    if (!joined_.empty() && !text_.empty()) joined_ += kElementSeparator;
    joined_ += text_;
  }
  return joined_;
}

std::vector<Extraction> extractions_of(const config::Job& job) {
  std::vector<Extraction> all;
  for (std::uint32_t s = 0; s < job.sources.size(); ++s)
    for (const auto& mapping : job.sources[s].columns)
      add_extractions(mapping.from, {.source = s, .attribute = mapping.attribute, .columns = {}, .counts = {}}, all);
  return all;
}

Warnings warn_of_patterns(const config::Job& job, std::span<const Extraction> extractions) {
  Warnings warnings;
  for (const auto& [source, attribute, columns, is_pattern, counts] : extractions) {
    if (!is_pattern || counts.num_texts == 0 || counts.num_found > 0) continue;
    warnings.push_back(
        {"pattern_without_match",
         fmt::format("source {}: the pattern of columns.{} matches none of {} values of column {}, so the attribute "
                     "has no value there; correct the pattern",
                     job.sources[source].name, job.attributes[attribute].name, counts.num_texts, columns)});
  }
  return warnings;
}

}  // namespace onefold::ingest
