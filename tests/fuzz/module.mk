# tests/fuzz: harnesses (LLVMFuzzerTestOneInput); with libFuzzer after --enable-fuzzers.
