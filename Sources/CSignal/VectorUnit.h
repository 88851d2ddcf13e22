// Compiles a function once for AVX2 and once for any processor; which one runs is found at start. Without fused
// operations both give the same bits.
#ifndef HEPATICA_VECTORUNIT_H
#define HEPATICA_VECTORUNIT_H

#pragma STDC FP_CONTRACT OFF

// The choice is made before the thread sanitizer is ready, which it does not survive.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define HEPATICA_THREAD_SANITIZER
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(HEPATICA_THREAD_SANITIZER)
#define FOR_EVERY_VECTOR_UNIT __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EVERY_VECTOR_UNIT
#endif

#endif
