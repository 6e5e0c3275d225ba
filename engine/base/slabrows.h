/* slabrows.h - rows of the slab allocator and of the kernel's own objects, as base/tables.h and base/records.h have
 * them.
 *
 * Shape     MM_SLAB_COMMANDS, MM_SLAB_ARGS and MM_SLAB_EVENTS stand inside the lists of tables.h, MM_SLAB_RECORDS and
 *           MM_SLAB_FIELDS inside those of records.h; the columns are explained there.
 * Units     an object is named by the physical address of its first byte.
 */
#ifndef MM_BASE_SLABROWS_H
#define MM_BASE_SLABROWS_H

// clang-format off

#define MM_SLAB_COMMANDS(V) \
    V(KMEM_CACHE,  "kmem_cache",  NONE,  1, "make a cache of kernel objects", "建立一个内核对象缓存") \
    V(KMEM_ALLOC,  "kmem_alloc",  NONE,  1, "take objects from a cache", "从缓存取对象") \
    V(KMEM_FREE,   "kmem_free",   NONE,  1, "give such objects back", "归还这些对象") \
    V(KMALLOC,     "kmalloc",     NONE,  1, "take kernel memory by size", "按大小取内核内存") \
    V(KFREE,       "kfree",       NONE,  1, "give such memory back", "归还这样的内存")

#define MM_SLAB_ARGS(A) \
    A(KMEM_CACHE, 0, "name",  NAME, POS, 0, 0, "name of the cache", "缓存的名字") \
    A(KMEM_CACHE, 1, "size",  SIZE, KEY, 1, 4ull << 20, "size of an object", "对象的大小") \
    A(KMEM_CACHE, 2, "align", SIZE, KEY, 1, 4096, "alignment, a power of two (8)", "对齐，2 的幂（默认 8）") \
    A(KMEM_CACHE, 3, "reclaimable", FLAG, FLAG, 0, 0, "its objects can be dropped: counted in SReclaimable", "对象可回收：计入 SReclaimable") \
    A(KMEM_ALLOC, 0, "cache", TEXT, POS, 0, 0, "name of the cache", "缓存的名字") \
    A(KMEM_ALLOC, 1, "count", UINT, KEY, 1, 1000000, "objects (1)", "对象个数（默认 1）") \
    A(KMEM_ALLOC, 2, "name",  NAME, AS, 0, 0, "name of the objects", "这些对象的名字") \
    A(KMEM_ALLOC, 3, "cpu",   UINT, KEY, 0, 63, "CPU that asks (0)", "由哪个 CPU 请求（默认 0）") \
    A(KMEM_FREE, 0, "name",   LABEL, POS, 0, 0, "objects to free", "要归还的对象") \
    A(KMEM_FREE, 1, "every",  UINT, KEY, 2, UINT32_MAX, "only every K-th object", "只取每第 K 个对象") \
    A(KMEM_FREE, 2, "cpu",    UINT, KEY, 0, 63, "CPU that frees (0)", "由哪个 CPU 归还（默认 0）") \
    A(KMALLOC, 0, "size",     SIZE, POS, 1, 4ull << 20, "bytes", "字节数") \
    A(KMALLOC, 1, "name",     NAME, AS, 0, 0, "name of the memory", "这块内存的名字") \
    A(KMALLOC, 2, "cpu",      UINT, KEY, 0, 63, "CPU that asks (0)", "由哪个 CPU 请求（默认 0）") \
    A(KFREE, 0, "name",       LABEL, POS, 0, 0, "memory to free", "要归还的内存") \
    A(KFREE, 1, "cpu",        UINT, KEY, 0, 63, "CPU that frees (0)", "由哪个 CPU 归还（默认 0）")

/* Where a slab is. A full slab and an empty one that is being given back are on no list. */
#define MM_SLAB_STATES(X) \
    X(NONE, "none") X(CPU, "cpu") X(CPU_PARTIAL, "cpu_partial") X(NODE_PARTIAL, "node_partial") X(FULL, "full") X(EMPTY, "empty")
/* Where an object came from: the first of these, in this order, that has one. */
#define MM_SLAB_PATHS(X) \
    X(CPU_FREELIST, "cpu_freelist") X(SLAB_FREELIST, "slab_freelist") X(CPU_PARTIAL, "cpu_partial") \
    X(NODE_PARTIAL, "node_partial") X(OTHER_NODE, "other_node") X(NEW_SLAB, "new_slab")
/* Where a freed object goes: the CPU's own list, or the list of its slab. */
#define MM_SLAB_PUTS(X) X(CPU_FREELIST, "cpu_freelist") X(SLAB_FREELIST, "slab_freelist")

#define MM_SLAB_EVENTS(E) \
    E(KMEM_CACHE,     "kmem_cache",     square,  kernel,      1, "cache bytes size_bytes order objects alias") \
    E(KMEM_ALLOC,     "kmem_alloc",     circle,  kernel,      0, "cache slab obj slab_path cpu") \
    E(SLAB_NEW,       "slab_new",       square,  physical,    1, "cache slab pfn order objects node") \
    E(SLAB_FREE,      "slab_free",      square,  physical,    1, "cache slab pfn order") \
    E(KMEM_FREE,      "kmem_free",      circle,  kernel,      0, "cache slab obj slab_put cpu") \
    E(SLAB_MOVE,      "slab_move",      square,  kernel,      0, "cache slab slab_state_before slab_state cpu free_objects") \
    E(SLAB_DRAIN,     "slab_drain",     diamond, kernel,      0, "cache cpu slabs free_objects limit") \
    E(KMEM_SHRINK,    "kmem_shrink",    bar,     kernel,      1, "cache slabs used_objects") \
    E(FILE_OPEN,      "file_open",      square,  kernel,      0, "file filp cached cpu") \
    E(SHRINK_SLAB,    "shrink_slab",    bar,     kernel,      1, "node freeable_objects scanned_objects freed_objects") \
    E(STACK_TAKE,     "stack_take",     square,  physical,    0, "pid pfn pages cached cpu") \
    E(STACK_GIVE,     "stack_give",     square,  physical,    0, "pid pfn pages cached cpu")

#define MM_X_SLAB_STATE(id, name) SLS_##id,
enum mm_slab_state { MM_SLAB_STATES(MM_X_SLAB_STATE) SLS_COUNT };
#define MM_X_SLAB_PATH(id, name) SLP_##id,
enum mm_slab_path { MM_SLAB_PATHS(MM_X_SLAB_PATH) SLP_COUNT };
#define MM_X_SLAB_PUT(id, name) SLF_##id,
enum mm_slab_put { MM_SLAB_PUTS(MM_X_SLAB_PUT) SLF_COUNT };

/* Flags of a cache. */
#define MM_KMEM_FLAGS(X) \
    X(RECLAIMABLE, 1u, "reclaimable") X(OUTSIDE, 2u, "pointer_outside") X(DMA, 4u, "dma") X(ACCOUNT, 8u, "account") \
    X(NOMERGE, 16u, "nomerge") X(KMALLOC, 32u, "kmalloc")
#define MM_X_KMEM_FLAG(id, mask, name) KMF_##id = mask,
enum mm_kmem_flag { MM_KMEM_FLAGS(MM_X_KMEM_FLAG) KMF_NONE = 0 };

#define MM_CACHES_MAX   256u  /* caches that are in use */
#define MM_SLABS_MAX    65536u /* slabs, when the machine has more frames than that */

#define MM_SLAB_RECORDS(K) \
    K(kmem_cache, slab, 0, "a cache of kernel objects", "一个内核对象缓存") \
    K(kmem_cpu,   slab, 0, "what a CPU holds of a cache", "某 CPU 手里的该缓存") \
    K(kmem_node,  slab, 0, "what a node holds of a cache", "某节点上的该缓存") \
    K(slab,       slab, 0, "a slab: a block of frames cut into objects", "一个 slab：切成对象的一块帧") \
    K(file,       slab, 0, "a path that the kernel knows", "内核记得的一个路径")

/* id = slot; a slot is used from the first object on */
#define MM_KMEM_CACHE_FIELDS(F) \
    F(kmem_cache, live,         uint32_t, V, "", "1 when used", "使用中为 1") \
    F(kmem_cache, gen,          uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(kmem_cache, name,         uint32_t, V, "name", "its name", "名字") \
    F(kmem_cache, row,          uint32_t, V, "", "row of the table of named caches plus 1; 0 made by a command", "有名缓存表中的行号加 1；由命令建立则为 0") \
    F(kmem_cache, object_bytes, uint32_t, V, "bytes", "size asked for", "请求的对象大小") \
    F(kmem_cache, size_bytes,   uint32_t, V, "bytes", "distance from object to object", "对象之间的间距") \
    F(kmem_cache, align,        uint32_t, V, "bytes", "alignment", "对齐") \
    F(kmem_cache, offset_bytes, uint32_t, V, "bytes", "where in a free object the pointer to the next one lies", "空闲对象内指向下一个的指针的位置") \
    F(kmem_cache, order,        uint32_t, V, "order", "order of a slab", "slab 的阶") \
    F(kmem_cache, objects,      uint32_t, V, "objects", "objects of a slab", "每个 slab 的对象数") \
    F(kmem_cache, order_min,    uint32_t, V, "order", "order tried when there is no block of the usual one", "没有常用阶的块时退而用的阶") \
    F(kmem_cache, objects_min,  uint32_t, V, "objects", "objects of such a slab", "这样的 slab 的对象数") \
    F(kmem_cache, min_partial,  uint32_t, V, "slabs", "partial slabs a node keeps even when they are empty", "节点即使为空也保留的 partial slab 数") \
    F(kmem_cache, cpu_partial,  uint32_t, V, "objects", "free objects a CPU may keep on partial slabs", "CPU 可保留在 partial slab 上的空闲对象数") \
    F(kmem_cache, cpu_partial_slabs, uint32_t, V, "slabs", "partial slabs a CPU may keep", "CPU 可保留的 partial slab 数") \
    F(kmem_cache, flags,        uint32_t, V, "flags kmem", "reclaimable …", "可回收等") \
    F(kmem_cache, slabs,        uint32_t, V, "slabs", "slabs", "slab 数") \
    F(kmem_cache, total_objects, uint32_t, V, "objects", "objects of all its slabs", "全部 slab 的对象数") \
    F(kmem_cache, used_objects, uint32_t, V, "objects", "objects that somebody holds", "被人持有的对象数") \
    F(kmem_cache, aliases,      uint32_t, V, "caches", "further caches that were merged into this one", "并入它的其他缓存数") \
    F(kmem_cache, alias_of,     uint32_t, V, "slot", "cache that this name was merged into, plus 1; 0: its own", "该名字并入的缓存编号加 1；0 表示自己的") \
    F(kmem_cache, pad0,         uint32_t, H, "", "padding", "填充")

/* id = cache * CPUs + cpu */
#define MM_KMEM_CPU_FIELDS(F) \
    F(kmem_cpu, freelist,      uint64_t, V, "object", "first free object of its slab; 0 none", "其 slab 上第一个空闲对象；0 没有") \
    F(kmem_cpu, ahead,         uint64_t, V, "objects", "the four after it: number in the slab plus 1, 16 bits each, lowest first", "其后四个：slab 内编号加 1，每 16 位一个，自低位起") \
    F(kmem_cpu, live,          uint32_t, V, "", "1 when used", "使用中为 1") \
    F(kmem_cpu, gen,           uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(kmem_cpu, slab,          uint32_t, V, "slot", "slab it takes objects from, plus 1; 0 none", "正在取对象的 slab 编号加 1；0 没有") \
    F(kmem_cpu, free_objects,  uint32_t, V, "objects", "objects on that list", "该链上的对象数") \
    F(kmem_cpu, partial,       uint32_t, V, "slot", "first of its partial slabs, plus 1", "其 partial slab 链的第一个，编号加 1") \
    F(kmem_cpu, partial_slabs, uint32_t, V, "slabs", "its partial slabs", "其 partial slab 数")

/* id = cache * nodes + node */
#define MM_KMEM_NODE_FIELDS(F) \
    F(kmem_node, live,          uint32_t, V, "", "1 when used", "使用中为 1") \
    F(kmem_node, gen,           uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(kmem_node, slabs,         uint32_t, V, "slabs", "slabs on this node", "该节点上的 slab 数") \
    F(kmem_node, total_objects, uint32_t, V, "objects", "their objects", "它们的对象数") \
    F(kmem_node, partial,       uint32_t, V, "slot", "first partial slab, plus 1", "第一个 partial slab，编号加 1") \
    F(kmem_node, partial_last,  uint32_t, V, "slot", "last partial slab, plus 1", "最后一个 partial slab，编号加 1") \
    F(kmem_node, nr_partial,    uint32_t, V, "slabs", "partial slabs", "partial slab 数") \
    F(kmem_node, pad0,          uint32_t, H, "", "padding", "填充")

/* id = slot */
#define MM_SLAB_FIELDS_OF_SLAB(F) \
    F(slab, freelist, uint64_t, V, "object", "first free object of its own list; 0 none", "自己链上的第一个空闲对象；0 没有") \
    F(slab, used0,    uint64_t, V, "bits", "objects 0-63 that somebody holds", "对象 0–63 中被持有的") \
    F(slab, used1,    uint64_t, V, "bits", "objects 64-127", "对象 64–127") \
    F(slab, used2,    uint64_t, V, "bits", "objects 128-191", "对象 128–191") \
    F(slab, used3,    uint64_t, V, "bits", "objects 192-255", "对象 192–255") \
    F(slab, used4,    uint64_t, V, "bits", "objects 256-319", "对象 256–319") \
    F(slab, used5,    uint64_t, V, "bits", "objects 320-383", "对象 320–383") \
    F(slab, used6,    uint64_t, V, "bits", "objects 384-447", "对象 384–447") \
    F(slab, used7,    uint64_t, V, "bits", "objects 448-511", "对象 448–511") \
    F(slab, live,     uint32_t, V, "", "1 when used", "使用中为 1") \
    F(slab, gen,      uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(slab, cache,    uint32_t, V, "slot", "its cache", "所属缓存") \
    F(slab, pfn,      uint32_t, V, "frame", "its first frame", "第一帧") \
    F(slab, order,    uint32_t, V, "order", "log2 of its frames", "帧数的对数") \
    F(slab, node,     uint32_t, V, "node", "node of its frames", "帧所在节点") \
    F(slab, objects,  uint32_t, V, "objects", "objects it is cut into", "切成的对象数") \
    F(slab, inuse,    uint32_t, V, "objects", "objects that somebody holds", "被持有的对象数") \
    F(slab, state,    uint32_t, V, "enum slab_state", "where it is", "在哪里") \
    F(slab, cpu,      uint32_t, V, "cpu", "CPU it belongs to (cpu, cpu_partial)", "所属 CPU（cpu、cpu_partial 时）") \
    F(slab, next,     uint32_t, V, "slot", "next on its partial list, plus 1", "partial 链上的下一个，编号加 1") \
    F(slab, prev,     uint32_t, V, "slot", "previous on its partial list, plus 1", "partial 链上的上一个，编号加 1") \
    F(slab, link,     uint32_t, H, "slot", "next slot that is not used, plus 1", "下一个未用的槽，编号加 1") \
    F(slab, pad0,     uint32_t, H, "", "padding", "填充")

/* id = slot; it stays when the file is closed, as long as it has a dentry or an inode */
#define MM_FILE_FIELDS(F) \
    F(file, w0,     uint64_t, V, "text", "path, bytes 0-7", "路径，字节 0–7") \
    F(file, w1,     uint64_t, V, "text", "bytes 8-15", "字节 8–15") \
    F(file, w2,     uint64_t, V, "text", "bytes 16-23", "字节 16–23") \
    F(file, w3,     uint64_t, V, "text", "bytes 24-31", "字节 24–31") \
    F(file, dentry, uint64_t, V, "object", "its dentry; 0 dropped", "它的 dentry；0 已丢弃") \
    F(file, inode,  uint64_t, V, "object", "its inode; 0 dropped", "它的 inode；0 已丢弃") \
    F(file, step,   uint64_t, I, "step", "step that last opened or closed it", "最后打开或关闭它的那一步") \
    F(file, live,   uint32_t, V, "", "1 when used", "使用中为 1") \
    F(file, gen,    uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(file, opens,  uint32_t, V, "objects", "file objects (filp) that are open on it", "打开它的文件对象（filp）数") \
    F(file, lru,    uint32_t, V, "", "dentry: 0 never unused, 1 may go, 2 used again since it was last looked at", "dentry：0 从未闲置，1 可丢弃，2 上次查看后又被用过")

#define MM_SLAB_SYSCTLS(S) \
    S(DROP_CACHES, "vm.drop_caches", 0, 1, 4, "writing 2 drops unused dentries and inodes", "写入 2 丢弃闲置的 dentry 和 inode") \
    S(VFS_CACHE_PRESSURE, "vm.vfs_cache_pressure", 100, 0, INT32_MAX, "how eagerly dentries and inodes are dropped", "丢弃 dentry 和 inode 的积极程度")

#define MM_SLAB_FIELDS(F) \
    MM_KMEM_CACHE_FIELDS(F) MM_KMEM_CPU_FIELDS(F) MM_KMEM_NODE_FIELDS(F) MM_SLAB_FIELDS_OF_SLAB(F) \
    MM_FILE_FIELDS(F)

// clang-format on

#endif
