#ifndef CACCEPT_H
#define CACCEPT_H

// Takes connections only as long as descriptors are left for everything else.
//
// libzmq and SwiftNIO accept whoever comes, until no file can be opened any more. libdispatch opens files of /proc now and
// then and ends the process where it cannot (SIGILL). Both accept by `accept4`, which is defined here in front of the
// C library's: a connection whose descriptor lies at or above the bound is closed at once, and its caller is told that it
// was gone before it could be taken (ECONNABORTED), which both libraries expect.

#include <stdint.h>

/// No descriptor at or above this number is kept for a connection; 0, as at the start: any is.
void caccept_set_bound(int bound);

/// How many connections were closed because their descriptors lay at or above the bound.
uint64_t caccept_refused(void);

#endif
