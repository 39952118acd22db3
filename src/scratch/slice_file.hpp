// One slice of a stage's product: a flat file in the work directory that holds the rows of a range of global ids.
//
//   bytes 0 .. 103    SliceHeader: magic, version, job digest, product, range, count, payload bytes, hashes
//   bytes 104 ..      the payload: the bytes that the stage appended
//
// A writer writes the file sequentially under a temporary name (PRODUCT.rRANK-NUMBER.tmp.1fold), checks every return
// code, flushes it to disk if products outlive the run, and renames it to PRODUCT.FIRST-LAST.1fold. A slice with its
// final name is therefore complete. It is part of the product once the manifest of its WorkDirectory names it. Numbers
// are little-endian. Files have mode 0600; names and headers hold no attribute values.
// Cost: one pass over the bytes for XXH3, 256 KiB of buffer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace onefold::scratch {

class WorkDirectory;

/// The manifest's entry of a slice.
struct Slice {
  std::uint64_t first = 0;  ///< global ids [first, last)
  std::uint64_t last = 0;
  std::uint64_t count = 0;  ///< rows, as the stage defines them
  std::uint64_t payload_bytes = 0;
  std::uint64_t payload_hash = 0;  ///< XXH3-64
  bool operator==(const Slice&) const = default;
};

/// Local. Writes one slice. Any number of writers may exist; finished ones hold no file descriptor. Without close() the
/// file is removed.
class ProductWriter {
 public:
  /// `product`: 1 to 31 of a-z, 0-9, _ and -. Throws Error(output).
  ProductWriter(const WorkDirectory& work, std::string product);
  ~ProductWriter();
  ProductWriter(ProductWriter&&) noexcept;
  ProductWriter& operator=(ProductWriter&&) = delete;

  void append(std::span<const char> bytes);
  /// Appends rows of a trivially copyable type with the bytes that they have in memory.
  template <typename T>
  void append_values(std::span<const T> values) {
    append({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  [[nodiscard]] std::uint64_t num_bytes() const;
  /// Ends appending: writes and frees the buffer and closes the file, which keeps its temporary name until close() sets
  /// its range. close() calls this function if necessary.
  void finish();

  /// The range is given at the end, because a rank that reads rows does not know earlier how many rows the other ranks
  /// have. Returns no slice if the range and the payload are empty. Give the result to WorkDirectory::publish().
  [[nodiscard]] std::optional<Slice> close(std::uint64_t first, std::uint64_t last, std::uint64_t count);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Local. Reads the slices of a published product. Throws Error(input), which names the file, if a file is damaged.
class ProductReader {
 public:
  ProductReader(const WorkDirectory& work, std::string product);
  ~ProductReader();
  ProductReader(ProductReader&&) noexcept;
  ProductReader& operator=(ProductReader&&) = delete;

  /// All slices of all ranks, in ascending order of ids.
  [[nodiscard]] const std::vector<Slice>& slices() const;

  /// Passes on the payload of a slice piece by piece. The hash is checked at the end, so do not rely on any piece
  /// before this function returns.
  void stream(std::size_t slice, const std::function<void(std::span<const char>)>& piece) const;
  /// The whole payload of a slice as rows of a trivially copyable type. Checks its hash.
  template <typename T>
  [[nodiscard]] std::vector<T> read_values(std::size_t slice) const {
    std::vector<T> values(slices()[slice].payload_bytes / sizeof(T));
    read_checked(slice, {reinterpret_cast<char*>(values.data()), values.size() * sizeof(T)});
    return values;
  }
  /// Reads the next bytes of a slice; the call that reaches the end checks the hash. Read one slice at a time.
  void read_next(std::size_t slice, std::span<char> bytes) const;
  /// Reads a part of the payload. Checks the header but not the hash: for products whose parts have their own hashes.
  void read_part(std::size_t slice, std::uint64_t offset, std::span<char> bytes) const;
  /// Throws Error(input) with the name of the slice's file and `sign`, the evidence of the damage.
  [[noreturn]] void throw_damaged(std::size_t slice, const std::string& sign) const;

 private:
  void read_checked(std::size_t slice, std::span<char> bytes) const;
  struct State;
  std::unique_ptr<State> state_;
};

/// Local. Whether the slice's file exists with the length and the header that the manifest states.
[[nodiscard]] bool local_slice_is_there(const WorkDirectory& work, const std::string& product, const Slice& slice);

}  // namespace onefold::scratch
