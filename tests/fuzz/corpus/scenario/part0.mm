machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
spawn q
spawn q file=/bin/q text=8K data=4K bss=4K stack=8K lib=/lib/a.so:8K lib=/lib/b.so:4K cpu=0
spawn q oom_score_adj=-500 catch=SEGV,BUS
p exit
p exit 3
kill p
kill p TERM
