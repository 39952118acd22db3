// Which files are read, and which are refused because reading them could block forever.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <thread>

#include "files/mapped_file.hpp"
#include "files/own_folder.hpp"
#include "files/regular_file.hpp"
#include "onefold/record/error.hpp"

namespace onefold::files {
namespace {

using test::OwnFolder;

TEST(ReadText, reads_a_regular_file_up_to_a_limit) {
  const OwnFolder folder;
  const auto path = folder.write("file", "some text");
  EXPECT_EQ(read_text(path, 100).text, "some text");
  EXPECT_EQ(read_text(path, 100).reason, "");
  EXPECT_EQ(read_text(path, 4).text, "some");
  EXPECT_EQ(read_text(folder.write("empty", ""), 4).reason, "");
  EXPECT_NE(read_text(folder / "absent", 4).reason, "");
}

TEST(ReadText, never_waits_for_a_fifo_with_or_without_a_writer) {
  const OwnFolder folder;
  const std::string fifo = folder / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(read_text(fifo, 100).reason, "it is a FIFO, not a regular file");
  const int silent_writer = ::open(fifo.c_str(), O_RDWR);
  EXPECT_EQ(read_text(fifo, 100).reason, "it is a FIFO, not a regular file");
  ::close(silent_writer);
}

TEST(ReadText, refuses_folders_devices_and_sockets) {
  const OwnFolder folder;
  EXPECT_EQ(read_text(folder / ".", 100).reason, "it is a folder, not a regular file");
  EXPECT_EQ(read_text("/dev/null", 100).reason, "it is a device, not a regular file");
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder / "socket";
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(read_text(path, 100).reason, "it is a socket, not a regular file");
  ::close(socket);
}

TEST(ReadText, waits_for_the_writer_of_a_pipe_without_a_name) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(::write(ends[1], "job", 3), 3);
    ::close(ends[1]);
  });
  const auto read = read_text("/dev/fd/" + std::to_string(ends[0]), 100);
  writer.join();
  ::close(ends[0]);
  EXPECT_EQ(read.text, "job");
  EXPECT_EQ(read.reason, "");
}

TEST(MappedFile, holds_the_content_and_refuses_everything_but_files) {
  const OwnFolder folder;
  EXPECT_EQ(MappedFile(folder.write("file", "some text"), "truth file").content(), "some text");
  EXPECT_EQ(MappedFile(folder.write("empty", ""), "truth file").content(), "");
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  for (const char* name : {"fifo", ".", "absent"}) {
    try {
      const MappedFile file(folder / name, "truth file");
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_EQ(std::string(error.what()).find("cannot read the truth file "), 0u) << error.what();
    }
  }
}

}  // namespace
}  // namespace onefold::files
