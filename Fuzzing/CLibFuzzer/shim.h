#pragma once

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with its own options until its time is over or something is found; from the documentation of LLVM's libFuzzer,
/// "Using libFuzzer as a library".
int LLVMFuzzerRunDriver(int *argument_count, char ***arguments, int (*test_one_input)(const uint8_t *bytes, size_t count));
