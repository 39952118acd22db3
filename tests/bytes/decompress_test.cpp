#include <gtest/gtest.h>

#include <functional>

#include "bytes/byte_source.hpp"
#include "onefold/record/error.hpp"
#include "support/compressed.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::bytes {
namespace {

class Decompress : public testing::Test {
 protected:
  /// The unpacked text, or the message of the error.
  std::string unpacked(const std::string& name, const std::string& stored) {
    folder_.write(name, stored);
    try {
      const auto source =
          open_compressed(folder_ / name, compression_of(folder_ / name, stored.substr(0, kMagicBytes)));
      std::string text;
      std::vector<char> buffer(100);
      while (const std::size_t got = source->read(buffer)) text.append(buffer.data(), got);
      return text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      return error.what();
    }
  }
  test::ScratchFolder folder_;
};

std::string some_text() {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "row " + std::to_string(i * 7919 % 1000) + "\n";
  return text;
}

const std::pair<const char*, std::function<std::string(std::string_view)>> kPackers[] = {
    {"a.gz", test::gzipped},
    {"a.zst", test::zstandard},
    {"a.bz2", test::bzip2ed},
    {"a.xz", test::xz},
    {"a.zip", [](std::string_view text) { return test::zipped({"a.csv"}, text); }},
};

TEST_F(Decompress, every_form_is_unpacked_whatever_the_name_says) {
  for (const auto& [name, pack] : kPackers) {
    EXPECT_EQ(unpacked(name, pack(some_text())), some_text()) << name;
    EXPECT_EQ(unpacked("b.csv", pack(some_text())), some_text()) << name;
    EXPECT_EQ(unpacked(name, pack("")), "") << name;
  }
}

TEST_F(Decompress, streams_that_follow_each_other_are_one_text) {
  for (const auto& [name, pack] : kPackers)
    if (std::string_view(name) != "a.zip") {
      EXPECT_EQ(unpacked(name, pack("one\n") + pack("two\n")), "one\ntwo\n") << name;
    }
}

TEST_F(Decompress, a_file_that_is_cut_off_or_damaged_is_an_error) {
  for (const auto& [name, pack] : kPackers) {
    const std::string whole = pack(some_text());
    for (const std::size_t size : {std::size_t{3}, whole.size() / 2, whole.size() - 1}) {
      const std::string message = unpacked(name, whole.substr(0, size));
      EXPECT_NE(message.find("damaged or not complete"), std::string::npos) << name << ' ' << size << ": " << message;
    }
    std::string damaged = whole;
    damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 0x55);
    const std::string message = unpacked(name, damaged);
    EXPECT_NE(message.find("damaged or not complete"), std::string::npos) << name;
    EXPECT_NE(unpacked(name, "id,name\n1,a\n").find("damaged or not complete"), std::string::npos)
        << "a text with the name " << name;
  }
}

TEST_F(Decompress, an_archive_of_several_files_names_them) {
  const std::string message = unpacked("a.zip", test::zipped({"data/", "data/a.csv", "data/b.csv", "__MACOSX/x"}, "t"));
  EXPECT_NE(message.find("is a zip archive of 2 files: data/a.csv, data/b.csv"), std::string::npos) << message;
  EXPECT_NE(message.find("member = \"data/a.csv\""), std::string::npos) << message;
  EXPECT_NE(unpacked("a.zip", test::zipped({}, "")).find("without a file in it"), std::string::npos);
}

}  // namespace
}  // namespace onefold::bytes
