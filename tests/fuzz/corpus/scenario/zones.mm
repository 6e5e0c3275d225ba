machine zones=0:DMA:1-300:203:200,0:DMA32:4096-4400:305:300,1:DMA32:4608-4700:93:90 cpus=3 distance=15 used=0:DMA32:20 kernel=0
spawn p cpu=1
p mmap 400K as a
p write a
alloc_pages 0 as k node=1 count=50 gfp=KERNEL+THISNODE
sysctl vm.min_free_kbytes=64
sysctl vm.watermark_scale_factor=1000
sysctl vm.percpu_pagelist_high_fraction=8
sysctl vm.zone_reclaim_mode=7
echo "1 1 1" > /proc/sys/vm/lowmem_reserve_ratio
cat /proc/sys/vm/lowmem_reserve_ratio
cat /proc/zoneinfo | grep protection
numastat -m -n
lsmem -a
print zoneinfo.node1.DMA32.protection.1 pcp.cpu2.node0.DMA.high node.1.distance0 numastat.node1.numa_miss census.hole
expect census.total == census.total
