// OpenSSL's message digests, of libcrypto.
#ifndef HEPATICA_CCRYPTO_H
#define HEPATICA_CCRYPTO_H

#include <openssl/evp.h>

#endif
