// The second half of ResultWriter: publishes the file under its final name after the last dataset.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "files/output_path.hpp"
#include "hdf5/descriptor.hpp"
#include "hdf5/seal.hpp"
#include "onefold/record/error.hpp"
#include "result/read_back.hpp"
#include "result/verification_table.hpp"
#include "result/writer_state.hpp"

namespace onefold::result {

namespace {

// Collective. Sums over the ranks; `local` has the same length everywhere.
std::vector<ColumnDigest> add_up(const mpi::Communicator& world, const std::vector<ColumnDigest>& local) {
  const std::vector<ColumnDigest> parts = world.gather_all(local);
  std::vector<ColumnDigest> sums(local.size());
  for (std::size_t i = 0; i < parts.size(); ++i) sums[i % local.size()] += parts[i];
  return sums;
}

}  // namespace

std::vector<DatasetDigest> ResultWriter::State::digests() const {
  std::vector<DatasetDigest> out;
  for (const WrittenDataset& written : datasets) out.push_back(written.dataset);
  return out;
}

void ResultWriter::State::agree_on_datasets(std::size_t first) {
  // The digests are those of this rank's rows; only rank 0 knows the number of rows that it wrote alone.
  std::vector<ColumnDigest> local;
  std::vector<std::uint64_t> shapes;
  for (std::size_t i = first; i < datasets.size(); ++i) {
    local.push_back(datasets[i].dataset.digest);
    shapes.push_back(datasets[i].dataset.rows);
  }
  world.broadcast(shapes);
  const std::vector<ColumnDigest> sums = add_up(world, local);
  for (std::size_t i = 0; i < local.size(); ++i) {
    datasets[first + i].dataset.digest = sums[i];
    datasets[first + i].dataset.rows = shapes[i];
  }
}

void ResultWriter::State::write_verification_table() {
  const std::size_t num_listed = datasets.size();
  TextColumn names;
  TextColumn digests;
  std::vector<std::int64_t> rows;
  std::vector<std::int8_t> in_digest;
  for (const WrittenDataset& written : datasets) {
    names.push_back(written.dataset.name);
    digests.push_back(written.dataset.digest.hex());
    rows.push_back(static_cast<std::int64_t>(written.dataset.rows));
    in_digest.push_back(written.dataset.digested == Digested::yes ? 1 : 0);
  }
  const auto once = [&]<typename T>(const Column<T>& column, const std::vector<T>& values) {
    const std::span<const char> bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    write_once(column.name, number_type<T>(), bytes, column.digested);
  };
  write_texts_once(VerificationTable::kDataset.name, names, Digested::no);
  once(VerificationTable::kRows, rows);
  write_texts_once(VerificationTable::kDigest.name, digests, Digested::no);
  once(VerificationTable::kInContentDigest, in_digest);
  agree_on_datasets(num_listed);
}

void ResultWriter::State::close_file() {
  throw_deferred();
  mpi::run_locally(world, [&] { file->close(); });
}

void ResultWriter::State::read_back() {
  const std::vector<ExpectedDataset> expected = expected_datasets(world, datasets);
  // Each rank reads without MPI, so that a damaged file cannot make one rank wait for another.
  mpi::run_locally(world, [&] {
    std::string different;
    try {
      different = read_back_share(temporary, expected, static_cast<std::uint64_t>(world.rank()),
                                  static_cast<std::uint64_t>(world.size()));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      throw Error(ExitCode::output, fmt::format("output {} cannot be read back: {}", path, error.what()));
    }
    if (!different.empty())
      throw Error(
          ExitCode::output,
          fmt::format("output {}: the data read back for {} differs from the data written: the disk, its driver or the "
                      "memory is at fault; the output is removed",
                      path, different));
  });
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
  const ColumnDigest digest = add_up(world, {local}).front();
  mpi::run_locally(world, [&] {
    if (!world.is_root()) return;
    try {
      append_seal(Descriptor(temporary, O_WRONLY).get(), {digest, num_bytes});
    } catch (const std::system_error& error) {
      throw Error(ExitCode::output, fmt::format("cannot write {}: {}", path, error.what()));
    }
    files::sync_to_disk(temporary);
  });
}

std::string ResultWriter::publish() {
  State& state = *state_;
  mpi::require_on_all_ranks(world_, state.num_open_columns == 0, "all columns are finished");
  state.throw_deferred();
  state.agree_on_datasets(0);
  const std::string digest = content_digest_of(state.digests());
  // 1. Write into the file what it must hold.
  state.write_verification_table();
  state.describe("/", "content_digest", digest);
  // 2. Flush it to disk.
  state.close_file();
  // 3. Check that the file holds what was in memory.
  state.read_back();
  // 4. Append the seal, which protects the content from now on.
  state.seal();
  // 5. Rename: the file is either complete or absent.
  mpi::run_locally(world_, [&] {
    if (world_.is_root()) files::rename_into_place(state.temporary, state.path, state.overwrite);
  });
  state.is_open = false;
  return digest;
}

}  // namespace onefold::result
