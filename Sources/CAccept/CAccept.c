#define _GNU_SOURCE
#include "CAccept.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int bound;
static atomic_uint_fast64_t refused;

void caccept_set_bound(int value) { atomic_store(&bound, value); }

uint64_t caccept_refused(void) { return atomic_load(&refused); }

/// In front of the C library's function of the same name.
int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags) {
    int connection = (int)syscall(SYS_accept4, listener, address, length, flags);
    int limit = atomic_load(&bound);
    if (limit > 0 && connection >= limit) {
        close(connection);
        atomic_fetch_add(&refused, 1);
        errno = ECONNABORTED;
        return -1;
    }
    return connection;
}
