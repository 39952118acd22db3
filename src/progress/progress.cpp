#include "onefold/progress/progress.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "progress/format.hpp"

namespace onefold::progress {

namespace {

constexpr double kSecondsBetweenDraws = 0.2;
constexpr std::size_t kNameWidth = 10;
constexpr std::size_t kLeastBarWidth = 10;
constexpr std::size_t kMostBarWidth = 50;
// The rate of the first moments is too uncertain to estimate the remaining time.
constexpr double kSecondsBeforeForecast = 0.5;

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A file descriptor of the terminal to which stderr leads, or -1. Opened once. Under mpirun stderr is a pipe to the
// launcher. If the launcher runs on this machine and its own stderr is a terminal, it copies every byte there, so a bar
// works. Under a remote daemon or a batch system there is no terminal.
int terminal_of_stderr() {
  static const int descriptor = [] {
    if (::isatty(STDERR_FILENO) == 1) return STDERR_FILENO;
    if (std::getenv("OMPI_COMM_WORLD_RANK") == nullptr) return -1;
    struct stat pipe {};
    if (::fstat(STDERR_FILENO, &pipe) != 0 || !S_ISFIFO(pipe.st_mode))
      return -1;  // stderr of this rank alone is redirected
    const std::string link = "/proc/" + std::to_string(::getppid()) + "/fd/2";
    char target[32] = {};
    if (::readlink(link.c_str(), target, sizeof target - 1) <= 0) return -1;
    if (!std::string_view(target).starts_with("/dev/pts/") && !std::string_view(target).starts_with("/dev/tty"))
      return -1;
    const int opened = ::open(target, O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    return opened >= 0 && ::isatty(opened) == 1 ? opened : -1;
  }();
  return descriptor;
}

std::size_t terminal_width() {
  struct winsize size {};
  // Some terminals report a width of 0.
  if (::ioctl(terminal_of_stderr(), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

ProgressOptions options_for_stderr(bool is_root, bool quiet) {
  ProgressOptions options;
  if (!is_root || quiet) return options;
  const char* const term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb" || std::string_view(term).empty();
  options.lines = true;
  options.bar = !dumb && terminal_of_stderr() >= 0;
  options.color = options.bar && !is_set("NO_COLOR");
  return options;
}

std::string bar_line(const StageProgress& stage, std::size_t width, bool color) {
  const double rate = stage.seconds > 0 ? static_cast<double>(stage.done) / stage.seconds : 0;
  const double share =
      stage.total == 0 ? 0 : std::min(1.0, static_cast<double>(stage.done) / static_cast<double>(stage.total));
  const bool forecast = stage.total > 0 && stage.done > 0 && stage.seconds >= kSecondsBeforeForecast;

  const std::string name = fmt::format("{:<{}}", stage.name, kNameWidth);
  std::string figures;
  if (stage.total > 0) figures += fmt::format("{:4.0f} %", 100 * share);
  figures += fmt::format("   {} {}/s", human_number(rate), stage.unit);
  if (forecast) figures += fmt::format("   {} left", human_seconds(stage.seconds / share - stage.seconds));
  if (stage.total == 0) figures += fmt::format("   {}", human_seconds(stage.seconds));

  // In a narrow terminal the bar is left out first, then the end of the figures. The last column stays free, because a
  // full line would wrap.
  const std::size_t room = width > 1 ? width - 1 : 0;
  const std::size_t used = name.size() + figures.size() + 3;  // a space and two brackets
  std::string bar;
  if (stage.total > 0 && room >= used + kLeastBarWidth) {
    const std::size_t length = std::min(kMostBarWidth, room - used);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(length));
    std::string body(filled, '=');
    if (filled < length) body += '>';
    body.resize(length, ' ');
    bar = color ? fmt::format(" [\x1b[32m{}\x1b[0m]", body) : fmt::format(" [{}]", body);
    return name + bar + figures;
  }
  return (name + figures).substr(0, room);
}

std::string finished_line(const StageProgress& stage) {
  const double rate = stage.seconds > 0 ? static_cast<double>(stage.done) / stage.seconds : 0;
  std::string line = fmt::format("{:<{}}", stage.name, kNameWidth);
  // A stage without a unit has no rate.
  if (stage.unit.empty()) return line + fmt::format(" {:>15} {:<9} {:>11}", "", "", human_seconds(stage.seconds));
  return line + fmt::format(" {:>15} {:<9} {:>11} {:>16}", with_thousands(stage.done), stage.unit,
                            human_seconds(stage.seconds), human_rate(rate));
}

Progress::Progress(ProgressOptions options) : options_(std::move(options)) {
  if (!options_.seconds) options_.seconds = steady_seconds;
  if (!options_.width) options_.width = terminal_width;
}

Progress::~Progress() { erase(); }

void Progress::begin(std::string_view stage, std::string_view unit, std::uint64_t total) {
  if (running_) end(stage_.done);
  stage_ = {std::string(stage), std::string(unit), 0, total, 0};
  running_ = true;
  begun_ = options_.seconds();
  next_draw_ = begun_;
  draw();
}

void Progress::update(std::uint64_t done) { update(done, stage_.total); }

void Progress::update(std::uint64_t done, std::uint64_t total) {
  stage_.done = done;
  stage_.total = total;
  if (running_) draw();
}

void Progress::end(std::uint64_t count, std::string_view unit) {
  stage_.unit = unit;
  end(count);
}

void Progress::end(std::uint64_t count) {
  if (!running_) return;
  running_ = false;
  erase();
  stage_.done = count;
  stage_.seconds = options_.seconds() - begun_;
  if (options_.lines) say(finished_line(stage_));
}

void Progress::say(std::string_view line) {
  if (!options_.lines) return;
  erase();
  std::fprintf(options_.out, "%.*s\n", static_cast<int>(line.size()), line.data());
  std::fflush(options_.out);
}

void Progress::draw() {
  if (!options_.bar) return;
  const double now = options_.seconds();
  if (now < next_draw_) return;
  next_draw_ = now + kSecondsBetweenDraws;
  stage_.seconds = now - begun_;
  // Overwrites the previous line and clears its rest. The cursor stays at the beginning of the line for the next
  // output.
  std::fprintf(options_.out, "%s\x1b[K\r", bar_line(stage_, options_.width(), options_.color).c_str());
  std::fflush(options_.out);
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", options_.out);
  std::fflush(options_.out);
  drawn_ = false;
}

}  // namespace onefold::progress
