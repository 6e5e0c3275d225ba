machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
p mremap m 128K maymove
p madvise m dontneed
p madvise m sequential every=2
p mlock m
p munlock m+0..8K
p brk +64K
p brk -0
