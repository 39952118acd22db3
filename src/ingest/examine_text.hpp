// Finds out how a text file is stored: its compression and its encoding. Refuses a file that is no text, and one whose
// encoding the job does not name and does not follow from a byte-order mark or from the zero bytes of UTF-16.
#pragma once

#include <string>
#include <string_view>

#include "bytes/detect_encoding.hpp"
#include "ingest/ingest.hpp"
#include "ingest/input_file.hpp"

namespace onefold::ingest {

/// Local. Sets size, compression, encoding, decoding and whole. Reads at most a few MiB at the beginning and at places
/// further on. Throws Error(input), which begins with the path, and says what the file is and what to do.
void local_examine_text(InputFile& file, const config::SourceConfig& source);

/// Local. As local_examine_text, but takes a file that is in none of the encodings above for UTF-8 with defects, for
/// callers that find out about it themselves.
void local_examine_text_leniently(InputFile& file, config::Shape shape, const config::TextFormat& text);

/// Local. Reads up to `max_bytes` bytes of a file from its beginning, unpacked, as they are encoded.
[[nodiscard]] std::string local_read_beginning(const InputFile& file, std::size_t max_bytes);

/// Local. Counts the lines of a file that are not UTF-8. O(bytes of the file), at most up to 256 MiB after the first
/// such line.
[[nodiscard]] bytes::Utf8Census local_census(const InputFile& file);

/// Collective. Reads the files again that have rows that are not UTF-8 in quarantine, unless the job says that they are
/// UTF-8. Throws Error(input) for one in another encoding, or in two: such rows are no defects. `local_suspects`: files
/// in which this rank has found such rows.
void require_utf8(const mpi::Communicator& world, const config::Job& job, const std::vector<InputFile>& files,
                  std::vector<std::uint32_t> local_suspects);

}  // namespace onefold::ingest
