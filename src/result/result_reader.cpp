#include "onefold/result/result_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <system_error>

#include "files/regular_file.hpp"
#include "hdf5/chunk_file.hpp"
#include "hdf5/descriptor.hpp"
#include "hdf5/hdf5.hpp"
#include "hdf5/seal.hpp"

namespace onefold::result {

namespace {

constexpr std::uint64_t kSmallFileBytes = 1 << 30;
constexpr std::uint64_t kSliceBytes = 4 << 20;
// More than any process can hold today: a request for more means that the file is damaged.
constexpr std::uint64_t kMaxReadBytes = 1ULL << 46;
constexpr std::uint64_t kMaxRowBytes = 1ULL << 32;
// Deflate packs at most 1,032 bytes into one; this limit leaves a margin.
constexpr std::uint64_t kMaxDeflateRatio = 1100;
// The deepest dataset of the format is /customers/golden/ATTRIBUTE/offsets.
constexpr std::size_t kMaxDepth = 6;
constexpr std::size_t kMaxObjects = 1 << 20;

/// A dataset that stays open. Its last chunk stays unpacked.
struct Dataset {
  h5::Handle set;    // the offsets, for a column of texts
  h5::Handle bytes;  // only for such a column
  std::string type_name;
  std::uint64_t rows = 0;
  std::uint64_t width = 1;
  std::uint64_t row_bytes = 0;
  std::uint64_t num_text_bytes = 0;
  bool is_matrix = false;
};

std::string type_name_of(hid_t type) {
  const H5T_class_t kind = H5Tget_class(type);
  const std::size_t size = H5Tget_size(type);
  if (kind == H5T_FLOAT) return size == 8 ? "float64" : size == 4 ? "float32" : "other";
  if (kind != H5T_INTEGER || H5Tget_sign(type) != H5T_SGN_2) return "other";
  return size == 8 ? "int64" : size == 4 ? "int32" : size == 2 ? "int16" : size == 1 ? "int8" : "other";
}

hid_t memory_type_of(const Dataset& dataset) {
  if (dataset.type_name == "int8") return H5T_NATIVE_INT8;
  if (dataset.type_name == "int16") return H5T_NATIVE_INT16;
  if (dataset.type_name == "int32") return H5T_NATIVE_INT32;
  if (dataset.type_name == "int64") return H5T_NATIVE_INT64;
  return dataset.type_name == "float32" ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE;
}

// A range of rows of a dataset with one dimension, or with two dimensions and `width` columns.
struct RowRange {
  bool is_matrix = false;
  std::uint64_t width = 1;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
};

void read_rows(hid_t set, hid_t memory_type, const RowRange& rows, void* out) {
  const auto& [is_matrix, width, first, count] = rows;
  if (count == 0) return;
  const hsize_t start[2] = {first, 0};
  const hsize_t extent[2] = {count, width};
  const h5::Handle file_space(H5Dget_space(set), H5Sclose);
  const h5::Handle memory_space(H5Screate_simple(is_matrix ? 2 : 1, extent, nullptr), H5Sclose);
  h5::checked(H5Sselect_hyperslab(file_space.get(), H5S_SELECT_SET, start, nullptr, extent, nullptr));
  h5::checked(H5Dread(set, memory_type, memory_space.get(), file_space.get(), H5P_DEFAULT, out));
}

std::string_view without_padding(const char* text, std::size_t length) {
  while (length > 0 && text[length - 1] == '\0') --length;
  return {text, length};
}

// Called for a file that does not end in a seal. Throws if the file was cut off or lengthened. If another program
// changed it through HDF5, it ends where its superblock states.
void check_length(const std::string& path, int descriptor, SealCheck check) {
  const auto length = length_of(descriptor);
  if (!length || length->num_bytes == length->hdf5_bytes) return;
  if (length->num_bytes < length->hdf5_bytes)
    throw DamagedFile(fmt::format("{} is truncated: it has {} bytes, its header says {}; make a complete copy", path,
                                  length->num_bytes, length->hdf5_bytes + kSealBytes));
  if (check != SealCheck::always) return;
  const std::uint64_t tail = length->num_bytes - length->hdf5_bytes;
  if (tail < kSealBytes)
    throw DamagedFile(
        fmt::format("{} is truncated: its last {} bytes are missing; make a complete copy", path, kSealBytes - tail));
  throw DamagedFile(
      fmt::format("{} is lengthened or incomplete: {} bytes follow its data and do not end in a seal; "
                  "make a complete copy",
                  path, tail));
}

SealState check_seal(const std::string& path, SealCheck check) {
  files::require_regular_file(path, "result file");
  try {
    const Descriptor file(path, O_RDONLY | O_NONBLOCK);
    struct stat status {};
    if (fstat(file.get(), &status) != 0) throw std::system_error(errno, std::generic_category(), "cannot stat");
    const auto seal = read_seal(file.get());
    if (!seal) {
      check_length(path, file.get(), check);
      return SealState::missing;
    }
    const bool small = static_cast<std::uint64_t>(status.st_size) <= kSmallFileBytes;
    if (check == SealCheck::never || (check == SealCheck::when_small && !small)) return SealState::skipped;
    if (digest_of_blocks(file.get(), seal->num_bytes, 0, num_seal_blocks(seal->num_bytes)) != seal->digest)
      throw DamagedFile(fmt::format(
          "{} is damaged: its bytes are not those that onefold wrote; take a copy, or run the job again", path));
    return SealState::holds;
  } catch (const std::system_error& error) {
    throw Error(ExitCode::input, fmt::format("cannot read the result file {}: {}", path, error.what()));
  }
}

}  // namespace

struct ResultReader::State {
  std::string path;
  SealState seal_state = SealState::missing;
  h5::Handle file;
  std::map<std::string, Dataset> open;

  // Calls `work`, and turns any failure of HDF5 or of the sizes that it reports into our error.
  template <typename Work>
  auto guarded(const std::string& object, const Work& work) const -> decltype(work()) {
    try {
      return work();
    } catch (const Error&) {
      throw;
    } catch (const h5::Failure& failure) {
      throw DamagedFile(fmt::format("{}: {} cannot be read: {}", path, object, failure.what()));
    } catch (const std::bad_alloc&) {
      throw Error(ExitCode::input,
                  fmt::format("{}: {} does not fit into memory, or the file is damaged", path, object));
    } catch (const std::length_error&) {
      throw DamagedFile(fmt::format("{}: {} has an impossible size", path, object));
    }
  }

  // Checks each part of the name before HDF5 follows it: a soft or external link could lead anywhere, for example to a
  // FIFO.
  [[nodiscard]] bool exists(const std::string& object) const {
    if (object.empty() || object == "/") return true;
    for (std::size_t slash = 0; slash != std::string::npos;) {
      slash = object.find('/', slash + 1);
      const std::string part = object.substr(0, slash);
      if (H5Lexists(file.get(), part.c_str(), H5P_DEFAULT) <= 0) return false;
      H5L_info_t info{};
      h5::checked(H5Lget_info(file.get(), part.c_str(), &info, H5P_DEFAULT));
      if (info.type != H5L_TYPE_HARD)
        throw DamagedFile(fmt::format("{}: {} is a link to another place; onefold writes none", path, part));
      if (slash != std::string::npos && kind_of(part) != H5I_GROUP) return false;
    }
    return true;
  }

  [[nodiscard]] H5I_type_t kind_of(const std::string& object) const {
    const h5::Handle opened(H5Oopen(file.get(), object.c_str(), H5P_DEFAULT), H5Oclose);
    return H5Iget_type(opened.get());
  }

  [[nodiscard]] bool is_text_group(const std::string& object) const {
    return kind_of(object) == H5I_GROUP &&
           H5Aexists_by_name(file.get(), object.c_str(), kLayoutAttribute, H5P_DEFAULT) > 0;
  }

  [[nodiscard]] std::string text_attribute(const std::string& name) const {
    if (H5Aexists(file.get(), name.c_str()) <= 0) return {};
    const h5::Handle attribute(H5Aopen(file.get(), name.c_str(), H5P_DEFAULT), H5Aclose);
    const h5::Handle type(H5Aget_type(attribute.get()), H5Tclose);
    const h5::Handle space(H5Aget_space(attribute.get()), H5Sclose);
    if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0 ||
        H5Sget_simple_extent_npoints(space.get()) != 1)
      return {};
    std::string value(H5Tget_size(type.get()), '\0');
    h5::checked(H5Aread(attribute.get(), type.get(), value.data()));
    return std::string(without_padding(value.data(), value.size()));
  }

  // Reads the shape of an opened dataset. Throws if the bytes stored for it cannot fill this shape.
  void read_shape(const h5::Handle& set, const std::string& name, Dataset& out) const {
    const h5::Handle space(H5Dget_space(set.get()), H5Sclose);
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if (rank != 1 && rank != 2)
      throw Error(ExitCode::input, fmt::format("{}: {} is neither a vector nor a matrix", path, name));
    hsize_t dims[2] = {0, 1};
    h5::checked(H5Sget_simple_extent_dims(space.get(), dims, nullptr));
    const h5::Handle type(H5Dget_type(set.get()), H5Tclose);
    const std::uint64_t element_bytes = H5Tget_size(type.get());
    if (dims[1] == 0 || element_bytes == 0 || dims[1] > kMaxRowBytes / element_bytes)
      throw Error(ExitCode::input, fmt::format("{}: {} has {} columns of {} bytes, which no table has", path, name,
                                               dims[1], element_bytes));
    out.is_matrix = rank == 2;
    out.rows = dims[0];
    out.width = dims[1];
    out.row_bytes = element_bytes * out.width;

    const h5::Handle creation(H5Dget_create_plist(set.get()), H5Pclose);
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if ((layout != H5D_CHUNKED && layout != H5D_CONTIGUOUS && layout != H5D_COMPACT) ||
        H5Pget_external_count(creation.get()) != 0)
      throw DamagedFile(fmt::format("{}: the bytes of {} stand in another file or dataset", path, name));
    // Rows that were never written read as zeros without limit. Refuse more rows than deflate can pack into the stored
    // bytes.
    const std::uint64_t most_bytes = kMaxDeflateRatio * H5Dget_storage_size(set.get());
    if (out.rows > 0 && (out.rows - 1) > most_bytes / out.row_bytes)
      throw DamagedFile(
          fmt::format("{}: {} claims to have {} rows, but most of them are not in the file", path, name, out.rows));
  }

  const Dataset& dataset(const std::string& name) {
    const auto found = open.find(name);
    if (found != open.end()) return found->second;
    return guarded(name, [&]() -> const Dataset& {
      if (!exists(name)) throw Error(ExitCode::input, fmt::format("{}: there is no dataset {}", path, name));
      Dataset out;
      if (is_text_group(name)) {
        out.type_name = "text";
        for (const char* part : {"/offsets", "/bytes"})
          if (!exists(name + part) || kind_of(name + part) != H5I_DATASET)
            throw Error(ExitCode::input, fmt::format("{}: there is no dataset {}{}", path, name, part));
        out.set = h5::Handle(H5Dopen2(file.get(), (name + "/offsets").c_str(), H5P_DEFAULT), H5Dclose);
        out.bytes = h5::Handle(H5Dopen2(file.get(), (name + "/bytes").c_str(), H5P_DEFAULT), H5Dclose);
        const h5::Handle offset_type(H5Dget_type(out.set.get()), H5Tclose);
        Dataset bytes;
        read_shape(out.bytes, name + "/bytes", bytes);
        read_shape(out.set, name + "/offsets", out);
        out.num_text_bytes = bytes.rows;
        if (type_name_of(offset_type.get()) != "int64" || out.rows == 0 || out.is_matrix || bytes.row_bytes != 1)
          throw Error(ExitCode::input,
                      fmt::format("{}: {}/offsets or {}/bytes is not what the format describes", path, name, name));
        --out.rows;
      } else {
        if (kind_of(name) != H5I_DATASET)
          throw Error(ExitCode::input, fmt::format("{}: {} is not a dataset", path, name));
        out.set = h5::Handle(H5Dopen2(file.get(), name.c_str(), H5P_DEFAULT), H5Dclose);
        out.type_name = type_name_of(h5::Handle(H5Dget_type(out.set.get()), H5Tclose).get());
        read_shape(out.set, name, out);
      }
      return open.emplace(name, std::move(out)).first->second;
    });
  }

  const Dataset& dataset_of(const std::string& name, const char* type, std::uint64_t first, std::uint64_t count) {
    const Dataset& found = dataset(name);
    if (found.type_name != type)
      throw Error(ExitCode::input, fmt::format("{}: {} has type {}, expected {}", path, name, found.type_name, type));
    if (first > found.rows || count > found.rows - first)
      throw Error(ExitCode::input,
                  fmt::format("{}: {} has {} rows, row {} was expected", path, name, found.rows, first + count - 1));
    if (found.row_bytes > 0 && count > kMaxReadBytes / found.row_bytes)
      throw DamagedFile(fmt::format("{}: {} has an impossible size", path, name));
    return found;
  }

  template <typename T>
  std::vector<T> read_numbers(const std::string& name, const char* type, std::uint64_t first, std::uint64_t count) {
    const Dataset& found = dataset_of(name, type, first, count);
    return guarded(name, [&] {
      std::vector<T> out(count * found.width);
      read_rows(found.set.get(), memory_type_of(found), {found.is_matrix, found.width, first, count}, out.data());
      return out;
    });
  }

  // Calls `row(value)` for each text.
  template <typename Row>
  void for_each_text(const std::string& name, std::uint64_t first, std::uint64_t count, const Row& row) {
    const Dataset& found = dataset_of(name, "text", first, count);
    guarded(name, [&] {
      std::vector<char> buffer;
      constexpr std::uint64_t kStep = 1 << 16;
      std::vector<std::int64_t> offsets;
      for (std::uint64_t done = 0; done < count; done += kStep) {
        const std::uint64_t rows = std::min(kStep, count - done);
        offsets.resize(rows + 1);
        read_rows(found.set.get(), H5T_NATIVE_INT64, {false, 1, first + done, rows + 1}, offsets.data());
        if (offsets.front() < 0 || static_cast<std::uint64_t>(offsets.back()) > found.num_text_bytes ||
            !std::is_sorted(offsets.begin(), offsets.end()))
          throw DamagedFile(fmt::format("{}: {}/offsets do not point into {}/bytes", path, name, name));
        const auto begin = static_cast<std::uint64_t>(offsets.front());
        buffer.resize(static_cast<std::uint64_t>(offsets.back()) - begin);
        read_rows(found.bytes.get(), H5T_NATIVE_UINT8, {false, 1, begin, buffer.size()}, buffer.data());
        for (std::uint64_t i = 0; i < rows; ++i)
          row(std::string_view(buffer.data() + (static_cast<std::uint64_t>(offsets[i]) - begin),
                               static_cast<std::size_t>(offsets[i + 1] - offsets[i])));
      }
    });
  }

  void list(const std::string& group, std::size_t depth, std::vector<std::string>& out) const {
    // A group that is linked into itself, or many times, would make this recursion endless.
    if (depth > kMaxDepth || out.size() > kMaxObjects)
      throw DamagedFile(fmt::format("{}: groups are nested without end, or there are far too many", path));
    for (const std::string& name : children(group)) {
      const std::string full = (group == "/" ? "" : group) + "/" + name;
      if (!exists(full)) continue;
      if (kind_of(full) == H5I_GROUP && !is_text_group(full))
        list(full, depth + 1, out);
      else
        out.push_back(full);
      // Whatever else stands in the group of a text column is a dataset of its own.
      if (is_text_group(full))
        for (const std::string& part : children(full))
          if (part != "offsets" && part != "bytes") out.push_back(fmt::format("{}/{}", full, part));
    }
  }

  [[nodiscard]] std::vector<std::string> children(const std::string& group) const {
    std::vector<std::string> names;
    const h5::Handle opened(H5Gopen2(file.get(), group.c_str(), H5P_DEFAULT), H5Gclose);
    h5::checked(H5Literate(
        opened.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr,
        [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
          static_cast<std::vector<std::string>*>(data)->emplace_back(name);
          return 0;
        },
        &names));
    std::sort(names.begin(), names.end());
    return names;
  }
};

ResultReader::ResultReader(const std::string& path, SealCheck check) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.path = path;
  h5::silence();
  state.seal_state = check_seal(path, check);
  if (H5Fis_hdf5(path.c_str()) <= 0)
    throw Error(
        ExitCode::input,
        fmt::format("{} is not a result file of onefold: it is no HDF5 file, or its beginning is damaged", path));
  state.guarded("the file", [&] {
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    // Some network file systems have no locks, and none are needed: no program writes to a published file.
    h5::checked(H5Pset_file_locking(access.get(), false, true));
    state.file = h5::Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
    if (state.text_attribute("format") != "onefold")
      throw Error(ExitCode::input, fmt::format("{} is an HDF5 file, but not a result file of onefold", path));
    const std::string version = state.text_attribute("format_version");
    int major = -1;
    std::from_chars(version.data(), version.data() + version.size(), major);
    if (major != kFormatMajor)
      throw Error(ExitCode::input,
                  fmt::format("{} has format version {}; this program reads versions {}.x: run its job again (the "
                              "dataset /job/resolved of the file holds it), or use the onefold that wrote it (version "
                              "{})",
                              path, version.empty() ? "unknown" : version, kFormatMajor,
                              state.text_attribute("program_version")));
  });
}
ResultReader::~ResultReader() = default;
ResultReader::ResultReader(ResultReader&&) noexcept = default;

const std::string& ResultReader::path() const { return state_->path; }
SealState ResultReader::seal_state() const { return state_->seal_state; }
bool ResultReader::has(const std::string& object) const {
  return state_->guarded(object, [&] { return state_->exists(object); });
}
std::vector<std::string> ResultReader::names_in(const std::string& group) const {
  return state_->guarded(group, [&] {
    const bool is_group = state_->exists(group) && state_->kind_of(group) == H5I_GROUP;
    return is_group ? state_->children(group) : std::vector<std::string>{};
  });
}
std::vector<std::string> ResultReader::datasets() const {
  return state_->guarded("the file", [&] {
    std::vector<std::string> out;
    state_->list("/", 0, out);
    std::sort(out.begin(), out.end());
    return out;
  });
}
std::string ResultReader::type_of(const std::string& dataset) const { return state_->dataset(dataset).type_name; }
std::string ResultReader::attribute(const std::string& name) const {
  return state_->guarded("attribute " + name, [&] { return state_->text_attribute(name); });
}
std::uint64_t ResultReader::num_rows(const std::string& dataset) const { return state_->dataset(dataset).rows; }
std::uint64_t ResultReader::width(const std::string& dataset) const {
  const Dataset& found = state_->dataset(dataset);
  return found.bytes.is_open() ? 1 : found.width;
}
std::vector<std::int8_t> ResultReader::read_int8(const std::string& dataset, std::uint64_t first,
                                                 std::uint64_t count) const {
  return state_->read_numbers<std::int8_t>(dataset, "int8", first, count);
}
std::vector<std::int16_t> ResultReader::read_int16(const std::string& dataset, std::uint64_t first,
                                                   std::uint64_t count) const {
  return state_->read_numbers<std::int16_t>(dataset, "int16", first, count);
}
std::vector<std::int32_t> ResultReader::read_int32(const std::string& dataset, std::uint64_t first,
                                                   std::uint64_t count) const {
  return state_->read_numbers<std::int32_t>(dataset, "int32", first, count);
}
std::vector<std::int64_t> ResultReader::read_int64(const std::string& dataset, std::uint64_t first,
                                                   std::uint64_t count) const {
  return state_->read_numbers<std::int64_t>(dataset, "int64", first, count);
}
std::vector<float> ResultReader::read_float(const std::string& dataset, std::uint64_t first,
                                            std::uint64_t count) const {
  return state_->read_numbers<float>(dataset, "float32", first, count);
}
std::vector<double> ResultReader::read_double(const std::string& dataset, std::uint64_t first,
                                              std::uint64_t count) const {
  return state_->read_numbers<double>(dataset, "float64", first, count);
}
TextColumn ResultReader::read_text_column(const std::string& dataset, std::uint64_t first, std::uint64_t count) const {
  TextColumn out;
  state_->for_each_text(dataset, first, count, [&](std::string_view value) { out.push_back(value); });
  return out;
}
std::string ResultReader::read_text(const std::string& dataset) const {
  if (num_rows(dataset) != 1)
    throw Error(ExitCode::input, fmt::format("{}: {} was expected to have one row", state_->path, dataset));
  return std::string(read_text_column(dataset, 0, 1)[0]);
}
ColumnDigest ResultReader::digest_of(const std::string& dataset, std::uint64_t first, std::uint64_t count) const {
  const Dataset& found = state_->dataset(dataset);
  const std::string type = found.type_name;
  if (type == "other")
    throw Error(ExitCode::input, fmt::format("{}: {} has a type that the format does not use", state_->path, dataset));
  ColumnDigest sum;
  if (type == "text") {
    std::uint64_t row = first;
    state_->for_each_text(dataset, first, count, [&](std::string_view value) { sum += digest_of_text(value, row++); });
    return sum;
  }
  (void)state_->dataset_of(dataset, type.c_str(), first, count);
  return state_->guarded(dataset, [&] {
    const std::uint64_t step = std::max<std::uint64_t>(1, kSliceBytes / found.row_bytes);
    std::vector<char> buffer;
    for (std::uint64_t done = 0; done < count; done += step) {
      const std::uint64_t rows = std::min(step, count - done);
      buffer.resize(rows * found.row_bytes);
      read_rows(found.set.get(), memory_type_of(found), {found.is_matrix, found.width, first + done, rows},
                buffer.data());
      sum += digest_of_rows(buffer, found.row_bytes, first + done);
    }
    return sum;
  });
}

}  // namespace onefold::result
