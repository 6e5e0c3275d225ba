/* records.h - every recorded thing of the machine, field by field.
 *
 * One row a field: F(kind, name, type, visibility, unit, en, zh). From these rows come the structs, the
 * setters (base/state.h), the snapshot, the changes, the schema, the page's types and the help lines.
 *
 * Visibility
 *   V  always visible: in snapshots, emitted as a change, counted in view_hash
 *   S  visible when the machine's tables are (config.tables_visible): page-table entries
 *   I  on inspection only: readable, but no change is emitted
 *   H  bookkeeping of the model: never leaves the engine
 *   V1, I1  as V and I, but stored plus one in a member NAME_plus1, so that a record of zeros says "none" (all ones,
 *      or -1): setters take and readers give the value itself
 *
 * Shape     structs are laid out as the rows stand: 8-byte fields first, then 4, 2, 1; what is left over
 *           is a named pad of visibility H that stays zero. State never holds a pointer.
 * Ids       a record is known by its index (slot); a slot that is used again gets another `gen`. `live`
 *           is 0 for an empty slot; an empty slot has every visible field but gen zero.
 */
#ifndef MM_BASE_RECORDS_H
#define MM_BASE_RECORDS_H

#include "base/base.h"
#include "base/bootrows.h"
#include "base/pathrows.h"
#include "base/noderows.h"
#include "base/compactrows.h"
#include "base/slabrows.h"

// clang-format off

/* Sections: what a viewer subscribes to, and what has a view_hash. */
#define MM_SECTIONS(X) X(machine) X(memory) X(frames) X(names) X(processes) X(tlb) X(counters) X(sysctls) X(tables) X(log) X(lab) X(slab)
#define MM_X_SECTION(section) MM_SEC_##section,
enum mm_section { MM_SECTIONS(MM_X_SECTION) MM_SEC_COUNT };

/* K(kind, section, whole, en, zh): whole = 1 when every id is always there (frames), 0 when `live` tells. */
#define MM_RECORDS(K) \
    K(machine,   machine,   1, "the machine as a whole", "整台机器") \
    K(cpu,       machine,   1, "a simulated CPU", "模拟的 CPU") \
    K(zone,      memory,    1, "a zone of a node", "一个节点的一个区") \
    K(freelist,  memory,    1, "free blocks of one order and migrate type in a zone", "一个区里某阶、某迁移类型的空闲块") \
    K(pageblock, memory,    1, "a pageblock: 512 frames, 1,024 with two-level paging", "页块：512 帧，两级页表时 1024 帧") \
    MM_NODE_RECORDS(K) \
    K(lrulist,   memory,    1, "an LRU list of a node", "一个节点的一条 LRU 链") \
    K(lrubatch,  memory,    1, "pages of a CPU that wait to be put on an LRU list", "某 CPU 上等着放进 LRU 链的页") \
    K(frame,     frames,    1, "a physical frame (struct page)", "一个物理帧（struct page）") \
    K(name,      names,     0, "a word used by the records", "记录里用到的一个名字") \
    K(proc,      processes, 0, "a process", "一个进程") \
    K(vma,       processes, 0, "a virtual memory area", "一个虚拟内存区域") \
    K(label,     processes, 0, "a name given to a range of addresses or to frames", "给一段地址或几个帧取的名字") \
    K(job,       processes, 0, "work that takes time", "需要时间的工作") \
    K(tlb,       tlb,       1, "a TLB entry", "一个 TLB 项") \
    K(tlbstat,   tlb,       1, "hits and misses of a TLB level of a CPU", "某 CPU 某级 TLB 的命中与未命中") \
    K(counter,   counters,  1, "a counter of /proc/vmstat", "/proc/vmstat 的一个计数") \
    K(evcount,   counters,  1, "how many events of a kind so far", "到目前为止某种事件的个数") \
    K(sysctl,    sysctls,   1, "a sysctl", "一个 sysctl") \
    K(klog,      log,       0, "a line of the kernel's log (dmesg)", "内核日志的一行（dmesg）") \
    K(lab,       lab,       1, "the textbook machine of the lab", "实验台上的教科书机器") \
    K(labrun,    lab,       0, "one policy of a replacement lab", "置换实验中的一个算法") \
    K(labslot,   lab,       0, "a frame of a run, or a page that it remembers", "一个算法的一帧，或它还记得的一页") \
    K(labcell,   lab,       0, "a frame of a run after one reference", "某次访问之后一个算法的一帧") \
    K(labref,    lab,       0, "one reference of the string", "访问串中的一次访问") \
    K(labpoint,  lab,       0, "misses of a policy with so many frames", "一个算法在某帧数下的缺页") \
    K(labseg,    lab,       0, "a segment descriptor", "一个段描述符") \
    K(labblock,  lab,       0, "a piece of the managed memory", "被管理内存中的一块") \
    K(labtable,  lab,       0, "one way to lay out page tables", "页表的一种组织方式") \
    MM_SLAB_RECORDS(K)

/* id 0 only. r_* describe the result of the last command. */
#define MM_MACHINE_FIELDS(F) \
    F(machine, seq,           uint64_t, H, "events",  "number of the last event", "最后一个事件的序号") \
    F(machine, step,          uint64_t, H, "steps",   "number of commands done", "已执行的命令数") \
    F(machine, clock_ns,      uint64_t, V, "ns",      "simulated time", "模拟时间") \
    F(machine, committed_pages, uint64_t, V, "pages", "Committed_AS: pages promised to processes", "Committed_AS：已承诺给进程的页数") \
    F(machine, r_ns,          uint64_t, V, "ns",      "simulated time the last command took", "上一条命令用掉的模拟时间") \
    F(machine, r_addr,        uint64_t, V, "address", "address the last command returned or faulted at", "上一条命令返回或出错的地址") \
    F(machine, rng0,          uint64_t, H, "",        "state of the generator", "随机数发生器的状态") \
    F(machine, rng1,          uint64_t, H, "",        "state of the generator", "随机数发生器的状态") \
    F(machine, totalram_pages, uint32_t, V, "pages",  "managed pages of all zones (MemTotal)", "所有区管理的页数（MemTotal）") \
    F(machine, r_pfn,         uint32_t, V, "frame",   "frame the last command returned", "上一条命令返回的帧") \
    F(machine, r_errno,       uint32_t, V, "errno",   "errno of the last command, 0 when it went well", "上一条命令的 errno，0 表示成功") \
    F(machine, r_signal,      uint32_t, V, "signal",  "signal the last command ended in", "上一条命令引起的信号") \
    F(machine, r_code,        uint32_t, V, "si_code", "si_code of that signal", "该信号的 si_code") \
    F(machine, zero_pfn,      uint32_t, V, "frame",   "the shared zero page", "共享的零页") \
    F(machine, pid_next,      uint32_t, H, "pid",     "pid of the next process", "下一个进程的 pid") \
    F(machine, tag_next,      uint32_t, H, "tag",     "next content tag", "下一个内容标记") \
    F(machine, fg_job,        uint32_t, H, "slot",    "job the running command waits for", "当前命令等待的工作") \
    F(machine, running,       uint32_t, H, "",        "1 while a command is unfinished", "命令未结束时为 1") \
    F(machine, cmd_seq,       uint64_t, H, "event",  "event that opened the running command", "打开当前命令的事件") \
    F(machine, turns,         uint64_t, H, "turns",   "scheduler turns of the running command", "当前命令的调度轮数") \
    F(machine, start_ns,      uint64_t, H, "ns",      "clock when the running command began", "当前命令开始时的时钟") \
    F(machine, until_ns,      uint64_t, H, "ns",      "clock a sleep waits for", "睡眠等到的时刻") \
    F(machine, fail_frames_nth, uint32_t, H, "frames", "refuse the n-th frame from here on (tests); 0 off", "从此起拒绝第 n 个帧（测试用）") \
    F(machine, reserved_frames, uint32_t, V, "frames", "frames boot kept for itself", "启动时内核自留的帧数") \
    F(machine, wait_kind,     uint32_t, H, "",        "what the running command waits for", "当前命令在等什么") \
    F(machine, wait_slot,     uint32_t, H, "slot",    "process whose jobs are waited for", "等哪个进程的工作") \
    F(machine, vma_free,      uint32_t, H, "slot",    "first free area slot plus 1; linked through vma.next", "首个空闲区域槽加 1，经 vma.next 相连") \
    F(machine, vma_fresh,     uint32_t, H, "slots",   "area slots used so far", "用过的区域槽数") \
    F(machine, vma_live,      uint32_t, H, "areas",   "areas of all processes", "所有进程的区域数") \
    F(machine, slab_free,     uint32_t, H, "slot",   "first free slab slot plus 1; linked through slab.link", "首个空闲 slab 槽加 1，经 slab.link 相连") \
    F(machine, slab_fresh,    uint32_t, H, "slots",  "slab slots used so far", "用过的 slab 槽数") \
    F(machine, slab_live,     uint32_t, H, "slabs",  "slabs of all caches", "所有缓存的 slab 数") \
    F(machine, pad0,          uint32_t, H, "",       "padding", "填充") \
    F(machine, anon_vma_next, uint32_t, H, "",        "number of the last anon_vma", "最后一个 anon_vma 的编号") \
    F(machine, klog_lines,    uint32_t, V, "lines",   "lines of the kernel's log so far", "内核日志到目前的行数") \
    F(machine, pf_memalloc,   uint32_t, H, "",        "1 while a task reclaims or compacts: its requests use all reserves", "任务正在回收或规整时为 1：它的请求可用全部储备") \
    F(machine, warn_ns,       uint64_t, H, "ns",      "when the failure reports' ten seconds began, plus 1", "失败报告限速的十秒从何时起，加 1") \
    F(machine, oom_ns,        uint64_t, H, "ns",      "when the out-of-memory reports' five seconds began, plus 1", "内存耗尽报告限速的五秒从何时起，加 1") \
    F(machine, warn_printed,  uint32_t, H, "reports", "reports printed in them", "其间打印的报告数") \
    F(machine, warn_missed,   uint32_t, H, "reports", "reports left out in them", "其间略去的报告数") \
    F(machine, oom_printed,   uint32_t, H, "reports", "reports printed in them", "其间打印的报告数") \
    F(machine, oom_missed,    uint32_t, H, "reports", "reports left out in them", "其间略去的报告数") \
    F(machine, reclaim_says,  uint32_t, H, "",        "so many direct reclaims from here on say that they freed pages (tests)", "从此起这么多次直接回收声称释放了页（测试用）") \
    F(machine, file_fresh,    uint32_t, H, "slot",    "no record of a file from here on was ever used", "从此起的文件记录从未用过") \
    MM_MACHINE_BOOT_FIELDS(F)

#define MM_CPU_FIELDS(F) \
    F(cpu, clock_ns,  uint64_t, V, "ns",   "this CPU's clock", "该 CPU 的时钟") \
    F(cpu, refreshed_s, uint64_t, H, "s",  "seconds of its clock that it has ended (parts/pcptimer)", "该 CPU 已处理的整秒数") \
    F(cpu, asid_gen,  uint64_t, H, "",     "round-robin generation of ASIDs", "ASID 轮转代数") \
    F(cpu, proc,      uint32_t, V, "slot", "process whose address space is loaded, plus 1; 0 none", "已装入其地址空间的进程槽号加 1，0 表示没有") \
    F(cpu, job_next,  uint32_t, H, "slot", "job slot to look at next", "下一个查看的工作槽") \
    F(cpu, asid_next, uint32_t, H, "",     "next dynamic ASID", "下一个动态 ASID") \
    F(cpu, node,      uint32_t, V, "node", "node of this CPU", "该 CPU 所在节点") \
    F(cpu, asid0,     uint32_t, V, "slot", "process holding ASID 1, plus 1", "持有 ASID 1 的进程槽号加 1") \
    F(cpu, asid1,     uint32_t, V, "slot", "process holding ASID 2, plus 1", "持有 ASID 2 的进程槽号加 1") \
    F(cpu, asid2,     uint32_t, V, "slot", "process holding ASID 3, plus 1", "持有 ASID 3 的进程槽号加 1") \
    F(cpu, asid3,     uint32_t, V, "slot", "process holding ASID 4, plus 1", "持有 ASID 4 的进程槽号加 1") \
    F(cpu, asid4,     uint32_t, V, "slot", "process holding ASID 5, plus 1", "持有 ASID 5 的进程槽号加 1") \
    F(cpu, asid5,     uint32_t, V, "slot", "process holding ASID 6, plus 1", "持有 ASID 6 的进程槽号加 1") \
    F(cpu, asid,      uint32_t, V, "asid", "ASID in use (1-6); 0 without PCID", "正在用的 ASID（1–6）；没有 PCID 时为 0") \
    F(cpu, kept0,     uint32_t, V, "frame", "frame 0 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 0 帧；0 没有") \
    F(cpu, kept1,     uint32_t, V, "frame", "frame 1 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 1 帧；0 没有") \
    F(cpu, kept2,     uint32_t, V, "frame", "frame 2 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 2 帧；0 没有") \
    F(cpu, kept3,     uint32_t, V, "frame", "frame 3 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 3 帧；0 没有") \
    F(cpu, kept4,     uint32_t, V, "frame", "frame 0 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 0 帧；0 没有") \
    F(cpu, kept5,     uint32_t, V, "frame", "frame 1 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 1 帧；0 没有") \
    F(cpu, kept6,     uint32_t, V, "frame", "frame 2 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 2 帧；0 没有") \
    F(cpu, kept7,     uint32_t, V, "frame", "frame 3 of a kernel stack it keeps for the next task; 0 none", "留给下一个任务的内核栈的第 3 帧；0 没有") \
    F(cpu, pad0,      uint32_t, H, "",     "padding", "填充")

/* A name of up to 31 bytes as four words, little-endian. id 0 is the empty name. */
#define MM_NAME_FIELDS(F) \
    F(name, w0,   uint64_t, V, "text", "bytes 0-7", "字节 0–7") \
    F(name, w1,   uint64_t, V, "text", "bytes 8-15", "字节 8–15") \
    F(name, w2,   uint64_t, V, "text", "bytes 16-23", "字节 16–23") \
    F(name, w3,   uint64_t, V, "text", "bytes 24-31", "字节 24–31") \
    F(name, live, uint32_t, V, "", "1 when used", "使用中为 1") \
    F(name, refs, uint32_t, H, "", "records using it", "引用它的记录数") \
    F(name, gen,  uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(name, pad0, uint32_t, H, "", "padding", "填充") \
    F(name, pad1, uint64_t, H, "", "padding", "填充") \
    F(name, pad2, uint64_t, H, "", "padding", "填充")

#define MM_PROC_FIELDS(F) \
    F(proc, start_code,  uint64_t, V, "address", "start of the text", "代码段起点") \
    F(proc, end_code,    uint64_t, V, "address", "end of the text", "代码段终点") \
    F(proc, start_data,  uint64_t, V, "address", "start of the data", "数据段起点") \
    F(proc, end_data,    uint64_t, V, "address", "end of data and bss", "数据段与 bss 的终点") \
    F(proc, start_brk,   uint64_t, V, "address", "start of the heap", "堆起点") \
    F(proc, brk,         uint64_t, V, "address", "end of the heap", "堆终点") \
    F(proc, start_stack, uint64_t, V, "address", "where the stack began", "栈的起点") \
    F(proc, mmap_base,   uint64_t, V, "address", "top of the mmap area; mappings go down from here", "mmap 区顶端，映射由此向下") \
    F(proc, task_size,   uint64_t, V, "address", "end of user space", "用户空间终点") \
    F(proc, total_vm_pages,  uint64_t, V, "pages", "VmSize", "VmSize") \
    F(proc, hiwater_vm_pages, uint64_t, V, "pages", "VmPeak", "VmPeak") \
    F(proc, locked_vm_pages, uint64_t, V, "pages", "VmLck", "VmLck") \
    F(proc, data_vm_pages,   uint64_t, V, "pages", "VmData: private writable, not stack", "VmData：私有可写、非栈") \
    F(proc, stack_vm_pages,  uint64_t, V, "pages", "VmStk", "VmStk") \
    F(proc, exec_vm_pages,   uint64_t, V, "pages", "executable areas (text and libraries)", "可执行区域（代码与库）") \
    F(proc, rss_anon_pages,  uint64_t, V, "pages", "RssAnon: present anonymous pages", "RssAnon：在内存的匿名页") \
    F(proc, rss_file_pages,  uint64_t, V, "pages", "RssFile: present file pages", "RssFile：在内存的文件页") \
    F(proc, rss_shmem_pages, uint64_t, V, "pages", "RssShmem", "RssShmem") \
    F(proc, hiwater_rss_pages, uint64_t, V, "pages", "VmHWM", "VmHWM") \
    F(proc, pgtables_bytes,  uint64_t, V, "bytes", "VmPTE: page tables as Linux counts them", "VmPTE：按 Linux 口径计的页表") \
    F(proc, minflt,      uint64_t, V, "faults", "minor faults", "次缺页次数") \
    F(proc, majflt,      uint64_t, V, "faults", "major faults", "主缺页次数") \
    F(proc, start_ns,    uint64_t, V, "ns", "when it was started", "启动时刻") \
    F(proc, utime_ns,    uint64_t, V, "ns", "simulated time it used", "用掉的模拟时间") \
    F(proc, obj_task, uint64_t, V, "object", "its task_struct; 0 none", "它的 task_struct；0 没有") \
    F(proc, obj_mm, uint64_t, V, "object", "its mm_struct; 0 none", "它的 mm_struct；0 没有") \
    F(proc, obj_signal, uint64_t, V, "object", "its signal_struct; 0 none", "它的 signal_struct；0 没有") \
    F(proc, obj_sighand, uint64_t, V, "object", "its sighand_struct; 0 none", "它的 sighand_struct；0 没有") \
    F(proc, obj_files, uint64_t, V, "object", "its files_struct; 0 none", "它的 files_struct；0 没有") \
    F(proc, obj_fs, uint64_t, V, "object", "its fs_struct; 0 none", "它的 fs_struct；0 没有") \
    F(proc, obj_pid, uint64_t, V, "object", "its struct pid; 0 none", "它的 struct pid；0 没有") \
    F(proc, obj_cred, uint64_t, V, "object", "its struct cred; 0 none", "它的 struct cred；0 没有") \
    F(proc, obj_maple,   uint64_t, V, "object", "its first maple_node; they are linked by their first word", "它的第一个 maple_node，各节点由首字相连") \
    F(proc, step,        uint64_t, I, "step", "step that last touched it", "最后动它的那一步") \
    F(proc, live,        uint32_t, V, "", "1 when used", "使用中为 1") \
    F(proc, gen,         uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(proc, pid,         uint32_t, V, "pid", "process id", "进程号") \
    F(proc, ppid,        uint32_t, V, "pid", "parent's process id", "父进程号") \
    F(proc, name,        uint32_t, V, "name", "the name it was given", "给它取的名字") \
    F(proc, file,        uint32_t, V, "name", "the program's file", "程序文件") \
    F(proc, state,       uint32_t, V, "enum proc_state", "running, zombie", "运行、僵尸") \
    F(proc, pgd_pfn,     uint32_t, V, "frame", "frame of the top table", "顶级页表所在帧") \
    F(proc, cpu,         uint32_t, V, "cpu", "CPU it runs on", "所在 CPU") \
    F(proc, node,        uint32_t, V, "node", "node it was placed on, plus 1; 0 anywhere", "指定节点加 1；0 表示任意") \
    F(proc, vma_count,   uint32_t, V, "areas", "virtual memory areas", "虚拟内存区域数") \
    F(proc, vma_root,    uint32_t, H, "slot", "root of the tree of areas", "区域树的根") \
    F(proc, vma_first,   uint32_t, H, "slot", "lowest area", "最低的区域") \
    F(proc, job,         uint32_t, V, "slot", "its job plus 1; 0 none", "它的工作槽号加 1；0 没有") \
    F(proc, levels,      uint32_t, V, "levels", "page-table levels", "页表级数") \
    F(proc, tables,      uint32_t, V, "frames", "table pages it has, top table included", "页表帧数，含顶级") \
    F(proc, signal,      uint32_t, V, "signal", "signal it died of, or the last one caught", "致死或最近捕获的信号") \
    F(proc, exit_code,   uint32_t, V, "", "exit code", "退出码") \
    F(proc, catch_mask,  uint32_t, V, "flags signal", "signals that are reported and do not kill", "只报告、不致死的信号") \
    F(proc, oom_score_adj, int32_t, V, "", "oom_score_adj", "oom_score_adj") \
    F(proc, inferred,    uint32_t, V, "", "1 when its areas were inferred from a trace's addresses", "区域由轨迹地址推断时为 1") \
    F(proc, next_addr_label, uint32_t, H, "slot", "label `write next` goes on in, plus 1", "`write next` 所在标签加 1") \
    F(proc, stack_limit_pages, uint32_t, V, "pages", "RLIMIT_STACK", "RLIMIT_STACK") \
    F(proc, trace,       uint32_t, V, "", "recorded program it runs, plus 1; 0 none", "所运行的录制程序编号加 1；0 没有") \
    F(proc, stack0,      uint32_t, V, "frame", "frame 0 of its kernel stack; 0 none", "内核栈的第 0 帧；0 没有") \
    F(proc, stack1,      uint32_t, V, "frame", "frame 1 of its kernel stack; 0 none", "内核栈的第 1 帧；0 没有") \
    F(proc, stack2,      uint32_t, V, "frame", "frame 2 of its kernel stack; 0 none", "内核栈的第 2 帧；0 没有") \
    F(proc, stack3,      uint32_t, V, "frame", "frame 3 of its kernel stack; 0 none", "内核栈的第 3 帧；0 没有") \
    F(proc, maple_nodes, uint32_t, V, "objects", "its maple_nodes", "它的 maple_node 数") \
    F(proc, pad0,        uint32_t, H, "", "padding", "填充") \
    F(proc, trace_next,  uint64_t, V, "accesses", "access of the recording at which it goes on", "下次从录制的第几次访问继续")

#define MM_VMA_FIELDS(F) \
    F(vma, start,    uint64_t, V, "address", "first byte", "首字节") \
    F(vma, end,      uint64_t, V, "address", "first byte after it", "末字节之后") \
    F(vma, pgoff,    uint64_t, V, "pages", "offset in the file; for anonymous areas start >> 12 when mapped", "文件内偏移；匿名区为映射时的 start >> 12") \
    F(vma, step,     uint64_t, I, "step", "step that last touched it", "最后动它的那一步") \
    F(vma, gap_max_pages, uint64_t, H, "pages", "largest gap below any area of this subtree", "子树中最大的下方空隙") \
    F(vma, live,     uint32_t, V, "", "1 when used", "使用中为 1") \
    F(vma, gen,      uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(vma, proc,     uint32_t, V, "slot", "process slot", "进程槽号") \
    F(vma, flags,    uint32_t, V, "flags vm", "VM_* flags", "VM_* 标志") \
    F(vma, file,     uint32_t, V, "name", "file's name; 0 anonymous", "文件名；0 为匿名") \
    F(vma, role,     uint32_t, V, "enum vma_role", "text, data, heap, stack …", "代码、数据、堆、栈等") \
    F(vma, anon_vma, uint32_t, V, "", "identity of its anon_vma; 0 before the first anonymous page", "anon_vma 的编号；首个匿名页之前为 0") \
    F(vma, left,     uint32_t, H, "slot", "lower subtree", "左子树") \
    F(vma, right,    uint32_t, H, "slot", "upper subtree", "右子树") \
    F(vma, parent,   uint32_t, H, "slot", "parent in the tree", "树中的父结点") \
    F(vma, next,     uint32_t, H, "slot", "next higher area", "上一个更高的区域") \
    F(vma, prev,     uint32_t, H, "slot", "next lower area", "下一个更低的区域") \
    F(vma, height,   uint32_t, H, "", "height or colour in the tree", "树高或颜色") \
    F(vma, resident_pages, uint32_t, V, "pages", "pages present in it (zero page not counted)", "在内存的页数（零页不计）") \
    F(vma, obj,      uint64_t, V, "object", "its vm_area_struct; 0 none", "它的 vm_area_struct；0 没有") \
    F(vma, obj_anon_vma, uint64_t, V, "object", "its anon_vma; areas with the same number share it", "它的 anon_vma；编号相同的区域共用") \
    F(vma, obj_chain, uint64_t, V, "object", "its anon_vma_chain", "它的 anon_vma_chain") \
    F(vma, obj_filp, uint64_t, V, "object", "its open file (filp); areas with the same number share it", "它打开的文件（filp）；编号相同的区域共用")

#define MM_LABEL_FIELDS(F) \
    F(label, start,    uint64_t, V, "address", "first byte; for alloc_pages the frame", "首字节；alloc_pages 则为帧号") \
    F(label, bytes,    uint64_t, V, "bytes", "size asked for", "请求的大小") \
    F(label, position, uint64_t, V, "bytes", "where `write NAME next` goes on", "`write NAME next` 的当前位置") \
    F(label, live,     uint32_t, V, "", "1 when used", "使用中为 1") \
    F(label, gen,      uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(label, name,     uint32_t, V, "name", "the name", "名字") \
    F(label, proc,     uint32_t, V, "slot", "process slot plus 1; 0 frames of the kernel", "进程槽号加 1；0 为内核的帧") \
    F(label, order,    uint32_t, V, "order", "order of each block (alloc_pages)", "每块的阶（alloc_pages）") \
    F(label, count,    uint32_t, V, "blocks", "blocks (alloc_pages)", "块数（alloc_pages）") \
    F(label, first_pfn, uint32_t, V, "frame", "first block (alloc_pages); blocks are linked", "第一块（alloc_pages）；各块相连") \
    F(label, cache,    uint32_t, V, "slot", "cache of its objects, plus 1 (kmem_alloc, kmalloc); 0 none", "其对象所属缓存编号加 1（kmem_alloc、kmalloc）；0 没有") \
    F(label, first_obj, uint64_t, V, "object", "its first object; they are linked by their first word", "第一个对象，各对象由首字相连")

#define MM_JOB_FIELDS(F) \
    F(job, done,     uint64_t, V, "accesses", "accesses done", "已完成的访问") \
    F(job, total,    uint64_t, V, "accesses", "accesses in all; 18446744073709551615 endless", "总访问数；18446744073709551615 为无穷") \
    F(job, loops,    uint64_t, V, "", "times round", "循环次数") \
    F(job, start,    uint64_t, V, "address", "first byte of the range", "范围首字节") \
    F(job, bytes,    uint64_t, V, "bytes", "length of the range", "范围长度") \
    F(job, stride,   uint64_t, V, "bytes", "bytes between accesses", "相邻访问的间隔") \
    F(job, rng0,     uint64_t, H, "", "generator of its pattern", "访问模式的随机数状态") \
    F(job, rng1,     uint64_t, H, "", "generator of its pattern", "访问模式的随机数状态") \
    F(job, zipf,     uint64_t, H, "", "zipf exponent in millionths", "zipf 指数（百万分之一）") \
    F(job, live,     uint32_t, V, "", "1 when used", "使用中为 1") \
    F(job, gen,      uint32_t, V, "", "generation of the slot", "槽的代数") \
    F(job, proc,     uint32_t, V, "slot", "process slot", "进程槽号") \
    F(job, kind,     uint32_t, V, "enum job_kind", "what it does", "在做什么") \
    F(job, access,   uint32_t, V, "enum access_type", "read, write or fetch", "读、写或取指") \
    F(job, pattern,  uint32_t, V, "enum pattern", "order of the accesses", "访问的次序") \
    F(job, trace,    uint32_t, V, "", "trace it replays, plus 1", "所回放的轨迹加 1") \
    F(job, background, uint32_t, V, "", "1 when nobody waits for it", "后台为 1")

/* id = (cpu * tlb_entries_per_cpu) + entry; entries of a set lie together, most recently used first. */
#define MM_TLB_FIELDS(F) \
    F(tlb, vpn,   uint64_t, V, "page", "virtual page (of its page size)", "虚拟页号（按其页大小）") \
    F(tlb, pfn,   uint32_t, V, "frame", "frame", "帧") \
    F(tlb, asid,  uint16_t, V, "asid", "address space (0 without PCID)", "地址空间（无 PCID 时为 0）") \
    F(tlb, flags, uint16_t, V, "flags tlb", "1 valid, 2 writable, 4 user, 8 no-execute, 16 dirty known, 32 2-MB page, 64 global", "1 有效、2 可写、4 用户、8 不可执行、16 已知脏、32 2MB 页、64 全局")

/* id = cpu * MM_TLB_LEVELS_MAX + level */
#define MM_TLBSTAT_FIELDS(F) \
    F(tlbstat, hits,    uint64_t, V, "hits", "hits", "命中") \
    F(tlbstat, misses,  uint64_t, V, "misses", "misses", "未命中") \
    F(tlbstat, flushes, uint64_t, V, "flushes", "whole flushes", "全部刷新") \
    F(tlbstat, invlpgs, uint64_t, V, "pages", "single pages invalidated", "单页失效")

#define MM_COUNTER_FIELDS(F) \
    F(counter, value, uint64_t, V, "", "value", "值")

#define MM_EVCOUNT_FIELDS(F) \
    F(evcount, count, uint64_t, H, "events", "how many so far", "到目前为止的个数")

#define MM_SYSCTL_FIELDS(F) \
    F(sysctl, value, uint64_t, V, "", "value", "值")

/* Labs. All is zero until a lab is begun; what belongs to another kind of lab is zero. Sizes: */
#define MM_LAB_RUNS_MAX  12u
#define MM_LAB_REFS_MAX  4096u  /* references kept one by one */
#define MM_LAB_CELLS_MAX 16384u /* runs * frames * references kept cell by cell */
#define MM_LAB_SLOTS_MAX 2048u  /* runs * frames * 2 */
#define MM_LAB_POINTS    64u    /* of one curve */
#define MM_LAB_SEGS      64u
#define MM_LAB_BLOCKS    512u
#define MM_LAB_TABLES    8u

/* id 0 only. */
#define MM_LAB_FIELDS(F) \
    F(lab, frames,     uint64_t, V, "frames", "frames of memory; of a curve the largest number", "内存帧数；曲线则为最大帧数") \
    F(lab, refs,       uint64_t, V, "references", "references in all", "访问总数") \
    F(lab, at,         uint64_t, V, "references", "references made (by the run that works, when it is a trace)", "已进行的访问数（轨迹则为当前算法的）") \
    F(lab, done,       uint64_t, V, "references", "work done, of all runs", "各算法已完成的访问总数") \
    F(lab, total,      uint64_t, V, "references", "work in all", "各算法要完成的访问总数") \
    F(lab, seed,       uint64_t, V, "", "seed of random", "random 的种子") \
    F(lab, tick,       uint64_t, V, "references", "references between clock ticks; 0 as many as frames", "时钟间隔的访问数") \
    F(lab, memory,     uint64_t, V, "bytes", "size of the managed memory", "被管理内存的大小") \
    F(lab, base,       uint64_t, V, "address", "first address of the managed memory", "被管理内存的起始地址") \
    F(lab, free,       uint64_t, V, "bytes", "free bytes", "空闲字节数") \
    F(lab, largest,    uint64_t, V, "bytes", "largest free piece", "最大的空闲块") \
    F(lab, internal,   uint64_t, V, "bytes", "lost inside pieces", "块内浪费") \
    F(lab, external,   uint64_t, V, "bytes", "free but not in the largest piece", "不在最大空闲块里的空闲字节") \
    F(lab, searched,   uint64_t, V, "pieces", "pieces looked at by the last search", "上次查找看过的块数") \
    F(lab, address,    uint64_t, V, "address", "address looked up", "查找的地址") \
    F(lab, linear,     uint64_t, V, "address", "linear address of the last access", "上次访问的线性地址") \
    F(lab, next,       uint64_t, V, "address", "where next fit goes on", "next fit 的当前位置") \
    F(lab, want,       uint64_t, V, "bytes", "what the last load lacked a hole for; 0 when it was placed", "上次装入没有放下的大小；放下了为 0") \
    F(lab, swap_out,   uint64_t, V, "bytes", "bytes of segments written to disk", "写到磁盘的段字节数") \
    F(lab, swap_in,    uint64_t, V, "bytes", "bytes of segments read back", "读回的段字节数") \
    F(lab, swap_ns,    uint64_t, V, "ns", "time that took", "所用的时间") \
    F(lab, paged_out,  uint64_t, V, "bytes", "bytes a paging machine would have written instead", "换成分页机器要写的字节数") \
    F(lab, paged_in,   uint64_t, V, "bytes", "bytes a paging machine would have read instead", "换成分页机器要读的字节数") \
    F(lab, paged_ns,   uint64_t, V, "ns", "time that would have taken", "那样所用的时间") \
    F(lab, kind,       uint32_t, V, "enum lab_kind", "which lab", "哪种实验") \
    F(lab, runs,       uint32_t, V, "runs", "policies side by side", "并列的算法数") \
    F(lab, columns,    uint32_t, V, "references", "references of which every column is kept; 0: too many", "逐列保存的访问数；0 表示太多") \
    F(lab, trace,      uint32_t, H, "", "trace it reads, plus 1; 0 the line's own references", "所读轨迹的编号加 1；0 为行内的访问串") \
    F(lab, run,        uint32_t, V, "run", "run that works (traces, curves)", "当前工作的算法（轨迹、曲线）") \
    F(lab, point,      uint32_t, H, "", "point of its curve", "它的曲线上的第几点") \
    F(lab, bits,       uint32_t, V, "bits", "bits of aging's counters; bits of an address", "aging 计数器的位数；地址的位数") \
    F(lab, fit,        uint32_t, V, "enum lab_fit", "how a piece is chosen", "如何挑选空闲块") \
    F(lab, order,      uint32_t, V, "enum lab_order", "order of the free list", "空闲链的次序") \
    F(lab, coalesce,   uint32_t, V, "", "1: free neighbours are joined", "为 1 时合并相邻空闲块") \
    F(lab, header,     uint32_t, V, "bytes", "header of each piece", "每块的头部大小") \
    F(lab, align,      uint32_t, V, "bytes", "sizes are rounded up to this", "大小向上取整的单位") \
    F(lab, head,       uint32_t, V, "slot", "first piece of the free list, plus 1; 0 empty", "空闲链的第一块加 1；0 为空") \
    F(lab, pieces,     uint32_t, V, "pieces", "pieces on the free list", "空闲链上的块数") \
    F(lab, page,       uint32_t, V, "bytes", "size of a page", "页的大小") \
    F(lab, fault,      uint32_t, V, "enum seg_fault", "exception the last command ended in", "上一条命令引起的异常") \
    F(lab, rule,       uint32_t, V, "enum seg_rule", "rule that the last access broke, if it did", "上次访问违反的规则（若有）") \
    F(lab, error,      uint32_t, V, "", "error code of that exception", "该异常的错误码") \
    F(lab, cpl,        uint32_t, V, "", "privilege of the last access", "上次访问的特权级") \
    F(lab, working,    uint32_t, V, "", "1 while its command is at work", "命令进行中为 1")

/* One policy. id = its place in the command. */
#define MM_LABRUN_FIELDS(F) \
    F(labrun, hits,      uint64_t, V, "hits", "hits", "命中") \
    F(labrun, misses,    uint64_t, V, "misses", "misses", "缺页") \
    F(labrun, evictions, uint64_t, V, "pages", "pages that had to leave", "被换出的页数") \
    F(labrun, rng0,      uint64_t, H, "", "generator of random; of arc its exact p", "random 的随机数状态；arc 则为精确的 p") \
    F(labrun, rng1,      uint64_t, H, "", "generator of random", "random 的随机数状态") \
    F(labrun, policy,    uint32_t, V, "enum lab_policy", "which policy", "哪种算法") \
    F(labrun, used,      uint32_t, V, "frames", "frames in use", "已用帧数") \
    F(labrun, hand,      uint32_t, V, "slot", "where the hand of a clock stands; second-chance: number given last in its queue", "时钟指针的位置；second-chance 则为队列中最后的编号") \
    F(labrun, target,    uint32_t, V, "frames", "arc's p: frames meant for T1; 2q: A1in's share", "arc 的 p：留给 T1 的帧数；2q 则为 A1in 的份额") \
    F(labrun, a,         uint32_t, V, "pages", "pages on T1 or A1in", "T1 或 A1in 上的页数") \
    F(labrun, b,         uint32_t, V, "pages", "pages on T2 or Am", "T2 或 Am 上的页数") \
    F(labrun, ghost_a,   uint32_t, V, "pages", "pages remembered on B1 or A1out", "B1 或 A1out 记住的页数") \
    F(labrun, ghost_b,   uint32_t, V, "pages", "pages remembered on B2", "B2 记住的页数")

/* id = run * 2 * frames + slot; slots from `frames` on are pages that have left (2q, arc). Only while columns are kept. */
#define MM_LABSLOT_FIELDS(F) \
    F(labslot, page,  uint64_t, V, "page", "page plus 1; 0 empty", "页号加 1；0 为空") \
    F(labslot, used,  uint64_t, V, "references", "column of its last use, plus 1", "最后一次使用的列号加 1") \
    F(labslot, since, uint64_t, V, "references", "column in which it came, plus 1", "调入时的列号加 1") \
    F(labslot, next,  uint64_t, V, "references", "opt: column of its next use; 18446744073709551615 never", "opt：下次使用的列号；18446744073709551615 为不再使用") \
    F(labslot, count, uint32_t, V, "", "counter of nfu, aging or lfu; second-chance: place in its queue", "nfu、aging 或 lfu 的计数器；second-chance 则为在队列中的编号") \
    F(labslot, ref,   uint16_t, V, "", "reference bit", "访问位") \
    F(labslot, list,  uint16_t, V, "enum lab_list", "list it is on", "所在的链")

/* The table of a textbook: id = (column * runs + run) * frames + slot: the frames after reference `column`. */
#define MM_LABCELL_FIELDS(F) \
    F(labcell, page,  uint64_t, V, "page", "page plus 1; 0 empty", "页号加 1；0 为空") \
    F(labcell, flags, uint32_t, V, "flags labcell", "1 hit now, 2 filled now, 4 reference bit set, 8 the hand stands here", "1 此次命中、2 此次装入、4 访问位为 1、8 指针所在") \
    F(labcell, count, uint32_t, V, "", "as in the frame", "同该帧")

/* id = column */
#define MM_LABREF_FIELDS(F) \
    F(labref, page, uint64_t, V, "page", "page referenced, plus 1", "所访问的页加 1") \
    F(labref, next, uint64_t, V, "references", "column of its next use; 18446744073709551615 never", "下次使用的列号；18446744073709551615 为不再使用")

/* id = run * MM_LAB_POINTS + i, ascending frames */
#define MM_LABPOINT_FIELDS(F) \
    F(labpoint, frames, uint64_t, V, "frames", "frames", "帧数") \
    F(labpoint, misses, uint64_t, V, "misses", "misses with so many frames", "此帧数下的缺页")

/* id = slot of the GDT, then of the LDT */
#define MM_LABSEG_FIELDS(F) \
    F(labseg, descriptor, uint64_t, V, "descriptor", "its eight bytes", "八个字节") \
    F(labseg, base,     uint64_t, V, "address", "base", "基址") \
    F(labseg, limit,    uint64_t, V, "bytes", "last offset that is allowed; expand-down: last one that is not", "允许的最后偏移；向下扩展的段则为不允许的最后偏移") \
    F(labseg, size,     uint64_t, V, "bytes", "size asked for; 0: a descriptor without memory of its own", "请求的大小；0 表示没有自己的内存") \
    F(labseg, start,    uint64_t, V, "address", "first byte of its memory", "所占内存的首字节") \
    F(labseg, paged,    uint64_t, V, "pages", "pages a paging machine would have on disk instead", "换成分页机器会在磁盘上的页数") \
    F(labseg, live,     uint32_t, V, "", "1 when used", "使用中为 1") \
    F(labseg, name,     uint32_t, V, "name", "its name", "名字") \
    F(labseg, selector, uint32_t, V, "", "selector: index, table and RPL", "选择子：序号、表与 RPL") \
    F(labseg, table,    uint32_t, V, "enum lab_dt", "descriptor table", "描述符表") \
    F(labseg, type,     uint32_t, V, "enum lab_segment", "code, data or stack", "代码、数据或栈") \
    F(labseg, bits,     uint32_t, V, "", "type bits of the descriptor", "描述符的类型位") \
    F(labseg, dpl,      uint32_t, V, "", "privilege level, 0 to 3", "特权级，0 到 3") \
    F(labseg, present,  uint32_t, V, "", "1: in memory", "在内存为 1") \
    F(labseg, swapped,  uint32_t, V, "", "1: on disk", "在磁盘为 1") \
    F(labseg, granularity, uint32_t, V, "", "1: the limit counts pages of 4 KB", "为 1 时界限以 4 KB 计") \
    F(labseg, block,    uint32_t, V, "slot", "its piece of memory plus 1; 0 none", "所占内存块的编号加 1；0 没有") \
    F(labseg, builtin,  uint32_t, V, "", "1: an entry of Linux's own GDT", "Linux 自己的 GDT 项为 1")

/* id = slot; pieces are linked in list order */
#define MM_LABBLOCK_FIELDS(F) \
    F(labblock, start, uint64_t, V, "address", "first byte", "首字节") \
    F(labblock, size,  uint64_t, V, "bytes", "size, header included", "大小，含头部") \
    F(labblock, asked, uint64_t, V, "bytes", "size asked for", "请求的大小") \
    F(labblock, live,  uint32_t, V, "", "1 when used", "使用中为 1") \
    F(labblock, used,  uint32_t, V, "", "1: allocated, 0: free", "已分配为 1，空闲为 0") \
    F(labblock, name,  uint32_t, V, "name", "owner's name; 0 none", "所有者的名字；0 为无") \
    F(labblock, next,  uint32_t, V, "slot", "next on the free list, plus 1", "空闲链上的下一块加 1")

/* id = scheme: linear, two-level, four, five, inverted, hashed */
#define MM_LABTABLE_FIELDS(F) \
    F(labtable, bytes,  uint64_t, V, "bytes", "bytes of all its tables", "全部表的字节数") \
    F(labtable, tables, uint64_t, V, "tables", "tables", "表的个数") \
    F(labtable, pages,  uint64_t, V, "pages", "pages it knows of", "它记录的页数") \
    F(labtable, buckets, uint64_t, V, "", "buckets of its hash; 0 none", "散列的桶数；0 没有") \
    F(labtable, expected, uint64_t, V, "milli", "nodes looked at to find a page, by theory, in thousandths", "找到一页平均看的节点数（理论值，千分之一）") \
    F(labtable, probes, uint64_t, V, "milli", "the same, counted; 0: too many pages to count", "同上，实际计数；0 表示页太多未计") \
    F(labtable, longest, uint32_t, V, "nodes", "longest chain; 0: not counted", "最长的链；0 表示未计") \
    F(labtable, best,   uint32_t, V, "accesses", "memory accesses of a lookup at best", "一次查找最少的访存次数") \
    F(labtable, worst,  uint32_t, V, "accesses", "memory accesses of a lookup at worst; 0: not counted", "一次查找最多的访存次数；0 表示未计") \
    F(labtable, now,    uint32_t, V, "accesses", "memory accesses of the lookup asked for", "所问地址的访存次数") \
    F(labtable, found,  uint32_t, V, "", "1: that address is mapped", "该地址已映射为 1") \
    F(labtable, levels, uint32_t, V, "levels", "levels; 0 for a hash", "级数；散列为 0") \
    F(labtable, entry,  uint32_t, V, "bytes", "bytes of an entry or node", "一项或一个节点的字节数") \
    F(labtable, live,   uint32_t, V, "", "1 when used", "使用中为 1")

#define MM_FIELDS(F) \
    MM_MACHINE_FIELDS(F) MM_CPU_FIELDS(F) MM_ZONE_FIELDS(F) MM_FREELIST_FIELDS(F) MM_PAGEBLOCK_FIELDS(F) \
    MM_NODE_ALL_FIELDS(F) \
    MM_LRULIST_FIELDS(F) MM_LRUBATCH_FIELDS(F) \
    MM_FRAME_FIELDS(F) MM_NAME_FIELDS(F) MM_PROC_FIELDS(F) MM_VMA_FIELDS(F) MM_LABEL_FIELDS(F) MM_JOB_FIELDS(F) \
    MM_TLB_FIELDS(F) MM_TLBSTAT_FIELDS(F) MM_COUNTER_FIELDS(F) MM_EVCOUNT_FIELDS(F) MM_SYSCTL_FIELDS(F) MM_KLOG_FIELDS(F) \
    MM_LAB_FIELDS(F) MM_LABRUN_FIELDS(F) MM_LABSLOT_FIELDS(F) MM_LABCELL_FIELDS(F) MM_LABREF_FIELDS(F) \
    MM_LABPOINT_FIELDS(F) MM_LABSEG_FIELDS(F) MM_LABBLOCK_FIELDS(F) MM_LABTABLE_FIELDS(F) \
    MM_SLAB_FIELDS(F)

/* Page-table entries are not a struct: kind `pte`, id = table frame * 1024 + index, one field `value`,
 * visibility S. See parts/pgtable.h. */

/* The struct member of a field, by its visibility. */
#define MM_MEMBER_V(name)  name
#define MM_MEMBER_S(name)  name
#define MM_MEMBER_I(name)  name
#define MM_MEMBER_H(name)  name
#define MM_MEMBER_V1(name) name##_plus1
#define MM_MEMBER_I1(name) name##_plus1

#define MM_X_RECORD_KIND(kind, section, whole, en, zh) MM_R_##kind,
enum mm_record_kind { MM_RECORDS(MM_X_RECORD_KIND) MM_R_COUNT, MM_R_pte = MM_R_COUNT, MM_R_ALL };
#define MM_X_FIELD_ID(kind, name, type, vis, unit, en, zh) MM_F_##kind##_##name,
enum mm_field_id { MM_FIELDS(MM_X_FIELD_ID) MM_F_pte_value, MM_F_COUNT };

// clang-format on

/* Bytes of one record of each kind. */
extern const uint32_t mm_record_bytes[MM_R_COUNT];

#endif
