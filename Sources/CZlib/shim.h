#ifndef TRIPLINE_CZLIB_SHIM_H
#define TRIPLINE_CZLIB_SHIM_H

#include <zlib.h>

// deflateInit and inflateInit are macros over the size of z_stream, which Swift can't import.
static inline int tripline_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int tripline_inflate_init(z_stream *stream) { return inflateInit(stream); }

#endif
