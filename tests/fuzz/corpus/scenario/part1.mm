machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
p mmap 8K as n
p mmap 8K as n at=0x10000000 fixed prot=r-- noreserve
p mmap 8K as n populate locked
p mmap 8K as n growsdown
p munmap m
p munmap m+0..16K every=2
p mprotect m+4K r--
