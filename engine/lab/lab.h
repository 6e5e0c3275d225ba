/* lab.h - the textbook machines: their records, how one begins, what a line about one says.
 *
 * Models    the machines of textbooks; each lab has its own header.
 * Differs   a lab stands beside the simulated Linux machine and shares nothing with it but history: no frame is taken,
 *           and simulated time passes only while a segment moves to or from the disk.
 * Shape     one lab at a time: beginning one clears what the one before left. lab.kind says which it is; while it is
 *           `none` every record of section lab is zero, and costs nothing.
 * Units     pages are numbers (address >> 12); columns and references count from 0.
 * Owns      the records of section lab, together with the modules of the single labs.
 * Invariants  (lab_check)
 *   L1  without a lab every record of the section is zero
 *   L2  records that only another kind of lab uses are zero
 */
#ifndef MM_LAB_LAB_H
#define MM_LAB_LAB_H

#include "base/event.h"
#include "mm.h"

MM_DEFINE_RECORD(lab, MM_LAB_FIELDS)
MM_DEFINE_RECORD(labrun, MM_LABRUN_FIELDS)
MM_DEFINE_RECORD(labslot, MM_LABSLOT_FIELDS)
MM_DEFINE_RECORD(labcell, MM_LABCELL_FIELDS)
MM_DEFINE_RECORD(labref, MM_LABREF_FIELDS)
MM_DEFINE_RECORD(labpoint, MM_LABPOINT_FIELDS)
MM_DEFINE_RECORD(labseg, MM_LABSEG_FIELDS)
MM_DEFINE_RECORD(labblock, MM_LABBLOCK_FIELDS)
MM_DEFINE_RECORD(labtable, MM_LABTABLE_FIELDS)

/* labcell.flags */
#define LAB_CELL_HIT    1u
#define LAB_CELL_FILLED 2u
#define LAB_CELL_REF    4u
#define LAB_CELL_HAND   8u

/* Records of the kind that may be in use: from this id on all are zero. */
uint32_t lab_used(const struct mm *m, enum mm_record_kind kind);
/* Everything zero again, then kind. Names that labseg and labblock hold are put back. */
void lab_begin(struct mm *m, enum mm_lab_kind kind);
void lab_check(struct mm *m);

/* Zeroed memory for the command at work, which is no state; what there was before is given back. NULL: the host has
 * none. A seek may leave a command in the middle, so it is the machine that holds it, until the next or the end. */
void *lab_reserve(struct mm *m, size_t bytes);
void lab_release(struct mm *m);

/* Refuse the command: fills m->fail (argument `arg` of the verb, UINT32_MAX the command itself) and returns err. */
enum mm_err lab_refuse(struct mm *m, const struct mm_cmd *cmd, uint32_t arg, enum mm_err err,
                       uint64_t given, uint64_t limit);
/* Was argument i given? Its word, "" when none. Its number, `none` when not given. */
bool lab_given(const struct mm_cmd *cmd, unsigned arg);
const char *lab_text(const struct mm_cmd *cmd, unsigned arg);
uint64_t lab_number(const struct mm_cmd *cmd, unsigned arg, uint64_t none);

#endif
