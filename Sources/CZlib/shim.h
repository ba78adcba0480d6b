#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot see. */
static inline int czlib_inflateInit2(z_stream *_Nonnull stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}
