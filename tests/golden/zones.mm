# Which zone serves whom (Linux 6.1 mm/page_alloc.c: get_page_from_freelist(), __zone_watermark_ok()).
machine memory=64M
note "请求从高区走向低区；低区为只能用它的请求保留一部分" "A request walks from the upper zone down; the lower zone keeps a part for those who can use nothing else"

# GFP_KERNEL and user pages prefer the upper zone; GFP_DMA can only use the lower.
alloc_pages 0 as k
expect frame.4096.type == kernel
expect result.pfn == 4096
alloc_pages 0 as d gfp=DMA
expect result.pfn < 4096

# Watermarks from vm.min_free_kbytes: min of a zone is its share, the gap a quarter of it or 0.1 % of the zone.
let managed = zoneinfo.node0.DMA32.managed
sysctl vm.min_free_kbytes=4096
expect zoneinfo.node0.DMA.min + zoneinfo.node0.DMA32.min == 1023
expect zoneinfo.node0.DMA32.low - zoneinfo.node0.DMA32.min == zoneinfo.node0.DMA32.high - zoneinfo.node0.DMA32.low
# Protection: what DMA keeps from requests that could use DMA32 is a 256th of DMA32.
expect zoneinfo.node0.DMA.protection.1 * 256 <= $managed
expect $managed - zoneinfo.node0.DMA.protection.1 * 256 < 256

# Everything there is for the kernel: DMA32 ends at its min, DMA at min and protection.
alloc_pages 0 as all count=100000
expect result.errno == ENOMEM
expect zoneinfo.node0.DMA32.free == zoneinfo.node0.DMA32.min
expect zoneinfo.node0.DMA.free == zoneinfo.node0.DMA.min + zoneinfo.node0.DMA.protection.2
# An atomic request may take 5/8 of min as well.
alloc_pages 0 as atomic gfp=ATOMIC count=100000
expect result.errno == ENOMEM
expect zoneinfo.node0.DMA32.free < zoneinfo.node0.DMA32.min * 3 / 8 + 2
free_pages all
free_pages atomic
expect vmstat.pgalloc_dma32 + vmstat.pgalloc_dma == vmstat.pgfree + 2
