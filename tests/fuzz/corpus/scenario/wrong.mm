machine memory=64M colour=red
spwan a
p mmap 4Q as
"open
end
$x
| | |
expect 1 == 
let = 
fails
