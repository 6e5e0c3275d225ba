#: lesson frame rows=B6,B7,B8 minutes=10
#: zh 每一帧一张卡片
#: en A card for every frame
#: about
#: zh 内核给每个物理页框记一张卡片 struct page：几处在用、几处映射着、什么状态。
#: en The kernel keeps a card for every physical frame, struct page: how many use it, how many map it, what state it is in.
#: slider others 1..20 step=1
#: zh 后来又写的页数
#: en pages written later
machine memory=64M pcp=off
let others = 14
let spare = meminfo.MemFree
let used = census.total - census.free
#: page pin=physical
#: zh 六十四分之一
#: en One part in sixty-four
#: zh 物理内存按[free 页框]（帧）来管，一帧 {1p in KB}。这台机器有 {census.total} 帧。刚开机，{spare in MB} 还空着。内核给每一帧备一张卡片，叫 `struct page`。
#: en Physical memory is managed in [free frames] of {1p in KB}. This machine has {census.total} of them. It has just booted; {spare in MB} are still free. For each frame the kernel keeps a card, a `struct page`.
#: ask cards
#: zh 还没有一个程序运行。卡片现在占多少内存？
#: en No program has run yet. How much memory do the cards take now?
#: choice when cards == 0
#: zh 一点也不占：帧用起来才有卡片
#: en None: a frame gets its card when it is used
#: choice when cards == used
#: zh 只有用着的 {used} 帧才有
#: en Only the {used} frames in use have one
#: choice when cards * 64 == census.total
#: zh {64M / 64 in MB}：每一帧都有
#: en {64M / 64 in MB}: every frame has one
let cards = census.memmap
let each = cards * 4096 / census.total
let share = cards / census.total
#: reveal pin=kernel/census
#: zh {cards in KB}。每张 {each in B}，每帧一张，用不用都有：占内存的 {share in %.2}。开机就拿走，`MemTotal` 里已经不算它们。
#: en {cards in KB}. A card is {each in B} long and every frame has one, used or not: {share in %.2} of memory. They are gone at boot, and `MemTotal` does not count them.
#: note B6
#: zh 笔记写：struct page 有 flags、_mapcount、_refcount，64 字节，占 1.56 %。机器上：对。卡片里还有链表指针和所属的映射；内核自己的帧不用 _mapcount，那四个字节改记帧的类型。
#: en The note says: struct page has flags, _mapcount and _refcount, 64 bytes, 1.56 %. On the machine: so it is. The card also has list links and the mapping it belongs to; a frame of the kernel itself has no _mapcount, and its four bytes hold a type instead.

spawn p
p mmap 1M as buf
#: page pin=programs see=vma_new
#: zh 几处在用
#: en How many use it
#: zh 进程映射了 {1M in MB}，还没写。卡片上有两个数：`_refcount` 是几处在用，`_mapcount` 是几处页表映射着它，再减一。
#: en A process has mapped {1M in MB} and written nothing yet. Two numbers stand on a card: `_refcount`, how many use the frame, and `_mapcount`, how many page tables map it, less one.
#: ask count
#: zh 进程写一页，得到一个新帧。它的 `_refcount` 是几？
#: en The process writes a page and gets a new frame. What is its `_refcount`?
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
let early = frame.$f.flags
#: reveal pin=physical see=lru_add
#: zh {refs}。一份是进程的页表项；另一份是这个 CPU 手里的一小批新页，等着一起挂上 LRU 链表。`_mapcount` 是 {maps}：只映射了一处，是私有的。没有映射就是 {maps - 1}。
#: en {refs}. One is the page-table entry of the process; the other is a small batch of new pages in the hands of this CPU, waiting to join the LRU list together. `_mapcount` is {maps}: mapped once, private. Not mapped is {maps - 1}.
p write buf+4K..1M count=$others
let late = frame.$f.flags
let after = frame.$f.refcount
#: page pin=physical see=lru_drain
#: zh 凑满一批
#: en The batch is full
#: zh 进程又写了 {others} 页。一批凑满，里面的页一次挂上链表，那一份引用就还了：`_refcount` 现在是 {after}。拖动滑块，看写几页才凑满。
#: en The process wrote {others} more pages. When a batch is full its pages join the list at once and the extra use ends: `_refcount` is {after} now. Move the slider to see how many pages fill a batch.
#: note B8
#: zh 笔记写：新分配的 page，_refcount 等于 1；_mapcount 大于 0 是共享。机器上：内核要来的帧是 1；缺页得到的帧，在挂上 LRU 链表之前还多一份。这台机器的进程还不共享帧，所以见不到大于 0 的。
#: en The note says: a page just allocated has a _refcount of 1; a _mapcount above 0 is shared. On the machine: 1 is true of a frame that the kernel takes; one that a fault brought has one more until it joins the LRU list. Processes do not share frames here yet, so none is above 0.
#: text pin=physical
#: zh 状态记在 `flags` 里。上链以前：{early}；现在：{late}。`lru` 说在链表上，`uptodate` 说内容有效，`swapbacked` 说没有文件作后盾，`anon_exclusive` 说没有别人共享。
#: en The state is kept in `flags`. Before it joined: {early}; now: {late}. `lru` says that it is on a list, `uptodate` that its contents are valid, `swapbacked` that no file stands behind it, `anon_exclusive` that nobody shares it.
p mlock buf+0..4K
let locked = frame.$f.flags
p munlock buf+0..4K
p munmap buf
let gone = frame.$f.flags
let users = frame.$f.refcount
#: page pin=physical see=free_pages
#: zh 标志来了又去
#: en Flags come and go
#: zh `mlock` 以后标志是 {locked}：这一页不许回收。解除映射以后只剩 {gone}：帧回到伙伴系统，`_refcount` 是 {users}。
#: en After `mlock` the flags are {locked}: this page must not be reclaimed. After the mapping is gone only {gone} is left: the frame is back with the buddy allocator, and its `_refcount` is {users}.
#: ask flag
#: zh 现在内核要一帧，切成小对象用（slab）。它的标志会是什么？
#: en Now the kernel takes a frame to cut it into small objects (slab). What will its flags be?
#: choice when taken_flags == gone
#: zh 还是 {gone}：内存归谁都一样
#: en Still {gone}: whoever has it
#: choice when taken_flags == early
#: zh {early}，和进程的页一样
#: en {early}, as for a page of a process
#: choice when taken_flags != gone
#: zh 只有一个词，说它是 slab
#: en One word, which says slab
kmem_cache box size=320
kmem_alloc box as one
let taken = result.pfn
let taken_users = frame.$taken.refcount
let taken_flags = frame.$taken.flags
#: reveal pin=kernel/slab see=slab_new
#: zh {taken_flags}。帧 {taken} 的 `_refcount` 是 {taken_users}，不在 LRU 链表上：slab 的页不会被当作冷页换出去。还回去时这个标志又会清掉。
#: en {taken_flags}. Frame {taken} has a `_refcount` of {taken_users} and is on no LRU list: slab pages are never picked as cold ones. When it is given back this flag is cleared again.
kmem_free one
echo 1 > /sys/kernel/slab/box/shrink
let back = frame.$taken.flags
#: text pin=kernel/buddy
#: zh 对象还了，缓存收缩，同一帧的标志又是 {back}。
#: en The object is back and the cache was shrunk: the flags of the same frame are {back} again.
#: note B7
#: zh 笔记列了 PG_locked、dirty、lru、active、referenced、workingset、slab、error。机器上：lru 和 slab 刚才都设过、清过；active、referenced、workingset 要等回收，locked、dirty、error 要等磁盘读写。PG_error 说的是读写出错；内存条坏了是 PG_hwpoison。
#: en The note lists PG_locked, dirty, lru, active, referenced, workingset, slab, error. On the machine: lru and slab were just set and cleared; active, referenced and workingset come with reclaim, locked, dirty and error with disk input and output. PG_error tells of a failed transfer; broken memory is PG_hwpoison.
