machine zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-65503:61408:48786 cpus=2 used=0:DMA:32,0:DMA32:6591 slab=off
# p-smp2-2proc: two processes on two CPUs touch 60 MB each, then each gives every other page back.
# Figures: p-smp2-2proc.recorded.txt, Linux 6.1.192. zones= and used= are its zone and what was in use before.
sysctl vm.min_free_kbytes=1820
sysctl vm.overcommit_memory=1
expect zoneinfo.node0.DMA32.low == 526
repeat 2 as i
expect pcp.cpu$i.node0.DMA.high == 20
expect pcp.cpu$i.node0.DMA32.high == 263
expect pcp.cpu$i.node0.DMA32.batch == 15
end
spawn a cpu=0
spawn b cpu=1
a mmap 60M as m
b mmap 60M as m
# Touched: what leaves the zone leaves it in batches of 15, for either CPU (30600 of the recorded rows, 2040 batches).
let before = zoneinfo.node0.DMA32.free
a write m &
b write m &
wait
let taken = $before - zoneinfo.node0.DMA32.free
expect $taken % 15 == 0
expect $taken >= 2 * 15360 - 100
let touched = zoneinfo.node0.DMA32.free
let cpu0 = pcp.cpu0.node0.DMA32.count
let cpu1 = pcp.cpu1.node0.DMA32.count
# 7680 pages given back by each: 15, 30, 60, 120, 240 pages leave the list, then 248 again and again: high less a batch.
# Recorded: 36 became 59 on one CPU, 39 became 62 on the other, and 15314 pages came back to the zone.
a madvise m dontneed every=2
b madvise m dontneed every=2
expect pcp.cpu0.node0.DMA32.count - $cpu0 == 59 - 36
expect pcp.cpu1.node0.DMA32.count - $cpu1 == 62 - 39
expect zoneinfo.node0.DMA32.free - $touched == 15314
expect events.pcp_spill == 2 * 34
