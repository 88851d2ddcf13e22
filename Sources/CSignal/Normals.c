#include "CSignal.h"
#include "VectorUnit.h"

#include <string.h>

// Everything here is written for one number; the loop over LANES counters at the end is what becomes vectors.
enum { LANES = 32 };

#define INLINE static inline __attribute__((always_inline))

INLINE float float_of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINE uint32_t bits_of_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405). The upper half of the counter keeps these numbers apart
// from those of RandomStream.next() and child().
INLINE void philox(uint64_t counter, uint64_t key, uint32_t out[4]) {
  uint32_t c0 = (uint32_t)counter, c1 = (uint32_t)(counter >> 32), c2 = 0x6D616C73u, c3 = 0x6E6F726Du;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)c0 * 0xD2511F53u;
    uint64_t p1 = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

// ln u for u in 2⁻²³ … 1: u = m·2^e with m in √½ … √2, and ln m = 2·artanh s with s = (m − 1)/(m + 1), |s| < 0.172, whose
// series is cut where its terms fall below 10⁻⁸.
INLINE float logarithm(float u) {
  int32_t bits = (int32_t)bits_of_float(u);
  int32_t exponent = (bits - 0x3F3504F3) >> 23;
  float m = float_of_bits((uint32_t)bits - ((uint32_t)exponent << 23));
  float s = (m - 1) / (m + 1);
  float q = s * s;
  float series = ((((1.0f / 9) * q + 1.0f / 7) * q + 1.0f / 5) * q + 1.0f / 3) * q + 1;
  return (float)exponent * 0.69314718f + 2 * s * series;
}

// √x for x in 0 … 32, as x·x^(−½) by three Newton steps from half the exponent.
INLINE float square_root(float x) {
  float y = float_of_bits(0x5F3759DFu - (bits_of_float(x) >> 1));
  float half = 0.5f * x;
  y = y * (1.5f - half * y * y);
  y = y * (1.5f - half * y * y);
  y = y * (1.5f - half * y * y);
  return x * y;
}

// cos and sin of 2π·t/2²³: the nearest quarter turn is taken off, and the series of the rest, within ±π/4, are cut where
// their terms fall below 4·10⁻⁷.
INLINE void cosine_and_sine(uint32_t t, float *cosine, float *sine) {
  uint32_t quarter = (t + (1u << 20)) >> 21;
  float x = (float)(int32_t)(t - (quarter << 21)) * (1.57079633f / 2097152);
  float q = x * x;
  uint32_t s = bits_of_float(x * ((((-1.0f / 5040) * q + 1.0f / 120) * q - 1.0f / 6) * q + 1));
  uint32_t c = bits_of_float((((((1.0f / 40320) * q - 1.0f / 720) * q + 1.0f / 24) * q - 0.5f) * q) + 1);
  // An odd quarter swaps the two; the signs follow from its two bits.
  uint32_t swap = 0u - (quarter & 1);
  *cosine = float_of_bits(((c & ~swap) | (s & swap)) ^ (((quarter + 1) << 30) & 0x80000000u));
  *sine = float_of_bits(((s & ~swap) | (c & swap)) ^ ((quarter << 30) & 0x80000000u));
}

// Two normal numbers of two words: √(−2·ln u)·(cos 2πv, sin 2πv), u = 1 − w₀/2³² and v = w₁/2³² cut to 23 bits (Box &
// Muller 1958, doi:10.1214/aoms/1177706645).
INLINE void box_muller(uint32_t w0, uint32_t w1, float *first, float *second) {
  // The bits of a mantissa under the exponent of one: 1 … 2.
  float u = 2 - float_of_bits((w0 >> 9) | 0x3F800000u);
  float radius = square_root(-2 * logarithm(u));
  float cosine, sine;
  cosine_and_sine(w1 >> 9, &cosine, &sine);
  *first = radius * cosine;
  *second = radius * sine;
}

// Four arrays of LANES normal numbers.
INLINE void draw(uint64_t block, uint64_t key, float normals[4][LANES]) {
  for (int lane = 0; lane < LANES; lane++) {
    uint32_t words[4];
    philox(block + (uint64_t)lane, key, words);
    box_muller(words[0], words[1], &normals[0][lane], &normals[1][lane]);
    box_muller(words[2], words[3], &normals[2][lane], &normals[3][lane]);
  }
}

FOR_EVERY_VECTOR_UNIT
void signal_add_normals(double *target, long count, double deviation, uint64_t key, uint64_t block) {
  float scale = (float)deviation;
  for (long start = 0; start < count; start += 4 * LANES, block += LANES) {
    float normals[4][LANES];
    draw(block, key, normals);
    const float *flat = normals[0];
    long length = count - start < 4 * LANES ? count - start : 4 * LANES;
    for (long i = 0; i < length; i++) target[start + i] += (double)(scale * flat[i]);
  }
}
