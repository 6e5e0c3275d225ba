/* mm.h - mmscope's engine: one simulated Linux machine with exact time travel. The only header outsiders include.
 *
 * A machine is a function of (config, command log). mm_new makes it; a command (struct mm_cmd, made by text/scenario
 * or by hand) is begun with mm_begin and run with mm_run until done; each is one step of history. mm_seek_* goes to any
 * step or event. Readers look at records by kind, id and field; a sink gets events and changes as they happen.
 *
 * Threads   one thread at a time per handle. A sink must not call mm_* on the same handle.
 * A step    1 the command is checked (a refusal changes nothing)  2 the step opens, EV_COMMAND is emitted
 *           3 it acts, or starts a job and waits: CPUs take turns, the one with the smallest clock next
 *           4 kills and signals are delivered at scheduling points  5 EV_COMMAND_END  6 a checkpoint if due
 * Errors    negative enum mm_err; mm_last_fail says which argument. Simulated misfortune is a result, not an error.
 */
#ifndef MM_H
#define MM_H

#include <string.h>

#include "base/base.h"
#include "base/config.h"
#include "base/records.h"
#include "base/tables.h"

struct mm;

/* ---- host ------------------------------------------------------------------------------------------------ */
struct mm_host {
    /* Zeroed, page-aligned memory of which only touched pages cost anything; NULL when there is none. */
    void *(*reserve)(void *ctx, size_t bytes);
    void (*release)(void *ctx, void *p, size_t bytes);
    mm_panic_fn *panic; /* NULL: abort() */
    void *ctx;
};
/* calloc and free; for tests and small machines. */
extern const struct mm_host mm_host_libc;

/* ---- commands -------------------------------------------------------------------------------------------- */
#define MM_CMD_ARGS_MAX   16u
#define MM_CMD_TEXT_BYTES 480u
enum mm_range_kind {
    RANGE_PLAIN, /* a..b addresses */
    RANGE_WHOLE, /* NAME */
    RANGE_PART,  /* NAME+a..b */
    RANGE_PAGE   /* NAME+a: the page there */
};
struct mm_arg {
    uint64_t a; /* number, size, address, enum; first byte of a range; 1 for a flag */
    uint64_t
        b; /* end of a range; zipf exponent in millionths or stride of a pattern; 1: negative (SIGNED_SIZE) */
    uint16_t text; /* offset in cmd.text of a zero-terminated word; 0 the empty word */
    uint16_t kind; /* enum mm_range_kind */
    uint32_t reserved;
};
struct mm_cmd {
    uint16_t verb;       /* enum mm_verb */
    uint16_t background; /* `&` */
    uint32_t present;    /* bit i: argument i was given */
    uint16_t actor;      /* offset in text; a name or a decimal pid; 0 none */
    uint16_t text_bytes; /* used bytes of text; text[0] is always 0 */
    uint32_t reserved;
    struct mm_arg arg[MM_CMD_ARGS_MAX];
    char text[MM_CMD_TEXT_BYTES];
};
/* An empty command of this verb. */
void mm_cmd_init(struct mm_cmd *cmd, enum mm_verb verb);
/* Append a word to cmd->text; its offset, or 0 when there is no room (an empty word has offset 0). */
uint16_t mm_cmd_text(struct mm_cmd *cmd, const char *word, size_t length);

/* ---- traces and layouts: immutable inputs that the host keeps alive as long as the machine --------------- */
#define MM_OP(addr, access) (((uint64_t)(addr) << 2) | (uint64_t)(access))
#define MM_OP_ADDR(op)      ((op) >> 2)
#define MM_OP_ACCESS(op)    ((unsigned)((op)&3u))
struct mm_area { /* one mapping of a layout */
    uint64_t start, end, offset_bytes;
    uint32_t vm_flags;        /* VM_READ | VM_WRITE | VM_EXEC | VM_SHARED | VM_GROWSDOWN */
    uint32_t role;            /* enum mm_vma_role */
    char file[MM_NAME_BYTES]; /* "" anonymous */
};
#define MM_LAYOUT_AREAS_MAX 512u
struct mm_layout {
    char name[96]; /* the word a command uses for it (file name or digest) */
    uint32_t area_count;
    uint32_t inferred;           /* 1: from a trace's addresses */
    const struct mm_area *areas; /* ascending, not overlapping */
};
struct mm_trace {
    char name[96];
    const uint64_t *ops; /* MM_OP */
    uint64_t op_count;
    struct mm_layout layout; /* where its addresses lie, inferred */
};
enum mm_err mm_add_trace(struct mm *m, const struct mm_trace *trace);
enum mm_err mm_add_layout(struct mm *m, const struct mm_layout *layout);
/* Take the last one back: only when no command that was taken names it. */
void mm_drop_trace(struct mm *m);
void mm_drop_layout(struct mm *m);

/* ---- life ------------------------------------------------------------------------------------------------ */
/* A booted machine at step 0. host lives as long as the machine. NULL on failure, *fail says why. */
struct mm *mm_new(const struct mm_config *cfg, const struct mm_host *host, struct mm_fail *fail);
void mm_free(struct mm *m);
const struct mm_config *mm_config_of(const struct mm *m);
const struct mm_fail *mm_last_fail(const struct mm *m);

/* ---- doing ----------------------------------------------------------------------------------------------- */
/* Check and open a step. MM_OK: call mm_run until it says MM_DONE. Anything else: refused, nothing changed. Only at
 * the head of history (MM_ENOTHEAD: use mm_branch or mm_truncate first). */
enum mm_err mm_begin(struct mm *m, const struct mm_cmd *cmd);
enum mm_run_state { MM_DONE, MM_MORE };
/* Go on with the open step for about `budget` accesses (0: one scheduler turn). */
enum mm_run_state mm_run(struct mm *m, uint64_t budget);
/* End the open step here; it is logged with the position it reached. A foreground job stops. */
void mm_stop(struct mm *m);
/* mm_begin and mm_run to the end. */
enum mm_err mm_do(struct mm *m, const struct mm_cmd *cmd);
/* Accesses done and wanted by the open step's job (both 0 when none). */
void mm_progress(const struct mm *m, uint64_t *done, uint64_t *total);

/* ---- watching -------------------------------------------------------------------------------------------- */
struct mm_event {
    uint64_t seq;
    uint32_t cause_distance; /* seq - cause; 0: a root */
    uint16_t type;           /* enum mm_event_type */
    uint16_t cpu;
    uint64_t arg[6];
};
struct mm_change {
    uint32_t field; /* enum mm_field_id */
    uint32_t kind;  /* enum mm_record_kind */
    uint64_t id;
    uint64_t before, after;
};
/* One access that the hardware made alone, without a fault and without writing a table. Its events are ACCESS, those of
 * the TLB and the walk, STORE, NUMA_REMOTE and RETURN, as they apply. */
struct mm_access {
    uint64_t op;    /* MM_OP: address and type */
    uint32_t pfn;   /* the frame it came to */
    uint8_t level;  /* of the TLB where the translation was: 1 or 2; 0: the tables were walked */
    uint8_t events; /* how many events it is */
    uint16_t pad;
};
/* The events they can be: all of them. */
#define MM_ACCESS_EVENTS(X) \
    X(ACCESS)               \
    X(TLB_HIT) X(TLB_MISS) X(TLB_FILL) X(TLB_EVICT) X(WALK_LEVEL) X(NUMA_REMOTE) X(STORE) X(RETURN)
#define MM_X_ACCESS_EVENT(name) MM_ACCESS_##name,
enum mm_access_event { MM_ACCESS_EVENTS(MM_X_ACCESS_EVENT) MM_ACCESS_EVENTS_N };
extern const uint16_t mm_access_events[MM_ACCESS_EVENTS_N];
struct mm_accesses {
    uint64_t seq_first; /* of the first one's first event; the others follow without a gap */
    uint64_t count;
    const struct mm_access *access;
    uint32_t cpu, pid;
    uint32_t tag_first; /* what the first store among them wrote; each next one more */
    uint64_t events[MM_ACCESS_EVENTS_N]; /* how many of each kind, as in mm_access_events */
};
struct mm_sink {
    void (*event)(void *ctx, const struct mm_event *ev);
    void (*change)(void *ctx, const struct mm_change *ch); /* belongs to the last event */
    void *ctx;
    /* NULL, or told of such accesses many at a time instead of their events and changes (mm_replay_events has those).
     * May become NULL or not at any time. */
    void (*accesses)(void *ctx, const struct mm_accesses *run);
};
/* NULL: nobody watches; a sink has `event` and `change`. Watching never changes what happens. */
void mm_observe(struct mm *m, const struct mm_sink *sink);

/* ---- time ------------------------------------------------------------------------------------------------ */
uint64_t mm_step(const struct mm *m);      /* commands done at this point */
uint64_t mm_seq(const struct mm *m);       /* last event at this point */
uint64_t mm_head_step(const struct mm *m); /* the log's length */
uint64_t mm_head_seq(const struct mm *m);
bool mm_inside(const struct mm *m); /* inside a command: reading and seeking only */
/* First and last event of step n (1..head) and its command. MM_ENOSTEP. */
struct mm_step_info {
    uint64_t seq_first, seq_last;
    uint64_t hash_after; /* 0 when never computed */
    uint64_t clock_ns;   /* after it */
    struct mm_cmd cmd;
    bool stopped; /* by mm_stop */
};
enum mm_err mm_step_info(const struct mm *m, uint64_t step, struct mm_step_info *out);
/* The step whose events contain seq (0 for 0). */
uint64_t mm_step_of_seq(const struct mm *m, uint64_t seq);
enum mm_err mm_seek_step(struct mm *m, uint64_t step);
enum mm_err mm_seek_seq(struct mm *m, uint64_t seq);
/* Forget the steps after the present one. */
enum mm_err mm_truncate(struct mm *m);
/* A new machine whose history is this one's up to `step`; stands there. */
struct mm *mm_branch(struct mm *m, uint64_t step, struct mm_fail *fail);
/* Run step n (1..head) again, observed by sink, on this machine, and come back to where it stood. */
enum mm_err mm_replay_step(struct mm *m, uint64_t step, const struct mm_sink *sink);
/* The same for the events first..last (they may span steps). */
enum mm_err mm_replay_events(struct mm *m, uint64_t seq_first, uint64_t seq_last,
                             const struct mm_sink *sink);

/* ---- reading --------------------------------------------------------------------------------------------- */
uint64_t mm_hash(struct mm *m);
/* view_hash of a section ("frames" … as in records.h): two 32-bit lanes. 0/0 for an unknown section. */
void mm_view_hash(struct mm *m, const char *section, uint32_t lanes[2]);
/* The mixing function of view_hash: hash += mix(kind name, id, field name, value) lane by lane, mod 2^32. The kind
 * and field enter by the FNV-1a hash of their names, so that both sides of the wire agree without numbers. */
void mm_view_mix(uint32_t kind_hash, uint64_t id, uint32_t field_hash, uint64_t value,
                 uint32_t lanes[2]);
uint32_t mm_name_hash(const char *name);
/* Bring the kept view_hash up to date with one change (called by the setters while watched). */
void mm_view_apply(struct mm *m, const struct mm_change *ch);

struct mm_field_row {
    uint32_t field, kind;
    const char *name, *unit, *en, *zh;
    char visibility; /* V S I H */
    uint8_t bias;    /* 1: stored plus one */
    uint8_t bytes;   /* 1 2 4 8 */
    bool is_signed;
    uint32_t offset; /* in the record */
};
struct mm_kind_row {
    uint32_t kind;
    const char *name, *section, *en, *zh;
    bool whole;
    uint32_t field_first, field_count;
};
extern const struct mm_kind_row mm_kind_rows[MM_R_ALL]; /* MM_R_pte is the last */
extern const struct mm_field_row mm_field_rows[MM_F_COUNT];

uint32_t mm_record_count(const struct mm *m, enum mm_record_kind kind);
/* From this id on all records of the kind are zero; at most mm_record_count. */
uint32_t mm_record_used(const struct mm *m, enum mm_record_kind kind);
/* How many records from this one on are known to be the same bytes without reading them: memory never written, holes
 * between frames. At least 1. Pre: id < mm_record_count. */
uint32_t mm_records_alike(const struct mm *m, enum mm_record_kind kind, uint32_t id);
/* Base address and stride of a kind's records, for column loops; NULL for pte. A field is read by mm_field_load. */
const void *mm_records(const struct mm *m, enum mm_record_kind kind, uint32_t *stride);
/* The field's value in a record that lies at `record`: its bytes less the bias, a signed one extended. */
static inline uint64_t mm_field_load(const void *record, const struct mm_field_row *row)
{
    const uint8_t *p = (const uint8_t *)record + row->offset;
    uint32_t w4;
    uint64_t w8;
    uint16_t w2;

    switch (row->bytes) {
    case 1: return (uint8_t)(*p - row->bias);
    case 2: memcpy(&w2, p, 2); return (uint16_t)(w2 - row->bias);
    case 4:
        memcpy(&w4, p, 4);
        w4 -= row->bias;
        return row->is_signed ? (uint64_t)(int64_t)(int32_t)w4 : w4;
    default: memcpy(&w8, p, 8); return w8 - row->bias;
    }
}
uint64_t mm_get(const struct mm *m, enum mm_field_id field, uint64_t id);
bool mm_live(const struct mm *m, enum mm_record_kind kind, uint64_t id);
/* Used entries of page tables, ascending id from `*id` (start at 0): false when there is none left. */
bool mm_next_pte(const struct mm *m, uint64_t *id, uint64_t *value);

/* The zone a frame lies in. Pre: pfn is a frame of the machine. */
uint32_t mm_zone_of(const struct mm *m, pfn_t pfn);
/* Frames of a pageblock: 512, with two-level paging 1,024. */
uint32_t mm_pageblock_frames(const struct mm *m);

void mm_name(const struct mm *m, uint32_t name_id, char out[MM_NAME_BYTES]);
/* Process slot by name or decimal pid; SLOT_NONE. */
slot_t mm_find_proc(const struct mm *m, const char *word);
/* Label of a process (or of the kernel: proc SLOT_NONE); SLOT_NONE. */
slot_t mm_find_label(const struct mm *m, slot_t proc, const char *word);
/* Start and length of NAME for this process: a label, or text data bss heap stack vdso. False when unknown. */
bool mm_find_range(const struct mm *m, slot_t proc, const char *word, uint64_t *start,
                   uint64_t *bytes);

struct mm_walk {
    uint32_t levels; /* of the machine */
    uint32_t depth;  /* tables that exist on the way, 0..levels */
    struct mm_walk_level {
        uint32_t level; /* levels … 1 */
        uint32_t index;
        pfn_t table_pfn;
        uint64_t entry;
    } at[MM_LEVELS_MAX]; /* top first */
    bool present;
    pfn_t pfn;
};
/* The walk the CPU would make; changes nothing. */
void mm_walk_addr(const struct mm *m, slot_t proc, vaddr_t addr, struct mm_walk *out);

/* ---- counting ---------------------------------------------------------------------------------------------- */
/* A page replacement policy over recorded accesses, without a machine: exact counts, nothing else. */
struct mm_lab_count {
    enum mm_lab_policy policy;
    uint32_t frames;
    uint64_t seed, tick; /* of random; of nfu and aging, 0: as many as frames */
    uint32_t bits;       /* of aging, 0: 8 */
    uint64_t hits, misses, evictions;
};
/* Sets hits, misses and evictions. MM_ERANGE: no such policy, no frames or too many, too long; MM_ENOHOSTMEM. */
enum mm_err mm_lab_count(const struct mm_host *host, const uint64_t *ops, uint64_t op_count,
                         struct mm_lab_count *count);

/* Every invariant of every module and across them; asserts. */
void mm_check(struct mm *m);
/* Tests: refuse the n-th frame asked for from now on (0 off); part of the state. */
void mm_fail_frame(struct mm *m, uint32_t nth);
/* Tests: never take the fast path. */
void mm_fast_path(struct mm *m, bool on);

#endif
