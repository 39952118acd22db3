#include "cli/standard_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "onefold/record/error.hpp"

namespace onefold::cli {

void occupy_closed_descriptors() {
  // open() takes the lowest free number, so the loop fills the closed ones of 0, 1 and 2. Standard error is opened for
  // writing, because messages may be lost; standard output is not, because writing results to it must fail.
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(::open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY));
}

void write_to_stdout(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {  // somebody made this terminal or pipe non-blocking
      pollfd output{STDOUT_FILENO, POLLOUT, 0};
      static_cast<void>(::poll(&output, 1, -1));
      continue;
    }
    if (written <= 0) {
      const int reason = written == 0 ? ENOSPC : errno;
      throw Error(ExitCode::output, fmt::format("cannot write to standard output: {}",
                                                reason == EBADF ? "it is closed" : std::strerror(reason)));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print(const mpi::Communicator& world, const std::function<std::string()>& text_of, std::string_view consolation) {
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    const std::string text = text_of();
    try {
      write_to_stdout(text);
    } catch (const Error& error) {
      if (consolation.empty()) throw;
      throw Error(error.code(), fmt::format("{}; {}", error.what(), consolation));
    }
  });
}

}  // namespace onefold::cli
