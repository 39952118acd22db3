// Standard output of the program. Every verb prints through these functions, so a full disk or a closed descriptor
// behind standard output is never overlooked.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "onefold/mpi/communicator.hpp"

namespace onefold::cli {

/// Local; call it before anything else in the process opens a file. Occupies the descriptors 0, 1 and 2 where the
/// caller has closed them (`>&-`): the next file that is opened, say the result, would get the number of standard
/// output, and what is printed would go into that file. Writing to an occupied standard output fails.
void occupy_closed_descriptors();

/// Local. Writes all of `text` and returns when the system has it; nothing is buffered. Throws Error(output): "cannot
/// write to standard output: REASON".
void write_to_stdout(std::string_view text);

/// Collective. Rank 0 writes what `text_of` returns; it is called there only. When writing fails, all ranks throw the
/// error of write_to_stdout(), followed by `consolation`, which says what is complete all the same.
void print(const mpi::Communicator& world, const std::function<std::string()>& text_of,
           std::string_view consolation = {});

}  // namespace onefold::cli
