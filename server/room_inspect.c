/* room_inspect.c - one thing, and all that is tied to it. */
#include "room.h"

#include <string.h>

#include "text/units.h"

enum { INSPECT_MANY = 24 };

struct relatives {
    struct jw *w;
    const struct mm *m;
    unsigned count; /* of the kind that may be many */
};

static void relative(struct relatives *to, const char *rel, enum mm_record_kind kind, uint64_t id,
                     uint32_t name)
{
    char text[MM_NAME_BYTES];
    struct jw *w = to->w;

    jw_open(w, '{');
    jw_kv_text(w, "rel", rel);
    jw_kv_text(w, "kind", mm_kind_rows[kind].name);
    jw_kv_u64(w, "id", id);
    if (name) {
        mm_name(to->m, name, text);
        jw_kv_text(w, "name", text);
    }
    jw_close(w, '}');
}

static void relative_proc(struct relatives *to, const char *rel, uint64_t slot_plus_one)
{
    if (slot_plus_one)
        relative(to, rel, MM_R_proc, slot_plus_one - 1,
                 (uint32_t)mm_get(to->m, MM_F_proc_name, slot_plus_one - 1));
}

/* The area of a process that holds an address; count when there is none. */
static uint32_t vma_of(const struct mm *m, uint64_t proc, uint64_t addr)
{
    uint32_t count = mm_record_count(m, MM_R_vma);

    for (uint32_t v = 0; v < count; v++)
        if (mm_get(m, MM_F_vma_live, v) && mm_get(m, MM_F_vma_proc, v) == proc &&
            addr >= mm_get(m, MM_F_vma_start, v) && addr < mm_get(m, MM_F_vma_end, v))
            return v;
    return count;
}

static void vma_relative(struct relatives *to, uint64_t proc, uint64_t addr)
{
    uint32_t v = vma_of(to->m, proc, addr);

    if (v < mm_record_count(to->m, MM_R_vma))
        relative(to, "area", MM_R_vma, v, (uint32_t)mm_get(to->m, MM_F_vma_file, v));
}

static void frame_mappings(struct relatives *to, uint64_t pfn)
{
    uint64_t id, value;

    for (id = 0; to->count < INSPECT_MANY && mm_next_pte(to->m, &id, &value); id++) {
        uint64_t level = mm_get(to->m, MM_F_frame_level, id / 1024);
        if (!(value & PTE_P) || (value & PTE_PFN_MASK) >> PTE_PFN_SHIFT != pfn)
            continue;
        relative(to, level == 1 ? "mapped_by" : "pointed_to_by", MM_R_pte, id, 0);
        to->count++;
    }
}

static void frame_tlb(struct relatives *to, uint64_t pfn)
{
    uint32_t count = mm_record_count(to->m, MM_R_tlb);

    for (uint32_t t = 0; t < count && to->count < INSPECT_MANY * 2; t++)
        if ((mm_get(to->m, MM_F_tlb_flags, t) & 1) && mm_get(to->m, MM_F_tlb_pfn, t) == pfn) {
            relative(to, "tlb", MM_R_tlb, t, 0);
            to->count++;
        }
}

static void relatives_frame(struct relatives *to, uint64_t pfn)
{
    const struct mm *m = to->m;
    uint64_t flags = mm_get(m, MM_F_frame_flags, pfn), zone = mm_zone_of(m, (pfn_t)pfn);
    uint64_t owner = mm_get(m, MM_F_frame_owner, pfn), type = mm_get(m, MM_F_frame_type, pfn);

    relative_proc(to, "owner", owner);
    if (owner && type != FT_TABLE)
        vma_relative(to, owner - 1, mm_get(m, MM_F_frame_vpn, pfn) << MM_PAGE_SHIFT);
    if (flags & PG_BUDDY)
        relative(to, "list", MM_R_freelist,
                 (zone * MM_ORDERS + mm_get(m, MM_F_frame_order, pfn)) * MM_MIGRATETYPE_COUNT +
                     mm_get(m, MM_F_frame_migratetype, pfn),
                 0);
    relative(to, "pageblock", MM_R_pageblock, pfn / mm_pageblock_frames(m), 0);
    relative(to, "zone", MM_R_zone, zone, 0);
    frame_mappings(to, pfn);
    frame_tlb(to, pfn);
}

static void relatives_proc(struct relatives *to, uint64_t slot)
{
    const struct mm *m = to->m;
    uint32_t areas = mm_record_count(m, MM_R_vma);

    relative(to, "top_table", MM_R_frame, mm_get(m, MM_F_proc_pgd_pfn, slot), 0);
    if (mm_get(m, MM_F_proc_job, slot))
        relative(to, "job", MM_R_job, mm_get(m, MM_F_proc_job, slot) - 1, 0);
    for (uint32_t v = 0; v < areas && to->count < INSPECT_MANY; v++)
        if (mm_get(m, MM_F_vma_live, v) && mm_get(m, MM_F_vma_proc, v) == slot) {
            relative(to, "area", MM_R_vma, v, (uint32_t)mm_get(m, MM_F_vma_file, v));
            to->count++;
        }
}

static void relatives_vma(struct relatives *to, uint64_t vma)
{
    const struct mm *m = to->m;
    uint64_t proc = mm_get(m, MM_F_vma_proc, vma), start = mm_get(m, MM_F_vma_start, vma);
    uint64_t end = mm_get(m, MM_F_vma_end, vma);
    uint32_t labels = mm_record_count(m, MM_R_label), frames = mm_record_count(m, MM_R_frame);

    relative_proc(to, "owner", proc + 1);
    for (uint32_t l = 0; l < labels; l++)
        if (mm_get(m, MM_F_label_live, l) && mm_get(m, MM_F_label_proc, l) == proc + 1 &&
            mm_get(m, MM_F_label_start, l) >= start && mm_get(m, MM_F_label_start, l) < end)
            relative(to, "label", MM_R_label, l, (uint32_t)mm_get(m, MM_F_label_name, l));
    for (uint32_t f = 0; f < frames && to->count < INSPECT_MANY; f++) {
        uint64_t addr = mm_get(m, MM_F_frame_vpn, f) << MM_PAGE_SHIFT;
        if (mm_get(m, MM_F_frame_owner, f) == proc + 1 &&
            mm_get(m, MM_F_frame_type, f) != FT_TABLE && addr >= start && addr < end) {
            relative(to, "frame", MM_R_frame, f, 0);
            to->count++;
        }
    }
}

static void relatives_pte(struct relatives *to, uint64_t id)
{
    uint64_t table = id / 1024, value = mm_get(to->m, MM_F_pte_value, id);

    relative(to, "table", MM_R_frame, table, 0);
    if (value & PTE_P)
        relative(to, "frame", MM_R_frame, (value & PTE_PFN_MASK) >> PTE_PFN_SHIFT, 0);
    relative_proc(to, "owner", mm_get(to->m, MM_F_frame_owner, table));
}

static void relatives_freelist(struct relatives *to, uint64_t id)
{
    uint64_t pfn = mm_get(to->m, MM_F_freelist_head, id);

    relative(to, "zone", MM_R_zone, id / (MM_ORDERS * MM_MIGRATETYPE_COUNT), 0);
    for (; pfn != PFN_NONE && to->count < INSPECT_MANY; to->count++) {
        relative(to, "block", MM_R_frame, pfn, 0);
        pfn = mm_get(to->m, MM_F_frame_next, pfn);
    }
}

static void relatives_of(struct relatives *to, enum mm_record_kind kind, uint64_t id)
{
    const struct mm *m = to->m;

    switch (kind) {
    case MM_R_frame: relatives_frame(to, id); break;
    case MM_R_proc: relatives_proc(to, id); break;
    case MM_R_vma: relatives_vma(to, id); break;
    case MM_R_pte: relatives_pte(to, id); break;
    case MM_R_freelist: relatives_freelist(to, id); break;
    case MM_R_tlb:
        if (mm_get(m, MM_F_tlb_flags, id) & 1)
            relative(to, "frame", MM_R_frame, mm_get(m, MM_F_tlb_pfn, id), 0);
        break;
    case MM_R_label:
        if (mm_get(m, MM_F_label_proc, id)) {
            relative_proc(to, "owner", mm_get(m, MM_F_label_proc, id));
            vma_relative(to, mm_get(m, MM_F_label_proc, id) - 1, mm_get(m, MM_F_label_start, id));
        } else if (mm_get(m, MM_F_label_count, id)) {
            relative(to, "block", MM_R_frame, mm_get(m, MM_F_label_first_pfn, id), 0);
        }
        break;
    case MM_R_job: relative_proc(to, "owner", mm_get(m, MM_F_job_proc, id) + 1); break;
    case MM_R_cpu: relative_proc(to, "running", mm_get(m, MM_F_cpu_proc, id)); break;
    default: break;
    }
}

/* Every field that may be seen, also those on inspection only. */
static void inspect_record(const struct mm *m, struct jw *w, enum mm_record_kind kind, uint64_t id)
{
    const struct mm_kind_row *k = &mm_kind_rows[kind];
    char text[MM_NAME_BYTES];

    jw_key(w, "record");
    jw_open(w, '{');
    for (uint32_t f = 0; f < k->field_count; f++) {
        const struct mm_field_row *row = &mm_field_rows[k->field_first + f];
        if (row->visibility == 'H')
            continue;
        jw_key(w, row->name);
        enc_value(w, row, mm_get(m, (enum mm_field_id)row->field, id));
    }
    jw_close(w, '}');
    jw_key(w, "names");
    jw_open(w, '{');
    for (uint32_t f = 0; f < k->field_count; f++) {
        const struct mm_field_row *row = &mm_field_rows[k->field_first + f];
        uint64_t name = mm_get(m, (enum mm_field_id)row->field, id);
        if (strcmp(row->unit, "name") != 0 || !name)
            continue;
        mm_name(m, (uint32_t)name, text);
        jw_kv_text(w, row->name, text);
    }
    jw_close(w, '}');
}

static void inspect_walk(const struct mm *m, struct relatives *to, slot_t proc, uint64_t addr)
{
    struct mm_walk walk;
    struct jw *w = to->w;

    mm_walk_addr(m, proc, addr, &walk);
    jw_key(w, "relatives");
    jw_open(w, '[');
    relative_proc(to, "owner", (uint64_t)proc + 1);
    vma_relative(to, proc, addr);
    if (walk.present)
        relative(to, "frame", MM_R_frame, walk.pfn, 0);
    jw_close(w, ']');
    jw_key(w, "walk");
    jw_open(w, '{');
    jw_kv_u64(w, "levels", walk.levels);
    jw_kv_bool(w, "present", walk.present);
    jw_key(w, "pfn");
    if (walk.present)
        jw_u64(w, walk.pfn);
    else
        jw_null(w);
    jw_kv_u64(w, "offset", addr & (MM_PAGE_BYTES - 1));
    jw_key(w, "at");
    jw_open(w, '[');
    for (uint32_t i = 0; i < walk.depth; i++) {
        jw_open(w, '{');
        jw_kv_u64(w, "level", walk.at[i].level);
        jw_kv_u64(w, "index", walk.at[i].index);
        jw_kv_u64(w, "table_pfn", walk.at[i].table_pfn);
        jw_kv_hex(w, "entry", walk.at[i].entry);
        jw_close(w, '}');
    }
    jw_close(w, ']');
    jw_close(w, '}');
}

/* NAME or NAME+OFFSET, as the language has it. */
static bool named_address(const struct mm *m, const struct job *j, slot_t proc, uint64_t *addr)
{
    const char *text = NULL;
    char name[MM_NAME_BYTES];
    uint64_t bytes, offset = 0;

    if (job_text(j, "addr", &text) != 1)
        return false;
    size_t n = strcspn(text, "+");
    if (n >= sizeof name || (text[n] && units_size(text + n + 1, &offset, NULL) != UNITS_OK))
        return false;
    memcpy(name, text, n);
    name[n] = 0;
    if (!mm_find_range(m, proc, name, addr, &bytes))
        return false;
    *addr += offset;
    return true;
}

static void inspect_page(struct room *r, struct job *j, uint64_t seq)
{
    const char *actor = NULL;
    uint64_t addr;
    struct jw w;

    if (job_text(j, "actor", &actor) != 1) {
        job_refuse_field(j, 400, "arguments", "kind=page takes an actor and an addr", "actor");
        return;
    }
    slot_t proc = mm_find_proc(r->m, actor);
    if (proc == SLOT_NONE) {
        job_refuse_field(j, 404, "not-found", "there is no such process", "actor");
        return;
    }
    if (job_u64(j, "addr", &addr) != 1 && !named_address(r->m, j, proc, &addr)) {
        job_refuse_field(j, 400, "arguments",
                         "addr is an address, or NAME or NAME+OFFSET of the process", "addr");
        return;
    }
    job_open(j, &w);
    jw_kv_text(&w, "kind", "page");
    jw_kv_hex(&w, "id", addr >> MM_PAGE_SHIFT);
    jw_kv_hex(&w, "addr", addr);
    jw_kv_text(&w, "actor", actor);
    room_place_write(r, &w, seq);
    struct relatives to = {.w = &w, .m = r->m};
    inspect_walk(r->m, &to, proc, addr);
    job_close(j, 200, &w);
}

void job_inspect(struct room *r, struct job *j)
{
    uint64_t id, seq = j->viewer && j->viewer->detached ? j->viewer->at_seq : r->at_seq;
    enum mm_record_kind kind;
    const char *name = "";
    struct jw w;

    if (!room_ready(r, j) || !room_position(r, j, &seq))
        return;
    room_stand(r, seq);
    job_text(j, "kind", &name);
    if (!strcmp(name, "page")) {
        inspect_page(r, j, seq);
        return;
    }
    if (!room_thing(r, j, &kind, &id))
        return;
    job_open(j, &w);
    jw_kv_text(&w, "kind", mm_kind_rows[kind].name);
    jw_kv_u64(&w, "id", id);
    jw_kv_bool(&w, "live", kind == MM_R_pte || mm_live(r->m, kind, id));
    room_place_write(r, &w, seq);
    inspect_record(r->m, &w, kind, id);
    struct relatives to = {.w = &w, .m = r->m};
    jw_key(&w, "relatives");
    jw_open(&w, '[');
    relatives_of(&to, kind, id);
    jw_close(&w, ']');
    job_close(j, 200, &w);
}
