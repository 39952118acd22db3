# onefold_component(NAME [USES components...] [LINK libraries...])
# Makes the static library onefold_NAME of src/NAME/*.cpp with the public headers of include/onefold/.

set(ONEFOLD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Wno-restrict)
if(ONEFOLD_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
# Same answer everywhere: no fused multiply-add behind our back.
add_compile_options(-ffp-contract=off)
# A profile of a release build shows who called; costs under a percent.
add_compile_options(-fno-omit-frame-pointer)

# One precompiled header for all sources of the product; sources that it does not suit are compiled without it.
option(ONEFOLD_PRECOMPILE "Precompile the headers of libraries" ON)
add_library(onefold_precompiled OBJECT EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
function(onefold_compile_settings target)
  # Definitions must be the same wherever the precompiled header is read: fmt has one.
  target_link_libraries(${target} PRIVATE fmt::fmt)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE ${ONEFOLD_WARNINGS})
  target_compile_definitions(${target} PRIVATE
    OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX ONEFOLD_VERSION="${PROJECT_VERSION}")
endfunction()
onefold_compile_settings(onefold_precompiled)
target_precompile_headers(onefold_precompiled PRIVATE ${PROJECT_SOURCE_DIR}/cmake/onefold_precompiled.hpp)

set(ONEFOLD_COMPONENTS "")
function(onefold_component name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "USES;LINK")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  if(NOT sources)
    message(FATAL_ERROR "component ${name} has no sources in src/${name}")
  endif()
  add_library(onefold_${name} STATIC ${sources})
  add_library(onefold::${name} ALIAS onefold_${name})
  onefold_compile_settings(onefold_${name})
  if(ONEFOLD_PRECOMPILE)
    target_precompile_headers(onefold_${name} REUSE_FROM onefold_precompiled)
  endif()
  target_include_directories(onefold_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(onefold_${name} PROPERTIES EXPORT_NAME ${name})
  list(TRANSFORM ARG_USES PREPEND onefold_)
  target_link_libraries(onefold_${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_LINK})
  set(ONEFOLD_COMPONENTS ${ONEFOLD_COMPONENTS} onefold_${name} PARENT_SCOPE)
endfunction()
