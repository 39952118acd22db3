// Compiled once and read by every test.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "precompiled.hpp"
