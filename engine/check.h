/* check.h - every invariant of every module, and the rules across them.
 *
 * Shape     mm_check (mm.h) calls each module's X_check, then the rules below.
 * Invariants  (mm_check)
 *   X1  a frame is in exactly one place: free, table, anonymous, file, kernel, hole
 *   X2  mapcount + 1 of a frame that user space may map is the number of leaf entries that point to it
 *   X3  a process's RSS and page-table figures are sums over its tables
 *   X4  nr_free_pages is the sum over zones; totalram the sum of managed pages
 *   X5  a valid TLB entry agrees with the entry of the page table it caches
 */
#ifndef MM_CHECK_H
#define MM_CHECK_H

#include "mm.h"

#endif
