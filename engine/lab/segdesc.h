/* segdesc.h - x86 selectors and segment descriptors, bit for bit, and the rules an access has to pass.
 *
 * Models    the protected-mode checks of an x86 CPU for code and data segments, and the flat GDT of Linux 6.1
 *           (arch/x86/include/asm/segment.h, desc_defs.h, kernel/cpu/common.c).
 * Differs   loading a segment register and using it are one act here. With a 64-bit kernel data is accessed by 64-bit
 *           code (a program of 32 bits would still have base and limit). An access that would wrap past 4 GiB is a
 *           limit fault. Gates, the TSS and the LDT's own descriptor are not modelled: their GDT entries stay empty.
 * Shape     pure functions: nothing here touches a machine.
 * Units     limit is the 20-bit field; *_bytes are bytes, a limit in bytes is the highest offset allowed.
 */
#ifndef MM_LAB_SEGDESC_H
#define MM_LAB_SEGDESC_H

#include "base/tables.h"

#define SEGDESC_GDT_ENTRIES 32u
#define SEGDESC_LDT_ENTRIES 32u
#define SEGDESC_LIMIT_MAX   0xfffffu
/* Bits of `type` of a code or data segment. */
#define SEGTYPE_ACCESSED    1u
#define SEGTYPE_WRITE       2u /* data: writable */
#define SEGTYPE_READ        2u /* code: readable */
#define SEGTYPE_DOWN        4u /* data: expands down */
#define SEGTYPE_CONFORM     4u /* code: conforming */
#define SEGTYPE_CODE        8u

struct segdesc {
    uint32_t base;
    uint32_t limit; /* 20 bits */
    uint8_t type;   /* 4 bits */
    uint8_t s;      /* 1 code or data, 0 system */
    uint8_t dpl;    /* 0..3 */
    uint8_t p;      /* present */
    uint8_t avl;    /* for the system's own use */
    uint8_t l;      /* 64-bit code */
    uint8_t db;     /* 32-bit; for expand-down data: up to 4 GiB, not 64 KiB */
    uint8_t g;      /* limit counts 4 KiB units */
};
uint64_t segdesc_encode(const struct segdesc *d);
void segdesc_decode(uint64_t bits, struct segdesc *d);
/* The limit in bytes, granularity applied. */
uint32_t segdesc_limit_bytes(const struct segdesc *d);
bool segdesc_is_code(const struct segdesc *d);
bool segdesc_expands_down(const struct segdesc *d);

struct segsel {
    uint16_t index;
    uint8_t ldt; /* TI: 0 GDT, 1 LDT */
    uint8_t rpl;
};
uint16_t segsel_encode(unsigned index, bool ldt, unsigned rpl);
struct segsel segsel_decode(uint16_t selector);

/* A descriptor for a segment of `size` bytes; a stack expands down. Sets limit, G, D/B, type, S, DPL, P; base is 0.
 * *rounded gets the bytes of memory it needs: more than size when only G=1 can say it. False: no descriptor can (size
 * 0, or beyond 4 GiB). */
bool segdesc_make(enum mm_lab_segment kind, uint64_t size, unsigned dpl, struct segdesc *d,
                  uint64_t *rounded);
/* The base that puts this segment's `rounded` bytes at `start`: for expand-down ones it lies above them. */
uint32_t segdesc_base_for(const struct segdesc *d, uint64_t start, uint64_t rounded);

struct segaccess {
    uint16_t selector;
    uint8_t how; /* enum mm_access_type */
    uint8_t cpl;
    bool stack;     /* through SS */
    bool long_mode; /* a 64-bit kernel runs */
    uint32_t bytes;
    uint64_t offset;
};
/* What one rule looked at. */
struct segfinding {
    bool ok;
    uint64_t have, want;
    enum mm_seg_fault fault; /* when not ok */
    uint32_t error_code;
};
/* May this rule be asked at all for this access? (limit or canonical, never both; a null selector that long mode
 * accepts ends the list.) */
bool segcheck_applies(enum mm_seg_rule rule, const struct segaccess *a, const struct segdesc *d);
/* Ask one rule; they are asked in the order of the enum, each presuming the ones before it. `entries`: of the table. */
struct segfinding segcheck_ask(enum mm_seg_rule rule, const struct segaccess *a,
                               const struct segdesc *d, uint32_t entries);
/* Does the descriptor's base count? Not in 64-bit mode, unless the code segment is a 32-bit one. */
bool segcheck_flat(const struct segaccess *a, const struct segdesc *d);
uint64_t segcheck_linear(const struct segaccess *a, const struct segdesc *d);

/* The flat GDT of Linux 6.1. `bits` 32 or 64. Rows 0.. until false. */
struct seggdt_row {
    uint16_t index;
    const char *name;
    uint64_t descriptor;
    uint16_t selector; /* as Linux uses it */
};
bool seggdt_row(unsigned bits, unsigned i, struct seggdt_row *row);

#endif
