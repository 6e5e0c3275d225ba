#: lesson compaction rows=B27a,B27b minutes=11
#: zh 空闲很多，却没有一块大的
#: en Much is free, but no large piece
#: about
#: zh 空闲帧散成碎块，大请求失败；内存规整把在用的页搬到一头，碎块又连成大块。
#: en Free frames lie scattered and a large request fails. Compaction moves the pages in use to one end, and the pieces join again.
#: slider every 2..4 step=1
#: zh 每几页还一页
#: en gives back one in
machine memory=16M kernel=2M pcp=off
let every = 2
sysctl vm.min_free_kbytes=128
spawn p
p mmap 9M as buf
repeat 120 as n
p mmap 4K file=/srv/log$n as log$n
p munmap log$n
end
p write buf
p madvise buf dontneed every=$every
let spare = meminfo.MemFree
let singles = buddyinfo.node0.DMA.order0
#: page pin=physical
#: zh 满地碎块
#: en Pieces everywhere
#: zh 进程写满 {9M in MB}，再每 {every} 页还一页。现在[free 空闲] {spare in KB}，其中 {singles} 块是单帧，左右都有人。
#: en The process filled {9M in MB} and gave back one page of {every}. Now {spare in KB} are [free free]; {singles} of the pieces are single frames with neighbours on both sides.
#: text pin=kernel/compact
#: zh 这叫外部碎片：浪费在块与块之间。`unusable_index` 说空闲内存里有多大一部分满足不了某一阶的请求：一对帧（一阶）是 {unusable.node0.DMA.order1 in %.1}；{2M in MB} 的一块（九阶）是 {unusable.node0.DMA.order9 in %.1}。
#: en This is external fragmentation: what is wasted lies between the blocks. `unusable_index` tells which part of free memory is of no use to a request of an order: {unusable.node0.DMA.order1 in %.1} for a pair of frames (order one), {unusable.node0.DMA.order9 in %.1} for {2M in MB} (order nine).
#: ask large
#: zh 驱动要一整块 {2M in MB}，而且不能等（`GFP_NOWAIT`）。给得出吗？
#: en A driver wants {2M in MB} in one piece and cannot wait (`GFP_NOWAIT`). Does it get them?
#: choice when result.errno == 0
#: zh 给得出：空闲的够
#: en Yes: enough is free
#: choice when result.errno == ENOMEM
#: zh 给不出：没有一块够大
#: en No: no block is that large
#: choice when alive(p) == 0
#: zh 给得出：为它杀掉进程
#: en Yes: the process is killed for it
alloc_pages 9 as big gfp=NOWAIT
expect result.errno == ENOMEM
#: reveal pin=kernel/buddy see=alloc_fail
#: zh {result.errno}。空闲 {meminfo.MemFree in KB}，可是九阶、十阶的链表都是空的。一页一页要的进程不在乎，要连续内存的人没办法。
#: en {result.errno}. {meminfo.MemFree in KB} are free, but the lists of orders nine and ten are empty. A process that takes page by page does not mind; who needs a contiguous piece is stuck.
#: note B27a
#: zh 笔记写：外部碎片多的特征是小块很多、大块很少；不足以分配时，内核线程 kcompactd 自动压缩。机器上：特征说得对。但是请求失败的当时没人等 kcompactd：能等的请求自己当场规整，不能等的就失败，kcompactd 是平时和事后在后台做的。
#: en The note says: with much external fragmentation there are many small blocks and few large; when they do not suffice, the kernel thread kcompactd compacts by itself. On the machine: the first is true. But nobody waits for kcompactd at that moment: a request that can wait compacts on the spot, one that cannot fails, and kcompactd works in the background.

let cached = meminfo.SReclaimable
echo 3 > /proc/sys/vm/drop_caches
let dropped = meminfo.MemFree - spare
#: page pin=kernel/slab see=shrink_slab
#: zh 先丢缓存
#: en First drop the caches
#: zh `echo 3 > /proc/sys/vm/drop_caches`：文件关了以后还记着的目录项和 inode 占 {cached in KB}，丢掉没人用的，多出 {dropped in KB} 空闲。九阶的 `unusable_index` 还是 {unusable.node0.DMA.order9 in %.1}：空出来的帧还在原来的地方。
#: en `echo 3 > /proc/sys/vm/drop_caches`: directory entries and inodes remembered from closed files take {cached in KB}; those nobody uses are dropped, and {dropped in KB} more are free. The `unusable_index` of order nine is still {unusable.node0.DMA.order9 in %.1}: the frames came free where they were.
let where = page(p,buf+4K).pfn
let what = page(p,buf+4K).tag
let pieces = buddyinfo.node0.DMA.order0
let nines = buddyinfo.node0.DMA.order9
#: text pin=kernel/compact
#: zh 要连成大块，得把用着的搬拢：`echo 1 > /proc/sys/vm/compact_memory`。两只扫描器相向而行，一只从低处找可以搬的页，一只从高处找空闲的帧，把页搬过去，直到碰面。
#: en To get large pieces, what is in use has to move together: `echo 1 > /proc/sys/vm/compact_memory`. Two scanners walk towards each other, one from the bottom looking for pages that can move, one from the top for free frames to move them to, until they meet.
#: ask moved
#: zh 一页现在在帧 {where}，马上要被搬走。进程会发现什么？
#: en A page lies in frame {where} and is about to be moved. What will the process notice?
#: choice when page(p,buf+4K).tag != what
#: zh 内容没了，要重新写
#: en Its contents are gone
#: choice when page(p,buf+4K).present == 0
#: zh 再碰它会缺页，从磁盘读回
#: en Touching it faults and reads from disk
#: choice when page(p,buf+4K).tag == what
#: zh 什么也没有
#: en Nothing
let calm = meminfo.MemFree
echo 1 > /proc/sys/vm/compact_memory
let there = page(p,buf+4K).pfn
expect there != where
expect page(p,buf+4K).tag == what
let moved = vmstat.pgmigrate_success
#: reveal pin=kernel/compact see=page_migrate
#: zh 什么也没有：地址没变，内容跟着搬，页表项改成指向帧 {there}。一共搬了 {moved} 页，靠的是反向映射：每一帧都知道谁映射着它。
#: en Nothing: the address is the same, the contents went along, and the table entry points to frame {there} now. {moved} pages were moved this way. It takes the reverse map: each frame knows who maps it.

#: page pin=physical
#: zh 前后比一比
#: en Before and after
#: zh 单帧的碎块从 {pieces} 块降到 {buddyinfo.node0.DMA.order0} 块，九阶的块从 {nines} 到 {buddyinfo.node0.DMA.order9}。空闲的总数没有变：{meminfo.MemFree in KB}。
#: en Single frames fell from {pieces} pieces to {buddyinfo.node0.DMA.order0}, blocks of order nine rose from {nines} to {buddyinfo.node0.DMA.order9}. As much is free as before: {meminfo.MemFree in KB}.
expect meminfo.MemFree == calm
#: text pin=kernel/compact
#: zh 一对帧的 `unusable_index` 现在是 {unusable.node0.DMA.order1 in %.1}，九阶的是 {unusable.node0.DMA.order9 in %.1}。
#: en The `unusable_index` of a pair is {unusable.node0.DMA.order1 in %.1} now, that of order nine {unusable.node0.DMA.order9 in %.1}.
alloc_pages 9 as again gfp=NOWAIT
let answer = result.errno
#: text pin=kernel/buddy see=buddy_take
#: zh 驱动又来要 {2M in MB}，结果是 {answer}（零就是成功）。规整搬得动的只有进程的页；内核自己用的帧，比如页表和 slab，搬不动，还留在原处。
#: en The driver asks for its {2M in MB} again and gets {answer} (zero is success). Compaction moves pages of processes only. Frames of the kernel itself, such as page tables and slab, cannot move and stay where they are.
#: note B27b
#: zh 笔记写：drop_caches 有助于减少碎片，compact_memory 压缩内存。机器上：丢掉的缓存变成空闲帧，但散在各处；把它们连成大块的是规整（搬家，不是压缩数据）。先丢缓存，要搬的就少。
#: en The note says: drop_caches helps against fragmentation, compact_memory compresses memory. On the machine: what is dropped becomes free frames wherever it was; joining them into large pieces is compaction, which moves and does not compress. With the caches dropped first there is less to move.
