/* host.h - memory for machines, as address space of which only what is touched counts.
 *
 * Shape     a machine asks for its block in one piece (4 KiB a frame for tables, and the records) and touches little
 *           of it. MAP_NORESERVE: the kernel does not weigh the whole against the memory there is.
 */
#ifndef SERVER_HOST_H
#define SERVER_HOST_H

#include "mm.h"

/* Zeroed pages from mmap; NULL: no address space. */
void *host_map(void *ctx, size_t bytes);
void host_unmap(void *ctx, void *p, size_t bytes);
/* The two as a host without limit; a panic is abort(). */
extern const struct mm_host host_mapped;

#endif
