machine zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-65535:61440:48989,1:DMA32:65536-131039:65504:64361 nodes=2 cpus=2 used=0:DMA:32,0:DMA32:3614,1:DMA32:5467 slab=off drift=on
# n-numa-anon-spill: a process on node 0 touches 280 MB; node 0 gives what its marks allow, then node 1.
# Figures: n-numa-anon-spill.recorded.txt, Linux 6.1.192. zones= and used= are its zones and what was in use before.
# The marks of that machine: min_free_kbytes by the formula, 2726; the protection of DMA was reckoned at boot from fewer
# managed pages, which 267 instead of 256 gives here. kswapd worked every boost off (its boost is 0 before and after).
sysctl vm.min_free_kbytes=2726
sysctl vm.lowmem_reserve_ratio_dma=267
sysctl vm.watermark_boost_factor=0
sysctl vm.overcommit_memory=1
expect zoneinfo.node0.DMA.low == 27
expect zoneinfo.node0.DMA32.low == 355
expect zoneinfo.node1.DMA32.low == 467
expect pcp.cpu0.node0.DMA32.high == 355
expect pcp.cpu0.node0.DMA32.batch == 15
spawn orc node=0
orc mmap 280M as m
# 87 pages on the CPU's lists, as recorded; of which types and orders was not: 45 unmovable, 26 movable, two blocks of 8.
alloc_pages 3 as o
alloc_pages 0 as k count=59
alloc_pages 0 as v gfp=HIGHUSER_MOVABLE count=30
free_pages o
free_pages k
free_pages v
alloc_pages 0 as k count=14
alloc_pages 0 as v gfp=HIGHUSER_MOVABLE count=4
expect pcp.cpu0.node0.DMA32.count == 87
expect zoneinfo.node0.DMA.free == 3808
expect zoneinfo.node0.DMA32.free == 45269
expect zoneinfo.node1.DMA32.free == 58894
let hit = numastat.node0.numa_hit

# 188 MB: all of node 0 still; then 683 of another 4 MB, and from there on all, tables included: 1026 for each 4 MB.
orc write m+0..188M
expect numastat.node0.numa_foreign == 0
orc write m+188M..192M
expect numastat.node0.numa_foreign == 683
orc write m+192M..196M
expect numastat.node0.numa_foreign == 1709
orc write m+196M..280M
expect numastat.node0.numa_foreign == 23255
expect numastat.node1.numa_miss == 23255
expect numastat.node1.other_node == 23255
expect numastat.node0.numa_miss == 0
expect numastat.node1.numa_foreign == 0

# Where the zones stopped: DMA32 at or below its low mark after the last batch of 15; DMA gives single frames, and its
# counter is told of them in fives: 3808 - 5 * 720. Of the 87 pages at hand 44 are left.
expect zoneinfo.node0.DMA32.free == 344
expect zoneinfo.node0.DMA.free == 208
expect pcp.cpu0.node0.DMA32.count == 44
expect pcp.cpu0.node0.DMA.count == 0
# 3600 frames of DMA, 44925 in batches of DMA32, 43 that were at hand. The recorded 48571 are three requests more: the
# kernel's own (slabs grew), of which some were given back, so that the pages taken are the same.
expect numastat.node0.numa_hit - $hit == 3600 + 44925 + 43
