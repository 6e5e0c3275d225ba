#: lesson replacement minutes=10
#: zh 该换谁出去
#: en Whom to evict
#: about
#: zh 同一串访问，FIFO、LRU、CLOCK 和最优算法并排跑，一列一列看谁被换出。
#: en One string of references under FIFO, LRU, CLOCK and the optimal policy, side by side: column by column, who is evicted.
#: slider frames 1..7
#: zh 帧数
#: en frames
machine memory=16M
let frames = 3
lab policy=fifo frames=$frames refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1
#: page pin=lab see=lab_fill
#: zh 帧满了怎么办
#: en When the frames are full
#: zh 内存有 {frames} 帧，程序依次访问 {lab.refs} 次。表里一列是一次访问之后的样子。头几页进空帧，怎么换都一样。
#: en Memory has {frames} frames, and a program makes {lab.refs} references. Each column of the table is the state after one of them. The first pages go to empty frames; up to there all
#:    policies are alike.
#: text see=lab_evict
#: zh 帧满之后，再来新页就要换一页出去。FIFO 换进来最早的那一页，不管它有没有人用：一共缺页 {lab.misses} 次，命中 {lab.hits} 次，换出 {lab.evictions in pages} 页。
#: en Once they are full, each new page must push one out. FIFO takes the page that came in first, used or not: {lab.misses} misses in all, {lab.hits} hits, {lab.evictions in pages} pages evicted.
expect lab.misses == 15
expect lab.hits == 5

#: page pin=lab
#: zh 换成 LRU
#: en LRU instead
#: ask lru
#: zh LRU 换出最久没有用过的那一页。同样的访问、同样的帧数，它和 FIFO 谁的缺页少？
#: en LRU evicts the page not used for the longest time. Same references, same frames: who misses less, LRU or FIFO?
#: choice when lab.lru.misses > lab.fifo.misses
#: zh FIFO 少
#: en FIFO
#: choice when lab.lru.misses < lab.fifo.misses
#: zh LRU 少
#: en LRU
#: choice when lab.lru.misses == lab.fifo.misses
#: zh 一样多：缺页多少只看页数和帧数
#: en Neither: only the numbers of pages and frames matter
lab policy=fifo,lru frames=$frames refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1
expect lab.lru.misses == 12
#: reveal pin=lab see=lab_evict
#: zh FIFO {lab.fifo.misses} 次，LRU {lab.lru.misses} 次。差别出在刚用过的页：FIFO 照样把它换出去，下一次访问就又缺一次。
#: en FIFO {lab.fifo.misses}, LRU {lab.lru.misses}. The difference is pages just used: FIFO evicts them all the same, and the next reference misses again.

#: page pin=lab
#: zh 最好能好到哪里
#: en How good could it be
#: zh 假如知道以后的访问，就换出以后最晚才用到的那一页。没有真系统能这么做，可它是一把尺子：谁也不会比它更少。
#: en If the future were known, one would evict the page that is needed again last. No real system can, but it is the measure: nobody misses less.
lab policy=fifo,lru,clock1,opt frames=$frames refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1
expect lab.opt.misses == 9
#: text see=lab_evict
#: zh 最优算法缺页 {lab.opt.misses} 次，LRU {lab.lru.misses} 次，FIFO {lab.fifo.misses} 次。
#: en The optimal policy misses {lab.opt.misses} times, LRU {lab.lru.misses}, FIFO {lab.fifo.misses}.
#: text see=lab_hand
#: zh 真机记不住每次访问的先后，LRU 太贵。CLOCK 只用一个访问位：指针转圈，见到一就清零放过，见到零就换出。它缺页 {lab.clock1.misses} 次。
#: en A real machine cannot note the order of every reference; LRU is too dear. CLOCK needs one bit a page: a hand goes round, clears a one and passes on, evicts at a zero. It misses
#:    {lab.clock1.misses} times.
#: text
#: zh Linux 走的是同一条路：访问位由 MMU 置上，内核隔一阵看一遍，把页排进活跃和不活跃两条链。
#: en Linux takes the same road: the MMU sets the bit, the kernel looks now and then and keeps pages on an active and an inactive list.

#: page pin=lab
#: zh 帧多一点总是好的？
#: en More frames are better, surely?
#: zh 换一串更短的访问，只用 FIFO。三帧和四帧各跑一遍。
#: en A shorter string, and FIFO alone, once with three frames and once with four.
lab policy=fifo frames=3 refs=1,2,3,4,1,2,5,1,2,3,4,5
let three = lab.misses
#: text
#: zh 三帧：{lab.refs} 次访问，缺页 {three} 次。
#: en Three frames: {lab.refs} references, {three} misses.
#: ask belady
#: zh 给它四帧，缺页会是多少？
#: en With four frames, how many misses?
#: choice when lab.misses < three
#: zh 比 {three} 次少
#: en Fewer than {three}
#: choice when lab.misses == three
#: zh 还是 {three} 次
#: en Still {three}
#: choice when lab.misses > three
#: zh 比 {three} 次多
#: en More than {three}
lab policy=fifo,lru frames=4 refs=1,2,3,4,1,2,5,1,2,3,4,5
expect lab.fifo.misses == 10
expect three == 9
#: reveal pin=lab see=lab_evict
#: zh {lab.fifo.misses} 次，反而多了。这叫 Belady 异常：帧一多，进来的先后就变了，FIFO 恰好换掉马上要用的页。LRU 在四帧下是 {lab.lru.misses} 次。
#: en {lab.fifo.misses}: more, with more memory. This is Belady's anomaly: another frame changes the order of arrival, and FIFO happens to evict just what is needed next. LRU with four frames misses
#:    {lab.lru.misses} times.
