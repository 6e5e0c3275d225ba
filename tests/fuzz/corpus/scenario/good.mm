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
p mmap 8K as n
p mmap 8K as n at=0x10000000 fixed prot=r-- noreserve
p mmap 8K as n populate locked
p mmap 8K as n growsdown
p munmap m
p munmap m+0..16K every=2
p mprotect m+4K r--
p mremap m 128K maymove
p madvise m dontneed
p madvise m sequential every=2
p mlock m
p munlock m+0..8K
p brk +64K
p brk -0
p read m
p read m pattern=zipf:0.9 count=10 seed=3
p write m pattern=stride:8K count=4
p write m next 8K
p fetch text pattern=random count=3
p write m pattern=loop &
p touch m+4K w
p touch 0x10 r
alloc_pages 2 as b gfp=HIGHUSER_MOVABLE count=2
alloc_pages 0 as b
free_pages k
free_pages k every=2
sysctl vm.overcommit_memory=1
sysctl vm.min_free_kbytes
trace lackey traces/ls2000.lackey as t limit=100 skip=10
wait
wait p
wait until vmstat.pgfault > 100000 max=1ms
stop p
sleep 5ms
echo 1 > /proc/sys/vm/overcommit_memory
cat /proc/meminfo
cat /proc/buddyinfo | grep -i dma | head -1 | wc -l
free
free -m
vmstat
vmstat -s
pmap p
pmap -x p
ps
ps aux | awk 'NR>1' | awk '{sum+=$6} END {print sum/1024}'
print vmstat.pgfault p.status.VmRSS
let x = vmstat.pgfault + 1
expect vmstat.pgfault >= 0
fails nonsense
note "中文" "English"
help
help mmap
