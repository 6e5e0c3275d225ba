#: lesson watermarks rows=A28,A29,A30 minutes=12
#: zh 三条水位，四段水
#: en Three marks, four bands
#: about
#: zh 空闲内存多少算少？内核给每个区画三条水位线，低于哪一条就做哪一件事。
#: en How little free memory is too little? The kernel draws three marks in each zone and acts by the one that free memory is below.
#: slider minfree 1024..16384 step=1024 unit=KB
#: zh 保留的底线
#: en kept at least
machine profile=linux-256M migratetypes=off pcp=off sched.quantum=8
let minfree = 2048
sysctl vm.min_free_kbytes=$minfree
let sum = zoneinfo.node0.DMA.min + zoneinfo.node0.DMA32.min
#: page pin=kernel/zones
#: zh 最低水位从哪里来
#: en Where the lowest mark comes from
#: zh `vm.min_free_kbytes` 是 {minfree}。按各区的大小分下去，`min` 在 `DMA` 区是 {zoneinfo.node0.DMA.min} 帧，在 `DMA32` 区是 {zoneinfo.node0.DMA32.min} 帧，合起来 {sum in KB}。
#: en `vm.min_free_kbytes` is {minfree}. It is shared out by size: `min` is {zoneinfo.node0.DMA.min} frames in zone `DMA` and {zoneinfo.node0.DMA32.min} in zone `DMA32`, {sum in KB} together.
#: ask low
#: zh `DMA32` 区的 `low` 在 `min` 上面多高？
#: en How far above `min` is the `low` of zone `DMA32`?
#: choice when gap == min // 4
#: zh `min` 的四分之一
#: en A quarter of `min`
#: choice when gap == min // 2
#: zh `min` 的一半
#: en Half of `min`
#: choice when gap == min
#: zh 和 `min` 一样多
#: en As much as `min`
let min = zoneinfo.node0.DMA32.min
let low = zoneinfo.node0.DMA32.low
let high = zoneinfo.node0.DMA32.high
let gap = low - min
#: reveal pin=kernel/zones
#: zh 四分之一：`low` 是 {low}，再隔同样多是 `high`，{high}。除法只取整数。
#: en A quarter: `low` is {low}, and as far again is `high`, {high}. Divisions drop the rest.
sysctl vm.watermark_scale_factor=1000
let wide = zoneinfo.node0.DMA32.low
#: note A29 pin=kernel/zones
#: zh 笔记写：low 是 min 的 5/4，high 是 min 的 3/2。机器上：间隔是两个数里较大的一个：min 的四分之一，区的大小的 `watermark_scale_factor` / 10000。它默认是 10，通常前一个大；现在调成 1000，`low` 就到了 {wide}。
#: en The note says: low is 5/4 of min and high 3/2. On the machine: the gap is the larger of a quarter of min and `watermark_scale_factor` / 10000 of the zone. With the default of 10 it is mostly the quarter; set to 1000, as now, it makes `low` {wide}.
sysctl vm.watermark_scale_factor=10

spawn p
p mmap 150M as buf
p write buf
p mmap 64M as rest
let above = zoneinfo.node0.DMA32.free
#: page pin=kernel/zones
#: zh 高于 low：什么也不用做
#: en Above low: nothing to do
#: zh 一个进程写了 {150M in MB}。`DMA32` 区还有 {above} 帧空闲，高于 `high`，没有人管。
#: en A process has written {150M in MB}. Zone `DMA32` still has {above} frames free, above `high`, and nobody minds.
let almost = zoneinfo.node0.DMA32.free - zoneinfo.node0.DMA32.low - gap // 2
p write rest next ${almost}p
let between = zoneinfo.node0.DMA32.free
#: text pin=kernel/zones
#: zh 又写了一些，剩 {between} 帧，在 `high` 和 `low` 之间。还是照给，`kswapd` 还在睡：{events.kswapd_wake} 次叫醒。
#: en Some more was written and {between} are left, between `high` and `low`. Requests are served as before and `kswapd` sleeps on: {events.kswapd_wake} wakes.
#: ask wake
#: zh 进程继续写。后台回收的 `kswapd` 什么时候被叫醒？
#: en The process writes on. When is `kswapd` woken to reclaim in the background?
#: choice when at_wake > low
#: zh `DMA32` 还在 `low` 以上
#: en While `DMA32` is above `low`
#: choice when at_wake < min
#: zh `DMA32` 降到 `min` 以下
#: en When `DMA32` is below `min`
#: choice when dma_wake > dma_floor
#: zh `DMA32` 到了 `low`，`DMA` 还满着
#: en When `DMA32` is at `low`, with `DMA` still full
#: choice when dma_wake == dma_floor
#: zh 每个区都到了 `low` 加保留
#: en When every zone is at its `low` and what it keeps back
let dma_floor = zoneinfo.node0.DMA.low + zoneinfo.node0.DMA.protection.1
let spill = zoneinfo.node0.DMA.free - dma_floor
let last = zoneinfo.node0.DMA32.free - zoneinfo.node0.DMA32.low
let most = spill + last - 16
p write rest next ${most}p
p write rest next 48p &
wait until events.kswapd_wake > 0
let at_wake = zoneinfo.node0.DMA32.free
let dma_wake = zoneinfo.node0.DMA.free
let total_wake = meminfo.MemFree
let had = p.status.RssAnon
#: reveal pin=kernel/zones see=kswapd_wake
#: zh 每个区。`DMA32` 到了 `low`，请求就先去 `DMA` 区，直到那里也只剩 {dma_wake} 帧：`low` 的 {zoneinfo.node0.DMA.low} 加上给低处设备保留的 {zoneinfo.node0.DMA.protection.1}。这时一共还剩 {total_wake in KB}，才有人叫醒 `kswapd`。
#: en Every zone. With `DMA32` at `low`, requests went to zone `DMA`, until that too had only {dma_wake} frames left: its `low` of {zoneinfo.node0.DMA.low} and the {zoneinfo.node0.DMA.protection.1} it keeps for devices. {total_wake in KB} were left in all when `kswapd` was woken.

wait p
let below = zoneinfo.node0.DMA32.free - min - 8
p write rest next ${below}p
let under = zoneinfo.node0.DMA32.free
let waited = vmstat.allocstall_movable
#: page pin=kernel/zones see=alloc_slow
#: zh low 和 min 之间：后台回收
#: en Between low and min: in the background
#: zh `kswapd` 在另一条线上干活，进程不用等它：又要到了许多帧，`DMA32` 剩 {under}，自己停下来回收 {waited} 次。每次请求都走慢路径：`low` 这一关过不了，再按 `min` 试一次。
#: en `kswapd` works on its own and the process does not wait for it: it got many more frames, {under} are left in `DMA32`, and it stopped to reclaim {waited} times. Each request takes the slow path: it fails the test at `low` and is tried again at `min`.
#: note A28
#: zh 笔记写：kswapd 定期扫描内存；低于 low 就回收，直到高于 high。机器上：它平时睡着，是每个区都过不了 low 的请求把它叫醒的；有一个区回到 high 以上它就去睡。这台机器没有文件缓存也没有交换区，它没有东西可回收。
#: en The note says: kswapd scans memory periodically, begins below low and goes on until above high. On the machine: it sleeps until a request finds every zone at low or under, and goes back to sleep when one zone is above high. This machine has neither file cache nor swap, so there is nothing for it to reclaim.

p write rest next 1M
let stalls = vmstat.allocstall_movable
expect result.signal == SIGKILL
#: page pin=kernel/zones see=direct_reclaim
#: zh 到了 min：自己动手
#: en At min: do it yourself
#: zh 到了 `min`，进程得停下来自己回收：这叫直接回收，它等在里面，一共 {stalls} 次。一页也收不回来，最后由 OOM 收场：{result.signal}。
#: en At `min` the process has to stop and reclaim by itself: direct reclaim, which it waits for, {stalls} times. Nothing came of it, and out of memory ended it: {result.signal}.
alloc_pages 0 as atomic gfp=ATOMIC
#: text pin=kernel/zones see=zone_check
#: zh 进程被杀，水位又高了。`min` 以下的那一点，平常的请求拿不到：留给不能等的请求（`GFP_ATOMIC`）和正在回收的人。
#: en The process was killed and free memory is high again. What lies below `min` is not for common requests: it is for those that cannot wait (`GFP_ATOMIC`) and for those who reclaim.

free_pages atomic
let more = minfree * 4
sysctl vm.min_free_kbytes=$more
let called = events.alloc_slow
#: page pin=kernel/zones
#: zh 把水位调高
#: en Raise the marks
#: zh 把 `vm.min_free_kbytes` 调到四倍，{more}：三条线一起升高，`DMA32` 的 `low` 从 {low} 到 {zoneinfo.node0.DMA32.low}。
#: en `vm.min_free_kbytes` is set to four times as much, {more}: all three marks rise, the `low` of `DMA32` from {low} to {zoneinfo.node0.DMA32.low}.
#: ask raised
#: zh 又一个进程从头写起。第一次要叫 `kswapd` 的时候，它写了多少？刚才是 {had in MB}。
#: en Another process writes from the start. How much has it written when `kswapd` is first called? Before it was {had in MB}.
#: choice when got > had
#: zh 更多：有更多内存可用
#: en More: there is more to use
#: choice when got == had
#: zh 一样多：内存没有变
#: en As much: memory is the same
#: choice when got < had
#: zh 更少：更早就去叫
#: en Less: it is called earlier
spawn q
q mmap 200M as buf
q write buf &
wait until events.alloc_slow > $called
let got = q.status.RssAnon
let left = meminfo.MemFree
stop q
#: reveal pin=kernel/zones
#: zh 更少：{got in MB}。这时还剩 {left in KB}，刚才是 {total_wake in KB}。`kswapd` 有更多余地，进程不容易撞到 `min`；代价是这些内存平时空着。
#: en Less: {got in MB}. {left in KB} are left at this moment, {total_wake in KB} before. `kswapd` has more room to work before processes run into `min`; the price is memory that lies idle.
#: note A30
#: zh 笔记写：调大 min_free_kbytes，kswapd 就更早动手，避免直接回收；调得太大会频繁 OOM。机器上：前一半刚才看见了，拖动滑块再试。能不能因此避免直接回收，要等有东西可回收的机器；min 升高了，直接回收和 OOM 也从更多剩余的地方开始。
#: en The note says: a larger min_free_kbytes lets kswapd begin earlier and avoids direct reclaim; too large brings out of memory. On the machine: the first half has just been seen; move the slider for more. Whether it avoids direct reclaim takes a machine with something to reclaim; and as min rises, direct reclaim and out of memory begin with more left, too.
