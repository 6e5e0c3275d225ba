/* kmemrows.h - the named caches of a booted machine.
 *
 * Models    the caches of Linux 6.1.192 (amd64) and 6.1.176 (i386, without PAE) after boot, Debian's configuration,
 *           recorded from /proc/slabinfo and /sys/kernel/slab: names, object sizes, alignments.
 * Differs   KMF_ACCOUNT and KMF_NOMERGE are not recorded: they are set so that exactly the recorded caches stay apart
 *           and the recorded aliases find one that is like them.
 * Shape     K(id, "name", object bytes, align, root, object bytes, align, root, flags): first 64 bits, then 32.
 *           Object bytes 0: not there. root 0: merged into one that is like it; its sizes are those of the whole.
 *           In the order of /proc/slabinfo: the newest first.
 * Units     bytes.
 */
#ifndef MM_BASE_KMEMROWS_H
#define MM_BASE_KMEMROWS_H

// clang-format off

#define MM_KMEM_ROWS(K) \
    K(fsverity_info, "fsverity_info", 256, 8, 1, 240, 8, 1, KMF_RECLAIMABLE | KMF_NOMERGE) \
    K(fscrypt_info, "fscrypt_info", 128, 8, 1, 96, 8, 1, KMF_RECLAIMABLE | KMF_NOMERGE) \
    K(MPTCPv6, "MPTCPv6", 2112, 64, 1, 1552, 32, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(request_sock_subflow_v6, "request_sock_subflow_v6", 376, 8, 1, 288, 8, 1, KMF_OUTSIDE) \
    K(ip6_frags, "ip6-frags", 184, 8, 1, 128, 8, 0, 0) \
    K(PINGv6, "PINGv6", 1200, 64, 1, 896, 32, 0, KMF_ACCOUNT) \
    K(RAWv6, "RAWv6", 1200, 64, 1, 896, 32, 1, KMF_ACCOUNT | KMF_NOMERGE) \
    K(UDPv6, "UDPv6", 1344, 64, 1, 1024, 32, 1, KMF_ACCOUNT) \
    K(tw_sock_TCPv6, "tw_sock_TCPv6", 264, 8, 1, 200, 8, 1, KMF_OUTSIDE) \
    K(request_sock_TCPv6, "request_sock_TCPv6", 304, 8, 1, 232, 8, 1, KMF_OUTSIDE) \
    K(TCPv6, "TCPv6", 2440, 64, 1, 1880, 32, 1, KMF_ACCOUNT) \
    K(mqueue_inode_cache, "mqueue_inode_cache", 952, 64, 1, 608, 32, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(kioctx, "kioctx", 576, 64, 1, 448, 64, 1, 0) \
    K(userfaultfd_ctx_cache, "userfaultfd_ctx_cache", 128, 64, 1, 76, 32, 1, KMF_OUTSIDE) \
    K(dnotify_struct, "dnotify_struct", 32, 8, 1, 20, 8, 0, 0) \
    K(pid_namespace, "pid_namespace", 136, 8, 1, 80, 8, 1, KMF_ACCOUNT) \
    K(ip4_frags, "ip4-frags", 200, 8, 1, 136, 8, 1, 0) \
    K(MPTCP, "MPTCP", 1952, 64, 1, 1440, 32, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(request_sock_subflow_v4, "request_sock_subflow_v4", 376, 8, 1, 288, 8, 1, KMF_OUTSIDE) \
    K(xfrm_dst_cache, "xfrm_dst_cache", 304, 64, 1, 208, 32, 1, KMF_NOMERGE) \
    K(xfrm_state, "xfrm_state", 736, 64, 1, 540, 32, 1, 0) \
    K(ip_fib_trie, "ip_fib_trie", 48, 8, 1, 32, 8, 0, 0) \
    K(ip_fib_alias, "ip_fib_alias", 56, 8, 1, 36, 8, 0, 0) \
    K(PING, "PING", 1024, 64, 1, 736, 32, 0, KMF_ACCOUNT) \
    K(RAW, "RAW", 1000, 64, 1, 744, 32, 1, KMF_ACCOUNT | KMF_NOMERGE) \
    K(tw_sock_TCP, "tw_sock_TCP", 264, 8, 1, 200, 8, 1, KMF_OUTSIDE) \
    K(request_sock_TCP, "request_sock_TCP", 304, 8, 1, 232, 8, 1, KMF_OUTSIDE) \
    K(TCP, "TCP", 2280, 64, 1, 1768, 32, 1, KMF_ACCOUNT) \
    K(hugetlbfs_inode_cache, "hugetlbfs_inode_cache", 656, 8, 1, 416, 8, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(dquot, "dquot", 208, 64, 1, 156, 32, 1, KMF_RECLAIMABLE | KMF_NOMERGE) \
    K(bio_256, "bio-256", 256, 64, 1, 0, 0, 0, KMF_OUTSIDE) \
    K(ep_head, "ep_head", 16, 8, 1, 8, 8, 1, 0) \
    K(dax_cache, "dax_cache", 776, 64, 1, 0, 0, 0, KMF_RECLAIMABLE) \
    K(request_queue_srcu, "request_queue_srcu", 1360, 8, 1, 756, 8, 1, 0) \
    K(request_queue, "request_queue", 968, 8, 1, 552, 8, 1, 0) \
    K(bio_192, "bio-192", 192, 64, 1, 0, 0, 0, KMF_OUTSIDE) \
    K(biovec_max, "biovec-max", 4096, 64, 1, 3072, 32, 1, 0) \
    K(biovec_128, "biovec-128", 2048, 64, 1, 1536, 32, 1, 0) \
    K(biovec_64, "biovec-64", 1024, 64, 1, 768, 32, 1, 0) \
    K(khugepaged_mm_slot, "khugepaged_mm_slot", 112, 8, 1, 56, 8, 0, 0) \
    K(user_namespace, "user_namespace", 624, 8, 1, 412, 8, 1, KMF_ACCOUNT | KMF_NOMERGE) \
    K(dmaengine_unmap_256, "dmaengine-unmap-256", 2080, 64, 1, 0, 0, 0, 0) \
    K(dmaengine_unmap_128, "dmaengine-unmap-128", 1056, 64, 1, 0, 0, 0, 0) \
    K(sock_inode_cache, "sock_inode_cache", 768, 64, 1, 576, 32, 1, KMF_RECLAIMABLE | KMF_OUTSIDE | KMF_ACCOUNT) \
    K(skbuff_ext_cache, "skbuff_ext_cache", 176, 64, 1, 160, 32, 0, 0) \
    K(skbuff_fclone_cache, "skbuff_fclone_cache", 512, 64, 1, 416, 8, 0, 0) \
    K(skbuff_head_cache, "skbuff_head_cache", 232, 64, 1, 192, 32, 1, KMF_NOMERGE) \
    K(file_lock_cache, "file_lock_cache", 216, 8, 1, 128, 8, 1, 0) \
    K(buffer_head, "buffer_head", 104, 8, 1, 60, 8, 1, KMF_RECLAIMABLE) \
    K(taskstats, "taskstats", 416, 8, 1, 416, 8, 1, 0) \
    K(proc_dir_entry, "proc_dir_entry", 192, 8, 1, 128, 8, 1, KMF_NOMERGE) \
    K(pde_opener, "pde_opener", 40, 8, 1, 20, 8, 1, KMF_NOMERGE) \
    K(proc_inode_cache, "proc_inode_cache", 704, 8, 1, 448, 8, 1, KMF_RECLAIMABLE | KMF_OUTSIDE | KMF_ACCOUNT) \
    K(seq_file, "seq_file", 120, 8, 1, 72, 8, 0, 0) \
    K(sigqueue, "sigqueue", 80, 8, 1, 48, 8, 1, 0) \
    K(bdev_cache, "bdev_cache", 1560, 64, 1, 968, 32, 1, KMF_RECLAIMABLE | KMF_ACCOUNT) \
    K(shmem_inode_cache, "shmem_inode_cache", 776, 8, 1, 480, 8, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(kernfs_iattrs_cache, "kernfs_iattrs_cache", 88, 8, 1, 64, 8, 1, 0) \
    K(kernfs_node_cache, "kernfs_node_cache", 128, 8, 1, 76, 8, 1, 0) \
    K(mnt_cache, "mnt_cache", 320, 64, 1, 168, 32, 1, KMF_NOMERGE) \
    K(filp, "filp", 256, 64, 1, 160, 32, 1, KMF_ACCOUNT) \
    K(inode_cache, "inode_cache", 632, 8, 1, 408, 8, 1, KMF_RECLAIMABLE | KMF_OUTSIDE | KMF_ACCOUNT) \
    K(dentry, "dentry", 192, 8, 1, 128, 8, 1, KMF_RECLAIMABLE | KMF_ACCOUNT) \
    K(names_cache, "names_cache", 4096, 64, 1, 4096, 32, 1, KMF_NOMERGE) \
    K(net_namespace, "net_namespace", 4480, 64, 1, 3264, 64, 1, 0) \
    K(iint_cache, "iint_cache", 120, 8, 1, 72, 8, 1, KMF_OUTSIDE) \
    K(lsm_inode_cache, "lsm_inode_cache", 32, 8, 1, 16, 8, 0, KMF_NOMERGE) \
    K(lsm_file_cache, "lsm_file_cache", 24, 8, 1, 16, 8, 1, 0) \
    K(uts_namespace, "uts_namespace", 432, 8, 1, 416, 8, 1, KMF_ACCOUNT) \
    K(nsproxy, "nsproxy", 72, 8, 1, 36, 8, 1, KMF_ACCOUNT) \
    K(vm_area_struct, "vm_area_struct", 152, 8, 1, 72, 8, 1, KMF_ACCOUNT) \
    K(files_cache, "files_cache", 704, 64, 1, 256, 32, 1, KMF_ACCOUNT) \
    K(signal_cache, "signal_cache", 1152, 64, 1, 736, 32, 1, KMF_ACCOUNT) \
    K(sighand_cache, "sighand_cache", 2080, 64, 1, 1300, 32, 1, KMF_ACCOUNT) \
    K(task_struct, "task_struct", 6208, 64, 1, 2944, 64, 1, KMF_ACCOUNT | KMF_NOMERGE) \
    K(cred_jar, "cred_jar", 184, 64, 1, 128, 32, 1, KMF_ACCOUNT) \
    K(anon_vma_chain, "anon_vma_chain", 64, 8, 1, 32, 8, 1, KMF_ACCOUNT) \
    K(anon_vma, "anon_vma", 96, 8, 1, 52, 8, 1, KMF_OUTSIDE | KMF_ACCOUNT) \
    K(pid, "pid", 128, 64, 1, 64, 32, 1, KMF_ACCOUNT) \
    K(Acpi_Operand, "Acpi-Operand", 72, 8, 1, 48, 8, 0, 0) \
    K(Acpi_State, "Acpi-State", 80, 8, 1, 48, 8, 1, KMF_NOMERGE) \
    K(shared_policy_node, "shared_policy_node", 48, 8, 1, 0, 0, 0, KMF_NOMERGE) \
    K(numa_policy, "numa_policy", 272, 8, 1, 0, 0, 0, 0) \
    K(perf_event, "perf_event", 1232, 8, 1, 848, 8, 1, 0) \
    K(trace_event_file, "trace_event_file", 96, 8, 1, 56, 8, 1, 0) \
    K(ftrace_event_field, "ftrace_event_field", 56, 8, 1, 36, 8, 1, KMF_NOMERGE) \
    K(maple_node, "maple_node", 256, 256, 1, 256, 256, 1, 0) \
    K(radix_tree_node, "radix_tree_node", 576, 8, 1, 300, 8, 1, KMF_RECLAIMABLE | KMF_OUTSIDE) \
    K(task_group, "task_group", 640, 64, 1, 384, 64, 1, 0) \
    K(mm_struct, "mm_struct", 1104, 64, 1, 564, 32, 1, KMF_ACCOUNT | KMF_NOMERGE) \
    K(vmap_area, "vmap_area", 64, 8, 1, 32, 8, 1, 0) \
    K(dma_kmalloc_8k, "dma-kmalloc-8k", 8192, 8192, 1, 8192, 8192, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_4k, "dma-kmalloc-4k", 4096, 4096, 1, 4096, 4096, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_2k, "dma-kmalloc-2k", 2048, 2048, 1, 2048, 2048, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_1k, "dma-kmalloc-1k", 1024, 1024, 1, 1024, 1024, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_512, "dma-kmalloc-512", 512, 512, 1, 512, 512, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_256, "dma-kmalloc-256", 256, 256, 1, 256, 256, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_192, "dma-kmalloc-192", 192, 8, 1, 192, 8, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_128, "dma-kmalloc-128", 128, 128, 1, 128, 128, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_96, "dma-kmalloc-96", 96, 8, 1, 96, 8, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_64, "dma-kmalloc-64", 64, 64, 1, 64, 64, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_32, "dma-kmalloc-32", 32, 32, 1, 32, 32, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_16, "dma-kmalloc-16", 16, 16, 1, 16, 16, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(dma_kmalloc_8, "dma-kmalloc-8", 8, 8, 1, 8, 8, 1, KMF_DMA | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_8k, "kmalloc-rcl-8k", 8192, 8192, 1, 8192, 8192, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_4k, "kmalloc-rcl-4k", 4096, 4096, 1, 4096, 4096, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_2k, "kmalloc-rcl-2k", 2048, 2048, 1, 2048, 2048, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_1k, "kmalloc-rcl-1k", 1024, 1024, 1, 1024, 1024, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_512, "kmalloc-rcl-512", 512, 512, 1, 512, 512, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_256, "kmalloc-rcl-256", 256, 256, 1, 256, 256, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_192, "kmalloc-rcl-192", 192, 8, 1, 192, 8, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_128, "kmalloc-rcl-128", 128, 128, 1, 128, 128, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_96, "kmalloc-rcl-96", 96, 8, 1, 96, 8, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_64, "kmalloc-rcl-64", 64, 64, 1, 64, 64, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_32, "kmalloc-rcl-32", 32, 32, 1, 32, 32, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_16, "kmalloc-rcl-16", 16, 16, 1, 16, 16, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_rcl_8, "kmalloc-rcl-8", 8, 8, 1, 8, 8, 1, KMF_RECLAIMABLE | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_8k, "kmalloc-cg-8k", 8192, 8192, 1, 8192, 8192, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_4k, "kmalloc-cg-4k", 4096, 4096, 1, 4096, 4096, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_2k, "kmalloc-cg-2k", 2048, 2048, 1, 2048, 2048, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_1k, "kmalloc-cg-1k", 1024, 1024, 1, 1024, 1024, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_512, "kmalloc-cg-512", 512, 512, 1, 512, 512, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_256, "kmalloc-cg-256", 256, 256, 1, 256, 256, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_192, "kmalloc-cg-192", 192, 8, 1, 192, 8, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_128, "kmalloc-cg-128", 128, 128, 1, 128, 128, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_96, "kmalloc-cg-96", 96, 8, 1, 96, 8, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_64, "kmalloc-cg-64", 64, 64, 1, 64, 64, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_32, "kmalloc-cg-32", 32, 32, 1, 32, 32, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_16, "kmalloc-cg-16", 16, 16, 1, 16, 16, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_cg_8, "kmalloc-cg-8", 8, 8, 1, 8, 8, 1, KMF_ACCOUNT | KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_8k, "kmalloc-8k", 8192, 8192, 1, 8192, 8192, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_4k, "kmalloc-4k", 4096, 4096, 1, 4096, 4096, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_2k, "kmalloc-2k", 2048, 2048, 1, 2048, 2048, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_1k, "kmalloc-1k", 1024, 1024, 1, 1024, 1024, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_512, "kmalloc-512", 512, 512, 1, 512, 512, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_256, "kmalloc-256", 256, 256, 1, 256, 256, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_192, "kmalloc-192", 192, 8, 1, 192, 8, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_128, "kmalloc-128", 128, 128, 1, 128, 128, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_96, "kmalloc-96", 96, 8, 1, 96, 8, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_64, "kmalloc-64", 64, 64, 1, 64, 64, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_32, "kmalloc-32", 32, 32, 1, 32, 32, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_16, "kmalloc-16", 16, 16, 1, 16, 16, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmalloc_8, "kmalloc-8", 8, 8, 1, 8, 8, 1, KMF_NOMERGE | KMF_KMALLOC) \
    K(kmem_cache_node, "kmem_cache_node", 64, 64, 1, 32, 32, 1, KMF_NOMERGE) \
    K(kmem_cache, "kmem_cache", 224, 64, 1, 140, 32, 1, KMF_NOMERGE) \
    K(bio_96, "bio-96", 0, 0, 0, 96, 32, 1, KMF_OUTSIDE) \
    K(bio_208, "bio-208", 0, 0, 0, 208, 32, 1, 0) \
    K(posix_timers_cache, "posix_timers_cache", 256, 64, 0, 164, 8, 1, KMF_ACCOUNT) \
    K(UNIX, "UNIX", 1024, 64, 0, 768, 32, 1, KMF_ACCOUNT) \
    K(UDP, "UDP", 1152, 64, 0, 896, 32, 1, KMF_ACCOUNT) \
    K(bio_188, "bio-188", 0, 0, 0, 188, 32, 1, KMF_NOMERGE) \
    K(sgpool_128, "sgpool-128", 4096, 64, 0, 2560, 32, 1, 0) \
    K(sgpool_64, "sgpool-64", 2048, 64, 0, 1280, 32, 1, 0) \
    K(sgpool_32, "sgpool-32", 1024, 64, 0, 640, 32, 1, 0) \
    K(sgpool_16, "sgpool-16", 512, 64, 0, 320, 32, 1, 0) \
    K(bio_144, "bio-144", 0, 0, 0, 144, 32, 1, KMF_NOMERGE) \
    K(biovec_16, "biovec-16", 256, 256, 0, 192, 32, 1, 0) \
    K(uid_cache, "uid_cache", 176, 64, 0, 80, 32, 1, 0) \
    K(fsnotify_mark_connector, "fsnotify_mark_connector", 32, 8, 0, 24, 8, 1, 0) \
    K(key_jar, "key_jar", 256, 256, 0, 160, 32, 1, 0) \
    K(Acpi_Namespace, "Acpi-Namespace", 48, 8, 0, 32, 8, 0, 0) \
    K(Acpi_Parse, "Acpi-Parse", 56, 8, 0, 32, 8, 0, 0) \
    K(Acpi_ParseExt, "Acpi-ParseExt", 80, 8, 0, 48, 8, 0, 0) \
    K(UDP_Lite, "UDP-Lite", 1152, 64, 0, 896, 32, 0, KMF_ACCOUNT) \
    K(UDPLITEv6, "UDPLITEv6", 1344, 64, 0, 1024, 32, 0, KMF_ACCOUNT) \
    K(UNIX_STREAM, "UNIX-STREAM", 1024, 64, 0, 768, 32, 0, KMF_ACCOUNT) \
    K(aio_kiocb, "aio_kiocb", 176, 64, 0, 128, 8, 0, 0) \
    K(audit_buffer, "audit_buffer", 24, 8, 0, 16, 8, 0, 0) \
    K(audit_tree_mark, "audit_tree_mark", 80, 8, 0, 48, 8, 0, 0) \
    K(bio_integrity_payload, "bio_integrity_payload", 176, 64, 0, 128, 8, 0, 0) \
    K(blkdev_ioc, "blkdev_ioc", 88, 8, 0, 56, 8, 0, 0) \
    K(btree_node, "btree_node", 128, 8, 0, 128, 8, 0, 0) \
    K(dio, "dio", 640, 64, 0, 384, 64, 0, 0) \
    K(dmaengine_unmap_16, "dmaengine-unmap-16", 176, 64, 0, 0, 0, 0, 0) \
    K(dmaengine_unmap_2, "dmaengine-unmap-2", 64, 8, 0, 32, 8, 0, 0) \
    K(dnotify_mark, "dnotify_mark", 80, 8, 0, 48, 8, 0, 0) \
    K(eventpoll_epi, "eventpoll_epi", 128, 64, 0, 64, 32, 0, KMF_ACCOUNT) \
    K(eventpoll_pwq, "eventpoll_pwq", 64, 8, 0, 32, 8, 0, KMF_ACCOUNT) \
    K(fanotify_fid_event, "fanotify_fid_event", 72, 8, 0, 56, 8, 0, 0) \
    K(fanotify_path_event, "fanotify_path_event", 64, 8, 0, 36, 8, 0, 0) \
    K(fanotify_perm_event, "fanotify_perm_event", 72, 8, 0, 48, 8, 0, 0) \
    K(fasync_cache, "fasync_cache", 48, 8, 0, 32, 8, 0, 0) \
    K(fib6_nodes, "fib6_nodes", 128, 64, 0, 64, 32, 0, 0) \
    K(file_lock_ctx, "file_lock_ctx", 56, 8, 0, 32, 8, 0, 0) \
    K(fs_cache, "fs_cache", 64, 8, 0, 64, 32, 0, KMF_ACCOUNT) \
    K(fsnotify_mark, "fsnotify_mark", 72, 8, 0, 48, 8, 0, 0) \
    K(inet_peer_cache, "inet_peer_cache", 176, 64, 0, 128, 8, 0, 0) \
    K(inotify_inode_mark, "inotify_inode_mark", 80, 8, 0, 48, 8, 0, 0) \
    K(io_kiocb, "io_kiocb", 256, 64, 0, 168, 32, 0, KMF_ACCOUNT) \
    K(iommu_iova, "iommu_iova", 64, 8, 0, 32, 8, 0, 0) \
    K(ip6_dst_cache, "ip6_dst_cache", 256, 64, 0, 160, 32, 0, 0) \
    K(ip6_mrt_cache, "ip6_mrt_cache", 184, 64, 0, 160, 32, 0, 0) \
    K(ip_dst_cache, "ip_dst_cache", 176, 64, 0, 128, 8, 0, 0) \
    K(ip_mrt_cache, "ip_mrt_cache", 184, 64, 0, 128, 8, 0, 0) \
    K(ksm_mm_slot, "ksm_mm_slot", 48, 8, 0, 24, 8, 0, 0) \
    K(ksm_rmap_item, "ksm_rmap_item", 64, 8, 0, 32, 8, 0, 0) \
    K(ksm_stable_node, "ksm_stable_node", 64, 8, 0, 32, 8, 0, 0) \
    K(pool_workqueue, "pool_workqueue", 256, 256, 0, 256, 256, 0, 0) \
    K(sgpool_8, "sgpool-8", 256, 256, 0, 160, 32, 0, 0) \
    K(task_delay_info, "task_delay_info", 128, 64, 0, 128, 32, 0, 0) \
    K(tcp_bind2_bucket, "tcp_bind2_bucket", 64, 8, 0, 64, 32, 0, 0) \
    K(tcp_bind_bucket, "tcp_bind_bucket", 128, 64, 0, 64, 32, 0, 0) \
    K(zswap_entry, "zswap_entry", 64, 8, 0, 36, 8, 0, 0)

#define MM_X_KMEM_ROW(id, name, object64, align64, root64, object32, align32, root32, flags) KMR_##id,
enum mm_kmem_row { MM_KMEM_ROWS(MM_X_KMEM_ROW) KMR_COUNT };

// clang-format on

#endif
