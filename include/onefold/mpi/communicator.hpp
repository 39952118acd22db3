// The typed layer over MPI that the stages use. Counts are 64 bits wide; transfers that exceed an MPI count are cut
// into slices. Every operation of Communicator is collective unless its comment says "Local.".
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace onefold::mpi {

/// Initialises and finalises MPI. Create one object, in main. A program started without mpirun runs as one rank.
class Environment {
 public:
  Environment(int* argc, char*** argv);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
};

/// Local; needs no MPI. Whether a launcher (mpirun, srun, ...) started this process, possibly as one of several.
[[nodiscard]] bool is_launched();

template <typename T>
concept Trivial = std::is_trivially_copyable_v<T>;

/// Data that this rank has sent since the program began, over all communicators; for statistics.
struct Traffic {
  /// Bytes of exchanges and gathers. Message sizes and reductions are not counted; they are a few bytes per rank.
  std::uint64_t bytes_sent = 0;
  std::uint64_t messages_sent = 0;  ///< messages of exchanges; a rank that receives nothing gets no message
  std::uint64_t collectives = 0;    ///< MPI calls in which all ranks take part; each waits for the slowest rank
};

class Communicator {
 public:
  /// All ranks of the program.
  static Communicator world();
  ~Communicator();
  Communicator(Communicator&&) noexcept;
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;

  /// Local.
  [[nodiscard]] int rank() const { return rank_; }
  /// Local.
  [[nodiscard]] int size() const { return size_; }
  /// Local.
  [[nodiscard]] bool is_root() const { return rank_ == 0; }
  /// Local. Ends all ranks at once, after a failure that the other ranks cannot detect.
  [[noreturn]] void abort(int code) const;

  void barrier() const;

  [[nodiscard]] std::uint64_t sum(std::uint64_t value) const;
  [[nodiscard]] std::uint64_t max(std::uint64_t value) const;
  [[nodiscard]] std::uint64_t min(std::uint64_t value) const;
  [[nodiscard]] bool any(bool value) const { return max(std::uint64_t{value}) != 0; }
  [[nodiscard]] bool all(bool value) const { return min(std::uint64_t{value}) != 0; }
  /// Sum over the ranks below this one; 0 on rank 0.
  [[nodiscard]] std::uint64_t exclusive_sum(std::uint64_t value) const;
  /// Reduces element by element; `values` has the same length on all ranks.
  void sum_in_place(std::span<std::uint64_t> values) const;
  void max_in_place(std::span<std::uint64_t> values) const;

  /// Replaces `values` on all ranks by those of `root`. The other ranks need not know the length.
  template <Trivial T>
  void broadcast(std::vector<T>& values, int root = 0) const {
    std::uint64_t count = values.size();
    broadcast_bytes(&count, sizeof count, root);
    values.resize(count);
    broadcast_bytes(values.data(), count * sizeof(T), root);
  }
  void broadcast(std::string& text, int root = 0) const;
  template <Trivial T>
  [[nodiscard]] T broadcast_value(T value, int root = 0) const {
    broadcast_bytes(&value, sizeof value, root);
    return value;
  }

  /// Items of all ranks, ordered by rank, on every rank. For small data only: each rank needs memory for all items.
  template <Trivial T>
  [[nodiscard]] std::vector<T> gather_all(std::span<const T> local,
                                          std::vector<std::uint64_t>* counts = nullptr) const {
    std::vector<std::uint64_t> bytes;
    const std::vector<char> raw = gather_all_bytes(std::as_bytes(local), bytes);
    return unpack<T>(raw, bytes, counts);
  }
  template <Trivial T>
  [[nodiscard]] std::vector<T> gather_all(const std::vector<T>& local,
                                          std::vector<std::uint64_t>* counts = nullptr) const {
    return gather_all(std::span<const T>(local), counts);
  }
  [[nodiscard]] std::vector<std::string> gather_all(const std::string& local) const;
  /// Items of all ranks, ordered by rank, on `root` only; empty on the other ranks.
  template <Trivial T>
  [[nodiscard]] std::vector<T> gather(std::span<const T> local, int root = 0,
                                      std::vector<std::uint64_t>* counts = nullptr) const {
    std::vector<std::uint64_t> bytes;
    const std::vector<char> raw = gather_bytes(std::as_bytes(local), root, bytes);
    return unpack<T>(raw, bytes, counts);
  }

  /// Personalised all-to-all exchange. `items` are sorted by target rank; `counts[r]` of them go to rank r. Returns the
  /// received items in the order of source ranks; `received_counts[r]` of them came from rank r.
  template <Trivial T>
  [[nodiscard]] std::vector<T> exchange(std::span<const T> items, std::span<const std::uint64_t> counts,
                                        std::vector<std::uint64_t>* received_counts = nullptr) const {
    std::vector<std::uint64_t> bytes(counts.begin(), counts.end());
    for (auto& b : bytes) b *= sizeof(T);
    const std::vector<std::uint64_t> incoming = exchange_counts(bytes);
    std::uint64_t total = 0;
    for (const auto b : incoming) total += b;
    std::vector<T> out(total / sizeof(T));
    exchange_bytes(reinterpret_cast<const char*>(items.data()), bytes, reinterpret_cast<char*>(out.data()), incoming);
    if (received_counts != nullptr) {
      *received_counts = incoming;
      for (auto& b : *received_counts) b /= sizeof(T);
    }
    return out;
  }
  template <Trivial T>
  [[nodiscard]] std::vector<T> exchange(const std::vector<T>& items, std::span<const std::uint64_t> counts,
                                        std::vector<std::uint64_t>* received_counts = nullptr) const {
    return exchange(std::span<const T>(items), counts, received_counts);
  }

  /// Local.
  [[nodiscard]] const Traffic& traffic() const;
  /// Local.
  [[nodiscard]] std::uint64_t bytes_sent() const { return traffic().bytes_sent; }

  /// The ranks that share memory with this one.
  [[nodiscard]] Communicator split_by_node() const;
  /// The ranks with the same `color`, in the order of their ranks. `color` must be >= 0.
  [[nodiscard]] Communicator split(int color) const;

  /// Local. Pointer to the MPI_Comm of this object, for `result/` and `mpi/`; cast it to MPI_Comm*.
  [[nodiscard]] const void* native() const;

 private:
  struct Handle;
  explicit Communicator(std::unique_ptr<Handle> handle);
  void broadcast_bytes(void* data, std::uint64_t num_bytes, int root) const;
  [[nodiscard]] std::vector<char> gather_all_bytes(std::span<const std::byte> local,
                                                   std::vector<std::uint64_t>& bytes) const;
  [[nodiscard]] std::vector<char> gather_bytes(std::span<const std::byte> local, int root,
                                               std::vector<std::uint64_t>& bytes) const;
  [[nodiscard]] std::vector<std::uint64_t> exchange_counts(std::span<const std::uint64_t> bytes) const;
  void exchange_bytes(const char* out, std::span<const std::uint64_t> out_bytes, char* in,
                      std::span<const std::uint64_t> in_bytes) const;

  template <Trivial T>
  static std::vector<T> unpack(const std::vector<char>& raw, const std::vector<std::uint64_t>& bytes,
                               std::vector<std::uint64_t>* counts) {
    std::vector<T> out(raw.size() / sizeof(T));
    if (!raw.empty()) std::memcpy(static_cast<void*>(out.data()), raw.data(), out.size() * sizeof(T));
    if (counts != nullptr) {
      counts->assign(bytes.begin(), bytes.end());
      for (auto& b : *counts) b /= sizeof(T);
    }
    return out;
  }

  std::unique_ptr<Handle> handle_;
  int rank_ = 0;
  int size_ = 1;
};

/// Collective. Runs `work` on every rank; `work` must not communicate. If it throws on any rank, all ranks throw the
/// Error of the lowest failing rank, so that no rank waits forever. Exceptions other than Error become
/// ExitCode::internal, and std::bad_alloc becomes ExitCode::limit.
void run_locally(const Communicator& world, const std::function<void()>& work);

/// Collective. All ranks throw Error(internal), which names `what`, unless `condition` holds on all of them.
void require_on_all_ranks(const Communicator& world, bool condition, const std::string& what);

/// An array in memory that the ranks of a node share: one copy per node. Construction and destruction are collective;
/// `size_bytes` is equal on all ranks.
class NodeShared {
 public:
  NodeShared() = default;
  /// All bytes are zero at first. Ranks write to disjoint parts; they must pass a barrier of the node before they read.
  NodeShared(const Communicator& node, std::uint64_t size_bytes);
  ~NodeShared();
  NodeShared(NodeShared&&) noexcept;
  NodeShared& operator=(NodeShared&&) noexcept;

  /// Local.
  [[nodiscard]] char* data() { return data_; }
  [[nodiscard]] const char* data() const { return data_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  struct Window;
  std::unique_ptr<Window> window_;
  char* data_ = nullptr;
  std::uint64_t size_ = 0;
};

}  // namespace onefold::mpi
