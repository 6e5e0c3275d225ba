machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
p touch 0x10 r
alloc_pages 2 as b gfp=HIGHUSER_MOVABLE count=2
alloc_pages 0 as b
free_pages k
free_pages k every=2
sysctl vm.overcommit_memory=1
sysctl vm.min_free_kbytes
