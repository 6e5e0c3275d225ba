machine memory=4M kernel=1M
spawn p catch=SEGV
p mmap 64K as m
spawn j
j mmap 64K as jm
alloc_pages 1 as k count=4
let kept = 4096
trace lackey traces/ls2000.lackey as t limit=100 skip=10
wait
wait p
wait until vmstat.pgfault > 100000 max=1ms
stop p
sleep 5ms
echo 1 > /proc/sys/vm/overcommit_memory
