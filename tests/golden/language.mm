# Every form of the language in one run; the numbers follow from the page size (4 KiB) and from what a form means.
machine profile=classroom memory=16M kernel=2M cpus=2 tlb=l1d:16x4,l2:64x4 seed=7
note "语言的每一种写法" "every form of the language"

# names, sizes, ranges
spawn shell catch=SEGV,BUS cpu=0
shell mmap 16p as page_sized
shell mmap 64K as m prot=rw-
shell write m+8K..16K
expect shell.statm.resident == 2
shell write m+4K                        # NAME+a is the page there
expect shell.status.VmRSS == 12K
expect shell.status.VmRSS == 12
expect shell.status.VmRSS == 3p
shell write m next 8K                   # goes on where the last `next` ended: at the start
expect page(shell,m).present
fails shell touch stack-4K w
fails shell write m+0..4Q
fails shell mmap 4K as heap             # a word of the language
fails shell mmap 4K as m                # taken
fails nobody exit

# results of Linux are no refusals
shell touch 0x10 r
expect result.signal == SIGSEGV
expect result.code == SEGV_MAPERR
expect result.addr == 0x10
expect alive(shell)
shell mprotect m r--
shell touch m+8K w
expect result.code == SEGV_ACCERR
shell mmap 0 as nothing
expect result.errno == EINVAL
expect result.errno == 22
shell mprotect m rw-

# kept values and loops
let before = shell.stat.minflt
repeat 4 as i
  shell mmap 4K as loop$i
  repeat 2
    shell touch loop$i w
  end
end
expect shell.stat.minflt - before == 4
expect $before + 4 == shell.stat.minflt
let rss = shell.status.VmRSS
expect rss == shell.statm.resident
expect rss / 4K == shell.smaps_rollup.Rss / 4K
expect meminfo.MemFree == vmstat.nr_free_pages
expect meminfo["Active(anon)"] >= 0
expect sysctl.vm.overcommit_memory == 0
expect frame.0.type == hole
expect vmstat.pgfault >= shell.stat.minflt

# background jobs on two CPUs
spawn other cpu=1
other mmap 1M as big
other write big pattern=loop &
shell read m pattern=zipf:0.9 count=1000 seed=3 &
fails other exit
fails wait
wait shell
wait until job(other).loops >= 2
expect job(other).done >= 512
wait until vmstat.pgmajfault > 0 max=1ms
expect result.errno == EAGAIN
let then = clock.ns
sleep 2ms
expect clock.ns - then >= 2ms
stop other
expect other.statm.resident == 256

# the kernel side
sysctl vm.overcommit_memory=2
expect sysctl.vm.overcommit_memory == 2
echo 0 > /proc/sys/vm/overcommit_memory
cat /proc/sys/vm/overcommit_memory
expect output ~ "^0"
let free_before = vmstat.nr_free_pages
alloc_pages 4 as blocks gfp=KERNEL count=2
expect free_before - vmstat.nr_free_pages == 32
free_pages blocks
expect vmstat.nr_free_pages == free_before

# as in a shell
cat /proc/meminfo | grep -i memfree | awk '{print $2}'
expect output ~ "^[0-9]+$"
ps aux | awk 'NR>1' | wc -l
expect output ~ "2"
pmap shell | head -1
expect output ~ "shell"
free -m
vmstat -s | grep "total memory"
help mmap
expect output ~ "ACTOR mmap SIZE as NAME"
print shell.status.VmRSS clock.ns "words"
expect output ~ "words"

shell exit 3
kill other
expect alive(shell) == 0
expect alive(other) == 0
expect meminfo.AnonPages == 0
