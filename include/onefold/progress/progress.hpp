// What rank 0 shows while a run goes on. On a terminal: one line with the stage, a bar, the rate and the time left,
// redrawn a few times a second, and replaced by a plain line when the stage ends. Elsewhere (a log file): the plain
// lines only.
//
//   score      [=========>              ]  38 %   4.21 M pairs/s   12.0 s left
//   ingest            1,000,000 records        1.2 s        833,333/s
//
// No thread and no MPI: the pipeline calls update() now and then, which costs a look at the clock. The cursor is never
// hidden and no line is left half-drawn, so a run may be killed at any moment without spoiling the terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace onefold::progress {

struct ProgressOptions {
  bool lines = false;  ///< a plain line for each finished stage
  bool bar = false;    ///< the moving line
  bool color = false;
  std::FILE* out = stderr;
  std::function<double()> seconds;     ///< clock; a test brings its own. None: the steady clock.
  std::function<std::size_t()> width;  ///< of the terminal in columns. None: asks the terminal.
};

/// What fits stderr and the environment (NO_COLOR, TERM=dumb). Nothing at all on ranks other than 0, or when `quiet`.
[[nodiscard]] ProgressOptions options_for_stderr(bool is_root, bool quiet);

/// State of a stage, and how it looks; pure, at most `width` columns wide.
struct StageProgress {
  std::string name;
  std::string unit;  ///< "records", "pairs"
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0: unknown
  double seconds = 0;
};
[[nodiscard]] std::string bar_line(const StageProgress& stage, std::size_t width, bool color);
[[nodiscard]] std::string finished_line(const StageProgress& stage);

class Progress {
 public:
  explicit Progress(ProgressOptions options);
  ~Progress();  ///< takes the bar away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Ends the stage before, if it was not.
  void begin(std::string_view stage, std::string_view unit, std::uint64_t total = 0);
  /// `done` of `total` so far, as far as this rank knows: a guess for all.
  void update(std::uint64_t done);
  void update(std::uint64_t done, std::uint64_t total);
  /// `count` is what the finished line says: exact, of all ranks.
  void end(std::uint64_t count);
  /// The same, in a unit other than that of the bar (files are read in bytes and end as records).
  void end(std::uint64_t count, std::string_view unit);
  /// A line of its own that does not disturb the bar: warnings, what training said.
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
