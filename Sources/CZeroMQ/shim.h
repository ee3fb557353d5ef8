// Names libzmq to Swift, and the few things of Linux that Swift's Glibc module leaves out. No logic lives here.

#ifndef CZEROMQ_SHIM_H
#define CZEROMQ_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <pthread.h>
#include <sys/eventfd.h>
#include <zmq.h>

// Released libraries take this option but hide its name behind ZMQ_BUILD_DRAFT_API: check the return code.
static const int CZMQ_ZAP_ENFORCE_DOMAIN = 93;

static inline int czmq_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// A thread's name has at most 15 bytes; a longer one is refused, so the caller shortens it.
static inline int czmq_name_this_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

#endif
