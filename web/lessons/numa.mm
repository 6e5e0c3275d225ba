#: lesson numa rows=A31 minutes=10
#: zh 近的内存，远的内存
#: en Near memory, far memory
#: about
#: zh 一个节点的内存用完了，先用别的节点的，还是先在本地回收？远一点有多慢？
#: en The memory of one node is used up. Is that of another node used, or is something reclaimed here first? And how slow is far?
#: slider part 28M..44M step=4M unit=MB
#: zh 写多少内存
#: en memory written
#: slider mode 0..7
#: zh 本地回收模式
#: en reclaim mode
machine memory=64M nodes=2 cpus=2 pcp=off migratetypes=off
let part = 40M
let mode = 1
spawn p node=0
p mmap $part as buf
p write buf+0..16M
#: page pin=kernel/numa see=numa_alloc
#: zh 两个节点
#: en Two nodes
#: zh 大机器的 CPU 和内存分成节点。CPU 用本节点的内存快，用别的节点的要绕路。进程在零号节点的 CPU 上跑，写了 {p.status.RssAnon in MB}。`numastat` 说：{numastat.node0.numa_hit} 次在零号节点如愿，{numastat.node0.numa_foreign} 次落到别处。
#: en Large machines come in nodes of processors and memory. A processor is quick with the memory of its own node and has a longer way to another's. The process runs on node zero and has written {p.status.RssAnon in MB}. `numastat` says: {numastat.node0.numa_hit} times node zero served as wished, {numastat.node0.numa_foreign} times another had to.
#: ask spill
#: zh 进程继续写，一共 {part in MB}。零号节点放不下了，会怎样？
#: en The process writes on, to {part in MB} in all. Node zero has no room for that. What happens?
#: choice when vmstat.pgsteal_direct + vmstat.pgsteal_kswapd > 0
#: zh 先在零号节点回收
#: en Something on node zero is reclaimed first
#: choice when numastat.node1.numa_miss > 0
#: zh 用一号节点的空闲内存
#: en Free memory of node one is used
#: choice when alive(p) == 0
#: zh 内存不足，进程被杀
#: en Out of memory: the process is killed
p write buf+16M..$part
let away = numastat.node1.numa_miss
expect away == numastat.node0.numa_foreign
#: reveal pin=kernel/numa see=numa_remote
#: zh 用一号节点的：{away} 次。在一号节点记作 `numa_miss`（本来想要别人），在零号节点记作 `numa_foreign`（让给了别人），两个数总是相等。谁也没有被回收，进程也没有等。
#: en That of node one, {away} times. Node one counts them as `numa_miss` (meant for another), node zero as `numa_foreign` (served elsewhere); the two are always equal. Nothing was reclaimed, and the process did not wait.
#: text pin=kernel/zones
#: zh 问节点的次序叫区链表：先本节点的各个区，从高到低，再是最近的别的节点。每个区都要留住自己的低水位。
#: en The order of asking is the zonelist: first the zones of the own node from high to low, then the nearest other node. Each zone keeps its low mark.

p read buf+0..4M
let near = result.ns
p read buf+24M..28M
let far = result.ns
let more = far - near
let each = more // 1024
expect far > near
#: page pin=kernel/numa
#: zh 远有多贵
#: en What far costs
#: zh 从头读 {4M in MB}，都在本地：{near}。读后面的 {4M in MB}，都在一号节点：{far}。一次访问多 {each}。
#: en Reading the first {4M in MB}, all of it local, takes {near}. Reading {4M in MB} further on, all of it on node one, takes {far}: {each} more an access.
#: text
#: zh 到现在为止，这个 CPU 访问了本地内存 {node.0.access_local} 次，远处 {node.0.access_remote} 次。
#: en So far this processor has used local memory {node.0.access_local} times and far memory {node.0.access_remote} times.

p munmap buf
sysctl vm.zone_reclaim_mode=$mode
let before = numastat.node1.numa_miss
#: page pin=kernel/numa
#: zh 先在本地回收
#: en Reclaim at home first
#: zh 进程还掉全部内存，把 `vm.zone_reclaim_mode` 设成 {sysctl.vm.zone_reclaim_mode}。一是在本地回收，加二可以先写回脏页，加四可以换出进程的页；零是不在本地回收。然后同样的事再做一遍。
#: en The process gives all of it back and `vm.zone_reclaim_mode` is set to {sysctl.vm.zone_reclaim_mode}. One means reclaim on the own node, two more lets it write dirty pages first, four more lets it swap pages of processes; zero means none of this. Then the same is done again.
#: ask mode
#: zh 上一次有 {away} 帧落到一号节点。这次呢？
#: en Last time {away} frames came from node one. And now?
#: choice when local_first == 0
#: zh 一帧也没有：只许用本地的
#: en None: only local memory may be used
#: choice when local_first < away // 2
#: zh 少一大半：先在本地收回许多
#: en Far fewer: much is got back at home first
#: choice when local_first >= away // 2
#: zh 差不多：本地没有可回收的
#: en About as many: nothing can be got back at home
p mmap $part as again
p write again
let local_first = numastat.node1.numa_miss - before
let tries = events.zone_reclaim
#: reveal pin=kernel/numa see=zone_reclaim
#: zh 差不多：{local_first} 帧。零号节点不够的时候，先看本地有没有可以丢的，看了 {tries} 次：那里只有进程自己写的[anon 匿名页]，没有交换区就动不了。于是照样去一号节点。
#: en About as many: {local_first}. Whenever node zero ran short it was searched for something to drop, {tries} times: all there is are [anon anonymous pages] of the process, which cannot go anywhere without swap. So it was far memory again.
#: note A31
#: zh 笔记写：1 只回收本地内存；2 还可以写回脏页；4 还可以用 swap；建议设成 0。机器上：1、2、4 是可以相加的位，设了任何一位都只是先在本地试一次，试不出来还是去别的节点。默认是 0：远一点总比回收好。这台机器还没有可以回收的东西，所以各种模式分配的结果一样；拖动滑块试试。
#: en The note says: 1 reclaims local memory only, 2 may write dirty pages, 4 may swap; 0 is advised. On the machine: 1, 2 and 4 are bits that add up, and any of them only tries at home first; when that yields nothing, other nodes are used all the same. The default is 0: far is better than reclaim. Here is nothing to reclaim yet, so each mode ends in the same allocation; try it with the slider.
