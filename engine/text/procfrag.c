/* procfrag.c - extfrag_index and unusable_index. */
#include "text/procfrag.h"

#include "policy/frag.h"

static int32_t unusable(const struct mm *m, uint32_t zone, unsigned order)
{
    return (int32_t)unusable_index(m, zone, order);
}

/* As the kernel prints a negative number, by C's / and %: -1000 is "-1.000". */
static void show(const struct mm *m, int width,
                 int32_t (*index)(const struct mm *, uint32_t, unsigned), struct report *r)
{
    for (uint32_t z = 0; z < m->zones; z++) {
        report_add(r, "Node %u, zone %8s ", m->zone[z].node,
                   zone_type_name((enum mm_zone_type)m->zone[z].type));
        for (unsigned o = 0; o < MM_ORDERS; o++) {
            const int32_t n = index(m, z, o);

            report_add(r, "%*d.%03d ", width, n / 1000, n % 1000);
        }
        report_add(r, "\n");
    }
}

void procfrag_extfrag(const struct mm *m, struct report *r)
{
    show(m, 2, frag_index, r);
}

void procfrag_unusable_file(const struct mm *m, struct report *r)
{
    show(m, 1, unusable, r);
}
