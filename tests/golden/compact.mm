# Compaction (Linux 6.1 mm/compaction.c): enough is free, but in single frames; a request for a block moves pages together.
machine memory=64M slab=off
note "空闲帧够多，却都是单帧；要大块时，内核把页挪到一起" "Enough frames are free, but one by one; a request for a large block makes the kernel move pages together"
sysctl vm.compaction_proactiveness=0
spawn p
p mmap 44M as a
p write a
# A page waits in its CPU's batch until there are 15; giving memory back drains it first.
p madvise a dontneed every=2
expect vmstat.nr_inactive_anon >= 5632
expect vmstat.nr_anon_pages - vmstat.nr_inactive_anon == 0
expect unusable.node0.DMA32.order10 == 1

# The blocks that are there are taken first. Then one has to be made: the task itself looks for pages to move in pageblocks of
# its own kind, from the bottom up, and for frames from the top down. One pageblock is enough: half of its 512 frames
# are in use.
alloc_pages 9 as k gfp=HIGHUSER_MOVABLE count=4
expect vmstat.compact_stall == 0
alloc_pages 9 as l gfp=HIGHUSER_MOVABLE
expect result.errno == 0
expect vmstat.compact_stall == 1
expect vmstat.compact_success == 1
expect vmstat.compact_fail == 0
expect vmstat.pgmigrate_success == 256
expect vmstat.pgmigrate_fail == 0
expect vmstat.nr_isolated_anon == 0
expect extfrag.node0.DMA32.order9 > 0.9

# A request that cannot wait does not compact, and fails.
alloc_pages 9 as m gfp=ATOMIC
expect result.errno == 12
expect vmstat.compact_stall == 1

# By command: every zone, from end to end.
let moved = vmstat.pgmigrate_success
echo 1 > /proc/sys/vm/compact_memory
expect vmstat.pgmigrate_success - $moved > 2000
expect unusable.node0.DMA32.order9 < 0.35
expect vmstat.compact_daemon_wake == 0
# Nobody noticed: the pages are where the program left them.
expect p.status.RssAnon == 22M
expect page(p,a+4K).present
expect page(p,a+4K).mapcount == 1
p exit
expect vmstat.nr_inactive_anon == 0
