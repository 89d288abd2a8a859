#ifndef TRIPLINE_CARES_SHIM_H
#define TRIPLINE_CARES_SHIM_H

#include <ares.h>

// Every read and write of a socket is asked for by poll and told to c-ares by its number: the sets of select, which the library also
// takes, end at descriptor 1,023, and a server has more.

/// Whether the library wants to read from the socket with that index of those ares_getsock named.
static inline int tripline_ares_wants_read(int bits, int index) {
    return ((unsigned)bits & (1u << index)) != 0;
}

/// Whether the library wants to write to the socket with that index of those ares_getsock named.
static inline int tripline_ares_wants_write(int bits, int index) {
    return ((unsigned)bits & (1u << (index + ARES_GETSOCK_MAXNUM))) != 0;
}

#endif
