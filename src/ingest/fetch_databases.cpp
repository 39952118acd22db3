#include "ingest/fetch_databases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "databases/fetch_source.hpp"
#include "files/posix_file.hpp"
#include "sql/sql_text.hpp"

namespace onefold::ingest {

namespace {

/// Memory for rows before they are sorted. More would not be faster: the system would have to provide it first.
constexpr std::uint64_t sorter_bytes(std::uint64_t memory_per_rank_bytes) {
  return std::min<std::uint64_t>(memory_per_rank_bytes / 16, 32 << 20);
}

void fetch_database(const Context& context, config::SourceConfig& source) {
  Stage stage(context, "fetch", "rows");
  databases::FetchOptions options{context.job.max_field_bytes, {}, {}};
  options.sizes.run_bytes = sorter_bytes(context.job.memory_per_rank_bytes);
  options.progress = [&](std::uint64_t done, std::uint64_t expected) { context.progress.update(done, expected); };
  const auto fetched =
      databases::fetch_source(context.world, context.work, source, databases::wanted_columns(source), options);
  source.files = {fetched.path};
  context.statistics.add_global("rows_fetched", fetched.num_rows);
  stage.finish(fetched.num_rows, "rows");
  if (context.world.size() > 1 && !sql::has_parts(source.database.query))
    context.progress.say(
        fmt::format("note: one rank has read source \"{0}\" ({1}) alone; with WHERE MOD({2}, {{parts}}) = {{part}} in "
                    "its query all "
                    "{3} ranks do",
                    source.name, source.database.shown_name, source.id, context.world.size()));
}

}  // namespace

FetchedDatabases::FetchedDatabases(const Context& context) : context_(context), job_(context.job) {
  for (config::SourceConfig& source : job_.sources)
    if (config::is_database(source.shape)) fetch_database(context, source);
}

FetchedDatabases::~FetchedDatabases() {
  if (!context_.world.is_root()) return;
  try {
    for (const auto& source : job_.sources)
      if (config::is_database(source.shape))
        for (const auto& path : source.files) files::remove_file(path);
  } catch (const std::exception&) {
    // The work directory removes what is left.
  }
}

void name_databases(const config::Job& job, std::vector<InputFile>& files) {
  for (InputFile& file : files)
    if (const auto& source = job.sources[file.source]; config::is_database(source.shape) && !file.kept)
      file.path = source.database.shown_name;
}

}  // namespace onefold::ingest
