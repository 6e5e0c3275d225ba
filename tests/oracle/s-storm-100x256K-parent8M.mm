machine profile=linux-256M memory=256M thp=never
# s-storm-100x256K-parent8M: the parent has touched 8 MB, each of 100 children touches 256 kB of its own. Figures:
# s-storm-100x256K-parent8M.recorded.txt, Linux 6.1.192. Spawned, not forked, with the 13 areas of a recorded child; see
# s-storm-200x0K.mm. A fork copies the tables of every area that has an anon_vma, as that of the 8 MB, and shares its
# pages: here a child writes one page for each of the tables.
kmem_alloc task_struct as task count=46
kmem_alloc task_struct as task_gone count=14
kmem_alloc signal_cache as signal count=46
kmem_alloc signal_cache as signal_gone count=24
kmem_alloc sighand_cache as sighand count=46
kmem_alloc sighand_cache as sighand_gone count=14
kmem_alloc pid as pids count=48
kmem_alloc pid as pids_gone count=16
kmem_alloc cred_jar as cred count=50
kmem_alloc cred_jar as cred_gone count=13
kmem_alloc mm_struct as mm count=5
kmem_alloc mm_struct as mm_gone count=9
kmem_alloc files_cache as files count=6
kmem_alloc files_cache as files_gone count=5
kmem_alloc vm_area_struct as area count=24
kmem_alloc vm_area_struct as area_gone count=28
kmem_alloc anon_vma as anon count=12
kmem_alloc anon_vma as anon_gone count=27
kmem_alloc anon_vma_chain as chain count=38
kmem_alloc anon_vma_chain as chain_gone count=26
kmem_alloc maple_node as maple count=38
kmem_alloc maple_node as maple_gone count=26
kmem_free task_gone
kmem_free signal_gone
kmem_free sighand_gone
kmem_free pids_gone
kmem_free cred_gone
kmem_free mm_gone
kmem_free files_gone
kmem_free area_gone
kmem_free anon_gone
kmem_free chain_gone
kmem_free maple_gone
expect slabinfo["task_struct"].num_objs == 60
expect slabinfo["signal_cache"].num_objs == 70
expect slabinfo["sighand_cache"].num_objs == 60
expect slabinfo["pid"].num_objs == 64
expect slabinfo["cred_jar"].num_objs == 63
expect slabinfo["mm_struct"].num_objs == 14
expect slabinfo["files_cache"].num_objs == 11
expect slabinfo["vm_area_struct"].num_objs == 52
expect slabinfo["anon_vma"].num_objs == 39
expect slabinfo["anon_vma_chain"].num_objs == 64
expect slabinfo["maple_node"].num_objs == 64
let frames = vmstat.nr_free_pages + pcp.cpu0.node0.DMA32.count
repeat 100 as i
  spawn c$i maps=orc-storm8M.maps
  c$i write 0x4d9000..0x4da000
  c$i write 0x4dc000..0x4de000
  c$i write 0x7400000..0x7401000
  c$i write 0x7ffe03f23000..0x7ffe03f24000
  c$i write 0x7f2125000000..0x7f2125001000
  c$i write 0x7f2125200000..0x7f2125201000
  c$i write 0x7f2125400000..0x7f2125401000
  c$i write 0x7f2124e72000..0x7f2124eb2000
  c$i write 0x7f21256b2000..0x7f21256b3000
end

# 11 tables a child: 7 as in s-storm-200x0K, 4 for what more of the 8 MB lies under; with three above, VmPTE is 56 kB.
expect vmstat.nr_page_table_pages == 100 * 11
expect c7.status.VmPTE == 56
expect vmstat.nr_kernel_stack == 100 * 16
# 69.2 there; here the three pages of the 8 MB are a child's own.
expect vmstat.nr_anon_pages == 100 * 72

# What a fork makes more: of the 6 areas that have anonymous pages in the parent one has none here, and the child's 256 kB
# share the anon_vma of the area beside (there that has the parent's, too, and is not taken); 13 links, here 6.
kmem_alloc anon_vma as own count=200
kmem_alloc anon_vma_chain as links count=700
expect slabinfo["task_struct"].num_objs == 150
expect slabinfo["mm_struct"].num_objs == 112
expect slabinfo["signal_cache"].num_objs == 154
expect slabinfo["sighand_cache"].num_objs == 150
expect slabinfo["files_cache"].num_objs == 110
expect slabinfo["pid"].num_objs == 160
expect slabinfo["cred_jar"].num_objs == 168
expect slabinfo["vm_area_struct"].num_objs == 1326
expect slabinfo["maple_node"].num_objs == 352
expect slabinfo["anon_vma"].num_objs == 741
expect slabinfo["anon_vma_chain"].num_objs == 1472

# Memory taken: 39978 pages before, 30680 after, of which 6923 are the children's pages and 3 the parent's: 2372 without.
# Here with 16 pages of slabs for files: within 1 %.
let taken = $frames - vmstat.nr_free_pages - pcp.cpu0.node0.DMA32.count
let taken = $taken - vmstat.nr_anon_pages - vmstat.nr_file_pages - 16
expect slabinfo["filp"].num_slabs == 13
expect $taken > 2372 * 99 / 100
expect $taken < 2372 * 101 / 100

repeat 100 as i
  c$i exit
end
kmem_free own
kmem_free links
expect vmstat.nr_page_table_pages == 0
expect vmstat.nr_kernel_stack == 0
# To the slab, or to one (anonymous areas, tree nodes).
expect slabinfo["task_struct"].num_objs == 90
expect slabinfo["mm_struct"].num_objs == 112
expect slabinfo["signal_cache"].num_objs == 154
expect slabinfo["sighand_cache"].num_objs == 150
expect slabinfo["files_cache"].num_objs == 110
expect slabinfo["pid"].num_objs == 160
expect slabinfo["cred_jar"].num_objs == 168
expect slabinfo["vm_area_struct"].num_objs == 442
expect slabinfo["anon_vma_chain"].num_objs == 512
expect slabinfo["anon_vma"].num_objs >= 390 - 39
expect slabinfo["anon_vma"].num_objs <= 390 + 39
expect slabinfo["maple_node"].num_objs >= 192 - 16
expect slabinfo["maple_node"].num_objs <= 192 + 16
