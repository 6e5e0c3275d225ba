machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
note "中文" "English"
help
help mmap
