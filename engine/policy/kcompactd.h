/* kcompactd.h - the node's thread that compacts in the background.
 *
 * Models    Linux 6.1 mm/compaction.c: wakeup_kcompactd(), kcompactd(), kcompactd_do_work(), kcompactd_node_suitable(),
 *           should_proactive_compact_node(), proactive_compact_node(), compaction_proactiveness_sysctl_handler().
 * Differs   it works at scheduling points, on the clock of its node's first CPU, until it is done. Whether to compact
 *           ahead of need is asked there once 500 ms of simulated time have passed, however many times 500 ms that is.
 * Units     ns of simulated time.
 * Owns      node.kcompactd_*, node.proactive_ns; counters compact_daemon_*.
 * Events    KCOMPACTD_WAKE KCOMPACTD_SLEEP COMPACT_SCORE and those of compact.h
 */
#ifndef MM_POLICY_KCOMPACTD_H
#define MM_POLICY_KCOMPACTD_H

#include "policy/compact.h"

/* wakeup_kcompactd(): it works at the next scheduling point if some zone up to `rank` is suitable. */
void compact_wake(struct mm *m, uint32_t node, unsigned order, unsigned rank);
/* Has compact_daemon anything to do now? Cheap. */
bool compact_due(const struct mm *m);
/* kcompactd of every node. At scheduling points. */
void compact_daemon(struct mm *m);
/* vm.compaction_proactiveness was written: scores are looked at at the next scheduling point. */
void compact_ask(struct mm *m);

#endif
