# onefold_component(NAME [LIGHT] [USES components...] [LINK libraries...])
# Makes the static library onefold_NAME of src/NAME/*.cpp with the public headers of include/onefold/.
#
# LIGHT: the folder reads arguments and texts, prints, or calls others in their order. A run spends little time in its
# loops, so a release compiles it with -O1, which takes the compiler a third less time than -O3. All other folders are
# compiled with -O3.

option(ONEFOLD_WERROR "Warnings are errors; continuous integration sets it" OFF)
option(ONEFOLD_PRECOMPILE "Precompile the headers of libraries" ON)
# One compiler process reads up to this many sources of a folder one after the other, and the headers that they share
# only once: a cold build takes half the processor time. The presets debug and asan compile each source by itself, so
# every source still includes what it uses.
option(ONEFOLD_UNITY "Compile several sources of a folder at once" ON)
set(ONEFOLD_UNITY_BATCH 8)

set(ONEFOLD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Wno-restrict)
if(ONEFOLD_WERROR)
  # g++ 12 reports overflows inside the string and vector of its own library that do not happen (bugs 105329 and 105651
  # of GCC).
  list(APPEND ONEFOLD_WARNINGS -Werror
    -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=stringop-overread)
endif()
if(ONEFOLD_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
# Same answer everywhere: no fused multiply-add behind our back.
add_compile_options(-ffp-contract=off)
# A profile of a release build shows who called; costs under a percent.
add_compile_options(-fno-omit-frame-pointer)
# The compiler may use half a GiB before it collects garbage: five in a hundred of its time on the larger files.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:--param=ggc-min-heapsize=524288>)
endif()
set(ONEFOLD_LIGHT_FLAGS $<$<CONFIG:Release>:-O1>)

# The linker of every program and test: the first of these that is there. Debian's g++ alone brings gold.
foreach(linker mold lld gold)
  find_program(ONEFOLD_LINKER_${linker} NAMES ld.${linker} ${linker})
  if(ONEFOLD_LINKER_${linker})
    add_link_options(-fuse-ld=${linker})
    message(STATUS "linker: ${linker}")
    break()
  endif()
endforeach()

# A precompiled header belongs to one set of flags and definitions, so each way of compiling has one:
#   precompiled        folders of the product          fmt and the standard library
#   precompiled_light  LIGHT folders of the product    those, toml++ and JSON
#   precompiled_test   tests                           those of the product, GoogleTest and JSON
function(onefold_compile_settings target)
  # Definitions must be the same wherever the precompiled header is read: fmt has one.
  target_link_libraries(${target} PRIVATE fmt::fmt)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE ${ONEFOLD_WARNINGS})
  target_compile_definitions(${target} PRIVATE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX ONEFOLD_VERSION="${PROJECT_VERSION}")
endfunction()
function(onefold_unity_settings target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${ONEFOLD_UNITY} UNITY_BUILD_BATCH_SIZE ${ONEFOLD_UNITY_BATCH})
endfunction()
function(onefold_light_settings target)
  target_compile_options(${target} PRIVATE ${ONEFOLD_LIGHT_FLAGS}
    $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_COMPILE_OPTIONS>)
endfunction()
# onefold_precompiled_header(NAME)   the target onefold_NAME of cmake/NAME.hpp
function(onefold_precompiled_header name)
  add_library(onefold_${name} OBJECT EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
  onefold_compile_settings(onefold_${name})
  target_precompile_headers(onefold_${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/${name}.hpp)
endfunction()
function(onefold_reuse_precompiled target name)
  if(ONEFOLD_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM onefold_${name})
  endif()
endfunction()
onefold_precompiled_header(precompiled)
onefold_precompiled_header(precompiled_light)
onefold_light_settings(onefold_precompiled_light)

set(ONEFOLD_COMPONENTS "")
function(onefold_component name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "LIGHT" "" "USES;LINK")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  if(NOT sources)
    message(FATAL_ERROR "component ${name} has no sources in src/${name}")
  endif()
  add_library(onefold_${name} STATIC ${sources})
  add_library(onefold::${name} ALIAS onefold_${name})
  onefold_compile_settings(onefold_${name})
  onefold_unity_settings(onefold_${name})
  if(ARG_LIGHT)
    onefold_light_settings(onefold_${name})
    onefold_reuse_precompiled(onefold_${name} precompiled_light)
  else()
    onefold_reuse_precompiled(onefold_${name} precompiled)
  endif()
  target_include_directories(onefold_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(onefold_${name} PROPERTIES EXPORT_NAME ${name})
  list(TRANSFORM ARG_USES PREPEND onefold_)
  target_link_libraries(onefold_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_LINK})
  set(ONEFOLD_COMPONENTS ${ONEFOLD_COMPONENTS} onefold_${name} PARENT_SCOPE)
endfunction()
