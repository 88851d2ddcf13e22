#include "CDigest.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t turned(uint32_t x, int bits) { return x >> bits | x << (32 - bits); }

// FIPS 180-4, 6.2.2.
static void compress(uint32_t *state, const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t w[64];
    for (int t = 0; t < 16; t++) {
      w[t] = (uint32_t)bytes[4 * t] << 24 | (uint32_t)bytes[4 * t + 1] << 16 | (uint32_t)bytes[4 * t + 2] << 8 |
             bytes[4 * t + 3];
    }
    for (int t = 16; t < 64; t++) {
      uint32_t s0 = turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ w[t - 15] >> 3;
      uint32_t s1 = turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ w[t - 2] >> 10;
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
      uint32_t s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      uint32_t one = h + s1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
      uint32_t s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      uint32_t two = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)
// The same by SHA-NI: the instructions take the state as (a, b, e, f) and (c, d, g, h), each from the highest element
// down, and four words of the message at a time (Intel's Software Developer's Manual, SHA256RNDS2, SHA256MSG1, SHA256MSG2).
__attribute__((target("sha,sse4.1,ssse3"))) static void compress_by_instructions(
    uint32_t *state, const uint8_t *bytes, size_t blocks) {
  const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i first = abef, second = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), swap);
    }
    for (int t = 0; t < 16; t++) {
      __m128i sum = _mm_add_epi32(w[t & 3], _mm_load_si128((const __m128i *)(constants + 4 * t)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
      if (t < 12) {
        // w(n) of n = 4t + 16 … 4t + 19, in the place of those of 4t.
        const __m128i last = w[(t + 3) & 3], seventh = _mm_alignr_epi8(last, w[(t + 2) & 3], 4);
        w[t & 3] = _mm_sha256msg2_epu32(
            _mm_add_epi32(_mm_sha256msg1_epu32(w[t & 3], w[(t + 1) & 3]), seventh), last);
      }
    }
    abef = _mm_add_epi32(abef, first);
    cdgh = _mm_add_epi32(cdgh, second);
  }
  state[0] = (uint32_t)_mm_extract_epi32(abef, 3), state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
  state[4] = (uint32_t)_mm_extract_epi32(abef, 1), state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
  state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3), state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
  state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1), state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

#include <cpuid.h>

static int has_instructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 9) || !(c & 1u << 19)) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (b & 1u << 29) != 0;
}
#else
static int has_instructions(void) { return 0; }
#endif

// 0: not asked yet; 1: portable; 2: by instructions. Every thread finds the same, so that a race does no harm.
static int way;

static int chosen_way(void) {
  int known = __atomic_load_n(&way, __ATOMIC_RELAXED);
  if (known == 0) {
    known = has_instructions() ? 2 : 1;
    __atomic_store_n(&way, known, __ATOMIC_RELAXED);
  }
  return known;
}

int cd_sha256_is_accelerated(void) { return chosen_way() == 2; }

void cd_sha256_use_portable(int portable) { __atomic_store_n(&way, portable ? 1 : 0, __ATOMIC_RELAXED); }

static void take(cd_sha256 *digest, const uint8_t *bytes, size_t blocks) {
#if defined(__x86_64__)
  if (chosen_way() == 2) {
    compress_by_instructions(digest->state, bytes, blocks);
    return;
  }
#endif
  compress(digest->state, bytes, blocks);
}

void cd_sha256_begin(cd_sha256 *digest) {
  // Of the square roots of the first eight primes (FIPS 180-4, 5.3.3).
  static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(digest->state, start, sizeof start);
  digest->bytes = 0;
}

void cd_sha256_add(cd_sha256 *digest, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  size_t filled = digest->bytes % 64;
  digest->bytes += count;
  if (filled > 0) {
    size_t part = count < 64 - filled ? count : 64 - filled;
    memcpy(digest->block + filled, next, part);
    next += part, count -= part;
    if (filled + part < 64) return;
    take(digest, digest->block, 1);
  }
  if (count >= 64) take(digest, next, count / 64);
  if (count % 64 > 0) memcpy(digest->block, next + count / 64 * 64, count % 64);
}

void cd_sha256_end(cd_sha256 *digest, uint8_t *result) {
  const uint64_t bits = 8 * digest->bytes;
  size_t filled = digest->bytes % 64;
  digest->block[filled++] = 0x80;
  if (filled > 56) {
    memset(digest->block + filled, 0, 64 - filled);
    take(digest, digest->block, 1);
    filled = 0;
  }
  memset(digest->block + filled, 0, 56 - filled);
  for (int i = 0; i < 8; i++) digest->block[56 + i] = (uint8_t)(bits >> (56 - 8 * i));
  take(digest, digest->block, 1);
  for (int i = 0; i < 32; i++) result[i] = (uint8_t)(digest->state[i / 4] >> (24 - 8 * (i % 4)));
}
