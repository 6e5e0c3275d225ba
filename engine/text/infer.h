/* infer.h - where a recorded program's mappings lay, guessed from the addresses it used.
 *
 * Models    the usual layout of an x86-64 program: its text and data low, the heap above, libraries high, the stack
 *           highest.
 * Differs   a guess: pages never used between used ones are taken in, the real mappings were larger; what the
 *           program mapped and unmapped in between is one area that is always there. The page says that areas are
 *           inferred.
 * Shape     distinct pages, sorted; a gap of more than INFER_GAP_PAGES begins another cluster; within a cluster
 *           pages that were executed are text, the others data. The lowest cluster is the program's, higher ones
 *           with code are libraries; the highest one is the stack when it was written and never executed; the first
 *           written one without code below the libraries is the heap.
 *           A library's data ends after INFER_LIB_DATA_PAGES; what is used behind them is an anonymous mapping.
 * Units     pages of 4 KiB.
 */
#ifndef MM_TEXT_INFER_H
#define MM_TEXT_INFER_H

#include "mm.h"

#define INFER_GAP_PAGES      256u
#define INFER_LIB_DATA_PAGES 16ull

/* Areas of the operations into areas[0..max), ascending; *count of them. Needs memory from host while it runs.
 * False: there is no memory, or no operation. */
bool infer_layout(const uint64_t *ops, uint64_t op_count, const struct mm_host *host,
                  struct mm_area *areas, uint32_t max, uint32_t *count);

#endif
