machine profile=linux-256M memory=256M slab=off used=0:DMA:32,0:DMA32:6459
# g-frag-256M: 120 MB touched, every other page given back, compact_memory. Figures: g-frag.recorded.txt, Linux 6.1.192.
# What the recorded machine had in use before is told as used= (the kernel's own) and as `root` (its root file system:
# 1279 pages of tmpfs on the LRU lists, which compaction moves too); 44892 frames are free as there.
# Within 10 % unless it says otherwise. What differs at all: where the frames in use lay, and what the CPU's lists held.
spawn root text=16K data=0 bss=0 stack=16K
root mmap 5116K as files shared
root write files
spawn p text=16K data=0 bss=0 stack=16K
expect vmstat.nr_free_pages == 44892
expect buddyinfo.node0.DMA32.order10 == 37
let tables = vmstat.nr_page_table_pages
p mmap 120M as a
p write a
# Touched: 30720 pages and 60 tables (here two more: nothing lay near); the largest blocks went, the smaller lists are as they were.
expect vmstat.nr_anon_pages >= 30720
expect vmstat.nr_page_table_pages - $tables >= 60
expect vmstat.nr_page_table_pages - $tables <= 62
expect buddyinfo.node0.DMA32.order10 == 9
expect vmstat.nr_free_pages > 14502 * 9 / 10
expect vmstat.nr_free_pages < 14502 * 11 / 10

# Every other page: single frames and nothing larger. Some stay on the CPU's list: 507 here, 15 there, as the list was
# nearly empty or nearly full before.
let before = buddyinfo.node0.DMA32.order10
p madvise a dontneed every=2
let held = pcp.cpu0.node0.DMA32.count
expect buddyinfo.node0.DMA32.order0 + $held >= 15345
expect buddyinfo.node0.DMA32.order0 > 15345 * 9 / 10
expect buddyinfo.node0.DMA32.order0 < 15345 * 11 / 10
expect buddyinfo.node0.DMA32.order1 <= 2
expect buddyinfo.node0.DMA32.order10 == $before
expect extfrag.node0.DMA32.order1 == -1
expect unusable.node0.DMA32.order1 > 0.58
expect unusable.node0.DMA32.order1 < 0.60

echo 1 > /proc/sys/vm/compact_memory
expect vmstat.pgmigrate_success > 7752 * 9 / 10
expect vmstat.pgmigrate_success < 7752 * 11 / 10
# The scanners met with pages taken and no frame left for them: one failure, and the rest is put back.
expect vmstat.pgmigrate_fail == 1
expect vmstat.compact_migrate_scanned > 32583 * 9 / 10
expect vmstat.compact_migrate_scanned < 32583 * 11 / 10
expect vmstat.compact_free_scanned > 16924 * 9 / 10
expect vmstat.compact_free_scanned < 16924 * 11 / 10
expect vmstat.compact_isolated > 15728 * 9 / 10
expect vmstat.compact_isolated < 15728 * 11 / 10
# Isolated are the pages that moved, as many frames for them, and the 224 pages of the last pageblock that did not:
# 2 * 7752 + 224 = 15728 there.
let last = vmstat.compact_isolated - 2 * vmstat.pgmigrate_success
expect $last > 0
expect $last < 256
expect vmstat.nr_isolated_anon == 0
expect buddyinfo.node0.DMA32.order10 == 20
# 661 single frames are left there. Here 12 % more: their neighbours are on the CPU's list, which compact_memory does not
# drain.
expect buddyinfo.node0.DMA32.order0 > 661 * 9 / 10
expect buddyinfo.node0.DMA32.order0 < 661 * 9 / 8
expect unusable.node0.DMA32.order1 < 0.03
expect extfrag.node0.DMA32.order1 == -1
expect vmstat.compact_stall == 0
expect vmstat.compact_daemon_wake == 0

# Unmapped: 33 large blocks there, and 721 single frames; here there are more of these, and they are the neighbours of the
# 347 frames on the CPU's list.
p munmap a
expect buddyinfo.node0.DMA32.order10 == 33
let held = pcp.cpu0.node0.DMA32.count
expect buddyinfo.node0.DMA32.order0 - $held > 721 * 9 / 10
expect buddyinfo.node0.DMA32.order0 - $held < 721 * 11 / 10
