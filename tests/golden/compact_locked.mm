# Compaction and locked pages (Linux 6.1 mm/compaction.c: ISOLATE_UNEVICTABLE): by default a page that is locked in memory moves
# like any other, for a lock keeps it in memory, not in its place; with vm.compact_unevictable_allowed=0 it stays.
machine memory=64M slab=off
note "mlock 把页留在内存里，不是留在原处" "mlock keeps a page in memory, not in its place"
sysctl vm.compaction_proactiveness=0
spawn p
p mmap 44M as a
p write a
p madvise a dontneed every=2
p mlock a+4K..8K
let place = page(p,a+4K).pfn
expect vmstat.nr_unevictable == 1
expect vmstat.nr_mlock == 1
echo 0 > /proc/sys/vm/compact_unevictable_allowed
echo 1 > /proc/sys/vm/compact_memory
expect vmstat.pgmigrate_success > 2000
expect page(p,a+4K).pfn == $place

echo 1 > /proc/sys/vm/compact_unevictable_allowed
echo 1 > /proc/sys/vm/compact_memory
expect page(p,a+4K).pfn > $place
expect page(p,a+4K).present
expect vmstat.nr_unevictable == 1
expect vmstat.nr_mlock == 1
p munlock a
expect vmstat.nr_unevictable == 0
