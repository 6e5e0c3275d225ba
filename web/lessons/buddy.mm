#: lesson buddy rows=B22a,B22b minutes=9
#: zh 伙伴：对半切，再合回去
#: en Buddies: cut in half, joined again
#: about
#: zh 空闲内存按二的幂切块：要小块就把大块对半切，还回来时和另一半合并。/proc/buddyinfo 数的就是这些块。
#: en Free memory is kept in blocks of a power of two. A small request halves a large block, and a block that comes back joins its other half. /proc/buddyinfo counts them.
#: slider order 0..9
#: zh 请求的阶
#: en order of the request
let order = 1
machine memory=16M kernel=7796K migratetypes=off pcp=off
let blocks = buddyinfo.node0.DMA.order10
let spare = meminfo.MemFree
expect spare == 8M
#: page pin=kernel
#: zh 十一条链
#: en Eleven lists
#: zh 伙伴系统手里的[free 空闲]帧只以二的幂成块：零阶一帧，一阶两帧，一直到十阶 {4M in KB}。`cat /proc/buddyinfo` 的十一列就是这十一条链各有几块。
#:    这台机器刚启动，{spare in KB} 空闲，全在 {blocks} 个十阶的块里。
#: en The buddy allocator keeps [free free] frames in blocks of a power of two only: order zero is one frame, order one two, and so on up to order ten, {4M in KB}. The eleven columns of `cat /proc/buddyinfo` tell how many blocks each list has.
#:    This machine has just booted: {spare in KB} are free, all of it in {blocks} blocks of order ten.
#: ask lists
#: zh 现在要一块 {order} 阶的。之后 十阶链上还有几块？
#: en A block of order {order} is asked for. How many blocks does the list of order ten have afterwards?
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
#: reveal pin=kernel see=buddy_split
#: zh 一块。较低的链都是空的，只好从十阶取一块，对半切 {splits} 次，每次把上半块留在低一阶的链上。拿到的块从帧 {got} 起，占 {spare - after}。
#: en One. The lists below are empty, so a block of order ten is taken and halved {splits} times; each time the upper half stays on the list one lower. The block given out starts at frame {got} and takes {spare - after}.
#: text pin=kernel
#: zh 切的时候不用找：两个伙伴的帧号只差一位，就是阶那一位。知道一个，按位异或就得到另一个。
#: en Nothing is searched for in this: the frame numbers of two buddies differ in one bit, the bit of their order. From one, exclusive or gives the other.

alloc_pages $order as second
let buddy = result.pfn
let more = events.buddy_split - splits
#: page pin=kernel see=buddy_take
#: zh 下一个请求不用切
#: en The next one needs no cut
#: zh 再要一块同样大的，链上正好有切剩的那一半：帧 {buddy}。这次切了 {more} 次。
#: en The same again: the half that was left is on the list, frame {buddy}. Cuts this time: {more}.
#: text
#: zh 块只能是二的幂，请求却不是。要 {5K}，一帧 {4K} 不够，只好给 {8K}，里面 {8K - 5K} 没人用。这是切块的代价：内部碎片，最坏将近一半。
#: en Blocks come in powers of two, requests do not. A request of {5K} does not fit one frame of {4K} and gets {8K}; {8K - 5K} of it serve nobody. That is the price of cutting this way: internal fragmentation, nearly half at worst.
#: ask merge
#: zh 先还第一块。它会立刻合成更大的块吗？
#: en The first block is given back. Does it join a larger one at once?
#: choice when events.buddy_merge > 0
#: zh 会：空闲的总要合并
#: en Yes: what is free is joined
#: choice when events.buddy_merge == 0
#: zh 不会：它的伙伴还在用
#: en No: its buddy is in use
free_pages first
#: reveal pin=kernel see=buddy_insert
#: zh 不会。只有伙伴也空闲、而且阶相同，才合并；现在它先挂在 {order} 阶的链上，合并了 {events.buddy_merge} 次。
#: en No. Two blocks join only when both are free and of the same order. For now it waits on list {order}; joins so far: {events.buddy_merge}.
let alone = events.buddy_merge
free_pages second
let joins = events.buddy_merge - alone
expect joins == splits
expect meminfo.MemFree == spare
#: page pin=kernel see=buddy_merge
#: zh 合回去
#: en Joined again
#: zh 还第二块，伙伴齐了：一次归还合并 {joins} 次，和切开时一样多，回到 {buddyinfo.node0.DMA.order10} 个十阶的块。{meminfo.MemFree in KB} 又全部空闲而且连续。
#: en With the second one back the pair is complete: one return makes {joins} joins, as many as there were cuts, and {buddyinfo.node0.DMA.order10} blocks of order ten stand there again. {meminfo.MemFree in KB} are free, and in one piece each.
#: note B22b
#: zh 笔记写：一旦某个内存块被使用，则数量减一。机器上：取走的那一列减一，切剩的几列各加一；空闲的帧数减少的正好是给出去的那块。
#: en The note says: a block that is taken lowers its count by one. On the machine: the column it is taken from falls by one, and each column that got a half rises by one; the free frames fall by the block that was given out.
