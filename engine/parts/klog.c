/* klog.c - a ring of lines. */
#include "parts/klog.h"

#include <string.h>

void klog_add(struct mm *m, enum klog_level level, enum mm_klog_kind kind, const uint64_t *number,
              unsigned count)
{
    const uint32_t line = m->machine->klog_lines;
    const uint32_t id = line % MM_KLOG_LINES;
    uint64_t n[KLOG_NUMBERS] = {0};

    MM_ASSERT(m, count <= KLOG_NUMBERS && kind != KL_NONE && kind < KL_COUNT);
    memcpy(n, number, count * sizeof(n[0]));
    klog_set_live(m, id, 1);
    klog_set_kind(m, id, (uint16_t)kind);
    klog_set_level(m, id, (uint16_t)level);
    klog_set_seq(m, id, m->machine->seq);
    klog_set_ns(m, id, m->cpu[m->cpu_now].clock_ns);
#define SET_NUMBER(i) klog_set_a##i(m, id, n[i]);
#define SET_EIGHT(a, b, c, d, e, f, g, h) \
    SET_NUMBER(a)                         \
    SET_NUMBER(b)                         \
    SET_NUMBER(c) SET_NUMBER(d) SET_NUMBER(e) SET_NUMBER(f) SET_NUMBER(g) SET_NUMBER(h)
    SET_EIGHT(0, 1, 2, 3, 4, 5, 6, 7)
    SET_EIGHT(8, 9, 10, 11, 12, 13, 14, 15)
    SET_EIGHT(16, 17, 18, 19, 20, 21, 22, 23)
    machine_set_klog_lines(m, 0, line + 1);
}

uint32_t klog_first(const struct mm *m)
{
    const uint32_t lines = m->machine->klog_lines;

    return lines > MM_KLOG_LINES ? lines - MM_KLOG_LINES : 0;
}

const struct klog *klog_line(const struct mm *m, uint32_t line)
{
    MM_ASSERT(m, line >= klog_first(m) && line < m->machine->klog_lines);
    return &m->klog[line % MM_KLOG_LINES];
}

uint64_t klog_number(const struct mm *m, uint32_t line, unsigned i)
{
    const struct klog *l = klog_line(m, line);
    uint64_t n;

    MM_ASSERT(m, i < KLOG_NUMBERS);
    memcpy(&n, (const uint8_t *)l + offsetof(struct klog, a0) + i * sizeof(n), sizeof(n));
    return n;
}

void klog_check(struct mm *m)
{
    const uint32_t first = klog_first(m);
    const uint32_t end = m->machine->klog_lines;
    uint64_t before = 0;

    for (uint32_t i = 0; i < MM_KLOG_LINES; i++) {
        MM_ASSERT(m, m->klog[i].live == (i < end)); /* L1 */
    }
    for (uint32_t line = first; line < end; line++) {
        MM_ASSERT(m, klog_line(m, line)->seq >= before); /* L2 */
        before = klog_line(m, line)->seq;
    }
}
