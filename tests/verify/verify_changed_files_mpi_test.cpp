// Files that another program has changed through HDF5, and files that were cut off or lengthened.
#include <hdf5.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "hdf5/seal.hpp"
#include "inspect/explain_pair.hpp"
#include "onefold/record/error.hpp"
#include "support/mpi_test.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_result.hpp"
#include "verify/verify_result.hpp"

namespace onefold::verify {
namespace {

// Replaces a dataset by a new one.
void replace(hid_t file, const char* name, hid_t type, const std::vector<hsize_t>& dims, bool grows = false) {
  if (H5Lexists(file, name, H5P_DEFAULT) > 0) H5Ldelete(file, name, H5P_DEFAULT);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  const std::vector<hsize_t> most(dims.size(), H5S_UNLIMITED);
  const std::vector<hsize_t> chunk(dims.size(), 1);
  if (grows) H5Pset_chunk(creation, static_cast<int>(dims.size()), chunk.data());
  const hid_t space = dims.empty()
                          ? H5Screate(H5S_SCALAR)
                          : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), grows ? most.data() : nullptr);
  H5Dclose(H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  H5Sclose(space);
  H5Pclose(creation);
}

void remove(hid_t file, const char* name) { H5Ldelete(file, name, H5P_DEFAULT); }

void make_group(hid_t file, const char* name) {
  H5Gclose(H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
}

// A dataset whose bytes are stored in another file.
void replace_by_external_bytes(hid_t file, const char* name, hsize_t rows, const std::string& path) {
  remove(file, name);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_external(creation, path.c_str(), 0, rows * 8);
  const hid_t space = H5Screate_simple(1, &rows, nullptr);
  H5Dclose(H5Dcreate2(file, name, H5T_STD_I64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  H5Sclose(space);
  H5Pclose(creation);
}

struct Change {
  const char* what;
  std::function<void(hid_t file)> make;
};

std::vector<Change> changes(const std::string& fifo) {
  return {
      {"a matrix without columns",
       [](hid_t f) {
         replace(f, "/patterns/level", H5T_STD_I8LE, {100, 0}, true);
       }},
      {"a matrix of another program without columns",
       [](hid_t f) {
         replace(f, "/x", H5T_STD_I64LE, {3, 0}, true);
       }},
      {"no dimensions", [](hid_t f) { replace(f, "/records/pin", H5T_STD_I64LE, {}); }},
      {"three dimensions",
       [](hid_t f) {
         replace(f, "/records/pin", H5T_STD_I64LE, {2, 2, 2});
       }},
      {"rows without end", [](hid_t f) { replace(f, "/records/pin", H5T_STD_I64LE, {hsize_t{1} << 60}, true); }},
      {"rows wider than any",
       [](hid_t f) {
         replace(f, "/records/pin", H5T_STD_I64LE, {1, hsize_t{1} << 61}, true);
       }},
      {"another type", [](hid_t f) { replace(f, "/records/pin", H5T_IEEE_F32LE, {100}); }},
      {"texts of any length",
       [](hid_t f) {
         const hid_t type = H5Tcopy(H5T_C_S1);
         H5Tset_size(type, H5T_VARIABLE);
         replace(f, "/records/source_id", type, {100});
         H5Tclose(type);
       }},
      {"a type in the place of a dataset",
       [](hid_t f) {
         const hid_t type = H5Tcopy(H5T_STD_I64LE);
         remove(f, "/records/pin");
         H5Tcommit2(f, "/records/pin", type, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
         H5Tclose(type);
       }},
      {"a group in the place of a dataset",
       [](hid_t f) {
         remove(f, "/records/pin");
         make_group(f, "/records/pin");
       }},
      {"a dataset in the place of a group",
       [](hid_t f) {
         remove(f, "/records");
         replace(f, "/records", H5T_STD_I64LE, {100});
       }},
      {"a dataset less", [](hid_t f) { remove(f, "/records/pin"); }},
      {"an index that leads nowhere", [](hid_t f) { replace(f, "/edges/left_offsets", H5T_STD_I64LE, {7}); }},
      {"long texts without bytes", [](hid_t f) { remove(f, "/customers/golden/note/bytes"); }},
      {"long texts whose bytes are a matrix",
       [](hid_t f) {
         replace(f, "/customers/golden/note/bytes", H5T_STD_U8LE, {10, 2});
       }},
      {"long texts whose offsets are a link",
       [](hid_t f) {
         remove(f, "/customers/golden/note/offsets");
         H5Lcreate_soft("/records/pin", f, "/customers/golden/note/offsets", H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"the file linked into itself",
       [](hid_t f) { H5Lcreate_hard(f, "/", f, "/records/loop", H5P_DEFAULT, H5P_DEFAULT); }},
      {"the file linked into itself, often",
       [](hid_t f) {
         for (const char* name : {"/a", "/b", "/c", "/d", "/e"})
           H5Lcreate_hard(f, "/", f, name, H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"two groups in each other",
       [](hid_t f) {
         make_group(f, "/one");
         make_group(f, "/one/two");
         H5Lcreate_hard(f, "/one", f, "/one/two/one", H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"a soft link",
       [](hid_t f) {
         remove(f, "/records/pin");
         H5Lcreate_soft("/records/row", f, "/records/pin", H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"a soft link to nothing", [](hid_t f) { H5Lcreate_soft("/nowhere", f, "/x", H5P_DEFAULT, H5P_DEFAULT); }},
      {"a soft link to itself", [](hid_t f) { H5Lcreate_soft("/x", f, "/x", H5P_DEFAULT, H5P_DEFAULT); }},
      {"a group that is a soft link",
       [](hid_t f) {
         H5Lmove(f, "/records", f, "/moved", H5P_DEFAULT, H5P_DEFAULT);
         H5Lcreate_soft("/moved", f, "/records", H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"a link to a FIFO",
       [fifo](hid_t f) { H5Lcreate_external(fifo.c_str(), "/", f, "/x", H5P_DEFAULT, H5P_DEFAULT); }},
      {"a group that is a link to a FIFO",
       [fifo](hid_t f) {
         remove(f, "/records");
         H5Lcreate_external(fifo.c_str(), "/", f, "/records", H5P_DEFAULT, H5P_DEFAULT);
       }},
      {"bytes in a FIFO", [fifo](hid_t f) { replace_by_external_bytes(f, "/records/pin", 100, fifo); }},
      {"a list of datasets that is shorter", [](hid_t f) { replace(f, "/verification/rows", H5T_STD_I64LE, {1}); }},
      {"a list of datasets without rows",
       [](hid_t f) { replace(f, "/verification/dataset", H5T_STD_I64LE, {0}, true); }},
  };
}

void change(const std::string& path, const std::function<void(hid_t file)>& make) {
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  make(file);
  EXPECT_GE(H5Fclose(file), 0);
}

// Whether the missing seal is the only fault that `verification` found.
bool only_the_seal_is_missing(const Verification& verification) {
  const auto& checks = verification.checks;
  return !verification.passed() && !checks.front().passed &&
         checks.front().detail.find("no seal") != std::string::npos &&
         std::all_of(checks.begin() + 1, checks.end(), [](const Check& check) { return check.passed; });
}

TEST(VerifyChangedFiles, fails_a_copy_that_was_cut_off_exactly_before_its_seal) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "good.h5", test::tiny_result(100));
  if (world.is_root()) {
    const std::string good = test::read_whole(folder / "good.h5");
    test::write_whole(folder / "x.h5", good.substr(0, good.size() - result::kSealBytes));
    EXPECT_TRUE(only_the_seal_is_missing(verify_result(folder / "x.h5")));
  }
}

TEST(VerifyChangedFiles, fails_a_file_without_its_seal_although_another_program_changed_no_content) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::tiny_result(100));
  if (world.is_root()) {
    change(folder / "x.h5", [](hid_t file) { make_group(file, "/empty"); });
    EXPECT_TRUE(only_the_seal_is_missing(verify_result(folder / "x.h5")));
  }
}

TEST(VerifyChangedFiles, fails_without_delay_after_any_change_by_another_program) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "good.h5", test::tiny_result(1'400, true));
  if (world.is_root()) {
    const std::string good = test::read_whole(folder / "good.h5");
    const std::string path = folder / "x.h5";
    const std::string fifo = folder / "fifo";
    EXPECT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    for (const Change& one : changes(fifo)) {
      SCOPED_TRACE(one.what);
      test::write_whole(path, good);
      change(path, one.make);
      const auto start = std::chrono::steady_clock::now();
      const Verification verification = verify_result(path);
      EXPECT_FALSE(verification.passed());
      EXPECT_FALSE(only_the_seal_is_missing(verification)) << "the content was changed, too";
      // Another reader does not crash either. Parts that it does not read do not affect it.
      try {
        (void)inspect::explain_pair(result::ResultReader(path), "crm:c:1", "crm:c:3");
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input) << error.what();
      }
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    }
  }
}

TEST(VerifyChangedFiles, refuses_another_version_and_says_what_to_do) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "x.h5", test::tiny_result(10));
  if (world.is_root()) {
    for (const std::string version : {"1.2", "3.0", ""}) {
      change(folder / "x.h5", [&](hid_t file) {
        H5Adelete(file, "format_version");
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, version.size() + 1);
        const hid_t space = H5Screate(H5S_SCALAR);
        const hid_t attribute = H5Acreate2(file, "format_version", type, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, type, version.c_str());
        H5Aclose(attribute);
        H5Sclose(space);
        H5Tclose(type);
      });
      try {
        (void)verify_result(folder / "x.h5");
        ADD_FAILURE() << version;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
        const std::string message = error.what();
        EXPECT_NE(message.find("format version " + (version.empty() ? "unknown" : version)), std::string::npos)
            << message;
        for (const char* part : {"reads versions 2.x", "run its job again", "/job/resolved"})
          EXPECT_NE(message.find(part), std::string::npos) << message;
      }
    }
  }
}

TEST(VerifyChangedFiles, recognises_a_truncated_and_a_lengthened_copy_by_its_length) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  test::write_tiny(world, folder / "good.h5", test::tiny_result(100));
  if (world.is_root()) {
    const std::string good = test::read_whole(folder / "good.h5");
    const std::string path = folder / "x.h5";
    const auto failure_of = [&](const std::string& bytes) {
      test::write_whole(path, bytes);
      const Verification verification = verify_result(path);
      EXPECT_FALSE(verification.passed());
      return verification.checks.front().detail;
    };
    for (const std::size_t missing : {std::size_t{1}, std::size_t{79}, std::size_t{81}, good.size() / 2})
      EXPECT_NE(failure_of(good.substr(0, good.size() - missing)).find("truncated"), std::string::npos) << missing;
    for (const std::size_t added : {1, 80, 5'000})
      EXPECT_NE(failure_of(good + std::string(added, 'x')).find("lengthened"), std::string::npos) << added;
    // Space was allocated for the whole file, but its end was not copied.
    std::string holed = good;
    std::fill(holed.end() - 80, holed.end(), '\0');
    EXPECT_NE(failure_of(holed).find("incomplete"), std::string::npos);
    // The file twice: it ends in a seal, but the length differs.
    EXPECT_FALSE(failure_of(good + good).empty());
  }
}

TEST(VerifyChangedFiles, refuses_a_fifo_and_a_folder_without_waiting) {
  const auto& world = test::world();
  const test::ScratchFolder folder(world);
  if (world.is_root()) {
    EXPECT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
    for (const std::string& path : {folder / "fifo", folder.path()}) try {
        (void)verify_result(path);
        ADD_FAILURE() << path;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::input);
        EXPECT_NE(std::string(error.what()).find("not a regular file"), std::string::npos) << error.what();
      }
  }
}

}  // namespace
}  // namespace onefold::verify
