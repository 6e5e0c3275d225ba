machine memory=4M cpus=3 seed=5
kmem_cache c size=700 align=64 reclaimable
kmem_cache d size=4M
kmem_alloc c count=90 as o
kmem_free o every=2 cpu=1
kmem_alloc kmalloc-64 count=200 as k cpu=2
kmalloc 300K as l
kfree l
echo 1 > /sys/kernel/slab/c/shrink
echo 2 > /proc/sys/vm/drop_caches
sysctl vm.vfs_cache_pressure=0
cat /sys/kernel/slab/c/objs_per_slab
cat /proc/slabinfo | grep c
slabtop -o -s c
expect slabinfo["c"].active_objs >= 45
