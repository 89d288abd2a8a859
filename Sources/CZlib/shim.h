#ifndef TRIPLINE_CZLIB_SHIM_H
#define TRIPLINE_CZLIB_SHIM_H

#include <zlib.h>

// deflateInit and inflateInit are macros over the size of z_stream, which Swift can't import.
static inline int tripline_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int tripline_inflate_init(z_stream *stream) { return inflateInit(stream); }
// 15 is the largest window; 16 more says that the gzip format is meant.
static inline int tripline_gunzip_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
