/* kernroots.h - values about physical memory: extfrag, unusable, numastat, slabinfo, pagetypeinfo, census, pcp, node,
 * compact.
 *
 * Models    language.md, Values and expectations; the files they are named after.
 * Shape     as text/roots: each takes a path whose first part is its root, sets p->out, or p->why and returns false.
 * Units     extfrag and unusable as their files show them (0.589); pages, blocks and objects as their files count
 *           them.
 */
#ifndef MM_TEXT_KERNROOTS_H
#define MM_TEXT_KERNROOTS_H

#include "text/roots.h"

bool path_extfrag(struct path *p);  /* extfrag.nodeN.ZONE.orderK */
bool path_unusable(struct path *p); /* unusable.nodeN.ZONE.orderK */
bool path_numastat(struct path *p); /* numastat.nodeN.numa_hit */
bool path_slabinfo(struct path *p); /* slabinfo["dentry"].active_objs */
bool path_pagetypeinfo(
    struct path *p); /* pagetypeinfo.nodeN.ZONE.TYPE.orderK: free blocks; .blocks: pageblocks */
bool path_census(struct path *p);  /* census.anon, census.total */
bool path_pcp(struct path *p);     /* pcp.cpuN.nodeN.ZONE.count|high|batch */
bool path_node(struct path *p);    /* node.N.FIELD */
bool path_compact(struct path *p); /* compact.nodeN.ZONE.migrate_pfn … */

#endif
