// Ends this process, and with it the job, when something takes too long after a failure: MPI never tells a rank that
// another one waits for it somewhere else. Measured: with a full disk one rank gets an error from HDF5 while the others stay inside.
#pragma once

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "onefold/record/error.hpp"

namespace onefold::store {

/// Local. Alive: the deadline runs. Destroyed: nothing happened. The thread calls neither MPI nor HDF5.
class Watchdog {
 public:
  Watchdog(std::chrono::seconds patience, std::string message, std::string file_to_remove)
      : thread_([this, patience, message = std::move(message), file = std::move(file_to_remove)] {
          std::unique_lock lock(mutex_);
          if (wake_.wait_for(lock, patience, [this] { return done_; })) return;
          std::fprintf(stderr, "onefold: %s\n", message.c_str());
          unlink(file.c_str());
          _exit(static_cast<int>(ExitCode::output));
        }) {}
  ~Watchdog() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace onefold::store
