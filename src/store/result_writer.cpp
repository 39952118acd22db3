#include "store/result_writer.hpp"

#include <fmt/format.h>
#include <mpi.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <system_error>

#include "onefold/store/output_path.hpp"
#include "store/watchdog.hpp"

namespace onefold::store {

namespace {

// Not a full MiB: a checksum of 4 bytes stands behind each chunk.
constexpr std::uint64_t kChunkBytes = (1 << 20) - 4096;
constexpr std::uint64_t kWindowBytes = 32 << 20;
constexpr std::uint64_t kMaxWindows = 64;
constexpr std::uint64_t kMaxSingleTextBytes = 1 << 30;
// What HDF5 may need beside the data of a window.
constexpr std::uint64_t kSpareBytes = 64 << 10;
// What HDF5 writes for a chunk when the dataset is made: a compressed MiB of zeros, and its entry in the index.
constexpr std::uint64_t kEmptyChunkBytes = 8 << 10;
constexpr std::chrono::seconds kPatience{15};

constexpr const char* kInDigest = "in_content_digest";

MPI_Comm native(const mpi::Communicator& world) { return *static_cast<const MPI_Comm*>(world.native()); }

template <typename T>
struct TypeOf;
template <>
struct TypeOf<std::int8_t> {
  static constexpr const char* kName = "int8";
  static hid_t file() { return H5T_STD_I8LE; }
  static hid_t memory() { return H5T_NATIVE_INT8; }
};
template <>
struct TypeOf<std::int32_t> {
  static constexpr const char* kName = "int32";
  static hid_t file() { return H5T_STD_I32LE; }
  static hid_t memory() { return H5T_NATIVE_INT32; }
};
template <>
struct TypeOf<std::int64_t> {
  static constexpr const char* kName = "int64";
  static hid_t file() { return H5T_STD_I64LE; }
  static hid_t memory() { return H5T_NATIVE_INT64; }
};
template <>
struct TypeOf<double> {
  static constexpr const char* kName = "float64";
  static hid_t file() { return H5T_IEEE_F64LE; }
  static hid_t memory() { return H5T_NATIVE_DOUBLE; }
};

// Time stamps would make two runs differ.
h5::Handle creation_list(hid_t kind) {
  h5::Handle list(H5Pcreate(kind), H5Pclose);
  h5::checked(H5Pset_obj_track_times(list.get(), false));
  return list;
}

void set_text_attribute(hid_t object, const std::string& name, const std::string& text) {
  const h5::Handle type = h5::text_type(std::max<std::size_t>(1, text.size()));
  const h5::Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  const h5::Handle attribute(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose);
  const std::string value = text.empty() ? std::string(1, '\0') : text;
  h5::checked(H5Awrite(attribute.get(), type.get(), value.data()));
}

// Serves numbers as they lie in memory.
template <typename T>
RowBytes bytes_of(std::span<const T> values, std::uint64_t row_bytes) {
  const std::span<const char> bytes(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return [bytes, row_bytes](std::uint64_t first, std::uint64_t count, std::vector<char>&) {
    return bytes.subspan(first * row_bytes, count * row_bytes);
  };
}

}  // namespace

ResultWriter::State::State(const mpi::Communicator& world_in, std::string path_in, bool overwrite_in, int level)
    : world(world_in), path(std::move(path_in)), overwrite(overwrite_in), compression_level(level) {}

void ResultWriter::State::open() {
  h5::silence();
  temporary = fmt::format("{}.tmp.{}", path, getpid());
  world.broadcast(temporary);
  mpi::run_locally(world, [&] {
    if (compression_level < 0 || compression_level > 9)
      throw Error(ExitCode::output, "the compression level of the output must be from 0 to 9");
    if (!world.is_root()) return;
    refuse_unusable_output(path, overwrite);
    // Made here, and not by MPI, so that nobody but the owner can ever read it.
    ::close(create_private_file(temporary));
    try {
      require_free_space(temporary, path, 1 << 20);
    } catch (const Error&) {
      unlink(temporary.c_str());
      throw;
    }
  });
  is_open = true;
  together("", [&] {
    h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    h5::checked(H5Pset_fapl_mpio(access.get(), native(world), MPI_INFO_NULL));
    h5::checked(H5Pset_coll_metadata_write(access.get(), true));
    const h5::Handle creation = creation_list(H5P_FILE_CREATE);
    // Parallel HDF5 1.10 gives each chunk a place when the dataset is made, and another one when its compressed size is known.
    // What becomes free must not be used again: which chunk gets it was measured to differ between one rank and several.
    h5::checked(H5Pset_file_space_strategy(creation.get(), H5F_FSPACE_STRATEGY_AGGR, false, 1));
    file = h5::Handle(H5Fcreate(temporary.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose);
    set_text_attribute(file.get(), "format", "onefold");
    set_text_attribute(file.get(), "format_version", fmt::format("{}.{}", kFormatMajor, kFormatMinor));
    set_text_attribute(file.get(), "program_version", ONEFOLD_VERSION);
  });
}

ResultWriter::State::~State() {
  if (!is_open) return;
  // Another rank may not come here at all: its exception may be its own.
  const Watchdog watchdog(kPatience, fmt::format("writing of {} was broken off", path), temporary);
  // A full disk: give the space back first, so that closing finds room for what it still has to write.
  if (failed && world.is_root() && truncate(temporary.c_str(), 0) != 0) h5::silence();
  file.reset();
  if (world.is_root()) unlink(temporary.c_str());
}

void ResultWriter::State::together(const std::string& what, const std::function<void()>& work) {
  std::string message;
  try {
    work();
  } catch (const Error& error) {
    message = error.what();
  } catch (const std::exception& error) {
    message = fmt::format("cannot write {}{}to {}: {}", what, what.empty() ? "" : " ", path, error.what());
  }
  std::optional<Watchdog> watchdog;
  if (!message.empty()) watchdog.emplace(kPatience, message, temporary);
  try {
    mpi::run_locally(world, [&] {
      if (!message.empty()) throw Error(ExitCode::output, message);
    });
  } catch (const Error&) {
    failed = true;
    throw;
  }
}

// MPI writes over small gaps by reading them first. Beyond the end of the file it reads nothing, and what the memory held went
// into the file (measured, ompio and romio): neither the same each time, nor nobody's data. So the end is always beyond what
// is written next. The file stays sparse; HDF5 cuts off the rest when it closes.
void ResultWriter::State::extend_by(std::uint64_t num_bytes) const {
  struct stat status {};
  struct rlimit limit {};
  bool done = stat(temporary.c_str(), &status) == 0 && getrlimit(RLIMIT_FSIZE, &limit) == 0;
  if (done) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t target =
        std::max<std::uint64_t>(size, std::min<std::uint64_t>(size + num_bytes, limit.rlim_cur));
    done = truncate(temporary.c_str(), static_cast<off_t>(target)) == 0;
  }
  if (!done) throw std::system_error(errno, std::generic_category(), "cannot extend the file");
}

void ResultWriter::State::make_groups(const std::string& object) {
  for (auto slash = object.find('/', 1); slash != std::string::npos; slash = object.find('/', slash + 1)) {
    const std::string group = object.substr(0, slash);
    if (!groups.insert(group).second) continue;
    const h5::Handle creation = creation_list(H5P_GROUP_CREATE);
    h5::Handle(H5Gcreate2(file.get(), group.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Gclose).close();
  }
}

h5::Handle ResultWriter::State::make_dataset(const std::string& name, hid_t type, std::uint64_t rows,
                                             std::uint64_t width, std::uint64_t chunk_rows) {
  make_groups(name);
  const int rank = width > 0 ? 2 : 1;
  const hsize_t dims[2] = {rows, width};
  // HDF5 refuses a chunk larger than a dataset that cannot grow: without rows it must be able to grow.
  const hsize_t max_dims[2] = {rows == 0 ? H5S_UNLIMITED : rows, width};
  const hsize_t chunk[2] = {chunk_rows, width};
  const h5::Handle space(H5Screate_simple(rank, dims, max_dims), H5Sclose);
  const h5::Handle creation = creation_list(H5P_DATASET_CREATE);
  h5::checked(H5Pset_chunk(creation.get(), rank, chunk));
  h5::checked(H5Pset_shuffle(creation.get()));
  h5::checked(H5Pset_deflate(creation.get(), static_cast<unsigned>(compression_level)));
  h5::checked(H5Pset_fletcher32(creation.get()));
  // The last chunk reaches over the end of the dataset: what stands there must not be what the memory held.
  h5::checked(H5Pset_fill_time(creation.get(), H5D_FILL_TIME_ALLOC));
  return {H5Dcreate2(file.get(), name.c_str(), type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Dclose};
}

void ResultWriter::State::write_rows(const std::string& name, hid_t file_type, hid_t memory_type,
                                     std::uint64_t row_bytes, std::uint64_t width, const Slice& slice,
                                     const RowBytes& local) {
  const std::uint64_t rows = slice.num_global;
  const std::uint64_t chunk_rows = std::max<std::uint64_t>(1, std::min(rows, kChunkBytes / row_bytes));
  const std::uint64_t num_chunks = (rows + chunk_rows - 1) / chunk_rows;
  const std::uint64_t chunks_per_window = std::max(
      {std::uint64_t{1}, kWindowBytes / (chunk_rows * row_bytes), (num_chunks + kMaxWindows - 1) / kMaxWindows});

  h5::Handle dataset;
  h5::Handle transfer;
  together(name, [&] {
    if (!world.is_root()) return;
    require_free_space(temporary, path, rows * row_bytes / 4 + kSpareBytes);
    extend_by(num_chunks * kEmptyChunkBytes + kSpareBytes);
  });
  together(name, [&] {
    dataset = make_dataset(name, file_type, rows, width, chunk_rows);
    transfer = h5::Handle(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
    h5::checked(H5Pset_dxpl_mpio(transfer.get(), H5FD_MPIO_COLLECTIVE));
    // All chunks of a call at once, in the order of chunks: the places in the file do not depend on ranks.
    h5::checked(H5Pset_dxpl_mpio_chunk_opt(transfer.get(), H5FD_MPIO_CHUNK_ONE_IO));
  });

  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto self = static_cast<std::uint64_t>(world.rank());
  std::vector<char> buffer;
  std::vector<std::uint64_t> counts(ranks);
  for (std::uint64_t first_chunk = 0; first_chunk < num_chunks; first_chunk += chunks_per_window) {
    const std::uint64_t window_chunks = std::min(chunks_per_window, num_chunks - first_chunk);
    // First row of the share of a rank in this window.
    const auto share = [&](std::uint64_t rank) {
      return std::min(rows, (first_chunk + window_chunks * rank / ranks) * chunk_rows);
    };
    const auto mine = [&](std::uint64_t row) { return std::clamp(row, slice.begin, slice.end); };
    for (std::uint64_t rank = 0; rank < ranks; ++rank)
      counts[rank] = (mine(share(rank + 1)) - mine(share(rank))) * row_bytes;

    const std::uint64_t from = mine(share(0));
    std::span<const char> bytes;
    together(name, [&] {
      if (world.is_root()) require_free_space(temporary, path, (share(ranks) - share(0)) * row_bytes + kSpareBytes);
      if (world.is_root()) extend_by((share(ranks) - share(0)) * row_bytes + kSpareBytes);
      bytes = local(from - slice.begin, mine(share(ranks)) - from, buffer);
    });
    // Rows go to the rank that compresses their chunk; most are there already.
    std::vector<char> received;
    if (ranks > 1) {
      received = world.exchange(bytes, counts);
      bytes = received;
    }
    together(name, [&] {
      const hsize_t start[2] = {share(self), 0};
      const hsize_t count[2] = {share(self + 1) - share(self), width};
      const hsize_t dims[2] = {std::max<hsize_t>(1, count[0]), width};
      const h5::Handle file_space(H5Dget_space(dataset.get()), H5Sclose);
      const h5::Handle memory_space(H5Screate_simple(width > 0 ? 2 : 1, dims, nullptr), H5Sclose);
      if (count[0] == 0) {
        // Collective all the same.
        h5::checked(H5Sselect_none(file_space.get()));
        h5::checked(H5Sselect_none(memory_space.get()));
      } else {
        h5::checked(H5Sselect_hyperslab(file_space.get(), H5S_SELECT_SET, start, nullptr, count, nullptr));
      }
      const char nothing = 0;
      h5::checked(H5Dwrite(dataset.get(), memory_type, memory_space.get(), file_space.get(), transfer.get(),
                           bytes.empty() ? &nothing : bytes.data()));
    });
  }
  together(name, [&] { dataset.close(); });
}

void ResultWriter::State::write_attribute(const std::string& object, const std::string& name, const std::string& text) {
  together(object, [&] {
    const h5::Handle opened(H5Oopen(file.get(), object.c_str(), H5P_DEFAULT), H5Oclose);
    set_text_attribute(opened.get(), name, text);
  });
}

void ResultWriter::State::finish_dataset(const std::string& name, const std::string& type, const Slice& slice,
                                         std::uint64_t width, ColumnDigest local_digest, Digested digested) {
  together(name, [&] {
    const h5::Handle opened(H5Oopen(file.get(), name.c_str(), H5P_DEFAULT), H5Oclose);
    const h5::Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const h5::Handle attribute(H5Acreate2(opened.get(), kInDigest, H5T_STD_I8LE, space.get(), H5P_DEFAULT, H5P_DEFAULT),
                               H5Aclose);
    const std::int8_t value = digested == Digested::yes ? 1 : 0;
    h5::checked(H5Awrite(attribute.get(), H5T_NATIVE_INT8, &value));
  });
  // Added up over the ranks when all is written.
  datasets.push_back({name, type, slice.num_global, width, local_digest, digested});
}

Slice ResultWriter::State::slice_of(std::uint64_t num_local) const {
  const std::uint64_t begin = world.exclusive_sum(num_local);
  return {world.sum(num_local), begin, begin + num_local};
}

template <typename T>
void ResultWriter::State::write_numbers(const std::string& name, std::span<const T> local, std::uint64_t width,
                                        Digested digested) {
  const std::uint64_t columns = std::max<std::uint64_t>(1, width);
  mpi::require_on_all_ranks(world, local.size() % columns == 0, "whole rows of " + name);
  const std::uint64_t local_rows = local.size() / columns;
  const std::uint64_t row_bytes = columns * sizeof(T);
  const std::span<const char> bytes(reinterpret_cast<const char*>(local.data()), local.size_bytes());
  const Slice slice = slice_of(local_rows);
  write_rows(name, TypeOf<T>::file(), TypeOf<T>::memory(), row_bytes, width, slice, bytes_of(local, row_bytes));
  finish_dataset(name, TypeOf<T>::kName, slice, columns, digest_of_rows(bytes, row_bytes, slice.begin), digested);
}

template void ResultWriter::State::write_numbers(const std::string&, std::span<const std::int8_t>, std::uint64_t,
                                                 Digested);
template void ResultWriter::State::write_numbers(const std::string&, std::span<const std::int64_t>, std::uint64_t,
                                                 Digested);

void ResultWriter::State::write_texts(const std::string& name, const TextColumn& local, Digested digested) {
  std::uint64_t longest = 0;
  for (std::size_t row = 0; row < local.size(); ++row) longest = std::max<std::uint64_t>(longest, local[row].size());
  // Padding could not be told from a value's own NUL.
  const auto bytes = local.bytes();
  const bool has_nul = !bytes.empty() && std::memchr(bytes.data(), 0, bytes.size()) != nullptr;
  longest = world.max(has_nul ? kMaxFixedTextBytes + 1 : longest);
  const Slice slice = slice_of(local.size());

  if (longest <= kMaxFixedTextBytes) {
    const std::uint64_t length = std::max<std::uint64_t>(1, longest);
    const h5::Handle type = h5::text_type(length);
    write_rows(name, type.get(), type.get(), length, 0, slice,
               [&](std::uint64_t first, std::uint64_t count, std::vector<char>& buffer) -> std::span<const char> {
                 buffer.assign(count * length, '\0');
                 for (std::uint64_t i = 0; i < count; ++i) {
                   const std::string_view value = local[first + i];
                   if (!value.empty()) std::memcpy(buffer.data() + i * length, value.data(), value.size());
                 }
                 return buffer;
               });
  } else {
    // Offset of each row, and the end of the last one behind them: the last rank adds it.
    const Slice byte_slice = slice_of(bytes.size());
    const bool is_last = world.rank() == world.size() - 1;
    const Slice offset_slice{slice.num_global + 1, slice.begin, slice.end + (is_last ? 1 : 0)};
    write_rows(name + "/offsets", H5T_STD_I64LE, H5T_NATIVE_INT64, 8, 0, offset_slice,
               [&](std::uint64_t first, std::uint64_t count, std::vector<char>& buffer) -> std::span<const char> {
                 buffer.resize(count * 8);
                 for (std::uint64_t i = 0; i < count; ++i) {
                   const std::uint64_t row = first + i;
                   const std::uint64_t offset = row == local.size()
                                                    ? byte_slice.num_global
                                                    : byte_slice.begin + (row == 0 ? 0 : local.ends()[row - 1]);
                   std::memcpy(buffer.data() + i * 8, &offset, 8);
                 }
                 return buffer;
               });
    write_rows(name + "/bytes", H5T_STD_U8LE, H5T_NATIVE_UINT8, 1, 0, byte_slice, bytes_of(bytes, 1));
    write_attribute(name, "layout", "offsets_and_bytes");
  }
  finish_dataset(name, "text", slice, 1, digest_of_texts(local, slice.begin), digested);
}

void ResultWriter::State::write_single_text(const std::string& name, const std::string& text, Digested digested) {
  mpi::require_on_all_ranks(world, text.size() <= kMaxSingleTextBytes && text.find('\0') == std::string::npos,
                            "text of " + name + " has at most 1 GiB and no NUL");
  const std::string padded = text.empty() ? std::string(1, '\0') : text;
  TextColumn column;
  if (world.is_root()) column.push_back(text);
  const h5::Handle type = h5::text_type(padded.size());
  const Slice slice = slice_of(world.is_root() ? 1 : 0);
  write_rows(name, type.get(), type.get(), padded.size(), 0, slice,
             [&](std::uint64_t, std::uint64_t count, std::vector<char>&) {
               return std::span<const char>(padded).first(count * padded.size());
             });
  finish_dataset(name, "text", slice, 1, digest_of_texts(column, 0), digested);
}

ResultWriter::ResultWriter(const mpi::Communicator& world, std::string path, bool overwrite, int compression_level)
    : world_(world), state_(std::make_unique<State>(world, std::move(path), overwrite, compression_level)) {
  state_->open();
}
ResultWriter::~ResultWriter() = default;

void ResultWriter::require_space(std::uint64_t num_raw_bytes) const {
  mpi::run_locally(world_, [&] {
    if (world_.is_root()) require_free_space(state_->temporary, state_->path, num_raw_bytes / 4);
  });
}

void ResultWriter::write(const std::string& dataset, std::span<const std::int8_t> local, Digested digested) {
  state_->write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const std::int32_t> local, Digested digested) {
  state_->write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const std::int64_t> local, Digested digested) {
  state_->write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const double> local, Digested digested) {
  state_->write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write_matrix(const std::string& dataset, std::span<const std::int8_t> local, std::uint64_t width,
                                Digested digested) {
  mpi::require_on_all_ranks(world_, width > 0, dataset + " has columns");
  state_->write_numbers(dataset, local, width, digested);
}
void ResultWriter::write_matrix(const std::string& dataset, std::span<const double> local, std::uint64_t width,
                                Digested digested) {
  mpi::require_on_all_ranks(world_, width > 0, dataset + " has columns");
  state_->write_numbers(dataset, local, width, digested);
}
void ResultWriter::write(const std::string& dataset, const TextColumn& local, Digested digested) {
  state_->write_texts(dataset, local, digested);
}
void ResultWriter::write_text(const std::string& dataset, const std::string& text, Digested digested) {
  state_->write_single_text(dataset, text, digested);
}
void ResultWriter::describe(const std::string& object, const std::string& text) {
  state_->write_attribute(object, "description", text);
}

std::string ResultWriter::publish() {
  State& state = *state_;
  add_up_digests(world_, state.datasets, 0);
  const std::string digest = content_digest_of(state.datasets);
  // 1. What the file must hold, in the file.
  state.write_verification_table();
  state.write_attribute("/", "content_digest", digest);
  // 2. To the disk.
  state.close_file();
  // 3. Is it there, as it was in memory?
  state.read_back();
  // 4. Keep it so.
  state.seal();
  // 5. Complete, or absent.
  state.together("", [&] {
    if (world_.is_root()) rename_into_place(state.temporary, state.path, state.overwrite);
  });
  state.is_open = false;
  return digest;
}

}  // namespace onefold::store
