/* records.c - sizes of the records and the rows of their fields, for code that walks them. */
#include "base/records.h"

#include "mm.h"

#define MEMBER(kind, name, type, vis, unit, en, zh) type MM_MEMBER_##vis(name);
/* Sizes of the records, from the same rows as the structs of the modules above. */
#define X_SIZE(kind, section, whole, en, zh)        SIZE_##kind = sizeof(struct size_##kind),
struct size_machine {
    MM_MACHINE_FIELDS(MEMBER)
};
struct size_cpu {
    MM_CPU_FIELDS(MEMBER)
};
struct size_zone {
    MM_ZONE_FIELDS(MEMBER)
};
struct size_freelist {
    MM_FREELIST_FIELDS(MEMBER)
};
struct size_pageblock {
    MM_PAGEBLOCK_FIELDS(MEMBER)
};
struct size_node {
    MM_NODE_FIELDS(MEMBER)
};
struct size_zonestat {
    MM_ZONESTAT_FIELDS(MEMBER)
};
struct size_nodestat {
    MM_NODESTAT_FIELDS(MEMBER)
};
struct size_pcp {
    MM_PCP_FIELDS(MEMBER)
};
struct size_pcplist {
    MM_PCPLIST_FIELDS(MEMBER)
};
struct size_lrulist {
    MM_LRULIST_FIELDS(MEMBER)
};
struct size_lrubatch {
    MM_LRUBATCH_FIELDS(MEMBER)
};
struct size_frame {
    MM_FRAME_FIELDS(MEMBER)
};
struct size_name {
    MM_NAME_FIELDS(MEMBER)
};
struct size_proc {
    MM_PROC_FIELDS(MEMBER)
};
struct size_vma {
    MM_VMA_FIELDS(MEMBER)
};
struct size_label {
    MM_LABEL_FIELDS(MEMBER)
};
struct size_job {
    MM_JOB_FIELDS(MEMBER)
};
struct size_tlb {
    MM_TLB_FIELDS(MEMBER)
};
struct size_tlbstat {
    MM_TLBSTAT_FIELDS(MEMBER)
};
struct size_counter {
    MM_COUNTER_FIELDS(MEMBER)
};
struct size_evcount {
    MM_EVCOUNT_FIELDS(MEMBER)
};
struct size_sysctl {
    MM_SYSCTL_FIELDS(MEMBER)
};
struct size_klog {
    MM_KLOG_FIELDS(MEMBER)
};
struct size_lab {
    MM_LAB_FIELDS(MEMBER)
};
struct size_labrun {
    MM_LABRUN_FIELDS(MEMBER)
};
struct size_labslot {
    MM_LABSLOT_FIELDS(MEMBER)
};
struct size_labcell {
    MM_LABCELL_FIELDS(MEMBER)
};
struct size_labref {
    MM_LABREF_FIELDS(MEMBER)
};
struct size_labpoint {
    MM_LABPOINT_FIELDS(MEMBER)
};
struct size_labseg {
    MM_LABSEG_FIELDS(MEMBER)
};
struct size_labblock {
    MM_LABBLOCK_FIELDS(MEMBER)
};
struct size_labtable {
    MM_LABTABLE_FIELDS(MEMBER)
};
struct size_kmem_cache {
    MM_KMEM_CACHE_FIELDS(MEMBER)
};
struct size_kmem_cpu {
    MM_KMEM_CPU_FIELDS(MEMBER)
};
struct size_kmem_node {
    MM_KMEM_NODE_FIELDS(MEMBER)
};
struct size_slab {
    MM_SLAB_FIELDS_OF_SLAB(MEMBER)
};
struct size_file {
    MM_FILE_FIELDS(MEMBER)
};
enum { MM_RECORDS(X_SIZE) SIZE_NONE };
_Static_assert(SIZE_frame <= 64, "a frame costs no more than Linux's struct page");
_Static_assert(SIZE_frame % 8 == 0, "no field of a frame straddles a chunk");

/* No padding by the compiler: the sum of the fields is the struct, so equal states are equal bytes. */
#define X_FIELD_SUM(kind, name, type, vis, unit, en, zh) +sizeof(type)
_Static_assert((0 MM_FRAME_FIELDS(X_FIELD_SUM)) == SIZE_frame, "frame has a hole");
_Static_assert((0 MM_MACHINE_FIELDS(X_FIELD_SUM)) == SIZE_machine, "machine has a hole");
_Static_assert((0 MM_CPU_FIELDS(X_FIELD_SUM)) == SIZE_cpu, "cpu has a hole");
_Static_assert((0 MM_ZONE_FIELDS(X_FIELD_SUM)) == SIZE_zone, "zone has a hole");
_Static_assert((0 MM_FREELIST_FIELDS(X_FIELD_SUM)) == SIZE_freelist, "freelist has a hole");
_Static_assert((0 MM_NODE_FIELDS(X_FIELD_SUM)) == SIZE_node, "node has a hole");
_Static_assert((0 MM_PCP_FIELDS(X_FIELD_SUM)) == SIZE_pcp, "pcp has a hole");
_Static_assert((0 MM_PCPLIST_FIELDS(X_FIELD_SUM)) == SIZE_pcplist, "pcplist has a hole");
_Static_assert((0 MM_LRULIST_FIELDS(X_FIELD_SUM)) == SIZE_lrulist, "lrulist has a hole");
_Static_assert((0 MM_LRUBATCH_FIELDS(X_FIELD_SUM)) == SIZE_lrubatch, "lrubatch has a hole");
_Static_assert((0 MM_NAME_FIELDS(X_FIELD_SUM)) == SIZE_name, "name has a hole");
_Static_assert((0 MM_PROC_FIELDS(X_FIELD_SUM)) == SIZE_proc, "proc has a hole");
_Static_assert((0 MM_VMA_FIELDS(X_FIELD_SUM)) == SIZE_vma, "vma has a hole");
_Static_assert((0 MM_LABEL_FIELDS(X_FIELD_SUM)) == SIZE_label, "label has a hole");
_Static_assert((0 MM_JOB_FIELDS(X_FIELD_SUM)) == SIZE_job, "job has a hole");
_Static_assert((0 MM_TLB_FIELDS(X_FIELD_SUM)) == SIZE_tlb, "tlb has a hole");
_Static_assert((0 MM_KLOG_FIELDS(X_FIELD_SUM)) == SIZE_klog, "klog has a hole");
_Static_assert((0 MM_LAB_FIELDS(X_FIELD_SUM)) == SIZE_lab, "lab has a hole");
_Static_assert((0 MM_LABRUN_FIELDS(X_FIELD_SUM)) == SIZE_labrun, "labrun has a hole");
_Static_assert((0 MM_LABSLOT_FIELDS(X_FIELD_SUM)) == SIZE_labslot, "labslot has a hole");
_Static_assert((0 MM_LABCELL_FIELDS(X_FIELD_SUM)) == SIZE_labcell, "labcell has a hole");
_Static_assert((0 MM_LABREF_FIELDS(X_FIELD_SUM)) == SIZE_labref, "labref has a hole");
_Static_assert((0 MM_LABPOINT_FIELDS(X_FIELD_SUM)) == SIZE_labpoint, "labpoint has a hole");
_Static_assert((0 MM_LABSEG_FIELDS(X_FIELD_SUM)) == SIZE_labseg, "labseg has a hole");
_Static_assert((0 MM_LABBLOCK_FIELDS(X_FIELD_SUM)) == SIZE_labblock, "labblock has a hole");
_Static_assert((0 MM_LABTABLE_FIELDS(X_FIELD_SUM)) == SIZE_labtable, "labtable has a hole");
_Static_assert((0 MM_KMEM_CACHE_FIELDS(X_FIELD_SUM)) == SIZE_kmem_cache, "kmem_cache has a hole");
_Static_assert((0 MM_KMEM_CPU_FIELDS(X_FIELD_SUM)) == SIZE_kmem_cpu, "kmem_cpu has a hole");
_Static_assert((0 MM_KMEM_NODE_FIELDS(X_FIELD_SUM)) == SIZE_kmem_node, "kmem_node has a hole");
_Static_assert((0 MM_SLAB_FIELDS_OF_SLAB(X_FIELD_SUM)) == SIZE_slab, "slab has a hole");
_Static_assert((0 MM_FILE_FIELDS(X_FIELD_SUM)) == SIZE_file, "file has a hole");

const uint32_t mm_record_bytes[MM_R_COUNT] = {
#define ROW_SIZE(kind, section, whole, en, zh) [MM_R_##kind] = SIZE_##kind,
    MM_RECORDS(ROW_SIZE)};

#define ROW_FIELD(kind_, name_, type, vis, unit_, en_, zh_)            \
    [MM_F_##kind_##_##name_] = {.field = MM_F_##kind_##_##name_,       \
                                .kind = MM_R_##kind_,                  \
                                .name = #name_,                        \
                                .unit = (unit_),                       \
                                .en = (en_),                           \
                                .zh = (zh_),                           \
                                .visibility = #vis[0],                 \
                                .bias = (#vis)[1] == '1',              \
                                .bytes = sizeof(type),                 \
                                .is_signed = _Generic((type)0, int32_t \
                                                      : true, default  \
                                                      : false),        \
                                .offset = offsetof(struct size_##kind_, MM_MEMBER_##vis(name_))},
const struct mm_field_row mm_field_rows[MM_F_COUNT] = {
    MM_FIELDS(ROW_FIELD)[MM_F_pte_value] = {.field = MM_F_pte_value,
                                            .kind = MM_R_pte,
                                            .name = "value",
                                            .unit = "flags pte",
                                            .en = "the entry: frame and bits",
                                            .zh = "表项：帧号与标志位",
                                            .visibility = 'S',
                                            .bytes = 8},
};

/* First field and number of fields of a kind, counted by the compiler. */
#define COUNT_FIELD(kind, name, type, vis, unit, en, zh) +1
enum {
    FIRST_machine = 0,
    FIRST_cpu = FIRST_machine + (0 MM_MACHINE_FIELDS(COUNT_FIELD)),
    FIRST_zone = FIRST_cpu + (0 MM_CPU_FIELDS(COUNT_FIELD)),
    FIRST_freelist = FIRST_zone + (0 MM_ZONE_FIELDS(COUNT_FIELD)),
    FIRST_pageblock = FIRST_freelist + (0 MM_FREELIST_FIELDS(COUNT_FIELD)),
    FIRST_node = FIRST_pageblock + (0 MM_PAGEBLOCK_FIELDS(COUNT_FIELD)),
    FIRST_zonestat = FIRST_node + (0 MM_NODE_FIELDS(COUNT_FIELD)),
    FIRST_nodestat = FIRST_zonestat + (0 MM_ZONESTAT_FIELDS(COUNT_FIELD)),
    FIRST_pcp = FIRST_nodestat + (0 MM_NODESTAT_FIELDS(COUNT_FIELD)),
    FIRST_pcplist = FIRST_pcp + (0 MM_PCP_FIELDS(COUNT_FIELD)),
    FIRST_lrulist = FIRST_pcplist + (0 MM_PCPLIST_FIELDS(COUNT_FIELD)),
    FIRST_lrubatch = FIRST_lrulist + (0 MM_LRULIST_FIELDS(COUNT_FIELD)),
    FIRST_frame = FIRST_lrubatch + (0 MM_LRUBATCH_FIELDS(COUNT_FIELD)),
    FIRST_name = FIRST_frame + (0 MM_FRAME_FIELDS(COUNT_FIELD)),
    FIRST_proc = FIRST_name + (0 MM_NAME_FIELDS(COUNT_FIELD)),
    FIRST_vma = FIRST_proc + (0 MM_PROC_FIELDS(COUNT_FIELD)),
    FIRST_label = FIRST_vma + (0 MM_VMA_FIELDS(COUNT_FIELD)),
    FIRST_job = FIRST_label + (0 MM_LABEL_FIELDS(COUNT_FIELD)),
    FIRST_tlb = FIRST_job + (0 MM_JOB_FIELDS(COUNT_FIELD)),
    FIRST_tlbstat = FIRST_tlb + (0 MM_TLB_FIELDS(COUNT_FIELD)),
    FIRST_counter = FIRST_tlbstat + (0 MM_TLBSTAT_FIELDS(COUNT_FIELD)),
    FIRST_evcount = FIRST_counter + (0 MM_COUNTER_FIELDS(COUNT_FIELD)),
    FIRST_sysctl = FIRST_evcount + (0 MM_EVCOUNT_FIELDS(COUNT_FIELD)),
    FIRST_klog = FIRST_sysctl + (0 MM_SYSCTL_FIELDS(COUNT_FIELD)),
    FIRST_lab = FIRST_klog + (0 MM_KLOG_FIELDS(COUNT_FIELD)),
    FIRST_labrun = FIRST_lab + (0 MM_LAB_FIELDS(COUNT_FIELD)),
    FIRST_labslot = FIRST_labrun + (0 MM_LABRUN_FIELDS(COUNT_FIELD)),
    FIRST_labcell = FIRST_labslot + (0 MM_LABSLOT_FIELDS(COUNT_FIELD)),
    FIRST_labref = FIRST_labcell + (0 MM_LABCELL_FIELDS(COUNT_FIELD)),
    FIRST_labpoint = FIRST_labref + (0 MM_LABREF_FIELDS(COUNT_FIELD)),
    FIRST_labseg = FIRST_labpoint + (0 MM_LABPOINT_FIELDS(COUNT_FIELD)),
    FIRST_labblock = FIRST_labseg + (0 MM_LABSEG_FIELDS(COUNT_FIELD)),
    FIRST_labtable = FIRST_labblock + (0 MM_LABBLOCK_FIELDS(COUNT_FIELD)),
    FIRST_kmem_cache = FIRST_labtable + (0 MM_LABTABLE_FIELDS(COUNT_FIELD)),
    FIRST_kmem_cpu = FIRST_kmem_cache + (0 MM_KMEM_CACHE_FIELDS(COUNT_FIELD)),
    FIRST_kmem_node = FIRST_kmem_cpu + (0 MM_KMEM_CPU_FIELDS(COUNT_FIELD)),
    FIRST_slab = FIRST_kmem_node + (0 MM_KMEM_NODE_FIELDS(COUNT_FIELD)),
    FIRST_file = FIRST_slab + (0 MM_SLAB_FIELDS_OF_SLAB(COUNT_FIELD)),
    FIRST_END = FIRST_file + (0 MM_FILE_FIELDS(COUNT_FIELD))
};
_Static_assert((int)FIRST_END == (int)MM_F_pte_value, "fields of every kind are counted");
enum {
    FIELDS_machine = FIRST_cpu - FIRST_machine,
    FIELDS_cpu = FIRST_zone - FIRST_cpu,
    FIELDS_zone = FIRST_freelist - FIRST_zone,
    FIELDS_freelist = FIRST_pageblock - FIRST_freelist,
    FIELDS_pageblock = FIRST_node - FIRST_pageblock,
    FIELDS_node = FIRST_zonestat - FIRST_node,
    FIELDS_zonestat = FIRST_nodestat - FIRST_zonestat,
    FIELDS_nodestat = FIRST_pcp - FIRST_nodestat,
    FIELDS_pcp = FIRST_pcplist - FIRST_pcp,
    FIELDS_pcplist = FIRST_lrulist - FIRST_pcplist,
    FIELDS_lrulist = FIRST_lrubatch - FIRST_lrulist,
    FIELDS_lrubatch = FIRST_frame - FIRST_lrubatch,
    FIELDS_frame = FIRST_name - FIRST_frame,
    FIELDS_name = FIRST_proc - FIRST_name,
    FIELDS_proc = FIRST_vma - FIRST_proc,
    FIELDS_vma = FIRST_label - FIRST_vma,
    FIELDS_label = FIRST_job - FIRST_label,
    FIELDS_job = FIRST_tlb - FIRST_job,
    FIELDS_tlb = FIRST_tlbstat - FIRST_tlb,
    FIELDS_tlbstat = FIRST_counter - FIRST_tlbstat,
    FIELDS_counter = FIRST_evcount - FIRST_counter,
    FIELDS_evcount = FIRST_sysctl - FIRST_evcount,
    FIELDS_sysctl = FIRST_klog - FIRST_sysctl,
    FIELDS_klog = FIRST_lab - FIRST_klog,
    FIELDS_lab = FIRST_labrun - FIRST_lab,
    FIELDS_labrun = FIRST_labslot - FIRST_labrun,
    FIELDS_labslot = FIRST_labcell - FIRST_labslot,
    FIELDS_labcell = FIRST_labref - FIRST_labcell,
    FIELDS_labref = FIRST_labpoint - FIRST_labref,
    FIELDS_labpoint = FIRST_labseg - FIRST_labpoint,
    FIELDS_labseg = FIRST_labblock - FIRST_labseg,
    FIELDS_labblock = FIRST_labtable - FIRST_labblock,
    FIELDS_labtable = FIRST_kmem_cache - FIRST_labtable,
    FIELDS_kmem_cache = FIRST_kmem_cpu - FIRST_kmem_cache,
    FIELDS_kmem_cpu = FIRST_kmem_node - FIRST_kmem_cpu,
    FIELDS_kmem_node = FIRST_slab - FIRST_kmem_node,
    FIELDS_slab = FIRST_file - FIRST_slab,
    FIELDS_file = FIRST_END - FIRST_file
};

#define ROW_KIND(kind_, section_, whole_, en_, zh_) \
    [MM_R_##kind_] = {.kind = MM_R_##kind_,         \
                      .name = #kind_,               \
                      .section = #section_,         \
                      .en = (en_),                  \
                      .zh = (zh_),                  \
                      .whole = (whole_) != 0,       \
                      .field_first = FIRST_##kind_, \
                      .field_count = FIELDS_##kind_},
const struct mm_kind_row mm_kind_rows[MM_R_ALL] = {
    MM_RECORDS(ROW_KIND)[MM_R_pte] = {.kind = MM_R_pte,
                                      .name = "pte",
                                      .section = "tables",
                                      .en = "a page-table entry; id = table frame * 1024 + index",
                                      .zh = "一个页表项；编号 = 页表帧 * 1024 + 序号",
                                      .field_first = MM_F_pte_value,
                                      .field_count = 1},
};
