machine profile=linux-256M memory=256M thp=never
# s-storm-200x0K: 200 children that touch nothing of their own. Figures: s-storm-200x0K.recorded.txt, Linux 6.1.192.
# Here they are spawned, for there is no fork yet: with the 11 areas of a recorded child (orc-storm.maps), each writing the
# pages that a child copies when it first runs (5.2 of them there, 5 here), so that it needs the same tables and objects.
#
# What the booted machine has: slots as recorded; 46 tasks hold theirs (KernelStack 736 kB), of the rest as many as fit both
# recordings.
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
repeat 200 as i
  spawn c$i maps=orc-storm.maps
  c$i write 0x4d9000..0x4da000
  c$i write 0x4dc000..0x4de000
  c$i write 0x28400000..0x28401000
  c$i write 0x7f4750b0a000..0x7f4750b0b000
  c$i write 0x7ffd162c2000..0x7ffd162c3000
end

# 7 page tables a child (4 with leaves, 3 above), exactly; three more one level up are its own too, but not in PageTables:
# VmPTE has all ten. 16 kB of stack.
expect vmstat.nr_page_table_pages == 200 * 7
expect c7.status.VmPTE == 40
expect vmstat.nr_kernel_stack == 200 * 16
expect vmstat.nr_kernel_stack == meminfo.KernelStack
expect vmstat.nr_anon_pages == 200 * 5

# A fork gives each of the 5 areas that have anonymous pages an anon_vma of its own, a link to it and one to the parent's.
# Here 4 areas have such pages, each with its one link. What is missing:
kmem_alloc anon_vma as own count=200
kmem_alloc anon_vma_chain as links count=1200
# Every kind of object, to the slab. (The eleventh anon_vma_chain of a child is its fs_struct: the caches are merged.)
expect slabinfo["task_struct"].num_objs == 250
expect slabinfo["mm_struct"].num_objs == 210
expect slabinfo["signal_cache"].num_objs == 252
expect slabinfo["sighand_cache"].num_objs == 255
expect slabinfo["files_cache"].num_objs == 209
expect slabinfo["pid"].num_objs == 256
expect slabinfo["cred_jar"].num_objs == 252
expect slabinfo["vm_area_struct"].num_objs == 2236
expect slabinfo["maple_node"].num_objs == 640
expect slabinfo["anon_vma"].num_objs == 1014
expect slabinfo["anon_vma_chain"].num_objs == 2240

# Memory taken, from the free lists and the CPU's: 42029 pages before, 37036 after, of which 1036 are copies and 3 the
# parent's: 3954 without. Here with a shared page for each child (there it is the parent's) and 28 pages of slabs for files
# that each child opens (there the parent has): within 1 %.
let taken = $frames - vmstat.nr_free_pages - pcp.cpu0.node0.DMA32.count
let taken = $taken - vmstat.nr_anon_pages - vmstat.nr_file_pages - 28
expect slabinfo["filp"].num_slabs == 25
expect $taken > 3954 * 99 / 100
expect $taken < 3954 * 101 / 100

# They end, and are reaped. What stays of 200: slabs on the lists of the CPU and the node, to the slab; of the areas one more
# there, for it matters how those of the booted machine lay.
repeat 200 as i
  c$i exit
end
kmem_free own
kmem_free links
expect vmstat.nr_page_table_pages == 0
expect vmstat.nr_kernel_stack == 0
expect slabinfo["task_struct"].num_objs == 85
expect slabinfo["mm_struct"].num_objs == 112
expect slabinfo["signal_cache"].num_objs == 154
expect slabinfo["sighand_cache"].num_objs == 150
expect slabinfo["files_cache"].num_objs == 165
expect slabinfo["pid"].num_objs == 256
expect slabinfo["cred_jar"].num_objs == 252
expect slabinfo["maple_node"].num_objs == 160
expect slabinfo["anon_vma"].num_objs == 429
expect slabinfo["anon_vma_chain"].num_objs == 512
expect slabinfo["vm_area_struct"].num_objs >= 338 - 26
expect slabinfo["vm_area_struct"].num_objs <= 338 + 26
