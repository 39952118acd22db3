#include "generate/extract.hpp"

namespace onefold::generate {

namespace {

// Cases out of 10,000 per wave.
constexpr std::uint32_t kRemoved = 100;
constexpr std::uint32_t kGetsAnotherId = 30;
constexpr std::uint32_t kEnteredAgain = 300;
constexpr std::uint32_t kEnteredAgainAfterChange = 6'000;
// A wave adds this share of the first records as records of new persons, and as many of known ones.
constexpr std::uint64_t kBaseRecordsPerNewOne = 100;
// How many base rows a new row looks at for an id that has become free.
constexpr std::uint64_t kIdsLookedAt = 8;

constexpr std::size_t at(SourceKind source) { return static_cast<std::size_t>(source); }

}  // namespace

Extract::Extract(const Vocabulary& vocabulary, const Options& options) : seed_(options.seed), id_span_(10) {
  // All waves together add less than the base has.
  static_assert(2 * kMaxWaves < kBaseRecordsPerNewOne);
  while (id_span_ < 2 * options.num_records + kMaxWaves) id_span_ *= 10;
  for (std::uint64_t wave = 1; wave <= options.wave; ++wave) {
    const bool is_base = wave == 1;
    const std::uint64_t num_new =
        is_base ? options.num_records : (options.num_records + kBaseRecordsPerNewOne - 1) / kBaseRecordsPerNewOne;
    const std::uint64_t seed = is_base ? seed_ : derive(seed_, Purpose::wave, wave);
    ClusterPlan plan(num_new, options.duplicates_mean, seed);
    Population population(vocabulary, plan.num_persons(), seed);
    cohorts_.push_back({wave, std::move(plan), population, num_persons_, num_rows_, seed});
    const Cohort& cohort = cohorts_.back();
    num_persons_ += cohort.plan.num_persons();
    for (const auto source : {SourceKind::crm, SourceKind::webshop, SourceKind::callcentre}) {
      const std::uint64_t of_known = is_base ? 0 : cohorts_[0].plan.num_rows(source) / kBaseRecordsPerNewOne;
      num_rows_[at(source)] += cohort.plan.num_rows(source) + of_known;
    }
  }
}

const Extract::Cohort& Extract::cohort_of(std::size_t source, std::uint64_t row) const {
  std::size_t last = cohorts_.size() - 1;
  while (row < cohorts_[last].first_row[source]) --last;
  return cohorts_[last];
}

Subject Extract::subject(SourceKind source, std::uint64_t row) const {
  const Cohort& cohort = cohort_of(at(source), row);
  const std::uint64_t in_cohort = row - cohort.first_row[at(source)];
  if (in_cohort < cohort.plan.num_rows(source)) {
    const PersonCopy who = cohort.plan.at(source, in_cohort);
    return {&cohort.population, who.person, cohort.first_person + who.person,
            mix(derive(cohort.seed, Purpose::record, who.person), who.copy)};
  }
  // A new record of somebody of the base.
  const Cohort& base = cohorts_.front();
  const std::uint64_t seed = mix(derive(cohort.seed, Purpose::wave, at(source)), row);
  const std::uint64_t person = scale_to(seed, base.plan.num_persons());
  return {&base.population, person, person, mix(seed, 0)};
}

RowState Extract::state_from(const Cohort& cohort, SourceKind source, std::uint64_t row, std::uint64_t wave) const {
  RowState state{.exists = true, .id_row = row, .entered_wave = cohort.wave};
  const Subject about = cohort.wave < wave ? subject(source, row) : Subject{};
  for (std::uint64_t w = cohort.wave + 1; w <= wave; ++w) {
    Stream random(mix(mix(derive(seed_, Purpose::wave, w), at(source)), row));
    if (random.chance(kRemoved)) return {};
    if (random.chance(kGetsAnotherId)) state.id_row = w * id_span_ + row;
    const bool lives_changed = about.population->changes_in_wave(about.person, w);
    if (random.chance(lives_changed ? kEnteredAgainAfterChange : kEnteredAgain)) state.entered_wave = w;
  }
  return state;
}

RowState Extract::state(SourceKind source, std::uint64_t row, std::uint64_t wave) const {
  const Cohort& cohort = cohort_of(at(source), row);
  if (cohort.wave > wave) return {};
  RowState state = state_from(cohort, source, row, wave);
  if (state.exists && cohort.wave > 1 && state.id_row == row) reissue(cohort, source, row, state);
  return state;
}

void Extract::reissue(const Cohort& cohort, SourceKind source, std::uint64_t row, RowState& state) const {
  const Cohort& base = cohorts_.front();
  const std::uint64_t num_base = base.plan.num_rows(source);
  // No two new rows of a wave look at the same base row, and a base row is removed in one wave only.
  const Permutation order(num_base, derive(cohort.seed, Purpose::permutation, kNumSources + at(source)));
  const std::uint64_t first = (row - cohort.first_row[at(source)]) * kIdsLookedAt;
  for (std::uint64_t i = first; i < first + kIdsLookedAt && i < num_base; ++i) {
    const std::uint64_t other = order(i);
    const RowState before = state_from(base, source, other, cohort.wave - 1);
    if (!before.exists || before.id_row != other || state_from(base, source, other, cohort.wave).exists) continue;
    state.id_row = other;
    state.has_reissued_id = true;
    return;
  }
}

Record Extract::record(SourceKind source, const Subject& subject, std::uint64_t entered_wave, Stream& random) const {
  // The first word is the moment in the base.
  Moment moment = random_moment(random);
  if (entered_wave > 1) {
    random = Stream(mix(random.next(), entered_wave));
    moment = moment_in_wave(entered_wave, random);
  }
  return make_record(*subject.population, source, subject.person, moment, random);
}

}  // namespace onefold::generate
