machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
pmap -x p
ps
ps aux | awk 'NR>1' | awk '{sum+=$6} END {print sum/1024}'
print vmstat.pgfault p.status.VmRSS
let x = vmstat.pgfault + 1
expect vmstat.pgfault >= 0
fails nonsense
