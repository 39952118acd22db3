#include "databases/fetch_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "databases/choose_columns.hpp"
#include "databases/client.hpp"
#include "databases/naming_database.hpp"
#include "databases/password.hpp"
#include "databases/row_form.hpp"
#include "onefold/record/error.hpp"
#include "sql/sql_text.hpp"
#include "tables/row_file.hpp"

namespace onefold::databases {

namespace {

constexpr std::uint64_t kRowsBetweenReports = 4096;

/// Hands the rows of a query to the sorter.
class RowWriter final : public RowTarget {
 public:
  RowWriter(RowSorter& sorter, RowForm form, const FetchOptions& options, std::uint64_t expected)
      : sorter_(sorter), form_(std::move(form)), options_(options), expected_(expected) {}

  void take(std::span<const std::string_view> values) override {
    const auto defect = form_.give(values);
    row_.clear();
    // A row with a defect keeps its place by the values that it can hold.
    tables::append_row(row_, form_.values(), defect);
    sorter_.add(row_);
    if (options_.progress && sorter_.num_rows() % kRowsBetweenReports == 0)
      options_.progress(sorter_.num_rows(), expected_);
  }
  void begin_again() override { sorter_.forget(); }

 private:
  RowSorter& sorter_;
  RowForm form_;
  const FetchOptions& options_;
  std::uint64_t expected_;
  std::string row_;
};

/// What one rank finds out for all.
struct Opened {
  std::unique_ptr<DatabaseClient> client;  ///< of this rank
  ClientSettings settings;
  std::string snapshot;
  std::string columns;             ///< names of the chosen columns, a line each
  std::uint64_t num_expected = 0;  ///< rows of all parts; 0 if nobody counts
};

class SourceFetch {
 public:
  SourceFetch(const mpi::Communicator& world, const config::SourceConfig& source, const WantedColumns& wanted,
              const FetchOptions& options)
      : world_(world), source_(source), wanted_(wanted), options_(options), parts_(num_parts(source, world.size())) {
    if (has_parts(source.database.query))
      count_query_ = source.database.count.empty()
                         ? sql::counting_query(sql::undivided_query(source.database.query).value_or(""))
                         : sql::query_of_part(source.database.count, 0, 1);
  }

  /// Collective. One rank connects first, so that a wrong password is tried once and not by all ranks.
  void open() {
    run([&] {
      if (!world_.is_root()) return;
      opened_.settings = {source_.shape, source_.database.connection, find_password(source_), options_.max_field_bytes};
      opened_.client = connect(opened_.settings);
      if (parts_ > 1) opened_.snapshot = opened_.client->share_snapshot();
      for (const std::string& name : choose(*opened_.client).names) opened_.columns += name + '\n';
      if (!count_query_.empty()) opened_.num_expected = opened_.client->count(count_query_);
    });
    world_.broadcast(opened_.settings.password);
    world_.broadcast(opened_.snapshot);
    world_.broadcast(opened_.columns);
    opened_.num_expected = world_.broadcast_value(opened_.num_expected);
    opened_.settings.shape = source_.shape;
    opened_.settings.connection = source_.database.connection;
    opened_.settings.max_field_bytes = options_.max_field_bytes;
  }

  /// Collective.
  void fetch(RowSorter& sorter) {
    run([&] {
      const auto rank = static_cast<std::uint32_t>(world_.rank());
      const auto num_ranks = static_cast<std::uint32_t>(world_.size());
      for (std::uint32_t part = rank; part < parts_; part += num_ranks) {
        if (!opened_.client) {
          opened_.client = connect(opened_.settings);
          if (!opened_.snapshot.empty()) opened_.client->use_snapshot(opened_.snapshot);
        }
        local_fetch_part(part, sorter);
      }
    });
  }

  /// Collective. Requires that the parts have all rows.
  void require_all_rows(std::uint64_t num_rows) {
    std::uint64_t num_after = opened_.num_expected;
    run([&] {
      if (world_.is_root() && !count_query_.empty() && opened_.snapshot.empty())
        num_after = opened_.client->count(count_query_);
    });
    num_after = world_.broadcast_value(num_after);
    if (count_query_.empty() || (num_rows == opened_.num_expected && num_rows == num_after)) return;
    run([&] {
      if (num_after != opened_.num_expected)
        throw Error(ExitCode::input,
                    fmt::format("the table changed while it was read: {} rows before, {} after, {} fetched; run again "
                                "while nobody writes, or on a copy",
                                opened_.num_expected, num_after, num_rows));
      throw Error(ExitCode::input,
                  fmt::format("the {} parts have {} rows together, the query without parts has {}; the expression that "
                              "is compared with {{part}} must give each row a whole number from 0 to {{parts}} - 1: is "
                              "it NULL or negative for some? ABS and COALESCE help",
                              parts_, num_rows, opened_.num_expected));
    });
  }

  [[nodiscard]] std::vector<std::string> columns() const {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < opened_.columns.size();) {
      const std::size_t end = opened_.columns.find('\n', at);
      out.push_back(opened_.columns.substr(at, end - at));
      at = end + 1;
    }
    return out;
  }

 private:
  struct Chosen {
    std::vector<std::size_t> positions;
    std::vector<std::string> names;
    std::vector<ValueKind> kinds;
  };

  static bool has_parts(const std::string& query) { return sql::has_parts(query); }

  void run(const std::function<void()>& work) const {
    mpi::run_locally(world_, [&] { naming_database(source_, work); });
  }

  [[nodiscard]] std::string query_of(std::uint32_t part) const {
    return sql::query_of_part(source_.database.query, part, parts_);
  }

  Chosen choose(DatabaseClient& client) const {
    const auto described = client.describe(query_of(0));
    Chosen chosen{choose_columns(described, wanted_), {}, {}};
    for (const std::size_t position : chosen.positions) {
      std::string name = described[position].name;
      std::ranges::replace(name, '\n', ' ');
      chosen.names.push_back(std::move(name));
      chosen.kinds.push_back(described[position].kind);
    }
    return chosen;
  }

  void local_fetch_part(std::uint32_t part, RowSorter& sorter) {
    Chosen chosen = choose(*opened_.client);
    std::string names;
    for (const std::string& name : chosen.names) names += name + '\n';
    if (names != opened_.columns)
      throw Error(ExitCode::input, "the columns of the query changed while it was read; run again");
    sorter.mark();
    RowWriter writer(sorter, RowForm(std::move(chosen.kinds), options_.max_field_bytes), options_,
                     opened_.num_expected / static_cast<std::uint64_t>(world_.size()));
    opened_.client->fetch(query_of(part), chosen.positions, writer);
  }

  const mpi::Communicator& world_;
  const config::SourceConfig& source_;
  const WantedColumns& wanted_;
  const FetchOptions& options_;
  std::uint32_t parts_;
  std::string count_query_;  // empty: nobody counts
  Opened opened_;
};

}  // namespace

std::uint32_t num_parts(const config::SourceConfig& source, int num_ranks) {
  const config::DatabaseConfig& database = source.database;
  if (!sql::has_parts(database.query)) return 1;
  return database.parts > 0 ? database.parts
                            : std::min(static_cast<std::uint32_t>(num_ranks), config::kMaxDefaultParts);
}

WantedColumns wanted_columns(const config::SourceConfig& source) {
  WantedColumns wanted{source.id};
  for (const std::string* column : {&source.updated, &source.truth, &source.deleted})
    if (!column->empty()) wanted.push_back(*column);
  for (const auto& mapping : source.columns)
    config::for_each_column(mapping.from, [&](const std::string& column) { wanted.push_back(column); });
  return wanted;
}

RowSorter::Sorted fetch_source(const mpi::Communicator& world, const scratch::WorkDirectory& work,
                               const config::SourceConfig& source, const WantedColumns& wanted,
                               const FetchOptions& options) {
  SourceFetch fetch(world, source, wanted, options);
  RowSorter sorter(work, "fetched", options.sizes);
  // 1. One rank looks at the query and counts its rows.
  fetch.open();
  // 2. Each rank fetches its parts.
  fetch.fetch(sorter);
  fetch.require_all_rows(world.sum(sorter.num_rows()));
  // 3. All ranks sort the rows together.
  return sorter.write(world, fetch.columns());
}

}  // namespace onefold::databases
