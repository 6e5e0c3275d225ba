/* commit.c - how much memory is promised. */
#include "policy/commit.h"

#define KBYTES_TO_PAGES_SHIFT (MM_PAGE_SHIFT - 10)

uint64_t commit_limit_pages(const struct mm *m)
{
    const uint64_t kbytes = m->sysctl[SC_OVERCOMMIT_KBYTES].value;

    if (kbytes != 0) {
        return kbytes >> KBYTES_TO_PAGES_SHIFT;
    }
    return m->machine->totalram_pages * m->sysctl[SC_OVERCOMMIT_RATIO].value / 100;
}

bool commit_accountable(uint32_t vm_flags)
{
    return (vm_flags & (VM_NORESERVE | VM_SHARED | VM_WRITE)) == VM_WRITE;
}

static bool allowed(const struct mm *m, slot_t proc, uint64_t pages)
{
    const uint64_t reserve = m->sysctl[SC_USER_RESERVE_KBYTES].value >> KBYTES_TO_PAGES_SHIFT;
    const uint64_t share = m->proc[proc].total_vm_pages / 32;
    const uint64_t kept = share < reserve ? share : reserve;
    const uint64_t limit = commit_limit_pages(m);

    switch (m->sysctl[SC_OVERCOMMIT_MEMORY].value) {
    case 1: return true;
    case 0: return pages <= m->machine->totalram_pages;
    default: return limit > kept && m->machine->committed_pages + pages < limit - kept;
    }
}

bool commit_charge(struct mm *m, slot_t proc, uint64_t pages)
{
    const bool ok = allowed(m, proc, pages);

    ev(m, EV_COMMIT_CHECK, m->proc[proc].pid, pages, m->machine->committed_pages,
       commit_limit_pages(m), ok, m->sysctl[SC_OVERCOMMIT_MEMORY].value);
    if (ok) {
        machine_set_committed_pages(m, 0, m->machine->committed_pages + pages);
    }
    return ok;
}

void commit_release(struct mm *m, uint64_t pages)
{
    MM_ASSERT(m, m->machine->committed_pages >= pages);
    machine_set_committed_pages(m, 0, m->machine->committed_pages - pages);
}

void commit_add(struct mm *m, uint64_t pages)
{
    machine_set_committed_pages(m, 0, m->machine->committed_pages + pages);
}
