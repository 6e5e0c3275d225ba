#: lesson watermarks rows=A28,A29,A30 minutes=12
#: zh 三条水位，四段水
#: en Three marks, four bands
#: about
#: zh 空闲内存多少算少？内核给每个区画三条水位，低于哪一条就做哪一件事。
#: en How little free memory is too little? The kernel draws three marks in each zone and acts by the one that free memory is below.
#: slider minfree 1024..16384 step=1024
#: zh 留底，KB
#: en reserve, KB
machine profile=linux-256M migratetypes=off sched.quantum=8
let minfree = 2048
sysctl vm.min_free_kbytes=$minfree
let sum = zoneinfo.node0.DMA.min + zoneinfo.node0.DMA32.min
#: page pin=kernel
#: zh 最低水位从哪里来
#: en Where the lowest mark comes from
#: zh `vm.min_free_kbytes` 是 {minfree}。按各区的大小分下去，`min` 在 `DMA` 区是 {zoneinfo.node0.DMA.min}，在 `DMA32` 区是 {zoneinfo.node0.DMA32.min}，合起来 {sum in KB}。
#: en `vm.min_free_kbytes` is {minfree}. It is shared out by size: `min` is {zoneinfo.node0.DMA.min} in zone `DMA` and {zoneinfo.node0.DMA32.min} in zone `DMA32`, {sum in KB} together.
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
#: reveal pin=kernel
#: zh 四分之一：`low` 是 {low}，再隔同样多是 `high`，{high}。除法只取整数。
#: en A quarter: `low` is {low}, and as far again is `high`, {high}. Divisions drop the rest.
sysctl vm.watermark_scale_factor=1000
let wide = zoneinfo.node0.DMA32.low
sysctl vm.watermark_scale_factor=10
#: note A29
#: zh 笔记写：low 是 min 的 5/4，high 是 min 的 3/2。机器上：间隔是 min 的四分之一和区的大小乘 `watermark_scale_factor` 里较大的一个。默认值很小，所以通常是四分之一；刚才把它调成 1000 试了一下，`low` 变成 {wide}。
#: en The note says: low is 5/4 of min and high 3/2. On the machine: the gap is the larger of a quarter of min and the zone's size times `watermark_scale_factor`. The default is small, so it is a quarter as a rule; set to 1000 for a moment, it made `low` {wide}.

spawn p
p mmap 150M as buf
p write buf
p mmap 60M as rest
#: page pin=kernel
#: zh 高于 high：什么也不用做
#: en Above high: nothing to do
#: zh 一个进程写了 {150M in MB}。`DMA32` 区还有 {zoneinfo.node0.DMA32.free} 空闲，在最上面一段，没有人管。
#: en A process has written {150M in MB}. Zone `DMA32` still has {zoneinfo.node0.DMA32.free} free, in the topmost band, and nobody minds.
#: ask wake
#: zh 进程继续写。后台的 `kswapd` 什么时候被叫醒？
#: en The process writes on. When is `kswapd` woken to work in the background?
#: choice when at_wake > low
#: zh `DMA32` 降到 `high` 以下
#: en When `DMA32` is below `high`
#: choice when at_wake < min
#: zh `DMA32` 降到 `min` 以下
#: en When `DMA32` is below `min`
#: choice when dma_wake > dma_floor
#: zh `DMA32` 降到 `low` 以下，`DMA` 还满着
#: en When `DMA32` is below `low`, with `DMA` still full
#: choice when dma_wake == dma_floor
#: zh 所有的区都降到 `low` 加保留以下
#: en When every zone is below its `low` and what it keeps back
p write rest &
wait until events.kswapd_wake > 0
let at_wake = zoneinfo.node0.DMA32.free
let dma_wake = zoneinfo.node0.DMA.free
let dma_floor = zoneinfo.node0.DMA.low + zoneinfo.node0.DMA.protection.1
let total_wake = meminfo.MemFree
#: reveal pin=kernel see=kswapd_wake
#: zh 所有的区。`DMA32` 低于 `low` 以后，请求先去了 `DMA` 区，直到那里也只剩 {dma_wake}：`low` 的 {zoneinfo.node0.DMA.low} 加上给低处设备留的 {zoneinfo.node0.DMA.protection.1}。这时一共还剩 {total_wake in KB}，才有人叫醒 `kswapd`。
#: en Every zone. Once `DMA32` was below `low`, requests went to zone `DMA`, until that too had only {dma_wake} left: its `low` of {zoneinfo.node0.DMA.low} and the {zoneinfo.node0.DMA.protection.1} it keeps for devices. {total_wake in KB} were left in all when `kswapd` was woken.
#: note A28
#: zh 笔记写：kswapd 定期扫描内存。机器上：它平时睡着，是要不到内存的请求把它叫醒的。这台机器没有文件缓存也没有交换区，它没有东西可回收。
#: en The note says: kswapd scans memory periodically. On the machine: it sleeps, and the request that found every zone too low wakes it. This machine has neither file cache nor swap, so there is nothing for it to reclaim.

stop p
p write rest
let stalls = vmstat.allocstall_movable
expect result.signal == SIGKILL
#: page pin=kernel see=direct_reclaim
#: zh 低于 min：自己动手
#: en Below min: do it yourself
#: zh 进程还在写。降到 `min` 以下，它就得停下来自己回收：这叫直接回收，发生了 {stalls} 次。一页也收不回来，最后由 OOM 收场：{result.signal}。
#: en The process went on. Below `min` it has to stop and reclaim by itself: direct reclaim, {stalls} times here. Nothing came of it, and out of memory ended it: {result.signal}.
#: text
#: zh `min` 以下的那一点谁也不给，留给不能等的请求和正在回收的人。
#: en What lies below `min` is for nobody but requests that cannot wait and those who reclaim.
#: note A30
#: zh 笔记写：调大 min_free_kbytes，kswapd 就更早动手，避免直接回收；调得太大会频繁 OOM。拖动滑块看前一半：叫醒 `kswapd` 时剩下的内存跟着变多，进程能用的就变少。能不能因此避免直接回收，要等有东西可回收的机器。
#: en The note says: a larger min_free_kbytes lets kswapd begin earlier and avoids direct reclaim; too large brings out of memory. Move the slider for the first half: more is left when `kswapd` is woken, and the process gets less. Whether that avoids direct reclaim takes a machine with something to reclaim.
