#: lesson slab rows=B24a,B24b minutes=11
#: zh 零售小块内存
#: en Small objects by retail
#: about
#: zh 内核自己也要许多小对象。slab 从伙伴系统整块地要帧，切成一样大的格子零售。
#: en The kernel too needs many small objects. Slab takes frames wholesale from the buddy allocator and cuts them into equal cells.
#: slider size 64..2048 step=64
#: zh 对象字节数
#: en object bytes
machine memory=16M pcp=off slab=off
let size = 320
let start = meminfo.MemFree
kmem_cache widget size=$size
#: page pin=kernel/slab
#: zh 每种对象一个缓存
#: en A cache for each kind
#: zh 要 {size} 个字节，伙伴系统最少也给一帧，太浪费。所以每种常用的对象有一个 `kmem_cache`：取 {slabinfo["widget"].pagesperslab * 4K in KB} 作一个 slab，切成 {slabinfo["widget"].objperslab} 格，一格一个对象。缓存刚建好，还没有 slab，空闲内存少了 {start - meminfo.MemFree in KB}。
#: en For {size} bytes the buddy allocator gives a whole frame at least: too wasteful. So each common kind of object has a `kmem_cache`: it takes {slabinfo["widget"].pagesperslab * 4K in KB} as one slab and cuts them into {slabinfo["widget"].objperslab} cells, one an object. The cache is new and has no slab yet; free memory fell by {start - meminfo.MemFree in KB}.
#: ask second
#: zh 要第一个对象，再要第二个。第二个对象让空闲内存少多少？
#: en One object is asked for, then a second. By how much does the second one shrink free memory?
#: choice when cost == 0
#: zh 一点不少：格子还有
#: en Not at all: cells are left
#: choice when cost == 4K
#: zh 一帧
#: en By a frame
#: choice when cost > 4K
#: zh 又一个 slab
#: en By another slab
kmem_alloc widget as one
let first = start - meminfo.MemFree
let middle = meminfo.MemFree
kmem_alloc widget as two
let cost = middle - meminfo.MemFree
expect cost == 0
#: reveal pin=kernel/slab see=kmem_alloc
#: zh 一点不少。第一个对象花了一个 slab，{first in KB}；第二个就取这个 CPU 手里那个 slab 的下一格，连锁都不用。
#: en Not at all. The first object cost a slab, {first in KB}; the second is just the next cell of the slab in this CPU's hands, without even a lock.

let per = slabinfo["widget"].objperslab
kmem_alloc widget count=$per as more
let slabs = slabinfo["widget"].num_slabs
#: page pin=kernel/slab see=slab_new
#: zh 用完一个再要一个
#: en One is full, the next is fetched
#: zh 又要了 {per} 个。第一个 slab 装满就没人管了，直到有对象还回来；现在有 {slabs} 个 slab，/proc/slabinfo 记着 {slabinfo["widget"].num_objs} 格。
#: en {per} more were asked for. A full slab is on no list at all until an object comes back. There are {slabs} slabs now, {slabinfo["widget"].num_objs} cells in /proc/slabinfo.
let held = meminfo.Slab
#: ask kept
#: zh 所有的对象都还回去。`Slab` 现在是 {held in KB}，之后呢？
#: en All objects are given back. `Slab` is {held in KB} now; and then?
#: choice when after == 0
#: zh 零：空的 slab 还给伙伴系统
#: en Nothing: empty slabs go to the buddy allocator
#: choice when after == held
#: zh 一样多：空的 slab 先留着
#: en As much: empty slabs are kept for now
#: choice when after > held
#: zh 更多：还要记下哪些格子空了
#: en More: empty cells have to be noted
kmem_free more
kmem_free one
kmem_free two
let after = meminfo.Slab
#: reveal pin=kernel/slab see=kmem_free
#: zh 一样多，{after in KB}：空的 slab 先留着，同样的对象多半马上又要。每个 CPU 留几个，每个节点也留几个，再多才还给伙伴系统。
#: en As much, {after in KB}: empty slabs are kept, for the same objects are likely to be wanted soon. Each CPU keeps some and each node some; only more than that goes back to the buddy allocator.
echo 1 > /sys/kernel/slab/widget/shrink
#: page pin=kernel/slab see=slab_free
#: zh 全还了，帧还在
#: en All given back, and the frames stay
#: zh 要它交出空的 slab，得说一声：`echo 1 > /sys/kernel/slab/widget/shrink`。现在 `Slab` 是 {meminfo.Slab in KB}，空闲又是 {meminfo.MemFree in KB}。
#: en It gives up its empty slabs when told: `echo 1 > /sys/kernel/slab/widget/shrink`. Now `Slab` is {meminfo.Slab in KB}, and {meminfo.MemFree in KB} are free again.
expect meminfo.MemFree == start

kmem_cache memo size=$size reclaimable
kmem_alloc memo count=8 as memos
kmem_alloc widget count=8 as widgets
#: page pin=kernel/slab
#: zh 可回收和不可回收
#: en Reclaimable and not
#: zh 建缓存时就说定：内存紧张时，里面的对象能不能丢。`memo` 能，记在 `SReclaimable`，{meminfo.SReclaimable in KB}；`widget` 不能，记在 `SUnreclaim`，{meminfo.SUnreclaim in KB}。
#: en Whether its objects may be dropped when memory is short is settled when a cache is made. Those of `memo` may and count as `SReclaimable`, {meminfo.SReclaimable in KB}; those of `widget` may not and count as `SUnreclaim`, {meminfo.SUnreclaim in KB}.
#: text pin=kernel/buddy see=pageblock_tag
#: zh 两种从不同的页块里取，免得不能动的把能收回的挤碎。目录项和 inode 属于第一种：它们只是磁盘内容的记录，丢了再读。
#: en The two come from different pageblocks, so that what cannot move does not break up what can be got back. Directory entries and inodes are of the first kind: they only remember what is on disk and can be read again.
#: note B24a
#: zh 笔记写：slab 空间全部用完时，消耗一个伙伴系统的内存块；slab 需要事先分配。机器上：块有多大由对象大小和 CPU 数算出来，一个对象也没有的缓存不占帧；用完以后倒是会留着。
#: en The note says: when a slab's space is used up, a buddy block is taken; slab memory is set aside beforehand. On the machine: how large a block is follows from the object's size and the number of CPUs, and a cache without objects holds no frame; it is afterwards that it keeps them.
