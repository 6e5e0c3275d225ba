/* labtables.h - the page-table lab: six ways to keep one address space, compared by bytes and by accesses of a lookup.
 *
 * Models    what schemes.h counts, for the address space that the line gives: its size, its pages, the memory's frames.
 * Differs   as schemes.h. The tables are counted, not filled: an entry that the lookup of `at` reads is worked out
 *           from the map. Accesses are those of a TLB miss, the one to the data itself not among them.
 * Shape     labtable: one record a scheme, in the order of enum mm_table_scheme. The k-th mapped page lies in frame
 *           k; tables of a level are numbered in the order of the addresses they cover.
 * Units     bytes; milli: thousandths of an access.
 * Owns      labtable; lab.{bits,page,memory,frames,refs (mapped pages),address} while lab.kind is tables.
 * Events    LAB_SCHEME LAB_LOOKUP LAB_ENTRY LAB_HASH LAB_PROBE LAB_FOUND
 * Invariants  (labtables_check)
 *   T1  every scheme has a record, with levels or buckets; a found page took best..worst accesses
 */
#ifndef MM_LAB_LABTABLES_H
#define MM_LAB_LABTABLES_H

#include "lab/lab.h"
#include "lab/schemes.h"

enum mm_err lab_tables_check(struct mm *m, const struct mm_cmd *cmd);
void lab_tables_do(struct mm *m, const struct mm_cmd *cmd);
/* The space that the command describes. MM_ERANGE and so on, with m->fail set. */
enum mm_err labtables_space(struct mm *m, const struct mm_cmd *cmd, struct scheme_space *s);
void labtables_check(struct mm *m);

#endif
