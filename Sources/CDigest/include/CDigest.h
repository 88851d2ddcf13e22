// SHA-256 (FIPS 180-4), the digest that names files and settings. The processor's own instructions are used where it has
// them: x86 alone, since Apple's systems and ARM servers hash some 400 MB/s without.
#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t state[8];
  // Of the whole message so far.
  uint64_t bytes;
  // What does not fill a block yet.
  uint8_t block[64];
} cd_sha256;

void cd_sha256_begin(cd_sha256 *digest);
void cd_sha256_add(cd_sha256 *digest, const void *bytes, size_t count);
// Ends the message and writes its 32 bytes.
void cd_sha256_end(cd_sha256 *digest, uint8_t *result);

// Nonzero where the processor's instructions are used.
int cd_sha256_is_accelerated(void);
// Makes the digest without them, to compare.
void cd_sha256_use_portable(int portable);

#endif
