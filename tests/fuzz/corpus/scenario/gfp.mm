machine memory=4M cpus=2
alloc_pages 0 as a gfp=KERNEL
alloc_pages 1 as b gfp=ATOMIC+NOWARN count=3
alloc_pages 3 as c gfp=KERNEL+NORETRY+COMP
alloc_pages 9 as d gfp=TRANSHUGE+THISNODE
alloc_pages 10 as e gfp=NOWAIT+NOFAIL
alloc_pages 0 as f gfp=0x100cca+ZERO
alloc_pages 2 as g gfp=KERNEL+MEMALLOC count=100000
alloc_pages 0 as h gfp=DMA32+DMA+HIGHMEM
free_pages a
free_pages b every=2
fails alloc_pages 0 as i gfp=0x800000000
fails alloc_pages 11 as i
dmesg -t | head -5
