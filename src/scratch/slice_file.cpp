#include "scratch/slice_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "files/posix_file.hpp"
#include "onefold/record/error.hpp"
#include "record/hash.hpp"
#include "scratch/stream_hash.hpp"
#include "scratch/work_directory.hpp"

namespace onefold::scratch {

namespace {

static_assert(std::endian::native == std::endian::little,
              "work files are little-endian and written as they lie in memory");

constexpr char kMagic[8] = {'1', 'F', 'O', 'L', 'D', 'W', 'R', 'K'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMaxProductName = 31;
constexpr std::size_t kBufferBytes = std::size_t{1} << 18;

struct SliceHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t header_bytes;
  std::uint64_t job_digest;
  char product[kMaxProductName + 1];  // filled up with zeros
  Slice slice;
  std::uint64_t header_hash;  // XXH3-64 of all fields before it
};
static_assert(sizeof(SliceHeader) == 104, "no padding: all bytes of the header are hashed");

SliceHeader make_header(std::uint64_t job_digest, const std::string& product, const Slice& slice) {
  SliceHeader header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.header_bytes = sizeof(SliceHeader);
  header.job_digest = job_digest;
  std::memcpy(header.product, product.data(), product.size());
  header.slice = slice;
  header.header_hash = hash_bytes({reinterpret_cast<const char*>(&header), offsetof(SliceHeader, header_hash)});
  return header;
}

std::span<const char> bytes_of(const SliceHeader& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

void require_product_name(const std::string& product) {
  const bool good =
      !product.empty() && product.size() <= kMaxProductName && std::all_of(product.begin(), product.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
      });
  if (!good) throw Error(ExitCode::internal, fmt::format("'{}' cannot be the name of a product of a stage", product));
}

[[noreturn]] void throw_damaged_file(const std::string& path, const std::string& sign) {
  throw Error(ExitCode::input,
              fmt::format("the work file {} is damaged: {}; remove the work directory and run again", path, sign));
}

// Opens the file of a slice and compares its length and header with the expected ones, which follow from the manifest
// bit by bit. Returns what is wrong, or an empty text.
std::string check_file(const files::PosixFile& file, std::uint64_t job_digest, const std::string& product,
                       const Slice& slice) {
  const std::uint64_t size = file.size();
  const std::uint64_t expected_size = sizeof(SliceHeader) + slice.payload_bytes;
  if (size != expected_size) return fmt::format("it has {} bytes, expected {}", size, expected_size);
  SliceHeader header{};
  if (!file.read_at(0, {reinterpret_cast<char*>(&header), sizeof header})) return "it ends inside its header";
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) return "it does not begin like a work file";
  if (header.version != kVersion)
    return fmt::format("it has format version {}, this program reads version {}", header.version, kVersion);
  const SliceHeader expected = make_header(job_digest, product, slice);
  if (std::memcmp(&header, &expected, sizeof header) != 0) return "its header does not say what the manifest says";
  return {};
}

}  // namespace

struct ProductWriter::State {
  const WorkDirectory& work;
  std::string product;
  std::string temporary_path;
  files::PosixFile file;
  StreamHash hash;
  std::vector<char> buffer;
  std::uint64_t num_bytes = 0;

  void flush() {
    file.write(buffer);
    buffer.clear();
  }
};

ProductWriter::ProductWriter(const WorkDirectory& work, std::string product) {
  require_product_name(product);
  std::string path = work.temporary_path(product);
  files::PosixFile file = files::PosixFile::create(path);
  state_.reset(new State{work, std::move(product), std::move(path), std::move(file), {}, {}, 0});
  state_->buffer.reserve(kBufferBytes);
  // Leave space for the header: its numbers are known only at the end.
  state_->buffer.resize(sizeof(SliceHeader), '\0');
}

ProductWriter::ProductWriter(ProductWriter&&) noexcept = default;

ProductWriter::~ProductWriter() {
  if (!state_ || state_->temporary_path.empty()) return;
  try {
    files::remove_file(state_->temporary_path);
  } catch (const Error&) {
    // The failure that led here has been reported already; the next run removes the file.
  }
}

std::uint64_t ProductWriter::num_bytes() const { return state_->num_bytes; }

void ProductWriter::finish() {
  State& state = *state_;
  if (!state.file.is_open()) return;
  state.flush();
  std::vector<char>().swap(state.buffer);
  state.file.close(false);
}

void ProductWriter::append(std::span<const char> bytes) {
  state_->hash.update(bytes);
  state_->num_bytes += bytes.size();
  if (state_->buffer.size() + bytes.size() > kBufferBytes) state_->flush();
  if (bytes.size() >= kBufferBytes)
    state_->file.write(bytes);
  else
    state_->buffer.insert(state_->buffer.end(), bytes.begin(), bytes.end());
}

std::optional<Slice> ProductWriter::close(std::uint64_t first, std::uint64_t last, std::uint64_t count) {
  State& state = *state_;
  if (first > last) throw Error(ExitCode::internal, fmt::format("a slice of {} ends before it begins", state.product));
  if (first == last && state.num_bytes != 0)
    throw Error(ExitCode::internal, fmt::format("a slice of {} has bytes for no ids", state.product));
  if (first == last) return std::nullopt;  // the destructor removes the file

  const Slice slice{first, last, count, state.num_bytes, state.hash.digest()};
  const SliceHeader header = make_header(state.work.job_digest(), state.product, slice);
  if (state.file.is_open())
    state.flush();
  else
    state.file = files::PosixFile::reopen(state.temporary_path);
  state.file.write_at(0, bytes_of(header));
  state.file.close(state.work.is_durable());
  files::rename_file(state.temporary_path, state.work.path_of(state.product, slice), state.work.is_durable());
  state.temporary_path.clear();
  return slice;
}

struct ProductReader::State {
  const WorkDirectory& work;
  std::string product;
  std::vector<Slice> slices;
  // The file that was read last: products are read slice by slice, so one open file is enough.
  files::PosixFile file;
  std::size_t open_slice = 0;
  // Position of read_next.
  std::uint64_t next_offset = 0;
  StreamHash next_hash;

  const files::PosixFile& open(std::size_t slice) {
    if (file.is_open() && open_slice == slice) return file;
    const std::string path = work.path_of(product, slices[slice]);
    files::PosixFile opened = files::PosixFile::open(path);
    const std::string sign = check_file(opened, work.job_digest(), product, slices[slice]);
    if (!sign.empty()) throw_damaged_file(path, sign);
    file = std::move(opened);
    open_slice = slice;
    return file;
  }
};

ProductReader::ProductReader(const WorkDirectory& work, std::string product) {
  auto slices = work.slices(product);
  state_.reset(new State{work, std::move(product), std::move(slices), {}, 0, 0, {}});
}
ProductReader::~ProductReader() = default;
ProductReader::ProductReader(ProductReader&&) noexcept = default;

const std::vector<Slice>& ProductReader::slices() const { return state_->slices; }

void ProductReader::throw_damaged(std::size_t slice, const std::string& sign) const {
  throw_damaged_file(state_->work.path_of(state_->product, state_->slices[slice]), sign);
}

void ProductReader::read_part(std::size_t slice, std::uint64_t offset, std::span<char> bytes) const {
  const Slice& promised = state_->slices[slice];
  const files::PosixFile& file = state_->open(slice);
  if (offset > promised.payload_bytes || bytes.size() > promised.payload_bytes - offset ||
      !file.read_at(sizeof(SliceHeader) + offset, bytes))
    throw_damaged(slice, "it ends too early");
}

void ProductReader::read_next(std::size_t slice, std::span<char> bytes) const {
  read_part(slice, state_->next_offset, bytes);
  state_->next_hash.update(bytes);
  state_->next_offset += bytes.size();
  if (state_->next_offset < state_->slices[slice].payload_bytes) return;
  const bool whole = state_->next_hash.digest() == state_->slices[slice].payload_hash;
  state_->next_offset = 0;
  state_->next_hash = {};
  if (!whole) throw_damaged(slice, "its bytes do not have the hash that its header promises");
}

void ProductReader::read_checked(std::size_t slice, std::span<char> bytes) const {
  if (bytes.size() != state_->slices[slice].payload_bytes) throw_damaged(slice, "it does not hold whole rows");
  read_part(slice, 0, bytes);
  if (hash_bytes({bytes.data(), bytes.size()}) != state_->slices[slice].payload_hash)
    throw_damaged(slice, "its bytes do not have the hash that its header promises");
}

void ProductReader::stream(std::size_t slice, const std::function<void(std::span<const char>)>& piece) const {
  const Slice& promised = state_->slices[slice];
  StreamHash hash;
  std::vector<char> buffer(std::min<std::uint64_t>(kBufferBytes, promised.payload_bytes));
  for (std::uint64_t offset = 0; offset < promised.payload_bytes; offset += buffer.size()) {
    const std::span part(buffer.data(), std::min<std::uint64_t>(buffer.size(), promised.payload_bytes - offset));
    read_part(slice, offset, part);
    hash.update(part);
    piece(part);
  }
  // An empty payload still has a header to check.
  if (promised.payload_bytes == 0) read_part(slice, 0, {});
  if (hash.digest() != promised.payload_hash)
    throw_damaged(slice, "its bytes do not have the hash that its header promises");
}

bool local_slice_is_there(const WorkDirectory& work, const std::string& product, const Slice& slice) {
  try {
    return check_file(files::PosixFile::open(work.path_of(product, slice)), work.job_digest(), product, slice).empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace onefold::scratch
