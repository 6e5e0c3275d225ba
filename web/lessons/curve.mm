#: lesson curve minutes=8
#: zh 缺页曲线
#: en The miss curve
#: about
#: zh 帧数从少到多，缺页怎样下降：曲线的拐点就是工作集，形状就是局部性。
#: en How misses fall as frames grow: the bend of the curve is the working set, its shape is locality.
#: slider frames 2..10
#: zh 帧数
#: en frames
machine memory=16M
let frames = 4
lab policy=lru frames=1 refs=1,2,3,1,2,3,1,2,3,1,2,3,1,2,3,4,5,6,4,5,6,4,5,6,4,5,6,7,8,9,7,8,9,7,8,9,7,8,9,1,2,3,1,2,3
#: page pin=lab see=lab_miss
#: zh 有阶段的程序
#: en A program with phases
#: zh 程序访问 {lab.refs} 次，共九个页，分成几个阶段，每个阶段只在三个页里打转。只有一帧时，LRU 每次都缺页：{lab.misses} 次。
#: en A program makes {lab.refs} references to nine pages, in phases, each of which goes round three of them. With a single frame LRU misses every time: {lab.misses}.
expect lab.misses == 45
#: ask bend
#: zh 帧数从一加到九，缺页在哪里一下子降下来？
#: en Frames go from one to nine. Where do the misses drop all at once?
#: choice when lab.curve.lru.3 * 2 < lab.curve.lru.2
#: zh 到三帧：一个阶段装得下了
#: en At three: a phase fits
#: choice when lab.curve.lru.9 * 2 < lab.curve.lru.8
#: zh 到九帧：所有的页都装得下了
#: en At nine: every page fits
#: choice when lab.curve.lru.2 * 2 < lab.curve.lru.1
#: zh 到两帧：有了第二帧就不必总换
#: en At two: with a second frame there is less swapping
lab curve policy=lru,fifo,opt frames=12 refs=1,2,3,1,2,3,1,2,3,1,2,3,1,2,3,4,5,6,4,5,6,4,5,6,4,5,6,7,8,9,7,8,9,7,8,9,7,8,9,1,2,3,1,2,3
let two = lab.curve.lru.2
let three = lab.curve.lru.3
let nine = lab.curve.lru.9
expect two == 45
expect lab.curve.lru.3 == 12
expect lab.curve.lru.9 == 9
#: reveal pin=lab see=lab_point
#: zh 两帧缺 {lab.curve.lru.2} 次，次次都缺；三帧只缺 {lab.curve.lru.3} 次；九帧 {lab.curve.lru.9} 次，每页只在第一次用时缺。拐点在三帧：那就是工作集，不是程序的全部页数。
#: en Two frames miss {lab.curve.lru.2} times, every time; three only {lab.curve.lru.3}; nine {lab.curve.lru.9}, each page at its first use. The bend is at three: that is the working set, not the number of pages
#:    a program has.
#: text
#: zh LRU 的曲线一遍就能算出来：某一页上次用过之后又用过几个别的页，再加一，就是它要命中所需的帧数。
#: en For LRU one pass gives the whole curve: the number of other pages used since a page's last use, plus one, is the number of frames it needs to hit.
#: text
#: zh 低于工作集就是颠簸：内存少一帧，缺页从 {three} 次变成 {two} 次。再多给，从三帧加到九帧，只省下 {three - nine} 次。
#: en Below the working set there is thrashing: a frame less turns {three} misses into {two}. Giving more, from three frames to nine, saves just {three - nine}.

lab policy=lru,fifo,opt frames=$frames refs=1,2,3,1,2,3,1,2,3,1,2,3,1,2,3,4,5,6,4,5,6,4,5,6,4,5,6,7,8,9,7,8,9,7,8,9,7,8,9,1,2,3,1,2,3
#: page pin=lab see=lab_evict
#: zh 选一个帧数细看
#: en One size, step by step
#: zh 用滑块选帧数。{frames} 帧时，LRU 缺页 {lab.lru.misses} 次，FIFO {lab.fifo.misses} 次，最优 {lab.opt.misses} 次。
#: en Choose the frames with the slider. With {frames} frames LRU misses {lab.lru.misses} times, FIFO {lab.fifo.misses}, the optimal policy {lab.opt.misses}.
#: text
#: zh 两帧时最优算法比 LRU 好得多：转圈的时候，LRU 换出的总是马上要用的那一页。三帧以上，三种算法几乎一样：工作集装得下，换谁都行。
#: en With two frames the optimal policy does much better than LRU: going round, LRU always evicts the page needed next. From three frames on all three are nearly alike: where the working set fits,
#:    the choice hardly matters.
lab curve policy=lru frames=12 refs=1,9,5,2,8,4,6,3,7,1,5,9,3,8,2,6,4,7,5,1,9,2,7,3,8,6,4,1,9,5,2,8,4,6,3,7,5,1,8,3,9,2,6,7,4
#: page pin=lab see=lab_point
#: zh 没有局部性
#: en Without locality
#: zh 同样九个页、同样 {lab.refs} 次访问，但东一个西一个。三帧缺 {lab.curve.lru.3} 次，六帧缺 {lab.curve.lru.6} 次，要到九帧才降到 {lab.curve.lru.9} 次。
#: en The same nine pages, the same {lab.refs} references, but here and there. Three frames miss {lab.curve.lru.3} times, six {lab.curve.lru.6}; only nine bring them down to {lab.curve.lru.9}.
#: text
#: zh 缓存、TLB、换页能起作用，靠的都是前一条曲线那样的程序。
#: en Caches, TLBs and paging all live on programs whose curve is like the first.
