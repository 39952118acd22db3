#include "bytes/kind_of.hpp"

#include <algorithm>
#include <array>

#include "bytes/zip_archive.hpp"
#include "onefold/record/error.hpp"

namespace onefold::bytes {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kAsCsv = "export it as CSV";
constexpr std::string_view kSheetAsCsv = "save the sheet as .xlsx or as CSV (UTF-8)";
constexpr std::string_view kUnpack = "unpack it and name the files that belong to this source";
constexpr std::string_view kNoTable = "it holds no table that can be read";

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view name;
  std::string_view advice;
  std::string_view format = {};
};

constexpr Magic kMagic[] = {
    {4, "Standard Jet DB"sv, "an Access database",
     "export its tables as CSV, or read them with odbc = \"...\" in the [[source]]"},
    {4, "Standard ACE DB"sv, "an Access database",
     "export its tables as CSV, or read them with odbc = \"...\" in the [[source]]"},
    {0, "SQLite format 3\0"sv, "a SQLite database",
     "read it with odbc = \"Driver=SQLite3;Database=FILE\" and query = \"SELECT ...\" in the [[source]]"},
    {0, "PAR1"sv, "a Parquet file", "set format = \"parquet\" in its [[source]]", "parquet"},
    {0, "Obj\x01"sv, "an Avro file", "write it as Parquet or CSV"},
    {0, "ORC"sv, "an ORC file", "write it as Parquet or CSV"},
    {0, "ARROW1"sv, "an Arrow file", "write it as Parquet or CSV"},
    {0, "FEA1"sv, "a Feather file", "write it as Parquet or CSV"},
    {0, "\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60"sv, "a SAS data set", kAsCsv},
    {0, "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"sv, "a SAS transport file", kAsCsv},
    {0, "<stata_dta>"sv, "a Stata file", kAsCsv},
    {0, "$FL2"sv, "an SPSS file", kAsCsv},
    {0, "$FL3"sv, "an SPSS file", kAsCsv},
    {0, "RDX2\n"sv, "an R data file", "write its data frames with write.csv"},
    {0, "RDX3\n"sv, "an R data file", "write its data frames with write.csv"},
    {0, "X\n\0\0\0"sv, "an R data file", "write the data frame in it with write.csv"},
    {0, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file", "export its tables as CSV"},
    {0, "CDF\x01"sv, "a netCDF file", kNoTable},
    {0, "PGDMP"sv, "a dump of a PostgreSQL database", "restore it, and read its tables with postgresql = \"...\""},
    {0, "%PDF-"sv, "a PDF", "ask for the data behind it, as CSV or .xlsx"},
    {0, "%!PS"sv, "a PostScript file", "ask for the data behind it, as CSV or .xlsx"},
    {0, "{\\rtf"sv, "a text of a word processor (RTF)", "ask for the data behind it, as CSV or .xlsx"},
    {0, "\x89PNG\r\n\x1a\n"sv, "an image (PNG)", kNoTable},
    {0, "\xff\xd8\xff"sv, "an image (JPEG)", kNoTable},
    {0, "GIF8"sv, "an image (GIF)", kNoTable},
    {0, "II*\0"sv, "an image (TIFF)", kNoTable},
    {0, "MM\0*"sv, "an image (TIFF)", kNoTable},
    {0, "Rar!\x1a\x07"sv, "a RAR archive", kUnpack},
    {0, "7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive", kUnpack},
    {257, "ustar"sv, "a tar archive", kUnpack},
    {0, "\x04\x22\x4d\x18"sv, "compressed with LZ4", "unpack it, or compress it with gzip or zstd"},
    {0, "\x1f\x9d"sv, "compressed with compress (.Z)", "unpack it, or compress it with gzip or zstd"},
    {0, "LZIP\x01"sv, "compressed with lzip", "unpack it, or compress it with gzip or zstd"},
    {0,
     "\x7f"
     "ELF"sv,
     "a program", kNoTable},
    {0, "!BDN"sv, "an Outlook mailbox", "export its contacts as CSV"},
    {0, "BEGIN:VCARD"sv, "a file of contacts (vCard)", "export the contacts as CSV"},
    {0, "-----BEGIN PGP MESSAGE"sv, "encrypted (PGP)", "decrypt it first"},
    {0, "Salted__"sv, "encrypted (OpenSSL)", "decrypt it first"},
    {0, "\x09\x00\x04\x00"sv, "an Excel file of an old form (.xls)", kSheetAsCsv},
    {0, "\x09\x02\x06\x00"sv, "an Excel file of an old form (.xls)", kSheetAsCsv},
    {0, "\x09\x04\x06\x00"sv, "an Excel file of an old form (.xls)", kSheetAsCsv},
};

// A header line may begin with the letters of a short magic number, as "ORCID" with those of an ORC file.
constexpr std::size_t kShortMagic = 4;
constexpr std::size_t kHeadBytes = 256;

bool has_control_bytes(std::string_view bytes) {
  return std::ranges::any_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool ends_with_any(const std::string& path, std::initializer_list<std::string_view> endings) {
  const std::string name = lowered(path);
  return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

/// ASCII text as UTF-16LE, as OLE2 writes names.
std::string as_utf16(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out += {c, '\0'};
  return out;
}

Kind kind_of_ole2(std::string_view bytes, const std::string& path) {
  // An Excel file with a password is a package within OLE2.
  if (bytes.find(as_utf16("EncryptedPackage")) != std::string_view::npos)
    return {"an Office file with a password", "save it without the password", {}};
  if (bytes.find(as_utf16("WordDocument")) != std::string_view::npos || ends_with_any(path, {".doc"}))
    return {"a Word document", "ask for the data behind it, as CSV or .xlsx", {}};
  if (ends_with_any(path, {".msg"})) return {"an Outlook message", std::string(kNoTable), {}};
  return {"an Excel file of the old form (.xls)", std::string(kSheetAsCsv), {}};
}

std::optional<Kind> kind_of_zip(const std::string& path) {
  if (path.empty()) return Kind{"a zip archive within a compressed file", std::string(kUnpack), {}};
  const ZipArchive archive(path);
  if (archive.has("xl/workbook.xml"))
    return Kind{"an Excel file (.xlsx)", "set format = \"xlsx\" in its [[source]]", "xlsx"};
  if (archive.has("xl/workbook.bin")) return Kind{"a binary Excel file (.xlsb)", std::string(kSheetAsCsv), {}};
  if (archive.has("word/document.xml"))
    return Kind{"a Word document", "ask for the data behind it, as CSV or .xlsx", {}};
  if (archive.has("ppt/presentation.xml"))
    return Kind{"a PowerPoint file", "ask for the data behind it, as CSV or .xlsx", {}};
  if (archive.has("content.xml") && archive.has("mimetype"))
    return Kind{"an OpenDocument file (.ods)", std::string(kSheetAsCsv), {}};
  if (archive.has("Index/Document.iwa")) return Kind{"a Numbers file", std::string(kSheetAsCsv), {}};
  // What else there is to say about an archive, opening it says.
  return std::nullopt;
}

/// Text of a kind that has no rows.
std::optional<Kind> kind_of_markup(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  const std::string text = lowered(bytes.substr(0, 2048));
  const auto has = [&](std::string_view word) { return text.find(word) != std::string::npos; };
  if (text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<table") ||
      (text.starts_with("<") && has("<table")))
    return Kind{
        "an HTML page, whatever its name says", "open it in a spreadsheet program and save it as .xlsx or CSV", {}};
  if (text.starts_with("<?xml") || (text.starts_with("<") && has("xmlns"))) {
    if (has("urn:schemas-microsoft-com:office:spreadsheet"))
      return Kind{"an Excel file of XML (2003)", std::string(kSheetAsCsv), {}};
    return Kind{"an XML file", "convert it to CSV, or to one JSON object a line (NDJSON)", {}};
  }
  if (text.starts_with('[')) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
    if (next != std::string::npos && text[next] == '{')
      return Kind{"a JSON array, not one JSON object a line", "convert it with: jq -c '.[]' FILE > FILE.ndjson", {}};
  }
  if (text.starts_with('{')) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
    const std::string_view first_line = std::string_view(text).substr(0, text.find_first_of("\r\n"));
    // A JSON object that is spread over lines.
    if (first_line == "{" && next != std::string::npos && text[next] == '"')
      return Kind{
          "one JSON object over several lines, not one a line", "convert it with: jq -c . FILE > FILE.ndjson", {}};
    if (next != std::string::npos && text[next] == '"' && has("\":"))
      return Kind{"JSON, one object a line (NDJSON)", "set format = \"ndjson\" in its [[source]]", "ndjson"};
  }
  return std::nullopt;
}

bool is_dbase(std::string_view bytes, const std::string& path) {
  if (bytes.size() < 32 || !ends_with_any(path, {".dbf"})) return false;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  return at(2) >= 1 && at(2) <= 12 && at(3) >= 1 && at(3) <= 31;
}

bool is_old_stata(std::string_view bytes, const std::string& path) {
  return bytes.size() > 4 && ends_with_any(path, {".dta"}) && bytes[0] >= 0x68 && bytes[0] <= 0x73 && bytes[2] == 1;
}

}  // namespace

std::optional<Kind> kind_of(std::string_view first_bytes, const std::string& path) {
  for (const Magic& magic : kMagic)
    if (first_bytes.size() >= magic.offset && first_bytes.substr(magic.offset).starts_with(magic.bytes) &&
        (magic.bytes.size() > kShortMagic || has_control_bytes(first_bytes.substr(0, kHeadBytes))))
      return Kind{std::string(magic.name), std::string(magic.advice), std::string(magic.format)};
  if (first_bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return kind_of_ole2(first_bytes, path);
  if (first_bytes.starts_with("PK\x03\x04")) return kind_of_zip(path);
  if (is_dbase(first_bytes, path)) return Kind{"a dBase file", std::string(kAsCsv), {}};
  if (is_old_stata(first_bytes, path)) return Kind{"a Stata file", std::string(kAsCsv), {}};
  if (first_bytes.size() >= 16 && first_bytes.find_first_not_of('\0') == std::string_view::npos)
    return Kind{"a file of zero bytes", "its transfer failed, fetch it again", {}};
  return kind_of_markup(first_bytes);
}

}  // namespace onefold::bytes
