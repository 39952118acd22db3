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

}  // namespace onefold::test
