/* segaccess.h - one access through a segment, rule by rule; descriptors changed by hand.
 *
 * Models    selector -> descriptor table -> base, limit, type, privilege -> linear address, in the order in which an
 *           x86 CPU asks: null selector, end of the table, type, privilege, present, rights, limit (or canonical in
 *           64-bit mode). A load sets the accessed bit.
 * Differs   as segdesc.h. A linear address beyond the lab's memory is no fault: there are no pages to say so.
 * Shape     a fault is a result: lab.fault, lab.rule, lab.error, and result.fault of that command.
 * Units     offset and linear are bytes.
 * Owns      nothing of its own; writes lab.{fault,rule,error,cpl,linear}.
 * Events    SEG_SELECT SEG_DESCRIPTOR SEG_CHECK SEG_WRITE SEG_LINEAR SEG_FAULT
 */
#ifndef MM_LAB_SEGACCESS_H
#define MM_LAB_SEGACCESS_H

#include "lab/segment.h"

enum mm_err lab_access_check(struct mm *m, const struct mm_cmd *cmd);
void lab_access_do(struct mm *m, const struct mm_cmd *cmd);
enum mm_err lab_descriptor_check(struct mm *m, const struct mm_cmd *cmd);
void lab_descriptor_do(struct mm *m, const struct mm_cmd *cmd);
/* A selector written as a number, or the segment of that name with RPL `rpl`. False: neither. */
bool segaccess_selector(const struct mm *m, const char *word, unsigned rpl, uint16_t *selector);

#endif
