#include "result/dataset_list.hpp"

#include "result/cluster_tables.hpp"
#include "result/customers_table.hpp"
#include "result/decisions_table.hpp"
#include "result/delta_table.hpp"
#include "result/edges_table.hpp"
#include "result/frequencies_table.hpp"
#include "result/identity_tables.hpp"
#include "result/index_tables.hpp"
#include "result/job_table.hpp"
#include "result/lines_table.hpp"
#include "result/model_tables.hpp"
#include "result/patterns_table.hpp"
#include "result/quarantine_table.hpp"
#include "result/reading_tables.hpp"
#include "result/record_values_table.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"
#include "result/statistics_table.hpp"
#include "result/verification_table.hpp"
#include "result/warnings_table.hpp"

namespace onefold::result {

std::vector<ListedDataset> list_datasets() {
  std::vector<ListedDataset> list;
  const auto add = [&]<typename... T>(const Column<T>&... columns) {
    (list.push_back({columns.name, type_name_of_column<T>(), columns.presence, columns.digested}), ...);
  };
  add(SourcesTable::kName, SourcesTable::kRowsRead, SourcesTable::kRecords, SourcesTable::kQuarantined,
      SourcesTable::kFirstRecordId, SourcesTable::kKept, SourcesTable::kUnique, SourcesTable::kRivalGroup,
      SourcesTable::kFile, SourcesTable::kFileSource);
  add(AttributesTable::kName, AttributesTable::kType, AttributesTable::kConflict, AttributesTable::kSeparator,
      AttributesTable::kGroup);
  add(RecordsTable::kSource, RecordsTable::kSourceId, RecordsTable::kRow, RecordsTable::kPin, RecordsTable::kClusterId,
      RecordsTable::kTrueId);
  add(CustomersTable::kPin, CustomersTable::kClusterId, CustomersTable::kSize, CustomersTable::kLinks,
      CustomersTable::kDensity, CustomersTable::kBridges, CustomersTable::kBridgeSplit,
      CustomersTable::kArticulationPoints, CustomersTable::kWeakestLink, CustomersTable::kCentre,
      CustomersTable::kCentrality);
  add(RecordValuesTable::kUpdated);
  add(MembersTable::kOffsets, MembersTable::kMembers, PinIndex::kPin, PinIndex::kCustomer, SourceIdIndex::kHash,
      SourceIdIndex::kRecord);
  add(EdgesTable::kLeft, EdgesTable::kRight, EdgesTable::kPattern, EdgesTable::kAmongRivals, EdgesTable::kLeftOffsets,
      EdgesTable::kByRight, EdgesTable::kRightOffsets);
  add(PatternsTable::kPattern, PatternsTable::kRule, PatternsTable::kLevel, PatternsTable::kWeight,
      PatternsTable::kEdges);
  add(ClusterTable::kThreshold, ClusterTable::kThresholdWeight, ClusterTable::kReviewThreshold, ClusterTable::kLinkOnly,
      ClusterTable::kMethod, ClusterTable::kSupport, ClusterTable::kMustLinkLeft, ClusterTable::kMustLinkRight,
      ClusterTable::kCannotLinkLeft, ClusterTable::kCannotLinkRight);
  add(ClusterTable::kThresholdReason, ExpectedLinksTable::kPrecision, ExpectedLinksTable::kRecall);
  add(CutsTable::kLeft, CutsTable::kRight, CutsTable::kWeight, CutsTable::kReason);
  add(BlockingTable::kRule, BlockingTable::kPairs, BlockingTable::kNewPairs, BlockingTable::kSkippedRecords);
  add(ComparisonsTable::kName, ComparisonsTable::kNumLevels);
  add(LevelsTable::kComparison, LevelsTable::kLevel, LevelsTable::kText, LevelsTable::kM, LevelsTable::kU,
      LevelsTable::kWeight, LevelsTable::kMOrigin, LevelsTable::kUOrigin);
  add(DependenceTable::kFirst, DependenceTable::kSecond, DependenceTable::kFirstLevel, DependenceTable::kSecondLevel,
      DependenceTable::kCorrection);
  add(FrequenciesTable::kPresent, FrequenciesTable::kOversizedRule, FrequenciesTable::kOversizedKey);
  add(DecisionsTable::kKind, DecisionsTable::kStatus, DecisionsTable::kLeft, DecisionsTable::kRight,
      DecisionsTable::kLeftPin, DecisionsTable::kRightPin, DecisionsTable::kAttribute, DecisionsTable::kValue,
      DecisionsTable::kWho, DecisionsTable::kWhen, DecisionsTable::kWhy, DecisionsTable::kFile, DecisionsTable::kLine);
  add(CompletenessTable::kFirst, CompletenessTable::kSecond, CompletenessTable::kFirstMatches,
      CompletenessTable::kSecondMatches, CompletenessTable::kBothMatches, CompletenessTable::kFoundMatches,
      CompletenessTable::kEstimate);
  add(ModelTable::kJson, ModelTable::kPrior, ModelTable::kPriorWeight, ModelTable::kRivalPartners);
  add(QuarantineTable::kSource, QuarantineTable::kRow, QuarantineTable::kReason, QuarantineTable::kFile,
      QuarantineTable::kLine, QuarantineTable::kLastLine);
  add(LinesTable::kAll, LinesTable::kRecords, LinesTable::kQuarantined, LinesTable::kHeader, LinesTable::kBlank,
      LinesTable::kDelimiters, LinesTable::kComment, LinesTable::kSkipped, LinesTable::kFooter,
      LinesTable::kRepeatedHeader, LinesTable::kDeleted);
  add(ReadingTable::kSource, ReadingTable::kAttribute, ReadingTable::kIsTimeOfChange, ReadingTable::kFilled,
      ReadingTable::kMissing, ReadingTable::kDummy, ReadingTable::kUnreadable, ReadingTable::kDistinct,
      ReadingTable::kAmbiguous);
  add(UnreadableTable::kReading, UnreadableTable::kRow, UnreadableTable::kFile, UnreadableTable::kRowOfFile,
      UnreadableTable::kLine);
  add(SourceNamingTable::kNaming, RunsTable::kJob, RunsTable::kPreviousDigest, RunsTable::kRecords,
      RunsTable::kCustomers, RunsTable::kCreated, RunsTable::kKept, RunsTable::kGrown, RunsTable::kShrunk,
      RunsTable::kMergedInto, RunsTable::kSplitFrom, RunsTable::kReinstated, RunsTable::kRetired,
      RunsTable::kOverridden, RunsTable::kMovedRecords, RunsTable::kDepartedRecords);
  add(DeltaTable::kNew, DeltaTable::kChanged, DeltaTable::kUnchanged, DeltaTable::kDeleted,
      DeltaTable::kUnknownDeletions, DeltaTable::kEdgesCarried, DeltaTable::kEdgesDropped, DeltaTable::kPairsScored,
      DeltaTable::kDriftWeight, DeltaTable::kDriftThreshold, DeltaTable::kDriftLinks, DeltaTable::kDriftLinksGained,
      DeltaTable::kDriftLinksLost);
  add(HistoryTable::kPin, HistoryTable::kEvent, HistoryTable::kRun, HistoryTable::kRecords,
      HistoryTable::kRecordsBefore, HistoryTable::kOther);
  add(RetiredTable::kPin, RetiredTable::kForward, RetiredTable::kRun);
  add(CrosswalkTable::kPreviousPin, CrosswalkTable::kFirstPin, CrosswalkTable::kFirstRun, CrosswalkTable::kLastRun,
      CrosswalkTable::kDepartedSource, CrosswalkTable::kDepartedId, CrosswalkTable::kDepartedPin,
      CrosswalkTable::kDepartedContent, CrosswalkTable::kCarriedRow, CrosswalkTable::kCarriedPin,
      CrosswalkTable::kContentKey);
  add(JobTable::kResolved, JobTable::kDecisive);
  add(StatisticsTable::kStage, StatisticsTable::kSeconds, StatisticsTable::kPeakMemory, StatisticsTable::kCounter,
      StatisticsTable::kValue, StatisticsTable::kRanks);
  add(WarningsTable::kCode, WarningsTable::kText);
  add(VerificationTable::kDataset, VerificationTable::kRows, VerificationTable::kDigest,
      VerificationTable::kInContentDigest);
  return list;
}

}  // namespace onefold::result
