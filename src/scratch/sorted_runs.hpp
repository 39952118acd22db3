// Rows of a product that are sorted in bounded memory: each rank writes sorted runs as rows are found, and all ranks
// read them back in one global order.
//
//   product  NAME, one slice per run. A rank writes a run when its rows fill `max_run_bytes`, and when it publishes.
//   payload  u64 words, one row after the other, ascending. A row is Row::kWords words, which Row::encode() writes, and
//            its tail: signed 32-bit numbers, two per word; their number per row is known only at run time
//   order    by the first word (the key, a global id below `num_keys`), then by the second word, then by the others.
//
// The order does not depend on which rank found a row. for_each_window() cuts the keys into windows by the number of
// rows
// per key range over all ranks, deals each window to the ranks in the order of keys, and sorts each share.
// Several products of one SortedRuns are one set of rows: a stage may open a product per wave.
//
// May be empty: the rows of a rank, the rows of a product, a rank's share of a window.
// Cost per row: its bytes are written once and read once per for_each_local(), for_each_window() or LocalRows; a window
// sends them once. Memory: 512 KiB for counts per key range, and `max_run_bytes` while rows are added. A window takes
// 512 KiB per run of this rank, and per row of this rank's share twice the bytes of the row and 48 bytes more.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "onefold/mpi/communicator.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::scratch {

/// What a row type must have. decode(encode(row)) == row.
template <typename Row>
concept SortedRow = requires(const Row& row, std::uint64_t* out, const std::uint64_t* in) {
  { Row::kWords } -> std::convertible_to<std::size_t>;
  row.encode(out);
  { Row::decode(in) } -> std::same_as<Row>;
};

/// Sorted runs of plain words. Only SortedRuns knows what the words mean.
class WordRuns {
 public:
  struct Shape {
    std::size_t row_words = 0;        ///< tail included; at least 2
    std::uint64_t num_keys = 0;       ///< all keys are below it
    std::uint64_t max_run_bytes = 0;  ///< for rows that are not written yet, and for sorting them
  };
  static constexpr std::uint64_t kNumBins = 65'536;

  WordRuns() = default;
  WordRuns(const mpi::Communicator& world, WorkDirectory& work, const Shape& shape);

  void open(std::string product);
  /// Space for the words of one row, to be filled before the next call. The first word must be below num_keys.
  [[nodiscard]] std::uint64_t* append() {
    if (num_waiting_ == max_waiting_) make_room();
    return waiting_row(num_waiting_++);
  }
  void spill();
  void publish();
  void finish();
  void remove();

  [[nodiscard]] std::size_t row_words() const { return shape_.row_words; }
  [[nodiscard]] std::uint64_t num_rows() const { return num_rows_; }
  /// Calls use(words) with the sorted rows of this rank's share of window after window.
  static void for_each_window(std::span<const WordRuns* const> all, std::uint64_t max_window_rows,
                              const std::function<void(std::vector<std::uint64_t>)>& use);

  /// Local. The rows of this rank's share of the runs, piece by piece.
  class Reader {
   public:
    explicit Reader(const WordRuns& runs);
    ~Reader();
    /// Whole rows; none at the end. Valid until the next call.
    [[nodiscard]] std::span<const std::uint64_t> next();

   private:
    struct State;
    std::unique_ptr<State> state_;
  };

 private:
  /// Rows that are in no run yet lie in blocks, which are never moved.
  static constexpr std::size_t kBlockRows = 1 << 12;
  void make_room();
  [[nodiscard]] std::uint64_t* waiting_row(std::size_t i) const {
    return waiting_[i / kBlockRows].get() + shape_.row_words * (i % kBlockRows);
  }

  const mpi::Communicator* world_ = nullptr;
  WorkDirectory* work_ = nullptr;
  Shape shape_;
  std::vector<std::string> products_;
  std::vector<std::uint64_t> bins_;  // [kNumBins] rows per equal range of keys; global after finish()
  std::uint64_t num_rows_ = 0;       // global, after finish()
  std::vector<std::unique_ptr<std::uint64_t[]>> waiting_;  // [block]
  std::size_t num_waiting_ = 0;                            // rows
  std::size_t max_waiting_ = 0;                            // rows that `waiting_` has room for
  std::vector<Slice> slices_;                              // of the open product
  std::uint64_t num_written_ = 0;                          // rows of this rank, in all products
};

/// The tail of a row.
class RowTail {
 public:
  explicit RowTail(const std::uint64_t* words) : words_(words) {}
  [[nodiscard]] std::int32_t operator[](std::size_t t) const {
    return static_cast<std::int32_t>(words_[t / 2] >> (t % 2 == 0 ? 0 : 32));
  }

 private:
  const std::uint64_t* words_;
};

/// Sorted rows of this rank's share of a window.
template <SortedRow Row>
class RowWindow {
 public:
  RowWindow(std::vector<std::uint64_t> words, std::size_t row_words)
      : words_(std::move(words)), row_words_(row_words) {}
  [[nodiscard]] std::size_t size() const { return words_.size() / row_words_; }
  [[nodiscard]] Row operator[](std::size_t i) const { return Row::decode(words_.data() + i * row_words_); }
  /// Number `t` of the tail of row `i`.
  [[nodiscard]] std::int32_t tail(std::size_t i, std::size_t t) const {
    return RowTail(words_.data() + i * row_words_ + Row::kWords)[t];
  }
  /// The results of `value_of` for all rows.
  template <typename T, typename ValueOf>
  [[nodiscard]] std::vector<T> column(ValueOf value_of) const {
    std::vector<T> values(size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(value_of((*this)[i]));
    return values;
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t row_words_;
};

/// Rows of one type, written as sorted runs and read in one order. Its communicator and work directory must outlive it.
/// In this order: open, add, publish, once per product; finish; then any reading; remove.
template <SortedRow Row>
class SortedRuns {
 public:
  struct Shape {
    std::uint64_t num_keys = 0;       ///< all keys (the first word of a Row) are below it
    std::uint64_t max_run_bytes = 0;  ///< for rows that are not written yet, and for sorting them
    std::size_t num_tail = 0;         ///< numbers in the tail of a row
  };

  /// An empty set of rows; rows cannot be added to it.
  SortedRuns() = default;
  SortedRuns(const mpi::Communicator& world, WorkDirectory& work, const Shape& shape)
      : words_(world, work, {Row::kWords + (shape.num_tail + 1) / 2, shape.num_keys, shape.max_run_bytes}),
        num_tail_(shape.num_tail) {}

  /// Local. The rows added from now on belong to `product`.
  void open(std::string product) { words_.open(std::move(product)); }
  /// Local. Writes a run first if memory is full. `tail` has num_tail() numbers.
  void add(const Row& row, std::span<const std::int32_t> tail = {}) {
    std::uint64_t* words = words_.append();
    row.encode(words);
    words += Row::kWords;
    for (std::size_t t = 0; t < tail.size(); t += 2) {
      const auto low = static_cast<std::uint32_t>(tail[t]);
      const auto high = t + 1 < tail.size() ? static_cast<std::uint32_t>(tail[t + 1]) : 0U;
      *words++ = low | static_cast<std::uint64_t>(high) << 32;
    }
  }
  /// Local. Writes the rows that were added since the last run as a new run.
  void spill() { words_.spill(); }
  /// Collective. Writes the last run and publishes the open product.
  void publish() { words_.publish(); }
  /// Collective. Call after the last product: shares the number of rows per key range with all ranks, and frees the
  /// memory.
  void finish() { words_.finish(); }
  /// Collective. Removes the products from disk.
  void remove() { words_.remove(); }

  /// Global, after finish().
  [[nodiscard]] std::uint64_t num_rows() const { return words_.num_rows(); }
  [[nodiscard]] std::size_t num_tail() const { return num_tail_; }

  /// Local. Calls visit(row), or visit(row, tail), for every row in this rank's share of the runs, in no particular
  /// order.
  template <typename Visit>
  void for_each_local(Visit visit) const {
    WordRuns::Reader reader(words_);
    for (auto words = reader.next(); !words.empty(); words = reader.next())
      for (std::size_t at = 0; at < words.size(); at += words_.row_words()) {
        const std::uint64_t* row = words.data() + at;
        if constexpr (std::invocable<Visit&, Row, RowTail>)
          visit(Row::decode(row), RowTail(row + Row::kWords));
        else
          visit(Row::decode(row));
      }
  }

  /// Collective. Calls use(RowWindow<Row>) for one window after another in the global order. The rows of one call on
  /// all ranks, in the order of ranks, are the next rows. A window has at most `max_window_rows` rows over all ranks,
  /// unless one of 65,536 equal ranges of keys has more.
  template <typename Use>
  void for_each_window(std::uint64_t max_window_rows, Use use) const {
    for_each_merged_window({this}, max_window_rows, use);
  }
  /// Collective. The same for several sets of rows of the same shape, merged into one order.
  template <typename Use>
  static void for_each_merged_window(std::initializer_list<const SortedRuns*> all, std::uint64_t max_window_rows,
                                     Use use) {
    std::vector<const WordRuns*> words;
    for (const SortedRuns* runs : all) words.push_back(&runs->words_);
    WordRuns::for_each_window(words, max_window_rows, [&](std::vector<std::uint64_t> window) {
      use(RowWindow<Row>(std::move(window), words.front()->row_words()));
    });
  }

 private:
  template <SortedRow>
  friend class LocalRows;
  WordRuns words_;
  std::size_t num_tail_ = 0;
};

/// Every row in this rank's share of the runs, one at a time, in no particular order: for callers that communicate
/// while they read. Local.
template <SortedRow Row>
class LocalRows {
 public:
  explicit LocalRows(const SortedRuns<Row>& runs) : reader_(runs.words_), row_words_(runs.words_.row_words()) {}
  /// False at the end, and on every later call.
  [[nodiscard]] bool next(Row& row) {
    if (words_.empty()) words_ = reader_.next();
    if (words_.empty()) return false;
    row = Row::decode(words_.data());
    words_ = words_.subspan(row_words_);
    return true;
  }

 private:
  WordRuns::Reader reader_;
  std::size_t row_words_;
  std::span<const std::uint64_t> words_;
};

}  // namespace onefold::scratch
