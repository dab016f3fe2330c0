"""Benchmarks: every figure of the documentation, with the machine and the versions it was measured on."""
