#include "tables/duckdb.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "onefold/record/error.hpp"

namespace onefold::tables {

// Types and functions of the C interface: https://duckdb.org/docs/stable/clients/c/api. Handles are pointers.
struct DuckdbResult {
  std::uint64_t unused[3];  // of an older interface
  void* old_columns;
  char* old_message;
  void* data;
};

struct DuckdbApi {
  const char* (*library_version)();
  int (*create_config)(void**);
  int (*set_config)(void*, const char*, const char*);
  void (*destroy_config)(void**);
  int (*open_ext)(const char*, void**, void*, char**);
  void (*close)(void**);
  int (*connect)(void*, void**);
  void (*disconnect)(void**);
  int (*prepare)(void*, const char*, void**);
  const char* (*prepare_error)(void*);
  void (*destroy_prepare)(void**);
  int (*execute_prepared_streaming)(void*, DuckdbResult*);
  const char* (*result_error)(DuckdbResult*);
  void (*destroy_result)(DuckdbResult*);
  void* (*fetch_chunk)(DuckdbResult);
  std::uint64_t (*data_chunk_get_size)(void*);
  std::uint64_t (*data_chunk_get_column_count)(void*);
  void* (*data_chunk_get_vector)(void*, std::uint64_t);
  void* (*vector_get_data)(void*);
  std::uint64_t* (*vector_get_validity)(void*);
  void (*destroy_data_chunk)(void**);
  void (*free)(void*);
};

namespace {

constexpr std::size_t kInlinedBytes = 12;
constexpr std::size_t kMaxReasonBytes = 200;

/// A VARCHAR in a vector: up to 12 bytes in place, else a pointer behind the first four bytes.
struct DuckdbString {
  std::uint32_t length;
  char prefix[4];
  const char* pointer;
};
static_assert(sizeof(DuckdbString) == 16);

[[noreturn]] void refuse_library(const std::string& why) {
  throw Error(
      ExitCode::input,
      fmt::format("Parquet is read by libduckdb 1.0 or later, and {}; get libduckdb.so from duckdb.org (or npm: "
                  "@duckdb/node-bindings-linux-x64) and set ONEFOLD_DUCKDB to its path",
                  why));
}

void* open_library() {
  if (const char* path = std::getenv("ONEFOLD_DUCKDB"); path != nullptr && *path != '\0') {
    if (void* library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL)) return library;
    refuse_library(fmt::format("ONEFOLD_DUCKDB={} cannot be loaded", path));
  }
  for (const char* path : {"libduckdb.so", "/usr/local/lib/libduckdb.so", "/opt/duckdb/libduckdb.so"})
    if (void* library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL)) return library;
  refuse_library("it is not on this machine");
}

DuckdbApi load_api() {
  void* library = open_library();
  DuckdbApi api{};
  const auto load = [&](auto& function, const char* name) {
    void* symbol = ::dlsym(library, (std::string("duckdb_") + name).c_str());
    if (symbol == nullptr) refuse_library(fmt::format("this library has no duckdb_{}", name));
    std::memcpy(&function, &symbol, sizeof symbol);
  };
  load(api.library_version, "library_version");
  const std::string_view version = api.library_version();
  if (!version.starts_with("v") || version.size() < 4 || version[1] < '1' || version[1] > '9')
    refuse_library(fmt::format("this library is version {}", version));
  load(api.create_config, "create_config");
  load(api.set_config, "set_config");
  load(api.destroy_config, "destroy_config");
  load(api.open_ext, "open_ext");
  load(api.close, "close");
  load(api.connect, "connect");
  load(api.disconnect, "disconnect");
  load(api.prepare, "prepare");
  load(api.prepare_error, "prepare_error");
  load(api.destroy_prepare, "destroy_prepare");
  load(api.execute_prepared_streaming, "execute_prepared_streaming");
  load(api.result_error, "result_error");
  load(api.destroy_result, "destroy_result");
  load(api.fetch_chunk, "fetch_chunk");
  load(api.data_chunk_get_size, "data_chunk_get_size");
  load(api.data_chunk_get_column_count, "data_chunk_get_column_count");
  load(api.data_chunk_get_vector, "data_chunk_get_vector");
  load(api.vector_get_data, "vector_get_data");
  load(api.vector_get_validity, "vector_get_validity");
  load(api.destroy_data_chunk, "destroy_data_chunk");
  load(api.free, "free");
  return api;
}

const DuckdbApi& api() {
  static const DuckdbApi loaded = load_api();
  return loaded;
}

/// The kind of an error ("IO Error") and, unless a value may stand in it, its text.
[[noreturn]] void refuse_query(const std::string& what, const char* message) {
  const std::string_view text = message == nullptr ? "no reason" : message;
  if (text.starts_with("Out of Memory"))
    throw Error(ExitCode::limit, fmt::format("{}: a row group does not fit into {} MiB; write the file with row groups "
                                             "of fewer rows",
                                             what, Duckdb::kMemoryBytes >> 20U));
  const bool may_hold_value = text.starts_with("Conversion") || text.starts_with("Invalid Input");
  std::string shown(may_hold_value ? text.substr(0, text.find(':')) : text);
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  if (shown.size() > kMaxReasonBytes) shown.resize(kMaxReasonBytes);
  throw Error(ExitCode::input, fmt::format("{}: cannot be read as Parquet: {}", what, shown));
}

}  // namespace

struct Duckdb::Connection {
  void* database = nullptr;
  void* handle = nullptr;
  ~Connection() {
    if (handle != nullptr) api().disconnect(&handle);
    if (database != nullptr) api().close(&database);
  }
};

Duckdb::Duckdb() : connection_(std::make_unique<Connection>()) {
  void* config = nullptr;
  api().create_config(&config);
  const std::string memory = fmt::format("{}MiB", kMemoryBytes >> 20U);
  // An empty folder for temporary files: values are not written to a disk that nobody named.
  const std::array<std::array<const char*, 2>, 5> options{{{"threads", "1"},
                                                           {"memory_limit", memory.c_str()},
                                                           {"temp_directory", ""},
                                                           {"autoinstall_known_extensions", "false"},
                                                           {"autoload_known_extensions", "false"}}};
  bool is_set = true;
  for (const auto& [key, value] : options) is_set = api().set_config(config, key, value) == 0 && is_set;
  char* message = nullptr;
  const bool opened = is_set && api().open_ext(nullptr, &connection_->database, config, &message) == 0 &&
                      api().connect(connection_->database, &connection_->handle) == 0;
  if (message != nullptr) api().free(message);
  api().destroy_config(&config);
  if (!opened) refuse_library(fmt::format("version {} does not start", api().library_version()));
  show_times_in_utc();
}

void Duckdb::show_times_in_utc() {
  // Zone and calendar of the session are those of the environment, which differs between nodes.
  try {
    for (const char* const setting : {"SET TimeZone = 'UTC'", "SET Calendar = 'gregorian'"})
      while (query(setting, "libduckdb")->next_chunk()) {
      }
  } catch (const Error&) {
    // A library without ICU knows neither setting and shows times in UTC.
    const auto shown = query("SELECT CAST(CAST('2000-07-01 00:00:00+00' AS TIMESTAMPTZ) AS VARCHAR)", "libduckdb");
    if (!shown->next_chunk() || !shown->value(0, 0).starts_with("2000-07-01 00:00:00+00"))
      refuse_library(fmt::format("version {} does not show times in UTC", api().library_version()));
  }
}

Duckdb::~Duckdb() = default;

struct Duckdb::Rows::State {
  void* statement = nullptr;
  DuckdbResult result{};
  bool has_result = false;
  void* chunk = nullptr;
  std::vector<const DuckdbString*> values;     // [column]
  std::vector<const std::uint64_t*> validity;  // [column] null: all are there
  ~State() {
    if (chunk != nullptr) api().destroy_data_chunk(&chunk);
    if (has_result) api().destroy_result(&result);
    if (statement != nullptr) api().destroy_prepare(&statement);
  }
};

std::unique_ptr<Duckdb::Rows> Duckdb::query(const std::string& sql, const std::string& what) {
  auto state = std::make_unique<Rows::State>();
  if (api().prepare(connection_->handle, sql.c_str(), &state->statement) != 0)
    refuse_query(what, api().prepare_error(state->statement));
  state->has_result = true;
  // Streaming: rows are made as they are fetched.
  if (api().execute_prepared_streaming(state->statement, &state->result) != 0)
    refuse_query(what, api().result_error(&state->result));
  return std::unique_ptr<Rows>(new Rows(std::move(state), what));
}

Duckdb::Rows::Rows(std::unique_ptr<State> state, std::string what) : state_(std::move(state)), what_(std::move(what)) {}
Duckdb::Rows::~Rows() = default;

bool Duckdb::Rows::next_chunk() {
  if (state_->chunk != nullptr) api().destroy_data_chunk(&state_->chunk);
  state_->chunk = api().fetch_chunk(state_->result);
  num_rows_ = state_->chunk == nullptr ? 0 : api().data_chunk_get_size(state_->chunk);
  if (num_rows_ == 0) {
    // The end, or an error on the way.
    const char* message = api().result_error(&state_->result);
    if (message != nullptr && *message != '\0') refuse_query(what_, message);
    return false;
  }
  const std::uint64_t num_columns = api().data_chunk_get_column_count(state_->chunk);
  state_->values.resize(num_columns);
  state_->validity.resize(num_columns);
  for (std::uint64_t c = 0; c < num_columns; ++c) {
    void* vector = api().data_chunk_get_vector(state_->chunk, c);
    state_->values[c] = static_cast<const DuckdbString*>(api().vector_get_data(vector));
    state_->validity[c] = api().vector_get_validity(vector);
  }
  return true;
}

std::string_view Duckdb::Rows::value(std::size_t column, std::size_t row) const {
  const std::uint64_t* validity = state_->validity[column];
  if (validity != nullptr && ((validity[row / 64] >> (row % 64)) & 1U) == 0) return {};
  const DuckdbString& text = state_->values[column][row];
  if (text.length <= kInlinedBytes) return {reinterpret_cast<const char*>(&text) + sizeof text.length, text.length};
  return {text.pointer, text.length};
}

std::string sql_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

std::string sql_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace onefold::tables
