// A thin typed layer over MPI: what the stages use of it. Counts are 64 bits everywhere; transfers larger than what an
// MPI count can hold go in slices. Every operation of Communicator is collective unless it says "Local.".
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

/// Starts and ends MPI. One object, in main. A program started without mpirun is one rank.
class Environment {
 public:
  Environment(int* argc, char*** argv);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
};

template <typename T>
concept Trivial = std::is_trivially_copyable_v<T>;

/// What this rank has said to other ranks since the program began, by whatever communicator: for statistics.
struct Traffic {
  std::uint64_t bytes_sent =
      0;  ///< by exchanges and gathers; sizes and reduced numbers, some bytes a rank, are not counted
  std::uint64_t messages_sent = 0;  ///< of exchanges; a rank that gets nothing gets no message
  std::uint64_t collectives = 0;    ///< calls of MPI in which all ranks take part: each waits for the slowest
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
  /// Local. Ends all ranks at once, for failures that the others cannot know of.
  [[noreturn]] void abort(int code) const;

  void barrier() const;

  [[nodiscard]] std::uint64_t sum(std::uint64_t value) const;
  [[nodiscard]] std::uint64_t max(std::uint64_t value) const;
  [[nodiscard]] std::uint64_t min(std::uint64_t value) const;
  [[nodiscard]] bool any(bool value) const { return max(std::uint64_t{value}) != 0; }
  [[nodiscard]] bool all(bool value) const { return min(std::uint64_t{value}) != 0; }
  /// Sum over the ranks before this one.
  [[nodiscard]] std::uint64_t exclusive_sum(std::uint64_t value) const;
  /// Elementwise; `values` has the same length on all ranks.
  void sum_in_place(std::span<std::uint64_t> values) const;
  void max_in_place(std::span<std::uint64_t> values) const;

  /// `values` of `root` replaces those of the others; its length need not be known there.
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

  /// All ranks' items, in the order of ranks, on every rank: for small things only (O(sum) memory on each rank).
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
  /// All ranks' items in the order of ranks, on `root` only.
  template <Trivial T>
  [[nodiscard]] std::vector<T> gather(std::span<const T> local, int root = 0,
                                      std::vector<std::uint64_t>* counts = nullptr) const {
    std::vector<std::uint64_t> bytes;
    const std::vector<char> raw = gather_bytes(std::as_bytes(local), root, bytes);
    return unpack<T>(raw, bytes, counts);
  }

  /// Personalised exchange. `items` are sorted by target rank, `counts[r]` of them go to rank r. Returns what came in,
  /// in the order of source ranks; `received_counts[r]` of it from rank r.
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

  /// Ranks that share memory with this one.
  [[nodiscard]] Communicator split_by_node() const;
  /// Ranks with equal `color`, ordered by rank. `color` >= 0.
  [[nodiscard]] Communicator split(int color) const;

  /// Local. MPI_Comm behind this object, for `store/` and `mpi/`; reinterpret as MPI_Comm*.
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

/// Collective. Runs `work`, which must not communicate, on every rank; when it throws anywhere, all ranks throw the
/// Error of the lowest failing rank, so that none waits for another for ever. Exceptions other than Error become
/// ExitCode::internal.
void run_locally(const Communicator& world, const std::function<void()>& work);

/// Collective. All ranks throw Error(internal) naming `what` unless `condition` holds on all of them.
void require_on_all_ranks(const Communicator& world, bool condition, const std::string& what);

/// A read-only array that the ranks of a node hold together, once.
/// Collective to make and to free; `size` is equal on all ranks.
class NodeShared {
 public:
  NodeShared() = default;
  /// Zero bytes at first. Ranks write to disjoint parts; a barrier of the node goes before the first reading.
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
