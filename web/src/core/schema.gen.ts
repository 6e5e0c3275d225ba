// Made by tools/gen-types.mjs from the engine's tables. Do not edit: run `npm run types`.

export type Station = 'bar' | 'circle' | 'square' | 'diamond' | 'pill' | 'tick';
export type FloorName = 'programs' | 'translation' | 'kernel' | 'physical';
export interface EventRow { station: Station; floor: FloorName; notable: boolean; args: readonly string[] }
export const EVENTS = {
    command: { station: 'bar', floor: 'programs', notable: false, args: ['verb', 'step'] },
    command_end: { station: 'bar', floor: 'programs', notable: false, args: ['errno', 'value'] },
    job_turn: { station: 'bar', floor: 'programs', notable: false, args: ['job', 'pid', 'cpu'] },
    job_end: { station: 'bar', floor: 'programs', notable: true, args: ['job', 'pid', 'done'] },
    task_switch: { station: 'square', floor: 'translation', notable: false, args: ['cpu', 'pid_from', 'pid_to', 'asid', 'flushed'] },
    syscall: { station: 'bar', floor: 'kernel', notable: false, args: ['pid', 'verb', 'addr', 'bytes'] },
    syscall_return: { station: 'bar', floor: 'programs', notable: false, args: ['pid', 'errno', 'value'] },
    access: { station: 'bar', floor: 'programs', notable: false, args: ['pid', 'addr', 'access_type', 'cpu'] },
    return_to_program: { station: 'bar', floor: 'programs', notable: false, args: ['pid', 'addr'] },
    tlb_hit: { station: 'circle', floor: 'translation', notable: false, args: ['cpu', 'tlb_level', 'vpn', 'pfn', 'set', 'way'] },
    tlb_miss: { station: 'diamond', floor: 'translation', notable: false, args: ['cpu', 'tlb_level', 'vpn', 'set'] },
    tlb_fill: { station: 'square', floor: 'translation', notable: false, args: ['cpu', 'tlb_level', 'vpn', 'pfn', 'set', 'way'] },
    tlb_evict: { station: 'square', floor: 'translation', notable: false, args: ['cpu', 'tlb_level', 'vpn', 'pfn', 'set', 'way'] },
    tlb_invlpg: { station: 'square', floor: 'translation', notable: false, args: ['cpu', 'vpn', 'entries'] },
    tlb_flush: { station: 'square', floor: 'translation', notable: true, args: ['cpu', 'tlb_flush_reason', 'entries', 'asid'] },
    walk_level: { station: 'circle', floor: 'translation', notable: false, args: ['level', 'index', 'table_pfn', 'entry', 'addr'] },
    walk_empty: { station: 'diamond', floor: 'translation', notable: false, args: ['level', 'index', 'table_pfn', 'entry', 'addr'] },
    walk_denied: { station: 'diamond', floor: 'translation', notable: false, args: ['level', 'index', 'table_pfn', 'entry', 'addr', 'access_type'] },
    pte_mark: { station: 'square', floor: 'translation', notable: false, args: ['table_pfn', 'index', 'accessed', 'dirty', 'addr'] },
    page_fault: { station: 'diamond', floor: 'kernel', notable: false, args: ['pid', 'addr', 'error_code', 'cpu'] },
    vma_find: { station: 'circle', floor: 'kernel', notable: false, args: ['pid', 'addr', 'vma', 'found', 'start', 'end'] },
    stack_grow: { station: 'square', floor: 'programs', notable: true, args: ['pid', 'vma', 'pages', 'start'] },
    fault_decide: { station: 'diamond', floor: 'kernel', notable: false, args: ['pid', 'addr', 'fault_kind', 'vma'] },
    fault_done: { station: 'square', floor: 'kernel', notable: true, args: ['pid', 'addr', 'fault_kind', 'major', 'ns'] },
    pt_alloc: { station: 'square', floor: 'translation', notable: false, args: ['pid', 'level', 'table_pfn', 'addr'] },
    pt_free: { station: 'square', floor: 'translation', notable: false, args: ['pid', 'level', 'table_pfn', 'addr'] },
    frame_zero: { station: 'square', floor: 'physical', notable: false, args: ['pfn', 'order'] },
    frame_fill: { station: 'square', floor: 'physical', notable: false, args: ['pfn', 'tag'] },
    frame_copy: { station: 'square', floor: 'physical', notable: false, args: ['pfn_from', 'pfn_to'] },
    pte_set: { station: 'square', floor: 'translation', notable: false, args: ['table_pfn', 'index', 'entry', 'entry_before', 'addr', 'pid'] },
    pte_clear: { station: 'square', floor: 'translation', notable: false, args: ['table_pfn', 'index', 'entry_before', 'addr', 'pid'] },
    store: { station: 'square', floor: 'physical', notable: false, args: ['pfn', 'tag', 'addr'] },
    signal: { station: 'diamond', floor: 'programs', notable: true, args: ['pid', 'signal', 'si_code', 'addr', 'caught'] },
    spawn: { station: 'square', floor: 'programs', notable: true, args: ['pid', 'proc'] },
    exit: { station: 'square', floor: 'programs', notable: true, args: ['pid', 'exit_code', 'signal'] },
    vma_new: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'start', 'end', 'flags'] },
    vma_resize: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'start', 'end', 'start_before', 'end_before'] },
    vma_split: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'vma_new', 'addr'] },
    vma_merge: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'vma_gone', 'start', 'end'] },
    vma_free: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'start', 'end'] },
    vma_flags: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'vma', 'flags_before', 'flags'] },
    vma_place: { station: 'circle', floor: 'programs', notable: false, args: ['pid', 'addr', 'bytes', 'hint'] },
    brk_move: { station: 'square', floor: 'programs', notable: false, args: ['pid', 'brk_before', 'brk'] },
    commit_check: { station: 'diamond', floor: 'kernel', notable: false, args: ['pid', 'pages', 'committed_pages', 'limit_pages', 'allowed', 'mode'] },
    alloc_pages: { station: 'bar', floor: 'kernel', notable: false, args: ['order', 'gfp', 'migratetype', 'zone'] },
    zone_check: { station: 'diamond', floor: 'kernel', notable: false, args: ['zone', 'order', 'free_pages', 'mark_pages', 'reserve_pages', 'ok'] },
    list_empty: { station: 'tick', floor: 'kernel', notable: false, args: ['zone', 'order', 'migratetype'] },
    buddy_take: { station: 'circle', floor: 'kernel', notable: false, args: ['zone', 'pfn', 'order', 'migratetype', 'blocks'] },
    buddy_split: { station: 'square', floor: 'kernel', notable: true, args: ['zone', 'pfn', 'order_from', 'order_to', 'migratetype', 'upper_pfn'] },
    buddy_fallback: { station: 'diamond', floor: 'kernel', notable: true, args: ['zone', 'order', 'migratetype', 'migratetype_from', 'pfn', 'whole_block'] },
    pageblock_tag: { station: 'square', floor: 'kernel', notable: true, args: ['pageblock', 'migratetype_before', 'migratetype', 'pages'] },
    free_pages: { station: 'bar', floor: 'kernel', notable: false, args: ['zone', 'pfn', 'order'] },
    buddy_merge: { station: 'square', floor: 'kernel', notable: true, args: ['zone', 'pfn', 'buddy_pfn', 'order', 'merged_pfn'] },
    buddy_insert: { station: 'square', floor: 'kernel', notable: false, args: ['zone', 'pfn', 'order', 'migratetype', 'at_tail', 'blocks'] },
    frame_taken: { station: 'square', floor: 'physical', notable: false, args: ['pfn', 'order', 'frame_type', 'owner'] },
    alloc_fail: { station: 'diamond', floor: 'kernel', notable: true, args: ['order', 'gfp'] },
    oom_kill: { station: 'diamond', floor: 'kernel', notable: true, args: ['pid', 'pages'] },
    mlock_pages: { station: 'square', floor: 'kernel', notable: false, args: ['pid', 'vma', 'pages', 'lock'] },
    sysctl_set: { station: 'square', floor: 'kernel', notable: true, args: ['sysctl', 'before', 'value'] },
    label_set: { station: 'square', floor: 'programs', notable: false, args: ['label', 'start', 'bytes'] },
    trace_begin: { station: 'bar', floor: 'programs', notable: true, args: ['trace', 'pid', 'accesses'] },
    time_passes: { station: 'pill', floor: 'kernel', notable: false, args: ['cpu', 'ns'] },
    lab_begin: { station: 'bar', floor: 'kernel', notable: true, args: ['lab_kind', 'runs', 'frames', 'references', 'columns'] },
    lab_ref: { station: 'circle', floor: 'kernel', notable: false, args: ['page', 'column'] },
    lab_hit: { station: 'circle', floor: 'physical', notable: false, args: ['run', 'slot', 'page', 'column'] },
    lab_miss: { station: 'diamond', floor: 'kernel', notable: true, args: ['run', 'page', 'column'] },
    lab_hand: { station: 'tick', floor: 'physical', notable: false, args: ['run', 'slot', 'page', 'referenced'] },
    lab_evict: { station: 'square', floor: 'physical', notable: true, args: ['run', 'slot', 'page', 'lab_why', 'worth', 'column'] },
    lab_fill: { station: 'square', floor: 'physical', notable: false, args: ['run', 'slot', 'page', 'lab_list', 'column'] },
    lab_move: { station: 'square', floor: 'kernel', notable: false, args: ['run', 'page', 'lab_list_from', 'lab_list'] },
    lab_adapt: { station: 'square', floor: 'kernel', notable: false, args: ['run', 'target_before', 'target'] },
    lab_tick: { station: 'pill', floor: 'kernel', notable: false, args: ['run', 'column', 'referenced'] },
    lab_slice: { station: 'pill', floor: 'kernel', notable: false, args: ['run', 'done', 'references', 'misses'] },
    lab_point: { station: 'square', floor: 'kernel', notable: false, args: ['run', 'frames', 'misses'] },
    lab_result: { station: 'bar', floor: 'kernel', notable: true, args: ['run', 'lab_policy', 'hits', 'misses', 'evictions'] },
} as const satisfies Record<string, EventRow>;
export type EventName = keyof typeof EVENTS;

export interface FieldRow { bytes: 1 | 2 | 4 | 8; signed: boolean; visibility: string; unit: string; en: string; zh: string }
export interface RecordRow { section: string; whole: boolean; en: string; zh: string; fields: Readonly<Record<string, FieldRow>> }
export const RECORDS = {
    machine: {
        section: 'machine', whole: true, en: 'the machine as a whole', zh: '整台机器',
        fields: {
            clock_ns: { bytes: 8, signed: false, visibility: 'V', unit: 'ns', en: 'simulated time', zh: '模拟时间' },
            committed_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'Committed_AS: pages promised to processes', zh: 'Committed_AS：已承诺给进程的页数' },
            r_ns: { bytes: 8, signed: false, visibility: 'V', unit: 'ns', en: 'simulated time the last command took', zh: '上一条命令用掉的模拟时间' },
            r_addr: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'address the last command returned or faulted at', zh: '上一条命令返回或出错的地址' },
            totalram_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'managed pages of all zones (MemTotal)', zh: '所有区管理的页数（MemTotal）' },
            r_pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'frame the last command returned', zh: '上一条命令返回的帧' },
            r_errno: { bytes: 4, signed: false, visibility: 'V', unit: 'errno', en: 'errno of the last command, 0 when it went well', zh: '上一条命令的 errno，0 表示成功' },
            r_signal: { bytes: 4, signed: false, visibility: 'V', unit: 'signal', en: 'signal the last command ended in', zh: '上一条命令引起的信号' },
            r_code: { bytes: 4, signed: false, visibility: 'V', unit: 'si_code', en: 'si_code of that signal', zh: '该信号的 si_code' },
            zero_pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'the shared zero page', zh: '共享的零页' },
            reserved_frames: { bytes: 4, signed: false, visibility: 'V', unit: 'frames', en: 'frames boot kept for itself', zh: '启动时内核自留的帧数' },
        },
    },
    cpu: {
        section: 'machine', whole: true, en: 'a simulated CPU', zh: '模拟的 CPU',
        fields: {
            clock_ns: { bytes: 8, signed: false, visibility: 'V', unit: 'ns', en: 'this CPU\'s clock', zh: '该 CPU 的时钟' },
            proc: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process whose address space is loaded, plus 1; 0 none', zh: '已装入其地址空间的进程槽号加 1，0 表示没有' },
            node: { bytes: 4, signed: false, visibility: 'V', unit: 'node', en: 'node of this CPU', zh: '该 CPU 所在节点' },
            asid0: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 1, plus 1', zh: '持有 ASID 1 的进程槽号加 1' },
            asid1: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 2, plus 1', zh: '持有 ASID 2 的进程槽号加 1' },
            asid2: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 3, plus 1', zh: '持有 ASID 3 的进程槽号加 1' },
            asid3: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 4, plus 1', zh: '持有 ASID 4 的进程槽号加 1' },
            asid4: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 5, plus 1', zh: '持有 ASID 5 的进程槽号加 1' },
            asid5: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process holding ASID 6, plus 1', zh: '持有 ASID 6 的进程槽号加 1' },
            asid: { bytes: 4, signed: false, visibility: 'V', unit: 'asid', en: 'ASID in use (1-6); 0 without PCID', zh: '正在用的 ASID（1–6）；没有 PCID 时为 0' },
        },
    },
    zone: {
        section: 'memory', whole: true, en: 'a zone of a node', zh: '一个节点的一个区',
        fields: {
            start_pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'first frame', zh: '第一个帧' },
            spanned_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'frames from first to last, holes included', zh: '从头到尾的帧数，含空洞' },
            present_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'frames that exist', zh: '存在的帧数' },
            managed_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'frames the buddy allocator owns', zh: '伙伴系统管理的帧数' },
            free_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'free frames (nr_free_pages)', zh: '空闲帧数（nr_free_pages）' },
            min_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'watermark min', zh: '水位线 min' },
            low_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'watermark low', zh: '水位线 low' },
            high_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'watermark high', zh: '水位线 high' },
            protection0: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'kept from requests that could use zone 0', zh: '对可用 0 号区的请求保留的页数' },
            protection1: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'kept from requests that could use zone 1', zh: '对可用 1 号区的请求保留的页数' },
            protection2: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'kept from requests that could use zone 2', zh: '对可用 2 号区的请求保留的页数' },
            protection3: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'kept from requests that could use zone 3', zh: '对可用 3 号区的请求保留的页数' },
            type: { bytes: 2, signed: false, visibility: 'V', unit: 'enum zone_type', en: 'DMA, DMA32, Normal …', zh: 'DMA、DMA32、Normal 等' },
            node: { bytes: 2, signed: false, visibility: 'V', unit: 'node', en: 'node it belongs to', zh: '所属节点' },
            highatomic_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages of pageblocks kept for atomic requests of more than one frame', zh: '为多帧原子请求保留的页块的页数' },
        },
    },
    freelist: {
        section: 'memory', whole: true, en: 'free blocks of one order and migrate type in a zone', zh: '一个区里某阶、某迁移类型的空闲块',
        fields: {
            blocks: { bytes: 4, signed: false, visibility: 'V', unit: 'blocks', en: 'free blocks on this list', zh: '这条链上的空闲块数' },
            head: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'first block; 4294967295 when empty', zh: '第一块；空时为 4294967295' },
        },
    },
    pageblock: {
        section: 'memory', whole: true, en: 'a pageblock of 512 frames', zh: '512 帧的页块',
        fields: {
            migratetype: { bytes: 1, signed: false, visibility: 'V', unit: 'enum migratetype', en: 'migrate type of the pageblock', zh: '页块的迁移类型' },
        },
    },
    frame: {
        section: 'frames', whole: true, en: 'a physical frame (struct page)', zh: '一个物理帧（struct page）',
        fields: {
            vpn: { bytes: 8, signed: false, visibility: 'V', unit: 'page', en: 'page it is mapped at first by its owner; for a table the page its first entry maps', zh: '所有者首次映射它的虚拟页；页表帧则是其第一项映射的页' },
            step: { bytes: 8, signed: false, visibility: 'I', unit: 'step', en: 'step that last touched it', zh: '最后动它的那一步' },
            flags: { bytes: 4, signed: false, visibility: 'V', unit: 'flags page', en: 'page flags (PG_*)', zh: '页标志（PG_*）' },
            refcount: { bytes: 4, signed: true, visibility: 'V', unit: 'references', en: '_refcount: 0 free', zh: '_refcount：0 表示空闲' },
            mapcount: { bytes: 4, signed: true, visibility: 'V', unit: 'mappings', en: '_mapcount: -1 unmapped, N-1 mapped N times', zh: '_mapcount：-1 未映射，映射 N 次为 N-1' },
            tag: { bytes: 4, signed: false, visibility: 'V', unit: 'tag', en: 'what its bytes are: a tag that a write changes; 0 all zeros', zh: '内容标记：写会改变它；0 表示全零' },
            owner: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process slot plus 1; 0 the kernel or nobody', zh: '进程槽号加 1；0 为内核或无主' },
            next: { bytes: 4, signed: false, visibility: 'I', unit: 'frame', en: 'next on its list', zh: '链上的下一个' },
            prev: { bytes: 4, signed: false, visibility: 'I', unit: 'frame', en: 'previous on its list', zh: '链上的上一个' },
            entries: { bytes: 2, signed: false, visibility: 'V', unit: 'entries', en: 'used entries of a table page', zh: '页表帧里用掉的项数' },
            type: { bytes: 1, signed: false, visibility: 'V', unit: 'enum frame_type', en: 'what it holds', zh: '装的是什么' },
            order: { bytes: 1, signed: false, visibility: 'V', unit: 'order', en: 'order of the block it heads (free or allocated)', zh: '它领头的块的阶' },
            zone: { bytes: 1, signed: false, visibility: 'V', unit: 'zone', en: 'zone index', zh: '区号' },
            node: { bytes: 1, signed: false, visibility: 'V', unit: 'node', en: 'node', zh: '节点' },
            level: { bytes: 1, signed: false, visibility: 'V', unit: 'level', en: 'level of a table page (1 lowest); else 0', zh: '页表帧的级别（1 最低）；否则 0' },
            migratetype: { bytes: 1, signed: false, visibility: 'V', unit: 'enum migratetype', en: 'list a free block is on', zh: '空闲块所在链的迁移类型' },
        },
    },
    name: {
        section: 'names', whole: false, en: 'a word used by the records', zh: '记录里用到的一个名字',
        fields: {
            w0: { bytes: 8, signed: false, visibility: 'V', unit: 'text', en: 'bytes 0-7', zh: '字节 0–7' },
            w1: { bytes: 8, signed: false, visibility: 'V', unit: 'text', en: 'bytes 8-15', zh: '字节 8–15' },
            w2: { bytes: 8, signed: false, visibility: 'V', unit: 'text', en: 'bytes 16-23', zh: '字节 16–23' },
            w3: { bytes: 8, signed: false, visibility: 'V', unit: 'text', en: 'bytes 24-31', zh: '字节 24–31' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            gen: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'generation of the slot', zh: '槽的代数' },
        },
    },
    proc: {
        section: 'processes', whole: false, en: 'a process', zh: '一个进程',
        fields: {
            start_code: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'start of the text', zh: '代码段起点' },
            end_code: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'end of the text', zh: '代码段终点' },
            start_data: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'start of the data', zh: '数据段起点' },
            end_data: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'end of data and bss', zh: '数据段与 bss 的终点' },
            start_brk: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'start of the heap', zh: '堆起点' },
            brk: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'end of the heap', zh: '堆终点' },
            start_stack: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'where the stack began', zh: '栈的起点' },
            mmap_base: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'top of the mmap area; mappings go down from here', zh: 'mmap 区顶端，映射由此向下' },
            task_size: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'end of user space', zh: '用户空间终点' },
            total_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmSize', zh: 'VmSize' },
            hiwater_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmPeak', zh: 'VmPeak' },
            locked_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmLck', zh: 'VmLck' },
            data_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmData: private writable, not stack', zh: 'VmData：私有可写、非栈' },
            stack_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmStk', zh: 'VmStk' },
            exec_vm_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'executable areas (text and libraries)', zh: '可执行区域（代码与库）' },
            rss_anon_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'RssAnon: present anonymous pages', zh: 'RssAnon：在内存的匿名页' },
            rss_file_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'RssFile: present file pages', zh: 'RssFile：在内存的文件页' },
            rss_shmem_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'RssShmem', zh: 'RssShmem' },
            hiwater_rss_pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'VmHWM', zh: 'VmHWM' },
            pgtables_bytes: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'VmPTE: page tables as Linux counts them', zh: 'VmPTE：按 Linux 口径计的页表' },
            minflt: { bytes: 8, signed: false, visibility: 'V', unit: 'faults', en: 'minor faults', zh: '次缺页次数' },
            majflt: { bytes: 8, signed: false, visibility: 'V', unit: 'faults', en: 'major faults', zh: '主缺页次数' },
            start_ns: { bytes: 8, signed: false, visibility: 'V', unit: 'ns', en: 'when it was started', zh: '启动时刻' },
            utime_ns: { bytes: 8, signed: false, visibility: 'V', unit: 'ns', en: 'simulated time it used', zh: '用掉的模拟时间' },
            step: { bytes: 8, signed: false, visibility: 'I', unit: 'step', en: 'step that last touched it', zh: '最后动它的那一步' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            gen: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'generation of the slot', zh: '槽的代数' },
            pid: { bytes: 4, signed: false, visibility: 'V', unit: 'pid', en: 'process id', zh: '进程号' },
            ppid: { bytes: 4, signed: false, visibility: 'V', unit: 'pid', en: 'parent\'s process id', zh: '父进程号' },
            name: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'the name it was given', zh: '给它取的名字' },
            file: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'the program\'s file', zh: '程序文件' },
            state: { bytes: 4, signed: false, visibility: 'V', unit: 'enum proc_state', en: 'running, zombie', zh: '运行、僵尸' },
            pgd_pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'frame of the top table', zh: '顶级页表所在帧' },
            cpu: { bytes: 4, signed: false, visibility: 'V', unit: 'cpu', en: 'CPU it runs on', zh: '所在 CPU' },
            node: { bytes: 4, signed: false, visibility: 'V', unit: 'node', en: 'node it was placed on, plus 1; 0 anywhere', zh: '指定节点加 1；0 表示任意' },
            vma_count: { bytes: 4, signed: false, visibility: 'V', unit: 'areas', en: 'virtual memory areas', zh: '虚拟内存区域数' },
            job: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'its job plus 1; 0 none', zh: '它的工作槽号加 1；0 没有' },
            levels: { bytes: 4, signed: false, visibility: 'V', unit: 'levels', en: 'page-table levels', zh: '页表级数' },
            tables: { bytes: 4, signed: false, visibility: 'V', unit: 'frames', en: 'table pages it has, top table included', zh: '页表帧数，含顶级' },
            signal: { bytes: 4, signed: false, visibility: 'V', unit: 'signal', en: 'signal it died of, or the last one caught', zh: '致死或最近捕获的信号' },
            exit_code: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'exit code', zh: '退出码' },
            catch_mask: { bytes: 4, signed: false, visibility: 'V', unit: 'flags signal', en: 'signals that are reported and do not kill', zh: '只报告、不致死的信号' },
            oom_score_adj: { bytes: 4, signed: true, visibility: 'V', unit: '', en: 'oom_score_adj', zh: 'oom_score_adj' },
            inferred: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when its areas were inferred from a trace\'s addresses', zh: '区域由轨迹地址推断时为 1' },
            stack_limit_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'RLIMIT_STACK', zh: 'RLIMIT_STACK' },
            trace: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'recorded program it runs, plus 1; 0 none', zh: '所运行的录制程序编号加 1；0 没有' },
            trace_next: { bytes: 8, signed: false, visibility: 'V', unit: 'accesses', en: 'access of the recording at which it goes on', zh: '下次从录制的第几次访问继续' },
        },
    },
    vma: {
        section: 'processes', whole: false, en: 'a virtual memory area', zh: '一个虚拟内存区域',
        fields: {
            start: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first byte', zh: '首字节' },
            end: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first byte after it', zh: '末字节之后' },
            pgoff: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'offset in the file; for anonymous areas start >> 12 when mapped', zh: '文件内偏移；匿名区为映射时的 start >> 12' },
            step: { bytes: 8, signed: false, visibility: 'I', unit: 'step', en: 'step that last touched it', zh: '最后动它的那一步' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            gen: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'generation of the slot', zh: '槽的代数' },
            proc: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process slot', zh: '进程槽号' },
            flags: { bytes: 4, signed: false, visibility: 'V', unit: 'flags vm', en: 'VM_* flags', zh: 'VM_* 标志' },
            file: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'file\'s name; 0 anonymous', zh: '文件名；0 为匿名' },
            role: { bytes: 4, signed: false, visibility: 'V', unit: 'enum vma_role', en: 'text, data, heap, stack …', zh: '代码、数据、堆、栈等' },
            anon_vma: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'identity of its anon_vma; 0 before the first anonymous page', zh: 'anon_vma 的编号；首个匿名页之前为 0' },
            resident_pages: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages present in it (zero page not counted)', zh: '在内存的页数（零页不计）' },
        },
    },
    label: {
        section: 'processes', whole: false, en: 'a name given to a range of addresses or to frames', zh: '给一段地址或几个帧取的名字',
        fields: {
            start: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first byte; for alloc_pages the frame', zh: '首字节；alloc_pages 则为帧号' },
            bytes: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'size asked for', zh: '请求的大小' },
            position: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'where `write NAME next` goes on', zh: '`write NAME next` 的当前位置' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            gen: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'generation of the slot', zh: '槽的代数' },
            name: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'the name', zh: '名字' },
            proc: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process slot plus 1; 0 frames of the kernel', zh: '进程槽号加 1；0 为内核的帧' },
            order: { bytes: 4, signed: false, visibility: 'V', unit: 'order', en: 'order of each block (alloc_pages)', zh: '每块的阶（alloc_pages）' },
            count: { bytes: 4, signed: false, visibility: 'V', unit: 'blocks', en: 'blocks (alloc_pages)', zh: '块数（alloc_pages）' },
            first_pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'first block (alloc_pages); blocks are linked', zh: '第一块（alloc_pages）；各块相连' },
        },
    },
    job: {
        section: 'processes', whole: false, en: 'work that takes time', zh: '需要时间的工作',
        fields: {
            done: { bytes: 8, signed: false, visibility: 'V', unit: 'accesses', en: 'accesses done', zh: '已完成的访问' },
            total: { bytes: 8, signed: false, visibility: 'V', unit: 'accesses', en: 'accesses in all; 18446744073709551615 endless', zh: '总访问数；18446744073709551615 为无穷' },
            loops: { bytes: 8, signed: false, visibility: 'V', unit: '', en: 'times round', zh: '循环次数' },
            start: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first byte of the range', zh: '范围首字节' },
            bytes: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'length of the range', zh: '范围长度' },
            stride: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'bytes between accesses', zh: '相邻访问的间隔' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            gen: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'generation of the slot', zh: '槽的代数' },
            proc: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'process slot', zh: '进程槽号' },
            kind: { bytes: 4, signed: false, visibility: 'V', unit: 'enum job_kind', en: 'what it does', zh: '在做什么' },
            access: { bytes: 4, signed: false, visibility: 'V', unit: 'enum access_type', en: 'read, write or fetch', zh: '读、写或取指' },
            pattern: { bytes: 4, signed: false, visibility: 'V', unit: 'enum pattern', en: 'order of the accesses', zh: '访问的次序' },
            trace: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'trace it replays, plus 1', zh: '所回放的轨迹加 1' },
            background: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when nobody waits for it', zh: '后台为 1' },
        },
    },
    tlb: {
        section: 'tlb', whole: true, en: 'a TLB entry', zh: '一个 TLB 项',
        fields: {
            vpn: { bytes: 8, signed: false, visibility: 'V', unit: 'page', en: 'virtual page (of its page size)', zh: '虚拟页号（按其页大小）' },
            pfn: { bytes: 4, signed: false, visibility: 'V', unit: 'frame', en: 'frame', zh: '帧' },
            asid: { bytes: 2, signed: false, visibility: 'V', unit: 'asid', en: 'address space (0 without PCID)', zh: '地址空间（无 PCID 时为 0）' },
            flags: { bytes: 2, signed: false, visibility: 'V', unit: 'flags tlb', en: '1 valid, 2 writable, 4 user, 8 no-execute, 16 dirty known, 32 2-MB page, 64 global', zh: '1 有效、2 可写、4 用户、8 不可执行、16 已知脏、32 2MB 页、64 全局' },
        },
    },
    tlbstat: {
        section: 'tlb', whole: true, en: 'hits and misses of a TLB level of a CPU', zh: '某 CPU 某级 TLB 的命中与未命中',
        fields: {
            hits: { bytes: 8, signed: false, visibility: 'V', unit: 'hits', en: 'hits', zh: '命中' },
            misses: { bytes: 8, signed: false, visibility: 'V', unit: 'misses', en: 'misses', zh: '未命中' },
            flushes: { bytes: 8, signed: false, visibility: 'V', unit: 'flushes', en: 'whole flushes', zh: '全部刷新' },
            invlpgs: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'single pages invalidated', zh: '单页失效' },
        },
    },
    counter: {
        section: 'counters', whole: true, en: 'a counter of /proc/vmstat', zh: '/proc/vmstat 的一个计数',
        fields: {
            value: { bytes: 8, signed: false, visibility: 'V', unit: '', en: 'value', zh: '值' },
        },
    },
    evcount: {
        section: 'counters', whole: true, en: 'how many events of a kind so far', zh: '到目前为止某种事件的个数',
        fields: {
        },
    },
    sysctl: {
        section: 'sysctls', whole: true, en: 'a sysctl', zh: '一个 sysctl',
        fields: {
            value: { bytes: 8, signed: false, visibility: 'V', unit: '', en: 'value', zh: '值' },
        },
    },
    lab: {
        section: 'lab', whole: true, en: 'the textbook machine of the lab', zh: '实验台上的教科书机器',
        fields: {
            frames: { bytes: 8, signed: false, visibility: 'V', unit: 'frames', en: 'frames of memory; of a curve the largest number', zh: '内存帧数；曲线则为最大帧数' },
            refs: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'references in all', zh: '访问总数' },
            at: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'references made (by the run that works, when it is a trace)', zh: '已进行的访问数（轨迹则为当前算法的）' },
            done: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'work done, of all runs', zh: '各算法已完成的访问总数' },
            total: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'work in all', zh: '各算法要完成的访问总数' },
            seed: { bytes: 8, signed: false, visibility: 'V', unit: '', en: 'seed of random', zh: 'random 的种子' },
            tick: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'references between clock ticks', zh: '时钟间隔的访问数' },
            memory: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'size of the managed memory', zh: '被管理内存的大小' },
            base: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first address of the managed memory', zh: '被管理内存的起始地址' },
            free: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'free bytes', zh: '空闲字节数' },
            largest: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'largest free piece', zh: '最大的空闲块' },
            internal: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'lost inside pieces', zh: '块内浪费' },
            external: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'free but not in the largest piece', zh: '不在最大空闲块里的空闲字节' },
            searched: { bytes: 8, signed: false, visibility: 'V', unit: 'pieces', en: 'pieces looked at by the last search', zh: '上次查找看过的块数' },
            address: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'address looked up', zh: '查找的地址' },
            linear: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'linear address of the last access', zh: '上次访问的线性地址' },
            next: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'where next fit goes on', zh: 'next fit 的当前位置' },
            kind: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_kind', en: 'which lab', zh: '哪种实验' },
            runs: { bytes: 4, signed: false, visibility: 'V', unit: 'runs', en: 'policies side by side', zh: '并列的算法数' },
            columns: { bytes: 4, signed: false, visibility: 'V', unit: 'references', en: 'references of which every column is kept; 0: too many', zh: '逐列保存的访问数；0 表示太多' },
            run: { bytes: 4, signed: false, visibility: 'V', unit: 'run', en: 'run that works (traces, curves)', zh: '当前工作的算法（轨迹、曲线）' },
            bits: { bytes: 4, signed: false, visibility: 'V', unit: 'bits', en: 'bits of aging\'s counters; bits of an address', zh: 'aging 计数器的位数；地址的位数' },
            fit: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_fit', en: 'how a piece is chosen', zh: '如何挑选空闲块' },
            order: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_order', en: 'order of the free list', zh: '空闲链的次序' },
            coalesce: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1: free neighbours are joined', zh: '为 1 时合并相邻空闲块' },
            header: { bytes: 4, signed: false, visibility: 'V', unit: 'bytes', en: 'header of each piece', zh: '每块的头部大小' },
            align: { bytes: 4, signed: false, visibility: 'V', unit: 'bytes', en: 'sizes are rounded up to this', zh: '大小向上取整的单位' },
            page: { bytes: 4, signed: false, visibility: 'V', unit: 'bytes', en: 'size of a page', zh: '页的大小' },
            fault: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'fault of the last access', zh: '上次访问的异常' },
            error: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'its error code', zh: '其错误码' },
        },
    },
    labrun: {
        section: 'lab', whole: false, en: 'one policy of a replacement lab', zh: '置换实验中的一个算法',
        fields: {
            hits: { bytes: 8, signed: false, visibility: 'V', unit: 'hits', en: 'hits', zh: '命中' },
            misses: { bytes: 8, signed: false, visibility: 'V', unit: 'misses', en: 'misses', zh: '缺页' },
            evictions: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'pages that had to leave', zh: '被换出的页数' },
            policy: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_policy', en: 'which policy', zh: '哪种算法' },
            used: { bytes: 4, signed: false, visibility: 'V', unit: 'frames', en: 'frames in use', zh: '已用帧数' },
            hand: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'where the hand of a clock stands', zh: '时钟指针的位置' },
            target: { bytes: 4, signed: false, visibility: 'V', unit: 'frames', en: 'arc\'s p: frames meant for T1; 2q: A1in\'s share', zh: 'arc 的 p：留给 T1 的帧数；2q 则为 A1in 的份额' },
            a: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages on T1 or A1in', zh: 'T1 或 A1in 上的页数' },
            b: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages on T2 or Am', zh: 'T2 或 Am 上的页数' },
            ghost_a: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages remembered on B1 or A1out', zh: 'B1 或 A1out 记住的页数' },
            ghost_b: { bytes: 4, signed: false, visibility: 'V', unit: 'pages', en: 'pages remembered on B2', zh: 'B2 记住的页数' },
        },
    },
    labslot: {
        section: 'lab', whole: false, en: 'a frame of a run, or a page that it remembers', zh: '一个算法的一帧，或它还记得的一页',
        fields: {
            page: { bytes: 8, signed: false, visibility: 'V', unit: 'page', en: 'page plus 1; 0 empty', zh: '页号加 1；0 为空' },
            used: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'column of its last use, plus 1', zh: '最后一次使用的列号加 1' },
            since: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'column in which it came, plus 1', zh: '调入时的列号加 1' },
            next: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'opt: column of its next use; 18446744073709551615 never', zh: 'opt：下次使用的列号；18446744073709551615 为不再使用' },
            count: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'counter of nfu, aging or lfu', zh: 'nfu、aging 或 lfu 的计数器' },
            ref: { bytes: 2, signed: false, visibility: 'V', unit: '', en: 'reference bit', zh: '访问位' },
            list: { bytes: 2, signed: false, visibility: 'V', unit: 'enum lab_list', en: 'list it is on', zh: '所在的链' },
        },
    },
    labcell: {
        section: 'lab', whole: false, en: 'a frame of a run after one reference', zh: '某次访问之后一个算法的一帧',
        fields: {
            page: { bytes: 8, signed: false, visibility: 'V', unit: 'page', en: 'page plus 1; 0 empty', zh: '页号加 1；0 为空' },
            flags: { bytes: 4, signed: false, visibility: 'V', unit: 'flags labcell', en: '1 hit now, 2 filled now, 4 reference bit set, 8 the hand stands here', zh: '1 此次命中、2 此次装入、4 访问位为 1、8 指针所在' },
            count: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'counter of nfu, aging or lfu', zh: 'nfu、aging 或 lfu 的计数器' },
        },
    },
    labref: {
        section: 'lab', whole: false, en: 'one reference of the string', zh: '访问串中的一次访问',
        fields: {
            page: { bytes: 8, signed: false, visibility: 'V', unit: 'page', en: 'page referenced, plus 1', zh: '所访问的页加 1' },
            next: { bytes: 8, signed: false, visibility: 'V', unit: 'references', en: 'column of its next use; 18446744073709551615 never', zh: '下次使用的列号；18446744073709551615 为不再使用' },
        },
    },
    labpoint: {
        section: 'lab', whole: false, en: 'misses of a policy with so many frames', zh: '一个算法在某帧数下的缺页',
        fields: {
            frames: { bytes: 8, signed: false, visibility: 'V', unit: 'frames', en: 'frames', zh: '帧数' },
            misses: { bytes: 8, signed: false, visibility: 'V', unit: 'misses', en: 'misses with so many frames', zh: '此帧数下的缺页' },
        },
    },
    labseg: {
        section: 'lab', whole: false, en: 'a segment descriptor', zh: '一个段描述符',
        fields: {
            base: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'base', zh: '基址' },
            limit: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'last offset that is allowed', zh: '允许的最后偏移' },
            size: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'size asked for', zh: '请求的大小' },
            loaded: { bytes: 8, signed: false, visibility: 'V', unit: '', en: 'when it was loaded (a number that grows)', zh: '装入的次序（递增）' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            name: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'its name', zh: '名字' },
            selector: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'selector: index, table and RPL', zh: '选择子：序号、表与 RPL' },
            table: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_dt', en: 'descriptor table', zh: '描述符表' },
            type: { bytes: 4, signed: false, visibility: 'V', unit: 'enum lab_segment', en: 'code, data or stack', zh: '代码、数据或栈' },
            bits: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'type bits of the descriptor', zh: '描述符的类型位' },
            dpl: { bytes: 4, signed: false, visibility: 'V', unit: '', en: 'privilege level, 0 to 3', zh: '特权级，0 到 3' },
            present: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1: in memory', zh: '在内存为 1' },
            swapped: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1: on disk', zh: '在磁盘为 1' },
            granularity: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1: the limit counts pages of 4 KB', zh: '为 1 时界限以 4 KB 计' },
        },
    },
    labblock: {
        section: 'lab', whole: false, en: 'a piece of the managed memory', zh: '被管理内存中的一块',
        fields: {
            start: { bytes: 8, signed: false, visibility: 'V', unit: 'address', en: 'first byte', zh: '首字节' },
            size: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'size, header included', zh: '大小，含头部' },
            asked: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'size asked for', zh: '请求的大小' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
            used: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1: allocated, 0: free', zh: '已分配为 1，空闲为 0' },
            name: { bytes: 4, signed: false, visibility: 'V', unit: 'name', en: 'owner\'s name; 0 none', zh: '所有者的名字；0 为无' },
            next: { bytes: 4, signed: false, visibility: 'V', unit: 'slot', en: 'next on the free list, plus 1', zh: '空闲链上的下一块加 1' },
        },
    },
    labtable: {
        section: 'lab', whole: false, en: 'one way to lay out page tables', zh: '页表的一种组织方式',
        fields: {
            bytes: { bytes: 8, signed: false, visibility: 'V', unit: 'bytes', en: 'bytes of all its tables', zh: '全部表的字节数' },
            tables: { bytes: 8, signed: false, visibility: 'V', unit: 'tables', en: 'tables', zh: '表的个数' },
            pages: { bytes: 8, signed: false, visibility: 'V', unit: 'pages', en: 'pages mapped', zh: '映射的页数' },
            best: { bytes: 4, signed: false, visibility: 'V', unit: 'accesses', en: 'memory accesses of a lookup at best', zh: '一次查找最少的访存次数' },
            worst: { bytes: 4, signed: false, visibility: 'V', unit: 'accesses', en: 'memory accesses of a lookup at worst', zh: '一次查找最多的访存次数' },
            now: { bytes: 4, signed: false, visibility: 'V', unit: 'accesses', en: 'memory accesses of the lookup asked for', zh: '所问地址的访存次数' },
            live: { bytes: 4, signed: false, visibility: 'V', unit: '', en: '1 when used', zh: '使用中为 1' },
        },
    },
    pte: {
        section: 'tables', whole: false, en: 'a page-table entry', zh: '一个页表项',
        fields: {
            value: { bytes: 8, signed: false, visibility: 'S', unit: 'entry', en: 'the entry', zh: '页表项的值' },
        },
    },
} as const satisfies Record<string, RecordRow>;
export type RecordKind = keyof typeof RECORDS;
export type FieldName<K extends RecordKind> = keyof (typeof RECORDS)[K]['fields'] & string;

export interface ArgRow { word: string; type: string; form: string; en: string; zh: string }
export interface CommandRow { word: string; actor: boolean; steps: number; en: string; zh: string; args: readonly ArgRow[] }
export const COMMANDS: readonly CommandRow[] = [
    { word: 'spawn', actor: false, steps: 1, en: 'start a process', zh: '启动一个进程', args: [
        { word: 'name', type: 'NAME', form: 'POS', en: 'name of the process', zh: '进程的名字' },
        { word: 'file', type: 'TEXT', form: 'KEY', en: 'program file', zh: '程序文件' },
        { word: 'text', type: 'SIZE', form: 'KEY', en: 'size of the code', zh: '代码大小' },
        { word: 'data', type: 'SIZE', form: 'KEY', en: 'size of initialised data', zh: '已初始化数据的大小' },
        { word: 'bss', type: 'SIZE', form: 'KEY', en: 'size of zeroed data', zh: '零初始化数据的大小' },
        { word: 'stack', type: 'SIZE', form: 'KEY', en: 'initial stack', zh: '初始栈大小' },
        { word: 'lib', type: 'TEXT', form: 'MANY', en: 'a library as PATH:SIZE', zh: '库，写作 PATH:SIZE' },
        { word: 'maps', type: 'TEXT', form: 'KEY', en: 'lay it out as this /proc/PID/maps file says', zh: '按这个 /proc/PID/maps 文件布局' },
        { word: 'oom_score_adj', type: 'INT', form: 'KEY', en: 'oom_score_adj, -1000 to 1000', zh: 'oom_score_adj，-1000 到 1000' },
        { word: 'cpu', type: 'UINT', form: 'KEY', en: 'CPU it runs on', zh: '所在 CPU' },
        { word: 'node', type: 'UINT', form: 'KEY', en: 'node it runs on', zh: '所在节点' },
        { word: 'catch', type: 'TEXT', form: 'KEY', en: 'signals reported instead of killing: SEGV,BUS', zh: '只报告不致死的信号：SEGV,BUS' },
    ] },
    { word: 'exit', actor: true, steps: 1, en: 'end the process', zh: '结束进程', args: [
        { word: 'code', type: 'UINT', form: 'OPT', en: 'exit code', zh: '退出码' },
    ] },
    { word: 'kill', actor: false, steps: 1, en: 'send a signal to a process', zh: '给进程发信号', args: [
        { word: 'actor', type: 'ACTOR', form: 'POS', en: 'process', zh: '进程' },
        { word: 'signal', type: 'TEXT', form: 'OPT', en: 'signal name or number (KILL)', zh: '信号名或号（默认 KILL）' },
    ] },
    { word: 'mmap', actor: true, steps: 1, en: 'map memory', zh: '映射内存', args: [
        { word: 'size', type: 'SIZE', form: 'POS', en: 'bytes', zh: '字节数' },
        { word: 'name', type: 'NAME', form: 'AS', en: 'name of the mapping', zh: '映射的名字' },
        { word: 'at', type: 'ADDR', form: 'KEY', en: 'address wished for', zh: '希望的地址' },
        { word: 'fixed', type: 'FLAG', form: 'FLAG', en: 'exactly there, replacing what is mapped', zh: '必须在该地址，替换原有映射' },
        { word: 'file', type: 'TEXT', form: 'KEY', en: 'file to map, as PATH or PATH:OFFSET', zh: '映射的文件，PATH 或 PATH:OFFSET' },
        { word: 'shared', type: 'FLAG', form: 'FLAG', en: 'MAP_SHARED', zh: 'MAP_SHARED' },
        { word: 'prot', type: 'PROT', form: 'KEY', en: 'protection, such as rw-', zh: '保护，如 rw-' },
        { word: 'noreserve', type: 'FLAG', form: 'FLAG', en: 'MAP_NORESERVE', zh: 'MAP_NORESERVE' },
        { word: 'populate', type: 'FLAG', form: 'FLAG', en: 'MAP_POPULATE: touch every page now', zh: 'MAP_POPULATE：立即触及每页' },
        { word: 'locked', type: 'FLAG', form: 'FLAG', en: 'MAP_LOCKED', zh: 'MAP_LOCKED' },
        { word: 'growsdown', type: 'FLAG', form: 'FLAG', en: 'MAP_GROWSDOWN', zh: 'MAP_GROWSDOWN' },
    ] },
    { word: 'munmap', actor: true, steps: 1, en: 'unmap a range', zh: '解除映射', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'every', type: 'UINT', form: 'KEY', en: 'only every K-th page', zh: '只取每第 K 页' },
    ] },
    { word: 'mprotect', actor: true, steps: 1, en: 'change protection of a range', zh: '改变一段地址的保护', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'prot', type: 'PROT', form: 'POS', en: 'new protection', zh: '新的保护' },
    ] },
    { word: 'mremap', actor: true, steps: 1, en: 'grow, shrink or move a mapping', zh: '扩大、缩小或移动映射', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'size', type: 'SIZE', form: 'POS', en: 'new size', zh: '新的大小' },
        { word: 'maymove', type: 'FLAG', form: 'FLAG', en: 'it may move', zh: '可以移动' },
    ] },
    { word: 'madvise', actor: true, steps: 1, en: 'say how a range will be used', zh: '告知一段地址的用法', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'advice', type: 'ADVICE', form: 'POS', en: 'dontneed, sequential, random or normal', zh: 'dontneed、sequential、random 或 normal' },
        { word: 'every', type: 'UINT', form: 'KEY', en: 'only every K-th page', zh: '只取每第 K 页' },
    ] },
    { word: 'mlock', actor: true, steps: 1, en: 'keep a range in memory', zh: '把一段地址锁在内存', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
    ] },
    { word: 'munlock', actor: true, steps: 1, en: 'let a locked range go', zh: '解除内存锁定', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
    ] },
    { word: 'brk', actor: true, steps: 1, en: 'move the end of the heap', zh: '移动堆的终点', args: [
        { word: 'change', type: 'SIGNED_SIZE', form: 'POS', en: '+SIZE or -SIZE', zh: '+SIZE 或 -SIZE' },
    ] },
    { word: 'read', actor: true, steps: 1, en: 'load from every page of a range, or N times', zh: '读一段地址的每一页，或 N 次', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'pattern', type: 'PATTERN', form: 'KEY', en: 'seq, rev, random, zipf:0.9, stride:64K or loop', zh: 'seq、rev、random、zipf:0.9、stride:64K 或 loop' },
        { word: 'count', type: 'UINT', form: 'KEY', en: 'accesses', zh: '访问次数' },
        { word: 'seed', type: 'UINT', form: 'KEY', en: 'seed of the pattern', zh: '模式的随机种子' },
    ] },
    { word: 'write', actor: true, steps: 1, en: 'store to every page of a range, or N times', zh: '写一段地址的每一页，或 N 次', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'pattern', type: 'PATTERN', form: 'KEY', en: 'seq, rev, random, zipf:0.9, stride:64K or loop', zh: 'seq、rev、random、zipf:0.9、stride:64K 或 loop' },
        { word: 'count', type: 'UINT', form: 'KEY', en: 'accesses', zh: '访问次数' },
        { word: 'seed', type: 'UINT', form: 'KEY', en: 'seed of the pattern', zh: '模式的随机种子' },
        { word: 'next', type: 'NEXT', form: 'KEY', en: '`write NAME next SIZE`: go on where the last one ended', zh: '`write NAME next SIZE`：接着上次写' },
    ] },
    { word: 'fetch', actor: true, steps: 1, en: 'execute from every page of a range, or N times', zh: '从一段地址的每一页取指，或 N 次', args: [
        { word: 'range', type: 'RANGE', form: 'POS', en: 'what', zh: '范围' },
        { word: 'pattern', type: 'PATTERN', form: 'KEY', en: 'seq, rev, random, zipf:0.9, stride:64K or loop', zh: 'seq、rev、random、zipf:0.9、stride:64K 或 loop' },
        { word: 'count', type: 'UINT', form: 'KEY', en: 'accesses', zh: '访问次数' },
        { word: 'seed', type: 'UINT', form: 'KEY', en: 'seed of the pattern', zh: '模式的随机种子' },
    ] },
    { word: 'touch', actor: true, steps: 1, en: 'one access at one address', zh: '在一个地址访问一次', args: [
        { word: 'addr', type: 'ADDR', form: 'POS', en: 'address, or NAME+OFFSET', zh: '地址，或 NAME+OFFSET' },
        { word: 'how', type: 'RWX', form: 'POS', en: 'r, w or x', zh: 'r、w 或 x' },
    ] },
    { word: 'alloc_pages', actor: false, steps: 1, en: 'take blocks of 2^ORDER frames for the kernel', zh: '为内核取 2^ORDER 帧的块', args: [
        { word: 'order', type: 'UINT', form: 'POS', en: 'order, 0 to 10', zh: '阶，0 到 10' },
        { word: 'name', type: 'NAME', form: 'AS', en: 'name of the blocks', zh: '这些块的名字' },
        { word: 'gfp', type: 'GFP', form: 'KEY', en: 'KERNEL, ATOMIC, DMA, DMA32, HIGHUSER_MOVABLE …', zh: 'KERNEL、ATOMIC、DMA、DMA32、HIGHUSER_MOVABLE 等' },
        { word: 'node', type: 'UINT', form: 'KEY', en: 'preferred node', zh: '优先的节点' },
        { word: 'count', type: 'UINT', form: 'KEY', en: 'blocks', zh: '块数' },
    ] },
    { word: 'free_pages', actor: false, steps: 1, en: 'give such blocks back', zh: '归还这些块', args: [
        { word: 'name', type: 'LABEL', form: 'POS', en: 'blocks to free', zh: '要归还的块' },
        { word: 'every', type: 'UINT', form: 'KEY', en: 'only every K-th block', zh: '只取每第 K 块' },
    ] },
    { word: 'sysctl', actor: false, steps: 2, en: 'read or write a kernel parameter', zh: '读或写一个内核参数', args: [
        { word: 'key', type: 'SYSCTL', form: 'POS', en: 'KEY or KEY=VALUE', zh: 'KEY 或 KEY=VALUE' },
        { word: 'value', type: 'UINT', form: 'KEY', en: 'new value', zh: '新值' },
    ] },
    { word: 'trace', actor: false, steps: 1, en: 'run a recorded program on the machine', zh: '在机器上运行一个录下的程序', args: [
        { word: 'kind', type: 'TRACE_KIND', form: 'POS', en: 'lackey or pages', zh: 'lackey 或 pages' },
        { word: 'file', type: 'TEXT', form: 'POS', en: 'file, or the SHA-256 of an uploaded one', zh: '文件，或已上传文件的 SHA-256' },
        { word: 'name', type: 'NAME', form: 'AS', en: 'name of the process; one that already runs this recording goes on in it', zh: '进程的名字；已在运行这段录制的进程接着运行' },
        { word: 'limit', type: 'UINT', form: 'KEY', en: 'at most so many accesses', zh: '最多这么多次访问' },
        { word: 'skip', type: 'UINT', form: 'KEY', en: 'begin at this access (where it stopped, when it goes on)', zh: '从第几次访问开始（接着运行时默认从停下处）' },
    ] },
    { word: 'wait', actor: false, steps: 1, en: 'let jobs go on until done, or until an expression holds', zh: '让后台工作进行到结束，或到某条件成立', args: [
        { word: 'actor', type: 'ACTOR', form: 'OPT', en: 'whose job; all jobs when missing', zh: '等谁的工作；省略则等全部' },
        { word: 'until', type: 'EXPR', form: 'REST', en: '`wait until EXPR`', zh: '`wait until EXPR`' },
        { word: 'max', type: 'DURATION', form: 'KEY', en: 'give up after this simulated time', zh: '超过这段模拟时间就放弃' },
    ] },
    { word: 'stop', actor: false, steps: 1, en: 'end the actor\'s job, keep the process', zh: '停止该进程的工作，保留进程', args: [
        { word: 'actor', type: 'ACTOR', form: 'POS', en: 'whose job', zh: '谁的工作' },
    ] },
    { word: 'sleep', actor: false, steps: 1, en: 'let simulated time pass', zh: '让模拟时间流过', args: [
        { word: 'time', type: 'DURATION', form: 'POS', en: 'such as 200ms or 5s', zh: '如 200ms 或 5s' },
    ] },
    { word: 'echo', actor: false, steps: 1, en: 'write a value to a file of /proc or /sys', zh: '把值写进 /proc 或 /sys 的文件', args: [
        { word: 'value', type: 'TEXT', form: 'POS', en: 'what to write', zh: '写入的值' },
        { word: 'path', type: 'TEXT', form: 'POS', en: '> /proc/…', zh: '> /proc/…' },
    ] },
    { word: 'lab', actor: false, steps: 1, en: 'run references under page replacement policies', zh: '在各种页面置换算法下运行一串访问', args: [
        { word: 'policy', type: 'POLICIES', form: 'KEY', en: 'policies, side by side: fifo,lru,opt', zh: '算法，可并列多个：fifo,lru,opt' },
        { word: 'frames', type: 'UINT', form: 'KEY', en: 'frames of memory', zh: '内存帧数' },
        { word: 'refs', type: 'REFS', form: 'KEY', en: 'pages referenced, in order: 7,0,1,2,0,3', zh: '依次访问的页：7,0,1,2,0,3' },
        { word: 'trace', type: 'TEXT', form: 'KEY', en: 'a page trace instead: a file, or the SHA-256 of an uploaded one', zh: '或用页轨迹：文件，或已上传文件的 SHA-256' },
        { word: 'limit', type: 'UINT', form: 'KEY', en: 'at most so many references', zh: '最多这么多次访问' },
        { word: 'seed', type: 'UINT', form: 'KEY', en: 'seed of random (1)', zh: 'random 的种子（默认 1）' },
        { word: 'bits', type: 'UINT', form: 'KEY', en: 'bits of aging\'s counters (8)', zh: 'aging 计数器的位数（默认 8）' },
        { word: 'tick', type: 'UINT', form: 'KEY', en: 'references between clock ticks of nfu and aging (as many as frames)', zh: 'nfu 与 aging 的时钟间隔，以访问次数计（默认等于帧数）' },
    ] },
    { word: 'lab curve', actor: false, steps: 1, en: 'misses of policies over many numbers of frames', zh: '各算法在不同帧数下的缺页次数', args: [
        { word: 'policy', type: 'POLICIES', form: 'KEY', en: 'policies, side by side: fifo,lru,opt', zh: '算法，可并列多个：fifo,lru,opt' },
        { word: 'frames', type: 'UINT', form: 'KEY', en: 'the largest number of frames (as many as pages, at most 1024)', zh: '最大的帧数（默认等于页数，至多 1024）' },
        { word: 'refs', type: 'REFS', form: 'KEY', en: 'pages referenced, in order: 7,0,1,2,0,3', zh: '依次访问的页：7,0,1,2,0,3' },
        { word: 'trace', type: 'TEXT', form: 'KEY', en: 'a page trace instead: a file, or the SHA-256 of an uploaded one', zh: '或用页轨迹：文件，或已上传文件的 SHA-256' },
        { word: 'limit', type: 'UINT', form: 'KEY', en: 'at most so many references', zh: '最多这么多次访问' },
        { word: 'seed', type: 'UINT', form: 'KEY', en: 'seed of random (1)', zh: 'random 的种子（默认 1）' },
        { word: 'bits', type: 'UINT', form: 'KEY', en: 'bits of aging\'s counters (8)', zh: 'aging 计数器的位数（默认 8）' },
        { word: 'tick', type: 'UINT', form: 'KEY', en: 'references between clock ticks of nfu and aging (as many as frames)', zh: 'nfu 与 aging 的时钟间隔，以访问次数计（默认等于帧数）' },
    ] },
    { word: 'cat', actor: false, steps: 0, en: 'print a file of /proc', zh: '打印 /proc 的文件', args: [
        { word: 'path', type: 'TEXT', form: 'POS', en: 'file', zh: '文件' },
    ] },
    { word: 'free', actor: false, steps: 0, en: 'memory in use, as free(1)', zh: '内存使用情况，同 free(1)', args: [
        { word: 'options', type: 'LINE', form: 'REST', en: '-k -m -h -w', zh: '-k -m -h -w' },
    ] },
    { word: 'vmstat', actor: false, steps: 0, en: 'memory and paging, as vmstat(8)', zh: '内存与换页，同 vmstat(8)', args: [
        { word: 'options', type: 'LINE', form: 'REST', en: '-s', zh: '-s' },
    ] },
    { word: 'pmap', actor: false, steps: 0, en: 'the areas of a process, as pmap(1)', zh: '一个进程的区域，同 pmap(1)', args: [
        { word: 'options', type: 'LINE', form: 'REST', en: '[-x] PID or NAME', zh: '[-x] PID 或名字' },
    ] },
    { word: 'ps', actor: false, steps: 0, en: 'the processes, as ps(1)', zh: '进程列表，同 ps(1)', args: [
        { word: 'options', type: 'LINE', form: 'REST', en: 'aux, or -eo FIELDS', zh: 'aux 或 -eo 字段' },
    ] },
    { word: 'print', actor: false, steps: 0, en: 'print values', zh: '打印值', args: [
        { word: 'paths', type: 'LINE', form: 'REST', en: 'values', zh: '值' },
    ] },
    { word: 'let', actor: false, steps: 0, en: 'keep a value under a name', zh: '把一个值记在名字下', args: [
        { word: 'assignment', type: 'LINE', form: 'REST', en: 'X = EXPR', zh: 'X = EXPR' },
    ] },
    { word: 'expect', actor: false, steps: 0, en: 'fail the run unless it holds', zh: '不成立则运行失败', args: [
        { word: 'expr', type: 'EXPR', form: 'REST', en: 'EXPR', zh: '表达式' },
    ] },
    { word: 'fails', actor: false, steps: 0, en: 'expect the line to be refused', zh: '期望该行被拒绝', args: [
        { word: 'line', type: 'LINE', form: 'REST', en: 'a line', zh: '一行命令' },
    ] },
    { word: 'repeat', actor: false, steps: 0, en: 'repeat the lines up to `end`', zh: '重复到 `end` 为止的各行', args: [
        { word: 'count', type: 'UINT', form: 'POS', en: 'times', zh: '次数' },
        { word: 'name', type: 'NAME', form: 'AS', en: 'loop variable', zh: '循环变量' },
    ] },
    { word: 'end', actor: false, steps: 0, en: 'end of a repeat', zh: 'repeat 的结尾', args: [
    ] },
    { word: 'note', actor: false, steps: 0, en: 'a remark in Chinese and English', zh: '中英文的一句说明', args: [
        { word: 'zh', type: 'TEXT', form: 'POS', en: 'Chinese', zh: '中文' },
        { word: 'en', type: 'TEXT', form: 'POS', en: 'English', zh: '英文' },
    ] },
    { word: 'machine', actor: false, steps: 0, en: 'describe the machine; first line only', zh: '描述机器，只能在第一行', args: [
        { word: 'options', type: 'LINE', form: 'REST', en: 'KEY=VALUE …', zh: 'KEY=VALUE …' },
    ] },
    { word: 'help', actor: false, steps: 0, en: 'this list, or the grammar of one command', zh: '命令表，或一条命令的语法', args: [
        { word: 'verb', type: 'TEXT', form: 'OPT', en: 'a command', zh: '一条命令' },
        { word: 'second', type: 'TEXT', form: 'OPT', en: 'its second word, when it has one', zh: '该命令的第二个词（如果有）' },
    ] },
];

export const ENUMS = {
    frame_type: ['free', 'anon', 'file', 'slab', 'table', 'kernel', 'huge', 'hole'],
    migratetype: ['unmovable', 'movable', 'reclaimable', 'highatomic', 'isolate'],
    zone_type: ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable'],
    access_type: ['read', 'write', 'fetch'],
    fault_kind: ['anon_read', 'anon_write', 'zero_write', 'reuse', 'copy', 'file_read', 'file_write', 'spurious', 'bad_area', 'bad_access', 'beyond_eof', 'non_canonical', 'no_memory'],
    proc_state: ['running', 'zombie', 'dead'],
    tlb_flush_reason: ['switch', 'range', 'asid_reuse', 'exit'],
    vma_role: ['', 'text', 'data', 'bss', 'heap', 'stack', 'vdso', 'vvar', 'lib'],
    job_kind: ['accesses', 'trace', 'sleep'],
    pattern: ['seq', 'rev', 'random', 'zipf', 'stride', 'loop'],
    advice: ['dontneed', 'sequential', 'random', 'normal'],
    trace_kind: ['lackey', 'pages'],
    lab_kind: ['none', 'replace', 'curve', 'segments', 'tables', 'freelist'],
    lab_policy: ['none', 'fifo', 'lru', 'clock', 'clock1', 'second-chance', 'opt', 'random', 'nfu', 'aging', 'lfu', '2q', 'arc'],
    lab_why: ['none', 'oldest', 'least_recent', 'not_referenced', 'farthest', 'never_again', 'chance', 'lowest_count', 'lowest_age', 'least_frequent', 'a1in_full', 'am_oldest', 't1_over', 't2_oldest', 't1_alone'],
    lab_list: ['none', 'main', 'a1in', 'am', 'a1out', 't1', 't2', 'b1', 'b2'],
    lab_fit: ['first', 'best', 'worst', 'next'],
    lab_order: ['addr', 'size+', 'size-', 'front', 'back'],
    lab_segment: ['code', 'data', 'stack'],
    lab_dt: ['gdt', 'ldt'],
} as const;
export type EnumName = keyof typeof ENUMS;
export type FrameType = (typeof ENUMS.frame_type)[number];
export type Migratetype = (typeof ENUMS.migratetype)[number];
export type ZoneType = (typeof ENUMS.zone_type)[number];
export type AccessType = (typeof ENUMS.access_type)[number];
export type FaultKind = (typeof ENUMS.fault_kind)[number];
export type ProcState = (typeof ENUMS.proc_state)[number];
export type TlbFlushReason = (typeof ENUMS.tlb_flush_reason)[number];
export type VmaRole = (typeof ENUMS.vma_role)[number];
export type JobKind = (typeof ENUMS.job_kind)[number];
export type Pattern = (typeof ENUMS.pattern)[number];
export type Advice = (typeof ENUMS.advice)[number];
export type TraceKind = (typeof ENUMS.trace_kind)[number];
export type LabKind = (typeof ENUMS.lab_kind)[number];
export type LabPolicy = (typeof ENUMS.lab_policy)[number];
export type LabWhy = (typeof ENUMS.lab_why)[number];
export type LabList = (typeof ENUMS.lab_list)[number];
export type LabFit = (typeof ENUMS.lab_fit)[number];
export type LabOrder = (typeof ENUMS.lab_order)[number];
export type LabSegment = (typeof ENUMS.lab_segment)[number];
export type LabDt = (typeof ENUMS.lab_dt)[number];

export const PAGE_FLAGS = [[1, 'locked'], [2, 'referenced'], [4, 'uptodate'], [8, 'dirty'], [16, 'lru'], [32, 'active'], [64, 'workingset'], [256, 'error'], [512, 'slab'], [4096, 'reserved'], [32768, 'writeback'], [65536, 'head'], [524288, 'swapbacked'], [1048576, 'unevictable'], [2097152, 'mlocked'], [16777216, 'anon'], [33554432, 'zero_page'], [67108864, 'anon_exclusive'], [268435456, 'buddy'], [536870912, 'table']] as const;
export const VM_FLAGS = [[1, 'rd'], [2, 'wr'], [4, 'ex'], [8, 'sh'], [16, 'mr'], [32, 'mw'], [64, 'me'], [128, 'ms'], [256, 'gd'], [8192, 'lo'], [32768, 'sr'], [65536, 'rr'], [262144, 'de'], [1048576, 'ac'], [2097152, 'nr']] as const;
export const ERRNOS = [[1, 'EPERM'], [3, 'ESRCH'], [11, 'EAGAIN'], [12, 'ENOMEM'], [13, 'EACCES'], [14, 'EFAULT'], [17, 'EEXIST'], [22, 'EINVAL']] as const;
export const SIGNALS = [[1, 'SIGHUP'], [2, 'SIGINT'], [3, 'SIGQUIT'], [6, 'SIGABRT'], [7, 'SIGBUS'], [9, 'SIGKILL'], [11, 'SIGSEGV'], [15, 'SIGTERM']] as const;
export const GFPS = [[3264, 'KERNEL'], [2592, 'ATOMIC'], [1051840, 'USER'], [3265, 'DMA'], [3268, 'DMA32'], [2048, 'NOWAIT'], [1051850, 'HIGHUSER_MOVABLE']] as const;
export const SI_CODES = [[11, 1, 'SEGV_MAPERR'], [11, 2, 'SEGV_ACCERR'], [7, 2, 'BUS_ADRERR'], [11, 128, 'SI_KERNEL']] as const;

export const COUNTERS: readonly string[] = ['nr_free_pages', 'nr_zone_inactive_anon', 'nr_zone_active_anon', 'nr_zone_inactive_file', 'nr_zone_active_file', 'nr_zone_unevictable', 'nr_zone_write_pending', 'nr_mlock', 'nr_bounce', 'nr_zspages', 'nr_free_cma', 'numa_hit', 'numa_miss', 'numa_foreign', 'numa_interleave', 'numa_local', 'numa_other', 'nr_inactive_anon', 'nr_active_anon', 'nr_inactive_file', 'nr_active_file', 'nr_unevictable', 'nr_slab_reclaimable', 'nr_slab_unreclaimable', 'nr_isolated_anon', 'nr_isolated_file', 'workingset_nodes', 'workingset_refault_anon', 'workingset_refault_file', 'workingset_activate_anon', 'workingset_activate_file', 'workingset_restore_anon', 'workingset_restore_file', 'workingset_nodereclaim', 'nr_anon_pages', 'nr_mapped', 'nr_file_pages', 'nr_dirty', 'nr_writeback', 'nr_writeback_temp', 'nr_shmem', 'nr_shmem_hugepages', 'nr_shmem_pmdmapped', 'nr_file_hugepages', 'nr_file_pmdmapped', 'nr_anon_transparent_hugepages', 'nr_vmscan_write', 'nr_vmscan_immediate_reclaim', 'nr_dirtied', 'nr_written', 'nr_throttled_written', 'nr_kernel_misc_reclaimable', 'nr_foll_pin_acquired', 'nr_foll_pin_released', 'nr_kernel_stack', 'nr_page_table_pages', 'nr_sec_page_table_pages', 'nr_swapcached', 'pgpromote_success', 'pgpromote_candidate', 'nr_dirty_threshold', 'nr_dirty_background_threshold', 'pgpgin', 'pgpgout', 'pswpin', 'pswpout', 'pgalloc_dma', 'pgalloc_dma32', 'pgalloc_normal', 'pgalloc_movable', 'pgalloc_device', 'allocstall_dma', 'allocstall_dma32', 'allocstall_normal', 'allocstall_movable', 'allocstall_device', 'pgskip_dma', 'pgskip_dma32', 'pgskip_normal', 'pgskip_movable', 'pgskip_device', 'pgfree', 'pgactivate', 'pgdeactivate', 'pglazyfree', 'pgfault', 'pgmajfault', 'pglazyfreed', 'pgrefill', 'pgreuse', 'pgsteal_kswapd', 'pgsteal_direct', 'pgdemote_kswapd', 'pgdemote_direct', 'pgscan_kswapd', 'pgscan_direct', 'pgscan_direct_throttle', 'pgscan_anon', 'pgscan_file', 'pgsteal_anon', 'pgsteal_file', 'zone_reclaim_failed', 'pginodesteal', 'slabs_scanned', 'kswapd_inodesteal', 'kswapd_low_wmark_hit_quickly', 'kswapd_high_wmark_hit_quickly', 'pageoutrun', 'pgrotated', 'drop_pagecache', 'drop_slab', 'oom_kill', 'numa_pte_updates', 'numa_huge_pte_updates', 'numa_hint_faults', 'numa_hint_faults_local', 'numa_pages_migrated', 'pgmigrate_success', 'pgmigrate_fail', 'thp_migration_success', 'thp_migration_fail', 'thp_migration_split', 'compact_migrate_scanned', 'compact_free_scanned', 'compact_isolated', 'compact_stall', 'compact_fail', 'compact_success', 'compact_daemon_wake', 'compact_daemon_migrate_scanned', 'compact_daemon_free_scanned', 'htlb_buddy_alloc_success', 'htlb_buddy_alloc_fail', 'unevictable_pgs_culled', 'unevictable_pgs_scanned', 'unevictable_pgs_rescued', 'unevictable_pgs_mlocked', 'unevictable_pgs_munlocked', 'unevictable_pgs_cleared', 'unevictable_pgs_stranded', 'thp_fault_alloc', 'thp_fault_fallback', 'thp_fault_fallback_charge', 'thp_collapse_alloc', 'thp_collapse_alloc_failed', 'thp_file_alloc', 'thp_file_fallback', 'thp_file_fallback_charge', 'thp_file_mapped', 'thp_split_page', 'thp_split_page_failed', 'thp_deferred_split_page', 'thp_split_pmd', 'thp_scan_exceed_none_pte', 'thp_scan_exceed_swap_pte', 'thp_scan_exceed_share_pte', 'thp_split_pud', 'thp_zero_page_alloc', 'thp_zero_page_alloc_failed', 'thp_swpout', 'thp_swpout_fallback', 'balloon_inflate', 'balloon_deflate', 'balloon_migrate', 'swap_ra', 'swap_ra_hit', 'ksm_swpin_copy', 'cow_ksm', 'zswpin', 'zswpout', 'direct_map_level2_splits', 'direct_map_level3_splits', 'nr_unstable'];
export interface KeyRow { key: string; en: string; zh: string }
export const SYSCTLS: readonly KeyRow[] = [
    { key: 'vm.overcommit_memory', en: '0 heuristic, 1 always, 2 strict', zh: '0 试探，1 总是允许，2 严格' },
    { key: 'vm.overcommit_ratio', en: 'percent of memory in CommitLimit', zh: 'CommitLimit 中内存的百分比' },
    { key: 'vm.overcommit_kbytes', en: 'CommitLimit in kB instead of the ratio; 0 off', zh: '以 kB 给出 CommitLimit，0 表示不用' },
    { key: 'vm.max_map_count', en: 'areas a process may have', zh: '一个进程最多的区域数' },
    { key: 'vm.min_free_kbytes', en: 'kept free; sets the watermarks', zh: '保留的空闲内存，决定水位线' },
    { key: 'vm.watermark_scale_factor', en: 'distance of the watermarks, 1/10000 of the zone', zh: '水位线间距，以区大小的万分之一计' },
    { key: 'vm.mmap_min_addr', en: 'lowest address a program may map', zh: '程序可映射的最低地址' },
    { key: 'vm.admin_reserve_kbytes', en: 'kept for root under overcommit 2', zh: 'overcommit 2 时为 root 保留' },
    { key: 'vm.user_reserve_kbytes', en: 'kept for a user under overcommit 2', zh: 'overcommit 2 时为用户保留' },
    { key: 'vm.lowmem_reserve_ratio_dma', en: 'ratio of zone DMA in lowmem_reserve_ratio', zh: 'lowmem_reserve_ratio 中 DMA 的比值' },
    { key: 'vm.lowmem_reserve_ratio_dma32', en: 'ratio of zone DMA32', zh: 'DMA32 的比值' },
    { key: 'vm.lowmem_reserve_ratio_normal', en: 'ratio of zone Normal', zh: 'Normal 的比值' },
];
export const COSTS: readonly KeyRow[] = [
    { key: 'tlb_hit', en: 'an access that hits the first TLB', zh: '命中一级 TLB 的访问' },
    { key: 'tlb_l2_hit', en: 'an access that hits the second TLB', zh: '命中二级 TLB 的访问' },
    { key: 'walk_level', en: 'reading one page-table entry', zh: '读一个页表项' },
    { key: 'fault_entry', en: 'entering and leaving the kernel for a fault', zh: '因缺页进出内核' },
    { key: 'fault_work', en: 'finding the area and fixing the entry', zh: '查找区域并填表项' },
    { key: 'zero_page', en: 'filling a frame with zeros', zh: '把一帧清零' },
    { key: 'copy_page', en: 'copying a frame', zh: '复制一帧' },
    { key: 'alloc', en: 'taking a block from the buddy allocator', zh: '从伙伴系统取一块' },
    { key: 'split', en: 'one split or merge', zh: '一次拆分或合并' },
    { key: 'syscall', en: 'entering and leaving the kernel for a call', zh: '系统调用进出内核' },
    { key: 'vma_op', en: 'making, splitting or merging an area', zh: '建立、拆分或合并区域' },
    { key: 'unmap_page', en: 'clearing one entry', zh: '清除一个表项' },
    { key: 'tlb_flush', en: 'a whole flush', zh: '整个 TLB 刷新' },
    { key: 'invlpg', en: 'invalidating one page', zh: '使一页失效' },
    { key: 'switch', en: 'switching to another task', zh: '切换任务' },
    { key: 'signal', en: 'delivering a signal', zh: '递送信号' },
    { key: 'spawn', en: 'starting a process', zh: '启动进程' },
];
