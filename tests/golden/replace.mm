# Page replacement: the textbook's strings, Belady's anomaly, a curve. Strings: Silberschatz, Operating System Concepts;
# Belady, Nelson, Shedler 1969.
lab policy=fifo,opt,lru,clock,clock1,second-chance,random,nfu,aging,lfu,2q,arc frames=3 refs=7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1
expect lab.kind == replace
expect lab.columns == 20
expect lab.fifo.misses == 15
expect lab.opt.misses == 9
expect lab.lru.misses == 12
expect lab.clock1.misses == lab.second-chance.misses
expect lab.arc.hits + lab.arc.misses == lab.refs
expect events.lab_ref == 20

lab policy=fifo,lru frames=3 refs=1,2,3,4,1,2,5,1,2,3,4,5
expect lab.misses == 9
expect lab.lru.misses == 10
lab policy=fifo,lru frames=4 refs=1,2,3,4,1,2,5,1,2,3,4,5
expect lab.misses == 10
expect lab.lru.misses == 8

lab curve policy=fifo,lru,opt refs=1,2,3,4,1,2,5,1,2,3,4,5
expect lab.frames == 5
expect lab.curve.fifo.4 > lab.curve.fifo.3
expect lab.curve.lru.4 <= lab.curve.lru.3
expect lab.curve.opt.3 == 7
expect lab.curve.opt.5 == 5

fails lab policy=fifo frames=3
fails lab policy=mru frames=3 refs=1
fails lab curve policy=lru refs=1,,2
