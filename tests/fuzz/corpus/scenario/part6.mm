machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
cat /proc/meminfo
cat /proc/buddyinfo | grep -i dma | head -1 | wc -l
free
free -m
vmstat
vmstat -s
pmap p
