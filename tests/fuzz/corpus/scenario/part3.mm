machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
p read m
p read m pattern=zipf:0.9 count=10 seed=3
p write m pattern=stride:8K count=4
p write m next 8K
p fetch text pattern=random count=3
p write m pattern=loop &
p touch m+4K w
