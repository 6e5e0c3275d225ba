#: lesson buddy rows=B22a,B22b minutes=9
#: zh 伙伴：对半切，再合回去
#: en Buddies: cut in half, joined again
#: about
#: zh 空闲内存按二的幂切块：要小块就把大块对半切，还回来时和另一半合并。/proc/buddyinfo 数的就是这些块。
#: en Free memory is kept in blocks of a power of two. A small request halves a large block, and a block that comes back joins its other half. /proc/buddyinfo counts them.
#: slider order 0..9
#: zh 请求的阶
#: en order asked for
let order = 1
machine memory=16M kernel=7796K migratetypes=off pcp=off slab=off
let blocks = buddyinfo.node0.DMA.order10
let spare = meminfo.MemFree
expect spare == 8M
#: page pin=kernel/buddy
#: zh 十一条链表
#: en Eleven lists
#: zh 伙伴系统把[free 空闲]帧按二的幂成块：零阶一帧，一阶两帧，直到十阶 {4M in KB}。`cat /proc/buddyinfo` 的十一列就是各阶的块数。这里 {spare in KB} 空闲，是 {blocks} 个十阶的块。
#: en The buddy allocator keeps [free free] frames in blocks of a power of two: order zero is one frame, order one two, up to order ten, {4M in KB}. The eleven columns of `cat /proc/buddyinfo` count them. Here {spare in KB} are free, in {blocks} blocks of order ten.
#: ask lists
#: zh 要一块 {order} 阶的。之后十阶还剩几块？
#: en A block of order {order} is asked for. How many of order ten are left?
#: choice when buddyinfo.node0.DMA.order10 == 2
#: zh 两块：小块另有来处
#: en Two: small blocks come from elsewhere
#: choice when buddyinfo.node0.DMA.order10 == 1
#: zh 一块：拿走一块大的，切开
#: en One: a large one is taken and cut
#: choice when buddyinfo.node0.DMA.order10 == 0
#: zh 没有了：两块都要用上
#: en None: both are needed
alloc_pages $order as first
let splits = events.buddy_split
let got = result.pfn
let after = meminfo.MemFree
expect splits == 10 - order
#: reveal pin=kernel/buddy see=buddy_split
#: zh 一块。较低的链表都是空的，只好从十阶取一块，对半切 {splits} 次，每次把上半块留在低一阶的链表上。拿到的块从帧 {got} 起，占 {spare - after in KB}。
#: en One. The lists below are empty, so a block of order ten is taken and halved {splits} times; each time the upper half stays on the list one lower. The block given out starts at frame {got} and takes {spare - after in KB}.
#: text pin=kernel/buddy
#: zh 切的时候不用找：两个伙伴的帧号只差一位，就是阶那一位。知道一个，按位异或就得到另一个。
#: en Nothing is searched for in this: the frame numbers of two buddies differ in one bit, the bit of their order. From one, exclusive or gives the other.

alloc_pages $order as second
let buddy = result.pfn
let more = events.buddy_split - splits
#: page pin=kernel/buddy see=buddy_take
#: zh 下一个请求不用切
#: en The next one needs no cut
#: zh 再要一块同样大的，链表上正好有切剩的那一半：帧 {buddy}。这次切了 {more} 次。
#: en The same again: the half that was left is on the list, frame {buddy}. Cuts this time: {more}.
#: ask merge
#: zh 先还第一块。它会立刻合成更大的块吗？
#: en The first block is given back. Does it join a larger one at once?
#: choice when events.buddy_merge > 0
#: zh 会：空闲的总要合并
#: en Yes: what is free is joined
#: choice when events.buddy_merge == 0
#: zh 不会：它的伙伴还在用
#: en No: its buddy is in use
#: choice when buddyinfo.node0.DMA.order10 == blocks
#: zh 会，一直合到十阶
#: en Yes, all the way to order ten
free_pages first
#: reveal pin=kernel/buddy see=buddy_insert
#: zh 不会。只有伙伴也空闲、而且阶相同，才合并；现在它先挂在 {order} 阶的链表上，合并了 {events.buddy_merge} 次。
#: en No. Two blocks join only when both are free and of the same order. For now it waits on list {order}; joins so far: {events.buddy_merge}.
let alone = events.buddy_merge
free_pages second
let joins = events.buddy_merge - alone
expect joins == splits
expect meminfo.MemFree == spare
#: page pin=kernel/buddy see=buddy_merge
#: zh 合回去
#: en Joined again
#: zh 还第二块，伙伴齐了：一次归还合并 {joins} 次，和切开时一样多，回到 {buddyinfo.node0.DMA.order10} 个十阶的块，{meminfo.MemFree in KB} 空闲。
#: en With the second one back the pair is complete: one return makes {joins} joins, as many as there were cuts, and {buddyinfo.node0.DMA.order10} blocks of order ten stand there again, {meminfo.MemFree in KB} free.
#: note B22b
#: zh 笔记写：一旦某个内存块被使用，则数量减一。机器上：取走的那一列减一，切剩的几列各加一；空闲的帧数减少的正好是给出去的那块。
#: en The note says: a block that is taken lowers its count by one. On the machine: the column it is taken from falls by one, and each column that got a half rises by one; the free frames fall by the block that was given out.

let full = meminfo.MemFree
alloc_pages 1 as five
let cost = full - meminfo.MemFree
let unused = cost - 5K
#: page pin=kernel/buddy see=buddy_split
#: zh 不是二的幂怎么办
#: en What is no power of two
#: zh 内核要连续的 {5K in B}。一帧 {4K in B} 不够，只好要一阶的块：空闲少了 {cost in B}，里面 {unused in B} 没人用。这叫内部碎片，最坏将近一半。
#: en The kernel needs {5K in B} in one piece. A frame of {4K in B} is too small, so it asks for order one: {cost in B} are gone, and {unused in B} of them serve nobody. This is internal fragmentation, nearly half at worst.
free_pages five
kmalloc 5K as bytes
let cell = slabinfo["kmalloc-8k"].objsize
let block = slabinfo["kmalloc-8k"].pagesperslab * 4K
#: text pin=kernel/slab see=slab_new
#: zh 要多少字节，内核平常不自己算阶，而是 `kmalloc`：{5K in B} 得到一格 {cell in B}，是从一块 {block in KB} 的 slab 里切的，剩下的格子留给后来的。
#: en For bytes the kernel does not reckon orders itself but calls `kmalloc`: {5K in B} get a cell of {cell in B}, cut from a slab of {block in KB}; its other cells wait for the next.
#: note B22a
#: zh 笔记写：进程申请 5KB，至少要分配一个 8KB 的块。机器上：内核要连续内存时是这样；进程的内存是缺页时一帧一帧来的，5KB 是互不相邻的两帧，合起来也是 8KB。
#: en The note says: a process that asks for 5 KB is given a block of 8 KB at least. On the machine: so it is when the kernel needs contiguous memory. The memory of a process comes frame by frame as it faults; its 5 KB are two frames that need not be neighbours, 8 KB all the same.
