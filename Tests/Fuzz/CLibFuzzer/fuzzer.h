#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop, from the library without a main function of its own: it calls `run` with one input after
/// another until the arguments tell it to stop.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *data, size_t size));
