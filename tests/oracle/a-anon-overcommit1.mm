machine profile=linux-256M memory=256M randomize=off
# a-anon-overcommit1: 400 MB of anonymous memory, read, written, given back. Figures: a-anon-overcommit1.recorded.txt, Linux 6.1.192.
# The process is laid out as the recorded one (orc.maps) and begins with the same resident pages: 211.
spawn a maps=orc.maps
sysctl vm.overcommit_memory=1
expect meminfo.MemTotal == 210752
expect meminfo.CommitLimit == 105376
a mmap 50M as t50
expect result.errno == 0
a munmap t50
a mmap 100M as t100
expect result.errno == 0
a munmap t100
a mmap 150M as t150
expect result.errno == 0
a munmap t150
a mmap 200M as t200
expect result.errno == 0
a munmap t200
a mmap 210M as t210
expect result.errno == 0
a munmap t210
a mmap 220M as t220
expect result.errno == 0
a munmap t220
a mmap 230M as t230
expect result.errno == 0
a munmap t230
a mmap 240M as t240
expect result.errno == 0
a munmap t240
a mmap 256M as t256
expect result.errno == 0
a munmap t256
a mmap 300M as t300
expect result.errno == 0
a munmap t300
a mmap 400M as t400
expect result.errno == 0
a munmap t400
a mmap 450M as t450
expect result.errno == 0
a munmap t450
a mmap 500M as t500
expect result.errno == 0
a munmap t500
a mmap 1000M as t1000
expect result.errno == 0
a munmap t1000
a mmap 100000M as t100000
expect result.errno == 0
a munmap t100000
a mmap 400M as nr noreserve
expect result.errno == 0
a munmap nr
let c = meminfo.Committed_AS
a mmap 150M as m1
expect result.errno == 0
a mmap 150M as m2
expect result.errno == 0
a mmap 150M as m3
expect result.errno == 0
expect meminfo.Committed_AS - $c == 466620 - 5820
a munmap m1
a munmap m2
a munmap m3

# 195 pages of files, 16 written ones
a read 0x400000..0x4c2000
a touch vdso r
a write 0x4d0000..0x4d4000
a write 0x15e22000..0x15e23000
a write 0x7fff559b4000..0x7fff559bf000
expect a.smaps_rollup.Rss == 844
expect a.smaps_rollup.Anonymous == 64
expect a.status.VmPTE == 28
let size = a.status.VmSize
let f = a.stat.minflt
let vmdata = a.status.VmData
let c = meminfo.Committed_AS

# a1: mapped, untouched
a mmap 400M as p at=0x7f782297b000
expect result.addr == 0x7f782297b000
expect a.stat.minflt - $f == 52 - 52
expect a.smaps_rollup.Rss == 844
expect a.status.VmPTE == 28
expect a.status.VmSize - $size == 410884 - 1284
expect a.status.VmData - $vmdata == 409900 - 300
expect meminfo.Committed_AS - $c == 415420 - 5820

# a2: 10 MB read that were never written: the zero page
a read p+200M..210M
expect a.stat.minflt - $f == 2612 - 52
expect a.smaps_rollup.Rss == 844
expect a.status.VmPTE == 60
expect page(a,p+200M).flags ~ "zero_page"

# a3: another 10 MB written
a write p+0..10M
expect a.stat.minflt - $f == 5172 - 52
expect a.smaps_rollup.Rss == 11084
expect a.smaps_rollup.Anonymous == 10304
expect a.status.VmPTE == 84
expect page(a,p).mapcount == 1
expect page(a,p).flags ~ "uptodate"
expect page(a,p).flags ~ "swapbacked"

# a4: the 10 MB that had been read written
a write p+200M..210M
expect a.stat.minflt - $f == 7732 - 52
expect a.smaps_rollup.Rss == 21324
expect a.status.VmPTE == 84
expect page(a,p+200M).mapcount == 1

# once more the first 10 MB
a write p+0..10M
expect a.stat.minflt - $f == 7732 - 52

# a5: MADV_DONTNEED
a madvise p+0..10M dontneed
expect a.stat.minflt - $f == 7732 - 52
expect a.smaps_rollup.Rss == 11084
expect a.status.VmPTE == 84
a read p+0..10M
expect a.stat.minflt - $f == 10292 - 52
expect a.smaps_rollup.Rss == 11084

# a7: unmapped (a6, MADV_FREE, is not in this model)
a munmap p
expect a.smaps_rollup.Rss == 844
expect a.status.VmPTE == 28
expect a.status.VmSize == $size
expect a.status.VmData == $vmdata
expect meminfo.Committed_AS == $c
expect a.stat.minflt - $f == 10292 - 52
expect a.stat.majflt == 0
