/* tests/fuzz/harness.h - what every harness defines; libFuzzer or replay.c calls it. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Works on any bytes without a crash, a leak or undefined behaviour. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
