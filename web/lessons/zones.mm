#: lesson zones rows=B23 minutes=10
#: zh 内存分成几个区
#: en Memory comes in zones
#: about
#: zh 有的设备只能用低处的内存，所以 Linux 把内存分成区：先用高处的，低处的留一手。
#: en Some devices can only use low memory, so Linux divides memory into zones: it uses the high ones first and keeps some of the low ones back.
#: slider ratio 32..512 step=32
#: zh DMA 的保留比
#: en reserve ratio of DMA
machine zones=0:DMA:1-4095:3998:3840,0:DMA32:4096-8191:4096:4096,0:Normal:8192-16383:8192:8192 pcp=off migratetypes=off
let ratio = 256
sysctl vm.lowmem_reserve_ratio_dma=$ratio
let dma = zoneinfo.node0.DMA.managed
let mid = zoneinfo.node0.DMA32.managed
let high = zoneinfo.node0.Normal.managed
alloc_pages 0 as one
let place = result.pfn
let one_mid = mid - zoneinfo.node0.DMA32.free
#: page pin=kernel/zones see=zone_check
#: zh 三个区
#: en Three zones
#: zh 最老的设备只认得最低的 {16M in MB}：这是 DMA 区。地址位数不多的设备认得 {4G in GB} 以内：这是 `DMA32` 区。再往上是 Normal。这台小机器把边界挪近了，三个区分别管 {dma in KB}、{mid in KB}、{high in KB}，一眼看得完。
#: en The oldest devices know the lowest {16M in MB} only: zone DMA. Devices with short addresses know what lies below {4G in GB}: zone `DMA32`. Above it is Normal. In this small machine the borders lie closer together, so that all of it is in view: the zones manage {dma in KB}, {mid in KB} and {high in KB}.
#: text pin=physical
#: zh 内核刚要了一帧，没有特别的要求，得到帧 {place}，在 Normal 区。次序是从高到低：谁都用得上的先用，少有人能用的后用。
#: en The kernel has just asked for a frame, without special wishes, and got frame {place}, in Normal. The order is from high to low: what everybody can use goes first, what few can use goes last.

let room = high - 1 - zoneinfo.node0.Normal.low
alloc_pages 0 as many count=$room
expect zoneinfo.node0.Normal.free == zoneinfo.node0.Normal.low
#: page pin=kernel/zones
#: zh Normal 用到低水位
#: en Normal is down to its low mark
#: zh 又拿走许多，Normal 只剩 {zoneinfo.node0.Normal.free} 帧空闲，正好是它的 `low`。
#: en Many more were taken. Normal has {zoneinfo.node0.Normal.free} frames left, which is just its `low`.
#: ask next
#: zh 内核再要一帧，从哪里来？
#: en The kernel asks for one more frame. Where does it come from?
#: choice when zoneinfo.node0.Normal.free < zoneinfo.node0.Normal.low
#: zh 还是 Normal：那里还有空闲的
#: en Normal still: it has free ones
#: choice when zoneinfo.node0.DMA32.free == mid - 1
#: zh `DMA32`：次序里的下一个区
#: en `DMA32`: the next zone in the order
#: choice when zoneinfo.node0.DMA.free < dma
#: zh DMA：最低的区
#: en DMA: the lowest zone
alloc_pages 0 as spill
let spilled = result.pfn
expect spilled == 4096
#: reveal pin=kernel/zones see=zone_check
#: zh `DMA32`，帧 {spilled}。给出之后必须还剩得比水位多；Normal 过不了这一关，就问下一个区。没有唤醒谁，也没有回收：别的区还有，就先用别的区。
#: en `DMA32`, frame {spilled}. A zone must keep more than its mark after giving; Normal fails that test, so the next zone is asked. Nobody is woken and nothing is reclaimed: while another zone has frames, it is used.

let rest = zoneinfo.node0.DMA32.free - zoneinfo.node0.DMA32.low - zoneinfo.node0.DMA32.protection.2
alloc_pages 0 as more count=$rest
let kept_mid = zoneinfo.node0.DMA32.free
let down = zoneinfo.node0.DMA.free - zoneinfo.node0.DMA.low - zoneinfo.node0.DMA.protection.2
alloc_pages 0 as deep count=$down
let kept = zoneinfo.node0.DMA.free
#: page pin=kernel/zones
#: zh 低处留一手
#: en Kept back below
#: zh 照这样一直要下去。`DMA32` 给到剩 {kept_mid} 帧，DMA 给到剩 {kept} 帧，就不再给这样的请求了，尽管 DMA 的 `low` 只有 {zoneinfo.node0.DMA.low}。
#: en It goes on like this. `DMA32` stops at {kept_mid} frames, DMA at {kept}, although the `low` of DMA is only {zoneinfo.node0.DMA.low}.
#: text
#: zh 差的 {zoneinfo.node0.DMA.protection.2} 帧叫 `lowmem_reserve`：上面两个区的帧数之和除以 {ratio}。凡是本来可以用 Normal 的请求，到 DMA 区来都要再多留这么多；/proc/zoneinfo 里的 `protection` 一行就是它。拖动滑块：比小，留得就多。
#: en The other {zoneinfo.node0.DMA.protection.2} are the `lowmem_reserve`: the frames of both zones above, divided by {ratio}. A request that could have used Normal must leave that many more in zone DMA; the `protection` line of /proc/zoneinfo shows it. Move the slider: a smaller ratio keeps more.
alloc_pages 0 as isa gfp=DMA
expect result.errno == 0
#: text see=zone_check pin=kernel/zones
#: zh 只能用 DMA 的请求不受它管：`gfp=DMA` 立刻得到帧 {result.pfn}。留的这一手就是给它的。
#: en A request that can use nothing but DMA is not held back: `gfp=DMA` gets frame {result.pfn} at once. It is for such requests that the rest was kept.
#: note B23
#: zh 笔记写：`DMA32` 用于 64 位系统按 32 位方式访问内存，Normal 是普通内存。机器上：区是按地址划的。内存不超过 {3G in GB} 的机器没有 Normal 区，程序的页都在 `DMA32` 里。
#: en The note says: zone `DMA32` lets new systems use memory the old way, Normal is ordinary memory. On the machine: zones are ranges of addresses. A machine of today with no more than {3G in GB} has no zone Normal at all, and the pages of programs lie in `DMA32`.
