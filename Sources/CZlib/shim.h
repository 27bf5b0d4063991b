// zlib's two ways of opening a stream are macros with the library's version in them, which Swift cannot
// call.
#ifndef REGN_CZLIB_SHIM_H
#define REGN_CZLIB_SHIM_H

#include <zlib.h>

static inline int regn_deflate_begin(z_stream *stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

static inline int regn_inflate_begin(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

#endif
