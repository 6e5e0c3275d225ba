# The buddy allocator by its rules (Linux 6.1 mm/page_alloc.c: expand(), __free_one_page()).
# 256 frames: 0 does not exist, 1 is the zero page. So 2 to 255 are free: one block of each order from 1 to 7.
machine memory=1M kernel=0 migratetypes=off pcp=off
expect meminfo.MemFree == 1016
expect buddyinfo.node0.DMA.order0 == 0
expect buddyinfo.node0.DMA.order1 == 1
expect buddyinfo.node0.DMA.order7 == 1

# The smallest block that fits is split; the lower half is taken, the upper one waits.
alloc_pages 0 as a
expect result.pfn == 2
expect events.buddy_split == 1
expect buddyinfo.node0.DMA.order0 == 1
expect buddyinfo.node0.DMA.order1 == 0
alloc_pages 0 as b
expect result.pfn == 3
expect events.buddy_split == 1

# Order 1 is empty now: 4 to 7 becomes 4+5 and 6+7, then 4 and 5.
alloc_pages 0 as c
expect result.pfn == 4
expect events.buddy_split == 3
expect buddyinfo.node0.DMA.order0 == 1
expect buddyinfo.node0.DMA.order1 == 1
expect buddyinfo.node0.DMA.order2 == 0
expect meminfo.MemFree == 1016 - 12

# 4 finds its buddy 5 (4 XOR 1), then 4+5 finds 6+7 (4 XOR 2); 4 to 7 finds no free buddy 0 to 3.
free_pages c
expect events.buddy_merge == 2
expect buddyinfo.node0.DMA.order2 == 1

# 2 and 3 in the other order: the first stays alone, the second merges both.
free_pages b
expect events.buddy_merge == 2
expect buddyinfo.node0.DMA.order0 == 1
free_pages a
expect events.buddy_merge == 3
expect buddyinfo.node0.DMA.order1 == 1
expect meminfo.MemFree == 1016

# A block of order 3 is aligned to 8 frames and comes whole.
alloc_pages 3 as d
expect result.pfn == 8
expect frame.8.order == 3
expect frame.8.refcount == 1
expect frame.9.refcount == 0
free_pages d

# No memory is a result, not a refusal: there is no block of order 8.
alloc_pages 8 as e
expect result.errno == ENOMEM
expect events.alloc_fail == 1
fails free_pages e
fails alloc_pages 11 as f
