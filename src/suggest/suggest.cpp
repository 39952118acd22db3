// The driver of suggest: start reading here.
#include "suggest/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onefold/record/error.hpp"
#include "suggest/doubts.hpp"
#include "suggest/duplicates_within.hpp"
#include "suggest/nearest_texts.hpp"
#include "suggest/sources.hpp"
#include "suggest/unreadable.hpp"
#include "suggest/write_job.hpp"

namespace onefold::suggest {

namespace {

// A source is treated as having duplicates if at least this share of its records has a near-identical record in it.
constexpr double kFewWithin = 0.05;
// A source is treated as free of duplicates if at most this share of its records is expected to have one.
constexpr double kFewDuplicates = 0.005;

TaskChoice choose_task(const Options& options, const Records& records, const Schema& schema, std::uint64_t budget) {
  const std::size_t num_sources = records.rows_of_table.size();
  if (options.task)
    return {*options.task, *options.task == config::Task::link ? "as requested: only between the sources"
                                                               : "as requested: within and between the sources"};
  if (num_sources < 2) return {config::Task::dedupe, "one source: matches are searched within it"};
  const auto near_identical = near_identical_within(records, schema);
  const double most = *std::ranges::max_element(near_identical);
  if (most > kFewWithin)
    return {config::Task::dedupe,
            fmt::format("{:.1f} % of a source's records have a near-identical record in it: duplicates are searched "
                        "within sources too. \"link\" searches only between them",
                        100 * most)};
  if (main_text(records, schema))
    return {config::Task::link,
            fmt::format(
                "at most {:.1f} % of a source's records have a near-identical record in it: no source seems to have "
                "duplicates. \"dedupe\" searches within sources as well",
                100 * most),
            std::vector<bool>(num_sources, true)};
  // Duplicates with errors are no near-identical records. Likely matches show them.
  const RuleBook book(records, schema, config::Task::dedupe, budget);
  const auto within = duplicates_within(records, find_likely_matches(records, schema, book));
  TaskChoice choice;
  double largest = 0;
  bool all_known = true;
  for (const auto& table : within) {
    choice.unique.push_back(table.is_known && table.share() <= kFewDuplicates);
    largest = std::max(largest, table.share());
    all_known &= table.is_known;
  }
  if (choice.sources_are_unique()) {
    choice.task = config::Task::link;
    choice.why = fmt::format(
        "of the records with a likely match in another source, at most {:.1f} % are expected to have a duplicate in "
        "their own. \"dedupe\" searches within sources as well",
        100 * largest);
  } else if (!all_known && largest <= kFewDuplicates) {
    choice.why =
        "the sources share too few records to tell whether one of them has duplicates, so they are searched too. "
        "\"link\" searches only between sources";
  } else {
    choice.why = fmt::format(
        "of a source's records with a likely match in another source, {:.1f} % are expected to have a duplicate in "
        "their own: duplicates are searched too. \"link\" searches only between sources",
        std::min(100.0, 100 * largest));
  }
  return choice;
}

Suggestion local_suggest(const Options& options) {
  // 1. Read the form of the files, and a sample of their rows.
  Input input = read_input(options.files, options.databases);
  // Parts of one extract form one source. From here on a table is a source.
  const auto sources = group_into_sources(input, recognise_columns(input, options), options.task == config::Task::link);
  const std::vector<Table> files = input.tables;
  if (options.task == config::Task::link && sources.size() < 2)
    throw Error(ExitCode::usage, "--task link searches for matches between files: give two or more");
  input = by_source(std::move(input), sources);
  // 2. Recognise the content of the columns.
  Schema schema = recognise(input, options);
  if (schema.attributes.empty())
    throw Error(ExitCode::input, input.tables.front().path + ": no column has values that could distinguish records");
  // 3. Cleanse values as a run would.
  Records records = cleanse_sample(input, schema);
  if (give_up_types(records, schema)) records = cleanse_sample(input, schema);
  const std::uint64_t budget =
      options.max_pairs > 0 ? options.max_pairs : std::max(kLeastPairs, kPairsPerRecord * input.num_rows());
  const TaskChoice task = choose_task(options, records, schema, budget);
  leave_out_repetitions(records, schema, task.task);
  // 4. Find blocking rules with their cost, likely matches, and the rules that find these.
  const RuleBook book(records, schema, task.task, budget);
  const auto text = main_text(records, schema);
  const LikelyMatches matches =
      text ? find_nearest_texts(records, schema, *text, book) : find_likely_matches(records, schema, book);
  Choice choice = choose_rules(book, matches, records, budget, text);
  reach_all_records(book, records, budget, choice);
  if (choice.rules.empty())
    throw Error(ExitCode::input, fmt::format("no blocking rule proposes a pair within {} pairs: no two rows of {} have "
                                             "a common value, or too many have; "
                                             "--max-pairs allows more",
                                             budget, input.tables.front().path));
  const auto joined = text ? texts_to_join(records, schema, *text) : std::vector<std::size_t>();
  for (const std::size_t a : joined)
    if (a != *text) {
      schema.attributes[a].compare = false;
      schema.attributes[a].remark =
          "compared within all_text: one file has in a name what another has in a description";
    }
  auto comparisons = choose_comparisons(records, schema, matches, text.has_value());
  const bool trains_from_candidates =
      trains_on_candidates(choice, schema, {text, matches.mean_matches_per_record, task.sources_are_unique()});
  if (trains_from_candidates && !text) drop_chance_pairs(choice);
  // 5. Write the job.
  const auto expected_matches =
      static_cast<std::uint64_t>(std::llround(task.sources_are_unique() ? 1 : matches.expected_matches_per_record));
  Draft draft{options,
              files,
              sources,
              input,
              schema,
              records,
              book,
              task,
              std::move(choice),
              std::move(comparisons),
              trains_from_candidates,
              expected_matches,
              joined,
              budget};
  draft.warnings = doubts_of(draft);
  return {write_job(draft), draft.warnings};
}

}  // namespace

Suggestion suggest(const mpi::Communicator& world, const Options& options) {
  Suggestion suggestion;
  mpi::run_locally(world, [&] {
    if (world.is_root()) suggestion = local_suggest(options);
  });
  world.broadcast(suggestion.job);
  return suggestion;
}

}  // namespace onefold::suggest
