/* klog.h - the kernel's log: lines as kind and numbers.
 *
 * Models    Linux 6.1 kernel/printk/: the ring that dmesg(1) reads.
 * Differs   a line is not text but the numbers in it; text/dmesg.c prints them in the kernel's words. The ring holds
 *           MM_KLOG_LINES lines whatever their length; there is no console.
 * Shape     klog[line % MM_KLOG_LINES], machine.klog_lines lines so far; the oldest is overwritten.
 * Units     ns after boot.
 * Owns      struct klog, machine.klog_lines.
 * Invariants  (klog_check)
 *   L1  a record is live exactly when its line was printed
 *   L2  the lines that are kept stand in order of seq
 */
#ifndef MM_PARTS_KLOG_H
#define MM_PARTS_KLOG_H

#include "base/event.h"

MM_DEFINE_RECORD(klog, MM_KLOG_FIELDS)

#define KLOG_NUMBERS 24u
enum klog_level { KLOG_EMERG, KLOG_ALERT, KLOG_CRIT, KLOG_ERR, KLOG_WARN, KLOG_NOTICE, KLOG_INFO };

/* Append a line of `count` <= KLOG_NUMBERS numbers, printed now on the CPU that acts. */
void klog_add(struct mm *m, enum klog_level level, enum mm_klog_kind kind, const uint64_t *number,
              unsigned count);
/* klog_say(m, KLOG_WARN, KL_SWAP, free_kb, total_kb) */
#define klog_say(m, level, kind, ...)                               \
    klog_add((m), (level), (kind), (const uint64_t[]){__VA_ARGS__}, \
             (unsigned)(sizeof((const uint64_t[]){__VA_ARGS__}) / 8))
/* The oldest line that is kept, and the number of lines printed so far: lines first..end-1 can be read. */
uint32_t klog_first(const struct mm *m);
/* Number i of a line that is kept. */
uint64_t klog_number(const struct mm *m, uint32_t line, unsigned i);
const struct klog *klog_line(const struct mm *m, uint32_t line);
void klog_check(struct mm *m);

#endif
