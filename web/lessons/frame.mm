#: lesson frame rows=B6,B7,B8 minutes=10
#: zh 每一帧一张卡片
#: en A card for every frame
#: about
#: zh 内核给每个物理帧记一张卡片 struct page：几个人在用、几处映射着、什么状态。
#: en The kernel keeps a card for every physical frame, struct page: how many use it, how many map it, what state it is in.
#: slider others 1..20 step=1
#: zh 后来又写的页数
#: en pages written after it
machine memory=64M pcp=off
let others = 14
let cards = census.memmap
let each = cards * 4096 / census.total
let share = 100 * cards / census.total
spawn p
p mmap 1M as buf
#: page pin=physical
#: zh 六十四分之一
#: en One part in sixty-four
#: zh 这台机器有 {census.total} 帧，每帧一张卡片，每张 {each in B}。卡片一共占 {cards in KB}，是内存的 {share} %：开机时就拿走，不管以后用不用。
#: en This machine has {census.total} frames with a card each, {each in B} long. The cards take {cards in KB}, {share} % of memory: gone at boot, whatever is used later.
#: ask count
#: zh 进程写一页，得到一个新帧。卡片上的 `_refcount`（几个人在用）是几？
#: en The process writes a page and gets a new frame. What is its `_refcount`, the number of its users?
#: choice when refs == 1
#: zh 一：进程在用
#: en One: the process uses it
#: choice when refs == 2
#: zh 二：进程，还有别人
#: en Two: the process and somebody else
#: choice when refs == 0
#: zh 零：谁也没有登记
#: en None: nobody has signed for it
p write buf+0..4K
let f = page(p,buf).pfn
let refs = frame.$f.refcount
let maps = frame.$f.mapcount - 1
#: reveal pin=physical see=lru_add
#: zh {refs}。一份是进程的页表项；另一份是这个 CPU 手里的一小批新页，等着一起挂上 LRU 链。`_mapcount` 记映射的处数减一：映射一处是 {maps}，没有映射是 {maps - 1}。
#: en {refs}. One is the page-table entry of the process; the other is a small batch of new pages in the hands of this CPU, waiting to join the LRU list together. `_mapcount` is one less than the number of mappings: mapped once is {maps}, not mapped {maps - 1}.
let early = frame.$f.flags
p write buf+4K..1M count=$others
let late = frame.$f.flags
let after = frame.$f.refcount
#: page pin=kernel see=lru_drain
#: zh 凑满一批
#: en The batch is full
#: zh 进程又写了 {others} 页。一批装得下的页凑满，才一次挂上链，那一份就还了：`_refcount` 现在是 {after}。
#: en The process wrote {others} more pages. When a batch is full its pages join the list at once and the extra use ends: `_refcount` is {after} now.
#: text
#: zh 状态记在标志里。挂链以前：{early}；现在：{late}。`lru` 说在链上；`uptodate` 说内容有效；`swapbacked` 说没有文件作后盾；`anon_exclusive` 说没有别人共享。
#: en The state is kept in flags. Before it joined: {early}; now: {late}. `lru` says that it is on a list, `uptodate` that its contents are valid, `swapbacked` that no file stands behind it, `anon_exclusive` that nobody shares it.
p mlock buf+0..4K
let locked = frame.$f.flags
p munlock buf+0..4K
p munmap buf
let gone = frame.$f.flags
let users = frame.$f.refcount
alloc_pages 0 as k
let taken = result.pfn
let taken_users = frame.$taken.refcount
let taken_flags = frame.$taken.flags
#: page pin=physical
#: zh 换一副面孔
#: en Another face
#: zh `mlock` 以后标志是 {locked}：这一页不许回收。解除映射以后是 {gone}：帧回到伙伴系统，`_refcount` 是 {users}。
#: en After `mlock` the flags are {locked}: this page must not be reclaimed. After the mapping is gone they are {gone}: the frame is back with the buddy allocator, and its `_refcount` is {users}.
#: text pin=physical see=frame_taken
#: zh 内核自己要的帧更简单：刚要来的帧 {taken}，`_refcount` 是 {taken_users}，不在任何 LRU 链上，标志一个也没有：{taken_flags}。
#: en Frames that the kernel takes for itself are simpler: the one just taken, {taken}, has `_refcount` {taken_users}, is on no LRU list, and has no flags: {taken_flags}.
#: note B8
#: zh 笔记写：新分配的 page，_refcount 等于 1。机器上：内核要来的帧是；进程缺页得到的帧，在挂上 LRU 链之前还多一份。
#: en The note says: a page just allocated has a _refcount of 1. On the machine: true of a frame that the kernel takes; one that a fault brought has one more until it joins the LRU list.
