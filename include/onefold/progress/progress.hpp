// Shows the progress of a run on rank 0. On a terminal: one line with the stage, a bar, the rate and the remaining
// time, redrawn a few times per second and replaced by a plain line when the stage ends. In a log file: the plain lines
// only.
//
//   score      [=========>              ]  38 %   4.21 M pairs/s   12.0 s left
//   ingest            1,000,000 records        1.2 s        833,333/s
//
// No thread and no MPI: the pipeline calls update() from time to time, and most calls only read the clock. The cursor
// stays visible and every line is written as a whole, so a killed run leaves the terminal in order.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace onefold::progress {

struct ProgressOptions {
  bool lines = false;  ///< whether to print a line per finished stage
  bool bar = false;    ///< whether to draw the bar
  bool color = false;
  std::FILE* out = stderr;
  std::function<double()> seconds;     ///< the clock; tests supply their own. Empty: the steady clock
  std::function<std::size_t()> width;  ///< width of the terminal in columns. Empty: asks the terminal
};

/// The options that suit stderr and the environment (NO_COLOR, TERM=dumb). Nothing is shown on ranks other than 0, or
/// if `quiet`.
[[nodiscard]] ProgressOptions options_for_stderr(bool is_root, bool quiet);

/// State of a stage, and the text for it. Pure; a line has at most `width` columns.
struct StageProgress {
  std::string name;
  std::string unit;  ///< "records", "pairs"
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0 if unknown
  double seconds = 0;
};
[[nodiscard]] std::string bar_line(const StageProgress& stage, std::size_t width, bool color);
[[nodiscard]] std::string finished_line(const StageProgress& stage);

class Progress {
 public:
  explicit Progress(ProgressOptions options);
  ~Progress();  ///< removes the bar
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Begins a stage, and ends the previous one if it is still open.
  void begin(std::string_view stage, std::string_view unit, std::uint64_t total = 0);
  /// Reports that this rank has done `done` of `total`; the bar assumes that the other ranks have done the same share.
  void update(std::uint64_t done);
  void update(std::uint64_t done, std::uint64_t total);
  /// Ends the stage. `count` is the exact count over all ranks, which the finished line shows.
  void end(std::uint64_t count);
  /// The same, in a unit other than that of the bar (ingest counts bytes, and ends with records).
  void end(std::uint64_t count, std::string_view unit);
  /// Prints a line without disturbing the bar: warnings, results of training.
  void say(std::string_view line);

 private:
  void draw();
  void erase();

  ProgressOptions options_;
  StageProgress stage_;
  bool running_ = false;
  bool drawn_ = false;
  double begun_ = 0;
  double next_draw_ = 0;
};

}  // namespace onefold::progress
