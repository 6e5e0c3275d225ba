/* path.h - dotted paths: from meminfo.MemFree to page(NAME,ADDR).pfn.
 *
 * Models    language.md, Values and expectations: the paths that this machine has.
 * Differs   mapcount counts mappings as /proc/kpagecount does (Linux's page_mapcount(), _mapcount + 1).
 *           vmstat.nr_* are pages but nr_kernel_stack, which is kB; the other counters of vmstat are counts.
 * Shape     parts split at dots; an odd key stands in ["…"], arguments in (…).
 */
#ifndef MM_TEXT_PATH_H
#define MM_TEXT_PATH_H

#include "text/roots.h"

/* The value at path[0..length). False: *why, its column counted from the path's first character. */
bool path_value(const struct path_scope *scope, const char *path, size_t length, struct value *out,
                struct problem *why);
/* The i-th root of paths ("meminfo" …) with what follows ("meminfo.KEY"), NULL after the last. */
const char *path_root(unsigned i);

#endif
