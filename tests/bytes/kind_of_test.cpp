#include "bytes/kind_of.hpp"

#include <gtest/gtest.h>

#include "support/compressed.hpp"
#include "support/scratch_folder.hpp"

namespace onefold::bytes {
namespace {

using namespace std::string_view_literals;

std::string kind(std::string_view bytes, const std::string& path = "extract.csv") {
  const auto found = kind_of(bytes, path);
  return found ? found->refusal() : "";
}

TEST(KindOf, files_of_databases_and_programs_are_called_by_their_names) {
  const std::string rest(300, '\0');
  const std::pair<std::string_view, const char*> cases[] = {
      {"\0\1\0\0Standard Jet DB\0"sv, "an Access database"},
      {"SQLite format 3\0"sv, "a SQLite database"},
      {"%PDF-1.7\n"sv, "a PDF"},
      {"PAR1\x15\0"sv, "a Parquet file"},
      {"Obj\x01\x04"sv, "an Avro file"},
      {"ORC\x0a\x01"sv, "an ORC file"},
      {"\x89HDF\r\n\x1a\n"sv, "an HDF5 file"},
      {"$FL2@(#) SPSS"sv, "an SPSS file"},
      {"<stata_dta><header>"sv, "a Stata file"},
      {"\x89PNG\r\n\x1a\n"sv, "an image"},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "an Excel file of the old form (.xls)"},
      {"Rar!\x1a\x07"sv, "a RAR archive"},
      {"PGDMP\x01"sv, "a dump of a PostgreSQL database"},
  };
  for (const auto& [bytes, name] : cases)
    EXPECT_NE(kind(std::string(bytes) + rest).find(std::string("is ") + name), std::string::npos) << name;
  EXPECT_NE(kind(std::string("\x03\x7a\x04\x1f", 4) + rest, "old.dbf").find("a dBase file"), std::string::npos);
  EXPECT_NE(kind(rest).find("zero bytes"), std::string::npos);
}

TEST(KindOf, texts_without_rows_are_told_how_to_become_rows) {
  EXPECT_NE(kind("\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>").find("an XML file"), std::string::npos);
  EXPECT_NE(kind(" \n<HTML><body><table>", "export.xls").find("an HTML page"), std::string::npos);
  EXPECT_NE(kind("[\n {\"a\": 1}\n]").find("jq -c '.[]'"), std::string::npos);
  EXPECT_NE(kind("{\n  \"a\": 1\n}").find("over several lines"), std::string::npos);
  EXPECT_EQ(kind_of("{\"a\":1}\n{\"a\":2}\n", "x.csv")->format, "ndjson");
}

TEST(KindOf, a_header_may_begin_like_a_magic_number) {
  for (const char* text : {"ORCID,name\n1,a\n", "PAR1,PAR2\n1,2\n", "id;name\n", "<id>;<name>\n1;2\n", "[id],[name]\n",
                           "", "{id},{name}\n", "Obj,name\n"})
    EXPECT_EQ(kind(text), "") << text;
}

TEST(KindOf, a_zip_archive_is_looked_into) {
  const test::ScratchFolder folder;
  const auto kind_of_archive = [&](const std::vector<std::string>& members) {
    folder.write("a.zip", test::zipped(members, "text"));
    return kind("PK\x03\x04", folder / "a.zip");
  };
  EXPECT_NE(kind_of_archive({"[Content_Types].xml", "xl/workbook.xml"}).find("format = \"xlsx\""), std::string::npos);
  EXPECT_NE(kind_of_archive({"xl/workbook.bin"}).find("a binary Excel file (.xlsb)"), std::string::npos);
  EXPECT_NE(kind_of_archive({"mimetype", "content.xml"}).find("an OpenDocument file (.ods)"), std::string::npos);
  EXPECT_EQ(kind_of_archive({"extract.csv"}), "");
}

}  // namespace
}  // namespace onefold::bytes
