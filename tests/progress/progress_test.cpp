#include "onefold/progress/progress.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace onefold::progress {
namespace {

// A file in memory, and a clock controlled by the test.
struct Screen {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* file = ::open_memstream(&text, &size);
  double now = 100;
  Screen() = default;
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() {
    std::fclose(file);
    std::free(text);
  }
  ProgressOptions options(bool bar) {
    return {.lines = true,
            .bar = bar,
            .color = false,
            .out = file,
            .seconds = [this] { return now; },
            .width = [] { return 80; }};
  }
  std::string shown() const {
    std::fflush(file);
    return {text, size};
  }
};

// The lines that a terminal shows after these bytes; the last one may be unfinished.
std::string rendered(const std::string& bytes) {
  std::string finished;
  std::string line;
  std::size_t column = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes.compare(i, 3, "\x1b[K") == 0) {
      line.resize(column);
      i += 2;
    } else if (bytes[i] == '\r') {
      column = 0;
    } else if (bytes[i] == '\n') {
      finished += line + "\n";
      line.clear();
      column = 0;
    } else {
      line.resize(std::max(line.size(), column + 1), ' ');
      line[column++] = bytes[i];
    }
  }
  return finished + line;
}

TEST(Progress, without_a_terminal_there_is_one_plain_line_per_stage_and_no_bar) {
  Screen screen;
  {
    Progress progress(screen.options(false));
    progress.begin("ingest", "records", 1'000'000);
    for (std::uint64_t done = 0; done < 1'000'000; done += 1'000) {
      screen.now += 0.002;
      progress.update(done);
    }
    progress.end(1'000'000);
    progress.begin("write", "");
    screen.now += 0.5;
    progress.end(0);
  }
  EXPECT_EQ(screen.shown(),
            "ingest           1,000,000 records         2.0 s        500,000/s\n"
            "write                                     0.50 s\n");
}

TEST(Progress, on_a_terminal_the_bar_moves_a_few_times_a_second_and_leaves_only_the_plain_line) {
  Screen screen;
  {
    Progress progress(screen.options(true));
    progress.begin("score", "pairs", 1'000);
    for (std::uint64_t done = 0; done <= 500; ++done) {
      screen.now += 0.002;
      progress.update(done);
    }
    const std::string half = screen.shown();
    EXPECT_NE(rendered(half).find("=>"), std::string::npos) << half;
    EXPECT_NE(rendered(half).find("left"), std::string::npos) << half;
    const auto num_drawn = static_cast<std::size_t>(std::count(half.begin(), half.end(), '\r'));
    EXPECT_GE(num_drawn, 3U);
    EXPECT_LE(num_drawn, 10U) << "in one second";
    progress.say("model: a level was not seen");
    progress.end(1'000);
  }
  EXPECT_EQ(rendered(screen.shown()),
            "model: a level was not seen\n"
            "score                1,000 pairs           1.0 s            998/s\n");
}

TEST(Progress, an_exception_in_a_stage_takes_the_bar_away) {
  Screen screen;
  try {
    Progress progress(screen.options(true));
    progress.begin("score", "pairs", 1'000);
    EXPECT_FALSE(rendered(screen.shown()).empty());
    throw 1;
  } catch (int) {
  }
  EXPECT_EQ(rendered(screen.shown()), "");
}

TEST(Progress, quiet_and_other_ranks_show_nothing) {
  for (const bool is_root : {false, true}) {
    const ProgressOptions options = options_for_stderr(is_root, is_root);
    EXPECT_FALSE(options.lines || options.bar || options.color);
  }
}

TEST(Progress, no_color_and_dumb_terminals_are_respected) {
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(options_for_stderr(true, false).color);
  ::unsetenv("NO_COLOR");
  ::setenv("TERM", "dumb", 1);
  EXPECT_FALSE(options_for_stderr(true, false).bar);
}

TEST(Progress, color_is_in_the_bar_only_when_asked_for) {
  const StageProgress stage{"score", "pairs", 500, 1'000, 1.0};
  EXPECT_EQ(bar_line(stage, 80, false).find('\x1b'), std::string::npos);
  EXPECT_NE(bar_line(stage, 80, true).find("\x1b[32m"), std::string::npos);
}

RC_GTEST_PROP(Progress, the_bar_line_never_reaches_the_last_column, ()) {
  StageProgress stage{"blocking and more", *rc::gen::element<std::string>("records", "pairs", ""),
                      *rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>(),
                      static_cast<double>(*rc::gen::inRange(0, 10'000'000)) / 1000};
  const auto width = *rc::gen::inRange<std::size_t>(0, 300);
  RC_ASSERT(bar_line(stage, width, false).size() <= (width > 0 ? width - 1 : 0));
}

}  // namespace
}  // namespace onefold::progress
