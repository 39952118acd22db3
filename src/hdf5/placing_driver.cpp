#include "hdf5/placing_driver.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>

#if __has_include(<H5FDdevelop.h>)
#include <H5FDdevelop.h>
#endif

namespace onefold::result {

namespace {

constexpr herr_t kOk = 0;
constexpr herr_t kFailed = -1;

// The first member belongs to HDF5. The end of allocation is what HDF5 has given out; the end of file is what was
// written.
struct PlacingFile {
  H5FD_t base;
  int descriptor;
  haddr_t end_of_allocation;
  haddr_t end_of_file;
  PlacementLog* log;
};

PlacingFile& as_file(H5FD_t* file) { return *reinterpret_cast<PlacingFile*>(file); }
const PlacingFile& as_file(const H5FD_t* file) { return *reinterpret_cast<const PlacingFile*>(file); }

void note_failure(PlacementLog& log, const char* what, int reason) {
  if (log.failure.empty()) log.failure = std::string(what) + ": " + std::strerror(reason);
  log.discard = true;
}

H5FD_t* open_file(const char* name, unsigned flags, hid_t access, haddr_t max_address) {
  const auto* info = static_cast<PlacementLog* const*>(H5Pget_driver_info(access));
  if (info == nullptr || *info == nullptr || max_address == 0) return nullptr;
  const int descriptor = ::open(name, O_CLOEXEC | O_NOFOLLOW | ((flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY) |
                                          ((flags & H5F_ACC_TRUNC) != 0 ? O_TRUNC : 0));
  if (descriptor < 0) {
    note_failure(**info, "cannot open", errno);
    return nullptr;
  }
  const off_t size = lseek(descriptor, 0, SEEK_END);
  auto file = std::make_unique<PlacingFile>();
  file->descriptor = descriptor;
  file->end_of_file = size < 0 ? 0 : static_cast<haddr_t>(size);
  file->log = *info;
  return &file.release()->base;
}

herr_t close_file(H5FD_t* base) {
  const std::unique_ptr<PlacingFile> file(&as_file(base));
  if (::close(file->descriptor) != 0 && !file->log->discard) note_failure(*file->log, "cannot close", errno);
  return kOk;
}

int compare(const H5FD_t* left, const H5FD_t* right) { return left == right ? 0 : std::less<>()(left, right) ? -1 : 1; }

herr_t query(const H5FD_t*, unsigned long* features) {
  if (features != nullptr)
    *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_AGGREGATE_SMALLDATA;
  return kOk;
}

haddr_t end_of_allocation(const H5FD_t* file, H5FD_mem_t) { return as_file(file).end_of_allocation; }
haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t) { return as_file(file).end_of_file; }
herr_t set_end_of_allocation(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  as_file(file).end_of_allocation = address;
  return kOk;
}

herr_t read(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t num_bytes, void* buffer) {
  PlacingFile& file = as_file(base);
  auto* out = static_cast<char*>(buffer);
  while (num_bytes > 0) {
    const ssize_t count = pread(file.descriptor, out, num_bytes, static_cast<off_t>(address));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      note_failure(*file.log, "cannot read", errno);
      return kFailed;
    }
    if (count == 0) {
      // Bytes beyond the end of the file read as zeros.
      std::memset(out, 0, num_bytes);
      break;
    }
    out += count;
    address += static_cast<haddr_t>(count);
    num_bytes -= static_cast<size_t>(count);
  }
  return kOk;
}

herr_t write(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t num_bytes, const void* buffer) {
  PlacingFile& file = as_file(base);
  const haddr_t end = address + num_bytes;
  if (buffer == file.log->placeholder()) {
    file.log->note({address, num_bytes});
  } else {
    const auto* in = static_cast<const char*>(buffer);
    while (num_bytes > 0 && !file.log->discard) {
      const ssize_t count = pwrite(file.descriptor, in, num_bytes, static_cast<off_t>(address));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        note_failure(*file.log, "cannot write", count < 0 ? errno : ENOSPC);
        break;
      }
      in += count;
      address += static_cast<haddr_t>(count);
      num_bytes -= static_cast<size_t>(count);
    }
  }
  file.end_of_file = std::max(file.end_of_file, end);
  return kOk;
}

// HDF5 calls this function when it closes: the file ends where the allocation ends.
herr_t truncate_file(H5FD_t* base, hid_t, hbool_t) {
  PlacingFile& file = as_file(base);
  if (file.end_of_file == file.end_of_allocation || file.log->discard) return kOk;
  if (ftruncate(file.descriptor, static_cast<off_t>(file.end_of_allocation)) != 0)
    note_failure(*file.log, "cannot set the size", errno);
  file.end_of_file = file.end_of_allocation;
  return kOk;
}

H5FD_class_t driver_class() {
  H5FD_class_t driver{};
#ifdef H5FD_CLASS_VERSION
  driver.version = H5FD_CLASS_VERSION;
  driver.value = static_cast<H5FD_class_value_t>(300);  // in the range for private use
#endif
  driver.name = "onefold_placing";
  driver.maxaddr = static_cast<haddr_t>(std::numeric_limits<off_t>::max());
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size =
      sizeof(PlacementLog*);  // NOLINT(bugprone-sizeof-expression): the driver's settings are this pointer
  driver.open = open_file;
  driver.close = close_file;
  driver.cmp = compare;
  driver.query = query;
  driver.get_eoa = end_of_allocation;
  driver.set_eoa = set_end_of_allocation;
  driver.get_eof = end_of_file;
  driver.read = read;
  driver.write = write;
  driver.truncate = truncate_file;
  constexpr H5FD_mem_t kMap[] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(kMap), std::end(kMap), std::begin(driver.fl_map));
  return driver;
}

}  // namespace

h5::Handle placing_access_list(PlacementLog& log) {
  // Registered once, for the rest of the process. H5FD_close drops the file's reference to the driver before it calls
  // the driver: without our own reference it would call through memory that it has just freed.
  static const H5FD_class_t driver = driver_class();
  static const hid_t id = h5::checked(H5FDregister(&driver));
  h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  const PlacementLog* info = &log;
  h5::checked(H5Pset_driver(access.get(), id, &info));
  return access;
}

}  // namespace onefold::result
