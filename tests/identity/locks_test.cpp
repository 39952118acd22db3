#include "identity/locks.hpp"

#include <gtest/gtest.h>

#include "identity/record_keys.hpp"
#include "onefold/record/error.hpp"
#include "onefold/record/pin.hpp"

namespace onefold::identity {

namespace {

config::Job job_with_sources() {
  config::Job job;
  job.sources.push_back({.name = "crm", .id = "id"});
  job.sources.push_back({.name = "leads"});
  job.identity.lock = {"lock.csv"};
  return job;
}

std::string failure_of(const std::string& content) {
  std::vector<Lock> locks;
  try {
    parse_locks(job_with_sources(), content, 0, locks);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST(Locks, are_read_in_both_forms) {
  const std::string pin = pin_text(12345);
  std::vector<Lock> locks;
  parse_locks(job_with_sources(), "source,id,pin\ncrm, 7 ," + pin + "\n", 0, locks);
  parse_locks(job_with_sources(), "record,pin\ncrm:7," + pin + "\ncrm:a:b," + pin + "\n", 0, locks);
  ASSERT_EQ(locks.size(), 3U);
  EXPECT_EQ(locks[0].record, key_of_id("crm", "7"));
  EXPECT_EQ(locks[1].record, locks[0].record);
  EXPECT_EQ(locks[2].record, key_of_id("crm", "a:b"));
  EXPECT_EQ(locks[2].pin, 12345);
  EXPECT_EQ(locks[2].line, 3U);
}

TEST(Locks, mistakes_name_file_and_line_and_no_id) {
  const std::string pin = pin_text(12345);
  std::string wrong = pin;
  wrong[0] = wrong[0] == '0' ? '1' : '0';
  for (const auto& [content, message] : std::vector<std::pair<std::string, std::string>>{
           {"left,right\n", "expected the header source,id,pin"},
           {"", "expected the header source,id,pin"},
           {"source,id,pin\ncrm,secret\n", "line 2: expected 3 fields; found 2"},
           {"source,id,pin\ncrm,secret," + wrong + "\n", "line 2: the check symbol of the PIN is wrong"},
           {"source,id,pin\ncrm,secret,12\n", "a PIN has eight symbols"},
           {"record,pin\nsecret," + pin + "\n", "expected a record as SOURCE:ID"},
           {"record,pin\nerp:secret," + pin + "\n", "its sources are crm, leads"},
           {"record,pin\nleads:secret," + pin + "\n", "[[source]] leads has no ids"},
           {"record,pin\ncrm:," + pin + "\n", "the record has no id"}}) {
    const std::string failure = failure_of(content);
    EXPECT_NE(failure.find(message), std::string::npos) << failure;
    EXPECT_EQ(failure.find("secret"), std::string::npos) << failure;
    EXPECT_NE(failure.find("lock.csv"), std::string::npos) << failure;
  }
}

TEST(RecordKeys, differ_by_source_and_kind_of_name) {
  EXPECT_NE(key_of_id("a", "1"), key_of_id("b", "1"));
  EXPECT_NE(key_of_id("a", "bc"), key_of_id("ab", "c"));
  const std::uint64_t content = 0x3131313131313131;
  EXPECT_NE(key_of_id("a", "11111111"), key_of_content("a", content));
}

}  // namespace onefold::identity
