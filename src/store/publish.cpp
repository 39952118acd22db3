// The second half of ResultWriter: from the last dataset to a file under its final name.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "onefold/store/output_path.hpp"
#include "store/result_writer.hpp"
#include "store/seal.hpp"

namespace onefold::store {

namespace {

constexpr std::uint64_t kSpareForMetadata = 16 << 20;

/// Closes itself.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC)) {
    if (value_ < 0) throw std::system_error(errno, std::generic_category(), "cannot open");
  }
  ~Descriptor() { ::close(value_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

}  // namespace

void add_up_digests(const mpi::Communicator& world, std::vector<DatasetDigest>& datasets, std::size_t first) {
  std::vector<ColumnDigest> local;
  for (std::size_t i = first; i < datasets.size(); ++i) local.push_back(datasets[i].digest);
  const std::vector<ColumnDigest> parts = world.gather_all(local);
  for (std::size_t i = 0; i < local.size(); ++i) {
    ColumnDigest sum;
    for (std::size_t part = i; part < parts.size(); part += local.size()) sum += parts[part];
    datasets[first + i].digest = sum;
  }
}

void ResultWriter::State::write_verification_table() {
  const std::vector<DatasetDigest> listed = datasets;
  TextColumn names;
  TextColumn digests;
  std::vector<std::int64_t> rows;
  std::vector<std::int8_t> in_digest;
  if (world.is_root()) {
    for (const DatasetDigest& set : listed) {
      names.push_back(set.name);
      digests.push_back(set.digest.hex());
      rows.push_back(static_cast<std::int64_t>(set.rows));
      in_digest.push_back(set.digested == Digested::yes ? 1 : 0);
    }
  }
  write_texts("/verification/dataset", names, Digested::no);
  write_numbers<std::int64_t>("/verification/rows", rows, 0, Digested::no);
  write_texts("/verification/digest", digests, Digested::no);
  write_numbers<std::int8_t>("/verification/in_content_digest", in_digest, 0, Digested::no);
  add_up_digests(world, datasets, listed.size());
}

void ResultWriter::State::close_file() {
  together("", [&] {
    if (world.is_root()) extend_by(kSpareForMetadata);
  });
  together("", [&] { h5::checked(H5Fflush(file.get(), H5F_SCOPE_GLOBAL)); });
  together("", [&] { file.close(); });
  together("", [&] {
    if (world.is_root()) sync_to_disk(temporary);
  });
}

void ResultWriter::State::read_back() {
  // Each rank by itself and without MPI: a damaged file cannot make one wait for another.
  std::vector<DatasetDigest> found = datasets;
  const auto ranks = static_cast<std::uint64_t>(world.size());
  const auto self = static_cast<std::uint64_t>(world.rank());
  mpi::run_locally(world, [&] {
    try {
      const ResultReader reader(temporary, SealCheck::never);
      for (std::size_t i = 0; i < datasets.size(); ++i) {
        found[i].digest = {};
        const DatasetDigest& set = datasets[i];
        const std::uint64_t begin = set.rows * self / ranks;
        const std::uint64_t end = set.rows * (self + 1) / ranks;
        if (reader.num_rows(set.name) == set.rows) found[i].digest = reader.digest_of(set.name, begin, end - begin);
      }
    } catch (const std::exception& error) {
      throw Error(ExitCode::output, fmt::format("output {} cannot be read back: {}", path, error.what()));
    }
  });
  add_up_digests(world, found, 0);
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    // The same on all ranks.
    if (found[i].digest != datasets[i].digest)
      throw Error(ExitCode::output,
                  fmt::format("output {}: what was written of {} is not what is read back: the disk, its driver or the "
                              "memory is at fault; the output is removed",
                              path, datasets[i].name));
  }
}

void ResultWriter::State::seal() {
  ColumnDigest local;
  std::uint64_t num_bytes = 0;
  mpi::run_locally(world, [&] {
    try {
      const Descriptor descriptor(temporary, O_RDONLY);
      struct stat status {};
      if (fstat(descriptor.get(), &status) != 0) throw std::system_error(errno, std::generic_category(), "cannot stat");
      num_bytes = static_cast<std::uint64_t>(status.st_size);
      const std::uint64_t blocks = num_seal_blocks(num_bytes);
      const auto ranks = static_cast<std::uint64_t>(world.size());
      const auto self = static_cast<std::uint64_t>(world.rank());
      local = digest_of_blocks(descriptor.get(), num_bytes, blocks * self / ranks, blocks * (self + 1) / ranks);
    } catch (const std::system_error& error) {
      throw Error(ExitCode::output, fmt::format("output {} cannot be read back: {}", path, error.what()));
    }
  });
  ColumnDigest digest;
  for (const ColumnDigest& part : world.gather_all(std::vector<ColumnDigest>{local})) digest += part;
  together("", [&] {
    if (!world.is_root()) return;
    append_seal(Descriptor(temporary, O_WRONLY).get(), {digest, num_bytes});
    sync_to_disk(temporary);
  });
}

}  // namespace onefold::store
