machine profile=linux-256M memory=256M slab=off used=0:DMA:32,0:DMA32:3835
echo never > /sys/kernel/mm/transparent_hugepage/enabled
# g-frag-256M: 120 MB touched, every other page given back, compact_memory. Figures: g-frag.recorded.txt, Linux 6.1.192.
# Within 10 % unless it says otherwise.
#
# First the recorded start, which the frames left single depend on. 44892 frames are free; 36 blocks of order 10, 1 of 9, 5
# of 8, 6 of 7 and some smaller ones, most of them what boot gave back (initial ramdisk, initmem) after the root file system
# was unpacked: so they are held while `root` is filled (1259 pages of tmpfs, 30 anonymous ones of what runs). Where it
# lay was not recorded; here mostly at the top. The kernel's memory: 8 pageblocks UNMOVABLE (used=), 6 RECLAIMABLE (dentries
# and inodes, 2191 pages).
alloc_pages 5 as top5 gfp=HIGHUSER_MOVABLE
alloc_pages 7 as top7 gfp=HIGHUSER_MOVABLE
alloc_pages 8 as top8 gfp=HIGHUSER_MOVABLE
alloc_pages 4 as later4 gfp=HIGHUSER_MOVABLE count=5
alloc_pages 5 as later5 gfp=HIGHUSER_MOVABLE count=5
alloc_pages 6 as later6 gfp=HIGHUSER_MOVABLE count=4
alloc_pages 7 as later7 gfp=HIGHUSER_MOVABLE count=5
alloc_pages 8 as later8 gfp=HIGHUSER_MOVABLE count=4
alloc_pages 8 as low8 gfp=HIGHUSER_MOVABLE
alloc_pages 8 as last8 gfp=HIGHUSER_MOVABLE
free_pages top5
free_pages top7
free_pages top8
free_pages low8
spawn root text=16K data=0 bss=0 stack=16K
root mmap 5036K as files shared
root write files
root mmap 116K as own
root write own
spawn p text=16K data=0 bss=0 stack=16K
p mmap 4K as own
p write own
alloc_pages 0 as names gfp=KERNEL+RECLAIMABLE count=2191
# The CPU's list holds 430 pages after the same boot (boot-256M: equally many free). 394 of them were used, 2026 refills
# of 15 made the rest; nr_free_pages says how many are left at each step: 32 to 61, +15, +72 and +93 pages.
alloc_pages 0 as ended gfp=HIGHUSER_MOVABLE count=374
alloc_pages 0 as stacks count=8
alloc_pages 0 as slabs count=20
alloc_pages 1 as slab
free_pages later4
free_pages later5
free_pages later6
free_pages later7
free_pages later8
free_pages last8
free_pages ended
free_pages slabs
expect vmstat.nr_free_pages == 44892
expect vmstat.nr_anon_pages == 30
expect vmstat.nr_shmem == 1259
expect pagetypeinfo.node0.DMA.unmovable.blocks == 1
expect pagetypeinfo.node0.DMA32.unmovable.blocks == 8
expect pagetypeinfo.node0.DMA32.reclaimable.blocks == 6
expect pagetypeinfo.node0.DMA32.movable.order8 == 5
expect pagetypeinfo.node0.DMA32.movable.order9 == 1
expect pagetypeinfo.node0.DMA32.movable.order10 == 36
let listed = pcp.cpu0.node0.DMA32.count
expect $listed >= 426
expect $listed <= 434

# Touched: 30720 pages and 60 tables, exactly, by 2026 refills of 15 (there 4 single pages more were asked for).
let empty = vmstat.nr_free_pages
let anon = vmstat.nr_anon_pages
let tables = vmstat.nr_page_table_pages
p mmap 120M as a
p write a
expect vmstat.nr_anon_pages - $anon == 30720
expect vmstat.nr_page_table_pages - $tables == 60
expect $empty - vmstat.nr_free_pages == 30390
expect buddyinfo.node0.DMA32.order10 == 9
expect pagetypeinfo.node0.DMA32.movable.order8 == 1
expect pagetypeinfo.node0.DMA32.movable.order7 == 1
expect pagetypeinfo.node0.DMA32.movable.order6 == 1

# Every other page: single frames and nothing larger; 15 stay on the CPU's list, exactly.
let listed = pcp.cpu0.node0.DMA32.count
expect $listed >= 32
expect $listed <= 61
let empty = vmstat.nr_free_pages
p madvise a dontneed every=2
expect vmstat.nr_free_pages - $empty == 15345
expect pcp.cpu0.node0.DMA32.count - $listed == 15
expect buddyinfo.node0.DMA32.order0 > 15345 - 4
expect buddyinfo.node0.DMA32.order0 < 15345 + 4
expect buddyinfo.node0.DMA32.order1 <= 4
expect buddyinfo.node0.DMA32.order10 == 9
expect extfrag.node0.DMA32.order1 == -1
expect unusable.node0.DMA32.order1 >= 0.588
expect unusable.node0.DMA32.order1 <= 0.590

echo 1 > /proc/sys/vm/compact_memory
# Within 1 %: what was moved, the frames looked at for it, and what was isolated. The kernel's slabs are larger blocks there,
# each looked at once: 1500 frames less.
expect vmstat.pgmigrate_success > 7752 * 99 / 100
expect vmstat.pgmigrate_success < 7752 * 101 / 100
expect vmstat.compact_free_scanned > 16924 * 99 / 100
expect vmstat.compact_free_scanned < 16924 * 101 / 100
expect vmstat.compact_migrate_scanned > 32583 * 9 / 10
expect vmstat.compact_migrate_scanned < 32583 * 11 / 10
# The scanners met with pages taken and no frame left for them, exactly as there: one failure. Isolated are the pages that
# moved, as many frames for them, and 224 pages of the last pageblock that were put back: 15728 = 2 * 7752 + 224.
expect vmstat.pgmigrate_fail == 1
expect vmstat.compact_isolated - 2 * vmstat.pgmigrate_success == 224
expect vmstat.nr_isolated_anon == 0
expect buddyinfo.node0.DMA32.order10 == 20
# Single frames: neighbours of those on the CPU's list (compact_memory does not drain it), and of pages that stayed.
expect buddyinfo.node0.DMA32.order0 > 661 * 9 / 10
expect buddyinfo.node0.DMA32.order0 < 661 * 11 / 10
expect unusable.node0.DMA32.order1 >= 0.022
expect unusable.node0.DMA32.order1 <= 0.028
expect extfrag.node0.DMA32.order1 == -1
expect vmstat.compact_stall == 0
expect vmstat.compact_daemon_wake == 0

p munmap a
expect buddyinfo.node0.DMA32.order10 == 33
expect buddyinfo.node0.DMA32.order0 > 721 * 9 / 10
expect buddyinfo.node0.DMA32.order0 < 721 * 11 / 10
expect vmstat.nr_page_table_pages == $tables
