// Standard output of the program. Every verb prints through these functions, so that a full disk or a closed descriptor
// is always noticed.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "onefold/mpi/communicator.hpp"

namespace onefold::cli {

/// Local; call it before anything else in the process opens a file. Opens the descriptors 0, 1 and 2 if the caller has
/// closed them (`>&-`). Otherwise the next file to be opened, for example the result, would get the number of standard
/// output, and printed text would go into that file. Writing to a standard output opened in this way fails.
void occupy_closed_descriptors();

/// Local. Writes all of `text` and returns when the system has it; nothing is buffered. Throws Error(output): "cannot
/// write to standard output: REASON".
void write_to_stdout(std::string_view text);

/// Collective. Calls `text_of` on rank 0 only, which writes the returned text. If writing fails, all ranks throw the
/// error of write_to_stdout() followed by `consolation`, which names what is complete in spite of it.
void print(const mpi::Communicator& world, const std::function<std::string()>& text_of,
           std::string_view consolation = {});

}  // namespace onefold::cli
