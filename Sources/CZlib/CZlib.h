// zlib's gzip entry points. `deflateInit2` and `inflateInit2` are macros, which Swift cannot see, so they are wrapped.
#ifndef HEPATICA_CZLIB_H
#define HEPATICA_CZLIB_H

#include <zlib.h>

/// Prepares `stream` to read gzip members (15 + 16: the largest window, gzip wrapper only).
static inline int gzip_inflate_begin(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/// Prepares `stream` to write one gzip member; its time stamp stays 0, so equal input gives equal bytes.
static inline int gzip_deflate_begin(z_stream *stream) {
  return deflateInit2(stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
