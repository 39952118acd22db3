#!/usr/bin/env bash
# cmake --install, and a separate project that uses find_package(onefold).
. "$(dirname "$0")/common.sh"
"$CMAKE" --install "$ONEFOLD_BUILD" --prefix "$work/prefix" >"$work/log" 2>&1 || fail "install: $(tail -n 3 "$work/log")"
[ -x "$work/prefix/bin/onefold" ] || fail "no program installed"
"$work/prefix/bin/onefold" --version >/dev/null || fail "the installed program does not start"
mkdir "$work/other"
cat > "$work/other/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(other LANGUAGES C CXX)
find_package(onefold REQUIRED)
add_executable(other main.cpp)
target_link_libraries(other PRIVATE onefold::similarity onefold::cluster)
CMAKE
cat > "$work/other/main.cpp" <<'CPP'
#include <onefold/cluster/components.hpp>
#include <onefold/similarity/jaro_winkler.hpp>

int main(int argc, char** argv) {
  onefold::mpi::Environment environment(&argc, &argv);
  const auto world = onefold::mpi::Communicator::world();
  const std::vector<onefold::Link> links = {{0, 2}, {1, 2}};
  const auto labels = onefold::cluster::find_components(world, {3, world.size()}, links);
  return labels == std::vector<onefold::RecordId>{0, 0, 0} && onefold::similarity::jaro_winkler("martha", "marhta") > 0.96 ? 0 : 1;
}
CPP
"$CMAKE" -S "$work/other" -B "$work/other/build" -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_CXX_FLAGS="${CXX_FLAGS_SANITIZE:-}" >"$work/log" 2>&1 ||
  fail "find_package: $(tail -n 5 "$work/log")"
"$CMAKE" --build "$work/other/build" >"$work/log" 2>&1 || fail "build: $(tail -n 5 "$work/log")"
"$work/other/build/other" || fail "the other program does not work"
finish
