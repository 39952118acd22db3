#include "inspect/previous_customers.hpp"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "inspect/lookup.hpp"
#include "result/records_table.hpp"
#include "result/sources_table.hpp"

namespace onefold::inspect {

namespace {

class PreviousNames {
 public:
  explicit PreviousNames(const config::Job& job) : file_(job.identity.previous) {
    const auto names = result::SourcesTable::kName.read_all(file_);
    for (std::size_t s = 0; s < names.size(); ++s) {
      std::string name(names[s]);
      for (const auto& renamed : job.identity.renamed)
        if (renamed.old_name == names[s]) name = job.sources[renamed.source].name;
      sources_.push_back(std::move(name));
    }
  }

  std::optional<decisions::PreviousCustomer> customer_of(std::int64_t pin) const {
    const CustomerOfPin found = find_customer_or_successor(file_, pin);
    if (!found.customer) return std::nullopt;
    decisions::PreviousCustomer customer{.pin = found.pin, .records = {}};
    auto& records = customer.records;
    for (const std::int64_t record : members_of(file_, *found.customer)) {
      const auto row = static_cast<std::uint64_t>(record);
      const auto source = static_cast<std::size_t>(result::RecordsTable::kSource.read_row(file_, row));
      if (source < sources_.size())
        records.push_back({sources_[source], result::RecordsTable::kSourceId.read_row(file_, row)});
    }
    std::sort(records.begin(), records.end(),
              [](const decisions::PreviousRecord& a, const decisions::PreviousRecord& b) {
                return std::tie(a.source, a.id) < std::tie(b.source, b.id);
              });
    return customer;
  }

 private:
  result::ResultReader file_;
  std::vector<std::string> sources_;  // [source of the file] its name in the job
};

}  // namespace

decisions::PreviousCustomers previous_customers(const config::Job& job) {
  if (job.identity.previous.empty()) return {};
  return [&job, names = std::shared_ptr<PreviousNames>()](std::int64_t pin) mutable {
    if (!names) names = std::make_shared<PreviousNames>(job);
    return names->customer_of(pin);
  };
}

}  // namespace onefold::inspect
