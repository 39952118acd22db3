// Appends a line to a list that several people may write to. Local.
#pragma once

#include <string>
#include <string_view>

namespace onefold::files {

/// Appends `line`, which ends in a line break, to `path`. If there is no such file, or it is empty, creates it with
/// `header` above the line, readable by its owner only. The file then has all of it or nothing: processes that append
/// at the same time wait for each other, and a line that could not be written completely is taken back. Adds a line
/// break before the line if the file does not end in one. Throws Error(output), which names the path, also if it is no
/// regular file.
void append_line(const std::string& path, std::string_view header, std::string_view line);

}  // namespace onefold::files
