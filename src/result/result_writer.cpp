#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "files/output_path.hpp"
#include "onefold/record/error.hpp"
#include "result/writer_state.hpp"

namespace onefold::result {

namespace {

template <typename T>
std::span<const char> bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

}  // namespace

ResultWriter::State::State(const mpi::Communicator& world_in, std::string path_in, bool overwrite_in)
    : world(world_in), alone(world_in.split(world_in.rank())), path(std::move(path_in)), overwrite(overwrite_in) {}

void ResultWriter::State::open(int compression_level, ChunkSizes sizes) {
  h5::silence();
  temporary = fmt::format("{}.tmp.{}", path, getpid());
  world.broadcast(temporary);
  mpi::run_locally(world, [&] {
    if (compression_level < 0 || compression_level > 9)
      throw Error(ExitCode::output, "the compression level of the output must be from 0 to 9");
    file = std::make_unique<ChunkFile>(temporary, path, compression_level, sizes);
    if (!world.is_root()) return;
    files::refuse_unusable_output(path, overwrite);
    // Created here and not by HDF5, so that only the owner can ever read it.
    ::close(files::create_private_file(temporary));
    try {
      files::require_free_space(temporary, path, 1 << 20);
    } catch (const Error&) {
      unlink(temporary.c_str());
      throw;
    }
  });
  is_open = true;
  mpi::run_locally(world, [&] {
    file->open();
    if (!world.is_root()) return;
    file->create();
    file->through_hdf5("", [&](hid_t opened) {
      set_text_attribute(opened, "format", "onefold");
      set_text_attribute(opened, "format_version", fmt::format("{}.{}", kFormatMajor, kFormatMinor));
      set_text_attribute(opened, "program_version", ONEFOLD_VERSION);
    });
  });
}

ResultWriter::State::~State() {
  file.reset();
  if (is_open && world.is_root()) unlink(temporary.c_str());
}

void ResultWriter::State::throw_deferred() const {
  mpi::run_locally(world, [&] {
    if (!deferred_failure.empty()) throw Error(ExitCode::output, deferred_failure);
  });
}

void ResultWriter::State::on_root(const DatasetDigest& dataset, const std::function<WrittenDataset()>& write) {
  WrittenDataset written{dataset, {}};
  if (world.is_root() && deferred_failure.empty()) {
    try {
      written = write();
    } catch (const std::exception& error) {
      deferred_failure = error.what();
    }
  }
  datasets.push_back(std::move(written));
}

void ResultWriter::State::write_once(const std::string& name, const NumberType& type, std::span<const char> rows,
                                     Digested digested) {
  on_root({name, type.name, 0, 1, {}, digested}, [&] {
    NumberColumn column(alone, *file, type, {name, rows.size() / type.num_bytes, 0, digested});
    column.append(rows);
    return column.finish();
  });
}

void ResultWriter::State::write_texts_once(const std::string& name, const TextColumn& rows, Digested digested) {
  on_root({name, "text", 0, 1, {}, digested}, [&] {
    TextColumnWriter column(alone, *file, name, rows.size(), digested);
    column.append(rows);
    return column.finish();
  });
}

void ResultWriter::State::describe(const std::string& object, const std::string& attribute, const std::string& text) {
  if (!world.is_root() || !deferred_failure.empty()) return;
  try {
    file->through_hdf5(object, [&](hid_t opened_file) {
      const h5::Handle opened(H5Oopen(opened_file, object.c_str(), H5P_DEFAULT), H5Oclose);
      set_text_attribute(opened.get(), attribute, text);
    });
  } catch (const Error& error) {
    deferred_failure = error.what();
  }
}

template <typename T>
NumberStream<T>::NumberStream(ResultWriter& writer, std::unique_ptr<NumberColumn> column)
    : writer_(&writer), column_(std::move(column)) {}
template <typename T>
NumberStream<T>::NumberStream(NumberStream&&) noexcept = default;
template <typename T>
NumberStream<T>::~NumberStream() = default;
template <typename T>
void NumberStream<T>::append(std::span<const T> local) {
  column_->append(bytes_of(local));
}
template <typename T>
void NumberStream<T>::finish() {
  writer_->state_->datasets.push_back(column_->finish());
  --writer_->state_->num_open_columns;
}

TextStream::TextStream(ResultWriter& writer, std::unique_ptr<TextColumnWriter> column)
    : writer_(&writer), column_(std::move(column)) {}
TextStream::TextStream(TextStream&&) noexcept = default;
TextStream::~TextStream() = default;
void TextStream::append(const TextColumn& local) { column_->append(local); }
void TextStream::finish() {
  writer_->state_->datasets.push_back(column_->finish());
  --writer_->state_->num_open_columns;
}

ResultWriter::ResultWriter(const mpi::Communicator& world, std::string path, bool overwrite, int compression_level,
                           ChunkSizes sizes)
    : world_(world), state_(std::make_unique<State>(world, std::move(path), overwrite)) {
  state_->open(compression_level, sizes);
}
ResultWriter::~ResultWriter() = default;

void ResultWriter::require_space(std::uint64_t num_raw_bytes) const {
  mpi::run_locally(world_, [&] {
    if (world_.is_root()) files::require_free_space(state_->temporary, state_->path, num_raw_bytes / 4);
  });
}

template <typename T>
NumberStream<T> ResultWriter::begin_numbers(const std::string& dataset, std::uint64_t num_global_rows,
                                            std::uint64_t width, Digested digested) {
  state_->throw_deferred();
  auto column = std::make_unique<NumberColumn>(world_, *state_->file, number_type<T>(),
                                               NumberShape{dataset, num_global_rows, width, digested});
  ++state_->num_open_columns;
  return {*this, std::move(column)};
}

TextStream ResultWriter::begin_text(const std::string& dataset, std::uint64_t num_global_rows, Digested digested) {
  state_->throw_deferred();
  auto column = std::make_unique<TextColumnWriter>(world_, *state_->file, dataset, num_global_rows, digested);
  ++state_->num_open_columns;
  return {*this, std::move(column)};
}

template <typename T>
void ResultWriter::write_numbers(const std::string& dataset, std::span<const T> local, std::uint64_t width,
                                 Digested digested) {
  const std::uint64_t columns = std::max<std::uint64_t>(1, width);
  mpi::require_on_all_ranks(world_, local.size() % columns == 0, "whole rows of " + dataset);
  auto column = begin_numbers<T>(dataset, world_.sum(local.size() / columns), width, digested);
  column.append(local);
  column.finish();
}

void ResultWriter::write(const std::string& dataset, std::span<const std::int8_t> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const std::int16_t> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const std::int32_t> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const std::int64_t> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const float> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write(const std::string& dataset, std::span<const double> local, Digested digested) {
  write_numbers(dataset, local, 0, digested);
}
void ResultWriter::write_matrix(const std::string& dataset, std::span<const std::int8_t> local, std::uint64_t width,
                                Digested digested) {
  mpi::require_on_all_ranks(world_, width > 0, dataset + " has columns");
  write_numbers(dataset, local, width, digested);
}
void ResultWriter::write_matrix(const std::string& dataset, std::span<const double> local, std::uint64_t width,
                                Digested digested) {
  mpi::require_on_all_ranks(world_, width > 0, dataset + " has columns");
  write_numbers(dataset, local, width, digested);
}

void ResultWriter::write(const std::string& dataset, const TextColumn& local, Digested digested) {
  TextStream column = begin_text(dataset, world_.sum(local.size()), digested);
  column.append(local);
  column.finish();
}

void ResultWriter::write_text(const std::string& dataset, const std::string& text, Digested digested) {
  TextColumn single;
  single.push_back(text);
  write_once(dataset, single, digested);
}

void ResultWriter::write_once(const std::string& dataset, std::span<const std::int8_t> rows, Digested digested) {
  state_->write_once(dataset, number_type<std::int8_t>(), bytes_of(rows), digested);
}
void ResultWriter::write_once(const std::string& dataset, std::span<const std::int32_t> rows, Digested digested) {
  state_->write_once(dataset, number_type<std::int32_t>(), bytes_of(rows), digested);
}
void ResultWriter::write_once(const std::string& dataset, std::span<const std::int64_t> rows, Digested digested) {
  state_->write_once(dataset, number_type<std::int64_t>(), bytes_of(rows), digested);
}
void ResultWriter::write_once(const std::string& dataset, std::span<const double> rows, Digested digested) {
  state_->write_once(dataset, number_type<double>(), bytes_of(rows), digested);
}
void ResultWriter::write_once(const std::string& dataset, const TextColumn& rows, Digested digested) {
  state_->write_texts_once(dataset, rows, digested);
}

void ResultWriter::describe(const std::string& object, const std::string& text) {
  state_->describe(object, "description", text);
}

void ResultWriter::set_attribute(const std::string& name, const std::string& text) {
  state_->describe("/", name, text);
}

template class NumberStream<std::int8_t>;
template class NumberStream<std::int16_t>;
template class NumberStream<std::int32_t>;
template class NumberStream<std::int64_t>;
template class NumberStream<float>;
template class NumberStream<double>;
template NumberStream<std::int8_t> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t,
                                                               Digested);
template NumberStream<std::int16_t> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t,
                                                                Digested);
template NumberStream<std::int32_t> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t,
                                                                Digested);
template NumberStream<std::int64_t> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t,
                                                                Digested);
template NumberStream<float> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t, Digested);
template NumberStream<double> ResultWriter::begin_numbers(const std::string&, std::uint64_t, std::uint64_t, Digested);

}  // namespace onefold::result
