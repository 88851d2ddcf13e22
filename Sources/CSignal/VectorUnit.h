// Compiles a function once for AVX2 and once for any processor; which one runs is found at start. Without fused
// operations both give the same bits.
#ifndef HEPATICA_VECTORUNIT_H
#define HEPATICA_VECTORUNIT_H

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EVERY_VECTOR_UNIT __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EVERY_VECTOR_UNIT
#endif

#endif
