machine memory=8M cpus=8 nodes=2 drift=on migratetypes=off initrd=64K
repeat 5 as i
alloc_pages 0 as k$i count=20 gfp=HIGHUSER_MOVABLE
end
free_pages k1
free_pages k3
cat /proc/pagetypeinfo
free -w -h
vmstat -s
