// The resolved job is a fixed point, and the digest depends only on settings that affect the result.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "config/job_text.hpp"

namespace onefold::config::test {
namespace {

TEST(ResolvedJob, parses_back_to_an_equal_job) {
  const Job job = parse_job(kGoodJob, "t.toml");
  const Job again = parse_job(job.resolved_toml, "resolved.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.digest_toml, job.digest_toml);
}

TEST(DigestJob, changes_with_everything_except_paths_and_memory) {
  const std::string digest = parse_job(kGoodJob, "t.toml").digest_toml;
  const auto digest_of = [](const std::string& set) {
    Overrides overrides;
    overrides.sets = {set};
    return parse_job(kGoodJob, "t.toml", overrides).digest_toml;
  };
  for (const char* same : {"job.output=a.h5", "job.work_dir=w", "job.overwrite=true", "job.memory_per_rank=1 GiB",
                           "job.compression_level=9", "source.crm.files=[\"a.csv\", \"b.csv\"]",
                           "cleanse.dummies=d.txt", "cleanse.aliases=a.txt"})
    EXPECT_EQ(digest_of(same), digest) << same;
  for (const char* other : {"job.seed=2", "job.name=x", "cluster.threshold=0.9", "blocking.0.on=mail",
                            "source.crm.quote=''", "comparison.surname.levels=exact", "merge.default=longest",
                            "model.file=m.json", "model.prior=0.1", "attribute.mail.dummies=x"})
    EXPECT_NE(digest_of(other), digest) << other;
  Overrides overrides;
  overrides.sets = {"model.file=a.json"};
  EXPECT_EQ(digest_of("model.file=b.json"), parse_job(kGoodJob, "t.toml", overrides).digest_toml);
}

TEST(ResolvedJob, holds_the_rule_of_the_threshold_until_a_run_decides_it) {
  for (const std::string rule : {"\"best_f1\"", "{ precision = 0.99 }"}) {
    const std::string text = kGoodJob + "[cluster]\nthreshold = " + rule + "\nreview_threshold = 0.3\nsupport = 0.6\n";
    Job job = parse_job(text, "t.toml");
    EXPECT_NE(job.resolved_toml.find("threshold = " + rule + "\n"), std::string::npos);
    const Job again = parse_job(job.resolved_toml, "resolved.toml");
    EXPECT_EQ(again.resolved_toml, job.resolved_toml);
    EXPECT_EQ(again.digest_toml, job.digest_toml);
    EXPECT_EQ(again.cluster.threshold_rule.precision, job.cluster.threshold_rule.precision);

    const std::string digest = job.digest_toml;
    decide_threshold(job, 0.25, "a reason");
    EXPECT_EQ(job.digest_toml, digest);
    EXPECT_NE(job.resolved_toml.find("threshold = 0.25    # a reason\n"), std::string::npos);
    // Neither lies above the threshold, so that the resolved job is valid.
    const Job decided = parse_job(job.resolved_toml, "resolved.toml");
    EXPECT_EQ(decided.cluster.threshold, 0.25);
    EXPECT_EQ(decided.cluster.review_threshold, 0.25);
    EXPECT_EQ(decided.cluster.support, 0.25);
    EXPECT_EQ(decided.cluster.threshold_rule.kind, ThresholdRule::Kind::fixed);
  }
}

TEST(DigestJob, includes_the_content_of_alias_files) {
  const Job none = parse_job(kGoodJob, "t.toml");
  const auto digest_of = [&](std::uint64_t content) {
    Job job = none;
    set_aliases(job, nullptr, content);
    return job.digest_toml;
  };
  EXPECT_EQ(digest_of(1), digest_of(1));
  EXPECT_NE(digest_of(1), digest_of(2));
  EXPECT_NE(digest_of(1), none.digest_toml);
}

TEST(ResolvedJob, keeps_files_of_aliases_and_what_is_transliterated) {
  Overrides overrides;
  overrides.sets = {"cleanse.aliases=[\"a.txt\", \"b.txt\"]"};
  const std::string text = std::string(kGoodJob) + "\n[[attribute]]\nname = \"surname\"\ntransliterate = true\n";
  const Job job = parse_job(text, "t.toml", overrides);
  EXPECT_EQ(job.cleanse.alias_files, (std::vector<std::string>{"a.txt", "b.txt"}));
  EXPECT_TRUE(std::any_of(job.attributes.begin(), job.attributes.end(), [](const AttributeConfig& attribute) {
    return attribute.name == "surname" && attribute.transliterate;
  }));
  const Job again = parse_job(job.resolved_toml, "resolved.toml");
  EXPECT_EQ(again.resolved_toml, job.resolved_toml);
  EXPECT_EQ(again.cleanse.alias_files, job.cleanse.alias_files);
  EXPECT_NE(job.digest_toml, parse_job(kGoodJob, "t.toml").digest_toml);
  EXPECT_NE(
      mistakes_of(std::string(kGoodJob) +
                  "\n[[attribute]]\nname = \"mail_2\"\ntype = \"email\"\ntransliterate = true\n")
          .find("transliterate: only names, addresses, cities, organisations and text are written in Latin letters"),
      std::string::npos);
}

/// A valid job from the choices of a property test: which options are set, and to which values.
class JobMaker {
 public:
  explicit JobMaker(const std::vector<std::uint8_t>& choices) : choices_(choices) {}

  std::string make() {
    std::string text = "[job]\nname = " + string() + "\noutput = " + string();
    if (yes()) text += "\nseed = " + std::to_string(pick(250));
    if (yes()) text += "\nmemory_per_rank = \"" + std::to_string(pick(100) + 1) + (yes() ? " MiB\"" : " GB\"");
    if (yes()) text += "\nmax_pairs = " + std::to_string(pick(200) + 1);
    const bool link = yes();
    if (link) text += "\ntask = \"link\"";
    for (int source = 0; source < 2; ++source) {
      const bool header = yes();
      const auto column = [&] { return header ? string() : std::to_string(pick(20) + 1); };
      text += "\n[[source]]\nname = \"s" + std::to_string(source) + "\"\nfiles = [" + string() + ", " + string() + "]";
      text += header ? "" : "\nheader = false";
      if (yes()) text += "\nid = " + column();
      if (yes()) text += "\ntruth = " + (yes() ? column() : "{ column = " + column() + ", pattern = '(\"\\d+)' }");
      if (yes()) text += "\ndelimiter = \";\"\nquote = \"\"";
      text += "\ncolumns = { surname = " + column() + ", given_name = " + column() + ", email = " + column() +
              ", birth_date = " + column() + (yes() ? ", full_name = " + column() : "") +
              (yes() ? ", postcode = " + column() : "") + ", income = " + column() + " }";
    }
    text += "\n[[attribute]]\nname = \"income\"\ntype = \"number\"";
    if (yes()) text += "\ncompare = false";
    if (yes()) text += "\n[[attribute]]\nname = \"email\"\ndummies = [" + string() + "]";
    text += "\n[[blocking]]\non = [\"prefix( surname,  " + std::to_string(pick(9) + 1) + ")\", 'month(birth_date)']";
    if (yes()) text += "\n[[blocking]]\non = 'sorted(given_name,surname)'\nmax_pairs = 7";
    if (yes())
      text += "\n[[comparison]]\nattribute = \"surname\"\nlevels = [\"exact\", \"jaro_winkler>=0." +
              std::to_string(pick(99) + 1) + "\", \"swapped(given_name)\"]";
    if (yes())
      text +=
          "\n[[comparison]]\nattribute = \"income\"\nlevels = [\"difference <= " + std::to_string(pick(50)) + ".250\"]";
    text += "\n[model]\nprior = ";
    text += yes()   ? "\"estimated\""
            : yes() ? "0.00" + std::to_string(pick(9) + 1)
                    : "{ rules = [[\"email\"], [\"surname\", \"year(birth_date)\"]], recall = 1 }";
    text += "\n[cluster]\nthreshold = 0." + std::to_string(pick(90) + 1);
    text += "\n[merge]";
    const bool trusts = yes();
    if (yes()) text += "\ndefault = \"longest\"";
    if (yes()) text += "\nas_of = 2026-11-30\nlast_resort = false";
    text += "\nsource_priority = [\"s1\"]\n[merge.rules]\nemail = \"source_priority\"\nincome = \"max\"";
    if (yes()) text += "\nsurname = { any = [" + string() + "] }";
    if (trusts) {
      text += "\ngiven_name = \"trust\"\n[merge.trust]\ndefault = { max = 70.5, linear = \"6 months\" }";
      if (yes()) text += "\ns1 = { half_life = \"2 years\", min = 3, given_name = { max = 99 } }";
      if (yes()) text += "\n[[merge.validation]]\nattributes = \"given_name\"\nwhen = \"length < 3\"\ndowngrade = 12.5";
    }
    if (yes()) text += "\n[[merge.group]]\nattributes = [\"birth_date\"]\nby = \"first\"\nrequire = \"birth_date\"";
    return text + "\n";
  }

 private:
  std::uint32_t pick(std::uint32_t bound) { return next_ < choices_.size() ? choices_[next_++] % bound : 0; }
  bool yes() { return pick(2) == 1; }
  std::string string() {
    constexpr const char* kStrings[] = {"\"a\"", "\"\\u00e9 $${X} \\\\ \\\"\"", "'b c*.csv'", "\"x\\ty\\u0001\"",
                                        "\"$\""};
    return kStrings[pick(5)];
  }
  const std::vector<std::uint8_t>& choices_;
  std::size_t next_ = 0;
};

RC_GTEST_PROP(ResolvedJob, is_a_fixed_point_for_any_valid_job, ()) {
  const auto choices = *rc::gen::container<std::vector<std::uint8_t>>(80, rc::gen::arbitrary<std::uint8_t>());
  const std::string text = JobMaker(choices).make();
  RC_ASSERT(mistakes_of(text) == "");
  const Job job = parse_job(text, "t.toml");
  const Job again = parse_job(job.resolved_toml, "resolved.toml");
  RC_ASSERT(again.resolved_toml == job.resolved_toml);
  RC_ASSERT(again.digest_toml == job.digest_toml);
  RC_ASSERT(again.output == job.output);
  RC_ASSERT(again.cluster.threshold == job.cluster.threshold);
  RC_ASSERT(again.comparisons.size() == job.comparisons.size());
}

}  // namespace
}  // namespace onefold::config::test
