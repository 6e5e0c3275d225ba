spawn p
p mmap 64K as m
repeat 3 as i
p mmap 4K as a$i
repeat 2 as k
p touch a$i w
let last = $i * 10 + $k
end
end
expect last == 21
repeat 1000000
end
