#include "onefold/mpi/communicator.hpp"

#include <mpi.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <utility>

#include "mpi/launchers.hpp"
#include "mpi/transports.hpp"
#include "onefold/record/error.hpp"

namespace onefold::mpi {

namespace {

// MPI 3.1 counts are of type int. Larger transfers are cut into slices of this many bytes.
constexpr std::uint64_t kSliceBytes = 1ULL << 28;

Traffic g_traffic;

}  // namespace

Environment::Environment(int* argc, char*** argv) {
  choose_transports();
  int provided = 0;
  // Only the main thread calls MPI; the thread of the progress bar never does.
  MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided);
}

Environment::~Environment() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (finalized == 0) MPI_Finalize();
}

bool is_launched() {
  return std::ranges::any_of(kLauncherVariables, [](const char* name) { return std::getenv(name) != nullptr; });
}

struct Communicator::Handle {
  MPI_Comm comm = MPI_COMM_NULL;
  bool owned = false;
  ~Handle() {
    int finalized = 0;
    MPI_Finalized(&finalized);
    if (owned && finalized == 0) MPI_Comm_free(&comm);
  }
};

Communicator::Communicator(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {
  MPI_Comm_rank(handle_->comm, &rank_);
  MPI_Comm_size(handle_->comm, &size_);
}
Communicator::~Communicator() = default;
Communicator::Communicator(Communicator&&) noexcept = default;

Communicator Communicator::world() {
  auto handle = std::make_unique<Handle>();
  handle->comm = MPI_COMM_WORLD;
  return Communicator(std::move(handle));
}

Communicator Communicator::split_by_node() const {
  auto handle = std::make_unique<Handle>();
  MPI_Comm_split_type(handle_->comm, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &handle->comm);
  handle->owned = true;
  return Communicator(std::move(handle));
}

Communicator Communicator::split(int color) const {
  auto handle = std::make_unique<Handle>();
  MPI_Comm_split(handle_->comm, color, rank_, &handle->comm);
  handle->owned = true;
  return Communicator(std::move(handle));
}

const void* Communicator::native() const { return &handle_->comm; }

void Communicator::abort(int code) const {
  MPI_Abort(handle_->comm, code);
  std::terminate();
}

const Traffic& Communicator::traffic() const { return g_traffic; }

void Communicator::barrier() const {
  ++g_traffic.collectives;
  MPI_Barrier(handle_->comm);
}

std::uint64_t Communicator::sum(std::uint64_t value) const {
  ++g_traffic.collectives;
  MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_UINT64_T, MPI_SUM, handle_->comm);
  return value;
}
std::uint64_t Communicator::max(std::uint64_t value) const {
  ++g_traffic.collectives;
  MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_UINT64_T, MPI_MAX, handle_->comm);
  return value;
}
std::uint64_t Communicator::min(std::uint64_t value) const {
  ++g_traffic.collectives;
  MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_UINT64_T, MPI_MIN, handle_->comm);
  return value;
}
std::uint64_t Communicator::exclusive_sum(std::uint64_t value) const {
  std::uint64_t before = 0;
  ++g_traffic.collectives;
  MPI_Exscan(&value, &before, 1, MPI_UINT64_T, MPI_SUM, handle_->comm);
  return rank_ == 0 ? 0 : before;  // MPI leaves the result undefined on rank 0
}

namespace {

// Cuts `total` elements of `element_bytes` each into slices of at most `kSliceBytes` bytes; calls `transfer(offset,
// count)` for each.
template <typename Transfer>
void in_slices(std::uint64_t total, std::uint64_t element_bytes, Transfer transfer) {
  const std::uint64_t step = kSliceBytes / element_bytes;
  for (std::uint64_t offset = 0; offset < total; offset += step)
    transfer(offset, static_cast<int>(std::min(step, total - offset)));
}

}  // namespace

void Communicator::sum_in_place(std::span<std::uint64_t> values) const {
  in_slices(values.size(), 8, [&](std::uint64_t offset, int count) {
    ++g_traffic.collectives;
    MPI_Allreduce(MPI_IN_PLACE, values.data() + offset, count, MPI_UINT64_T, MPI_SUM, handle_->comm);
  });
}
void Communicator::max_in_place(std::span<std::uint64_t> values) const {
  in_slices(values.size(), 8, [&](std::uint64_t offset, int count) {
    ++g_traffic.collectives;
    MPI_Allreduce(MPI_IN_PLACE, values.data() + offset, count, MPI_UINT64_T, MPI_MAX, handle_->comm);
  });
}
void Communicator::broadcast_bytes(void* data, std::uint64_t num_bytes, int root) const {
  in_slices(num_bytes, 1, [&](std::uint64_t offset, int count) {
    ++g_traffic.collectives;
    MPI_Bcast(static_cast<char*>(data) + offset, count, MPI_BYTE, root, handle_->comm);
  });
}

void Communicator::broadcast(std::string& text, int root) const {
  std::vector<char> bytes(text.begin(), text.end());
  broadcast(bytes, root);
  text.assign(bytes.begin(), bytes.end());
}

std::vector<char> Communicator::gather_all_bytes(std::span<const std::byte> local,
                                                 std::vector<std::uint64_t>& bytes) const {
  std::uint64_t mine = local.size();
  bytes.assign(static_cast<std::size_t>(size_), 0);
  ++g_traffic.collectives;
  MPI_Allgather(&mine, 1, MPI_UINT64_T, bytes.data(), 1, MPI_UINT64_T, handle_->comm);
  std::uint64_t total = 0;
  for (const auto b : bytes) total += b;
  std::vector<char> out(total);
  if (total < kSliceBytes) {
    std::vector<int> counts(bytes.begin(), bytes.end());
    std::vector<int> offsets(counts.size(), 0);
    for (std::size_t r = 1; r < counts.size(); ++r) offsets[r] = offsets[r - 1] + counts[r - 1];
    ++g_traffic.collectives;
    MPI_Allgatherv(local.data(), static_cast<int>(mine), MPI_BYTE, out.data(), counts.data(), offsets.data(), MPI_BYTE,
                   handle_->comm);
    g_traffic.bytes_sent += mine * static_cast<std::uint64_t>(size_ - 1);
    return out;
  }
  std::uint64_t offset = 0;
  for (int r = 0; r < size_; ++r) {
    const std::uint64_t count = bytes[static_cast<std::size_t>(r)];
    if (r == rank_ && count > 0) std::memcpy(out.data() + offset, local.data(), count);
    broadcast_bytes(out.data() + offset, count, r);
    offset += count;
  }
  g_traffic.bytes_sent += mine * static_cast<std::uint64_t>(size_ - 1);
  return out;
}

std::vector<char> Communicator::gather_bytes(std::span<const std::byte> local, int root,
                                             std::vector<std::uint64_t>& bytes) const {
  std::vector<std::uint64_t> out_bytes(static_cast<std::size_t>(size_), 0);
  out_bytes[static_cast<std::size_t>(root)] = local.size();
  bytes = exchange_counts(out_bytes);
  std::uint64_t total = 0;
  for (const auto b : bytes) total += b;
  std::vector<char> out(total);
  exchange_bytes(reinterpret_cast<const char*>(local.data()), out_bytes, out.data(), bytes);
  return out;
}

std::vector<std::string> Communicator::gather_all(const std::string& local) const {
  std::vector<std::uint64_t> bytes;
  const std::vector<char> raw = gather_all_bytes(std::as_bytes(std::span(local)), bytes);
  std::vector<std::string> out;
  std::uint64_t offset = 0;
  for (const auto b : bytes) {
    out.emplace_back(raw.data() + offset, b);
    offset += b;
  }
  return out;
}

std::vector<std::uint64_t> Communicator::exchange_counts(std::span<const std::uint64_t> bytes) const {
  std::vector<std::uint64_t> incoming(static_cast<std::size_t>(size_), 0);
  ++g_traffic.collectives;
  MPI_Alltoall(bytes.data(), 1, MPI_UINT64_T, incoming.data(), 1, MPI_UINT64_T, handle_->comm);
  return incoming;
}

void Communicator::exchange_bytes(const char* out, std::span<const std::uint64_t> out_bytes, char* in,
                                  std::span<const std::uint64_t> in_bytes) const {
  const auto ranks = static_cast<std::size_t>(size_);
  // Data that stays on this rank needs no message.
  std::vector<std::uint64_t> out_offset(ranks, 0);
  std::vector<std::uint64_t> in_offset(ranks, 0);
  for (std::size_t r = 1; r < ranks; ++r) {
    out_offset[r] = out_offset[r - 1] + out_bytes[r - 1];
    in_offset[r] = in_offset[r - 1] + in_bytes[r - 1];
  }
  const auto self = static_cast<std::size_t>(rank_);
  if (out_bytes[self] > 0) std::memcpy(in + in_offset[self], out + out_offset[self], out_bytes[self]);
  // Point-to-point messages, each cut into slices. With hundreds of ranks most pairs of ranks exchange little or
  // nothing, and a pair that exchanges nothing costs nothing here.
  std::vector<MPI_Request> requests;
  for (std::size_t step = 1; step < ranks; ++step) {
    const std::size_t source = (self + ranks - step) % ranks;
    in_slices(in_bytes[source], 1, [&](std::uint64_t offset, int count) {
      MPI_Irecv(in + in_offset[source] + offset, count, MPI_BYTE, static_cast<int>(source), 7, handle_->comm,
                &requests.emplace_back());
    });
  }
  for (std::size_t step = 1; step < ranks; ++step) {
    const std::size_t target = (self + step) % ranks;
    in_slices(out_bytes[target], 1, [&](std::uint64_t offset, int count) {
      MPI_Isend(out + out_offset[target] + offset, count, MPI_BYTE, static_cast<int>(target), 7, handle_->comm,
                &requests.emplace_back());
      ++g_traffic.messages_sent;
    });
    g_traffic.bytes_sent += out_bytes[target];
  }
  in_slices(requests.size(), sizeof(MPI_Request), [&](std::uint64_t offset, int count) {
    MPI_Waitall(count, requests.data() + offset, MPI_STATUSES_IGNORE);
  });
}

void run_locally(const Communicator& world, const std::function<void()>& work) {
  auto code = ExitCode::ok;
  std::string message;
  try {
    work();
  } catch (const Error& error) {
    code = error.code();
    message = error.what();
  } catch (const std::bad_alloc&) {
    code = ExitCode::limit;
    message = "out of memory: use more ranks on more nodes, or a smaller memory_per_rank";
  } catch (const std::exception& error) {
    code = ExitCode::internal;
    message = error.what();
  }
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const std::uint64_t first = world.min(code == ExitCode::ok ? ranks : static_cast<std::uint64_t>(world.rank()));
  if (first == ranks) return;
  const int failing = static_cast<int>(first);
  code = world.broadcast_value(code, failing);
  world.broadcast(message, failing);
  throw Error(code, message);
}

void require_on_all_ranks(const Communicator& world, bool condition, const std::string& what) {
  if (!world.all(condition)) throw Error(ExitCode::internal, "broken invariant: " + what);
}

struct NodeShared::Window {
  MPI_Win win = MPI_WIN_NULL;
};

NodeShared::NodeShared(const Communicator& node, std::uint64_t size_bytes) : size_(size_bytes) {
  window_ = std::make_unique<Window>();
  const MPI_Comm comm = *static_cast<const MPI_Comm*>(node.native());
  // The first rank of the node allocates the memory; the others map it.
  const MPI_Aint mine = node.rank() == 0 ? static_cast<MPI_Aint>(std::max<std::uint64_t>(size_bytes, 1)) : 0;
  MPI_Win_allocate_shared(mine, 1, MPI_INFO_NULL, comm, &data_, &window_->win);
  MPI_Aint size = 0;
  int unit = 0;
  MPI_Win_shared_query(window_->win, 0, &size, &unit, &data_);
  MPI_Win_fence(0, window_->win);
}

NodeShared::~NodeShared() {
  int finalized = 0;
  MPI_Finalized(&finalized);
  if (window_ && window_->win != MPI_WIN_NULL && finalized == 0) MPI_Win_free(&window_->win);
}
NodeShared::NodeShared(NodeShared&& other) noexcept { *this = std::move(other); }
NodeShared& NodeShared::operator=(NodeShared&& other) noexcept {
  std::swap(window_, other.window_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace onefold::mpi
