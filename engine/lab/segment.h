/* segment.h - the segmentation lab: programs as segments of one memory, in and out of it, their descriptors.
 *
 * Models    a machine that has segments and no pages: a program is one segment, contiguous in memory; x86 descriptors
 *           say where it is. Linux's own flat GDT is there from the start.
 * Differs   one LDT for all programs, as one segment table; in Linux each process may have its own, and the GDT has
 *           one copy a CPU. The FS and GS bases of 64-bit mode (MSRs) are not modelled. A segment that is swapped
 *           moves with all its bytes; what a paging machine would move instead is only counted beside it: the pages
 *           that the last load lacked (or as many as the line says), 32 to a write and 8 to a read, as Linux's swap
 *           clusters them. Transfers take simulated time by cost.disk_request and cost.disk_page; nothing else here
 *           does.
 * Shape     labseg: slots 0..31 are the GDT, 32..63 the LDT; block is the piece of memory plus 1.
 * Units     bytes; pages of 4 KiB; ns.
 * Owns      labseg; lab.{memory,base,fit,bits,fault,rule,error,cpl,linear,want,swap_*,paged_*} while lab.kind is
 *           segments.
 * Events    SEG_WRITE LAB_SWAP_OUT LAB_SWAP_IN
 * Invariants  (segment_check)
 *   G1  the fields of a segment are what its descriptor says
 *   G2  a segment in memory has a used piece with its name; every used piece is one segment's
 *   G3  a swapped segment has no piece and is not present
 *   G4  names are distinct
 */
#ifndef MM_LAB_SEGMENT_H
#define MM_LAB_SEGMENT_H

#include "lab/segdesc.h"
#include "lab/segfit.h"

enum mm_err lab_segments_check(struct mm *m, const struct mm_cmd *cmd);
void lab_segments_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_load_check(struct mm *m, const struct mm_cmd *cmd);
void lab_load_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_unload_check(struct mm *m, const struct mm_cmd *cmd);
void lab_unload_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_swapout_check(struct mm *m, const struct mm_cmd *cmd);
void lab_swapout_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_swapin_check(struct mm *m, const struct mm_cmd *cmd);
void lab_swapin_do(struct mm *m, const struct mm_cmd *cmd);

/* MM_ENOLAB unless a segmentation lab runs. */
enum mm_err segment_running(struct mm *m, const struct mm_cmd *cmd);
/* The segment of that name; SLOT_NONE. */
slot_t segment_find(const struct mm *m, const char *name);
/* Slot of an entry; SLOT_NONE beyond the table. */
slot_t segment_slot(const struct mm *m, struct segsel sel);
/* Entries of a table in this lab. */
uint32_t segment_entries(const struct mm *m, bool ldt);
/* A free entry where Linux lets programs put one: TLS entries of the GDT, any of the LDT; SLOT_NONE. */
slot_t segment_free_slot(const struct mm *m, enum mm_lab_dt table);
/* Letters, digits, _; no digit first; at most 31 bytes. */
bool segment_name_ok(const char *name);
/* A new entry: the name gets one reference. */
void segment_new(struct mm *m, slot_t slot, const char *name);
/* Write its descriptor, and the fields that show it. */
void segment_write(struct mm *m, slot_t slot, const struct segdesc *d);
void segment_read(const struct mm *m, slot_t slot, struct segdesc *d);

/* Simulated time of moving `pages` pages in requests of at most `per_request`. */
uint64_t segment_disk_ns(const struct mm *m, uint64_t pages, uint64_t per_request);
void segment_check(struct mm *m);

#endif
