machine memory=6M thp=always cost.scan_page=0
spawn p
p mmap 2M as a
p write a
p mlock a+0..64K
p munmap a+128K..2M every=2
echo 1 > /proc/sys/vm/compact_memory
alloc_pages 6 as k gfp=KERNEL count=9
sysctl vm.compaction_proactiveness=100
sysctl vm.extfrag_threshold=0
sleep 10s
cat /sys/kernel/debug/extfrag/extfrag_index
print extfrag.node0.DMA32.order9 unusable.node0.DMA.order3 compact.node0.DMA.free_pfn
expect vmstat.compact_stall >= 0
