/* node.h - nodes: which CPUs, how far from each other, in which order their memory is tried.
 *
 * Models    Linux 6.1 mm/page_alloc.c: find_next_best_node(), build_zonelists(); the SLIT of the firmware (10 local, 20
 *           remote unless it says otherwise).
 * Differs   CPUs are dealt to the nodes in runs of equal length, as QEMU's command lines do it; with fewer CPUs than
 *           nodes some nodes have memory alone. No node without memory, no hot plug.
 * Shape     node[]: order0..7 name the nodes in the order in which a request from here tries them, itself first.
 * Units     distances as in /sys/devices/system/node/nodeN/distance; *_pages frames.
 * Owns      struct node but for the kswapd and kcompactd fields; cpu.node.
 * Invariants  (node_check)
 *   N1  a node is 10 from itself and more from others
 *   N2  its fallback order begins with itself and names every node once; a nearer node comes before a farther one
 *   N3  every CPU is on one node
 */
#ifndef MM_PARTS_NODE_H
#define MM_PARTS_NODE_H

#include "base/event.h"

MM_DEFINE_RECORD(node, MM_NODE_FIELDS)

#define NODE_DISTANCE_LOCAL  10u
#define NODE_DISTANCE_REMOTE 20u /* unless the configuration says otherwise */

/* Distances, CPUs and fallback orders of all nodes. */
void node_init(struct mm *m);
/* 10 is local. */
unsigned node_distance(const struct mm *m, uint32_t from, uint32_t to);
/* The place-th node that a request from `node` tries: 0 is itself. Pre: place < config.nodes. */
uint32_t node_fallback(const struct mm *m, uint32_t node, uint32_t place);
/* How many CPUs it has. */
unsigned node_cpus(const struct mm *m, uint32_t node);
void node_check(struct mm *m);

#endif
