#: lesson compaction rows=B27a,B27b minutes=11
#: zh 空闲很多，却没有一块大的
#: en Much is free, but no large piece
#: about
#: zh 空闲帧散成碎块，大请求失败；内存规整把在用的页搬到一头，碎块又连成大块。
#: en Free frames lie scattered and a large request fails. Compaction moves the pages in use to one end, and the pieces join again.
#: slider every 2..4 step=1
#: zh 每几页还一页
#: en one page of how many is given back
machine memory=16M kernel=2M pcp=off slab=off
let every = 2
sysctl vm.min_free_kbytes=128
spawn p
p mmap 10M as buf
p write buf
p madvise buf dontneed every=$every
let spare = meminfo.MemFree
let singles = buddyinfo.node0.DMA.order0
#: page pin=physical
#: zh 满地碎块
#: en Pieces everywhere
#: zh 进程写满 {10M in MB}，再每 {every} 页还一页。现在[free 空闲] {spare in KB}，其中 {singles} 块是单帧，左右都有人。
#: en The process filled {10M in MB} and gave back one page of {every}. Now {spare in KB} are [free free]; {singles} of the pieces are single frames with neighbours on both sides.
#: text pin=kernel
#: zh 这叫外部碎片：浪费在块与块之间。`unusable_index` 说空闲内存里有多大一部分满足不了某一阶的请求。一对帧（一阶）：{unusable.node0.DMA.order1}；{2M in MB} 的一块（九阶）：{unusable.node0.DMA.order9}。
#: en This is external fragmentation: what is wasted lies between the blocks. `unusable_index` tells which part of free memory is of no use to a request of an order: {unusable.node0.DMA.order1} for a pair of frames (order one), {unusable.node0.DMA.order9} for a block of {2M in MB} (order nine).
#: ask large
#: zh 驱动要一整块 {2M in MB}，而且不能等（`GFP_NOWAIT`）。给得出吗？
#: en A driver wants {2M in MB} in one piece and cannot wait (`GFP_NOWAIT`). Does it get them?
#: choice when result.errno == 0
#: zh 给得出：空闲的够
#: en Yes: enough is free
#: choice when result.errno == ENOMEM
#: zh 给不出：没有一块够大
#: en No: no block is that large
alloc_pages 9 as big gfp=NOWAIT
expect result.errno == ENOMEM
#: reveal pin=kernel see=alloc_fail
#: zh {result.errno}。空闲 {meminfo.MemFree in KB}，可是 {2M in MB} 以上的块一个也没有。一页一页要的进程不在乎，要连续内存的人没办法。
#: en {result.errno}. {meminfo.MemFree in KB} are free, but no block of {2M in MB} or more is among them. A process that takes page by page does not mind; who needs a contiguous piece is stuck.

let where = page(p,buf+4K).pfn
let what = page(p,buf+4K).tag
#: page pin=kernel
#: zh 把用着的搬拢
#: en Move together what is in use
#: zh `echo 1 > /proc/sys/vm/compact_memory` 让内核规整内存。两只扫描器相向而行：一只从低处找可以搬的页，一只从高处找空闲的帧，把页搬过去，直到碰面。
#: en `echo 1 > /proc/sys/vm/compact_memory` makes the kernel compact memory. Two scanners walk towards each other: one from the bottom looks for pages that can move, one from the top for free frames to move them to, until they meet.
#: ask moved
#: zh 一页现在在帧 {where}，马上要被搬走。进程会发现什么？
#: en A page lies in frame {where} and is about to be moved. What will the process notice?
#: choice when page(p,buf+4K).tag != what
#: zh 内容没了，要重新写
#: en Its contents are gone and must be written again
#: choice when page(p,buf+4K).present == 0
#: zh 再碰它会缺页，从磁盘读回
#: en Touching it faults and reads it back from disk
#: choice when page(p,buf+4K).tag == what
#: zh 什么也没有
#: en Nothing
echo 1 > /proc/sys/vm/compact_memory
let there = page(p,buf+4K).pfn
expect there != where
expect page(p,buf+4K).tag == what
let moved = vmstat.pgmigrate_success
#: reveal pin=kernel see=page_migrate
#: zh 什么也没有：地址没变，内容跟着搬，页表项改成指向帧 {there}。一共搬了 {moved} 页，靠的是反向映射：每一帧都知道谁映射着它。
#: en Nothing: the address is the same, the contents went along, and the table entry points to frame {there} now. {moved} pages were moved this way. It takes the reverse map: each frame knows who maps it.
#: text pin=physical
#: zh 单帧的碎块从 {singles} 块降到 {buddyinfo.node0.DMA.order0} 块，一对帧的 `unusable_index` 是 {unusable.node0.DMA.order1}。空闲的总数没有变：{meminfo.MemFree in KB}。
#: en Single frames fell from {singles} pieces to {buddyinfo.node0.DMA.order0}, and the `unusable_index` of a pair is {unusable.node0.DMA.order1}. As much is free as before: {meminfo.MemFree in KB}.
expect meminfo.MemFree == spare

alloc_pages 9 as again gfp=NOWAIT
let answer = result.errno
#: page pin=kernel
#: zh 再试一次
#: en Once more
#: zh 驱动又来要 {2M in MB}，结果是 {answer}（零就是成功）。规整搬得动的只有进程的页；内核自己用的帧，比如页表，搬不动，还留在原处。
#: en The driver asks for its {2M in MB} again and gets {answer} (zero is success). Compaction moves pages of processes only. Frames of the kernel itself, such as page tables, cannot move and stay where they are.
#: note B27b
#: zh 笔记写：drop_caches 有助于减少碎片，compact_memory 压缩内存。机器上：丢掉的缓存页变成空闲帧，但散在各处；把它们连成大块的是规整。能等的大请求自己就会先规整；后台的 kcompactd 在平时做。
#: en The note says: drop_caches helps against fragmentation, compact_memory compresses memory. On the machine: dropped pages become free frames wherever they are; joining them into large pieces is compaction. A large request that can wait compacts by itself first; kcompactd does it in the background.
