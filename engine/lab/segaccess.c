/* segaccess.c - the rules asked one after the other; descriptors by hand. */
#include "lab/segaccess.h"

#include "base/names.h"

enum { ACCESS_SEGMENT, ACCESS_OFFSET, ACCESS_HOW, ACCESS_BYTES, ACCESS_CPL, ACCESS_STACK };
enum {
    DESC_NAME,
    DESC_BASE,
    DESC_LIMIT,
    DESC_TYPE,
    DESC_DPL,
    DESC_PRESENT,
    DESC_GRANULARITY,
    DESC_S,
    DESC_DB,
    DESC_LONG,
    DESC_RAW,
    DESC_TABLE
};
#define ACCESS_BYTES_MAX 4096u

/* ---- lab access ------------------------------------------------------------------------------------------- */

/* Decimal or 0x hexadecimal, at most 0xffff. */
static bool number16(const char *word, uint16_t *out)
{
    const bool hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
    const char *c = hex ? word + 2 : word;
    uint32_t v = 0;

    if (*c == '\0') {
        return false;
    }
    for (; *c != '\0'; c++) {
        const uint32_t digit = *c >= '0' && *c <= '9'          ? (uint32_t)(*c - '0')
                               : hex && *c >= 'a' && *c <= 'f' ? (uint32_t)(*c - 'a') + 10
                               : hex && *c >= 'A' && *c <= 'F' ? (uint32_t)(*c - 'A') + 10
                                                               : 99;

        v = v * (hex ? 16 : 10) + digit;
        if (digit == 99 || v > 0xffff) {
            return false;
        }
    }
    *out = (uint16_t)v;
    return true;
}

bool segaccess_selector(const struct mm *m, const char *word, unsigned rpl, uint16_t *selector)
{
    const slot_t slot = segment_find(m, word);

    if (slot == SLOT_NONE) {
        return number16(word, selector);
    }
    *selector = (uint16_t)((m->labseg[slot].selector & 0xfffcu) | rpl);
    return true;
}

enum mm_err lab_access_check(struct mm *m, const struct mm_cmd *cmd)
{
    const uint64_t offset = cmd->arg[ACCESS_OFFSET].a;
    const uint64_t bytes = lab_number(cmd, ACCESS_BYTES, 4);
    const uint64_t cpl = lab_number(cmd, ACCESS_CPL, 3);
    const enum mm_err err = segment_running(m, cmd);
    uint16_t selector;

    if (err != MM_OK) {
        return err;
    }
    if (cpl > 3) {
        return lab_refuse(m, cmd, ACCESS_CPL, MM_ERANGE, cpl, 3);
    }
    if (!segaccess_selector(m, lab_text(cmd, ACCESS_SEGMENT), (unsigned)cpl, &selector)) {
        return lab_refuse(m, cmd, ACCESS_SEGMENT, MM_ENONAME, 0, 0);
    }
    if (m->lab->bits == 32 && offset > UINT32_MAX) {
        return lab_refuse(m, cmd, ACCESS_OFFSET, MM_ERANGE, offset, UINT32_MAX);
    }
    if (cmd->arg[ACCESS_HOW].a >= ACC_COUNT) {
        return lab_refuse(m, cmd, ACCESS_HOW, MM_EBADARG, cmd->arg[ACCESS_HOW].a, ACC_COUNT - 1);
    }
    if (bytes < 1 || bytes > ACCESS_BYTES_MAX) {
        return lab_refuse(m, cmd, ACCESS_BYTES, MM_ERANGE, bytes, bytes < 1 ? 1 : ACCESS_BYTES_MAX);
    }
    return MM_OK;
}

static void access_fault(struct mm *m, const struct segaccess *a, enum mm_seg_rule rule,
                         const struct segfinding *f)
{
    ev(m, EV_SEG_FAULT, f->fault, f->error_code, a->selector, a->offset, rule, a->cpl);
    lab_set_fault(m, 0, f->fault);
    lab_set_rule(m, 0, rule);
    lab_set_error(m, 0, f->error_code);
    machine_set_r_addr(m, 0, a->offset);
}

/* Ask the rules; false when one is broken. */
static bool access_rules(struct mm *m, const struct segaccess *a, slot_t slot,
                         const struct segdesc *d)
{
    const struct segsel sel = segsel_decode(a->selector);

    for (unsigned r = 0; r < SEGR_COUNT; r++) {
        const enum mm_seg_rule rule = (enum mm_seg_rule)r;

        if (!segcheck_applies(rule, a, d)) {
            continue;
        }
        if (rule == SEGR_TYPE) { /* the entry is known to exist: it is read */
            ev(m, EV_SEG_DESCRIPTOR, slot, segdesc_encode(d), d->base, segdesc_limit_bytes(d),
               d->dpl, d->p);
        }
        const struct segfinding f = segcheck_ask(rule, a, d, segment_entries(m, sel.ldt));

        ev(m, EV_SEG_CHECK, rule, f.ok, f.have, f.want);
        if (!f.ok) {
            access_fault(m, a, rule, &f);
            return false;
        }
    }
    return true;
}

void lab_access_do(struct mm *m, const struct mm_cmd *cmd)
{
    struct segaccess a = {.how = (uint8_t)cmd->arg[ACCESS_HOW].a,
                          .cpl = (uint8_t)lab_number(cmd, ACCESS_CPL, 3),
                          .long_mode = m->lab->bits == 64,
                          .bytes = (uint32_t)lab_number(cmd, ACCESS_BYTES, 4),
                          .offset = cmd->arg[ACCESS_OFFSET].a};
    struct segdesc d = {0};

    (void)segaccess_selector(m, lab_text(cmd, ACCESS_SEGMENT), a.cpl, &a.selector);
    const struct segsel sel = segsel_decode(a.selector);
    const slot_t slot = segment_slot(m, sel);
    const bool live = slot != SLOT_NONE && m->labseg[slot].live;

    if (live) {
        segment_read(m, slot, &d);
    }
    a.stack = a.how != ACC_FETCH &&
              (lab_given(cmd, ACCESS_STACK) || (live && m->labseg[slot].type == LS_STACK));
    lab_set_cpl(m, 0, a.cpl);
    lab_set_linear(m, 0, 0);
    lab_set_rule(m, 0, 0);
    lab_set_error(m, 0, 0);
    ev(m, EV_SEG_SELECT, a.selector, sel.index, sel.ldt, a.cpl, a.offset, a.how);
    if (!access_rules(m, &a, slot, &d)) {
        return;
    }
    if (live && d.s && !(d.type & SEGTYPE_ACCESSED)) {
        d.type |= SEGTYPE_ACCESSED;
        segment_write(m, slot, &d);
    }
    const uint64_t linear = segcheck_linear(&a, &d);

    ev(m, EV_SEG_LINEAR, segcheck_flat(&a, &d) ? 0 : d.base, a.offset, linear, a.bytes,
       live ? slot : SLOT_NONE, segcheck_flat(&a, &d));
    lab_set_linear(m, 0, linear);
    machine_set_r_addr(m, 0, linear);
}

/* ---- lab descriptor --------------------------------------------------------------------------------------- */

/* What the line makes of the descriptor: the eight bytes first, then single fields. */
static void apply(const struct mm_cmd *cmd, struct segdesc *d)
{
    if (lab_given(cmd, DESC_RAW)) {
        segdesc_decode(cmd->arg[DESC_RAW].a, d);
    }
    d->base = (uint32_t)lab_number(cmd, DESC_BASE, d->base);
    d->limit = (uint32_t)lab_number(cmd, DESC_LIMIT, d->limit);
    d->type = (uint8_t)lab_number(cmd, DESC_TYPE, d->type);
    d->dpl = (uint8_t)lab_number(cmd, DESC_DPL, d->dpl);
    d->p = (uint8_t)lab_number(cmd, DESC_PRESENT, d->p);
    d->g = (uint8_t)lab_number(cmd, DESC_GRANULARITY, d->g);
    d->s = (uint8_t)lab_number(cmd, DESC_S, d->s);
    d->db = (uint8_t)lab_number(cmd, DESC_DB, d->db);
    d->l = (uint8_t)lab_number(cmd, DESC_LONG, d->l);
}

/* Flat user data, until the line says otherwise. */
static const struct segdesc flat_data = {
    .limit = SEGDESC_LIMIT_MAX, .type = SEGTYPE_WRITE, .s = 1, .dpl = 3, .p = 1, .db = 1, .g = 1};

enum mm_err lab_descriptor_check(struct mm *m, const struct mm_cmd *cmd)
{
    static const struct {
        unsigned arg;
        uint64_t most;
    } limits[] = {
        {DESC_BASE, UINT32_MAX}, {DESC_LIMIT, SEGDESC_LIMIT_MAX}, {DESC_TYPE, 15}, {DESC_DPL, 3},
        {DESC_PRESENT, 1},       {DESC_GRANULARITY, 1},           {DESC_S, 1},     {DESC_DB, 1},
        {DESC_LONG, 1}};
    const char *name = lab_text(cmd, DESC_NAME);
    const uint64_t table = lab_number(cmd, DESC_TABLE, LD_LDT);
    const enum mm_err err = segment_running(m, cmd);
    struct segdesc d = flat_data;

    if (err != MM_OK) {
        return err;
    }
    for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (lab_number(cmd, limits[i].arg, 0) > limits[i].most) {
            return lab_refuse(m, cmd, limits[i].arg, MM_ERANGE, cmd->arg[limits[i].arg].a,
                              limits[i].most);
        }
    }
    if (table >= LD_COUNT) {
        return lab_refuse(m, cmd, DESC_TABLE, MM_EBADARG, table, LD_COUNT - 1);
    }
    const slot_t slot = segment_find(m, name);

    if (slot != SLOT_NONE) {
        segment_read(m, slot, &d);
        apply(cmd, &d);
        return m->labseg[slot].swapped && d.p ? lab_refuse(m, cmd, DESC_PRESENT, MM_ERANGE, 1, 0)
                                              : MM_OK;
    }
    if (!segment_name_ok(name)) {
        return lab_refuse(m, cmd, DESC_NAME, MM_EBADARG, 0, MM_NAME_BYTES - 1);
    }
    if (!name_room(m, 1)) {
        return lab_refuse(m, cmd, DESC_NAME, MM_ELIMIT, 0, m->region[MM_R_name].count);
    }
    return segment_free_slot(m, (enum mm_lab_dt)table) != SLOT_NONE
               ? MM_OK
               : lab_refuse(m, cmd, DESC_NAME, MM_ELIMIT, 0,
                            table == LD_LDT ? SEGDESC_LDT_ENTRIES : 3);
}

void lab_descriptor_do(struct mm *m, const struct mm_cmd *cmd)
{
    const char *name = lab_text(cmd, DESC_NAME);
    slot_t slot = segment_find(m, name);
    struct segdesc d = flat_data;

    if (slot == SLOT_NONE) {
        slot = segment_free_slot(m, (enum mm_lab_dt)lab_number(cmd, DESC_TABLE, LD_LDT));
        segment_new(m, slot, name);
    } else {
        segment_read(m, slot, &d);
    }
    apply(cmd, &d);
    if (m->labseg[slot].size == 0) { /* a program keeps what it was loaded as */
        labseg_set_type(m, slot, segdesc_is_code(&d) ? LS_CODE : LS_DATA);
    }
    segment_write(m, slot, &d);
}
