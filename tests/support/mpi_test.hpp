// GoogleTest under mpirun: every rank runs every test; the failures of all ranks are printed and decide the exit code.
// EXPECT, or a reduced condition, before a collective; ASSERT only on what is equal everywhere.
#pragma once

#include <gtest/gtest.h>

#include "onefold/mpi/communicator.hpp"

namespace onefold::test {

/// All ranks.
const mpi::Communicator& world();

/// Seed of everything random in tests.
inline constexpr std::uint64_t kSeed = 20260101;

/// How many random cases a test tries on this number of ranks: all on few ranks, a fifth of them where ranks outnumber
/// the cores of small machines, and a collective takes a hundred times as long.
inline std::uint64_t num_random_cases(std::uint64_t on_few_ranks) {
  return world().size() <= 4 ? on_few_ranks : (on_few_ranks + 4) / 5;
}

}  // namespace onefold::test
