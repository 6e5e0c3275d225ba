#: lesson waste rows=A4,B27c minutes=8
#: zh 分页浪费在哪里
#: en What paging wastes
#: about
#: zh 分页的浪费都在最后一页里；进程不怕空闲内存零碎，要求物理连续的请求才怕。
#: en The waste of paging lies inside the last page. Scattered free memory does not hurt processes, only those who need frames side by side.
#: slider request 256..12544 step=256
#: zh 请求字节数
#: en bytes asked
machine memory=4M kernel=1M migratetypes=off pcp=off
let request = 5120
sysctl vm.min_free_kbytes=0
spawn p
p mmap $request as block
let wanted = $request * 1p / 4096
let up = $request + 4095
#: page pin=programs see=vma_new
#: zh 只按整页给
#: en Whole pages only
#: zh 进程要 {wanted}。内核按页给内存，一页 {1p}。
#: en The process asks for {wanted}. The kernel hands out memory by the page, {1p} each.
#: ask round
#: zh 把要来的内存全部写一遍，它占几帧？
#: en It writes to all of it. How many frames does that take?
#: choice when waste < 0
#: zh {request // 4096} 帧：能填满几页给几页
#: en {request // 4096} frames: as many as it fills
#: choice when waste // 4K == 0
#: zh {up // 4096} 帧：零头也占一整页
#: en {up // 4096} frames: the rest takes a whole page too
#: choice when waste >= 4K
#: zh {up // 4096 * 2} 帧：每页再配一页备用
#: en {up // 4096 * 2} frames: each with a spare one
p write block
let taken = p.status.VmRSS
let waste = taken - wanted
expect p.statm.resident == 2
expect waste == 3072
#: reveal pin=physical
#: zh 占了 {p.statm.resident} 帧，{taken in B}。请求之外的 {waste} 谁也不能再用：这叫内部碎片，在分出去的页里面。
#: en It takes {p.statm.resident} frames, {taken in B}. The {waste} beyond the request are of no use to anybody. This is internal
#:    fragmentation: waste inside what was handed out.
#: text
#: zh 拖动滑块：浪费从零到差一字节一页，来回变化，永远不到 {1p}，平均半页。
#: en Move the slider: the waste runs from nothing to one byte less than a page and starts over. It never reaches {1p};
#:    on average it is half a page.

let before = p.statm.resident
repeat 40 as i
p mmap 1 as tiny$i
p touch tiny$i w
end
let tiny = p.statm.resident - before
expect tiny == 40
#: page pin=physical
#: zh 小请求最吃亏
#: en Small requests lose most
#: zh 进程又单独要了 {40} 次，每次 {1} 个字节。真正装着东西的只有 {40} 个字节，占掉的是 {tiny in KB}。
#:    所以没有人直接向内核要小块内存：`malloc` 先整页整页地要来，再自己切开零售。
#: en The process asked {40} more times, for {1} byte each. Only {40} bytes hold anything, and they take {tiny in KB}. That is why
#:    nobody asks the kernel for small pieces: `malloc` fetches whole pages and cuts them up itself.
#: note B27c
#: zh 笔记写：进程申请 1 byte，MMU 会分配 1 page 即 4KB；最后一个 page 用不完。机器上：页是内核在缺页时给的，MMU 只是报告缺页。直接用 mmap 才一次一页；`malloc` 要的一个字节和别的小块挤在同一页里。
#: en The note says: for 1 byte the MMU hands out 1 page, 4 KB, and the last page is not filled. On the machine: the kernel gives the page when it is touched; the MMU only reports the fault. A page each is what mmap takes; one byte of `malloc` shares its page with other small pieces.

alloc_pages 0 as pieces count=10000
expect result.errno == ENOMEM
expect meminfo.MemFree == 0
free_pages pieces every=2
let spare = meminfo.MemFree
let singles = buddyinfo.node0.DMA.order0
expect singles * 4 == spare / 1K
#: page pin=kernel/buddy
#: zh 把空闲内存打碎
#: en Break the free memory up
#: zh 现在让内核一帧一帧占满内存，再每隔一帧还一帧。[free 空闲]内存有 {spare in KB}，可是全是单帧：
#:    伙伴系统的零阶链上有 {singles} 块，再大的块一块也没有。
#: en Now the kernel takes all memory frame by frame and gives back every other one. {spare in KB} are [free free], but in single
#:    frames: the buddy allocator has {singles} blocks of order zero and not one larger.
#: ask scattered
#: zh 进程映射 {400K in KB} 并全部写一遍。会怎样？
#: en The process maps {400K in KB} and writes to all of it. What happens?
#: choice when page(p,wide).present == 0
#: zh 失败：没有这么大的连续空闲块
#: en It fails: no free block is that large
#: choice when page(p,wide).present == 1
#: zh 成功：每一页用哪个单帧都行
#: en It works: any single frame serves any page
#: choice when alive(p) == 0
#: zh 内存不足，进程被杀
#: en Out of memory: the process is killed
p mmap 400K as wide
p write wide
expect page(p,wide).present == 1
let used = spare - meminfo.MemFree
expect used == 400K
#: reveal pin=physical see=pte_set
#: zh 成功，用掉 {used in KB}。挨着的虚拟页落在帧 {page(p,wide).pfn}、{page(p,wide+4K).pfn}、{page(p,wide+8K).pfn}……互不相邻也没关系，页表逐页记着。
#:    对进程的页来说，外部碎片不存在。
#: en It works and takes {used in KB}. Neighbouring pages lie in frames {page(p,wide).pfn}, {page(p,wide+4K).pfn}, {page(p,wide+8K).pfn} and so on: that
#:    they are apart does not matter, the page table records each. For the pages of processes there is no external fragmentation.

alloc_pages 1 as pair gfp=ATOMIC
expect result.errno == ENOMEM
#: page pin=kernel/buddy see=alloc_fail
#: zh 谁还怕碎
#: en Who still minds
#: zh 内核自己在不能等的地方要两个相邻的帧，结果是 {result.errno}，尽管还有 {meminfo.MemFree in KB} 空闲。
#:    大页、某些设备的缓冲区、内核的大对象都要求物理上连续。
#: en The kernel itself, where it cannot wait, asks for two neighbouring frames and gets {result.errno}, although
#:    {meminfo.MemFree in KB} are free. Huge pages, buffers of some devices and large objects of the kernel need frames side by side.

alloc_pages 1 as patient
expect result.errno == 0
let moved = vmstat.pgmigrate_success
expect moved > 0
#: page pin=kernel/compact see=page_migrate
#: zh 能等，就挪
#: en Who can wait, moves
#: zh 能等的请求先做内存规整：把进程的 {moved} 页挪到一起，相邻的帧就空出来了。进程的页表跟着改，程序毫无察觉。
#: en A request that can wait compacts memory first: {moved} pages of the process are moved together, and frames side by side
#:    become free. The page tables follow; the program notices nothing.
#: note A4
#: zh 笔记写：分页之后页与页紧密排列，不会有外部碎片。
#:    机器上：对进程的页成立；对内核要的多帧块不成立。Linux 为此才有伙伴系统的合并和内存规整。
#: en The note says: with paging, pages lie close together and there is no external fragmentation.
#:    On the machine: true for the pages of processes, not for the blocks of several frames that the kernel needs. For
#:    these Linux merges buddies and compacts memory.
