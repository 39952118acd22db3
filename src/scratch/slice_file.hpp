// One slice of a stage's product: a flat file in the work directory that holds the rows of a range of global ids.
//
//   bytes 0 .. 103    SliceHeader: magic, version, job digest, product, range, count, payload bytes, hashes
//   bytes 104 ..      the payload, whatever its stage appended
//
// Written sequentially under a temporary name (PRODUCT.rRANK-NUMBER.tmp.1fold), every return code checked, flushed to
// the disk when products outlive the run, and then renamed to PRODUCT.FIRST-LAST.1fold: under its final name a slice is
// whole. It counts only when the manifest of its WorkDirectory names it. Numbers are little-endian. Files are 0600; no
// value of an attribute is in a name or a header. Cost: one pass over the bytes for XXH3, 256 KiB of buffer.
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

/// What the manifest knows of a slice.
struct Slice {
  std::uint64_t first = 0;  ///< global ids [first, last)
  std::uint64_t last = 0;
  std::uint64_t count = 0;  ///< rows; what a row is, the stage knows
  std::uint64_t payload_bytes = 0;
  std::uint64_t payload_hash = 0;  ///< XXH3-64
  bool operator==(const Slice&) const = default;
};

/// Local. Writes one slice. Any number of them may be open, more than there are descriptors once they are finished;
/// without close() nothing is left behind.
class ProductWriter {
 public:
  /// `product`: 1 to 31 of a-z, 0-9, _ and -. Throws Error(output).
  ProductWriter(const WorkDirectory& work, std::string product);
  ~ProductWriter();
  ProductWriter(ProductWriter&&) noexcept;
  ProductWriter& operator=(ProductWriter&&) = delete;

  void append(std::span<const char> bytes);
  /// Rows of a trivially copyable type, as they lie in memory.
  template <typename T>
  void append_values(std::span<const T> values) {
    append({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  [[nodiscard]] std::uint64_t num_bytes() const;
  /// Nothing more will be appended: writes what is buffered, frees the buffer and closes the file, which waits under
  /// its temporary name for close() to say its range. Called by close() if nobody has done so before.
  void finish();

  /// The range is given at the end: while rows are read, nobody knows yet how many others have. No slice when the range
  /// and the payload are empty. What it returns goes to WorkDirectory::publish().
  [[nodiscard]] std::optional<Slice> close(std::uint64_t first, std::uint64_t last, std::uint64_t count);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Local. Reads the slices of a published product. Throws Error(input) naming the file that is damaged.
class ProductReader {
 public:
  ProductReader(const WorkDirectory& work, std::string product);
  ~ProductReader();
  ProductReader(ProductReader&&) noexcept;
  ProductReader& operator=(ProductReader&&) = delete;

  /// All slices of all ranks, in ascending order of ids.
  [[nodiscard]] const std::vector<Slice>& slices() const;

  /// Gives the payload of a slice piece by piece. The hash is known only at the end: act on nothing before this
  /// returns.
  void stream(std::size_t slice, const std::function<void(std::span<const char>)>& piece) const;
  /// The whole payload of a slice as rows of a trivially copyable type, checked.
  template <typename T>
  [[nodiscard]] std::vector<T> read_values(std::size_t slice) const {
    std::vector<T> values(slices()[slice].payload_bytes / sizeof(T));
    read_checked(slice, {reinterpret_cast<char*>(values.data()), values.size() * sizeof(T)});
    return values;
  }
  /// Reads a slice from its beginning to its end, call after call; the call that reaches the end checks the hash. One
  /// slice at a time.
  void read_next(std::size_t slice, std::span<char> bytes) const;
  /// A part of the payload, its header checked but not its hash: for products whose parts carry hashes of their own.
  void read_part(std::size_t slice, std::uint64_t offset, std::span<char> bytes) const;
  /// Error(input) saying that this slice's file is damaged, and what shows it.
  [[noreturn]] void throw_damaged(std::size_t slice, const std::string& sign) const;

 private:
  void read_checked(std::size_t slice, std::span<char> bytes) const;
  struct State;
  std::unique_ptr<State> state_;
};

/// Local. Does the slice's file exist with the length and the header that the manifest promises?
[[nodiscard]] bool local_slice_is_there(const WorkDirectory& work, const std::string& product, const Slice& slice);

}  // namespace onefold::scratch
