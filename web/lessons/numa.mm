#: lesson numa rows=A31 minutes=10
#: zh 近的内存，远的内存
#: en Near memory, far memory
#: about
#: zh 一个节点的内存用完了，先用别的节点的，还是先在本地回收？远一点有多慢？
#: en The memory of one node is used up. Is that of another node used, or is something reclaimed here first? And how slow is far?
#: slider part 28M..44M step=4M unit=MB
#: zh 进程写的内存
#: en memory the process writes
machine memory=64M nodes=2 cpus=2 pcp=off migratetypes=off
let part = 40M
spawn p node=0
p mmap $part as buf
p write buf+0..16M
#: page pin=kernel see=numa_alloc
#: zh 两个节点
#: en Two nodes
#: zh 大机器的 CPU 和内存分成节点。CPU 用本节点的内存快，用别的节点的要绕路。这台机器有两个节点，进程在零号节点的 CPU 上跑，写了 {p.status.RssAnon in MB}，缺页时从哪里拿帧？
#:    `numastat` 说：{numastat.node0.numa_hit} 次在零号节点如愿，{numastat.node0.numa_foreign} 次落到别处。
#: en Large machines come in nodes of processors and memory. A processor is quick with the memory of its own node and has a longer way to another's. This machine has two nodes. The process runs on node zero and has written {p.status.RssAnon in MB}; where did the frames come from?
#:    `numastat` says: {numastat.node0.numa_hit} times node zero served as wished, {numastat.node0.numa_foreign} times another had to.
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
#: reveal pin=kernel see=numa_remote
#: zh 用一号节点的：{away} 次。在一号节点记作 `numa_miss`（本来想要别人），在零号节点记作 `numa_foreign`（让给了别人），两个数总是相等。谁也没有被回收，进程也没有等。
#: en That of node one, {away} times. Node one counts them as `numa_miss` (meant for another), node zero as `numa_foreign` (served elsewhere); the two are always equal. Nothing was reclaimed, and the process did not wait.
#: text pin=kernel
#: zh 问节点的次序叫区链表：先本节点的各个区，从高到低，再是最近的别的节点。每个区都要留住自己的低水位。
#: en The order of asking is the zonelist: first the zones of the own node from high to low, then the nearest other node. Each zone keeps its low mark.

p read buf+0..4M
let near = result.ns
p read buf+24M..28M
let far = result.ns
let more = far - near
let each = more // 1024
expect far > near
#: page pin=kernel
#: zh 远有多贵
#: en What far costs
#: zh 从头读 {4M in MB}，都在本地：{near}。读后面的 {4M in MB}，都在一号节点：{far}。一次访问多 {each}。
#: en Reading the first {4M in MB}, all of it local, takes {near}. Reading {4M in MB} further on, all of it on node one, takes {far}: {each} more an access.
#: text
#: zh 到现在为止，这个 CPU 访问了本地内存 {node.0.access_local} 次，远处 {node.0.access_remote} 次。
#: en So far this processor has used local memory {node.0.access_local} times and far memory {node.0.access_remote} times.

p munmap buf
sysctl vm.zone_reclaim_mode=1
let before = numastat.node1.numa_miss
p mmap $part as again
p write again
let local_first = numastat.node1.numa_miss - before
#: page pin=kernel
#: zh 先在本地回收
#: en Reclaim at home first
#: zh 把 `vm.zone_reclaim_mode` 设成 {sysctl.vm.zone_reclaim_mode}，同样的事再做一遍：又有 {local_first} 次落到一号节点。每次零号节点不够，先在本地找可以丢的；这里只有进程自己写的[anon 匿名页]，这种模式不动它们，于是照样去远处。
#: en `vm.zone_reclaim_mode` is set to {sysctl.vm.zone_reclaim_mode} and all of it done again: {local_first} more go to node one. Whenever node zero runs short, it first looks for something to drop at home. Here is nothing but [anon anonymous pages] of the process itself, which this mode leaves alone; so it is far memory again.
#: note A31
#: zh 笔记写：设成一就只回收本地内存，不用别的节点。机器上：它只是先在本地试一次，试不出来还是去别的节点。默认是零：远一点总比回收好。
#: en The note says: with one, only local memory is reclaimed and other nodes are not used. On the machine: it tries at home first, and goes to other nodes all the same when that yields nothing. The default is zero: far is better than reclaim.
